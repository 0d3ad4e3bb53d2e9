//! What of an application resembles the control catalogue, what the company answers, and what reviewers found.

use chrono::{DateTime, Utc};
use domain::FilingId;
use domain::filing::{FilingKind, FilingStatus};
use domain::screening::{Answer, CatalogueHit, Verdict};
use serde::Serialize;
use storage::Connection;
use storage::filings::Filing;
use storage::screening::{KeptAnswer, KeptVerdict, answers_of, earlier_verdicts, last_screening, verdicts_of};
use utoipa::ToSchema;

use crate::app::catalogue::EditionName;
use crate::app::portal::Reference;
use crate::app::view::Named;
use crate::app::{Actor, AppError, Context, Portal};

/// Earlier verdicts shown beside a hit.
const MOST_EARLIER: i64 = 3;

/// Screening of one application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScreeningView {
    /// The edition in force, which the hits are of.
    pub edition: EditionName,
    /// Number of the edition that the last submission was screened against; another one may be in force by now.
    pub submitted_under: Option<i32>,
    /// The items that come close, the closest first.
    pub items: Vec<HitView>,
}

/// An item that comes close, and what was said about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HitView {
    /// Item, control point, passage, score.
    pub hit: CatalogueHit,
    /// What the company says.
    pub answer: Option<AnswerView>,
    /// What the reviewer found; for staff, and for the company once decided.
    pub verdict: Option<VerdictView>,
    /// What was found about this item in other applications of the company; for staff.
    pub earlier: Vec<EarlierVerdict>,
}

/// A company's answer to a hit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnswerView {
    /// Not covered, or not sure.
    pub answer: Answer,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl From<&KeptAnswer> for AnswerView {
    fn from(kept: &KeptAnswer) -> Self {
        Self { answer: kept.answer, reason: kept.reason.clone(), at: kept.at }
    }
}

/// A reviewer's verdict on a hit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VerdictView {
    /// Covered, not covered, or not sure.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Whose; for staff.
    pub by: Option<Named>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A verdict on the same item in another application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EarlierVerdict {
    /// The application.
    pub filing: String,
    /// What was found.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What screening meets in an application now.
pub(crate) fn hits(reference: &Reference, filing: &Filing) -> Vec<CatalogueHit> {
    let screened = matches!(filing.kind, FilingKind::Registration | FilingKind::Amendment);
    filing
        .contract
        .direction
        .filter(|_| screened)
        .map_or_else(Vec::new, |direction| reference.screener().screen(direction, &filing.contract))
}

/// Screens an application.
pub async fn screening(portal: &Portal, context: &Context, id: FilingId) -> Result<ScreeningView, AppError> {
    context.may_see_any()?;
    let (reader, reference) = (context.clone(), portal.reference());
    portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            view(connection, &reference, &reader, &filing)
        })
        .await
}

/// The view, within the read or transaction that the application came from.
pub(crate) fn view(
    connection: &mut Connection,
    reference: &Reference,
    reader: &Context,
    filing: &Filing,
) -> Result<ScreeningView, AppError> {
    let staff = matches!(&reader.actor, Actor::User(user) if user.role.is_staff());
    let answers = answers_of(connection, filing.id)?;
    let mut verdicts = verdicts_of(connection, filing.id)?;
    if !staff && filing.decision.is_none() && filing.status != FilingStatus::Referred {
        verdicts.clear();
    }
    let judges: Vec<String> = verdicts.values().filter(|_| staff).map(|verdict| verdict.by.clone()).collect();
    let names = storage::accounts::user_names(connection, &judges)?;
    let verdict = |kept: &KeptVerdict| VerdictView {
        verdict: kept.verdict,
        reason: kept.reason.clone(),
        by: names.get(&kept.by).map(|(name, _)| Named { id: kept.by.clone(), name: name.clone() }),
        at: kept.at,
    };
    let mut items = Vec::new();
    for hit in hits(reference, filing) {
        let earlier = if staff {
            earlier_verdicts(connection, filing.company_id, &hit.item, filing.id, MOST_EARLIER)?
        } else {
            Vec::new()
        };
        items.push(HitView {
            answer: answers.get(&hit.item).map(AnswerView::from),
            verdict: verdicts.get(&hit.item).map(verdict),
            earlier: earlier
                .into_iter()
                .map(|kept| EarlierVerdict {
                    filing: kept.filing_id.to_string(),
                    verdict: kept.verdict,
                    reason: kept.reason,
                    at: kept.at,
                })
                .collect(),
            hit,
        });
    }
    let catalogue = &reference.data.catalogue;
    Ok(ScreeningView {
        edition: EditionName { number: catalogue.number, name: catalogue.edition.clone(), partial: catalogue.partial },
        submitted_under: last_screening(connection, filing.id)?.map(|kept| kept.edition),
        items,
    })
}
