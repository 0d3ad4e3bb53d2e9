//! An endpoint for webhooks that keeps what it is sent, and answers as it is told.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::webhooks::HERE;

/// What arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body as it came.
    pub body: String,
}

impl Arrived {
    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// What happened.
    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }
}

/// How a receiver answers.
#[derive(Debug, Clone, Copy)]
pub enum Reply {
    /// With this status.
    Status(u16),
    /// With this status and a header.
    With(u16, &'static str),
    /// With these bytes, and nothing after them while the connection stays.
    Bytes(&'static str),
    /// With the head of a success whose last header never ends: a byte now and then.
    Drip,
    /// With headers of success and a body without end.
    Flood,
    /// Never.
    Hang,
    /// By ending the connection.
    Cut,
}

#[derive(Debug)]
struct State {
    arrived: Vec<Arrived>,
    connections: usize,
    next: VecDeque<Reply>,
    usual: Reply,
}

/// A running receiver; it ends with the test's runtime.
#[derive(Debug, Clone)]
pub struct Receiver {
    /// Its address.
    pub url: String,
    state: Arc<Mutex<State>>,
    came: Arc<Notify>,
}

impl Receiver {
    /// Starts one on a free port, which answers 204.
    pub async fn start() -> Self {
        Self::start_at(HERE, 0).await
    }

    /// The same at another address of this machine, and a port.
    pub async fn start_at(address: &str, port: u16) -> Self {
        let listener = TcpListener::bind((address, port)).await.unwrap();
        let state = State { arrived: Vec::new(), connections: 0, next: VecDeque::new(), usual: Reply::Status(204) };
        let receiver = Self {
            url: format!("http://{}/", listener.local_addr().unwrap()),
            state: Arc::new(Mutex::new(state)),
            came: Arc::default(),
        };
        let serving = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.state().connections += 1;
                let receiver = serving.clone();
                tokio::spawn(async move { drop(receiver.talk(stream).await) });
            }
        });
        receiver
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers like this from now on.
    pub fn answer(&self, usual: Reply) {
        self.state().usual = usual;
    }

    /// Answers like these first, one after the other.
    pub fn answer_first(&self, replies: impl IntoIterator<Item = Reply>) {
        self.state().next.extend(replies);
    }

    /// What arrived, in the order in which it came.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.state().arrived.clone()
    }

    /// Types of what arrived.
    pub fn kinds(&self) -> Vec<String> {
        self.arrived().iter().map(Arrived::kind).collect()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.state().connections
    }

    /// Waits until so many have arrived.
    pub async fn wait_for(&self, count: usize) {
        loop {
            let came = self.came.notified();
            if self.state().arrived.len() >= count {
                return;
            }
            came.await;
        }
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let (reader, mut writer) = stream.into_split();
        let mut reader = BufReader::new(reader);
        let mut headers = BTreeMap::new();
        let mut line = String::new();
        while reader.read_line(&mut line).await? > 0 && line != "\r\n" {
            if let Some((name, value)) = line.split_once(':') {
                headers.insert(name.to_lowercase(), value.trim().to_owned());
            }
            line.clear();
        }
        let length = headers.get("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).await?;
        let reply = {
            let mut state = self.state();
            state.arrived.push(Arrived { headers, body: String::from_utf8(body).unwrap() });
            let usual = state.usual;
            state.next.pop_front().unwrap_or(usual)
        };
        self.came.notify_waiters();
        match reply {
            Reply::Status(status) => writer.write_all(head(status, "content-length: 0").as_bytes()).await,
            Reply::With(status, header) => {
                let fields = format!("content-length: 0\r\n{header}");
                writer.write_all(head(status, &fields).as_bytes()).await
            }
            Reply::Bytes(text) => {
                writer.write_all(text.as_bytes()).await?;
                // Until the other side has had enough.
                reader.read_exact(&mut [0]).await.map(drop)
            }
            Reply::Drip => {
                writer.write_all(b"HTTP/1.1 200 OK\r\nx-slow: ").await?;
                loop {
                    writer.write_all(b"a").await?;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            Reply::Flood => {
                writer.write_all(head(200, "content-length: 10000000000\r\ncontent-encoding: gzip").as_bytes()).await?;
                loop {
                    writer.write_all(&[0; 65_536]).await?;
                }
            }
            Reply::Hang => reader.read_exact(&mut [0]).await.map(drop),
            Reply::Cut => Ok(()),
        }
    }
}

fn head(status: u16, fields: &str) -> String {
    format!("HTTP/1.1 {status} Answer\r\n{fields}\r\n\r\n")
}
