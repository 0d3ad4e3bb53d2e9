//! Credentials: none, of nobody, and without the scope.

use super::samples::{Objects, request};
use crate::on_both_databases;
use crate::support::{Answer, TestPortal, operations};

on_both_databases!(
    without_a_credential_nothing_but_the_public_operations_answers,
    a_credential_of_nobody_is_refused_even_where_none_is_needed,
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

async fn a_partners_token_without_the_scope_is_told_so(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.ready_draft(&crate::support::Contract::import().of(&company)).await;
    let reader = portal.partner(&["filings:read"], Some(&company)).await;
    reader.submit(&id, serde_json::json!({})).await.problem(403, "insufficient_scope");
    assert_eq!(company.filing(&id).await["status"], "draft");
}
