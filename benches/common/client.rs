//! A client that costs little: one connection kept alive, requests as bytes, answers read by their length.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Failure;

/// A request as it goes over the wire.
#[derive(Debug, Clone)]
pub(crate) struct Request(Vec<u8>);

impl Request {
    /// A request for something.
    pub(crate) fn get(path: &str, token: Option<&str>) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", authorization(token)).into_bytes())
    }

    /// A request that creates or acts; `key` names the intent.
    pub(crate) fn post(path: &str, token: Option<&str>, key: &str, body: &str) -> Self {
        let length = body.len();
        let authorization = authorization(token);
        Self(
            format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}Idempotency-Key: {key}\r\n\
                 Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            )
            .into_bytes(),
        )
    }

    /// A request that sends a workbook of registrations.
    pub(crate) fn workbook(path: &str, token: &str, workbook: &[u8]) -> Self {
        const BOUNDARY: &str = "----bench-4f1d";
        let mut body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nregistration\r\n--{BOUNDARY}\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"bench.xlsx\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(workbook);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let authorization = authorization(Some(token));
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        request.extend(body);
        Self(request)
    }
}

fn authorization(token: Option<&str>) -> String {
    token.map_or_else(String::new, |token| format!("Authorization: Bearer {token}\r\n"))
}

/// One connection.
pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

/// An answer.
pub(crate) struct Answer<'a> {
    /// Its status.
    pub(crate) status: u16,
    /// Its body.
    pub(crate) body: &'a [u8],
}

impl Client {
    /// Connects.
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request and waits for all of its answer.
    pub(crate) async fn ask(&mut self, request: &Request) -> Result<Answer<'_>, Failure> {
        self.stream.write_all(&request.0).await?;
        self.received.clear();
        let (status, from, length) = loop {
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err("the service closed the connection".into());
            }
            if let Some(head) = head(&self.received)? {
                break head;
            }
        };
        while self.received.len() < from + length {
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err("the service closed the connection".into());
            }
        }
        Ok(Answer { status, body: self.received.get(from..from + length).unwrap_or_default() })
    }
}

/// Status, where the body begins and how long it is, once the head is there.
fn head(received: &[u8]) -> Result<Option<(u16, usize, usize)>, Failure> {
    let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(received.get(..end).unwrap_or_default())?;
    let status = text.get(9..12).ok_or("no status")?.parse()?;
    let length = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(Ok(0), |(_, value)| value.trim().parse())?;
    Ok(Some((status, end + 4, length)))
}
