//! Earlier applications to compare with the one at hand: of the same company, and about the same counterparty.

use chrono::{DateTime, Utc};
use domain::FilingId;
use domain::filing::{FilingKind, FilingStatus};
use serde::Serialize;
use storage::filings::{SimilarFiling, filings_about, filings_by};
use utoipa::ToSchema;

use crate::app::view::Named;
use crate::app::{AppError, Context, Portal};

/// How many of each are shown at most.
const MOST: i64 = 10;

/// The newest of each, at one's own desks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarView {
    /// Of the same company.
    pub company: Vec<SimilarItem>,
    /// About the same counterparty, whoever applied.
    pub counterparty: Vec<SimilarItem>,
}

/// One earlier application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarItem {
    /// Id.
    pub id: String,
    /// What was applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Who applied.
    pub company: Named,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// The other side.
    pub counterparty: Option<String>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}

impl From<SimilarFiling> for SimilarItem {
    fn from(filing: SimilarFiling) -> Self {
        Self {
            id: filing.id.to_string(),
            kind: filing.kind,
            status: filing.status,
            company: Named { id: filing.company.0, name: filing.company.1 },
            contract_number: filing.contract_number,
            contract_name: filing.contract_name,
            counterparty: filing.counterparty,
            submitted_at: filing.submitted_at,
        }
    }
}

/// Earlier applications like this one, for those who review it.
pub async fn similar(portal: &Portal, context: &Context, id: FilingId) -> Result<SimilarView, AppError> {
    let desks = context.reviewer()?.desks.clone();
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            let name = filing.contract.counterparty().and_then(|party| party.name.clone());
            let items = |found: Vec<SimilarFiling>| found.into_iter().map(SimilarItem::from).collect();
            Ok(SimilarView {
                company: items(filings_by(connection, filing.company_id, id, &desks, MOST)?),
                counterparty: match name.filter(|name| !name.trim().is_empty()) {
                    Some(name) => items(filings_about(connection, &name, id, &desks, MOST)?),
                    None => Vec::new(),
                },
            })
        })
        .await
}
