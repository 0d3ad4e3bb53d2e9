//! Who looks after which systems: a company after its own, the centre after those of public bodies.

use domain::Role;
use serde_json::{Value, json};
use storage::accounts::CompanyStatus;

use super::{admitted, id_of, new_secret, with_token};
use crate::on_both_databases;
use crate::support::{Contract, Mail, TestPortal};

on_both_databases!(
    a_company_looks_after_its_own_systems_and_no_other,
    a_system_is_granted_what_its_side_may_have,
    the_centre_admits_the_systems_of_public_bodies,
    whoever_takes_a_system_out_of_use_lets_it_in_again,
    a_scope_that_is_taken_away_is_gone_on_the_next_request,
    systems_are_listed_page_by_page_and_a_company_has_twenty_at_most,
);

const ENTRIES: &str = "SELECT kind AS value FROM journal WHERE kind LIKE 'partner%' ORDER BY seq";

async fn a_company_looks_after_its_own_systems_and_no_other(portal: &TestPortal) {
    let (company, other) = (portal.company().await, portal.company().await);
    let body = json!({ "name": " 企业 ERP ", "scopes": ["filings:write", "filings:read", "filings:read"] });
    let made = company.post("/partners", &body).await;
    let view = made.expect(201);
    let path = format!("/partners/{}", id_of(&view));
    assert_eq!(made.header("location"), Some(format!("/api/v1{path}").as_str()));
    assert_eq!((&view["name"], &view["body"], &view["disabled_by"]), (&"企业 ERP".into(), &Value::Null, &Value::Null));
    assert_eq!(view["scopes"], json!(["filings:read", "filings:write"]), "once each, in their order");
    assert_eq!(view["company"]["id"], company.company_id());
    assert_eq!((&view["secrets"], &view["version"]), (&json!([]), &1.into()));
    assert_eq!(view["may_change"], true);
    assert_eq!(company.get(&path).await.expect(200), view);
    let colleague = portal.colleague(&company).await;
    assert_eq!(colleague.get("/partners").await.expect(200)["items"], json!([view]));

    let (secret, _) = new_secret(&colleague, &id_of(&view)).await;
    for answer in [
        other.get(&path).await,
        other.get(&format!("{path}/uses")).await,
        other.patch(&path, 1, &json!({ "name": "改名" })).await,
        other.post(&format!("{path}/secrets"), &json!({})).await,
        other.post(&format!("{path}/secrets/{secret}/revoke"), &json!({})).await,
        other.post(&format!("{path}/disable"), &json!({})).await,
        other.post(&format!("{path}/enable"), &json!({})).await,
    ] {
        answer.problem(404, "not_found");
    }
    assert_eq!(other.get("/partners").await.expect(200)["items"], json!([]));

    company.patch(&path, 7, &json!({ "name": "改名" })).await.problem(412, "version_mismatch");
    let changed = company.patch(&path, 1, &json!({ "name": "改名", "contact_email": "erp@suzhou.example" })).await;
    assert_eq!(changed.header("etag"), Some("\"2\""));
    let changed = changed.expect(200);
    assert_eq!((&changed["name"], &changed["contact_email"]), (&"改名".into(), &"erp@suzhou.example".into()));
    assert_eq!(changed["scopes"], view["scopes"], "what is left out stays");
    assert_eq!(portal.texts(ENTRIES).await, ["partner.created", "partner_secret.added", "partner.changed"]);

    let pending = portal.company_with(CompanyStatus::Pending).await;
    pending.post("/partners", &body).await.problem(403, "company_not_approved");
}

