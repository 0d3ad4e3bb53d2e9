//! A company's own line of the notice of data quality: what was registered for it, what it was asked about that, and what came of it.
//! What a desk has not asked about is told to no company; the notice is the centre's.

use domain::statistics::Month;
use domain::verification::VerificationStatus::{Answered, Asked, Corrected, Reported};
use serde::Serialize;
use utoipa::ToSchema;

use super::tally::{Of, tally};
use crate::app::{AppError, Context, Portal};

/// How good a company's data of a month are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnQuality {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Events registered for it.
    pub facts: u64,
    /// Of its registrations and settlements the share that was filed after its time, as a decimal of 1; null where there were none.
    pub late_share: Option<String>,
    /// Questions about them that wait for its answer, or for the desk to look at that.
    pub asked: u64,
    /// Questions that ended with an amendment.
    pub corrected: u64,
    /// Questions that ended with a report of it.
    pub reported: u64,
}

/// The line of the caller's own company, of a month or of the last one that is over.
///
/// # Errors
/// For those who are of no company, and for systems.
pub async fn own_quality(portal: &Portal, context: &Context, month: Option<Month>) -> Result<OwnQuality, AppError> {
    let company = context.user()?.company.ok_or(AppError::Forbidden("forbidden"))?;
    let month = month.unwrap_or_else(|| Month::of(portal.today()).plus(-1));
    let count =
        tally(portal, month, Of::Company(company)).await?.companies.remove(&company.to_string()).unwrap_or_default();
    Ok(OwnQuality {
        month: month.to_string(),
        facts: count.facts,
        late_share: count.late_share(),
        asked: count.of(&[Asked, Answered]),
        corrected: count.of(&[Corrected]),
        reported: count.of(&[Reported]),
    })
}
