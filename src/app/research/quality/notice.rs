//! The notice of data quality of a month (数据质量通报), for the centre's staff.

use domain::Role;
use domain::quality::Detector;
use domain::statistics::Month;
use domain::verification::VerificationStatus::{Answered, Asked, Confirmed, Corrected, Proposed, Reported};
use serde::Serialize;
use utoipa::ToSchema;

use super::tally::{Count, Of, Tally, tally};
use crate::app::research::company_names;
use crate::app::view::{DeskView, Named};
use crate::app::{AppError, Context, Portal};

/// How good a month's data are. Findings stand where their cases do now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QualityNotice {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The journal entry up to which registered events count.
    pub as_of: i64,
    /// Each desk that registered something, in their order.
    pub by_desk: Vec<DeskQuality>,
    /// Each company about whose data something was found, the most findings first.
    pub by_company: Vec<CompanyQuality>,
}

/// The data that a desk registered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskQuality {
    /// Code.
    pub desk: String,
    /// Name.
    pub name: String,
    /// Registered events.
    pub facts: u64,
    /// Findings by who found them.
    pub findings: Vec<DetectorCount>,
    /// Findings that wait for the desk.
    pub proposed: u64,
    /// Findings that the company is asked about, or has answered.
    pub asked: u64,
    /// Findings of data that are right.
    pub confirmed: u64,
    /// Findings that an amendment has put right.
    pub corrected: u64,
    /// Findings for which the company was reported.
    pub reported: u64,
    /// Of the registrations and settlements the share that was filed after its time, as a decimal of 1; null where there were none.
    pub late_share: Option<String>,
}

/// How much a detector has found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DetectorCount {
    /// Which.
    pub detector: Detector,
    /// How much.
    pub count: u64,
}

/// The data of a company.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyQuality {
    /// Which.
    pub company: Named,
    /// Registered events.
    pub facts: u64,
    /// Findings.
    pub findings: u64,
    /// Findings that an amendment has put right.
    pub corrected: u64,
    /// Findings for which it was reported.
    pub reported: u64,
}

/// The notice of a month, about one desk or all. A month in which nothing was registered has an empty one.
pub async fn notice(
    portal: &Portal,
    context: &Context,
    month: &str,
    desk: Option<String>,
) -> Result<QualityNotice, AppError> {
    context.staff(Role::may_research)?;
    let month = Month::parse(month).ok_or(AppError::NotFound)?;
    let Tally { as_of, desks, mut companies } = tally(portal, month, desk.map_or(Of::All, Of::Desk)).await?;
    companies.retain(|_, count| count.findings() > 0);
    let names = company_names(portal, companies.keys().map(String::as_str)).await?;
    let mut by_company: Vec<CompanyQuality> = companies
        .iter()
        .map(|(id, count)| CompanyQuality {
            company: Named { id: id.clone(), name: names.get(id).cloned().unwrap_or_default() },
            facts: count.facts,
            findings: count.findings(),
            corrected: count.of(&[Corrected]),
            reported: count.of(&[Reported]),
        })
        .collect();
    by_company
        .sort_by(|one, other| other.findings.cmp(&one.findings).then_with(|| one.company.id.cmp(&other.company.id)));
    let reference = portal.reference();
    let mut desks: Vec<(String, Count)> = desks.into_iter().collect();
    // Those that are no desks any more come last.
    let place = |code: &str| reference.desks.iter().position(|desk| desk.code == code).unwrap_or(usize::MAX);
    desks.sort_by_key(|(code, _)| place(code));
    let by_desk = desks
        .into_iter()
        .map(|(code, count)| desk_quality(DeskView::of(&code, &reference.desks, context), &count))
        .collect();
    Ok(QualityNotice { month: month.to_string(), as_of, by_desk, by_company })
}

fn desk_quality(DeskView { code, name }: DeskView, count: &Count) -> DeskQuality {
    let found = count.by_detector.iter();
    DeskQuality {
        desk: code,
        name,
        facts: count.facts,
        findings: found.map(|(detector, count)| DetectorCount { detector: *detector, count: *count }).collect(),
        proposed: count.of(&[Proposed]),
        asked: count.of(&[Asked, Answered]),
        confirmed: count.of(&[Confirmed]),
        corrected: count.of(&[Corrected]),
        reported: count.of(&[Reported]),
        late_share: count.late_share(),
    }
}
