//! The reviewer's opinion, for another person to decide on.

use domain::FilingId;
use domain::filing::{Action, Outcome};
use serde::Deserialize;
use serde_json::json;
use storage::filings::Opinion;
use utoipa::ToSchema;
use validator::Validate;

use super::act::{By, act};
use crate::app::command::Record;
use crate::app::{Answered, AppError, Context, Portal};

/// An outcome with its grounds.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpinionBody {
    /// Register or refuse.
    pub outcome: Outcome,
    /// The grounds.
    #[validate(length(min = 1, max = 4000))]
    pub opinion: String,
}

/// Recommends to register or to refuse.
pub async fn recommend(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    body: OpinionBody,
) -> Result<Answered, AppError> {
    act(portal, context, id, (Action::Recommend, None, By::Claimant), move |_, filing, reviewer, now| {
        let record = Record {
            kind: "filing.recommended",
            subject: id.to_string(),
            body: json!({ "outcome": body.outcome, "opinion": &body.opinion }),
        };
        filing.recommendation =
            Some(Opinion { outcome: body.outcome, opinion: body.opinion, by: reviewer.id.to_string(), at: now });
        Ok(record)
    })
    .await
}
