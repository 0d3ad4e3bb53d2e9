//! The desk records a step: what the province has told it or the company has shown.

use chrono::NaiveDate;
use domain::FilingId;
use domain::contract::Direction;
use domain::licence::{LicenceRoute, LicenceStep, ReferralStatus, StepRefused, StepTaken, may_record};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::duties::{ReferralStep, insert_referral_step, referral, referral_steps, store_referral};
use storage::filings::Filing;
use utoipa::ToSchema;
use validator::Validate;

use super::read::{taken, view_of, way};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// A step to record. Recorded anew, its later record counts.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordStep {
    /// Which.
    pub step: LicenceStep,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Number of the document.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    pub reference: Option<String>,
    /// What else there is to say; the company reads it.
    #[serde(default)]
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    pub note: Option<String>,
    /// Imports: whether the contract was filed together with the application.
    #[serde(default)]
    pub route: Option<LicenceRoute>,
    /// Exports: whether the IP security review applies, where the desk has settled it.
    #[serde(default)]
    pub ip_review: Option<bool>,
}

/// The application of an open referral that lies with one of the reviewer's desks.
pub(super) fn open_case(
    connection: &mut Connection,
    context: &Context,
    id: FilingId,
) -> Result<(Filing, storage::duties::Referral), AppError> {
    // The application's row is the lock: two people who record at once come one after the other.
    let filing = context.visible_locked(connection, id)?;
    let referral = referral(connection, id)?.ok_or(AppError::conflict("not_referred"))?;
    if referral.status != ReferralStatus::Open {
        return Err(AppError::Conflict { code: "referral_closed", state: Some(referral.status.code().to_owned()) });
    }
    Ok((filing, referral))
}

/// Records a step; the licence itself ends the case and is recorded by closing it.
pub async fn record(portal: &Portal, context: &Context, id: FilingId, body: RecordStep) -> Result<Answered, AppError> {
    let by = context.reviewer()?.id.to_string();
    let (reader, view, reference, today) = (context.clone(), view_of(portal), portal.reference(), portal.today());
    portal
        .execute(context, move |connection, now| {
            let (filing, mut referral) = open_case(connection, &reader, id)?;
            if body.step == LicenceStep::Licensed {
                return Err(refused(&reader, StepRefused::NotOnTheWay));
            }
            if referral.direction == Direction::Import {
                referral.route = body.route.unwrap_or(referral.route);
            } else {
                referral.ip_review = body.ip_review.or(referral.ip_review);
            }
            let steps = referral_steps(connection, id)?;
            let step = StepTaken { step: body.step, on: body.on };
            may_record(&reference.data.licence_channel, way(&referral), &taken(&steps), step, today)
                .map_err(|reason| refused(&reader, reason))?;
            insert_referral_step(
                connection,
                &ReferralStep {
                    filing_id: id,
                    number: steps.last().map_or(1, |last| last.number + 1),
                    step: body.step,
                    happened_on: body.on,
                    reference: body.reference.clone(),
                    note: body.note.clone(),
                    recorded_by: by,
                    recorded_at: now,
                },
            )?;
            referral.version += 1;
            store_referral(connection, &referral)?;
            let record = Record {
                kind: "filing.referral_step",
                subject: id.to_string(),
                body: json!({
                    "step": body.step, "on": body.on, "reference": body.reference,
                    "route": referral.route, "ip_review": referral.ip_review,
                }),
            };
            let view = view(connection, &reader, &filing, &referral)?;
            Ok(Done::json(200, &view, record)?.version(referral.version))
        })
        .await
}

pub(super) fn refused(context: &Context, reason: StepRefused) -> AppError {
    let (pointer, zh, en) = match reason {
        StepRefused::NotOnTheWay => ("/step", "本案没有这一步骤。", "This step is not part of the case."),
        StepRefused::TooEarly => ("/step", "请先登记前一步骤。", "Record the step before it first."),
        StepRefused::Day => (
            "/on",
            "日期不能晚于今天，也不能早于前一步骤。",
            "The day can be neither after today nor before the step that it follows.",
        ),
    };
    AppError::field(pointer, "referral_step", context.say(zh, en))
}
