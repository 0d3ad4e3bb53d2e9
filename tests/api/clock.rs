//! The statutory clock: due at the end of the third working day, the day of submission not counted.

use std::pin::pin;

use chrono::Duration;
use futures_util::future::{Either, select};
use serde_json::{Value, json};

use crate::idempotency::occupy;
use crate::on_both_databases;
use crate::support::portal::time;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    every_vector_is_due_on_the_day_that_was_agreed_on,
    the_day_of_an_application_is_that_of_its_turn_however_long_it_was_under_way,
    a_return_stops_the_clock_and_a_resubmission_starts_it_anew,
    a_draft_has_no_clock_and_an_answer_in_time_is_never_overdue_afterwards,
    the_queue_shows_what_is_due_first_and_says_what_is_overdue,
    a_year_without_a_calendar_makes_the_answer_provisional,
);

/// A contract that took effect a few days before this one, so that it is not late.
fn contract(on: chrono::NaiveDate) -> Contract {
    let day = |days: i64| (on + Duration::days(days)).to_string();
    let number = format!("{}SGJSE65KS000001", on.format("%y"));
    Contract::export()
        .with("/number", number)
        .with("/signed_on", day(-5))
        .with("/effective_on", day(-5))
        .with("/valid_until", day(300))
}

async fn every_vector_is_due_on_the_day_that_was_agreed_on(portal: &TestPortal) {
    let file: Value = serde_json::from_str(include_str!("../cases/clock.json")).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 7);
    for vector in vectors {
        let submitted_on = vector["submitted_on"].as_str().unwrap();
        portal.set_clock(&format!("{submitted_on}T02:00:00Z"));
        let company = portal.company().await;
        let id = company.submitted(&contract(submitted_on.parse().unwrap()).of(&company)).await;
        let clock = company.get(&format!("/filings/{id}/clock")).await.expect(200);
        assert_eq!((&clock["started_on"], &clock["due_on"]), (&vector["submitted_on"], &vector["due_on"]), "{clock}");
        assert_eq!((&clock["running"], &clock["provisional"]), (&true.into(), &false.into()), "{clock}");
        let counted: Vec<&Value> =
            clock["days"].as_array().unwrap().iter().filter(|day| day["counts"] == true).collect();
        assert_eq!(counted.iter().map(|day| &day["number"]).collect::<Vec<_>>(), [1, 2, 3], "{clock}");
        assert_eq!(counted[2]["date"], vector["due_on"], "{clock}");
        let filing = company.filing(&id).await;
        assert_eq!(filing["clock"]["due_on"], vector["due_on"]);
        company.act(&id, "withdraw", &json!({})).await.expect(200);
    }
}

/// On both sides of midnight in Suzhou: one that is written before it, and one that came before it and is written after it. The journal
/// has one order, and its times rise with it.
async fn the_day_of_an_application_is_that_of_its_turn_however_long_it_was_under_way(portal: &TestPortal) {
    let company = portal.company().await;
    let (first, second) = (
        company.ready_draft(&Contract::import().of(&company).numbered(1)).await,
        company.ready_draft(&Contract::import().of(&company).numbered(2)).await,
    );
    portal.set_clock("2026-11-23T15:59:59.900Z");
    company.sign_in().await;
    company.submit(&first, json!({})).await.expect(201);

    // Sent in the same instant, while the one writer is busy: that one of the two waits for it is known when the other is refused.
    let busy = occupy(portal).await;
    let (path, body) = (format!("/filings/{second}/submit"), json!({ "reasons": {}, "declaration": true }));
    let mut one = pin!(company.post_under("one", &path, &body));
    let mut other = pin!(company.post_under("one", &path, &body));
    let (refused, waiting) = match select(one.as_mut(), other.as_mut()).await {
        Either::Left((refused, waiting)) | Either::Right((refused, waiting)) => (refused, waiting),
    };
    refused.problem(409, "idempotency_in_flight");
    portal.set_clock("2026-11-23T16:00:00.100Z");
    busy.send(()).unwrap();
    waiting.await.expect(201);

    for (id, at, day, due) in [
        (&first, "2026-11-23T15:59:59.900Z", "2026-11-23", "2026-11-26"),
        (&second, "2026-11-23T16:00:00.100Z", "2026-11-24", "2026-11-27"),
    ] {
        let clock = company.get(&format!("/filings/{id}/clock")).await.expect(200);
        assert_eq!((&clock["started_on"], &clock["due_on"]), (&day.into(), &due.into()), "{clock}");
        let receipt = company.get(&format!("/filings/{id}/receipt")).await.expect(200);
        let accepted = time(receipt["accepted_at"].as_str().unwrap());
        assert!((accepted - time(at)).abs() < Duration::milliseconds(200), "{receipt}");
        assert_eq!(domain::clock::shanghai_date(accepted).to_string(), day, "{receipt}");
    }
}

