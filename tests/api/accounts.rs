//! Passwords: changed, forgotten, set by the operator; and the colleagues whom a company admits, disables and enables.

use chrono::Duration;
use futures_util::future::join_all;
use portal::app::account::{operate_password, operate_status};
use reqwest::Method;
use serde_json::{Value, json};
use storage::accounts::{CompanyStatus, UserStatus};

use crate::on_both_databases;
use crate::sessions::{cookie, signed_in, with_cookie};
use crate::support::actor::PASSWORD;
use crate::support::{Actor, Answer, Mail, TestPortal};

on_both_databases!(
    a_changed_password_ends_whatever_the_old_one_opened,
    a_password_that_is_wrong_or_weak_changes_nothing,
    a_forgotten_password_is_set_by_a_link_that_works_once,
    a_link_is_good_for_ten_minutes_and_the_newest_alone,
    asking_for_a_link_tells_nothing_and_is_stopped_like_guessing,
    a_colleague_is_admitted_by_mail_and_disabled_at_once,
    nobody_disables_themselves_or_the_last_one,
    who_works_for_a_company_is_its_own_business,
    the_operator_sets_a_password_for_whoever_is_locked_out,
);

const NEW: &str = "three quiet rivers 7";

async fn sign_in_with(portal: &TestPortal, email: &str, password: &str) -> Answer {
    portal.anyone().post("/auth/login", &json!({ "email": email, "password": password })).await
}

/// What was mailed to this address since the portal began, by subject.
async fn mailed(portal: &TestPortal, email: &str) -> Vec<Mail> {
    portal.catch_up().await;
    let mut mails = Mail::in_folder(&portal.folder().join("mail"));
    mails.retain(|mail| mail.to.contains(email));
    mails
}

/// The token of the link in a mail, which must lead to the portal's own address.
fn token_of(portal: &TestPortal, mail: &Mail) -> String {
    let begin = format!("{}/set-password#", portal.base_url);
    let line = mail.body.lines().find_map(|line| line.trim().strip_prefix(begin.as_str()));
    line.unwrap_or_else(|| panic!("no link of ours: {}", mail.body)).to_owned()
}

async fn ask(portal: &TestPortal, email: &str) -> Answer {
    portal.anyone().post("/auth/password-reset", &json!({ "email": email })).await
}

/// Asks for a link, takes it out of the mail, and the mail away.
async fn link(portal: &TestPortal, email: &str) -> String {
    ask(portal, email).await.expect(202);
    let mails = mailed(portal, email).await;
    let mail = mails.iter().find(|mail| mail.subject == "重设密码").expect("a mail with a link");
    let token = token_of(portal, mail);
    std::fs::remove_dir_all(portal.folder().join("mail")).unwrap();
    token
}

async fn set(portal: &TestPortal, token: &str, new: &str) -> Answer {
    portal.anyone().post("/auth/password-reset/confirm", &json!({ "token": token, "new": new })).await
}

