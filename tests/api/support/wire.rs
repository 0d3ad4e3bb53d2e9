//! Requests byte by byte, for what no HTTP library would send.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;

use super::answer::Answer;

/// A connection to a server at `http://HOST:PORT`.
pub async fn connect(base_url: &str) -> TcpStream {
    TcpStream::connect(base_url.trim_start_matches("http://")).await.expect("the server listens")
}

/// Sends `request` as it is, and reads until the server closes: ask it to, with `Connection: close`.
pub async fn exchange(base_url: &str, request: &[u8]) -> Answer {
    let (mut reader, mut writer) = connect(base_url).await.into_split();
    // The server may answer, and close, before it has taken everything.
    let (_refused, answer) = tokio::join!(writer.write_all(request), read_answer(&mut reader));
    answer
}

/// Reads an answer up to the end of the connection; its body has a Content-Length.
async fn read_answer(stream: &mut OwnedReadHalf) -> Answer {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    // A reset after the answer loses nothing of what has been read.
    while let Ok(count @ 1..) = stream.read(&mut chunk).await {
        bytes.extend_from_slice(&chunk[..count]);
    }
    // What a server says before its answer (100 Continue) has no body.
    while bytes.starts_with(b"HTTP/1.1 1") {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an end of what was said before");
        bytes.drain(..end + 4);
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| panic!("no answer: {bytes:?}"));
    let head = String::from_utf8(bytes[..end].to_vec()).expect("headers are text");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status line");
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a header");
        headers.append(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value).unwrap());
    }
    Answer { status, headers, body: bytes[end + 4..].to_vec() }
}
