//! The turn of a year: what is counted stands in the journal in the order of its years, whatever waited and whatever a clock shows.
//! Else a year that was told already would gain a contract, and two answers would differ by it.

use std::pin::pin;

use chrono::NaiveDate;
use domain::statistics::Particulars;
use futures_util::future::{Either, select};
use serde_json::{Value, json};

use crate::idempotency::occupy;
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_decision_that_waited_over_new_year_is_of_the_new_year,
    a_year_gains_nothing_once_something_of_the_next_is_registered,
);

/// The last second of 2026 in Suzhou, and the first of 2027.
const LAST: &str = "2026-12-31T15:59:59Z";
const FIRST: &str = "2026-12-31T16:00:00Z";

/// An application that waits for its decision, and where that is sent.
async fn recommended(portal: &TestPortal) -> (String, String) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::export().of(&company).numbered(portal.next())).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "register").await.expect(200);
    let path = format!("/filings/{id}/decide");
    (id, path)
}

fn decision() -> Value {
    json!({ "outcome": "register", "opinion": "同意审核意见。" })
}

/// The days under which figures count what was registered, in the order of the journal.
async fn counted(portal: &TestPortal) -> Vec<NaiveDate> {
    let texts = portal.texts("SELECT body AS value FROM particulars ORDER BY seq").await;
    texts.iter().map(|text| Particulars::from_json(text).unwrap().registered_on).collect()
}

fn new_years_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 1).unwrap()
}

async fn a_decision_that_waited_over_new_year_is_of_the_new_year(portal: &TestPortal) {
    let (_, path) = recommended(portal).await;
    portal.set_clock(LAST);
    let approver = portal.approver().await;
    let (busy, body) = (occupy(portal).await, decision());
    // Two requests under one key: when one of them was answered, the other is waiting for the writer.
    let mut one = pin!(approver.post_under("one", &path, &body));
    let mut other = pin!(approver.post_under("one", &path, &body));
    let (refused, waiting) = match select(one.as_mut(), other.as_mut()).await {
        Either::Left((refused, waiting)) | Either::Right((refused, waiting)) => (refused, waiting),
    };
    refused.problem(409, "idempotency_in_flight");
    portal.set_clock(FIRST);
    busy.send(()).unwrap();
    waiting.await.expect(200);
    assert_eq!(counted(portal).await, [new_years_day()]);
}

async fn a_year_gains_nothing_once_something_of_the_next_is_registered(portal: &TestPortal) {
    let ((_, first), (id, second)) = (recommended(portal).await, recommended(portal).await);
    portal.set_clock(LAST);
    let (approver, reviewer) = (portal.approver().await, portal.reviewer().await);
    portal.set_clock(FIRST);
    approver.post(&first, &decision()).await.expect(200);
    // The clock of another server is a second behind, or this one's was set back.
    portal.set_clock(LAST);
    approver.post_under("one", &second, &decision()).await.problem(503, "unavailable");
    assert_eq!(approver.filing(&id).await["status"], "recommended", "it is as if nothing had been asked");
    assert_eq!(counted(portal).await.len(), 1);
    // What figures do not count goes on.
    let company = portal.company().await;
    let another = company.submitted(&Contract::export().of(&company).numbered(portal.next())).await;
    reviewer.claim(&another).await;

    portal.set_clock(FIRST);
    approver.post_under("one", &second, &decision()).await.expect(200);
    assert_eq!(counted(portal).await, [new_years_day(), new_years_day()]);
}
