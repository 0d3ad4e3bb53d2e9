//! Requests as bytes that no HTTP library would send: each is answered exactly so, the connection ends, and nothing is done that was
//! smuggled behind it. Where the answer is not the one to wish for but a proxy's to give, it is pinned here.

use std::time::Duration;

use crate::on_both_databases;
use crate::support::portal::unlimited;
use crate::support::road::PAPER;
use crate::support::wire::exchange;
use crate::support::{Answer, Contract, TestPortal, new_id};

on_both_databases!(
    every_raw_request_gets_its_answer,
    a_host_that_the_operator_names_is_ours,
    a_file_is_sent_whole_whatever_ranges_are_asked_for,
    a_body_that_is_announced_too_large_is_refused_before_it_is_read,
);

const LIVE: &str = "GET /health/live HTTP/1.1\r\n";
const VERIFY: &str = "POST /api/v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
/// What an attacker hopes to have done as well.
const SMUGGLED: &str = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A request for `/health/live` with these header lines.
fn live(headers: &str) -> Vec<u8> {
    format!("{LIVE}{headers}\r\n").into_bytes()
}

/// A question about a certificate with these header lines and this body, and a request smuggled behind it.
fn verify(headers: &str, body: &str) -> Vec<u8> {
    format!("{VERIFY}{headers}\r\n{body}{SMUGGLED}").into_bytes()
}

