//! Sessions: how they go on, how they end, and how soon a change of rights is felt.

use chrono::Duration;
use portal::app::account::operate_status;
use reqwest::Method;
use serde_json::json;
use storage::accounts::UserStatus;

use crate::on_both_databases;
use crate::support::actor::PASSWORD;
use crate::support::{Actor, Answer, Contract, Mail, TestPortal};

on_both_databases!(
    signing_out_ends_the_token_at_once,
    a_refresh_cookie_works_once_and_its_second_use_ends_the_session,
    a_session_ends_when_nobody_uses_it,
    rights_that_change_change_at_once,
    another_sites_page_cannot_sign_anyone_in,
);

/// Signs in, and keeps the whole answer: its cookie too.
pub async fn signed_in(actor: &Actor) -> Answer {
    let credentials = json!({ "email": actor.email, "password": PASSWORD });
    actor.use_token(None);
    let answer = Answer::of(actor.request(Method::POST, "/auth/login").json(&credentials)).await;
    actor.use_token(answer.expect(200)["access_token"].as_str().map(str::to_owned));
    answer
}

/// The refresh token in an answer's cookie.
pub fn cookie(answer: &Answer) -> String {
    let text = answer.header("set-cookie").expect("a cookie");
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(!text.contains("Domain"), "{text}");
    text.strip_prefix("__Host-portal_refresh=").and_then(|rest| rest.split(';').next()).expect("our cookie").to_owned()
}

/// A request with a refresh token and nothing else.
pub async fn with_cookie(portal: &TestPortal, path: &str, refresh: &str) -> Answer {
    let request =
        portal.anyone().request(Method::POST, path).header("cookie", format!("__Host-portal_refresh={refresh}"));
    Answer::of(request).await
}

async fn signing_out_ends_the_token_at_once(portal: &TestPortal) {
    let actor = portal.company().await;
    let first = cookie(&signed_in(&actor).await);
    let first_token = actor.token();
    signed_in(&actor).await;
    let answer = with_cookie(portal, "/auth/logout", &first).await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    // The session that ended is ended; the person's other one is not.
    actor.get("/me").await.expect(200);
    actor.use_token(first_token);
    actor.get("/me").await.problem(401, "unauthenticated");
    with_cookie(portal, "/auth/refresh", &first).await.problem(401, "unauthenticated");
    // Nothing happens without a cookie, or with somebody's guess.
    for guess in ["", "x", "x.y", &first] {
        assert_eq!(with_cookie(portal, "/auth/logout", guess).await.status, 204);
    }
}

async fn a_refresh_cookie_works_once_and_its_second_use_ends_the_session(portal: &TestPortal) {
    let actor = portal.company().await;
    let first = cookie(&signed_in(&actor).await);
    let answer = with_cookie(portal, "/auth/refresh", &first).await;
    let fresh = answer.expect(200);
    let second = cookie(&answer);
    assert_ne!(first, second);
    assert!(!answer.text().contains(&second), "the refresh token is in the cookie alone");
    actor.use_token(fresh["access_token"].as_str().map(str::to_owned));
    actor.get("/me").await.expect(200);

    // The next page may ask before the browser has taken the new cookie in: it waits, and nothing is lost.
    with_cookie(portal, "/auth/refresh", &first).await.problem(409, "session_renewed");
    let second = cookie(&with_cookie(portal, "/auth/refresh", &second).await);
    portal.pass(Duration::seconds(5));
    with_cookie(portal, "/auth/refresh", &first).await.problem(401, "unauthenticated");
    // Whoever stole it may have the new one too: the whole family is dead.
    with_cookie(portal, "/auth/refresh", &second).await.problem(401, "unauthenticated");
    actor.get("/me").await.problem(401, "unauthenticated");
    assert_eq!(portal.texts("SELECT kind AS value FROM journal WHERE kind = 'session.reused'").await.len(), 1);
    portal.catch_up().await;
    let told = Mail::in_folder(&portal.folder().join("mail"));
    let told: Vec<_> = told.iter().map(|mail| (mail.to.contains(&actor.email), mail.subject.as_str())).collect();
    assert_eq!(told, [(true, "登录异常：会话已终止")]);
    for guess in ["", ".", "x.y", &format!("{}.guess", second.split('.').next().unwrap()), "' OR 1=1.--"] {
        with_cookie(portal, "/auth/refresh", guess).await.problem(401, "unauthenticated");
    }
    actor.sign_in().await;
    actor.get("/me").await.expect(200);
}

