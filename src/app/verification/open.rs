//! Opening a case.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::WorkingCalendar;
use domain::clock::day_after;
use domain::verification::{VerificationOrigin, VerificationStatus, VerificationStep};
use domain::{ContractId, Role, VerificationCaseId};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::duties::{TakenStep, VerificationCase, insert_case, insert_step};
use utoipa::ToSchema;
use validator::Validate;

use super::read::view;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Working days that a company has to answer, unless the question says otherwise: the centre's own rule, no law.
pub(super) const ANSWER_DAYS: u8 = 10;

/// A question about a registered contract.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// The contract of the register.
    pub contract_id: ContractId,
    /// What is in doubt, and what is asked for.
    #[validate(length(min = 1, max = 4000))]
    pub text: String,
    /// Working days to answer; 10 when absent.
    #[serde(default)]
    #[validate(range(min = 1, max = 60))]
    pub answer_days: Option<u8>,
}

/// Opens a case.
pub async fn open(portal: &Portal, context: &Context, body: NewCase) -> Result<Answered, AppError> {
    let user = context.staff(Role::may_research)?;
    let origin = if user.role == Role::Researcher { VerificationOrigin::Research } else { VerificationOrigin::Desk };
    let (id, reader, reference) = (VerificationCaseId(portal.new_id()), context.clone(), portal.reference());
    let (today, by) = (portal.today(), context.actor_text());
    portal
        .execute(context, move |connection, now| {
            let asked = (origin, body.text.clone(), body.answer_days);
            let case = begin(connection, id, body.contract_id, asked, (by, now, today), &reference.data.calendar)?;
            let record = Record {
                kind: "verification.open",
                subject: id.to_string(),
                body: json!({
                    "contract": body.contract_id, "origin": origin, "answer_due_on": case.answer_due_on,
                    "text_digest": crate::app::digest(&body.text),
                }),
            };
            let view = view(connection, &reader, &case)?;
            let path = format!("/api/v1/verification-cases/{id}");
            Ok(Done::json(201, &view, record)?.version(case.version).location(path))
        })
        .await
}

/// Enters a case about a contract, which must exist.
pub(crate) fn begin(
    connection: &mut Connection,
    id: VerificationCaseId,
    contract: ContractId,
    (origin, text, answer_days): (VerificationOrigin, String, Option<u8>),
    (by, now, today): (String, DateTime<Utc>, NaiveDate),
    calendar: &WorkingCalendar,
) -> Result<VerificationCase, AppError> {
    let contract = storage::register::contract(connection, contract)?.ok_or(AppError::NotFound)?;
    let case = VerificationCase {
        id,
        contract_id: contract.id,
        company_id: contract.company_id,
        origin,
        status: VerificationStatus::Asked,
        version: 1,
        opened_at: now,
        answer_due_on: Some(day_after(today, answer_days.unwrap_or(ANSWER_DAYS), calendar)),
        closed_at: None,
        company_name: contract.company_name,
        contract_number: contract.number,
        contract_name: contract.name,
    };
    insert_case(connection, &case)?;
    insert_step(connection, id, 1, &TakenStep { step: VerificationStep::Open, text, by, at: now })?;
    Ok(case)
}
