//! Third-party systems: how they get a token, what it opens, and how a bank checks a certificate with stock software.

use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::proof::python;
use crate::support::{Actor, Answer, Contract, TestPortal};

on_both_databases!(
    a_client_gets_a_token_by_either_way_of_showing_its_secret,
    a_wrong_client_or_a_wrong_wish_gets_no_token,
    the_metadata_lead_to_where_tokens_and_keys_are,
    a_token_opens_what_its_scopes_say_and_nothing_else,
    a_partner_files_for_its_company_and_sees_no_other,
    only_a_bank_sees_amounts_when_it_verifies,
    a_certificate_that_has_run_out_is_still_genuine_but_no_longer_valid,
    a_stock_jose_library_verifies_a_credential_by_the_published_keys,
    a_disabled_partner_is_out_at_once,
);

async fn ask_for_token(actor: &Actor, authorization: Option<(&str, &str)>, form: &str) -> Answer {
    let request =
        actor.request(Method::POST, "/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    let request = match authorization {
        Some((id, secret)) => request.basic_auth(id, Some(secret)),
        None => request,
    };
    Answer::of(request.body(form.to_owned())).await
}

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
    let grant = "grant_type=client_credentials";
    let stranger = crate::support::new_id().to_string();
    for (client, secret) in [
        (id, "wrong"),
        (id, ""),
        (id, other.client_secret.as_str()),
        (stranger.as_str(), secret),
        ("", secret),
        ("' OR 1=1 --", secret),
    ] {
        ask_for_token(&anyone, Some((client, secret)), grant).await.problem(401, "invalid_client");
        let post = format!("{grant}&client_id={}&client_secret={secret}", client.replace(['\'', ' ', '='], "+"));
        ask_for_token(&anyone, None, &post).await.problem(401, "invalid_client");
    }
    ask_for_token(&anyone, None, grant).await.problem(401, "invalid_client");
    for wish in ["grant_type=password", "scope=filings:read", "grant_type=", ""] {
        ask_for_token(&anyone, Some((id, secret)), wish).await.problem(400, "unsupported_grant_type");
    }
    for scope in ["research:read", "filings:read+filings:write", "everything", "FILINGS:READ"] {
        ask_for_token(&anyone, Some((id, secret)), &format!("{grant}&scope={scope}"))
            .await
            .problem(400, "invalid_scope");
    }
    for header in ["Basic", "Basic !!!", "Bearer abc", &format!("Basic {}", STANDARD.encode("no-colon"))] {
        let request = anyone
            .request(Method::POST, "/oauth/token")
            .header("authorization", header)
            .header("content-type", "application/x-www-form-urlencoded");
        Answer::of(request.body(grant)).await.problem(401, "invalid_client");
    }
}

async fn the_metadata_lead_to_where_tokens_and_keys_are(portal: &TestPortal) {
    let anyone = portal.anyone();
    let metadata = anyone.get("/.well-known/oauth-authorization-server").await.expect(200);
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
    let form = "grant_type=client_credentials".to_owned();
    let request = anyone
        .request(Method::POST, &path("token_endpoint"))
        .basic_auth(&partner.client_id, Some(&partner.client_secret));
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
    Answer::of(request).await.expect(200);
}

async fn a_token_opens_what_its_scopes_say_and_nothing_else(portal: &TestPortal) {
    let company = portal.company().await;
    let body = Contract::import().of(&company).registration();
    let doors: [(&str, &str); 7] = [
        ("filings:read", "/filings"),
        ("filings:read", "/contracts"),
        ("research:read", "/research/dimensions"),
        ("research:read", "/research/pivot"),
        ("research:read", "/research/export"),
        ("certificates:verify", "/verify/SZI26-0000-0000-0000"),
        ("payments:write", "/certificates/SZI26-0000-0000-0000/payments"),
    ];
    for scope in portal::app::scopes() {
        let partner = portal.partner(&[scope], Some(&company)).await;
        for (opened_by, path) in doors {
            let answer = partner.get(path).await;
            if opened_by == scope {
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
        for path in ["/me", "/queue", "/companies", "/desks", "/routing-rules", "/journal/proof?seq=1"] {
            partner.get(path).await.problem(403, "insufficient_scope");
        }
    }
}

async fn a_partner_files_for_its_company_and_sees_no_other(portal: &TestPortal) {
    let (company, other) = (portal.company().await, portal.company().await);
    let partner = portal.partner(&["filings:read", "filings:write"], Some(&company)).await;
    let id = partner.submitted(&Contract::import().of(&company)).await;
    assert_eq!(company.filing(&id).await["company"]["id"], company.company_id());
    assert_eq!(partner.get(&format!("/filings/{id}/receipt")).await.expect(200)["filing_id"], id);

    let foreign = other.draft(&Contract::export().of(&other)).await;
    partner.get(&format!("/filings/{foreign}")).await.problem(404, "not_found");
    partner.act(&foreign, "submit", &json!({ "reasons": {}, "declaration": true })).await.problem(404, "not_found");
    let listed = partner.get("/filings").await.expect(200);
    let ids: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&Value::from(id)]);

    let companyless = portal.partner(&["filings:write"], None).await;
    companyless.post("/filings", &Contract::import().of(&company).registration()).await.problem(403, "forbidden");
}

