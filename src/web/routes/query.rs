//! What the queries of several operations share. How they are read is `web/extract/query.rs`.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, de};

use crate::app::{AppError, FieldError};

pub(super) use crate::web::extract::{List, PageQuery, Parameters};

/// A code of a closed set, where one is given.
pub(super) fn code<T>(name: &str, text: Option<&str>, read: fn(&str) -> Option<T>) -> Result<Option<T>, AppError> {
    text.map(|text| read(text).ok_or_else(|| unknown(name))).transpose()
}

/// Codes of a closed set, by comma.
pub(super) fn codes<T>(name: &str, text: Option<&str>, read: fn(&str) -> Option<T>) -> Result<Vec<T>, AppError> {
    let given = text.map(|text| text.split(','));
    given.into_iter().flatten().map(|text| read(text).ok_or_else(|| unknown(name))).collect()
}

fn unknown(name: &str) -> AppError {
    AppError::Invalid { code: "invalid_query", errors: vec![FieldError::new(format!("/{name}"), "invalid_query", "?")] }
}

/// Whether what has this state is in use: `active` or `disabled`.
pub(super) fn in_use(text: &str) -> Option<bool> {
    match text {
        "active" => Some(true),
        "disabled" => Some(false),
        _ => None,
    }
}

/// A search text, trimmed; nothing where there is none.
pub(super) fn search(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().chars().take(100).collect::<String>()).filter(|text| !text.is_empty())
}

/// A place of the journal: 0 is before its first entry.
pub(super) fn place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let place = Option::<i64>::deserialize(deserializer)?;
    if place.is_none_or(|place| place >= 0) { Ok(place) } else { Err(de::Error::custom("before the beginning")) }
}

/// A day of the years that every database knows.
pub(super) fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let day = Option::<NaiveDate>::deserialize(deserializer)?;
    if day.is_none_or(|day| is_known(day.year())) { Ok(day) } else { Err(de::Error::custom("a year of no database")) }
}

/// A time of the years that every database knows.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let time = Option::<DateTime<Utc>>::deserialize(deserializer)?;
    if time.is_none_or(|time| is_known(time.year())) {
        Ok(time)
    } else {
        Err(de::Error::custom("a year of no database"))
    }
}

/// Whether every database knows days of this year.
pub(super) fn is_known(year: i32) -> bool {
    (1..=9998).contains(&year)
}