/// What is sent, and the status that answers it. Where no `Connection: close` is sent, the server ends the connection by itself.
fn requests() -> Vec<(&'static str, Vec<u8>, u16)> {
    let ours = "Host: localhost\r\n";
    let many: String = (0..200).map(|at| format!("X-{at}: a\r\n")).collect();
    let chunks = "1\r\na\r\n".repeat(300_000);
    vec![
        // Two lengths, or one that is none.
        ("length and chunks", verify("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400),
        ("two equal lengths", verify("Content-Length: 4\r\nContent-Length: 4\r\n", "{}{}"), 400),
        ("two lengths", verify("Content-Length: 4\r\nContent-Length: 5\r\n", "{}{}"), 400),
        ("a list of lengths", verify("Content-Length: 4, 4\r\n", "{}{}"), 400),
        ("a length with a sign", verify("Content-Length: +4\r\n", "{}{}"), 400),
        ("a negative length", verify("Content-Length: -1\r\n", ""), 400),
        // Encodings of the transfer that are none.
        ("an unknown encoding", verify("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400),
        ("two encodings", verify("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 400),
        ("an encoding twice", verify("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400),
        ("a space before the colon", verify("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400),
        ("a chunk without a size", verify("Transfer-Encoding: chunked\r\n", "zz\r\n"), 400),
        ("a chunk of 2^64 bytes", verify("Transfer-Encoding: chunked\r\n", "10000000000000000\r\n"), 400),
        (
            "chunks of one byte without end",
            verify("Transfer-Encoding: chunked\r\nConnection: close\r\n", &format!("{chunks}0\r\n\r\n")),
            413,
        ),
        // The last request of a connection is the last, whether it is refused, answered, or of a version that ends it unasked.
        ("a body behind which more comes", verify("Content-Length: 2\r\nConnection: close\r\n", "{}"), 422),
        ("more behind the last", [live(&format!("{ours}Connection: close\r\n")), SMUGGLED.into()].concat(), 200),
        ("more behind HTTP/1.0", format!("GET /health/live HTTP/1.0\r\n{ours}\r\n{SMUGGLED}").into_bytes(), 200),
        // httparse takes a line feed alone for the end of a line; a proxy may be stricter.
        ("line feeds alone", b"GET /health/live HTTP/1.1\nHost: localhost\nConnection: close\n\n".to_vec(), 200),
        // Hosts.
        ("no host", live("Connection: close\r\n"), 400),
        ("two hosts", live("Host: localhost\r\nHost: localhost\r\n"), 400),
        ("an empty host", live("Host: \r\nConnection: close\r\n"), 421),
        ("another host", live("Host: evil.example\r\nConnection: close\r\n"), 421),
        ("a host that begins like ours", live("Host: localhost.evil.example\r\nConnection: close\r\n"), 421),
        ("a host with a name before it", live("Host: localhost@evil.example\r\nConnection: close\r\n"), 421),
        ("a host in other letters", live("Host: l\u{f6}calhost\r\nConnection: close\r\n"), 421),
        ("our host with a port", live("Host: LOCALHOST:80\r\nConnection: close\r\n"), 200),
        (
            "an address of another host",
            format!("GET http://evil.example/health/live HTTP/1.1\r\n{ours}Connection: close\r\n\r\n").into_bytes(),
            421,
        ),
        (
            "our address, and another host",
            b"GET http://localhost/health/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_vec(),
            421,
        ),
        (
            "our address in full",
            format!("GET http://localhost/health/live HTTP/1.1\r\n{ours}Connection: close\r\n\r\n").into_bytes(),
            200,
        ),
        // Headers.
        ("a folded header", live(&format!("{ours}X-A: b\r\n c\r\n")), 400),
        ("a NUL in a header", live(&format!("{ours}X-A: b\0c\r\n")), 400),
        ("two hundred headers", live(&format!("{ours}{many}")), 431),
        ("a header of 200 KiB", live(&format!("{ours}X-A: {}\r\n", "a".repeat(200 * 1024))), 431),
        // 414 would say it better.
        ("an address of 100 KiB", format!("GET /{} HTTP/1.1\r\n{ours}\r\n", "a".repeat(100 * 1024)).into_bytes(), 400),
        // Other protocols.
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), 400),
        ("HTTP/3.0", format!("GET /health/live HTTP/3.0\r\n{ours}\r\n").into_bytes(), 400),
        (
            "TLS",
            b"\x16\x03\x01\x00\x2e\x01\x00\x00\x2a\x03\x03hello hello hello hello hello hello\r\n\r\n".to_vec(),
            400,
        ),
        // Methods.
        ("TRACE", format!("TRACE /api/v1/filings HTTP/1.1\r\n{ours}Connection: close\r\n\r\n").into_bytes(), 405),
        ("FOO", format!("FOO /api/v1/filings HTTP/1.1\r\n{ours}Connection: close\r\n\r\n").into_bytes(), 405),
        ("a method with a bracket", format!("GE[T /health/live HTTP/1.1\r\n{ours}\r\n").into_bytes(), 400),
    ]
}

async fn every_raw_request_gets_its_answer(portal: &TestPortal) {
    for (name, request, status) in requests() {
        let answer = tokio::time::timeout(Duration::from_secs(20), exchange(&portal.base_url, &request)).await;
        let answer = answer.unwrap_or_else(|_| panic!("{name}: the connection stays open"));
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        assert!(!answer.text().contains("HTTP/1.1 200"), "{name}: what was smuggled behind it was done");
        match status {
            405 => assert!(answer.header("allow").is_some_and(|methods| methods.contains("GET")), "{name}"),
            421 => drop(answer.problem(421, "misdirected_request")),
            _ => {}
        }
    }
}

async fn a_host_that_the_operator_names_is_ours(portal: &TestPortal) {
    let request = live("Host: inner.example:8443\r\nConnection: close\r\n");
    assert_eq!(exchange(&portal.base_url, &request).await.status, 421);
    let named = portal::web::ServerSettings { hosts: vec!["inner.example".into()], ..unlimited() };
    assert_eq!(exchange(&portal.serve_also(&named), &request).await.status, 200);
}

async fn a_file_is_sent_whole_whatever_ranges_are_asked_for(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    let paper = company.filing(&id).await["attachments"][0]["id"].as_str().unwrap().to_owned();
    let ranges: Vec<String> = (0..200).map(|from| format!("{}-", from % 10)).collect();
    let request = company
        .request(reqwest::Method::GET, &format!("/filings/{id}/attachments/{paper}"))
        .header("range", format!("bytes={}", ranges.join(",")));
    let answer = Answer::of(request).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, PAPER));
}

async fn a_body_that_is_announced_too_large_is_refused_before_it_is_read(portal: &TestPortal) {
    let company = portal.company().await;
    let head = format!(
        "POST /api/v1/filings HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nIdempotency-Key: {}\r\n\
         Content-Type: application/json\r\nContent-Length: 10485760\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        company.token().unwrap(),
        new_id(),
    );
    exchange(&portal.base_url, head.as_bytes()).await.problem(413, "payload_too_large");
}
