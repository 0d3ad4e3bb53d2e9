//! Two people at one thing: exactly one of them has done it, and the other one knows.

use futures_util::future::{join, join_all};
use serde_json::json;

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    nobody_decides_what_they_recommended,
    an_edit_names_the_version_it_replaces,
    two_people_who_edit_one_draft_do_not_mix_their_words,
    a_withdrawal_and_a_claim_cannot_both_succeed,
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

/// Applications that wait in the queue: one is filed, and its rows are copied, since the checks are not what is raced here.
async fn queue_of(portal: &TestPortal, company: &Actor, count: usize) -> Vec<String> {
    let model = company.submitted(&Contract::import().of(company)).await;
    let read = domain::FilingId::parse(&model).unwrap();
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

/// How many races are run, and how many at a time.
const ROUNDS: usize = 200;
const AT_A_TIME: usize = 8;

async fn a_withdrawal_and_a_claim_cannot_both_succeed(portal: &TestPortal) {
    let company = portal.company().await;
    let reviewer = portal.reviewer().await;
    let queue = queue_of(portal, &company, ROUNDS).await;
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
        assert_eq!(company.filing(id).await["status"], status);
    };
    let numbered: Vec<_> = queue.iter().enumerate().collect();
    for some in numbered.chunks(AT_A_TIME) {
        join_all(some.iter().map(|one| race(*one))).await;
    }
    let steps =
        "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal WHERE kind IN ('filing.withdrawn', 'filing.claimed')";
    assert_eq!(portal.number(steps).await, i64::try_from(ROUNDS).unwrap());
}

async fn a_withdrawal_and_two_decisions_leave_one_decision(portal: &TestPortal) {
    let company = portal.company().await;
    let reviewer = portal.reviewer().await;
    let (one, other) = (portal.approver().await, portal.approver().await);
    let queue = queue_of(portal, &company, ROUNDS).await;
    let race = async |id: &String| {
        reviewer.claim(id).await;
        reviewer.recommend(id, "register").await.expect(200);
        let nothing = json!({});
        let decisions = join(one.decide(id, "register"), other.decide(id, "refuse"));
        let ((registered, refused), withdrawn) = join(decisions, company.act(id, "withdraw", &nothing)).await;
        let status = match (registered.status, refused.status, withdrawn.status) {
            (200, 409, 409) => "registered",
            (409, 200, 409) => "refused",
            other => panic!("{other:?}: {} {} {}", registered.text(), refused.text(), withdrawn.text()),
        };
        let kept = company.filing(id).await;
        assert_eq!(kept["status"], status);
        assert_eq!(kept["certificate_number"].is_string(), status == "registered");
    };
    for some in queue.chunks(AT_A_TIME) {
        join_all(some.iter().map(race)).await;
    }
    let decided =
        "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal WHERE kind IN ('filing.registered', 'filing.refused')";
    assert_eq!(portal.number(decided).await, i64::try_from(ROUNDS).unwrap());
    let certificates = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM certificates";
    let registered = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM filings WHERE status = 'registered'";
    assert_eq!(portal.number(certificates).await, portal.number(registered).await);
}
