//! Restricted technology goes to the licence channel of the province (the Regulation, Art. 10 and 30).

use domain::FilingId;
use domain::filing::Action;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::act::{By, act};
use crate::app::command::Record;
use crate::app::{Answered, AppError, Context, Portal};

/// Why it is not ours to register.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferBody {
    /// The grounds: which catalogue item, which control point.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub opinion: String,
}

/// Refers an application; the clock of registration ends.
pub async fn refer(portal: &Portal, context: &Context, id: FilingId, body: ReferBody) -> Result<Answered, AppError> {
    act(portal, context, id, (Action::Refer, None, By::Claimant), move |connection, filing, _, now| {
        filing.due_on = None;
        crate::app::referral::open(connection, filing, now)?;
        Ok(Record { kind: "filing.referred", subject: id.to_string(), body: json!({ "opinion": body.opinion }) })
    })
    .await
}
