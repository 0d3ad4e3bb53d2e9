//! Webhooks: from the entry of the journal to its receipt, while some endpoints take connections and never answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use portal::app::{Clock, SystemClock};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::Failure;
use crate::common::client::{Client, Request};

/// Endpoints, and how many of them hang.
const ENDPOINTS: usize = 100;
const HANGING: usize = 10;
/// Commands in a second, each told to the endpoints of its company.
pub(crate) const PACE: u64 = 40;
/// How long what is still on its way is waited for.
const LAST: Duration = Duration::from_secs(10);

/// All endpoints, at one address.
pub(crate) struct Receiver {
    address: std::net::SocketAddr,
    waits: Arc<Mutex<Vec<Duration>>>,
    /// Endpoints that answer, by client.
    answering: Vec<usize>,
}

impl Receiver {
    /// Listens, and registers endpoints for the companies of the clients, in turn.
    pub(crate) async fn start(server: std::net::SocketAddr, filers: &[String]) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, waits) = (listener.local_addr()?, Arc::new(Mutex::new(Vec::new())));
        let kept = waits.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(receive(stream, kept.clone()));
            }
        });
        let mut client = Client::connect(server).await?;
        let mut systems = Vec::new();
        for (number, token) in filers.iter().enumerate() {
            let body = json!({ "name": format!("bench {number}"), "scopes": ["webhooks:read"] });
            systems.push(created(&mut client, "/api/v1/partners", token, &format!("system-{number}"), &body).await?);
        }
        let mut answering = vec![0; filers.len()];
        for number in 0..ENDPOINTS {
            let place = number % filers.len().max(1);
            let (Some(token), Some(system)) = (filers.get(place), systems.get(place)) else { continue };
            let hangs = number < HANGING;
            let path = if hangs { "hang" } else { "answer" };
            let body = json!({ "url": format!("http://{address}/{path}/{number}"), "partner_id": system });
            created(&mut client, "/api/v1/webhooks", token, &format!("endpoint-{number}"), &body).await?;
            if let Some(count) = answering.get_mut(place).filter(|_| !hangs) {
                *count += 1;
            }
        }
        Ok(Self { address, waits, answering })
    }

    /// Endpoints that answer and are told of what a client does.
    pub(crate) fn told(&self, client: usize) -> usize {
        self.answering.get(client).copied().unwrap_or_default()
    }

    /// What arrived took so long, once so many have arrived, or no more comes.
    pub(crate) async fn waits(&self, expected: usize) -> Vec<Duration> {
        let arrived = || self.waits.lock().unwrap_or_else(PoisonError::into_inner).len();
        let began = tokio::time::Instant::now();
        while arrived() < expected && began.elapsed() < LAST {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        println!("{} of {expected} deliveries arrived at {}", arrived(), self.address);
        self.waits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Creates something; its id.
async fn created(client: &mut Client, path: &str, token: &str, key: &str, body: &Value) -> Result<String, Failure> {
    let answer = client.ask(&Request::post(path, Some(token), key, &body.to_string())).await?;
    let status = answer.status;
    let view: Value = serde_json::from_slice(answer.body)?;
    let id = view.get("id").and_then(Value::as_str).map(str::to_owned);
    id.ok_or_else(|| format!("{path}: {status} {view}").into())
}

/// Takes one delivery. The time of the entry is the beginning of its transaction, so that the commit is counted too.
async fn receive(mut stream: TcpStream, waits: Arc<Mutex<Vec<Duration>>>) -> Option<()> {
    let mut received = Vec::new();
    let (head, length) = loop {
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(received.get(..end)?).to_lowercase();
            let length = head.split("content-length:").nth(1)?.lines().next()?.trim().parse::<usize>().ok()?;
            break (head, end + 4 + length);
        }
    };
    while received.len() < length {
        if stream.read_buf(&mut received).await.ok()? == 0 {
            return None;
        }
    }
    let arrived = SystemClock.now();
    if head.starts_with("post /hang") {
        return std::future::pending().await;
    }
    let start = received.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let body: Value = serde_json::from_slice(received.get(start..length)?).ok()?;
    let at: DateTime<Utc> = body.get("timestamp")?.as_str()?.parse().ok()?;
    let wait = (arrived - at).to_std().unwrap_or_default();
    waits.lock().unwrap_or_else(PoisonError::into_inner).push(wait);
    stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.ok()
}