async fn only_a_bank_sees_amounts_when_it_verifies(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    let question = json!({ "credential": certificate["credential"] });
    let bank = portal.partner(&["certificates:verify"], None).await;
    for seen in
        [bank.get(&format!("/verify/{number}")).await.expect(200), bank.post("/verify", &question).await.expect(200)]
    {
        assert_eq!((&seen["currency"], &seen["total"]), (&"EUR".into(), &"1250000.00".into()));
        assert_eq!(seen["contract_number"], certificate["contract_number"]);
    }
    for who in [portal.anyone(), portal.company().await] {
        let seen = who.get(&format!("/verify/{number}")).await.expect(200);
        let same = who.post("/verify", &question).await.expect(200);
        assert_eq!(seen, same);
        for secret in ["currency", "total", "contract_number"] {
            assert!(seen.get(secret).is_none(), "{secret}");
        }
    }
    let wrong = portal.partner(&["filings:read"], None).await;
    wrong.get(&format!("/verify/{number}")).await.problem(403, "insufficient_scope");
    wrong.post("/verify", &question).await.problem(403, "insufficient_scope");
}

async fn a_certificate_that_has_run_out_is_still_genuine_but_no_longer_valid(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::export().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    assert_eq!(certificate["valid_until"], "2027-11-04");
    let question = json!({ "credential": certificate["credential"] });
    let anyone = portal.anyone();
    for (now, status) in [("2027-11-04T15:59:59Z", "valid"), ("2027-11-04T16:00:00Z", "expired")] {
        portal.set_clock(now);
        for seen in [
            anyone.get(&format!("/verify/{number}")).await.expect(200),
            anyone.post("/verify", &question).await.expect(200),
        ] {
            assert_eq!((&seen["status"], &seen["valid"]), (&status.into(), &(status == "valid").into()), "{now}");
        }
    }
}

/// Finds the key in the published set, as any client would, and prints what the credential says. Its times are not checked:
/// the portal's clock is the test's, and the machine's may show another year.
const VERIFY: &str = r#"
import json, sys, jwt
keys, issuer, credential = sys.argv[1:]
key = jwt.PyJWKClient(keys).get_signing_key_from_jwt(credential)
untimed = {"verify_exp": False, "verify_iat": False}
print(json.dumps(jwt.decode(credential, key.key, algorithms=["EdDSA"], issuer=issuer, options=untimed)))
"#;

async fn a_stock_jose_library_verifies_a_credential_by_the_published_keys(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company);
    let filing = portal.registered(&company, &contract).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    let credential = certificate["credential"].as_str().unwrap().to_owned();
    let (keys, issuer) = (format!("{}/.well-known/jwks.json", portal.base_url), portal.base_url.clone());
    let verify = async |issuer: String, credential: String| {
        let keys = keys.clone();
        let run = move || Command::new(python()).args(["-c", VERIFY, &keys, &issuer, &credential]).output().unwrap();
        tokio::task::spawn_blocking(run).await.unwrap()
    };
    let verified = verify(issuer.clone(), credential.clone()).await;
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    let claims: Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!((&claims["sub"], &claims["holder"]), (&number.into(), &contract.0["recipient"]["name"]));
    assert_eq!((&claims["total"], &claims["currency"]), (&"1250000.00".into(), &"EUR".into()));

    let (head, rest) = credential.split_once('.').unwrap();
    let other = if rest.starts_with('A') { "B" } else { "A" };
    let altered = format!("{head}.{other}{}", &rest[1..]);
    for (issuer, credential) in [(issuer.clone(), altered), ("https://another.example".into(), credential)] {
        let refused = verify(issuer, credential).await;
        assert!(!refused.status.success(), "{}", String::from_utf8_lossy(&refused.stdout));
    }
}

async fn a_disabled_partner_is_out_at_once(portal: &TestPortal) {
    let partner = portal.new_partner(&["research:read"], None).await;
    let anyone = portal.anyone();
    let credentials = Some((partner.client_id.as_str(), partner.client_secret.as_str()));
    let token = ask_for_token(&anyone, credentials, "grant_type=client_credentials").await.expect(200);
    anyone.use_token(token["access_token"].as_str().map(str::to_owned));
    anyone.get("/research/dimensions").await.expect(200);
    portal.execute(&format!("UPDATE partners SET status = 'disabled' WHERE id = '{}'", partner.client_id)).await;
    portal.pass(Duration::seconds(1)); // as long as a process believes what it asked the database
    anyone.get("/research/dimensions").await.problem(401, "unauthenticated");
    ask_for_token(&portal.anyone(), credentials, "grant_type=client_credentials").await.problem(401, "invalid_client");
}
