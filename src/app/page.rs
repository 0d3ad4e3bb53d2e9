//! Pages of lists: how many, and from where. A cursor is opaque and signed, so that only ours come back.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use super::{AppError, Portal};

/// Items a page has when nobody says how many.
pub const USUAL: i64 = 20;
/// Items a page has at most.
pub const MOST: i64 = 100;

/// One page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last one.
    pub next_cursor: Option<String>,
}

/// Which page is wanted.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    /// Items wanted, 1 to [`MOST`].
    pub limit: Option<i64>,
    /// The cursor of the page before.
    pub cursor: Option<String>,
}

impl PageRequest {
    /// The number of items, or why not.
    pub(crate) fn limit(&self) -> Result<i64, AppError> {
        match self.limit {
            None => Ok(USUAL),
            Some(limit @ 1..=MOST) => Ok(limit),
            Some(_) => Err(AppError::field("/limit", "invalid_query", "1…100")),
        }
    }

    /// The place that the cursor names.
    pub(crate) fn place(&self, portal: &Portal) -> Result<Option<String>, AppError> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let read = || {
            let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
            let (tag, place) = text.split_once('.')?;
            (tag == tag_of(portal, place)).then(|| place.to_owned())
        };
        read().map(Some).ok_or(AppError::BadRequest("invalid_cursor"))
    }
}

impl<T> Page<T> {
    /// Cuts the extra item that was asked for to learn whether there is another page.
    pub(crate) fn cut(portal: &Portal, mut items: Vec<T>, limit: i64, place: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = items.last().filter(|_| more).map(|last| cursor_at(portal, &place(last)));
        Self { items, next_cursor }
    }

    /// The same page of other items.
    pub(crate) fn try_map<U>(self, each: impl FnMut(T) -> Result<U, AppError>) -> Result<Page<U>, AppError> {
        Ok(Page { items: self.items.into_iter().map(each).collect::<Result<_, _>>()?, next_cursor: self.next_cursor })
    }
}

/// The cursor that names a place.
pub(crate) fn cursor_at(portal: &Portal, place: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{}.{place}", tag_of(portal, place)))
}

/// First half of a keyed digest of the place: a forged cursor does not match.
fn tag_of(portal: &Portal, place: &str) -> String {
    let mut tag = super::tokens::digest(format!("cursor\n{}\n{place}", portal.cursor_key()));
    tag.truncate(16);
    tag
}
