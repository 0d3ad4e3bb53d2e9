//! A copy of an earlier application is a new draft that says the same.

use serde_json::{Value, json};

use super::{Cast, closure};
use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(
    a_copied_registration_is_another_contract_like_it,
    a_copied_amendment_asks_for_the_same_changes,
    a_retried_copy_is_one_draft_and_a_strangers_is_none,
);

async fn copy(cast: &Cast, id: &str) -> Value {
    cast.company.act(id, "copy", &json!({})).await.expect(201)
}

async fn a_copied_registration_is_another_contract_like_it(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let earlier = cast.registered().await["events"][0]["filing_id"].as_str().unwrap().to_owned();
    let draft = copy(&cast, &earlier).await;
    assert_eq!((&draft["status"], &draft["kind"]), (&"draft".into(), &"registration".into()));
    assert_eq!((&draft["contract_id"], &draft["attachments"]), (&Value::Null, &json!([])));
    assert_eq!(draft["contract"]["summary"], cast.contract.0["summary"]);
    assert_eq!(draft["contract"]["supplier"], cast.contract.0["supplier"]);
    for own in ["/number", "/signed_on", "/valid_until", "/declared_unrestricted", "/payment/royalty/first_base_amount"]
    {
        assert_eq!(draft["contract"].pointer(own), Some(&Value::Null), "{own} is the earlier contract's own");
    }
    let history = cast.company.get(&format!("/filings/{}/history", draft["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(history["items"][0]["detail"]["copied_from"], earlier);
}

async fn a_copied_amendment_asks_for_the_same_changes(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let refused = cast.amendment("/valid_until", "2033-10-07").await;
    cast.submit(&refused).await;
    cast.decide(&refused, "refuse").await;
    let other = cast.amendment("/amount/total", "1300000.00").await;
    cast.take_effect(&other).await;

    let draft = copy(&cast, &refused).await;
    let pointers: Vec<_> = draft["changes"].as_array().unwrap().iter().map(|change| &change["pointer"]).collect();
    assert_eq!(pointers, ["/contract/valid_until"]);
    assert_eq!(draft["contract"]["amount"]["total"], "1300000.00");
    assert_eq!(draft["request"], cast.company.filing(&refused).await["request"]);
    let id = draft["id"].as_str().unwrap();
    cast.take_effect(id).await;
    assert_eq!(cast.registered().await["version"], 3);
}

async fn a_retried_copy_is_one_draft_and_a_strangers_is_none(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let id = cast.draft("closure", &closure("suspension", "2026-11-20")).await;
    let path = format!("/filings/{id}/copy");
    let first = cast.company.post_under("copy-1", &path, &json!({})).await.expect(201);
    let again = cast.company.post_under("copy-1", &path, &json!({})).await.expect(201);
    assert_eq!((&first["id"], &first["request"]), (&again["id"], &closure("suspension", "2026-11-20")));
    let stranger = portal.company().await;
    stranger.act(&id, "copy", &json!({})).await.problem(404, "not_found");
    cast.reviewer.act(&id, "copy", &json!({})).await.problem(403, "forbidden");
}
