//! Each rule by tables: what a client did, and the verdict.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Outcome, judge};
use crate::conformance::rule::Rule;
use crate::conformance::seen::{Delivery, Exchange, Seen, SentAs};

const FILING: &str = "/api/v1/filings/7";

/// A request that arrives so many milliseconds after the beginning and is answered ten later.
fn at(arrived: u64, method: &str, path: &str) -> Exchange {
    Exchange {
        client: "erp".into(),
        token: 1,
        method: method.into(),
        path: path.into(),
        arrived: Duration::from_millis(arrived),
        answered: Duration::from_millis(arrived + 10),
        status: 200,
        ..Exchange::default()
    }
}

fn token(arrived: u64) -> Exchange {
    Exchange { token: 0, told: json!({ "expires_in": 600 }), ..at(arrived, "POST", "/oauth/token") }
}

/// A command under a key, with a body that stands for what is asked.
fn command(arrived: u64, path: &str, key: &str, body: u64) -> Exchange {
    Exchange { key: Some(key.into()), body, status: 201, ..at(arrived, "POST", path) }
}

impl Exchange {
    fn answered_with(self, status: u16) -> Self {
        Self { status, ..self }
    }

    fn with_token(self, token: u64) -> Self {
        Self { token, ..self }
    }

    fn telling(self, told: Value) -> Self {
        Self { told, ..self }
    }
}

#[track_caller]
fn expect(rule: Rule, exchanges: Vec<Exchange>, outcome: Outcome) {
    expect_of(rule, Seen { exchanges, deliveries: Vec::new() }, outcome);
}

#[track_caller]
fn expect_of(rule: Rule, seen: Seen, outcome: Outcome) {
    let verdicts = judge(&seen);
    let verdict = verdicts.iter().find(|verdict| verdict.rule == rule).unwrap();
    assert_eq!(verdict.outcome, outcome, "{verdict:?}");
    assert_eq!(verdict.seen.is_empty(), outcome == Outcome::NotExercised, "{verdict:?}");
}

use Outcome::{Failed, NotExercised, Passed};

#[test]
fn of_nothing_nothing_is_said() {
    let verdicts = judge(&Seen::default());
    assert_eq!(verdicts.iter().map(|verdict| verdict.rule).collect::<Vec<_>>(), Rule::ALL);
    assert!(verdicts.iter().all(|verdict| verdict.outcome == NotExercised));
}

#[test]
fn one_token_serves_many_requests() {
    let calls = |from: u64, count: u64| (0..count).map(move |place| at(from + 20 * place, "GET", "/api/v1/filings"));
    let rule = Rule::ReusesToken;
    expect(rule, [token(0)].into_iter().chain(calls(20, 3)).collect(), NotExercised);
    expect(rule, [token(0)].into_iter().chain(calls(20, 9)).collect(), Passed);
    let each_anew: Vec<_> = (0..9).flat_map(|place| [token(40 * place), at(40 * place + 20, "GET", FILING)]).collect();
    expect(rule, each_anew, Failed);
    // Two programs of one client have a token each.
    expect(rule, [token(0)].into_iter().chain(calls(20, 5)).chain([token(200)]).chain(calls(220, 5)).collect(), Passed);
    // Shortly before its end it is time for another one, and after a refusal it is.
    let late = [token(0), token(590_000), token(1_180_000)];
    expect(rule, late.into_iter().chain(calls(1_190_000, 4)).collect(), Passed);
    let refused = (0..5).flat_map(|place| [token(40 * place), at(40 * place + 20, "GET", FILING).answered_with(401)]);
    expect(rule, refused.collect(), Passed);
}

