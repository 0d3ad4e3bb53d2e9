//! Functions by role: one table, reviewed by hand, made by asking every operation as everyone.

use domain::Role;
use reqwest::Method;
use storage::accounts::CompanyStatus;

use super::samples::{Objects, request};
use crate::on_both_databases;
use crate::support::{Actor, Answer, Operation, TestPortal, operations};

on_both_databases!(
    without_a_credential_nothing_but_the_public_operations_answers,
    a_credential_of_nobody_is_refused_even_where_none_is_needed,
    each_role_has_its_functions_and_no_others,
    a_partners_token_without_the_scope_is_told_so,
);

async fn without_a_credential_nothing_but_the_public_operations_answers(portal: &TestPortal) {
    let objects = Objects::of(portal, &portal.company().await).await;
    for target in [&objects, &Objects::missing(&objects)] {
        for operation in operations().iter().filter(|operation| !operation.public) {
            let answer = Answer::of(request(&portal.anyone(), operation, target)).await;
            let problem = answer.problem(401, "unauthenticated");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{}", operation.id);
            assert_eq!(problem["errors"], serde_json::json!([]), "{}", operation.id);
        }
    }
}

async fn a_credential_of_nobody_is_refused_even_where_none_is_needed(portal: &TestPortal) {
    let stranger = portal.anyone();
    stranger.use_token(Some("nonsense".into()));
    for path in ["/reference", "/journal/head", "/verify/SZ-1", "/me", "/filings"] {
        stranger.get(path).await.problem(401, "unauthenticated");
    }
    // A token in the address would end in logs: it is not looked at.
    let company = portal.company().await;
    let path = format!("/me?access_token={}", company.token().unwrap());
    portal.anyone().get(&path).await.problem(401, "unauthenticated");
}

/// Everyone who may call, by the heads of the table's columns.
async fn everyone(portal: &TestPortal, owner: &Actor) -> Vec<(&'static str, Actor)> {
    let stranger = portal.company().await;
    let staff = async |role| portal.staff(role, &["sip"]).await;
    vec![
        ("own", portal.colleague(owner).await),
        ("other", portal.company().await),
        ("pending", portal.company_with(CompanyStatus::Pending).await),
        ("reviewer", staff(Role::Reviewer).await),
        ("elsewhere", portal.staff(Role::Reviewer, &["city"]).await),
        ("approver", staff(Role::Approver).await),
        ("manager", staff(Role::DeskManager).await),
        ("research", staff(Role::Researcher).await),
        ("system", staff(Role::SystemAdmin).await),
        ("security", staff(Role::SecurityAdmin).await),
        ("audit", staff(Role::AuditAdmin).await),
        ("p:verify", portal.partner(&["certificates:verify"], Some(owner)).await),
        ("p:read", portal.partner(&["filings:read"], Some(owner)).await),
        ("p:write", portal.partner(&["filings:write"], Some(owner)).await),
        ("p:figures", portal.partner(&["research:read"], Some(owner)).await),
        ("p:other", portal.partner(&["filings:read", "filings:write"], Some(&stranger)).await),
    ]
}

async fn each_role_has_its_functions_and_no_others(portal: &TestPortal) {
    let owner = portal.company().await;
    let objects = Objects::of(portal, &owner).await;
    let everyone = everyone(portal, &owner).await;
    let mut table = format!("{:26}", "");
    for (head, _) in &everyone {
        table.push_str(&format!("{head:>10}"));
    }
    let mut guarded: Vec<Operation> = operations().into_iter().filter(|operation| !operation.public).collect();
    guarded.sort_by_key(|operation| (operation.method != Method::GET, operation.id.clone()));
    for operation in guarded {
        table.push_str(&format!("\n{:26}", operation.id));
        for (head, actor) in &everyone {
            let answer = Answer::of(request(actor, &operation, &objects)).await;
            let cell = match answer.status {
                // What the object's state says to someone who has the function is another test's business.
                200..=299 | 409 | 412 | 422 => "yes".to_owned(),
                401 | 403 | 404 => answer.status.to_string(),
                other => panic!("{} by {head}: {other} {}", operation.id, answer.text()),
            };
            table.push_str(&format!("{cell:>10}"));
        }
    }
    insta::assert_snapshot!("functions_by_role", table);
}

async fn a_partners_token_without_the_scope_is_told_so(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.ready_draft(&crate::support::Contract::import().of(&company)).await;
    let reader = portal.partner(&["filings:read"], Some(&company)).await;
    reader.submit(&id, serde_json::json!({})).await.problem(403, "insufficient_scope");
    assert_eq!(company.filing(&id).await["status"], "draft");
}
