//! The journal's heads and proofs.

use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::Portal;
use crate::app::journal::{self, HeadView, ProofView};
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
pub(super) async fn read_proof(portal: web::Data<Portal>, caller: Caller, query: web::Query<ProofQuery>) -> Answer {
    Ok(json(&journal::proof(&portal, &caller.0, query.seq).await?))
}
