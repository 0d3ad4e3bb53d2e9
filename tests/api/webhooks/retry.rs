//! What does not arrive: tried again, given up, sent once more when somebody asks.

use chrono::Duration;
use portal::app::webhook::WebhookSettings;
use serde_json::{Value, json};

use super::{IMPATIENT, begin, hooked};
use crate::on_both_databases;
use crate::support::portal::time;
use crate::support::smtp::SmtpServer;
use crate::support::{Actor, Mail, Receiver, Reply, TestPortal};

on_both_databases!(
    a_delivery_is_tried_for_three_days_and_then_its_endpoint_is_switched_off_with_notice,
    an_endpoint_that_wants_nothing_any_more_is_switched_off_at_once,
    an_endpoint_says_how_long_to_wait,
    a_redirect_is_a_failure_and_is_not_followed,
    what_was_given_up_is_sent_once_more_when_somebody_asks,
    what_was_missed_while_switched_off_is_replayed_from_where_it_ended,
    answers_that_never_end_and_connections_that_break_are_failures_in_time,
);

/// Tries again when it is time to; whether there was a time. Tokens have run out meanwhile.
async fn wait_and_try(portal: &TestPortal, company: &Actor, endpoint: &str) -> bool {
    company.sign_in().await;
    let waiting = company.get(&format!("{endpoint}/deliveries?status=waiting")).await.expect(200);
    let Some(next) = waiting["items"].as_array().unwrap().last().map(|one| one["next_at"].clone()) else {
        return false;
    };
    portal.clock.set(time(next.as_str().unwrap()));
    portal.catch_up_webhooks().await;
    true
}

async fn a_delivery_is_tried_for_three_days_and_then_its_endpoint_is_switched_off_with_notice(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    receiver.answer(Reply::Status(500));
    begin(portal, &company).await;
    let began = portal.app.now();
    portal.catch_up_webhooks().await;
    let mut rounds = 0;
    while wait_and_try(portal, &company, &endpoint).await {
        rounds += 1;
        assert!(rounds < 20);
    }
    let dead = company.deliveries(&endpoint).await.remove(0);
    let attempts = dead["attempts"].as_array().unwrap();
    assert_eq!((&dead["status"], attempts.len()), (&"dead".into(), receiver.connections()));
    assert!((8..=14).contains(&attempts.len()), "{attempts:?}");
    let ids: std::collections::BTreeSet<String> =
        receiver.arrived().iter().map(|one| one.header("webhook-id").to_owned()).collect();
    assert_eq!(ids.len(), 1, "the same id at every try");
    let last = time(attempts.last().unwrap()["at"].as_str().unwrap());
    assert!(last - began > Duration::hours(43) && last - began <= Duration::hours(72), "{last}");

    let off = company.get(&endpoint).await.expect(200);
    assert_eq!(off["disabled"]["why"], "failing");
    let told = "SELECT body AS value FROM journal WHERE kind = 'webhook.disabled'";
    assert!(portal.texts(told).await[0].contains("failing"));
    let server = SmtpServer::start().await;
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    let notice: Vec<Mail> = server
        .delivered()
        .into_iter()
        .map(|one| one.mail)
        .filter(|mail| mail.subject.starts_with("推送已停用"))
        .collect();
    assert_eq!(notice.len(), 1);
    assert!(notice[0].to.contains(&company.email) && notice[0].body.contains(&receiver.url), "{:?}", notice[0]);
    assert!(notice[0].body.contains(&format!("/partners/{}/webhooks", system.id)));

    // Nothing more is queued.
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    assert_eq!(company.deliveries(&endpoint).await.len(), 1);
}

