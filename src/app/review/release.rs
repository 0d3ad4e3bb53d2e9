//! Putting an application back into the queue.

use domain::FilingId;
use domain::filing::Action;
use serde_json::json;

use super::act::{By, act};
use crate::app::command::Record;
use crate::app::{Answered, AppError, Context, Portal};

/// Releases an application; the claimant does, or the desk's manager in their stead.
pub async fn release(portal: &Portal, context: &Context, id: FilingId) -> Result<Answered, AppError> {
    let manager = context.reviewer()?.role == domain::Role::DeskManager;
    let by = if manager { By::Desk } else { By::Claimant };
    act(portal, context, id, (Action::Release, None, by), move |_, filing, _, _| {
        let claimant = filing.claimed_by.take();
        Ok(Record { kind: "filing.released", subject: id.to_string(), body: json!({ "claimant": claimant }) })
    })
    .await
}
