//! What a use case answers when it does not do what was asked. How that looks on the wire is `web`'s business.

use domain::filing::IllegalAction;
use research::Refusal;
use storage::{Constraint, StorageError};

use super::payment::FiguresView;

/// One thing that is wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the body.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// Plain words in the reader's language.
    pub message: String,
}

impl FieldError {
    /// A field error.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), message: message.into() }
    }
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in, or the credential is worth nothing.
    #[error("not authenticated")]
    Unauthenticated,
    /// Signed in, but this function is not theirs.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// It does not exist, or not for this reader.
    #[error("not found")]
    NotFound,
    /// It was good once or for a while, and is no more; or it never was.
    #[error("gone: {0}")]
    Gone(&'static str),
    /// The object's state does not allow it.
    #[error("conflict: {code}")]
    Conflict {
        /// Stable code.
        code: &'static str,
        /// The current state.
        state: Option<String>,
    },
    /// More than what may still be paid under the contract.
    #[error("an overpayment")]
    Overpayment {
        /// The amount, with the figures in words.
        error: FieldError,
        /// How the contract stands.
        figures: Box<FiguresView>,
    },
    /// The object changed since it was read.
    #[error("the version read is not the current one")]
    Stale,
    /// The version that is being replaced was not named.
    #[error("If-Match is missing")]
    VersionRequired,
    /// Well-formed, but it cannot be accepted.
    #[error("invalid: {code}")]
    Invalid {
        /// Stable code.
        code: &'static str,
        /// Everything that is wrong, at once.
        errors: Vec<FieldError>,
    },
    /// Malformed in a way the caller must mend in its program.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// Too large.
    #[error("larger than {0} bytes")]
    TooLarge(usize),
    /// A question to the figures whose answer would have too many cells.
    #[error("{cells} cells, of {limit} at most")]
    PivotTooLarge {
        /// As many as it would have.
        cells: u64,
        /// As many as it may have.
        limit: usize,
    },
    /// A question to the figures that is not answered.
    #[error("the figures are not told: {0}")]
    Refused(Refusal),
    /// Too often.
    #[error("too many requests")]
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// Something needed is not there at the moment.
    #[error("unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A defect of ours.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    /// A conflict without a state to tell.
    pub const fn conflict(code: &'static str) -> Self {
        Self::Conflict { code, state: None }
    }

    /// One field that is wrong.
    pub fn field(pointer: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { code, errors: vec![FieldError::new(pointer, code, message)] }
    }

    /// One field whose value cannot be taken.
    pub fn invalid_field(pointer: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { code: "validation_failed", errors: vec![FieldError::new(pointer, code, message)] }
    }

    /// A defect of ours, with its cause for the log.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooManyCells { cells, limit } => Self::PivotTooLarge { cells, limit },
            other => Self::Refused(other),
        }
    }
}

impl From<StorageError> for AppError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Conflict(Constraint::FourEyes) => Self::conflict("four_eyes"),
            StorageError::Conflict(Constraint::Unique(_)) => Self::conflict("already_exists"),
            StorageError::Unavailable(_) | StorageError::Blob(_) => Self::Unavailable(Box::new(error)),
            other => Self::internal(other),
        }
    }
}

impl From<IllegalAction> for AppError {
    fn from(illegal: IllegalAction) -> Self {
        use domain::filing::{Action, FilingStatus};
        let code = match (illegal.action, illegal.status) {
            (Action::Submit, FilingStatus::Withdrawn | FilingStatus::Lapsed) => "illegal_state",
            (Action::Submit, _) => "already_submitted",
            (Action::Delete, _) => "not_draft",
            _ => "illegal_state",
        };
        Self::Conflict { code, state: Some(illegal.status.code().to_owned()) }
    }
}
