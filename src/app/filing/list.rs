//! A company's applications, newest first.

use chrono::{DateTime, NaiveDate, Utc};
use domain::CompanyId;
use domain::filing::{FilingKind, FilingStatus};
use domain::search::Keywords;
use serde::Serialize;
use storage::filings::{FilingListed, company_filings};
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::view::DeskView;
use crate::app::{AppError, Context, Portal};

/// What the list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct FilingFilter {
    /// Another company's, as far as mandates cover them; one's own when absent.
    pub company: Option<CompanyId>,
    /// Only this state.
    pub status: Option<FilingStatus>,
    /// Only where number, names, parties or keywords have these words.
    pub search: Option<String>,
}

/// One line of a company's list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FilingSummary {
    /// Id.
    pub id: String,
    /// What is applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Version.
    pub version: i32,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Import or export.
    pub direction: Option<String>,
    /// The other side's country.
    pub counterparty_country: Option<String>,
    /// The desk it lies with.
    pub desk: Option<DeskView>,
    /// When an answer is due, while one is.
    pub due_on: Option<NaiveDate>,
    /// Whether the answer is late.
    pub overdue: bool,
    /// The certificate.
    pub certificate_number: Option<String>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}

/// A page of the company's applications.
pub async fn list(
    portal: &Portal,
    context: &Context,
    filter: FilingFilter,
    page: &PageRequest,
) -> Result<Page<FilingSummary>, AppError> {
    let (company, covered) = context.lists_of(filter.company)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let words = filter.search.as_deref().and_then(Keywords::parse);
    let listed = portal
        .database
        .read(move |connection| {
            Ok::<_, AppError>(company_filings(
                connection,
                company,
                &covered,
                filter.status,
                words.as_ref(),
                before.as_deref(),
                limit + 1,
            )?)
        })
        .await?;
    let (reference, today) = (portal.reference(), portal.today());
    Page::cut(portal, listed, limit, |filing| filing.id.to_string()).try_map(|filing: FilingListed| {
        Ok(FilingSummary {
            id: filing.id.to_string(),
            kind: filing.kind,
            status: filing.status,
            version: filing.version,
            contract_number: filing.contract_number,
            contract_name: filing.contract_name,
            direction: filing.direction,
            counterparty_country: filing.counterparty_country,
            desk: filing.desk_code.map(|code| DeskView::of(&code, &reference.desks, context)),
            overdue: filing.due_on.is_some_and(|due| due < today),
            due_on: filing.due_on,
            certificate_number: filing.certificate_number,
            updated_at: filing.updated_at,
            submitted_at: filing.submitted_at,
        })
    })
}
