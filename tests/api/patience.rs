//! How long the server waits for clients that keep it waiting, and its jobs for a mail server that does. Seconds pass here in truth,
//! half a minute in all: the tests are run by their names, several at once, and under this one nobody waits at the end for them alone.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::on_both_databases;
use crate::support::smtp::SmtpServer;
use crate::support::wire::{connect, exchange};
use crate::support::{Contract, TestPortal};

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

/// Sends this and then a byte a second, on and on; how the server's answer begins, and after how many seconds it came.
async fn drip(portal: &TestPortal, begin: &[u8]) -> (String, u64) {
    let (stream, began) = (connect(&portal.base_url).await, Instant::now());
    let (mut reader, mut writer) = stream.into_split();
    writer.write_all(begin).await.unwrap();
    let dripping = async {
        while writer.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        std::future::pending::<()>().await;
    };
    let mut said = vec![0; 4096];
    let answer = tokio::time::timeout(Duration::from_secs(60), reader.read(&mut said));
    let length = tokio::select! {
        length = answer => length.expect("an answer").unwrap(),
        () = dripping => unreachable!("it goes on until the answer"),
    };
    (String::from_utf8_lossy(&said[..length]).into_owned(), began.elapsed().as_secs())
}

async fn who_keeps_the_server_waiting_is_let_go(portal: &TestPortal) {
    let stalled = format!("{HEAD}Content-Length: 100\r\n\r\n{{\"a");
    let endless = format!("{HEAD}Content-Length: 1000\r\n\r\n{{\"");
    let (silent, half, body, dripped_head, dripped_body, (), ()) = tokio::join!(
        wait_out(portal, b""),
        wait_out(portal, b"GET /health/live HTTP/1.1\r\nHost: loc"),
        wait_out(portal, stalled.as_bytes()),
        drip(portal, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
        drip(portal, endless.as_bytes()),
        idle_connections_cost_nobody_else(portal),
        a_mail_server_that_never_speaks_keeps_no_job_waiting(portal),
    );
    for (what, (said, seconds), limit) in [
        ("silence", &silent, 5),
        ("half a head", &half, 5),
        ("half a body", &body, 30),
        ("a head, byte by byte", &dripped_head, 5),
        ("a body, byte by byte", &dripped_body, 30),
    ] {
        assert!(said.starts_with("HTTP/1.1 408 "), "{what}: {said}");
        assert!((limit - 1..limit + 10).contains(seconds), "{what}: {seconds} s");
    }
    assert!(body.0.contains("request_timeout"), "{}", body.0);
}

/// A thousand connections, or as many as an eighth of the files that a process may open: both ends are here, for two databases at
/// once, and other tests open files too.
fn crowd() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let open = limits.lines().find_map(|line| line.strip_prefix("Max open files")).expect("a limit of open files");
    let most = open.split_whitespace().next().and_then(|soft| soft.parse::<usize>().ok());
    most.map_or(1000, |most| (most / 8).min(1000))
}

async fn idle_connections_cost_nobody_else(portal: &TestPortal) {
    let one = |_: usize| async move {
        let mut stream = connect(&portal.base_url).await;
        stream.write_all(format!("{LIVE}\r\n").as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        stream
    };
    let (mut idle, most) = (Vec::new(), crowd());
    while idle.len() < most {
        let some = (most - idle.len()).min(100);
        idle.extend(join_all((0..some).map(one)).await);
    }
    let began = Instant::now();
    let asked = exchange(&portal.base_url, format!("{LIVE}Connection: close\r\n\r\n").as_bytes()).await;
    assert_eq!(asked.status, 200);
    // Idle ones are let go after five seconds: whoever had to wait for that would wait longer.
    assert!(began.elapsed() < Duration::from_secs(3), "a new client waits {:?}", began.elapsed());
    join_all(idle.iter_mut().map(to_its_end)).await;
    let seconds = began.elapsed().as_secs();
    assert!((4..=20).contains(&seconds), "idle connections were closed after {seconds} s");
}

/// The jobs of a portal go on after half a minute, and the mail is kept.
async fn a_mail_server_that_never_speaks_keeps_no_job_waiting(portal: &TestPortal) {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let company = portal.company().await;
    company.submitted(&Contract::import().of(&company)).await;
    let (jobs, began) = (portal.jobs(Some(format!("smtp://{}", silent.local_addr().unwrap()))), Instant::now());
    tokio::time::timeout(Duration::from_secs(60), jobs.catch_up()).await.expect("they go on").unwrap();
    let seconds = began.elapsed().as_secs();
    assert!((29..45).contains(&seconds), "after {seconds} s");
    let server = SmtpServer::start().await;
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    assert_eq!(server.delivered().len(), 1);
}
