//! Taking an application from the queue.

use domain::FilingId;
use domain::filing::Action;
use serde_json::json;

use super::act::{By, act};
use crate::app::command::Record;
use crate::app::{Answered, AppError, Context, Portal};

/// Claims an application; from now on it is this reviewer's.
pub async fn claim(portal: &Portal, context: &Context, id: FilingId) -> Result<Answered, AppError> {
    act(portal, context, id, (Action::Claim, None, By::Desk), move |_, filing, reviewer, _| {
        filing.claimed_by = Some(reviewer.id.to_string());
        Ok(Record { kind: "filing.claimed", subject: id.to_string(), body: json!({}) })
    })
    .await
}
