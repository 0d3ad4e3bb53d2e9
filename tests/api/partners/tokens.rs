//! How a client gets a token, what it is refused, and what a token opens.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use reqwest::Method;
use serde_json::json;

use super::{ask_for_token, with_token};
use crate::on_both_databases;
use crate::support::database::FreshDatabase;
use crate::support::process::{Process, program, run_to_end};
use crate::support::{Answer, Contract, TestPortal};

on_both_databases!(
    a_client_gets_a_token_by_either_way_of_showing_its_secret,
    a_wrong_client_or_a_wrong_wish_gets_no_token,
    a_form_that_cannot_be_read_is_told_so_in_the_words_of_the_standard,
    the_metadata_lead_to_where_tokens_and_keys_are,
    the_name_of_a_scheme_may_be_written_anyhow,
    a_token_opens_what_its_scopes_say_and_nothing_else,
    an_old_scope_covers_what_has_a_name_of_its_own_now,
    a_partner_disabled_elsewhere_is_out_within_a_second,
    what_an_address_says_is_neither_believed_nor_logged,
);

const GRANT: &str = "grant_type=client_credentials";

async fn a_client_gets_a_token_by_either_way_of_showing_its_secret(portal: &TestPortal) {
    let partner = portal.new_partner(&["certificates:verify", "research:read"], None).await;
    let (id, secret) = (partner.client_id.as_str(), partner.client_secret.as_str());
    let anyone = portal.anyone();
    let basic = ask_for_token(&anyone, Some((id, secret)), "grant_type=client_credentials").await;
    assert_eq!(basic.header("cache-control"), Some("no-store"));
    let token = basic.expect(200);
    assert_eq!(
        (&token["token_type"], &token["scope"]),
        (&"Bearer".into(), &"certificates:verify research:read".into())
    );
    let post = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}&scope=research%3Aread");
    let token = ask_for_token(&anyone, None, &post).await.expect(200);
    assert_eq!(token["scope"], "research:read", "no more than was asked for");
    anyone.use_token(token["access_token"].as_str().map(str::to_owned));
    anyone.get("/research/dimensions").await.expect(200);

    portal.pass(Duration::seconds(token["expires_in"].as_i64().unwrap() + 60));
    anyone.get("/research/dimensions").await.problem(401, "unauthenticated");
}

async fn a_wrong_client_or_a_wrong_wish_gets_no_token(portal: &TestPortal) {
    let partner = portal.new_partner(&["filings:read"], None).await;
    let other = portal.new_partner(&["research:read"], None).await;
    let (id, secret) = (partner.client_id.as_str(), partner.client_secret.as_str());
    let anyone = portal.anyone();
    let stranger = crate::support::new_id().to_string();
    for (client, secret) in [
        (id, "wrong"),
        (id, ""),
        (id, other.client_secret.as_str()),
        (stranger.as_str(), secret),
        ("", secret),
        ("' OR 1=1 --", secret),
    ] {
        ask_for_token(&anyone, Some((client, secret)), GRANT).await.problem(401, "invalid_client");
        let post = format!("{GRANT}&client_id={}&client_secret={secret}", client.replace(['\'', ' ', '='], "+"));
        ask_for_token(&anyone, None, &post).await.problem(401, "invalid_client");
    }
    let answer = ask_for_token(&anyone, None, GRANT).await;
    assert_eq!(answer.problem(401, "invalid_client")["error"], "invalid_client");
    assert!(answer.header("www-authenticate").is_some_and(|scheme| scheme.starts_with("Basic")));
    ask_for_token(&anyone, Some((id, secret)), "grant_type=password").await.problem(400, "unsupported_grant_type");
    for scope in ["research:read", "filings:read+filings:write", "everything", "FILINGS:READ"] {
        ask_for_token(&anyone, Some((id, secret)), &format!("{GRANT}&scope={scope}"))
            .await
            .problem(400, "invalid_scope");
    }
    for header in ["Basic", "Basic !!!", "Bearer abc", &format!("Basic {}", STANDARD.encode("no-colon"))] {
        let request = anyone
            .request(Method::POST, "/oauth/token")
            .header("authorization", header)
            .header("content-type", "application/x-www-form-urlencoded");
        Answer::of(request.body(GRANT)).await.problem(401, "invalid_client");
    }
}

