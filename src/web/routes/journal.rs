//! The journal: heads, proofs and entries; and whether the register is what it says.

use actix_web::{get, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use proof::{Consistency, HeadView, ProofView};

use super::query::{List, PageQuery, Parameters};
use crate::app::Portal;
use crate::app::check::{self, RegisterCheckView};
use crate::app::journal::{self, HeadsView, JournalEntryView};
use crate::web::answer::{Answer, json, page};
use crate::web::extract::{Anyone, Caller, Nothing, Question};
use crate::web::openapi::JournalEntryPage;
use crate::web::problem::Problem;

/// The newest signed head: what the journal contained, for anyone to keep.
#[utoipa::path(tag = "journal", security(()), responses(
    (status = 200, body = HeadView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/journal/head")]
pub(super) async fn read_head(portal: web::Data<Portal>, _caller: Anyone) -> Answer {
    Ok(json(&journal::head(&portal).await?))
}

/// From where on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct HeadsQuery {
    /// Heads over more entries than this.
    #[serde(default)]
    after: i64,
    /// At most so many, up to 100.
    limit: Option<i64>,
}

/// Signed heads, smallest first: for whoever watches the journal.
#[utoipa::path(tag = "journal", params(HeadsQuery), security(()), responses(
    (status = 200, body = HeadsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/journal/heads")]
pub(super) async fn list_heads(portal: web::Data<Portal>, _caller: Anyone, query: Parameters<HeadsQuery>) -> Answer {
    Ok(json(&journal::heads(&portal, query.0.after, query.0.limit.unwrap_or(100).clamp(1, 100)).await?))
}

/// Which two sizes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ConsistencyQuery {
    /// Size of the earlier tree.
    first: i64,
    /// Size of the later tree.
    second: i64,
}

/// The proof that the journal of one signed head is the beginning of that of another.
#[utoipa::path(tag = "journal", params(ConsistencyQuery), security(()), responses(
    (status = 200, body = Consistency), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/journal/consistency")]
pub(super) async fn read_consistency(
    portal: web::Data<Portal>,
    caller: Anyone,
    query: Parameters<ConsistencyQuery>,
) -> Answer {
    Ok(json(&journal::consistency(&portal, &caller.0, query.0.first, query.0.second).await?))
}

/// Which entry.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ProofQuery {
    /// Place of the entry, from 1.
    seq: i64,
}

/// The proof that an entry is in the journal.
#[utoipa::path(tag = "journal", params(ProofQuery), security(("bearer" = [])), responses(
    (status = 200, body = ProofView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/journal/proof")]
pub(super) async fn read_proof(portal: web::Data<Portal>, caller: Caller, query: Parameters<ProofQuery>) -> Answer {
    Ok(json(&journal::proof(&portal, &caller.0, query.0.seq).await?))
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EntryQuery {
    /// Only about this, such as the id of an application.
    subject: Option<String>,
}

/// Entries of the journal, newest first, for whoever audits it. What an entry says in full is in its proof.
#[utoipa::path(tag = "journal", params(EntryQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = JournalEntryPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/journal/entries")]
pub(super) async fn list_journal_entries(portal: web::Data<Portal>, caller: Caller, list: List<EntryQuery>) -> Answer {
    let found = journal::entries(&portal, &caller.0, list.filter.subject, &list.page).await?;
    page::<JournalEntryView>(&found, list.fields.as_deref())
}

/// What the last check of the register has found, by name, and whether one is under way.
#[utoipa::path(tag = "journal", security(("bearer" = [])), responses(
    (status = 200, body = RegisterCheckView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/register-check")]
pub(super) async fn read_register_check(portal: web::Data<Portal>, caller: Caller) -> Answer {
    Ok(json(&check::last_check(&portal, &caller.0).await?))
}

/// Check now whether the register is what journal, signatures and papers say; otherwise it is done every night. Nothing is changed by it,
/// and while one is under way no other begins. Where it takes longer than half a minute the answer says that it is under way.
#[utoipa::path(tag = "journal", request_body = Nothing, security(("bearer" = [])), responses(
    (status = 200, body = RegisterCheckView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/register-check")]
pub(super) async fn check_register(portal: web::Data<Portal>, question: Question<Nothing>) -> Answer {
    Ok(json(&check::check_now(&portal.into_inner(), &question.context).await?))
}
