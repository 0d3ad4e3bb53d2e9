//! How values lie in text columns: JSON and the codes of closed sets. What cannot be read back is damage, not absence.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Result, StorageError};

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StorageError::Corrupt(error.to_string()))
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StorageError::Corrupt(error.to_string()))
}

/// The value that a stored code or id stands for.
pub(crate) fn known<T>(value: Option<T>, text: &str) -> Result<T> {
    value.ok_or_else(|| StorageError::Corrupt(format!("unknown value {text:?}")))
}

pub(crate) fn utc(time: NaiveDateTime) -> DateTime<Utc> {
    time.and_utc()
}

/// Text that a person searches for, as a literal pattern: `%`, `_` and `\` mean themselves.
pub(crate) fn containing(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|character| {
            let escape = matches!(character, '%' | '_' | '\\').then_some('\\');
            escape.into_iter().chain(std::iter::once(character))
        })
        .collect();
    format!("%{escaped}%")
}
