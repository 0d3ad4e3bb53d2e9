//! The receipt (受理回执): what was filed and when, with the proof that the journal holds it.

use chrono::{DateTime, Utc};
use domain::FilingId;
use serde::Serialize;
use storage::filings::last_submission;
use storage::journal::about;
use utoipa::ToSchema;

use crate::app::journal::{ProofView, prove};
use crate::app::{AppError, Context, Portal};

/// A receipt. With the public key of the journal, anyone can check it without us.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Receipt {
    /// The application.
    pub filing_id: String,
    /// Which submission of it: 1, and one more after each return.
    pub submission: i32,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Who filed.
    pub company: String,
    /// When it was accepted.
    pub accepted_at: DateTime<Utc>,
    /// SHA-256 over everything filed: the contract as canonical JSON and the digests of its papers.
    pub digest: String,
    /// The journal entry, the path to the root, and the signed root.
    #[serde(flatten)]
    pub proof: ProofView,
}

/// The receipt of the newest submission.
pub async fn receipt(portal: &Portal, context: &Context, id: FilingId) -> Result<Receipt, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    let (filing, company, submission, entry) = portal
        .database
        .read(move |connection| {
            let filing = storage::filings::filing(connection, id)?.ok_or(AppError::NotFound)?;
            reader.may_see(&filing)?;
            let submission = last_submission(connection, id)?.ok_or(AppError::conflict("not_submitted"))?;
            let entry = about(connection, &id.to_string())?
                .into_iter()
                .rfind(|entry| entry.kind == "filing.submitted")
                .ok_or_else(|| AppError::internal("a submission without its entry"))?;
            let company = storage::accounts::company(connection, filing.company_id)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((filing, company, submission, entry))
        })
        .await?;
    Ok(Receipt {
        filing_id: id.to_string(),
        submission: submission.number,
        contract_number: filing.contract.number,
        contract_name: filing.contract.name,
        company: company.name,
        accepted_at: submission.submitted_at,
        digest: submission.digest,
        proof: prove(portal, entry.seq).await?,
    })
}
