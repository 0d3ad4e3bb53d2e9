//! A mail server (RFC 5321) that keeps what it is sent.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::mail::Mail;

/// A mail that was delivered: who it was for, and what it says.
#[derive(Debug, Clone)]
pub struct Delivered {
    /// Address of `MAIL FROM`.
    pub sender: String,
    /// Addresses of `RCPT TO`.
    pub recipients: Vec<String>,
    /// The message.
    pub mail: Mail,
}

#[derive(Debug, Default)]
struct State {
    delivered: Vec<Delivered>,
    /// The answer to `RCPT TO`, where it is not 250.
    refusal: Option<&'static str>,
    /// The one address to which that is the answer; none for all.
    refused: Option<String>,
    /// Whether it takes a message, and then neither says so nor keeps it.
    hangs_up: bool,
}

/// A running mail server; it ends with the test's runtime.
#[derive(Debug, Clone)]
pub struct SmtpServer {
    /// For the portal's settings.
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl SmtpServer {
    /// Starts one on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            url: format!("smtp://{}", listener.local_addr().unwrap()),
            state: Arc::new(Mutex::new(State::default())),
        };
        let state = server.state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = state.clone();
                tokio::spawn(async move { drop(talk(stream, &state).await) });
            }
        });
        server
    }

    /// Answers `RCPT TO` with this from now on, such as `451 try again later`; with none, accepts again.
    pub fn refuse_with(&self, refusal: Option<&'static str>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.refusal, state.refused) = (refusal, None);
    }

    /// The same for one address, until it is told otherwise.
    pub fn refuse_one(&self, address: &str, refusal: &'static str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.refusal, state.refused) = (Some(refusal), Some(address.to_owned()));
    }

    /// Ends the connection from now on when a whole message has come, without an answer and without the message; or no longer.
    pub fn hang_up(&self, hangs_up: bool) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).hangs_up = hangs_up;
    }

    /// What was delivered, in the order in which it came.
    pub fn delivered(&self) -> Vec<Delivered> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).delivered.clone()
    }
}

async fn talk(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 mail.example ESMTP\r\n").await?;
    let (mut sender, mut recipients) = (String::new(), Vec::new());
    while let Some(line) = lines.next_line().await? {
        let verb = line.to_uppercase();
        let answer = if verb.starts_with("EHLO") {
            "250-mail.example\r\n250-8BITMIME\r\n250 SMTPUTF8"
        } else if verb.starts_with("MAIL FROM:") {
            sender = address(&line);
            "250 ok"
        } else if verb.starts_with("RCPT TO:") {
            let refusal = refusal_of(state, &line);
            recipients.extend(refusal.is_none().then(|| address(&line)));
            refusal.unwrap_or("250 ok")
        } else if verb == "DATA" {
            writer.write_all(b"354 go ahead\r\n").await?;
            let mut message = String::new();
            while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                message.push_str(line.strip_prefix('.').unwrap_or(&line));
                message.push_str("\r\n");
            }
            if state.lock().unwrap_or_else(PoisonError::into_inner).hangs_up {
                break;
            }
            let delivered = Delivered {
                sender: std::mem::take(&mut sender),
                recipients: std::mem::take(&mut recipients),
                mail: Mail::read(&message),
            };
            state.lock().unwrap_or_else(PoisonError::into_inner).delivered.push(delivered);
            "250 delivered"
        } else if verb == "RSET" || verb == "NOOP" {
            recipients.clear();
            "250 ok"
        } else if verb == "QUIT" {
            "221 bye"
        } else {
            "502 not known here"
        };
        writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
        if verb == "QUIT" {
            break;
        }
    }
    Ok(())
}

/// What is answered to a `RCPT TO`, where it is not 250.
fn refusal_of(state: &Mutex<State>, line: &str) -> Option<&'static str> {
    let state = state.lock().unwrap_or_else(PoisonError::into_inner);
    state.refusal.filter(|_| state.refused.as_ref().is_none_or(|refused| *refused == address(line)))
}

/// The address between `<` and `>`.
fn address(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split_once('>').map_or("", |(address, _)| address).to_owned()
}