async fn a_changed_password_ends_whatever_the_old_one_opened(portal: &TestPortal) {
    let actor = portal.company().await;
    let elsewhere = cookie(&signed_in(&actor).await);
    let other_token = actor.token();
    let here = cookie(&signed_in(&actor).await);
    let token = actor.token();

    let answer = actor.post("/auth/password", &json!({ "current": PASSWORD, "new": NEW })).await;
    let fresh = answer.expect(200);
    assert_eq!(fresh["user"]["email"], actor.email);
    for before in [other_token, token] {
        actor.use_token(before);
        actor.get("/me").await.problem(401, "unauthenticated");
    }
    for before in [elsewhere, here] {
        with_cookie(portal, "/auth/refresh", &before).await.problem(401, "unauthenticated");
    }
    actor.use_token(fresh["access_token"].as_str().map(str::to_owned));
    actor.get("/me").await.expect(200);
    with_cookie(portal, "/auth/refresh", &cookie(&answer)).await.expect(200);
    sign_in_with(portal, &actor.email, PASSWORD).await.problem(401, "unauthenticated");
    sign_in_with(portal, &actor.email, NEW).await.expect(200);

    let entries = "SELECT body AS value FROM journal WHERE kind = 'user.password_changed'";
    assert_eq!(portal.texts(entries).await, [r#"{"by":"password"}"#]);
    let mails = mailed(portal, &actor.email).await;
    assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["密码已更改"]);
    assert!(!mails[0].body.contains(NEW) && mails[0].body.contains("/forgot-password"), "{}", mails[0].body);
}

async fn a_password_that_is_wrong_or_weak_changes_nothing(portal: &TestPortal) {
    let actor = portal.company().await;
    let long = "x".repeat(129);
    let name = actor.email.split('@').next().unwrap().repeat(3);
    for (current, new, pointer) in [
        ("not the password", NEW, "/current"),
        (long.as_str(), NEW, "/current"),
        (PASSWORD, "too short", "/new"),
        (PASSWORD, long.as_str(), "/new"),
        (PASSWORD, "password-password", "/new"),
        (PASSWORD, name.as_str(), "/new"),
    ] {
        let answer = actor.post("/auth/password", &json!({ "current": current, "new": new })).await;
        let problem = answer.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    // Whoever found a device that is signed in guesses no better here than at the door.
    for _ in 0..9 {
        let guess = json!({ "current": "not the password", "new": NEW });
        actor.post("/auth/password", &guess).await.problem(422, "validation_failed");
    }
    let right = json!({ "current": PASSWORD, "new": NEW });
    actor.post("/auth/password", &right).await.problem(429, "too_many_requests");
    actor.get("/me").await.expect(200);
    portal.pass(Duration::minutes(11));
    sign_in_with(portal, &actor.email, PASSWORD).await.expect(200);
}

async fn a_forgotten_password_is_set_by_a_link_that_works_once(portal: &TestPortal) {
    let actor = portal.reviewer().await;
    let token = link(portal, &actor.email).await;
    let kept = portal.texts("SELECT digest AS value FROM password_links").await;
    assert!(kept.len() == 1 && kept[0] != token, "the token itself is not kept");
    // What sets a password opens nothing by itself.
    let bearer = portal.anyone();
    bearer.use_token(Some(token.clone()));
    bearer.get("/me").await.problem(401, "unauthenticated");
    with_cookie(portal, "/auth/refresh", &token).await.problem(401, "unauthenticated");
    // A password that is refused leaves the link as it is; anybody who has the link may use it, once.
    let problem = set(portal, &token, "too short").await.problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/new");
    set(portal, &token, &"x".repeat(129)).await.problem(422, "validation_failed");
    assert_eq!(set(portal, &token, NEW).await.status, 204);
    for worthless in [token.as_str(), "", "guess", &kept[0]] {
        set(portal, worthless, "another long sentence").await.problem(410, "link_expired");
    }
    actor.get("/me").await.problem(401, "unauthenticated");
    sign_in_with(portal, &actor.email, PASSWORD).await.problem(401, "unauthenticated");
    sign_in_with(portal, &actor.email, NEW).await.expect(200);
    assert_eq!(mailed(portal, &actor.email).await[0].subject, "密码已更改");
}

async fn a_link_is_good_for_ten_minutes_and_the_newest_alone(portal: &TestPortal) {
    let actor = portal.company().await;
    let late = link(portal, &actor.email).await;
    portal.pass(Duration::minutes(11));
    set(portal, &late, NEW).await.problem(410, "link_expired");

    let (first, second) = (link(portal, &actor.email).await, link(portal, &actor.email).await);
    set(portal, &first, NEW).await.problem(410, "link_expired");
    // Another host in the request is refused, or changes nothing about the link.
    let asked = json!({ "email": actor.email });
    let evil = portal.anyone().request(Method::POST, "/auth/password-reset").header("host", "evil.example");
    Answer::of(evil.json(&asked)).await.problem(421, "misdirected_request");
    let evil = portal.anyone().request(Method::POST, "/auth/password-reset").header("x-forwarded-host", "evil.example");
    Answer::of(evil.json(&asked)).await.expect(202);
    let mails = mailed(portal, &actor.email).await;
    assert!(!mails[0].body.contains("evil"), "{}", mails[0].body);
    let third = token_of(portal, &mails[0]);
    set(portal, &second, NEW).await.problem(410, "link_expired");

    // A password that was changed meanwhile makes it worthless too, and so does an account that was disabled.
    actor.sign_in().await;
    actor.post("/auth/password", &json!({ "current": PASSWORD, "new": NEW })).await.expect(200);
    set(portal, &third, "another long sentence").await.problem(410, "link_expired");
    let _ = std::fs::remove_dir_all(portal.folder().join("mail"));
    let last = link(portal, &actor.email).await;
    operate_status(&portal.app, &actor.email, UserStatus::Disabled).await.unwrap();
    set(portal, &last, "another long sentence").await.problem(410, "link_expired");
    ask(portal, &actor.email).await.expect(202);
    assert_eq!(mailed(portal, &actor.email).await.len(), 0, "who may not sign in is sent no link");
}

async fn asking_for_a_link_tells_nothing_and_is_stopped_like_guessing(portal: &TestPortal) {
    let known = portal.company().await;
    let mut told = Vec::new();
    for email in [known.email.as_str(), "nobody@suzhou.example"] {
        let began = std::time::Instant::now();
        let answer = ask(portal, email).await;
        assert!(began.elapsed().as_millis() >= 200, "the same time whatever is found");
        let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        headers.sort();
        told.push((answer.status, answer.text(), headers));
        let more = join_all((0..9).map(|_| ask(portal, email))).await;
        assert!(more.iter().all(|answer| answer.status == 202));
        ask(portal, &email.to_uppercase()).await.problem(429, "too_many_requests");
    }
    assert_eq!((told[0].0, told[0].1.as_str()), (202, ""));
    assert_eq!(told[0], told[1]);
    // Who may not ask again still signs in.
    sign_in_with(portal, &known.email, PASSWORD).await.expect(200);
    assert_eq!(mailed(portal, "nobody@suzhou.example").await.len(), 0);
}

/// Admits a colleague; their account as the company sees it.
async fn admitted(company: &Actor, email: &str) -> Value {
    let path = format!("/companies/{}/users", company.company_id());
    company.post(&path, &json!({ "name": "新同事", "email": email })).await.expect(201)
}

async fn a_colleague_is_admitted_by_mail_and_disabled_at_once(portal: &TestPortal) {
    let (company, email) = (portal.company().await, "xin.tongshi@suzhou.example");
    let users = format!("/companies/{}/users", company.company_id());
    let user = admitted(&company, "Xin.Tongshi@suzhou.example").await;
    assert_eq!((user["email"].as_str(), user["status"].as_str()), (Some(email), Some("active")));
    let mails = mailed(portal, email).await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].body.contains(company.company.as_ref().unwrap()["name"].as_str().unwrap()));
    portal.pass(Duration::days(6));
    assert_eq!(set(portal, &token_of(portal, &mails[0]), NEW).await.status, 204);

    let colleague = portal.anyone();
    let begin = async || {
        let begun = sign_in_with(portal, email, NEW).await.expect(200);
        assert_eq!(begun["user"]["company"]["id"], company.company_id());
        colleague.use_token(begun["access_token"].as_str().map(str::to_owned));
        colleague.get("/filings").await.expect(200);
    };
    begin().await;
    company.sign_in().await;
    let listed = company.get(&users).await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let one = format!("{users}/{}", user["id"].as_str().unwrap());
    let disabled = company.post(&format!("{one}/disable"), &json!({})).await.expect(200);
    assert_eq!(disabled["status"], "disabled");
    // The clock has not moved: the very next request feels it.
    colleague.get("/me").await.problem(401, "unauthenticated");
    sign_in_with(portal, email, NEW).await.problem(401, "unauthenticated");
    let again = company.post(&format!("{one}/disable"), &json!({})).await.problem(409, "illegal_state");
    assert_eq!(again["state"], "disabled");

    company.post(&format!("{one}/enable"), &json!({})).await.expect(200);
    colleague.get("/me").await.problem(401, "unauthenticated");
    begin().await;
    company.post(&format!("{one}/enable"), &json!({})).await.problem(409, "illegal_state");

    admitted(&company, "late@suzhou.example").await;
    let late = mailed(portal, "late@suzhou.example").await;
    portal.pass(Duration::days(7) + Duration::seconds(1));
    set(portal, &token_of(portal, &late[0]), NEW).await.problem(410, "link_expired");
}

