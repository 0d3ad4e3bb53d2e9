//! The receipt (受理回执): what was filed and when, with the proof that the journal holds it; for programs, and as a paper.

use documents::{ReceiptDocument, ReceivedPaper};
use domain::FilingId;
use domain::clock::{due_on, shanghai_date, shanghai_time};
use domain::filing::FiledPaper;
use domain::names::Named;
use proof::{ProofView, Receipt};
use storage::filings::{Submission, attachments_of, last_submission};
use storage::journal::about;

use super::reply::filed;
use super::view::agent_of;
use crate::app::journal::prove;
use crate::app::{AppError, Context, Portal};

/// The receipt of the newest submission.
pub async fn receipt(portal: &Portal, context: &Context, id: FilingId) -> Result<Receipt, AppError> {
    Ok(find(portal, context, id).await?.receipt)
}

/// The same as a paper, with itself as JSON in it.
pub async fn receipt_pdf(portal: &Portal, context: &Context, id: FilingId) -> Result<Vec<u8>, AppError> {
    let found = find(portal, context, id).await?;
    let due_on = due_on(shanghai_date(found.receipt.accepted_at), &portal.reference().data.calendar);
    let document = document(found, due_on.to_string())?;
    portal.typesetter.set(move |renderer| renderer.receipt(&document)).await
}

struct Found {
    receipt: Receipt,
    papers: Vec<FiledPaper>,
}

async fn find(portal: &Portal, context: &Context, id: FilingId) -> Result<Found, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    let (filing, (company, agent), submission, papers, entry) = portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            let submission = last_submission(connection, id)?.ok_or(AppError::conflict("not_submitted"))?;
            let entry = about(connection, &id.to_string())?
                .into_iter()
                .rfind(|entry| entry.kind == "filing.submitted")
                .ok_or_else(|| AppError::internal("a submission without its entry"))?;
            let company = storage::accounts::company(connection, filing.company_id)?.ok_or(AppError::NotFound)?;
            let agent = agent_of(connection, &filing)?.map(|agent| agent.name);
            // The papers of the submission, and not those of a draft that was corrected since.
            let papers = match &submission.filed {
                Some(filed) => filed.papers.clone(),
                None => filed(&filing, &attachments_of(connection, id)?).papers,
            };
            Ok::<_, AppError>((filing, (company, agent), submission, papers, entry))
        })
        .await?;
    let Submission { number, submitted_at, digest, .. } = submission;
    let receipt = Receipt {
        filing_id: id.to_string(),
        kind: filing.kind,
        submission: number,
        contract_number: filing.contract.number,
        contract_name: filing.contract.name,
        company: company.name,
        agent,
        accepted_at: submitted_at,
        digest,
        proof: prove(portal, entry.seq).await?,
    };
    Ok(Found { receipt, papers })
}

fn document(Found { receipt, papers }: Found, due_on: String) -> Result<ReceiptDocument, AppError> {
    let json = serde_json::to_string(&receipt).map_err(AppError::internal)?;
    let paper = |paper: FiledPaper| ReceivedPaper {
        kind_zh: paper.kind.zh().to_owned(),
        kind_en: paper.kind.en().to_owned(),
        file_name: paper.file_name,
        sha256: paper.sha256,
    };
    let ProofView { entry, leaf_hash, proof: _, head } = receipt.proof;
    Ok(ReceiptDocument {
        filing_id: receipt.filing_id,
        company: receipt.company,
        agent: receipt.agent.unwrap_or_default(),
        contract_number: receipt.contract_number.unwrap_or_default(),
        contract_name: receipt.contract_name.unwrap_or_default(),
        kind_zh: receipt.kind.zh().to_owned(),
        kind_en: receipt.kind.en().to_owned(),
        accepted_at: format!(
            "{} 北京时间 Beijing time",
            shanghai_time(receipt.accepted_at).format("%Y-%m-%d %H:%M:%S")
        ),
        due_on,
        digest: receipt.digest,
        entry_seq: entry.seq,
        leaf_hash: leaf_hash.to_string(),
        root_hash: head.root_hash.to_string(),
        tree_size: head.tree_size,
        signature: head.signature,
        key_id: head.key_id,
        attachments: papers.into_iter().map(paper).collect(),
        json,
    })
}
