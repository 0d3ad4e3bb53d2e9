//! Questions to the figures that people keep.

use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(a_view_is_kept_shared_changed_and_removed,);

fn view(name: &str, shared: bool) -> Value {
    json!({ "name": name, "question": { "query": "rows=country&measures=contracts", "chart": "tile_map" }, "shared": shared })
}

async fn a_view_is_kept_shared_changed_and_removed(portal: &TestPortal) {
    let owner = portal.staff(Role::Researcher, &[]).await;
    let colleague = portal.staff(Role::Approver, &[]).await;
    let kept = owner.post("/research/views", &view("各国合同", false)).await.expect(201);
    let path = format!("/research/views/{}", kept["id"].as_str().unwrap());
    assert_eq!((&kept["own"], &kept["shared"], &kept["version"]), (&json!(true), &json!(false), &json!(1)));
    assert_eq!(kept["question"], view("", false)["question"]);
    assert_eq!(colleague.get("/research/views").await.expect(200)["items"], json!([]));

    let shared = owner.put(&path, 1, &view("各国合同数", true)).await.expect(200);
    assert_eq!((&shared["name"], &shared["version"]), (&json!("各国合同数"), &json!(2)));
    owner.put(&path, 1, &view("旧", true)).await.problem(412, "version_mismatch");
    let seen = colleague.get("/research/views").await.expect(200)["items"][0].clone();
    assert_eq!((&seen["id"], &seen["own"]), (&kept["id"], &json!(false)));
    assert!(seen["owner_name"].as_str().is_some_and(|name| !name.is_empty()));
    colleague.put(&path, 2, &view("别人的", true)).await.problem(404, "not_found");
    colleague.delete(&path).await.problem(404, "not_found");

    for (body, pointer) in [
        (json!({ "name": "x", "question": { "query": "rows=planet", "chart": "bar" } }), "/question/query"),
        (json!({ "name": "x", "question": { "query": "rows=year", "chart": "pie" } }), "/question/chart"),
        (json!({ "name": "", "question": { "query": "rows=year", "chart": "bar" } }), "/name"),
    ] {
        let refused = owner.post("/research/views", &body).await;
        assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!(pointer)), "{body}");
    }
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.get("/research/views").await.expect(200)["items"], json!([]));
    portal.company().await.get("/research/views").await.problem(403, "forbidden");
}
