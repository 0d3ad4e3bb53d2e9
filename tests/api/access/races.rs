//! Two people at one thing: exactly one of them has done it, and the other one knows.

use std::collections::BTreeMap;

use futures_util::future::{join, join_all};
use serde_json::json;

use crate::on_both_databases;
use crate::support::{Actor, Contract, Receiver, TestPortal};

on_both_databases!(
    nobody_decides_what_they_recommended,
    an_edit_names_the_version_it_replaces,
    two_people_who_edit_one_draft_do_not_mix_their_words,
    a_withdrawal_and_a_claim_cannot_both_succeed,
    a_withdrawal_during_the_review_follows_a_step_that_lets_it,
    a_withdrawal_and_two_decisions_leave_one_decision,
);

async fn nobody_decides_what_they_recommended(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let one = portal.approver().await;
    one.claim(&id).await;
    one.recommend(&id, "register").await.expect(200);
    one.decide(&id, "register").await.problem(409, "four_eyes");
    // A second session of the same person is still the same person.
    one.sign_in().await;
    one.decide(&id, "refuse").await.problem(409, "four_eyes");
    assert_eq!(company.filing(&id).await["status"], "recommended");
    portal.approver().await.decide(&id, "register").await.expect(200);
}

async fn an_edit_names_the_version_it_replaces(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company);
    let id = company.draft(&contract).await;
    let path = format!("/filings/{id}");
    let unnamed = company.request(reqwest::Method::PUT, &path).json(&contract.registration());
    crate::support::Answer::of(unnamed).await.problem(428, "if_match_required");
    for stale in ["\"0\"", "\"2\"", "*", "1", "W/\"1\"", "\"\"", "\"99999999999\""] {
        let request =
            company.request(reqwest::Method::PUT, &path).header("if-match", stale).json(&contract.registration());
        crate::support::Answer::of(request).await.problem(412, "version_mismatch");
    }
    let saved = company.put(&path, 1, &contract.registration()).await;
    saved.expect(200);
    assert_eq!(saved.header("etag"), Some("\"2\""));
}

async fn two_people_who_edit_one_draft_do_not_mix_their_words(portal: &TestPortal) {
    let company = portal.company().await;
    let colleague = portal.colleague(&company).await;
    let contract = Contract::import().of(&company);
    let id = company.draft(&contract).await;
    let path = format!("/filings/{id}");
    for version in 1..=20 {
        let mine = contract.clone().with("/name", "甲写的名称").with("/summary", "甲写的概况").registration();
        let theirs = contract.clone().with("/name", "乙写的名称").with("/summary", "乙写的概况").registration();
        let (one, other) = join(company.put(&path, version, &mine), colleague.put(&path, version, &theirs)).await;
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{} {}", one.text(), other.text());
        let kept = company.filing(&id).await;
        let author = if one.status == 200 { "甲" } else { "乙" };
        assert_eq!(kept["version"], version + 1);
        assert_eq!(kept["contract"]["name"], format!("{author}写的名称"));
        assert_eq!(kept["contract"]["summary"], format!("{author}写的概况"));
    }
}

/// Applications like one that was brought as far as the race begins: its rows are copied, since only the race is of interest here.
async fn copies(portal: &TestPortal, company: &Actor, model: &str, count: usize) -> Vec<String> {
    let read = domain::FilingId::parse(model).unwrap();
    let contracts: Vec<_> = (0..count)
        .map(|index| {
            let contract = Contract::import().of(company).numbered(1000 + u32::try_from(index).unwrap());
            serde_json::from_value(contract.0).unwrap()
        })
        .collect();
    portal
        .app
        .database
        .write(move |connection| {
            let model = storage::filings::filing(connection, read)?.expect("it was filed");
            let mut ids = Vec::new();
            for contract in contracts {
                let copy = storage::filings::Filing {
                    id: domain::FilingId(crate::support::new_id()),
                    contract,
                    ..model.clone()
                };
                storage::filings::insert_filing(connection, &copy)?;
                ids.push(copy.id.to_string());
            }
            Ok::<_, storage::StorageError>(ids)
        })
        .await
        .unwrap()
}