async fn a_system_is_granted_what_its_side_may_have(portal: &TestPortal) {
    let company = portal.company().await;
    for (body, code, pointer) in [
        (json!({ "name": "ERP", "scopes": ["filings:read", "research:read"] }), "scope_not_grantable", "/scopes/1"),
        (json!({ "name": "ERP", "scopes": ["payments:write"] }), "scope_not_grantable", "/scopes/0"),
        (json!({ "name": "ERP", "scopes": ["everything"] }), "validation_failed", "/scopes/0"),
        (json!({ "name": "ERP", "scopes": [] }), "validation_failed", "/scopes"),
        (json!({ "name": "  ", "scopes": ["filings:read"] }), "validation_failed", "/name"),
        (json!({ "name": "ERP", "scopes": ["filings:read"], "body": "bank" }), "validation_failed", "/body"),
        (
            json!({ "name": "ERP", "scopes": ["filings:read"], "contact_email": "nobody" }),
            "validation_failed",
            "/contact_email",
        ),
    ] {
        let problem = company.post("/partners", &body).await.problem(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
    let partner = admitted(&company, &["filings:read"]).await;
    let wider = json!({ "scopes": ["filings:read", "certificates:verify"] });
    let problem = company.patch(&format!("/partners/{partner}"), 1, &wider).await.problem(422, "scope_not_grantable");
    assert_eq!(problem["errors"][0]["pointer"], "/scopes/1");
    // What the operator granted at the console stays, as long as it is kept.
    let granted = portal.new_partner(&["certificates:verify"], Some(&company)).await.client_id;
    let kept = json!({ "scopes": ["certificates:verify", "filings:read"] });
    company.patch(&format!("/partners/{granted}"), 1, &kept).await.expect(200);
    company.patch(&format!("/partners/{granted}"), 2, &json!({ "scopes": ["filings:read"] })).await.expect(200);
    company.patch(&format!("/partners/{granted}"), 3, &kept).await.problem(422, "scope_not_grantable");
}

async fn the_centre_admits_the_systems_of_public_bodies(portal: &TestPortal) {
    let security = portal.staff(Role::SecurityAdmin, &[]).await;
    let body = json!({
        "name": "示例银行核验系统", "body": "bank", "scopes": ["certificates:verify", "payments:write"],
        "contact_email": "systems@bank.example",
    });
    for role in Role::ALL.iter().filter(|role| role.is_staff() && **role != Role::SecurityAdmin) {
        let other = portal.staff(*role, &["sip"]).await;
        other.post("/partners", &body).await.problem(403, "forbidden");
        other.get("/partners").await.problem(403, "forbidden");
    }
    for (name, pointer) in [("body", "/body"), ("contact_email", "/contact_email")] {
        let mut without = body.clone();
        without.as_object_mut().unwrap().remove(name);
        let problem = security.post("/partners", &without).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], pointer);
    }
    let mut files = body.clone();
    files["scopes"] = json!(["filings:write"]);
    security.post("/partners", &files).await.problem(422, "scope_not_grantable");

    let bank = security.post("/partners", &body).await.expect(201);
    assert_eq!((&bank["body"], &bank["company"], &bank["may_change"]), (&"bank".into(), &Value::Null, &true.into()));
    let (_, secret) = new_secret(&security, &id_of(&bank)).await;
    let actor = with_token(portal.anyone(), &id_of(&bank), &secret).await;
    let me = actor.get("/me").await.expect(200);
    assert_eq!((&me["body"], &me["company"]), (&"bank".into(), &Value::Null));

    // It sees the systems of companies, and leaves them to the companies.
    let company = portal.company().await;
    let theirs = admitted(&company, &["filings:read"]).await;
    let listed = security.get("/partners").await.expect(200);
    let ids: Vec<&str> = listed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [theirs.as_str(), bank["id"].as_str().unwrap()], "the newest first");
    let path = format!("/partners/{theirs}");
    assert_eq!(security.get(&path).await.expect(200)["may_change"], false);
    security.patch(&path, 1, &json!({ "name": "改名" })).await.problem(403, "forbidden");
    security.post(&format!("{path}/secrets"), &json!({})).await.problem(403, "forbidden");
    company.get(&format!("/partners/{}", id_of(&bank))).await.problem(404, "not_found");
}