async fn a_return_stops_the_clock_and_a_resubmission_starts_it_anew(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&id).await;
    reviewer.return_(&id).await.expect(200);
    let stopped = company.get(&format!("/filings/{id}/clock")).await.expect(200);
    assert_eq!(stopped["running"], false);
    let first = json!({
        "started_on": "2026-11-22", "started_by": "submitted", "stopped_on": "2026-11-22", "stopped_by": "returned",
        "due_on": "2026-11-25", "working_days_used": 0, "working_days_left": 3,
    });
    assert_eq!(stopped["runs"], json!([first]));

    // Two weeks later the company answers: Sunday 6 December, due on Wednesday 9 December.
    portal.set_clock("2026-12-06T02:00:00Z");
    company.sign_in().await;
    assert_eq!(company.filing(&id).await["clock"]["overdue"], false);
    company.submit(&id, json!({})).await.expect(201);
    let anew = company.get(&format!("/filings/{id}/clock")).await.expect(200);
    assert_eq!((&anew["started_on"], &anew["due_on"]), (&"2026-12-06".into(), &"2026-12-09".into()));
    assert_eq!((&anew["running"], &anew["working_days_left"]), (&true.into(), &3.into()));
    let second = json!({
        "started_on": "2026-12-06", "started_by": "resubmitted", "stopped_on": null, "stopped_by": null,
        "due_on": "2026-12-09", "working_days_used": 0, "working_days_left": 3,
    });
    assert_eq!(anew["runs"], json!([first, second]));
    reviewer.sign_in().await;
    assert_eq!(reviewer.get(&format!("/filings/{id}/clock")).await.expect(200), anew, "both sides see the same");
}

async fn a_draft_has_no_clock_and_an_answer_in_time_is_never_overdue_afterwards(portal: &TestPortal) {
    let company = portal.company().await;
    let draft = company.draft(&Contract::export().of(&company)).await;
    let clock = company.get(&format!("/filings/{draft}/clock")).await.expect(200);
    assert_eq!((&clock["started_on"], &clock["running"]), (&Value::Null, &false.into()));

    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    portal.pass(Duration::days(30));
    company.sign_in().await;
    let id = filing["id"].as_str().unwrap();
    let clock = company.get(&format!("/filings/{id}/clock")).await.expect(200);
    assert_eq!((&clock["running"], &clock["overdue"]), (&false.into(), &false.into()));
    assert_eq!(company.filing(id).await["clock"]["overdue"], false);
}

async fn the_queue_shows_what_is_due_first_and_says_what_is_overdue(portal: &TestPortal) {
    let mut ids = Vec::new();
    // Submitted later first: the order of the queue is the order of the due days, not of the ids.
    for (number, now) in [(1, "2026-11-20T02:00:00Z"), (2, "2026-11-18T02:00:00Z"), (3, "2026-11-19T02:00:00Z")] {
        portal.set_clock(now);
        let company = portal.company().await;
        ids.push(company.submitted(&Contract::import().of(&company).numbered(number)).await);
    }
    portal.set_clock("2026-11-24T15:59:59Z");
    let reviewer = portal.reviewer().await;
    let queue = reviewer.get("/queue").await.expect(200);
    let items = queue["items"].as_array().unwrap();
    let order: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(order, [&ids[1], &ids[2], &ids[0]]);
    let due: Vec<&str> = items.iter().map(|item| item["due_on"].as_str().unwrap()).collect();
    assert_eq!(due, ["2026-11-23", "2026-11-24", "2026-11-25"]);
    let overdue: Vec<bool> = items.iter().map(|item| item["overdue"] == true).collect();
    assert_eq!(overdue, [true, false, false], "the whole due day, in Suzhou, is still in time");
    let soon = reviewer.get("/queue?due_before=2026-11-25").await.expect(200);
    assert_eq!(soon["items"].as_array().unwrap().len(), 2);

    portal.clock.set(time("2026-11-24T16:00:00Z"));
    let queue = reviewer.get("/queue").await.expect(200);
    assert_eq!(queue["items"][1]["overdue"], true, "in Suzhou it is the 25th");
}

async fn a_year_without_a_calendar_makes_the_answer_provisional(portal: &TestPortal) {
    portal.set_clock("2040-03-05T02:00:00Z");
    let company = portal.company().await;
    let id = company.draft(&contract("2040-03-05".parse().unwrap()).of(&company)).await;
    company.attach_papers(&id).await;
    let filing = company.submit(&id, json!({})).await.expect(201);
    assert_eq!(filing["clock"]["provisional"], true);
}