/// What nothing follows, by its name in the journal and at an endpoint.
const ENDS: [&str; 5] = ["filing.registered", "filing.refused", "filing.referred", "filing.withdrawn", "filing.lapsed"];

/// An endpoint of the company's that is told of every end.
async fn told(portal: &TestPortal, company: &Actor) -> Receiver {
    let receiver = Receiver::start().await;
    portal.hooked(company).await.listen(&receiver.url, &ENDS).await;
    receiver
}

/// Each application stands where the answers of its race have it; what has ended has one end in the journal, and the endpoint was told
/// of it once.
async fn ended_once(portal: &TestPortal, receiver: &Receiver, expected: &BTreeMap<String, &str>) {
    let rows = portal.texts("SELECT id || ' ' || status AS value FROM filings").await;
    let stand: BTreeMap<&str, &str> = rows.iter().map(|row| row.split_once(' ').unwrap()).collect();
    for (id, status) in expected {
        assert_eq!(stand[id.as_str()], *status, "{id}");
    }
    let is_end = |line: &String| ENDS.iter().any(|end| line.ends_with(end));
    let over: Vec<String> =
        expected.iter().map(|(id, status)| format!("{id} filing.{status}")).filter(is_end).collect();
    let mut entered = portal.texts("SELECT subject || ' ' || kind AS value FROM journal").await;
    entered.retain(is_end);
    entered.sort();
    assert_eq!(entered, over, "the journal's ends");
    portal.catch_up_webhooks().await;
    let of = |one: &crate::support::receiver::Arrived| {
        format!("{} {}", one.json()["data"]["filing_id"].as_str().unwrap(), one.kind())
    };
    let mut arrived: Vec<String> = receiver.arrived().iter().map(of).collect();
    arrived.sort();
    assert_eq!(arrived, over, "the ends of which the endpoint was told");
}

/// How many are raced at a time.
const AT_A_TIME: usize = 8;

/// Where the table lets either side be first: only from the queue, and after a return, is there a withdrawal at all.
async fn a_withdrawal_and_a_claim_cannot_both_succeed(portal: &TestPortal) {
    const ROUNDS: usize = 1000;
    let company = portal.company().await;
    let reviewer = portal.reviewer().await;
    let receiver = told(portal, &company).await;
    let model = company.submitted(&Contract::import().of(&company)).await;
    let queue = copies(portal, &company, &model, ROUNDS).await;
    let nothing = json!({});
    let race = async |(index, id): (usize, &String)| {
        let (withdrawn, claimed) = if index % 2 == 0 {
            join(company.act(id, "withdraw", &nothing), reviewer.act(id, "claim", &nothing)).await
        } else {
            let (claimed, withdrawn) =
                join(reviewer.act(id, "claim", &nothing), company.act(id, "withdraw", &nothing)).await;
            (withdrawn, claimed)
        };
        let (status, loser) = match (withdrawn.status, claimed.status) {
            (200, 409) => ("withdrawn", claimed),
            (409, 200) => ("in_review", withdrawn),
            other => panic!("{other:?}: {} {}", withdrawn.text(), claimed.text()),
        };
        assert_eq!(loser.problem(409, "illegal_state")["state"], status);
        (id.clone(), status)
    };
    let numbered: Vec<_> = queue.iter().enumerate().collect();
    let mut expected = BTreeMap::new();
    for some in numbered.chunks(AT_A_TIME) {
        expected.extend(join_all(some.iter().map(|one| race(*one))).await);
    }
    ended_once(portal, &receiver, &expected).await;
    let steps =
        "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal WHERE kind IN ('filing.withdrawn', 'filing.claimed')";
    assert_eq!(portal.number(steps).await, i64::try_from(ROUNDS).unwrap());
    for status in ["withdrawn", "in_review"] {
        assert!(expected.values().any(|one| *one == status), "nobody ever came first with {status}");
    }
}

