//! Guesses at passwords: stopped, told nothing, and in vain on a portal where nobody has an account.

use chrono::Duration;
use serde_json::json;

use crate::on_both_databases;
use crate::support::TestPortal;
use crate::support::actor::PASSWORD;

on_both_databases!(
    guessing_at_one_account_is_stopped_and_others_go_on,
    a_sign_in_tells_nothing_about_who_has_an_account,
    a_fresh_portal_has_no_account,
);

async fn guessing_at_one_account_is_stopped_and_others_go_on(portal: &TestPortal) {
    let (victim, other) = (portal.company().await, portal.company().await);
    let guess = async |email: &str, password: &str| {
        portal.anyone().post("/auth/login", &json!({ "email": email, "password": password })).await
    };
    for number in 0..10 {
        guess(&victim.email, &format!("guess {number}")).await.problem(401, "unauthenticated");
    }
    // Even the right password waits now, in any spelling of the address; a session that is open goes on.
    for email in [victim.email.clone(), victim.email.to_uppercase(), format!(" {} ", victim.email)] {
        let answer = guess(&email, PASSWORD).await;
        answer.problem(429, "too_many_requests");
        assert!(answer.header("retry-after").is_some());
    }
    victim.get("/me").await.expect(200);
    guess(&other.email, PASSWORD).await.expect(200);
    portal.pass(Duration::minutes(10));
    guess(&victim.email, PASSWORD).await.expect(200);
    // A password that no account may have is refused before any work is done for it.
    let problem = guess(&other.email, &"x".repeat(129)).await.problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/password");
    assert!(!problem.to_string().contains("xxx"));
}

async fn a_sign_in_tells_nothing_about_who_has_an_account(portal: &TestPortal) {
    let known = portal.company().await;
    let mut answers = Vec::new();
    for email in [known.email.as_str(), "nobody@suzhou.example"] {
        let answer =
            portal.anyone().post("/auth/login", &json!({ "email": email, "password": "not the password" })).await;
        let mut problem = answer.problem(401, "unauthenticated");
        problem.as_object_mut().unwrap().remove("request_id");
        answers.push((
            problem,
            answer.header("content-length").map(str::to_owned),
            answer.header("set-cookie").map(str::to_owned),
        ));
    }
    assert_eq!(answers[0], answers[1]);
}

async fn a_fresh_portal_has_no_account(portal: &TestPortal) {
    assert_eq!(portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM users").await, 0);
    assert_eq!(portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM partners").await, 0);
    for email in
        ["admin", "root", "admin@example.com", "reviewer@demo.example", "approver@demo.example", "manager@demo.example"]
    {
        for password in ["admin", "password", "", "changeme", "demo", "yanshi-zhanghao-2026", PASSWORD] {
            portal
                .anyone()
                .post("/auth/login", &json!({ "email": email, "password": password }))
                .await
                .problem(401, "unauthenticated");
        }
    }
}
