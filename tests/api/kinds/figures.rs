//! Figures after amendments and closures: deltas, so that their sum is what stands in the register.

use domain::Role;
use serde_json::{Value, json};

use super::{Cast, closure, reissue, settlement};
use crate::on_both_databases;
use crate::support::{Actor, TestPortal};

on_both_databases!(
    an_amendment_adds_its_difference_and_moves_its_contract,
    neither_a_settlement_nor_a_closure_nor_a_reissue_changes_a_figure,
);

async fn pivot(portal: &TestPortal, researcher: &Actor, query: &str) -> Value {
    portal.catch_up().await;
    researcher.get(&format!("/research/pivot?measures=contracts,amount_usd&{query}")).await.expect(200)
}

async fn an_amendment_adds_its_difference_and_moves_its_contract(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    // 1.138556 dollars a euro in November 2026.
    let before = pivot(portal, &researcher, "rows=country").await;
    assert_eq!(before["cells"], json!([{ "country": "DE", "contracts": 1, "amount_usd": "1423195.00" }]));

    let more = cast.amendment("/amount/total", "1300000.00").await;
    cast.take_effect(&more).await;
    let after = pivot(portal, &researcher, "rows=country").await;
    let amount = "1480122.80";
    assert_eq!(after["cells"], json!([{ "country": "DE", "contracts": 1, "amount_usd": amount }]));

    let assigned = cast.amendment("/supplier/country", "AT").await;
    cast.take_effect(&assigned).await;
    let moved = pivot(portal, &researcher, "rows=country").await;
    let there = json!({ "country": "AT", "contracts": 1, "amount_usd": amount });
    assert!(moved["cells"].as_array().unwrap().contains(&there), "{moved}");
    let left: Vec<&Value> = moved["cells"].as_array().unwrap().iter().filter(|cell| cell["country"] == "DE").collect();
    assert!(left.iter().all(|cell| cell["contracts"] == 0 && cell["amount_usd"] == "0.00"), "{moved}");
    assert_eq!(moved["totals"], json!({ "contracts": 1, "amount_usd": amount }));

    // Smaller than a million dollars: another band.
    let less = cast.draft("amendment", &super::agreed()).await;
    cast.change(&less, "/amount/technology_fee", "500000.00").await;
    cast.change(&less, "/amount/total", "500000.00").await;
    cast.take_effect(&less).await;
    let bands = pivot(portal, &researcher, "rows=amount_band").await;
    let standing: Vec<&Value> =
        bands["cells"].as_array().unwrap().iter().filter(|cell| cell["contracts"] != 0).collect();
    assert_eq!(standing.len(), 1, "{bands}");
    assert_eq!(standing[0]["amount_band"], "100k_to_1m");
    assert_eq!(standing[0]["amount_usd"], "569278.00");
}

async fn neither_a_settlement_nor_a_closure_nor_a_reissue_changes_a_figure(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let rows = "rows=country&columns=amount_band";
    let before = pivot(portal, &researcher, rows).await;
    for (kind, request) in [
        ("amendment", settlement("2026-11-10", "50000.50")),
        ("reissue", reissue()),
        ("closure", closure("termination", "2026-11-22")),
    ] {
        let id = cast.draft(kind, &request).await;
        cast.take_effect(&id).await;
        let after = pivot(portal, &researcher, rows).await;
        assert_eq!((&after["cells"], &after["totals"]), (&before["cells"], &before["totals"]), "{kind}");
    }
}
