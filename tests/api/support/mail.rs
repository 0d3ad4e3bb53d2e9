//! Mail as its reader sees it: headers and body decoded.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The `To` header.
    pub to: String,
    /// The `Subject` header.
    pub subject: String,
    /// The `Message-ID` header.
    pub id: String,
    /// Its text.
    pub body: String,
}

impl Mail {
    /// Reads a message as it travels.
    pub fn read(message: &str) -> Self {
        let message = message.replace("\r\n", "\n");
        let (head, body) = message.split_once("\n\n").expect("a mail has a head and a body");
        let head = head.replace("\n ", " ").replace("\n\t", " ");
        let header = |name: &str| {
            let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}:")));
            line.map_or_else(String::new, |line| decoded_words(line[name.len() + 1..].trim()))
        };
        let body = match header("content-transfer-encoding").to_lowercase().as_str() {
            "base64" => utf8(STANDARD.decode(body.replace('\n', "")).unwrap()),
            "quoted-printable" => quoted_printable(&body.replace("=\n", "")),
            _ => body.to_owned(),
        };
        Self { to: header("to"), subject: header("subject"), id: header("message-id"), body }
    }

    /// The mails that lie as files in a folder, in the order of their text.
    pub fn in_folder(folder: &Path) -> Vec<Self> {
        let mut mails: Vec<Self> = std::fs::read_dir(folder)
            .map(|entries| {
                let entries = entries.map(|entry| entry.unwrap().path());
                let messages = entries.filter(|path| path.extension().is_some_and(|extension| extension == "eml"));
                messages.map(|path| Self::read(&std::fs::read_to_string(path).unwrap())).collect()
            })
            .unwrap_or_default();
        mails.sort_by(|left, right| (&left.to, &left.subject).cmp(&(&right.to, &right.subject)));
        mails
    }
}

/// A header's text with its encoded words (RFC 2047) read.
fn decoded_words(text: &str) -> String {
    let words = text.replace("?= =?", "?==?"); // white space between two encoded words is none
    let mut rest = words.as_str();
    let mut decoded = String::new();
    while let Some((before, word)) = rest.split_once("=?") {
        let mut parts = word.splitn(4, '?');
        let (_charset, encoding, content, after) = (parts.next(), parts.next(), parts.next(), parts.next());
        decoded.push_str(before);
        decoded.push_str(&match encoding {
            Some("b" | "B") => utf8(STANDARD.decode(content.unwrap()).unwrap()),
            _ => quoted_printable(&content.unwrap().replace('_', " ")),
        });
        rest = after.and_then(|after| after.strip_prefix('=')).unwrap();
    }
    decoded + rest
}

fn quoted_printable(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    utf8(bytes)
}

fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}
