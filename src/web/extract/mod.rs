//! What handlers are given: the caller, a command with its body and key, an edit with its version. One extractor a file.

mod body;
mod caller;
mod command;
mod edit;
mod form;
mod id;
mod objects;
mod parts;
mod query;
mod validation;

pub(super) use body::{BODY_SECONDS, expect_type, read_all};
pub(super) use caller::{Anyone, Caller, credential};
pub(super) use command::{Command, Nothing, PublicCommand, PublicQuestion, Question, Upload, idempotency};
pub(super) use edit::Edit;
pub(super) use form::Form;
pub(super) use id::Id;
pub(super) use parts::{Parts, read_part};
pub(super) use query::{List, PageQuery, Parameters};