async fn a_form_that_cannot_be_read_is_told_so_in_the_words_of_the_standard(portal: &TestPortal) {
    let partner = portal.new_partner(&["filings:read"], None).await;
    let credentials = Some((partner.client_id.as_str(), partner.client_secret.as_str()));
    let anyone = portal.anyone();
    let twice = format!("{GRANT}&client_secret={}", partner.client_secret);
    for form in ["", "scope=filings:read", "grant_type=", "grant_type=client_credentials&grant_type=password", &twice] {
        let problem = ask_for_token(&anyone, credentials, form).await.problem(400, "invalid_request");
        assert_eq!(problem["error"], "invalid_request", "{form}");
    }
    for content_type in ["application/json", "text/plain", ""] {
        let request = anyone.request(Method::POST, "/oauth/token").header("content-type", content_type).body(GRANT);
        let problem = Answer::of(request).await.problem(400, "invalid_request");
        assert_eq!(problem["error"], "invalid_request", "{content_type}");
    }
    let request = anyone
        .request(Method::POST, "/oauth/token")
        .header("content-type", "Application/X-WWW-Form-URLencoded; charset=utf-8")
        .basic_auth(&partner.client_id, Some(&partner.client_secret));
    Answer::of(request.body(GRANT)).await.expect(200);
}

async fn the_metadata_lead_to_where_tokens_and_keys_are(portal: &TestPortal) {
    let anyone = portal.anyone();
    let answer = anyone.get("/.well-known/oauth-authorization-server").await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"));
    let metadata = answer.expect(200);
    assert_eq!(metadata["issuer"], portal.base_url);
    assert_eq!(metadata["grant_types_supported"], json!(["client_credentials"]));
    assert_eq!(metadata["scopes_supported"], json!(portal::app::scopes()));
    let path = |name: &str| metadata[name].as_str().unwrap().strip_prefix(&portal.base_url).unwrap().to_owned();
    let keys = anyone.get(&path("jwks_uri")).await.expect(200);
    for key in keys["keys"].as_array().unwrap() {
        assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&"OKP".into(), &"Ed25519".into(), &"EdDSA".into()));
        assert!(key["kid"].is_string() && key["x"].is_string() && key.get("d").is_none(), "public halves only: {key}");
    }
    let partner = portal.new_partner(&["research:read"], None).await;
    let request = anyone
        .request(Method::POST, &path("token_endpoint"))
        .basic_auth(&partner.client_id, Some(&partner.client_secret));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(GRANT);
    Answer::of(request).await.expect(200);
}

async fn the_name_of_a_scheme_may_be_written_anyhow(portal: &TestPortal) {
    let partner = portal.new_partner(&["research:read"], None).await;
    let anyone = portal.anyone();
    let both = STANDARD.encode(format!("{}:{}", partner.client_id, partner.client_secret));
    for (basic, bearer) in [("basic", "bearer"), ("BASIC", "BEARER"), ("bAsIc ", "bEaReR  ")] {
        let request = anyone
            .request(Method::POST, "/oauth/token")
            .header("authorization", format!("{basic} {both}"))
            .header("content-type", "application/x-www-form-urlencoded");
        let token = Answer::of(request.body(GRANT)).await.expect(200);
        let token = token["access_token"].as_str().unwrap();
        let request = anyone.request(Method::GET, "/me").header("authorization", format!("{bearer} {token}"));
        Answer::of(request).await.expect(200);
    }
}

