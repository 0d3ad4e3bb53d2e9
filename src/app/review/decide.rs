//! The decision, by another person than the one who recommended: here, and by a constraint of the database.

use domain::filing::{Action, Outcome};
use domain::{FilingId, Role};
use serde_json::json;
use storage::Connection;
use storage::filings::{Filing, Opinion};

use super::OpinionBody;
use super::act::{By, act};
use super::grounds::{codes, grounds_of};
use crate::app::command::Record;
use crate::app::register::Issuer;
use crate::app::{Answered, AppError, Context, Portal};

/// Registers or refuses. Registering enters the contract, issues the certificate, and is one journal entry.
pub async fn decide(portal: &Portal, context: &Context, id: FilingId, body: OpinionBody) -> Result<Answered, AppError> {
    decide_if(portal, context, id, body, |_, _| Ok(())).await
}

/// Decides, if the application is such as `may` asks for.
pub(super) async fn decide_if(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    body: OpinionBody,
    may: fn(&mut Connection, &Filing) -> Result<(), AppError>,
) -> Result<Answered, AppError> {
    context.staff(Role::may_decide)?;
    let mut grounds = grounds_of(portal, context, &body)?;
    let issuer = Issuer::new(portal)?;
    act(
        portal,
        context,
        id,
        (Action::Decide, Some(body.outcome), By::Desk),
        move |connection, filing, reviewer, now| {
            let by = reviewer.id.to_string();
            let own = filing.recommendation.as_ref().is_some_and(|opinion| opinion.by == by)
                || filing.created_by == format!("user:{by}");
            if own {
                return Err(AppError::conflict("four_eyes"));
            }
            may(connection, filing)?;
            if body.outcome == Outcome::Refuse && grounds.is_empty() {
                grounds = filing.recommendation.iter().flat_map(|opinion| opinion.grounds.clone()).collect();
            }
            let named = codes(&grounds);
            let opinion = body.opinion.clone();
            filing.decision = Some(Opinion { outcome: body.outcome, opinion, by, at: now, grounds });
            filing.due_on = None;
            match body.outcome {
                Outcome::Refuse => Ok(Record {
                    kind: "filing.refused",
                    subject: id.to_string(),
                    body: json!({ "opinion": body.opinion, "grounds": named }),
                }
                .into()),
                Outcome::Register => {
                    let outcome = issuer.issue(connection, filing, now)?;
                    Ok(Record {
                        kind: "filing.registered",
                        subject: id.to_string(),
                        body: outcome.entry(filing.kind, &body.opinion),
                    }
                    .sealed(outcome.seal_now(connection)?))
                }
            }
        },
    )
    .await
}
