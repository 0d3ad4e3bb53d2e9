//! Opening a case.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::WorkingCalendar;
use domain::clock::day_after;
use domain::verification::{VerificationOrigin, VerificationStatus, VerificationStep};
use domain::{ContractId, FindingId, Role, VerificationCaseId};
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
    /// The contract of the register by its number, as it stands on the certificate and on the contract itself.
    #[serde(default)]
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    pub contract_number: Option<String>,
    /// Or by its id, for whoever has that.
    #[serde(default)]
    pub contract_id: Option<ContractId>,
    /// What is in doubt, and what is asked for.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// Working days to answer; 10 when absent.
    #[serde(default)]
    #[validate(range(min = 1, max = 60))]
    #[schema(minimum = 1, maximum = 60)]
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
            let contract = contract_of(connection, &reader, &body)?;
            let asked = (origin, body.text.clone(), body.answer_days);
            let case = begin(connection, id, contract, asked, (by, now, today), &reference.data.calendar)?;
            let record = Record {
                kind: "verification.open",
                subject: id.to_string(),
                body: json!({
                    "contract": contract, "origin": origin, "answer_due_on": case.answer_due_on,
                    "text_digest": crate::app::digest(&body.text),
                }),
            };
            let view = view(connection, &reader, &case)?;
            let path = format!("/api/v1/verification-cases/{id}");
            Ok(Done::json(201, &view, record)?.version(case.version).location(path))
        })
        .await
}

/// The contract that is meant. Those who may ask know the register; a number that it does not have is told as such.
fn contract_of(connection: &mut Connection, reader: &Context, body: &NewCase) -> Result<ContractId, AppError> {
    match (&body.contract_number, body.contract_id) {
        (None, Some(id)) => Ok(id),
        (Some(number), None) => {
            let number = number.trim().to_uppercase();
            let known = storage::register::contract_by_number(connection, &number)?;
            known.map(|contract| contract.id).ok_or_else(|| {
                let message =
                    reader.say("登记簿中没有这个合同号，请核对。", "The register has no contract of this number.");
                AppError::field("/contract_number", "unknown_contract_number", message)
            })
        }
        (None, None) | (Some(_), Some(_)) => {
            let message = reader.say("请填写合同号。", "Give the number of the contract.");
            Err(AppError::field("/contract_number", "contract_number_required", message))
        }
    }
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
    let case = VerificationCase {
        origin,
        status: VerificationStatus::Asked,
        answer_due_on: Some(day_after(today, answer_days.unwrap_or(ANSWER_DAYS), calendar)),
        ..fresh(connection, id, contract, now)?
    };
    insert_case(connection, &case)?;
    insert_step(connection, id, 1, &TakenStep { step: VerificationStep::Open, text, by, at: now })?;
    Ok(case)
}

/// Enters a case that a detector proposes about a contract, which must exist. It waits for a desk; nobody is asked yet.
pub(crate) fn propose(
    connection: &mut Connection,
    id: VerificationCaseId,
    contract: ContractId,
    finding: FindingId,
    now: DateTime<Utc>,
) -> Result<VerificationCase, AppError> {
    let case = VerificationCase { finding: Some(finding), ..fresh(connection, id, contract, now)? };
    insert_case(connection, &case)?;
    Ok(case)
}

/// A case of the research centre that nobody has done anything about.
fn fresh(
    connection: &mut Connection,
    id: VerificationCaseId,
    contract: ContractId,
    now: DateTime<Utc>,
) -> Result<VerificationCase, AppError> {
    let contract = storage::register::contract(connection, contract)?.ok_or(AppError::NotFound)?;
    Ok(VerificationCase {
        id,
        contract_id: contract.id,
        company_id: contract.company_id,
        origin: VerificationOrigin::Research,
        status: VerificationStatus::Proposed,
        version: 1,
        opened_at: now,
        answer_due_on: None,
        closed_at: None,
        finding: None,
        company_name: contract.company_name,
        contract_number: contract.number,
        contract_name: contract.name,
    })
}
