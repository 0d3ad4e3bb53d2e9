//! A company's applications, newest first.

use chrono::{DateTime, NaiveDate, Utc};
use domain::filing::{FilingKind, FilingStatus};
use domain::search::Keywords;
use domain::{CompanyId, ContractId};
use serde::Serialize;
use storage::filings::{FilingListed, company_filings};

pub use storage::filings::FilingFilter;
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::portal::Reference;
use crate::app::view::{DeskView, Named};
use crate::app::{AppError, Context, Portal};

/// Which applications.
#[derive(Debug, Clone, Default)]
pub struct FilingRequest {
    /// Another company's, as far as mandates cover them; one's own when absent.
    pub company: Option<CompanyId>,
    /// Only where number, names, parties or keywords have these words.
    pub search: Option<String>,
    /// What else they are narrowed to.
    pub filter: FilingFilter,
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
    /// Who applies.
    pub company: Named,
    /// The contract of the register that it made or is about.
    pub contract_id: Option<ContractId>,
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
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}

impl FilingSummary {
    /// A line as the reader sees it today.
    pub(in crate::app) fn of(filing: FilingListed, reference: &Reference, today: NaiveDate, context: &Context) -> Self {
        let (id, name) = filing.company;
        Self {
            id: filing.id.to_string(),
            kind: filing.kind,
            status: filing.status,
            version: filing.version,
            company: Named { id, name },
            contract_id: filing.contract_id,
            contract_number: filing.contract_number,
            contract_name: filing.contract_name,
            direction: filing.direction,
            counterparty_country: filing.counterparty_country,
            desk: filing.desk_code.map(|code| DeskView::of(&code, &reference.desks, context)),
            overdue: filing.due_on.is_some_and(|due| due < today),
            due_on: filing.due_on,
            certificate_number: filing.certificate_number,
            created_at: filing.created_at,
            updated_at: filing.updated_at,
            submitted_at: filing.submitted_at,
        }
    }
}

/// A page of the company's applications.
pub async fn list(
    portal: &Portal,
    context: &Context,
    request: FilingRequest,
    page: &PageRequest,
) -> Result<Page<FilingSummary>, AppError> {
    let (company, covered) = context.lists_of(request.company)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let words = request.search.as_deref().and_then(Keywords::parse);
    let filter = request.filter;
    let listed = portal
        .database
        .read(move |connection| {
            let (words, before) = (words.as_ref(), before.as_deref());
            Ok::<_, AppError>(company_filings(connection, company, &covered, &filter, words, before, limit + 1)?)
        })
        .await?;
    let (reference, today) = (portal.reference(), portal.today());
    Page::cut(portal, listed, limit, |filing| filing.id.to_string())
        .try_map(|filing| Ok(FilingSummary::of(filing, &reference, today, context)))
}
