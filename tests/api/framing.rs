//! What is said around a request: methods, addresses, encodings, and who claims to have forwarded it.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::json;

use crate::on_both_databases;
use crate::support::audit;
use crate::support::portal::unlimited;
use crate::support::wire::exchange;
use crate::support::{Answer, Contract, TestPortal, new_id, operations};

on_both_databases!(
    a_known_address_names_the_methods_it_takes,
    an_unknown_address_is_not_found_in_any_spelling,
    a_method_named_in_a_header_is_not_the_method,
    compressed_bodies_are_refused_everywhere,
    a_stranger_who_claims_to_be_forwarded_is_still_one_address,
    guesses_at_certificate_numbers_run_into_the_quota,
    every_answer_protects_the_browser,
    a_browser_asks_for_the_service_worker_anew_each_time,
);

async fn a_known_address_names_the_methods_it_takes(portal: &TestPortal) {
    let company = portal.company().await;
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in operations() {
        known.entry(operation.path).or_default().push(operation.method.to_string());
    }
    // `/verify/payment` and `/verify/{number}` are two addresses, as are all others: none shadows another.
    for (path, mut methods) in known {
        methods.sort();
        let address = path
            .replace("{id}", &new_id().to_string())
            .replace("{attachment_id}", &new_id().to_string())
            .replace("{number}", "SZ-1")
            .replace("{edition}", "1")
            .replace("{counterpart}", "mofcom")
            .replace("{code}", "nothing")
            .replace("{upload_id}", &new_id().to_string());
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"] {
            if methods.iter().any(|known| known == method) {
                continue;
            }
            let request = company.request(Method::from_bytes(method.as_bytes()).unwrap(), &address);
            let answer = Answer::of(request).await;
            answer.problem(405, "method_not_allowed");
            assert_eq!(answer.header("allow"), Some(methods.join(", ").as_str()), "{method} {path}");
        }
    }
}

async fn an_unknown_address_is_not_found_in_any_spelling(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company)).await;
    for path in [
        "/api/v1/nothing",
        "/api/v1",
        "/api/",
        "/api/v2/filings",
        "/api/v1//filings",
        "/api/v1/filings/",
        "/api/v1/FILINGS",
        "/api/v1/filings/ID/",
        "/api/v1/filings/ID/nothing",
        "/api/v1/filings%2FID",
        "/api/v1/filings/ID%2Fhistory",
        "/api/v1/filings/ID/attachments/",
        "/api/v1/auth/nothing",
        "/api/v1/verify/",
        "/oauth/nothing",
        "/.well-known/nothing",
        "/health/nothing",
        "/api/v1/filings;x=1",
    ] {
        let path = path.replace("ID", &id);
        company.get(&path).await.problem(404, "not_found");
    }
    // Raw: a client library would tidy these away before sending them.
    for path in [
        "//api/v1/me",
        "/api/v1/../v1/me",
        "/api/./v1/me",
        "/api/v1/filings/../me",
        "/api\\v1\\me",
        "/api/v1/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "/assets/../../Cargo.toml",
    ] {
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            company.token().unwrap()
        );
        let answer = exchange(&portal.base_url, head.as_bytes()).await;
        // Never the address that it resembles: at most the web app's own page, which any unknown address of a page gets.
        let is_page = answer.header("content-type") == Some("text/html; charset=utf-8");
        assert!(is_page || matches!(answer.status, 400 | 404), "{path}: {} {}", answer.status, answer.text());
    }
}

async fn a_method_named_in_a_header_is_not_the_method(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company)).await;
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        let request = company.request(Method::GET, &format!("/filings/{id}?_method=DELETE")).header(name, "DELETE");
        assert_eq!(Answer::of(request).await.expect(200)["status"], "draft");
    }
    company.get(&format!("/filings/{id}")).await.expect(200);
}

async fn compressed_bodies_are_refused_everywhere(portal: &TestPortal) {
    let company = portal.company().await;
    // Ten bytes of gzip header: it never comes to looking at them.
    let bomb: &[u8] = &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    for operation in operations().into_iter().filter(|operation| operation.content_type.is_some()) {
        let path = operation.path.replace("{id}", &new_id().to_string());
        for encoding in ["gzip", "br", "deflate", "zstd", "identity, gzip", "GZIP"] {
            let request = company
                .request(operation.method.clone(), &path)
                .header("content-encoding", encoding)
                .header("content-type", operation.content_type.clone().unwrap())
                .header("idempotency-key", new_id().to_string())
                .body(bomb);
            Answer::of(request).await.problem(415, "unsupported_encoding");
        }
    }
    let plain = company
        .request(Method::POST, "/filings")
        .header("content-encoding", "identity")
        .header("idempotency-key", new_id().to_string())
        .json(&Contract::import().of(&company).registration());
    Answer::of(plain).await.expect(201);
}

