//! What an inspector found. Where something is wrong, a case of data verification is opened in the same breath.

use domain::InspectionId;
use domain::VerificationCaseId;
use domain::verification::VerificationOrigin;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::duties::{drawing, inspection, store_inspection};
use storage::filings::filing;
use utoipa::ToSchema;
use validator::Validate;

use super::read::view;
use crate::app::command::{Done, Record};
use crate::app::verification::begin;
use crate::app::{Answered, AppError, Context, Portal};

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InspectionResult {
    /// Nothing wrong.
    Clean,
    /// Something is wrong.
    Problems,
    /// The company could not be reached.
    Unreachable,
}

impl InspectionResult {
    const fn code(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Problems => "problems",
            Self::Unreachable => "unreachable",
        }
    }
}

/// The report of a check.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportInspection {
    /// What was found.
    pub result: InspectionResult,
    /// In words. Where something is wrong, the company is asked about it in these words.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub report: String,
}

/// Reports a check; one of the inspectors that were drawn for it, once.
pub async fn report(
    portal: &Portal,
    context: &Context,
    id: InspectionId,
    body: ReportInspection,
) -> Result<Answered, AppError> {
    let by = context.reviewer()?.id.to_string();
    let (reader, reference, today) = (context.clone(), portal.reference(), portal.today());
    let case = VerificationCaseId(portal.new_id());
    portal
        .execute(context, move |connection, now| {
            let mut found = inspection(connection, id)?.ok_or(AppError::NotFound)?;
            if !found.inspectors.contains(&by) {
                return Err(AppError::Forbidden("not_drawn"));
            }
            if found.result.is_some() {
                return Err(AppError::conflict("already_reported"));
            }
            found.result = Some(body.result.code().to_owned());
            found.report = Some(body.report.clone());
            found.reported_by = Some(by.clone());
            found.reported_at = Some(now);
            store_inspection(connection, &found)?;
            let contract = filing(connection, found.filing_id)?.and_then(|filing| filing.contract_id);
            let opened = match (body.result, contract) {
                (InspectionResult::Problems, Some(contract)) => {
                    let asked = (VerificationOrigin::Inspection, body.report.clone(), None);
                    let calendar = &reference.data.calendar;
                    Some(begin(connection, case, contract, asked, (format!("user:{by}"), now, today), calendar)?.id)
                }
                _ => None,
            };
            let record = Record {
                kind: "inspection.reported",
                subject: id.to_string(),
                body: json!({
                    "drawing": found.drawing_id, "filing": found.filing_id, "result": body.result,
                    "report_digest": crate::app::digest(&body.report), "verification_case": opened,
                }),
            };
            let drawing = drawing(connection, found.drawing_id)?.ok_or(AppError::NotFound)?;
            Done::json(200, &view(connection, &reader, &reference.desks, &drawing)?, record)
        })
        .await
}
