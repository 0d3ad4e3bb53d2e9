//! The reviewer's opinion, for another person to decide on.

use domain::FilingId;
use domain::filing::{Action, Outcome};
use serde::Deserialize;
use serde_json::json;
use storage::filings::Opinion;
use utoipa::ToSchema;
use validator::Validate;

use super::act::{By, act};
use super::grounds::{codes, grounds_of};
use super::judge::{hits_of, refuse_open_hits};
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
    #[schema(min_length = 1, max_length = 4000)]
    pub opinion: String,
    /// The codes of the grounds of a refusal (`GET /refusal-grounds`); a decision without any takes those of the recommendation.
    #[serde(default)]
    #[validate(length(max = 10))]
    #[schema(max_items = 10)]
    pub grounds: Vec<String>,
}

/// Recommends to register or to refuse. To register, every hit of screening needs a verdict, and none may be covered.
pub async fn recommend(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    body: OpinionBody,
) -> Result<Answered, AppError> {
    // Asked first: nobody else may learn from the answer whether the application exists.
    context.reviewer()?;
    let hits = match body.outcome {
        Outcome::Register => hits_of(portal, id).await?,
        Outcome::Refuse => Vec::new(),
    };
    let grounds = grounds_of(portal, context, &body)?;
    let reader = context.clone();
    act(portal, context, id, (Action::Recommend, None, By::Claimant), move |connection, filing, reviewer, now| {
        refuse_open_hits(connection, &reader, id, &hits)?;
        let record = Record {
            kind: "filing.recommended",
            subject: id.to_string(),
            body: json!({ "outcome": body.outcome, "opinion": &body.opinion, "grounds": codes(&grounds) }),
        };
        filing.recommendation = Some(Opinion {
            outcome: body.outcome,
            opinion: body.opinion,
            by: reviewer.id.to_string(),
            at: now,
            grounds,
        });
        Ok(record)
    })
    .await
}