async fn a_stranger_who_claims_to_be_forwarded_is_still_one_address(portal: &TestPortal) {
    audit::listen();
    let said_of = |answer: &Answer| audit::of(answer).iter().map(|event| event["peer"].clone()).collect::<Vec<_>>();
    let tries = 5;
    let strict = portal::web::ServerSettings { public_quota: tries, ..unlimited() };
    let direct = portal.anyone().at(&portal.serve_also(&strict));
    let verify = |actor: &crate::support::Actor, forwarded: u32| {
        actor
            .request(Method::GET, "/verify/SZ-0000")
            .header("x-forwarded-for", format!("198.51.100.{forwarded}"))
            .header("x-real-ip", format!("198.51.100.{forwarded}"))
            .header("forwarded", format!("for=198.51.100.{forwarded}"))
    };
    for forwarded in 0..tries {
        let answer = Answer::of(verify(&direct, forwarded)).await;
        answer.problem(404, "not_found");
        assert_eq!(said_of(&answer), ["127.0.0.1"], "the audit log names the peer, whatever a stranger says");
    }
    let refused = Answer::of(verify(&direct, tries)).await;
    refused.problem(429, "too_many_requests");
    assert!(refused.header("retry-after").and_then(|wait| wait.parse::<u64>().ok()).is_some_and(|wait| wait >= 1));

    // Past our own proxy, each of those it saw is counted by itself.
    let behind = portal::web::ServerSettings { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..strict };
    let proxied = portal.anyone().at(&portal.serve_also(&behind));
    for forwarded in 0..tries * 2 {
        let answer = Answer::of(verify(&proxied, forwarded)).await;
        answer.problem(404, "not_found");
        assert_eq!(said_of(&answer), [format!("198.51.100.{forwarded}")]);
    }
    for _ in 1..tries {
        Answer::of(verify(&proxied, 1)).await.problem(404, "not_found");
    }
    Answer::of(verify(&proxied, 1)).await.problem(429, "too_many_requests");
}

async fn guesses_at_certificate_numbers_run_into_the_quota(portal: &TestPortal) {
    let company = portal.company().await;
    let number = portal.registered(&company, &Contract::import().of(&company)).await["certificate_number"].clone();
    let strict = portal::web::ServerSettings { public_quota: 10, ..unlimited() };
    let guesser = portal.anyone().at(&portal.serve_also(&strict));
    let told = guesser.get(&format!("/verify/{}", number.as_str().unwrap())).await.expect(200);
    let fields: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        fields,
        ["as_of", "counterparty_country", "direction", "holder", "number", "status", "valid", "valid_until", "version"]
    );
    for guess in 1..10 {
        guesser.get(&format!("/verify/SZ-{guess}")).await.problem(404, "not_found");
    }
    guesser.get("/verify/SZ-10").await.problem(429, "too_many_requests");
    guesser.post("/verify", &json!({ "credential": "x" })).await.problem(429, "too_many_requests");
    // Credentials have a fifth of it, of their own; everything else goes on.
    let guess = json!({ "email": "nobody@suzhou.example", "password": "a guess" });
    for _ in 0..2 {
        guesser.post("/auth/login", &guess).await.problem(401, "unauthenticated");
    }
    guesser.post("/auth/login", &guess).await.problem(429, "too_many_requests");
    guesser.get("/reference").await.expect(200);
}

async fn every_answer_protects_the_browser(portal: &TestPortal) {
    let company = portal.company().await;
    for path in
        ["/me", "/nothing", "/filings/1", "/reference", "/health/live", "/.well-known/jwks.json", "/docs/errors"]
    {
        let answer = company.get(path).await;
        for (name, begins) in [
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'self'"),
            ("referrer-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert!(
                answer.header(name).is_some_and(|value| value.starts_with(begins)),
                "{path} {name}: {:?}",
                answer.header(name)
            );
        }
        assert!(!answer.header("content-security-policy").unwrap().contains("unsafe-eval"));
        assert!(answer.header("x-request-id").is_some_and(|id| uuid::Uuid::parse_str(id).is_ok()));
    }
    assert_eq!(company.get("/me").await.header("cache-control"), Some("no-store"));
    // An id from outside would let others write into our log.
    let request = company.request(Method::GET, "/me").header("x-request-id", "mine");
    assert_ne!(Answer::of(request).await.header("x-request-id"), Some("mine"));
}

/// One that a browser keeps would serve a page that is gone.
async fn a_browser_asks_for_the_service_worker_anew_each_time(portal: &TestPortal) {
    let answer = portal.anyone().get("/service-worker.js").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert!(answer.header("content-type").is_some_and(|value| value.starts_with("text/javascript")));
    assert!(answer.header("content-security-policy").is_some_and(|value| value.starts_with("default-src 'self'")));
}
