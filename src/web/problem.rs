//! Errors on the wire: RFC 9457, in the reader's language, without a word of ours that is not meant for them.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use domain::finding::Language;
use research::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

use super::codes::{detail, title};
use crate::app::AppError;
use crate::app::payment::FiguresView;

/// A problem (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Address of the code's explanation.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is, in short.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// What to do.
    pub detail: String,
    /// Found again in the server's log.
    pub request_id: String,
    /// Everything that is wrong with what was sent.
    pub errors: Vec<ProblemField>,
    /// The code once more under the name that OAuth clients look for (RFC 6749 §5.2), from `/oauth/token` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The object's current state, with a state conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// How the contract stands with its payments, with an overpayment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<FiguresView>,
    /// How many cells the answer would have, with a question to the figures that asks for too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<u64>,
    /// How many cells, or rows of a file, an answer may have, with the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProblemField {
    /// JSON pointer into what was sent.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// Plain words.
    pub message: String,
}

/// An error on its way out. It becomes a [`Problem`] where the request's id and language are known.
#[derive(Debug)]
pub(super) enum WebError {
    /// Of a use case.
    App(AppError),
    /// Of HTTP itself.
    Http(StatusCode, &'static str),
}

impl From<AppError> for WebError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl std::fmt::Display for WebError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::App(error) => error.fmt(formatter),
            Self::Http(status, code) => write!(formatter, "{status} {code}"),
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Http(status, _) => *status,
            Self::App(error) => match error {
                AppError::BadRequest(_) => StatusCode::BAD_REQUEST,
                AppError::Unauthenticated => StatusCode::UNAUTHORIZED,
                AppError::Forbidden(_) | AppError::Refused(Refusal::NotPublic(_) | Refusal::MeasureNotPublic(_)) => {
                    StatusCode::FORBIDDEN
                }
                AppError::NotFound => StatusCode::NOT_FOUND,
                AppError::Gone(_) => StatusCode::GONE,
                AppError::Conflict { .. } | AppError::Overpayment { .. } => StatusCode::CONFLICT,
                AppError::Stale => StatusCode::PRECONDITION_FAILED,
                AppError::TooLarge(_) | AppError::PivotTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
                AppError::Invalid { .. } | AppError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
                AppError::VersionRequired => StatusCode::PRECONDITION_REQUIRED,
                AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                AppError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).finish()
    }
}

impl WebError {
    /// The stable code.
    fn code(&self) -> &'static str {
        match self {
            Self::Http(_, code) => code,
            Self::App(error) => match error {
                AppError::BadRequest(code)
                | AppError::Forbidden(code)
                | AppError::Gone(code)
                | AppError::Conflict { code, .. }
                | AppError::Invalid { code, .. } => code,
                AppError::Overpayment { .. } => "overpayment",
                AppError::PivotTooLarge { .. } => "pivot_too_large",
                AppError::Refused(refusal) => refusal.code(),
                AppError::Unauthenticated => "unauthenticated",
                AppError::NotFound => "not_found",
                AppError::Stale => "version_mismatch",
                AppError::VersionRequired => "if_match_required",
                AppError::TooLarge(_) => "payload_too_large",
                AppError::TooMany { .. } => "too_many_requests",
                AppError::Unavailable(_) => "unavailable",
                AppError::Internal(_) => "internal",
            },
        }
    }

    /// The response to this error.
    pub(super) fn respond(&self, request_id: &str, language: Language) -> HttpResponse {
        let status = self.status_code();
        let mut response = HttpResponse::build(status);
        match self {
            Self::App(AppError::TooMany { retry_after }) => {
                response.insert_header((header::RETRY_AFTER, retry_after.to_string()));
            }
            Self::App(AppError::Unavailable(_)) => {
                response.insert_header((header::RETRY_AFTER, "5"));
            }
            Self::App(AppError::Conflict { code: "idempotency_in_flight", .. }) => {
                response.insert_header((header::RETRY_AFTER, "1"));
            }
            Self::Http(StatusCode::UNAUTHORIZED, _) => {
                response.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"oauth\""));
            }
            Self::App(AppError::Unauthenticated) => {
                response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
            }
            _ => {}
        }
        if status.is_server_error() {
            log(self, request_id);
        }
        let mut problem = problem(status, self.code(), request_id, language, self.fields(language));
        match self {
            Self::App(AppError::Conflict { state, .. }) => problem.state.clone_from(state),
            Self::App(AppError::Overpayment { figures, .. }) => problem.figures = Some((**figures).clone()),
            Self::App(AppError::PivotTooLarge { cells, limit }) => {
                (problem.cells, problem.limit) = (Some(*cells), Some(*limit));
            }
            _ => {}
        }
        response.content_type("application/problem+json").json(problem)
    }

    /// Everything that is wrong with what was sent.
    fn fields(&self, language: Language) -> Vec<ProblemField> {
        let errors = match self {
            Self::App(AppError::Invalid { errors, .. }) => errors.as_slice(),
            Self::App(AppError::Overpayment { error, .. }) => std::slice::from_ref(error),
            Self::App(AppError::Refused(refusal)) => {
                return vec![ProblemField {
                    pointer: parameter(*refusal).to_owned(),
                    code: refusal.code().to_owned(),
                    message: refusal.message(language),
                }];
            }
            _ => &[],
        };
        errors
            .iter()
            .map(|error| ProblemField {
                pointer: error.pointer.clone(),
                code: error.code.clone(),
                message: error.message.clone(),
            })
            .collect()
    }
}

/// The parameter of a question to the figures at which one begins to mend it.
const fn parameter(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::GrowthWithoutTime | Refusal::MeasureNotPublic(_) => "/measures",
        Refusal::AsOfUnknown { .. } => "/as_of",
        Refusal::TooManyCells { .. } | Refusal::NotPublic(_) | Refusal::TooDetailed { .. } => "/rows",
    }
}

/// The codes of RFC 6749 §5.2.
const OAUTH_ERRORS: &[&str] = &["invalid_client", "invalid_request", "invalid_scope", "unsupported_grant_type"];

/// A problem by its code.
pub(super) fn problem(
    status: StatusCode,
    code: &str,
    request_id: &str,
    language: Language,
    errors: Vec<ProblemField>,
) -> Problem {
    Problem {
        kind: format!("/docs/errors#{code}"),
        title: title(status, language).to_owned(),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: detail(code, language).unwrap_or_else(|| title(status, language)).to_owned(),
        request_id: request_id.to_owned(),
        error: OAUTH_ERRORS.contains(&code).then(|| code.to_owned()),
        errors,
        state: None,
        figures: None,
        cells: None,
        limit: None,
    }
}

fn log(error: &WebError, request_id: &str) {
    use std::error::Error;
    let mut causes = Vec::new();
    if let WebError::App(error) = error {
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
    }
    tracing::error!(request_id, error = %error, causes = causes.join(": "), "a request failed");
}
