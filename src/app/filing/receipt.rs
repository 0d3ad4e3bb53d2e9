//! The receipt (受理回执): what was filed and when, with the proof that the journal holds it.

use domain::FilingId;
use proof::Receipt;
use storage::filings::last_submission;
use storage::journal::about;

use super::view::agent_of;
use crate::app::journal::prove;
use crate::app::{AppError, Context, Portal};

/// The receipt of the newest submission.
pub async fn receipt(portal: &Portal, context: &Context, id: FilingId) -> Result<Receipt, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    let (filing, (company, agent), submission, entry) = portal
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
            let agent = agent_of(connection, &filing)?.map(|agent| agent.name);
            Ok::<_, AppError>((filing, (company, agent), submission, entry))
        })
        .await?;
    Ok(Receipt {
        filing_id: id.to_string(),
        kind: filing.kind,
        submission: submission.number,
        contract_number: filing.contract.number,
        contract_name: filing.contract.name,
        company: company.name,
        agent,
        accepted_at: submission.submitted_at,
        digest: submission.digest,
        proof: prove(portal, entry.seq).await?,
    })
}