async fn a_session_ends_when_nobody_uses_it(portal: &TestPortal) {
    let actor = portal.company().await;
    let mut refresh = cookie(&signed_in(&actor).await);
    // Used every half hour, it lasts twelve hours and no longer.
    for _ in 0..23 {
        portal.pass(Duration::minutes(30));
        refresh = cookie(&with_cookie(portal, "/auth/refresh", &refresh).await);
    }
    portal.pass(Duration::minutes(30));
    with_cookie(portal, "/auth/refresh", &refresh).await.problem(401, "unauthenticated");
    let idle = cookie(&signed_in(&actor).await);
    portal.pass(Duration::minutes(31));
    with_cookie(portal, "/auth/refresh", &idle).await.problem(401, "unauthenticated");
}

/// Rights are asked anew at least every second.
async fn rights_that_change_change_at_once(portal: &TestPortal) {
    let (company, reviewer) = (portal.company().await, portal.reviewer().await);
    company.get("/filings").await.expect(200);
    reviewer.get("/queue").await.expect(200);
    let later = || portal.pass(Duration::seconds(1));

    portal.execute(&format!("UPDATE users SET role = 'researcher' WHERE id = '{}'", reviewer.id)).await;
    later();
    reviewer.get("/queue").await.problem(403, "forbidden");
    assert_eq!(reviewer.get("/me").await.expect(200)["role"], "researcher", "the same token has the new rights");
    operate_status(&portal.app, &reviewer.email, UserStatus::Disabled).await.unwrap();
    reviewer.get("/me").await.problem(401, "unauthenticated");
    let credentials = json!({ "email": reviewer.email, "password": PASSWORD });
    portal.anyone().post("/auth/login", &credentials).await.problem(401, "unauthenticated");
    operate_status(&portal.app, &reviewer.email, UserStatus::Active).await.unwrap();
    reviewer.get("/me").await.problem(401, "unauthenticated");
    portal.anyone().post("/auth/login", &credentials).await.expect(200);

    portal.execute(&format!("UPDATE companies SET status = 'suspended' WHERE id = '{}'", company.company_id())).await;
    later();
    let body = Contract::import().of(&company).registration();
    company.post("/filings", &body).await.problem(403, "company_not_approved");

    let partner = portal.partner(&["filings:read"], Some(&company)).await;
    partner.get("/filings").await.expect(200);
    portal.execute("UPDATE partners SET status = 'disabled'").await;
    later();
    partner.get("/filings").await.problem(401, "unauthenticated");
}

async fn another_sites_page_cannot_sign_anyone_in(portal: &TestPortal) {
    let actor = portal.company().await;
    let refresh = cookie(&signed_in(&actor).await);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        for path in ["/auth/login", "/auth/refresh", "/auth/logout"] {
            let request = portal
                .anyone()
                .request(Method::POST, path)
                .header(name, value)
                .header("cookie", format!("__Host-portal_refresh={refresh}"))
                .json(&json!({ "email": actor.email, "password": PASSWORD }));
            Answer::of(request).await.problem(403, "foreign_origin");
        }
    }
    // A cookie that somebody planted does not become the session of whoever signs in.
    let planted =
        portal.anyone().request(Method::POST, "/auth/login").header("cookie", "__Host-portal_refresh=planted.secret");
    let answer = Answer::of(planted.json(&json!({ "email": actor.email, "password": PASSWORD }))).await;
    assert!(!cookie(&answer).contains("planted"));
    with_cookie(portal, "/auth/refresh", &refresh).await.expect(200);
}
