//! Asking or dismissing what was proposed; answering, returning and settling a case.

use domain::VerificationCaseId;
use domain::clock::day_after;
use domain::verification::{VerificationStatus, VerificationStep, next};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::duties::{TakenStep, VerificationCase, insert_step, store_case, verification_case, verification_steps};
use storage::register::contract_versions;
use utoipa::ToSchema;
use validator::Validate;

use super::open::ANSWER_DAYS;
use super::read::{sees, takes, view};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// What is answered or decided.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepBody {
    /// In words.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

/// What a company is asked about something that a detector found.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskBody {
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

/// Asks the company about what was proposed.
pub async fn ask(
    portal: &Portal,
    context: &Context,
    id: VerificationCaseId,
    body: AskBody,
) -> Result<Answered, AppError> {
    let answer_days = body.answer_days.unwrap_or(ANSWER_DAYS);
    go_on(portal, context, id, VerificationStep::Ask, (body.text, answer_days)).await
}

/// Takes a step of a case.
pub async fn take(
    portal: &Portal,
    context: &Context,
    id: VerificationCaseId,
    step: VerificationStep,
    body: StepBody,
) -> Result<Answered, AppError> {
    go_on(portal, context, id, step, (body.text, ANSWER_DAYS)).await
}

async fn go_on(
    portal: &Portal,
    context: &Context,
    id: VerificationCaseId,
    step: VerificationStep,
    (text, answer_days): (String, u8),
) -> Result<Answered, AppError> {
    if step.is_the_companys() {
        context.filer()?;
    } else {
        context.reviewer()?;
    }
    let (reader, reference, today, by) = (context.clone(), portal.reference(), portal.today(), context.actor_text());
    portal
        .execute(context, move |connection, now| {
            let mut case = verification_case(connection, id)?.ok_or(AppError::NotFound)?;
            sees(connection, &reader, &case)?;
            takes(&reader, &case, step)?;
            let state = || Some(case.status.code().to_owned());
            let status =
                next(case.status, step).ok_or_else(|| AppError::Conflict { code: "illegal_state", state: state() })?;
            if step == VerificationStep::Correct && !corrected(connection, &case)? {
                return Err(AppError::conflict("not_corrected"));
            }
            case.status = status;
            case.version += 1;
            case.answer_due_on =
                (status == VerificationStatus::Asked).then(|| day_after(today, answer_days, &reference.data.calendar));
            case.closed_at = status.is_closed().then_some(now);
            store_case(connection, &case)?;
            let number = i32::try_from(verification_steps(connection, id)?.len() + 1).map_err(AppError::internal)?;
            let mut body = json!({ "status": status, "text_digest": crate::app::digest(&text) });
            if step == VerificationStep::Ask {
                body["contract"] = json!(case.contract_id);
                body["answer_due_on"] = json!(case.answer_due_on);
            }
            insert_step(connection, id, number, &TakenStep { step, text, by, at: now })?;
            let record = Record { kind: kind(step), subject: id.to_string(), body };
            let view = view(connection, &reader, &case)?;
            Ok(Done::json(200, &view, record)?.version(case.version))
        })
        .await
}

const fn kind(step: VerificationStep) -> &'static str {
    match step {
        VerificationStep::Open => "verification.open",
        VerificationStep::Ask => "verification.ask",
        VerificationStep::Dismiss => "verification.dismiss",
        VerificationStep::Answer => "verification.answer",
        VerificationStep::Return => "verification.return",
        VerificationStep::Confirm => "verification.confirm",
        VerificationStep::Correct => "verification.correct",
        VerificationStep::Report => "verification.report",
    }
}

/// Whether the contract has got another version since the case was opened: an amendment that was registered.
fn corrected(connection: &mut Connection, case: &VerificationCase) -> Result<bool, AppError> {
    let newest = contract_versions(connection, case.contract_id)?.pop();
    Ok(newest.is_some_and(|version| version.version > 1 && version.registered_at > case.opened_at))
}
