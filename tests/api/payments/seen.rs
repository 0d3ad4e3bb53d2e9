//! Who sees the ledger, and what of it.

use serde_json::{Value, json};

use super::{LumpSum, bank, dollars, euros, figures, pay};
use crate::kinds::Cast;
use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(
    the_company_its_agent_and_the_desk_see_the_ledger_and_nobody_else,
    a_bank_sees_its_own_entries_and_what_remains,
    who_verifies_for_a_bank_learns_what_remains,
);

async fn the_company_its_agent_and_the_desk_see_the_ledger_and_nobody_else(portal: &TestPortal) {
    let (deal, bank) = (LumpSum::of(portal).await, bank(portal).await);
    pay(&bank, &deal.certificate, &dollars("10.00")).await;
    let address = format!("/contracts/{}/payments", deal.contract);
    let agent = portal.company().await;
    agent.get(&address).await.problem(404, "not_found");
    crate::mandates::give(&deal.company, &agent, json!({ "scope": "all" }), "2026-12-31").await;
    let program = portal.partner(&["filings:read"], Some(&deal.company)).await;
    let seen = deal.ledger().await;
    assert_eq!((&seen["items"][0]["amount"], &seen["items"][0]["paid_on"]), (&"10.00".into(), &"2026-11-20".into()));
    assert!(seen["items"][0]["institution"].as_str().unwrap().starts_with("测试系统"), "{seen}");
    assert_eq!(seen["items"][0]["reference"], Value::Null, "the bank's own");
    for reader in [&agent, &portal.reviewer().await, &program] {
        assert_eq!(reader.get(&address).await.expect(200), seen);
    }
    portal.company().await.get(&address).await.problem(404, "not_found");
    portal.anyone().get(&address).await.problem(401, "unauthenticated");
    bank.get(&address).await.problem(403, "insufficient_scope");

    // Recording is for systems with the scope alone.
    let body = dollars("10.00");
    deal.company.post(&deal.path(), &body).await.problem(403, "forbidden");
    portal.reviewer().await.post(&deal.path(), &body).await.problem(403, "forbidden");
    for scope in ["certificates:verify", "filings:read", "filings:write", "research:read"] {
        let wrong = portal.partner(&[scope], Some(&deal.company)).await;
        wrong.post(&deal.path(), &body).await.problem(403, "insufficient_scope");
        wrong.get(&deal.path()).await.problem(403, "insufficient_scope");
    }
}

async fn a_bank_sees_its_own_entries_and_what_remains(portal: &TestPortal) {
    let (deal, one, another) = (LumpSum::of(portal).await, bank(portal).await, bank(portal).await);
    let body = dollars("10.00");
    pay(&one, &deal.certificate, &body).await;
    for amount in ["20.00", "30.00", "40.00"] {
        pay(&another, &deal.certificate, &dollars(amount)).await;
    }
    let seen = one.get(&deal.path()).await.expect(200);
    assert_eq!(figures(&seen)[2], "100.00", "what everybody paid");
    let items = seen["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["reference"]), (1, &body["reference"]));

    let first = another.get(&format!("{}?limit=2", deal.path())).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = another.get(&format!("{}?limit=2&cursor={cursor}", deal.path())).await.expect(200);
    let amounts = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|entry| entry["amount"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((amounts(&first), amounts(&second)), (vec!["40.00".into(), "30.00".into()], vec!["20.00".into()]));
    assert_eq!((&second["next_cursor"], figures(&second)), (&Value::Null, figures(&first)));
}

async fn who_verifies_for_a_bank_learns_what_remains(portal: &TestPortal) {
    let (cast, bank) = (Cast::of(portal).await, bank(portal).await);
    pay(&bank, &cast.certificate, &euros("200000.00")).await;
    let verifier = portal.partner(&["certificates:verify"], None).await;
    let credential =
        cast.company.get(&format!("/certificates/{}", cast.certificate)).await.expect(200)["credential"].clone();
    let by_number = format!("/verify/{}", cast.certificate);
    let question = json!({ "credential": credential });
    for seen in [verifier.get(&by_number).await.expect(200), verifier.post("/verify", &question).await.expect(200)] {
        assert_eq!((&seen["paid"], &seen["remaining"]), (&"200000.00".into(), &"14000.00".into()));
    }
    let public = portal.anyone().get(&by_number).await.expect(200);
    assert!(public.get("paid").is_none() && public.get("remaining").is_none(), "{public}");
    // The figures are the newest version's: they do not stand beside what an earlier one says.
    let id = cast.amendment("/valid_until", "2033-10-07").await;
    cast.take_effect(&id).await;
    let earlier = verifier.get(&by_number).await.expect(200);
    assert!(earlier["total"].is_string() && earlier.get("remaining").is_none(), "{earlier}");
}
