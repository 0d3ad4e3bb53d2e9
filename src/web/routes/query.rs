//! Query parameters that several lists share.

use actix_web::web;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::page::PageRequest;
use crate::app::{AppError, FieldError};

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// Items on the page, 1 to 100; 20 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub(super) limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

impl From<PageQuery> for PageRequest {
    fn from(query: PageQuery) -> Self {
        Self { limit: query.limit, cursor: query.cursor }
    }
}

/// A code of a closed set, where one is given.
pub(super) fn code<T>(name: &str, text: Option<&str>, read: fn(&str) -> Option<T>) -> Result<Option<T>, AppError> {
    match text.filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => read(text).map(Some).ok_or_else(|| AppError::Invalid {
            code: "invalid_query",
            errors: vec![FieldError::new(format!("/{name}"), "invalid_query", "?")],
        }),
    }
}

/// A search text, trimmed; nothing where there is none.
pub(super) fn search(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().chars().take(100).collect::<String>())
        .filter(|text| !text.is_empty() && !text.contains('\0'))
}

/// Both halves of a list's query.
pub(super) type Parameters<T> = (web::Query<T>, web::Query<PageQuery>);
