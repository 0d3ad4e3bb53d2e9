//! The journal's heads and proofs.

use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use proof::{Consistency, HeadView, ProofView};

use super::query::Parameters;
use crate::app::Portal;
use crate::app::journal::{self, HeadsView};
use crate::web::answer::{Answer, json};
use crate::web::extract::{Anyone, Caller};
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