async fn an_endpoint_that_wants_nothing_any_more_is_switched_off_at_once(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    receiver.answer_first([Reply::Status(410)]);
    let id = begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let off = system.get(&endpoint).await.expect(200);
    assert_eq!(off["disabled"]["why"], "gone");
    super::drop_draft(&company, &id).await;
    portal.pass(Duration::minutes(5));
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.connections(), 1);
    let server = SmtpServer::start().await;
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    assert!(server.delivered().iter().any(|one| one.mail.body.contains("410")));
    // Switched on again, what waited arrives.
    system.post(&format!("{endpoint}/enable"), &json!({})).await.expect(200);
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.kinds(), ["filing.created", "filing.created"]);
}

async fn an_endpoint_says_how_long_to_wait(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    for (reply, seconds) in [
        (Reply::With(429, "retry-after: 3600"), 3_600),
        (Reply::With(503, "retry-after: 600"), 600),
        // Only these two statuses ask; what cannot be read asks nothing.
        (Reply::With(500, "retry-after: 3600"), 0),
        (Reply::With(429, "retry-after: soon"), 0),
        (Reply::With(429, "retry-after: Sun, 06 Nov 1994 08:49:37 GMT"), 0),
        (Reply::With(429, "retry-after: 4000000000"), 24 * 3_600),
    ] {
        receiver.answer_first([reply]);
        begin(portal, &company).await;
        portal.catch_up_webhooks().await;
        let last = system.deliveries(&endpoint).await.pop().unwrap();
        assert_eq!((&last["status"], &last["attempts"][0]["outcome"]), (&"waiting".into(), &"status".into()));
        let wait = (time(last["next_at"].as_str().unwrap()) - portal.app.now()).num_seconds();
        let expected = if seconds == 0 { 3..=7 } else { seconds..=seconds };
        assert!(expected.contains(&wait), "{reply:?}: {wait} s");
    }
}

async fn a_redirect_is_a_failure_and_is_not_followed(portal: &TestPortal) {
    let ((company, system), receiver, elsewhere) =
        (hooked(portal).await, Receiver::start().await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    let header: &'static str = Box::leak(format!("location: {}", elsewhere.url).into_boxed_str());
    for (reply, status) in [
        (Reply::With(302, header), 302),
        (Reply::With(307, header), 307),
        (Reply::With(308, "location: http://169.254.169.254/latest/meta-data/"), 308),
    ] {
        receiver.answer_first([reply]);
        begin(portal, &company).await;
        portal.catch_up_webhooks().await;
        let last = system.deliveries(&endpoint).await.pop().unwrap();
        let attempt = &last["attempts"][0];
        assert_eq!(
            (&last["status"], &attempt["outcome"], &attempt["status"]),
            (&"waiting".into(), &"redirect".into(), &status.into())
        );
    }
    assert_eq!(elsewhere.connections(), 0);
}

/// Lets everything that waits have been tried for three days.
async fn give_up(portal: &TestPortal) {
    let dead = "UPDATE webhook_deliveries SET status = 'dead', next_at = NULL WHERE status = 'waiting'";
    portal.execute(dead).await;
}

async fn what_was_given_up_is_sent_once_more_when_somebody_asks(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    receiver.answer(Reply::Status(503));
    for _ in 0..3 {
        begin(portal, &company).await;
    }
    portal.catch_up_webhooks().await;
    give_up(portal).await;
    let ids: Vec<Value> = system.deliveries(&endpoint).await.iter().map(|one| one["id"].clone()).collect();
    receiver.answer(Reply::Status(200));
    let replay = format!("{endpoint}/replay");
    for unclear in [json!({}), json!({ "dead": true, "after": 0 }), json!({ "dead": false })] {
        company.post(&replay, &unclear).await.problem(422, "replay_unclear");
    }
    let one = system.deliveries(&endpoint).await[1]["seq"].clone();
    assert_eq!(system.post(&replay, &json!({ "seqs": [one, 999_999] })).await.expect(200)["queued"], 1);
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.arrived().last().unwrap().header("webhook-id"), ids[1]);
    assert_eq!(company.post(&replay, &json!({ "dead": true })).await.expect(200)["queued"], 2);
    portal.catch_up_webhooks().await;
    let deliveries = system.deliveries(&endpoint).await;
    for (delivery, id) in deliveries.iter().zip(&ids) {
        assert_eq!((&delivery["status"], &delivery["id"]), (&"delivered".into(), id), "the same id");
        let outcomes: Vec<&Value> =
            delivery["attempts"].as_array().unwrap().iter().map(|one| &one["outcome"]).collect();
        assert_eq!(outcomes, ["status", "delivered"], "the log goes on");
    }
    // Also what arrived already: whoever receives it tells by its id.
    let from = system.get(&endpoint).await.expect(200)["since_seq"].clone();
    let again = system.post(&replay, &json!({ "after": from })).await.expect(200);
    assert_eq!((&again["queued"], &again["next_after"]), (&3.into(), &Value::Null));
    portal.catch_up_webhooks().await;
    assert_eq!(receiver.arrived().len(), 3 + 3 + 3);
}