#[test]
fn a_refused_token_is_replaced_once() {
    let rule = Rule::RenewsToken;
    let refused = || at(0, "GET", FILING).answered_with(401);
    expect(rule, vec![at(0, "GET", FILING)], NotExercised);
    expect(rule, vec![refused(), token(20), at(40, "GET", FILING).with_token(2)], Passed);
    expect(rule, vec![refused()], Failed);
    expect(rule, vec![refused(), token(20)], Failed);
    expect(
        rule,
        vec![refused(), at(20, "GET", FILING).answered_with(401), token(40), at(60, "GET", FILING).with_token(2)],
        Failed,
    );
    expect(rule, vec![refused(), token(20), token(40), at(60, "GET", FILING).with_token(2)], Failed);
    let renewed = || vec![refused(), token(20), at(40, "GET", FILING).with_token(2)];
    // What was under way elsewhere in the client, and what was sent with the old one long after.
    let under_way = at(15, "GET", "/api/v1/changes").answered_with(401);
    expect(rule, [renewed(), vec![under_way]].concat(), Passed);
    let stubborn = at(5_000, "GET", "/api/v1/changes").answered_with(401);
    expect(rule, [renewed(), vec![stubborn]].concat(), Failed);
}

#[test]
fn a_command_is_sent_again_under_its_key() {
    let rule = Rule::RepeatsUnderKey;
    let cut = || command(0, "/api/v1/filings", "a", 5).answered_with(0);
    expect(rule, vec![command(0, "/api/v1/filings", "a", 5)], NotExercised);
    expect(rule, vec![cut(), command(20, "/api/v1/filings", "a", 5)], Passed);
    expect(rule, vec![cut(), command(20, "/api/v1/filings", "b", 5)], Failed);
    expect(rule, vec![cut(), command(20, "/api/v1/filings", "b", 6)], Failed);
    expect(rule, vec![cut()], Failed);
}

#[test]
fn a_key_names_one_intent() {
    let rule = Rule::NewKeyForIntent;
    let asked = |key: &str, body| command(body, "/api/v1/filings", key, body);
    expect(rule, vec![asked("a", 5)], NotExercised);
    expect(rule, vec![asked("a", 5), asked("b", 6)], Passed);
    expect(rule, vec![asked("a", 5), asked("a", 5), asked("b", 6)], Passed);
    expect(rule, vec![asked("a", 5), asked("a", 6)], Failed);
    // Two papers, whose bodies are not compared: the portal says so.
    let mismatch = command(40, FILING, "a", 0).answered_with(422).telling(json!({ "code": "idempotency_mismatch" }));
    expect(rule, vec![command(0, FILING, "a", 0), mismatch], Failed);
    // The same key at another address is another's name.
    expect(rule, vec![asked("a", 5), command(40, "/api/v1/filings/7/submit", "a", 6)], Passed);
}

#[test]
fn after_429_it_waits_as_told() {
    let rule = Rule::WaitsAsTold;
    let refused = || Exchange { retry_after: Some(2), ..at(0, "GET", FILING).answered_with(429) };
    expect(rule, vec![at(0, "GET", FILING)], NotExercised);
    expect(rule, vec![refused(), at(2_020, "GET", FILING)], Passed);
    expect(rule, vec![refused(), at(1_000, "GET", FILING)], Failed);
    expect(rule, vec![refused(), at(1_000, "GET", "/api/v1/me")], Failed);
}

#[test]
fn after_503_it_waits_longer_each_time() {
    let row = |waits: &[u64], ends: u16| {
        let mut time = 0;
        let mut tries = vec![at(0, "GET", FILING).answered_with(503)];
        for (place, wait) in waits.iter().enumerate() {
            time += 10 + wait;
            let status = if place + 1 == waits.len() { ends } else { 503 };
            tries.push(at(time, "GET", FILING).answered_with(status));
        }
        tries
    };
    for (waits, ends, outcome) in [
        (&[400, 800, 1_600][..], 200, Passed),
        (&[1_000, 2_000, 3_000], 200, Passed),
        // With chance in it.
        (&[1_150, 1_700, 3_300], 200, Passed),
        (&[400, 800], 503, Passed),
        (&[400, 400, 400], 200, Failed),
        (&[1_000, 1_200, 900], 200, Failed),
        (&[0, 0, 0], 200, Failed),
        (&[20, 40, 80], 200, Failed),
        (&[800, 400], 200, Failed),
        (&[400], 503, Failed),
        (&[], 503, Failed),
        (&[400], 200, NotExercised),
    ] {
        expect(Rule::BacksOff, row(waits, ends), outcome);
    }
    expect(Rule::BacksOff, vec![at(0, "GET", FILING)], NotExercised);
}

