//! Which tokens are believed: our own, within their time, and nothing that resembles one.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::Duration;
use proof::Signer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::sessions::{cookie, signed_in};
use crate::support::audit;
use crate::support::{Actor, Answer, Contract, Receiver, TestPortal};

on_both_databases!(
    a_forged_token_opens_nothing,
    a_token_lives_ten_minutes_and_our_clocks_may_differ_by_half_a_minute,
    credentials_of_another_kind_are_no_access_tokens,
);

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signature_of(keys: &portal::app::KeyRing, message: &str) -> String {
    URL_SAFE_NO_PAD.encode(keys.current.sign(message.as_bytes()))
}

/// A token with this header and these claims, signed with the portal's own key.
fn signed(portal: &TestPortal, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = signature_of(&portal.app.keys.session, &message);
    format!("{message}.{signature}")
}

fn decoded(token: &str) -> (Value, Value, String) {
    let parts: Vec<&str> = token.split('.').collect();
    let read = |text: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
    (read(parts[0]), read(parts[1]), parts[2].to_owned())
}

fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut changed = object.clone();
    changed[name] = value;
    changed
}

fn without(object: &Value, name: &str) -> Value {
    let mut changed = object.clone();
    changed.as_object_mut().unwrap().remove(name);
    changed
}

async fn refused(actor: &Actor, what: &str, token: &str) {
    audit::listen();
    actor.use_token(Some(token.to_owned()));
    let answer = actor.get("/me").await;
    assert_eq!(answer.status, 401, "{what}: {}", answer.text());
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}");
    let events = audit::of(&answer);
    assert_eq!(events.iter().map(|event| &event["event"]).collect::<Vec<_>>(), ["token.invalid"], "{what}");
    assert_eq!((&events[0]["actor"], &events[0]["peer"]), (&json!("unknown"), &json!("127.0.0.1")), "{what}");
}

async fn a_forged_token_opens_nothing(portal: &TestPortal) {
    let actor = portal.company().await;
    let genuine = actor.token().unwrap();
    let (header, claims, signature) = decoded(&genuine);
    let body = part(&claims);
    // What we make ourselves from the same parts is taken: the forgeries below fail for the reason they name.
    actor.use_token(Some(signed(portal, &header, &claims)));
    actor.get("/me").await.expect(200);

    for algorithm in ["none", "None", "NONE", "nOnE", "", "EdDSA "] {
        let header = with(&header, "alg", json!(algorithm));
        refused(&actor, algorithm, &format!("{}.{body}.", part(&header))).await;
        refused(&actor, algorithm, &format!("{}.{body}.{signature}", part(&header))).await;
        refused(&actor, algorithm, &signed(portal, &header, &claims)).await;
    }
    let public = portal.app.keys.session.current.public_key().x();
    let raw = URL_SAFE_NO_PAD.decode(&public).unwrap();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(&raw));
    for secret in [raw.as_slice(), public.as_bytes(), pem.as_bytes(), b"".as_slice()] {
        for (algorithm, digest) in [("HS256", aws_lc_rs::hmac::HMAC_SHA256), ("HS512", aws_lc_rs::hmac::HMAC_SHA512)] {
            let message = format!("{}.{body}", part(&with(&header, "alg", json!(algorithm))));
            let tag = aws_lc_rs::hmac::sign(&aws_lc_rs::hmac::Key::new(digest, secret), message.as_bytes());
            refused(&actor, algorithm, &format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))).await;
        }
    }
    for kid in [
        json!("../../dev/null"),
        json!("' OR 1=1--"),
        json!("/etc/passwd"),
        json!(""),
        json!(null),
        json!(portal.app.keys.credential.current.id()),
    ] {
        refused(&actor, "kid", &signed(portal, &with(&header, "kid", kid), &claims)).await;
    }
    refused(&actor, "no kid", &signed(portal, &without(&header, "kid"), &claims)).await;
    for typ in [json!("JWT"), json!("jwt"), json!("at+jwt "), json!("vc+jwt"), json!(null)] {
        refused(&actor, "typ", &signed(portal, &with(&header, "typ", typ), &claims)).await;
    }
    // A key or an address of a key that travels with the token is not looked at: the signature is another key's, and nobody calls there.
    let inviting = Receiver::start().await;
    let stranger = portal::app::Keys::in_folder(&portal.folder().join("stranger")).unwrap();
    for (name, value) in [
        ("jwk", json!({ "kty": "OKP", "crv": "Ed25519", "x": stranger.session.current.public_key().x() })),
        ("jku", json!(format!("{}jwks.json", inviting.url))),
        ("x5u", json!("file:///etc/passwd")),
    ] {
        let message = format!("{}.{body}", part(&with(&header, name, value)));
        refused(&actor, name, &format!("{message}.{}", signature_of(&stranger.session, &message))).await;
    }
    assert_eq!(inviting.connections(), 0);

    let changed = with(&claims, "sub", json!(portal.company().await.id));
    refused(&actor, "claims changed", &format!("{}.{}.{signature}", part(&header), part(&changed))).await;
    refused(&actor, "someone else's session", &signed(portal, &header, &changed)).await;
    refused(&actor, "no session", &signed(portal, &header, &with(&claims, "sid", json!("nothing")))).await;
    refused(&actor, "padding", &format!("{genuine}==")).await;
    refused(&actor, "padding inside", &format!("{}=.{body}.{signature}", part(&header))).await;
    refused(&actor, "two parts", &format!("{}.{body}", part(&header))).await;
    refused(&actor, "four parts", &format!("{genuine}.{signature}")).await;
    // The last letter of 64 bytes carries four bits that belong to no byte.
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = alphabet.find(genuine.chars().last().unwrap()).unwrap();
    for slack in 1..16 {
        let letter = alphabet.chars().nth((last & !15) | ((last + slack) & 15)).unwrap();
        refused(&actor, "slack bits", &format!("{}{letter}", &genuine[..genuine.len() - 1])).await;
    }
    for text in ["", "Bearer", "null", "{}", "a.b.c", "\u{7f}"] {
        let request = portal
            .anyone()
            .request(Method::GET, "/me")
            .header("authorization", format!("Bearer {text}").trim_end_matches('\u{7f}'));
        Answer::of(request).await.problem(401, "unauthenticated");
    }
    for scheme in ["Basic", "Token", "Bearer:"] {
        let request =
            portal.anyone().request(Method::GET, "/me").header("authorization", format!("{scheme} {genuine}"));
        Answer::of(request).await.problem(401, "unauthenticated");
    }
}

