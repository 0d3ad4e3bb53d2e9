//! The decision, by another person than the one who recommended: here, and by a constraint of the database.

use domain::filing::{Action, Outcome};
use domain::{FilingId, Role};
use serde_json::json;
use storage::filings::Opinion;

use super::OpinionBody;
use super::act::{By, act};
use crate::app::command::Record;
use crate::app::register::Issuer;
use crate::app::{Answered, AppError, Context, Portal};

/// Registers or refuses. Registering enters the contract, issues the certificate, and is one journal entry.
pub async fn decide(portal: &Portal, context: &Context, id: FilingId, body: OpinionBody) -> Result<Answered, AppError> {
    context.staff(Role::may_decide)?;
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
            filing.decision = Some(Opinion { outcome: body.outcome, opinion: body.opinion.clone(), by, at: now });
            filing.due_on = None;
            match body.outcome {
                Outcome::Refuse => Ok(Record {
                    kind: "filing.refused",
                    subject: id.to_string(),
                    body: json!({ "opinion": body.opinion }),
                }),
                Outcome::Register => {
                    let outcome = issuer.issue(connection, filing, now)?;
                    Ok(Record {
                        kind: "filing.registered",
                        subject: id.to_string(),
                        body: json!({
                            "opinion": body.opinion,
                            "contract": outcome.contract_id,
                            "contract_number": outcome.contract_number,
                            "version": outcome.version,
                            "certificate": outcome.certificate_number,
                            "contract_digest": outcome.contract_digest,
                        }),
                    })
                }
            }
        },
    )
    .await
}