fn delivery(sent_as: SentAs, sent: u64, status: u16) -> Delivery {
    let status = (status > 0).then_some(status);
    Delivery { id: "evt_1".into(), sent_as, about: vec!["7".into()], sent: Duration::from_millis(sent), status }
}

#[test]
fn only_what_the_portal_signed_now_is_taken() {
    use SentAs::{Forged, Genuine, Old};
    let genuine = || delivery(Genuine, 0, 204);
    for (deliveries, outcome) in [
        (vec![genuine()], NotExercised),
        (vec![genuine(), delivery(Forged, 10, 400), delivery(Old, 20, 401)], Passed),
        (vec![genuine(), delivery(Forged, 10, 204), delivery(Old, 20, 400)], Failed),
        (vec![genuine(), delivery(Forged, 10, 400), delivery(Old, 20, 200)], Failed),
        (vec![genuine(), delivery(Forged, 10, 0), delivery(Old, 20, 500)], Passed),
    ] {
        expect_of(Rule::ChecksSignatures, Seen { exchanges: Vec::new(), deliveries }, outcome);
    }
}

#[test]
fn what_comes_twice_is_done_once() {
    use SentAs::{Genuine, Repeated};
    let twice = |status: u16| vec![delivery(Genuine, 0, 204), delivery(Repeated, 1_000, status)];
    let message = |arrived: u64, key: &str, body| command(arrived, "/api/v1/filings/7/messages", key, body);
    for (exchanges, deliveries, outcome) in [
        (Vec::new(), Vec::new(), NotExercised),
        (Vec::new(), vec![delivery(Genuine, 0, 0)], NotExercised),
        (Vec::new(), vec![delivery(Genuine, 0, 500)], Failed),
        (Vec::new(), twice(204), Passed),
        (Vec::new(), twice(409), Failed),
        (vec![message(500, "a", 5)], twice(204), Passed),
        (vec![message(500, "a", 5), message(1_500, "b", 5)], twice(204), Failed),
        // Under the same key it is done once; something else, or long after, is not because of it.
        (vec![message(500, "a", 5), message(1_500, "a", 5)], twice(204), Passed),
        (vec![message(500, "a", 5), message(1_500, "b", 6)], twice(204), Passed),
        (vec![message(500, "a", 5), message(40_000, "b", 5)], twice(204), Passed),
        (vec![message(500, "a", 5), message(1_500, "b", 5).answered_with(422)], twice(204), Passed),
        (vec![message(500, "a", 0), message(1_500, "b", 0)], twice(204), Passed),
        (vec![message(200, "a", 5), message(500, "b", 5)], twice(204), Passed),
    ] {
        expect_of(Rule::ActsOnce, Seen { exchanges, deliveries }, outcome);
    }
}

/// A page of changes: asked for by this, with these places of the journal and perhaps a next page.
fn page(arrived: u64, by: (&str, &str), seqs: &[i64], next: Option<&str>) -> Exchange {
    let items: Vec<Value> = seqs.iter().map(|seq| json!({ "seq": seq })).collect();
    let query = [(by.0.to_owned(), by.1.to_owned())].into();
    Exchange { query, ..at(arrived, "GET", "/api/v1/changes") }.telling(json!({ "items": items, "next_cursor": next }))
}

#[test]
fn the_feed_is_read_on_to_its_end() {
    let rule = Rule::KeepsItsPlace;
    let first = || page(0, ("after", "0"), &[2, 5], Some("c1"));
    expect(rule, vec![page(0, ("after", "0"), &[2], None)], NotExercised);
    expect(rule, vec![first(), page(20, ("cursor", "c1"), &[9], None), page(40, ("after", "9"), &[], None)], Passed);
    expect(rule, vec![first(), page(20, ("after", "5"), &[9], None)], Passed);
    expect(rule, vec![first()], Failed);
    expect(rule, vec![first(), page(20, ("after", "0"), &[2, 5], Some("c1"))], Failed);
    expect(rule, vec![first(), page(20, ("cursor", "c2"), &[], None)], Failed);
    let again = page(40, ("after", "0"), &[2, 5, 9], None);
    expect(rule, vec![first(), page(20, ("cursor", "c1"), &[9], None), again], Failed);
    // An answer that did not come, or was refused, told nothing.
    expect(rule, vec![first().answered_with(503), first(), page(20, ("cursor", "c1"), &[], None)], Passed);
}

