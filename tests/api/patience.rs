//! How long the server waits for clients that keep it waiting. Seconds pass here in truth, half a minute in all: the tests are run by
//! their names, several at once, and under this one nobody waits at the end for them alone.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::on_both_databases;
use crate::support::TestPortal;
use crate::support::wire::{connect, exchange};

on_both_databases!(who_keeps_the_server_waiting_is_let_go);

const LIVE: &str = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n";
const HEAD: &str = "POST /api/v1/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/// Sends this and nothing more; what the server then says, up to the end, and after how many seconds that came.
async fn wait_out(portal: &TestPortal, request: &[u8]) -> (String, u64) {
    let (mut stream, began) = (connect(&portal.base_url).await, Instant::now());
    stream.write_all(request).await.unwrap();
    (to_its_end(&mut stream).await, began.elapsed().as_secs())
}

async fn to_its_end(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    tokio::time::timeout(Duration::from_secs(60), stream.read_to_end(&mut said)).await.expect("an end").unwrap();
    String::from_utf8_lossy(&said).into_owned()
}

async fn who_keeps_the_server_waiting_is_let_go(portal: &TestPortal) {
    let stalled = format!("{HEAD}Content-Length: 100\r\n\r\n{{\"a");
    let (silent, half, body, ()) = tokio::join!(
        wait_out(portal, b""),
        wait_out(portal, b"GET /health/live HTTP/1.1\r\nHost: loc"),
        wait_out(portal, stalled.as_bytes()),
        idle_connections_cost_nobody_else(portal),
    );
    for (what, (said, seconds), limit) in
        [("silence", &silent, 5), ("half a head", &half, 5), ("half a body", &body, 30)]
    {
        assert!(said.starts_with("HTTP/1.1 408 "), "{what}: {said}");
        assert!((limit - 1..limit + 10).contains(seconds), "{what}: {seconds} s");
    }
    assert!(body.0.contains("request_timeout"), "{}", body.0);
}

async fn idle_connections_cost_nobody_else(portal: &TestPortal) {
    let idle = join_all((0..100).map(|_| async move {
        let mut stream = connect(&portal.base_url).await;
        stream.write_all(format!("{LIVE}\r\n").as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        stream
    }));
    let (mut idle, began) = (idle.await, Instant::now());
    let asked = exchange(&portal.base_url, format!("{LIVE}Connection: close\r\n\r\n").as_bytes()).await;
    assert_eq!(asked.status, 200);
    // Idle ones are let go after five seconds: whoever had to wait for that would wait longer.
    assert!(began.elapsed() < Duration::from_secs(3), "a new client waits {:?}", began.elapsed());
    join_all(idle.iter_mut().map(to_its_end)).await;
    let seconds = began.elapsed().as_secs();
    assert!((4..=20).contains(&seconds), "idle connections were closed after {seconds} s");
}