async fn what_was_missed_while_switched_off_is_replayed_from_where_it_ended(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen(&receiver.url, &["filing.created"]).await;
    let endpoint = format!("/webhooks/{}", endpoint["id"].as_str().unwrap());
    begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    system.post(&format!("{endpoint}/disable"), &json!({})).await.expect(200);
    system.post(&format!("{endpoint}/disable"), &json!({})).await.problem(409, "illegal_state");
    let missed = begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let on = system.post(&format!("{endpoint}/enable"), &json!({})).await.expect(200);
    system.post(&format!("{endpoint}/enable"), &json!({})).await.problem(409, "illegal_state");
    let later = begin(portal, &company).await;
    portal.catch_up_webhooks().await;
    let told = || -> Vec<String> {
        receiver.arrived().iter().skip(1).map(|one| one.json()["data"]["filing_id"].as_str().unwrap().into()).collect()
    };
    assert_eq!(told(), std::slice::from_ref(&later));
    let replayed = system.post(&format!("{endpoint}/replay"), &json!({ "after": on["since_seq"] })).await.expect(200);
    assert_eq!(replayed["queued"], 2, "what was missed, and what arrived since");
    portal.catch_up_webhooks().await;
    let mut found = told();
    found.sort();
    let mut expected = vec![missed, later.clone(), later];
    expected.sort();
    assert_eq!(found, expected);
}

async fn answers_that_never_end_and_connections_that_break_are_failures_in_time(portal: &TestPortal) {
    let ((company, system), receiver) = (hooked(portal).await, Receiver::start().await);
    let endpoint = system.listen_at(&receiver).await;
    let hooks = portal.hooks(IMPATIENT);
    for (reply, outcome) in [
        (Reply::Hang, "timeout"),
        (Reply::Bytes("HTTP/1.1 20"), "timeout"),
        (Reply::Bytes("HTTP/1.1 200 OK\r\nx-slow: "), "timeout"),
        // The time of a try is that of the whole try: that something comes now and then prolongs nothing.
        (Reply::Drip, "timeout"),
        (Reply::Bytes("SSH-2.0-OpenSSH_9.6\r\n"), "reset"),
        (Reply::Cut, "reset"),
        // A body is never read: neither its size nor its form matters.
        (Reply::Flood, "delivered"),
        (Reply::Bytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz"), "delivered"),
    ] {
        receiver.answer_first([reply]);
        begin(portal, &company).await;
        let began = std::time::Instant::now();
        hooks.catch_up().await.unwrap();
        let last = system.deliveries(&endpoint).await.pop().unwrap();
        assert_eq!(last["attempts"][0]["outcome"], outcome, "{reply:?}");
        assert!(began.elapsed() < std::time::Duration::from_secs(10), "{reply:?}");
    }
    // This test is impatient; a portal is as patient as the specification asks.
    assert_eq!(WebhookSettings::default().timeout, std::time::Duration::from_secs(15));
}