#[test]
fn a_payment_has_its_look_before_it() {
    let rule = Rule::LooksFirst;
    let pay = |arrived: u64, key: &str| command(arrived, "/api/v1/certificates/SX-1/payments", key, arrived);
    let look = |arrived: u64, number: &str, outcome: &str| {
        at(arrived, "POST", "/api/v1/verify/payment").telling(json!({ "number": number, "outcome": outcome }))
    };
    let listed = Exchange { client: String::new(), token: 0, ..at(0, "GET", "/api/v1/certificates/status-list") };
    for (exchanges, outcome) in [
        (vec![look(0, "SX-1", "yes")], NotExercised),
        (vec![look(0, "SX-1", "yes"), pay(20, "a")], Passed),
        (vec![pay(20, "a")], Failed),
        (vec![look(0, "SX-2", "yes"), pay(20, "a")], Failed),
        (vec![look(0, "SX-1", "no"), pay(20, "a")], Failed),
        (vec![pay(20, "a"), look(40, "SX-1", "yes")], Failed),
        (vec![look(0, "SX-1", "yes"), pay(20, "a"), pay(40, "b")], Failed),
        (vec![look(0, "SX-1", "yes"), pay(20, "a"), pay(40, "a")], Passed),
        (vec![look(0, "SX-1", "yes"), pay(20, "a"), look(40, "SX-1", "yes"), pay(60, "b")], Passed),
        (vec![listed, pay(20, "a")], Passed),
    ] {
        expect(rule, exchanges, outcome);
    }
}

#[test]
fn what_is_changed_was_read() {
    let read =
        |arrived: u64, version: i64| at(arrived, "GET", FILING).telling(json!({ "id": "7", "version": version }));
    let save = |arrived: u64, version: &str, status: u16| Exchange {
        if_match: Some(version.into()),
        ..at(arrived, "PUT", FILING).answered_with(status)
    };
    let bare = at(20, "PUT", FILING).answered_with(428);
    let created = command(0, "/api/v1/filings", "a", 5).telling(json!({ "id": "7", "version": 1 }));
    for (exchanges, outcome) in [
        (vec![read(0, 3), save(20, "\"3\"", 200)], Passed),
        (vec![read(0, 3), save(20, "\"3-0a1b\"", 200)], Passed),
        (vec![created, save(20, "\"1\"", 200)], Passed),
        (vec![read(0, 3), bare], Failed),
        (vec![save(20, "\"3\"", 200)], Failed),
        (vec![read(0, 3), read(20, 4), save(40, "\"3\"", 200)], Failed),
        (vec![read(0, 3), save(20, "\"3\"", 412), read(40, 3), save(60, "\"3\"", 200)], Passed),
        (vec![read(0, 3), save(20, "\"3\"", 412), save(60, "\"3\"", 200)], Failed),
        (vec![read(0, 3), save(20, "\"3\"", 412)], Passed),
        (vec![Exchange { path: "/api/v1/filings/7/uploads/9".into(), ..save(20, "x", 200) }], NotExercised),
    ] {
        expect(Rule::LooksFirst, exchanges, outcome);
    }
}

#[test]
fn what_one_client_does_wrong_counts_and_is_not_made_up_for_by_another() {
    let of = |client: &str, exchange: Exchange| Exchange { client: client.into(), ..exchange };
    let cut = |client: &str| of(client, command(0, "/api/v1/filings", "a", 5).answered_with(0));
    let again = |client: &str| of(client, command(20, "/api/v1/filings", "a", 5));
    expect(Rule::RepeatsUnderKey, vec![cut("a"), cut("b"), again("a")], Failed);
    expect(Rule::RepeatsUnderKey, vec![cut("a"), cut("b"), again("a"), again("b")], Passed);
}
