//! Uploads as `multipart/form-data`: one file, and texts beside it.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::StatusCode;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::app::AppError;
use crate::web::problem::WebError;

/// Bytes of a text at most.
const MOST_TEXT: usize = 4096;

/// The parts of an upload.
pub(in crate::web) struct Parts {
    /// Name of the file.
    pub(in crate::web) file_name: String,
    /// Its bytes.
    pub(in crate::web) content: Bytes,
    texts: BTreeMap<String, String>,
}

impl Parts {
    /// Receives the part `file`, of at most so many bytes, and these texts, within so many seconds; a part that is not among them or
    /// comes twice is refused.
    pub(in crate::web) async fn receive(
        stream: Multipart,
        most: usize,
        texts: &[&str],
        seconds: u64,
    ) -> Result<Self, WebError> {
        tokio::time::timeout(Duration::from_secs(seconds), receive(stream, most, texts))
            .await
            .map_err(|_| WebError::Http(StatusCode::REQUEST_TIMEOUT, "request_timeout"))?
    }

    /// A text; empty where it was not sent.
    pub(in crate::web) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// Everything that was sent, for the fingerprint of a command.
    pub(in crate::web) fn fingerprint(&self) -> Vec<u8> {
        let texts = self.texts.iter().flat_map(|(name, text)| [name.as_bytes(), b"\n", text.as_bytes(), b"\n"]);
        let file = [self.file_name.as_bytes(), b"\n", &self.content];
        texts.chain(file).collect::<Vec<_>>().concat()
    }
}

async fn receive(mut stream: Multipart, most: usize, texts: &[&str]) -> Result<Parts, WebError> {
    let broken = || AppError::BadRequest("invalid_multipart");
    let (mut file, mut known) = (None, BTreeMap::new());
    while let Some(part) = stream.next().await {
        let (name, file_name, content) = read_part(part, |name| if name == "file" { most } else { MOST_TEXT }).await?;
        if name == "file" && file.is_none() {
            file = Some((file_name, content));
        } else if texts.contains(&name.as_str()) && !known.contains_key(&name) {
            known.insert(name, String::from_utf8(content.to_vec()).map_err(|_| broken())?);
        } else {
            return Err(broken().into());
        }
    }
    let (file_name, content) = file.ok_or_else(broken)?;
    Ok(Parts { file_name, content, texts: known })
}

/// One part: its name, the name of its file, and its bytes, of which there may be as many as `most` allows a part of that name.
pub(in crate::web) async fn read_part(
    part: Result<Field, MultipartError>,
    most: impl Fn(&str) -> usize,
) -> Result<(String, String, Bytes), WebError> {
    let broken = || AppError::BadRequest("invalid_multipart");
    let mut part = part.map_err(|_| broken())?;
    let name = part.name().unwrap_or_default().to_owned();
    let file_name = part.content_disposition().and_then(|disposition| disposition.get_filename().map(str::to_owned));
    let most = most(&name);
    let mut content = BytesMut::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| broken())?;
        if content.len() + chunk.len() > most {
            return Err(AppError::TooLarge(most).into());
        }
        content.extend_from_slice(&chunk);
    }
    Ok((name, file_name.unwrap_or_default(), content.freeze()))
}