/// While somebody reviews it, the table has no withdrawal: one that comes at the same time as the reviewer's step is done only after a
/// step that gives the application back, and never keeps the step from being done.
async fn a_withdrawal_during_the_review_follows_a_step_that_lets_it(portal: &TestPortal) {
    const ROUNDS: usize = 50;
    let company = portal.company().await;
    let reviewer = portal.reviewer().await;
    let receiver = told(portal, &company).await;
    let model = company.submitted(&Contract::import().of(&company)).await;
    reviewer.claim(&model).await;
    let steps = [("release", "submitted"), ("return", "returned"), ("recommend", "recommended"), ("refer", "referred")];
    let reviewed = copies(portal, &company, &model, ROUNDS * steps.len()).await;
    let step = async |id: &str, name: &str| match name {
        "release" => reviewer.act(id, "release", &json!({})).await,
        "return" => reviewer.return_(id).await,
        "recommend" => reviewer.recommend(id, "register").await,
        _ => reviewer.act(id, "refer", &json!({ "opinion": "属限制类技术。" })).await,
    };
    let race = async |(index, id): (usize, &String)| {
        let (name, after) = steps[index % steps.len()];
        let nothing = json!({});
        let (done, withdrawn) = join(step(id.as_str(), name), company.act(id, "withdraw", &nothing)).await;
        done.expect(200);
        let gives_back = matches!(name, "release" | "return");
        match withdrawn.status {
            200 if gives_back => (id.clone(), "withdrawn"),
            409 => {
                let seen = withdrawn.problem(409, "illegal_state")["state"].clone();
                assert!(seen == "in_review" || (!gives_back && seen == after), "{name}: {seen}");
                (id.clone(), after)
            }
            other => panic!("{name}: {other} {}", withdrawn.text()),
        }
    };
    let numbered: Vec<_> = reviewed.iter().enumerate().collect();
    let mut expected = BTreeMap::new();
    for some in numbered.chunks(AT_A_TIME) {
        expected.extend(join_all(some.iter().map(|one| race(*one))).await);
    }
    ended_once(portal, &receiver, &expected).await;
}

/// After a recommendation the table has no withdrawal any more: what is raced is two decisions, and a withdrawal beside them can only
/// lose. Fewer rounds than above, since every decision to register signs a certificate.
async fn a_withdrawal_and_two_decisions_leave_one_decision(portal: &TestPortal) {
    const ROUNDS: usize = 200;
    let company = portal.company().await;
    let reviewer = portal.reviewer().await;
    let (one, other) = (portal.approver().await, portal.approver().await);
    let receiver = told(portal, &company).await;
    let model = company.submitted(&Contract::import().of(&company)).await;
    reviewer.claim(&model).await;
    reviewer.recommend(&model, "register").await.expect(200);
    let recommended = copies(portal, &company, &model, ROUNDS).await;
    let nothing = json!({});
    let race = async |id: &String| {
        let decisions = join(one.decide(id, "register"), other.decide(id, "refuse"));
        let ((registered, refused), withdrawn) = join(decisions, company.act(id, "withdraw", &nothing)).await;
        let status = match (registered.status, refused.status, withdrawn.status) {
            (200, 409, 409) => "registered",
            (409, 200, 409) => "refused",
            other => panic!("{other:?}: {} {} {}", registered.text(), refused.text(), withdrawn.text()),
        };
        (id.clone(), status)
    };
    let mut expected = BTreeMap::new();
    for some in recommended.chunks(AT_A_TIME) {
        expected.extend(join_all(some.iter().map(race)).await);
    }
    ended_once(portal, &receiver, &expected).await;
    let registered = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM filings WHERE status = 'registered' AND certificate_number IS NOT NULL";
    let certificates = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM certificates";
    let count = i64::try_from(expected.values().filter(|status| **status == "registered").count()).unwrap();
    assert_eq!((portal.number(certificates).await, portal.number(registered).await), (count, count));
}
