//! How a referral ends: with the licence, with a refusal, or back in the free class as a new draft of the company.

use chrono::NaiveDate;
use domain::FilingId;
use domain::filing::FilingStatus;
use domain::licence::{LicenceStep, ReferralStatus, StepTaken, may_record};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::duties::{ReferralStep, insert_referral_step, referral_steps, store_referral};
use storage::filings::{Filing, insert_filing};
use utoipa::ToSchema;
use validator::Validate;

use super::read::{taken, view_of, way};
use super::record::{open_case, refused};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferralOutcome {
    /// The licence was issued.
    Licensed,
    /// No licence.
    Refused,
    /// Not restricted: filed anew here.
    FreeClass,
}

/// The end of a referral.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseReferral {
    /// How.
    pub outcome: ReferralOutcome,
    /// The day of the licence or of the answer.
    pub on: NaiveDate,
    /// Number of the licence or of the answer.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    pub reference: Option<String>,
    /// The grounds; the company reads them.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub note: String,
}

/// Ends a referral.
pub async fn close(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    body: CloseReferral,
) -> Result<Answered, AppError> {
    let by = context.reviewer()?.id.to_string();
    let (reader, view, reference, today) = (context.clone(), view_of(portal), portal.reference(), portal.today());
    let successor = FilingId(portal.new_id());
    portal
        .execute(context, move |connection, now| {
            let (filing, mut referral) = open_case(connection, &reader, id)?;
            let steps = referral_steps(connection, id)?;
            if body.on > today {
                return Err(refused(&reader, domain::licence::StepRefused::Day));
            }
            referral.status = match body.outcome {
                ReferralOutcome::Licensed => {
                    let step = StepTaken { step: LicenceStep::Licensed, on: body.on };
                    may_record(&reference.data.licence_channel, way(&referral), &taken(&steps), step, today)
                        .map_err(|reason| refused(&reader, reason))?;
                    insert_referral_step(
                        connection,
                        &ReferralStep {
                            filing_id: id,
                            number: steps.last().map_or(1, |last| last.number + 1),
                            step: LicenceStep::Licensed,
                            happened_on: body.on,
                            reference: body.reference.clone(),
                            note: Some(body.note.clone()),
                            recorded_by: by,
                            recorded_at: now,
                        },
                    )?;
                    ReferralStatus::Licensed
                }
                ReferralOutcome::Refused => ReferralStatus::Refused,
                ReferralOutcome::FreeClass => {
                    insert_filing(connection, &anew(&filing, successor, now))?;
                    referral.successor_id = Some(successor.to_string());
                    ReferralStatus::FreeClass
                }
            };
            referral.closed_at = Some(now);
            referral.version += 1;
            store_referral(connection, &referral)?;
            let record = Record {
                kind: "filing.referral_closed",
                subject: id.to_string(),
                body: json!({
                    "outcome": body.outcome, "on": body.on, "reference": body.reference, "opinion": body.note,
                    "successor": referral.successor_id,
                }),
            };
            let view = view(connection, &reader, &filing, &referral)?;
            Ok(Done::json(200, &view, record)?.version(referral.version))
        })
        .await
}

/// The same application as a fresh draft of its company, which attaches its papers, declares and submits anew.
fn anew(filing: &Filing, id: FilingId, now: chrono::DateTime<chrono::Utc>) -> Filing {
    Filing {
        id,
        status: FilingStatus::Draft,
        version: 1,
        routed: None,
        warnings: 0,
        catalogue_hit: false,
        claimed_by: None,
        recommendation: None,
        decision: None,
        certificate_number: None,
        created_at: now,
        updated_at: now,
        submitted_at: None,
        due_on: None,
        ..filing.clone()
    }
}
