//! What a bank sees when it checks a certificate.

use serde_json::json;

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    only_a_bank_sees_amounts_when_it_verifies,
    a_certificate_that_has_run_out_is_still_genuine_but_no_longer_valid,
);

async fn only_a_bank_sees_amounts_when_it_verifies(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    let question = json!({ "credential": certificate["credential"] });
    let bank = portal.partner(&["certificates:verify"], None).await;
    for seen in
        [bank.get(&format!("/verify/{number}")).await.expect(200), bank.post("/verify", &question).await.expect(200)]
    {
        assert_eq!((&seen["currency"], &seen["total"]), (&"EUR".into(), &"1250000.00".into()));
        assert_eq!(seen["contract_number"], certificate["contract_number"]);
    }
    for who in [portal.anyone(), portal.company().await] {
        let seen = who.get(&format!("/verify/{number}")).await.expect(200);
        let same = who.post("/verify", &question).await.expect(200);
        assert_eq!(seen, same);
        for secret in ["currency", "total", "contract_number"] {
            assert!(seen.get(secret).is_none(), "{secret}");
        }
    }
    let wrong = portal.partner(&["filings:read"], None).await;
    wrong.get(&format!("/verify/{number}")).await.problem(403, "insufficient_scope");
    wrong.post("/verify", &question).await.problem(403, "insufficient_scope");
}

async fn a_certificate_that_has_run_out_is_still_genuine_but_no_longer_valid(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::export().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    assert_eq!(certificate["valid_until"], "2027-11-04");
    let question = json!({ "credential": certificate["credential"] });
    let anyone = portal.anyone();
    for (now, status) in [("2027-11-04T15:59:59Z", "valid"), ("2027-11-04T16:00:00Z", "expired")] {
        portal.set_clock(now);
        for seen in [
            anyone.get(&format!("/verify/{number}")).await.expect(200),
            anyone.post("/verify", &question).await.expect(200),
        ] {
            assert_eq!((&seen["status"], &seen["valid"]), (&status.into(), &(status == "valid").into()), "{now}");
        }
    }
}
