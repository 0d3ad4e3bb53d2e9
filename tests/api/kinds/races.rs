//! One application at a time for a contract, whoever is faster; drafts that wait take over what the first one changed.

use serde_json::json;

use super::{Cast, agreed, closure, reissue};
use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(
    of_two_applications_for_one_contract_one_is_submitted,
    a_withdrawal_makes_way_for_the_next_one,
    a_draft_takes_over_what_was_registered_meanwhile,
);

async fn of_two_applications_for_one_contract_one_is_submitted(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    for round in 0..12 {
        let first = cast.amendment("/valid_until", format!("2033-01-{:02}", round + 1)).await;
        let second = cast.draft("reissue", &reissue()).await;
        cast.company.attach_papers(&first).await;
        cast.company.attach_papers(&second).await;
        let (one, other) =
            tokio::join!(cast.company.submit(&first, json!({})), cast.company.submit(&second, json!({})));
        let (won, lost) = if one.status == 201 { (&first, other) } else { (&second, one) };
        match lost.status {
            409 => drop(lost.problem(409, "contract_under_way")),
            // Checked after the other one was committed.
            _ => drop(lost.problem(422, "findings_block")),
        }
        assert_eq!(cast.registered().await["open_filing_id"], **won);
        cast.company.act(won, "withdraw", &json!({})).await.expect(200);
        for id in [&first, &second].into_iter().filter(|id| *id != won) {
            cast.company.delete(&format!("/filings/{id}")).await.expect(204);
        }
    }
    assert_eq!(cast.registered().await["version"], 1);
}

async fn a_withdrawal_makes_way_for_the_next_one(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let first = cast.draft("closure", &closure("suspension", "2026-11-20")).await;
    cast.submit(&first).await;
    let second = cast.draft("closure", &closure("termination", "2026-11-21")).await;
    cast.company.attach_papers(&second).await;
    let problem = cast.company.submit(&second, json!({})).await.problem(422, "findings_block");
    assert_eq!(problem["errors"][0]["code"], "contract.under_way");
    cast.company.act(&first, "withdraw", &json!({})).await.expect(200);
    cast.take_effect(&second).await;
    assert_eq!(cast.registered().await["status"], "terminated");
}

async fn a_draft_takes_over_what_was_registered_meanwhile(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let first = cast.amendment("/amount/total", "1300000.00").await;
    let waiting = cast.amendment("/valid_until", "2033-10-07").await;
    let lost = cast.draft("reissue", &reissue()).await;
    let seen = cast.company.filing(&waiting).await;
    cast.take_effect(&first).await;

    let carried = cast.company.filing(&waiting).await;
    assert_eq!(carried["registered"]["amount"]["total"], "1300000.00");
    assert_eq!(carried["contract"]["amount"]["total"], "1300000.00");
    let pointers: Vec<_> = carried["changes"].as_array().unwrap().iter().map(|change| &change["pointer"]).collect();
    assert_eq!(pointers, ["/contract/valid_until"], "it changes what it did before, and undoes nothing");
    assert_eq!(cast.company.filing(&lost).await["contract"], carried["registered"]);
    // Who was typing meanwhile is told, instead of bringing the old total back.
    let body = json!({ "kind": "amendment", "contract": seen["contract"], "request": agreed() });
    let version = seen["version"].as_i64().unwrap();
    cast.company.put(&format!("/filings/{waiting}"), version, &body).await.problem(412, "version_mismatch");

    cast.take_effect(&waiting).await;
    let contract = cast.registered().await;
    assert_eq!((&contract["version"], &contract["valid_until"]), (&3.into(), &"2033-10-07".into()));
    assert_eq!(contract["contract"]["amount"]["total"], "1300000.00");
}
