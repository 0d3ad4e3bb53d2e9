//! What the desk's actions have in common: whose turn it is, the step of the state machine, storing, answering.

use chrono::{DateTime, Utc};
use domain::FilingId;
use domain::filing::{Action, Outcome, next};
use storage::Connection;
use storage::filings::{Filing, store_filing};

use crate::app::command::{Done, Effect};
use crate::app::{Answered, AppError, Context, Portal, UserActor};

/// Who may take an action on an application that lies with one of their desks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Any reviewer of the desk.
    Desk,
    /// The reviewer who has claimed it.
    Claimant,
}

/// Takes one step: `change` alters the application and says what to write into the journal.
pub(super) async fn act<F, E>(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    (action, outcome, by): (Action, Option<Outcome>, By),
    change: F,
) -> Result<Answered, AppError>
where
    F: FnOnce(&mut Connection, &mut Filing, &UserActor, DateTime<Utc>) -> Result<E, AppError> + Send + 'static,
    E: Into<Effect>,
{
    let reviewer = context.reviewer()?.clone();
    let (reader, view) = (context.clone(), portal.view_of());
    portal
        .execute(context, move |connection, now| {
            let mut filing = reader.visible_locked(connection, id)?;
            filing.status = next(filing.status, action, outcome)?;
            if by == By::Claimant && filing.claimed_by.as_deref() != Some(reviewer.id.to_string().as_str()) {
                return Err(AppError::Conflict { code: "not_claimed_by_you", state: None });
            }
            filing.version += 1;
            filing.updated_at = now;
            let effect = change(connection, &mut filing, &reviewer, now)?;
            store_filing(connection, &filing)?;
            let view = view(connection, &reader, &filing)?;
            Ok(Done::json(200, &view, effect)?.version(filing.version))
        })
        .await
}