async fn a_token_opens_what_its_scopes_say_and_nothing_else(portal: &TestPortal) {
    let company = portal.company().await;
    let body = Contract::import().of(&company).registration();
    let doors: [(&[&str], &str); 8] = [
        (&["filings:read"], "/filings"),
        (&["contracts:read", "filings:read"], "/contracts"),
        (&["research:read"], "/research/dimensions"),
        (&["research:read"], "/research/pivot"),
        (&["research:read"], "/research/series"),
        (&["research:read"], "/research/export"),
        (&["certificates:verify"], "/verify/SZI26-0000-0000-0000"),
        (&["payments:read", "payments:write"], "/certificates/SZI26-0000-0000-0000/payments"),
    ];
    for scope in portal::app::scopes() {
        let partner = portal.partner(&[scope], Some(&company)).await;
        for (opened_by, path) in doors {
            let answer = partner.get(path).await;
            if opened_by.contains(&scope) {
                assert!(matches!(answer.status, 200 | 404), "{scope} {path}: {}", answer.text());
            } else {
                answer.problem(403, "insufficient_scope");
            }
        }
        let created = partner.post("/filings", &body).await;
        if scope == "filings:write" {
            created.expect(201);
        } else {
            created.problem(403, "insufficient_scope");
        }
        for path in ["/queue", "/companies", "/desks", "/routing-rules", "/partners", "/journal/proof?seq=1"] {
            partner.get(path).await.problem(403, "insufficient_scope");
        }
        let me = partner.get("/me").await.expect(200);
        assert_eq!((&me["kind"], &me["scopes"]), (&"partner".into(), &json!([scope])));
    }
}

async fn an_old_scope_covers_what_has_a_name_of_its_own_now(portal: &TestPortal) {
    let company = portal.company().await;
    let partner = portal.new_partner(&["filings:read"], Some(&company)).await;
    let anyone = portal.anyone();
    let credentials = Some((partner.client_id.as_str(), partner.client_secret.as_str()));
    let narrowed = ask_for_token(&anyone, credentials, &format!("{GRANT}&scope=contracts:read")).await.expect(200);
    assert_eq!(narrowed["scope"], "contracts:read");
    anyone.use_token(narrowed["access_token"].as_str().map(str::to_owned));
    anyone.get("/contracts").await.expect(200);
    anyone.get("/filings").await.problem(403, "insufficient_scope");
    // The other way round, nothing is covered.
    let narrow = portal.new_partner(&["contracts:read"], Some(&company)).await;
    let credentials = Some((narrow.client_id.as_str(), narrow.client_secret.as_str()));
    let wide = format!("{GRANT}&scope=filings:read");
    ask_for_token(&portal.anyone(), credentials, &wide).await.problem(400, "invalid_scope");
}

async fn a_partner_disabled_elsewhere_is_out_within_a_second(portal: &TestPortal) {
    let partner = portal.new_partner(&["research:read"], None).await;
    let actor = with_token(portal.anyone(), &partner.client_id, &partner.client_secret).await;
    actor.get("/research/dimensions").await.expect(200);
    portal.execute(&format!("UPDATE partners SET status = 'disabled' WHERE id = '{}'", partner.client_id)).await;
    portal.pass(Duration::seconds(1)); // as long as a process believes what it asked the database
    actor.get("/research/dimensions").await.problem(401, "unauthenticated");
    let credentials = Some((partner.client_id.as_str(), partner.client_secret.as_str()));
    ask_for_token(&portal.anyone(), credentials, GRANT).await.problem(401, "invalid_client");
}

/// The real program, so that its log can be read.
async fn what_an_address_says_is_neither_believed_nor_logged(portal: &TestPortal) {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(portal.engine, folder.path());
    let command = || program(&database.url_text(), folder.path());
    let (code, made) = run_to_end(command().args(["admin", "create-partner", "银行", "--scopes", "research:read"]));
    assert_eq!(code, 0, "{made}");
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    let (id, secret) = (made["client_id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());
    let process = Process::serve(&mut command());
    let anyone = portal.anyone().at(&process.base_url);
    let ask = |query: &str| {
        anyone
            .request(Method::POST, &format!("/oauth/token{query}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(GRANT)
    };
    Answer::of(ask(&format!("?client_id={id}&client_secret={secret}"))).await.problem(401, "invalid_client");
    let token = Answer::of(ask("").basic_auth(id, Some(secret))).await.expect(200);
    let token = token["access_token"].as_str().unwrap();
    anyone.get(&format!("/me?access_token={token}")).await.problem(401, "unauthenticated");
    anyone.use_token(Some(token.to_owned()));
    anyone.get("/me").await.expect(200);
    drop(process);
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    for event in ["token.refused", "token.issued", "authz.denied"] {
        assert!(log.contains(event), "{event} is not in the log");
    }
    for text in [secret, token] {
        assert!(!log.contains(text), "a credential is in the log");
    }
}