async fn nobody_disables_themselves_or_the_last_one(portal: &TestPortal) {
    let company = portal.company().await;
    let colleague = portal.colleague(&company).await;
    let disable = |id: &str| format!("/companies/{}/users/{id}/disable", company.company_id());
    company.post(&disable(&company.id), &json!({})).await.problem(409, "oneself");
    // Each disables the other: whoever comes second is believed for a second more, and yet the last one stays.
    company.get("/me").await.expect(200);
    portal.execute(&format!("UPDATE users SET status = 'disabled' WHERE id = '{}'", company.id)).await;
    company.post(&disable(&colleague.id), &json!({})).await.problem(409, "last_user");
    colleague.get("/me").await.expect(200);
}

async fn who_works_for_a_company_is_its_own_business(portal: &TestPortal) {
    let (company, stranger) = (portal.company().await, portal.company().await);
    let pending = portal.company_with(CompanyStatus::Pending).await;
    let new = |email: &str| json!({ "name": "新同事", "email": email });
    let users = |of: &Actor| format!("/companies/{}/users", of.company_id());
    stranger.post(&users(&company), &new("a@suzhou.example")).await.problem(404, "not_found");
    stranger.get(&users(&company)).await.problem(404, "not_found");
    portal.approver().await.get(&users(&company)).await.problem(403, "forbidden");
    pending.get(&users(&pending)).await.expect(200);
    pending.post(&users(&pending), &new("a@suzhou.example")).await.problem(403, "company_not_approved");
    company.post(&users(&company), &new(&stranger.email)).await.problem(409, "email_taken");
    for (body, pointer) in [
        (json!({ "name": " ", "email": "a@suzhou.example" }), "/name"),
        (new("no address"), "/email"),
        (new("\u{430}@suzhou.example"), "/email"),
    ] {
        let problem = company.post(&users(&company), &body).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    // Somebody else's colleague is nobody here.
    let path = format!("{}/{}/disable", users(&company), stranger.id);
    company.post(&path, &json!({})).await.problem(404, "not_found");
    assert_eq!(mailed(portal, "suzhou.example").await.len(), 0);
}

async fn the_operator_sets_a_password_for_whoever_is_locked_out(portal: &TestPortal) {
    let admin = portal.staff(domain::Role::SecurityAdmin, &[]).await;
    let unknown = operate_password(&portal.app, "nobody@suzhou.example", NEW.to_owned()).await;
    assert!(unknown.is_err() && operate_password(&portal.app, &admin.email, "too short".to_owned()).await.is_err());
    admin.get("/me").await.expect(200);
    operate_password(&portal.app, &admin.email.to_uppercase(), NEW.to_owned()).await.unwrap();
    admin.get("/me").await.problem(401, "unauthenticated");
    sign_in_with(portal, &admin.email, NEW).await.expect(200);
    let entries = "SELECT actor || ' ' || body AS value FROM journal WHERE kind = 'user.password_changed'";
    assert_eq!(portal.texts(entries).await, [r#"system {"by":"operator"}"#]);
    for status in [UserStatus::Disabled, UserStatus::Disabled, UserStatus::Active] {
        operate_status(&portal.app, &admin.email, status).await.unwrap();
    }
    let entries = "SELECT kind AS value FROM journal WHERE kind IN ('user.disabled', 'user.enabled') ORDER BY seq";
    assert_eq!(portal.texts(entries).await, ["user.disabled", "user.enabled"]);
}