async fn a_token_lives_ten_minutes_and_our_clocks_may_differ_by_half_a_minute(portal: &TestPortal) {
    let actor = portal.company().await;
    let (header, claims, _) = decoded(&actor.token().unwrap());
    let now = portal.app.now().timestamp();
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["nbf"].as_i64().unwrap(), 600);
    let within = |nbf: i64, exp: i64| with(&with(&claims, "nbf", json!(nbf)), "exp", json!(exp));
    for (what, times) in [
        ("expired 31 s ago", within(now - 600, now - 31)),
        ("begins in 31 s", within(now + 31, now + 600)),
        ("lives too long", within(now, now + 601)),
        ("lives for ever", within(now, i64::MAX)),
        ("begins in the deep past", within(i64::MIN, now + 60)),
        ("exp of 2^63", with(&claims, "exp", json!(1_u64 << 63))),
        ("exp too large", with(&claims, "exp", json!(u64::MAX))),
        ("exp a text", with(&claims, "exp", json!("9999999999"))),
        ("exp a fraction", with(&claims, "exp", json!(1.5e300))),
        ("no exp", without(&claims, "exp")),
        ("no nbf", without(&claims, "nbf")),
        ("no aud", without(&claims, "aud")),
        ("no iss", without(&claims, "iss")),
        ("no sub", without(&claims, "sub")),
        ("no jti", without(&claims, "jti")),
        ("another environment", with(&claims, "iss", json!("https://portal.other.example"))),
        ("another service", with(&claims, "aud", json!("other"))),
        ("several services", with(&claims, "aud", json!(["tech-trade-portal", "other"]))),
        ("a system's", with(&claims, "kind", json!("partner"))),
        ("an unknown kind's", with(&claims, "kind", json!("admin"))),
    ] {
        refused(&actor, what, &signed(portal, &header, &times)).await;
    }
    for times in [within(now - 570, now - 29), within(now + 30, now + 600)] {
        actor.use_token(Some(signed(portal, &header, &times)));
        actor.get("/me").await.expect(200);
    }
    // The one we were given, by the clock.
    actor.sign_in().await;
    portal.pass(Duration::seconds(629));
    actor.get("/me").await.expect(200);
    portal.pass(Duration::seconds(2));
    actor.get("/me").await.problem(401, "unauthenticated");
}

async fn credentials_of_another_kind_are_no_access_tokens(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let credential = company.get(&format!("/certificates/{number}")).await.expect(200)["credential"].clone();
    let refresh = cookie(&signed_in(&company).await);
    let partner = portal.new_partner(&["filings:read"], Some(&company)).await;
    let stranger = portal.anyone();
    refused(&stranger, "a certificate's credential", credential.as_str().unwrap()).await;
    refused(&stranger, "a refresh token", &refresh).await;
    refused(&stranger, "a system's secret", &partner.client_secret).await;
    refused(&stranger, "its id", &partner.client_id).await;
    // Nor is an access token a credential.
    portal.anyone().post("/verify", &json!({ "credential": company.token() })).await.problem(422, "credential_invalid");
}
