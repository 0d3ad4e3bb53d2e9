//! The notice of a refusal (不予登记通知书): the grounds, and what the company may do against it (the Regulation, Art. 50).

use std::sync::Arc;

use documents::{NoticeGround, RefusalNotice};
use domain::FilingId;
use domain::clock::shanghai_date;
use domain::filing::{FilingKind, FilingStatus};

use crate::app::{AppError, Context, Portal};

/// The notice as PDF, for the company and the desk.
pub async fn refusal_notice(portal: &Arc<Portal>, context: &Context, id: FilingId) -> Result<Vec<u8>, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    let (filing, company) = portal
        .database
        .read(move |connection| {
            let filing = storage::filings::filing(connection, id)?.ok_or(AppError::NotFound)?;
            reader.may_see(&filing)?;
            let company = storage::accounts::company(connection, filing.company_id)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((filing, company))
        })
        .await?;
    let decision = filing
        .decision
        .filter(|_| filing.status == FilingStatus::Refused)
        .ok_or(AppError::Conflict { code: "not_refused", state: Some(filing.status.code().to_owned()) })?;
    let reference = portal.reference();
    let remedies = reference.data.refusals.remedies();
    let desk = filing.routed.as_ref().and_then(|routed| reference.desks.iter().find(|desk| desk.code == routed.desk));
    let notice = RefusalNotice {
        filing_id: id.to_string(),
        company: company.name,
        company_uscc: company.credit_code,
        kind_zh: kind_zh(filing.kind).to_owned(),
        contract_number: filing.contract.number.unwrap_or_default(),
        contract_name: filing.contract.name.unwrap_or_default(),
        submitted_on: filing.submitted_at.map(|at| shanghai_date(at).to_string()).unwrap_or_default(),
        decided_on: shanghai_date(decision.at).to_string(),
        opinion: decision.opinion,
        grounds: decision
            .grounds
            .into_iter()
            .map(|ground| NoticeGround {
                title: ground.title.zh,
                citation: ground.citation,
                text: ground.text.unwrap_or_default(),
            })
            .collect(),
        remedies_zh: remedies.title.zh.clone(),
        remedies_en: remedies.title.en.clone(),
        remedies_citation: remedies.citation.clone(),
        authority_zh: "江苏国际知识产权运营交易中心".into(),
        authority_en: "Jiangsu International Intellectual Property Operation and Trading Centre".into(),
        desk_zh: desk.map(|desk| desk.name_zh.clone()).unwrap_or_default(),
    };
    let portal = portal.clone();
    tokio::task::spawn_blocking(move || portal.renderer()?.refusal_notice(&notice).map_err(AppError::internal))
        .await
        .map_err(AppError::internal)?
}

const fn kind_zh(kind: FilingKind) -> &'static str {
    match kind {
        FilingKind::Registration => "合同登记",
        FilingKind::Amendment => "合同变更登记",
        FilingKind::Closure => "合同中止、解除备案",
        FilingKind::Reissue => "登记证遗失补发",
    }
}