async fn whoever_takes_a_system_out_of_use_lets_it_in_again(portal: &TestPortal) {
    let (company, security) = (portal.company().await, portal.staff(Role::SecurityAdmin, &[]).await);
    let partner = admitted(&company, &["filings:read"]).await;
    let (_, secret) = new_secret(&company, &partner).await;
    let actor = with_token(portal.anyone(), &partner, &secret).await;
    let act = async |who: &crate::support::Actor, what: &str| {
        who.post(&format!("/partners/{partner}/{what}"), &json!({})).await
    };
    actor.get("/filings").await.expect(200);
    assert_eq!(act(&company, "enable").await.problem(409, "illegal_state")["state"], "active");

    assert_eq!(act(&company, "disable").await.expect(200)["disabled_by"], "company");
    actor.get("/filings").await.problem(401, "unauthenticated");
    let form = "grant_type=client_credentials";
    super::ask_for_token(&portal.anyone(), Some((&partner, &secret)), form).await.problem(401, "invalid_client");
    assert_eq!(act(&company, "disable").await.problem(409, "illegal_state")["state"], "disabled");
    act(&security, "enable").await.problem(409, "disabled_by_other");
    let enabled = act(&company, "enable").await.expect(200);
    assert_eq!((&enabled["disabled_by"], &enabled["may_enable"]), (&Value::Null, &false.into()));
    actor.get("/filings").await.expect(200);

    // The centre's word stands above the company's own, and the company is told.
    act(&company, "disable").await.expect(200);
    portal.catch_up().await;
    let mails = || Mail::in_folder(&portal.folder().join("mail"));
    assert_eq!(mails().len(), 0, "nobody is mailed what they did themselves");
    assert_eq!(act(&security, "disable").await.expect(200)["disabled_by"], "centre");
    assert_eq!(company.get(&format!("/partners/{partner}")).await.expect(200)["may_enable"], false);
    portal.catch_up().await;
    let told = mails();
    assert_eq!(told.len(), 1);
    assert!(told[0].to.contains(&company.email) && told[0].subject.contains("企业 ERP"), "{:?}", told[0]);
    act(&company, "enable").await.problem(409, "disabled_by_other");
    act(&company, "disable").await.problem(409, "illegal_state");
    actor.get("/filings").await.problem(401, "unauthenticated");
    assert_eq!(act(&security, "enable").await.expect(200)["disabled_by"], Value::Null);
    actor.get("/filings").await.expect(200);
    let kinds = portal.texts(ENTRIES).await;
    assert_eq!(
        kinds[2..],
        ["partner.disabled", "partner.enabled", "partner.disabled", "partner.disabled", "partner.enabled"]
    );
}

async fn a_scope_that_is_taken_away_is_gone_on_the_next_request(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read", "filings:write"]).await;
    let (_, secret) = new_secret(&company, &partner).await;
    let actor = with_token(portal.anyone(), &partner, &secret).await;
    let body = Contract::import().of(&company).registration();
    actor.post("/filings", &body).await.expect(201);
    let narrowed = json!({ "scopes": ["filings:read"] });
    company.patch(&format!("/partners/{partner}"), 1, &narrowed).await.expect(200);
    actor.post("/filings", &body).await.problem(403, "insufficient_scope");
    actor.get("/filings").await.expect(200);
}

async fn systems_are_listed_page_by_page_and_a_company_has_twenty_at_most(portal: &TestPortal) {
    let company = portal.company().await;
    let mut made = Vec::new();
    for _ in 0..20 {
        made.push(admitted(&company, &["filings:read"]).await);
    }
    let body = json!({ "name": "又一个", "scopes": ["filings:read"] });
    company.post("/partners", &body).await.problem(409, "too_many_partners");
    let mut listed = Vec::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let page = company.get(&format!("/partners?limit=7{cursor}")).await.expect(200);
        listed.extend(page["items"].as_array().unwrap().iter().map(id_of));
        next = page["next_cursor"].as_str().map(|cursor| format!("&cursor={cursor}"));
    }
    made.reverse();
    assert_eq!(listed, made);
}
