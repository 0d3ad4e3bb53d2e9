//! What one's desks have done with: registered, refused, referred, withdrawn, lapsed.

use chrono::{DateTime, Utc};
use domain::filing::{FilingKind, FilingStatus, is_terminal};
use serde::Serialize;
use storage::filings::{FilingListed, FinishedFilter, finished_filings};
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::view::{DeskView, Named};
use crate::app::{AppError, Context, Portal};

/// What the list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct FinishedRequest {
    /// Only this outcome; a state in which work goes on finds nothing.
    pub state: Option<FilingStatus>,
    /// Only this contract number.
    pub number: Option<String>,
}

/// One line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FinishedItem {
    /// Id.
    pub id: String,
    /// What was applied for.
    pub kind: FilingKind,
    /// How it ended.
    pub status: FilingStatus,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Who applied.
    pub company: Named,
    /// The desk.
    pub desk: Option<DeskView>,
    /// The certificate, if one was issued.
    pub certificate_number: Option<String>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
}

/// A page of what the reader's desks have done with, newest first.
pub async fn finished(
    portal: &Portal,
    context: &Context,
    request: FinishedRequest,
    page: &PageRequest,
) -> Result<Page<FinishedItem>, AppError> {
    let reviewer = context.reviewer()?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let reference = portal.reference();
    let every_desk = reference.desks.iter().all(|desk| reviewer.desks.contains(&desk.code));
    let wanted = |status: &FilingStatus| is_terminal(*status) && request.state.is_none_or(|state| state == *status);
    let filter = FinishedFilter {
        desks: (!every_desk).then(|| reviewer.desks.clone()),
        statuses: FilingStatus::ALL.iter().copied().filter(wanted).collect(),
        number: request.number.map(|number| number.trim().to_uppercase()),
        before,
    };
    let found = portal
        .database
        .read(move |connection| Ok::<_, AppError>(finished_filings(connection, &filter, limit + 1)?))
        .await?;
    Page::cut(portal, found, limit, |filing| filing.id.to_string()).try_map(|filing: FilingListed| {
        Ok(FinishedItem {
            id: filing.id.to_string(),
            kind: filing.kind,
            status: filing.status,
            contract_number: filing.contract_number,
            contract_name: filing.contract_name,
            company: Named { id: filing.company.0, name: filing.company.1 },
            desk: filing.desk_code.map(|code| DeskView::of(&code, &reference.desks, context)),
            certificate_number: filing.certificate_number,
            submitted_at: filing.submitted_at,
            ended_at: filing.updated_at,
        })
    })
}
