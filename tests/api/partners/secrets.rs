//! Secrets: two at most, each shown once, kept as digests, and out of use on the next request.

use chrono::Duration;
use futures_util::future::join_all;
use serde_json::json;

use super::{admitted, ask_for_token, id_of, new_secret, with_token};
use crate::on_both_databases;
use crate::support::{Engine, TestPortal};

on_both_databases!(
    one_secret_takes_the_place_of_another_without_a_gap,
    of_many_at_once_two_are_made,
    a_secret_is_shown_once_and_not_to_a_retry,
    a_secret_is_in_no_row_and_no_file,
    what_another_server_revoked_is_out_within_a_second,
);

const GRANT: &str = "grant_type=client_credentials";

async fn one_secret_takes_the_place_of_another_without_a_gap(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read"]).await;
    let path = format!("/partners/{partner}/secrets");
    let (old, old_text) = new_secret(&company, &partner).await;
    let (new, new_text) = new_secret(&company, &partner).await;
    company.post(&path, &json!({})).await.problem(409, "two_secrets");
    let before = with_token(portal.anyone(), &partner, &old_text).await;
    let after = with_token(portal.anyone(), &partner, &new_text).await;
    for actor in [&before, &after] {
        actor.get("/filings").await.expect(200);
    }
    let shown = company.get(&format!("/partners/{partner}")).await.expect(200)["secrets"].clone();
    for (position, (id, text)) in [(&old, &old_text), (&new, &new_text)].into_iter().enumerate() {
        assert_eq!(
            (&shown[position]["id"], shown[position]["hint"].as_str()),
            (&json!(id), text.get(text.len() - 4..))
        );
        assert_eq!(shown[position]["last_used_at"], json!(portal.app.now()));
    }

    company.post(&format!("{path}/{old}/revoke"), &json!({})).await.expect(204);
    before.get("/filings").await.problem(401, "unauthenticated");
    ask_for_token(&portal.anyone(), Some((&partner, &old_text)), GRANT).await.problem(401, "invalid_client");
    after.get("/filings").await.expect(200);
    ask_for_token(&portal.anyone(), Some((&partner, &new_text)), GRANT).await.expect(200);
    company.post(&format!("{path}/{old}/revoke"), &json!({})).await.problem(409, "illegal_state");
    let (third, _) = new_secret(&company, &partner).await;
    let shown = company.get(&format!("/partners/{partner}")).await.expect(200)["secrets"].clone();
    assert_eq!(
        (&shown[0]["id"], &shown[1]["id"], &shown[1]["last_used_at"]),
        (&json!(new), &json!(third), &json!(null))
    );
    // Another system's secret is not this one's to revoke.
    let other = admitted(&company, &["filings:read"]).await;
    let (strange, _) = new_secret(&company, &other).await;
    company.post(&format!("{path}/{strange}/revoke"), &json!({})).await.problem(404, "not_found");
    company.post(&format!("{path}/nonsense/revoke"), &json!({})).await.problem(404, "not_found");
}

async fn of_many_at_once_two_are_made(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read"]).await;
    let path = format!("/partners/{partner}/secrets");
    let mut owners = vec![portal.colleague(&company).await];
    if let Some(second) = portal.second_server().await {
        owners.push(owners[0].at(&second));
    }
    let body = json!({});
    let answers = join_all((0..12).map(|number| owners[number % owners.len()].post(&path, &body))).await;
    let (made, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (2, 10));
    for answer in refused {
        answer.problem(409, "two_secrets");
    }
}

async fn a_secret_is_shown_once_and_not_to_a_retry(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read"]).await;
    let path = format!("/partners/{partner}/secrets");
    let made = company.post_under("one", &path, &json!({})).await;
    let secret = made.expect(201)["secret"].as_str().unwrap().to_owned();
    assert!(secret.starts_with("ttp_") && secret.len() == 47, "256 bits behind a prefix");
    assert_eq!(made.header("cache-control"), Some("no-store"));
    for _ in 0..2 {
        let again = company.post_under("one", &path, &json!({})).await;
        again.problem(409, "shown_once");
        assert!(!again.text().contains(&secret));
    }
    company.post_under("one", &path, &json!({ "more": 1 })).await.problem(422, "unknown_field");
    let view = company.get(&format!("/partners/{partner}")).await;
    assert!(!view.text().contains(&secret));
    assert_eq!(view.expect(200)["secrets"].as_array().unwrap().len(), 1, "the retry made no other");
    // Where the answer was lost, the secret is revoked unseen and another one made.
    let id = id_of(&view.json()["secrets"][0]);
    company.post(&format!("{path}/{id}/revoke"), &json!({})).await.expect(204);
    new_secret(&company, &partner).await;
}

/// Everything the portal has written: its database, its folder with keys, mail and heads.
async fn a_secret_is_in_no_row_and_no_file(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read"]).await;
    let (_, secret) = new_secret(&company, &partner).await;
    let actor = with_token(portal.anyone(), &partner, &secret).await;
    actor.get("/filings").await.expect(200);
    portal.catch_up().await;
    let core = secret.strip_prefix("ttp_").unwrap();
    let mut marker_seen = false;
    for bytes in everything(portal).await {
        let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!has(core) && !has(&actor.token().unwrap()));
        marker_seen |= has(&partner);
    }
    assert!(marker_seen, "what is looked through has what was written");
}

async fn everything(portal: &TestPortal) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut folders = vec![portal.folder().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(std::fs::read(path).unwrap()) }
        }
    }
    if portal.engine == Engine::Postgresql {
        let tables = "SELECT table_name AS value FROM information_schema.tables WHERE table_schema = 'public'";
        for table in portal.texts(tables).await {
            let rows = portal.texts(&format!("SELECT whole::text AS value FROM {table} AS whole")).await;
            found.extend(rows.into_iter().map(String::into_bytes));
        }
    }
    found
}

async fn what_another_server_revoked_is_out_within_a_second(portal: &TestPortal) {
    let Some(second) = portal.second_server().await else { return };
    let company = portal.company().await;
    let partner = admitted(&company, &["filings:read"]).await;
    let (id, secret) = new_secret(&company, &partner).await;
    let there = with_token(portal.anyone().at(&second), &partner, &secret).await;
    there.get("/filings").await.expect(200);
    company.post(&format!("/partners/{partner}/secrets/{id}/revoke"), &json!({})).await.expect(204);
    portal.pass(Duration::seconds(1));
    there.get("/filings").await.problem(401, "unauthenticated");
    let credentials = Some((partner.as_str(), secret.as_str()));
    ask_for_token(&portal.anyone().at(&second), credentials, GRANT).await.problem(401, "invalid_client");
}
