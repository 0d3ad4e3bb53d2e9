//! The notice of a refusal (不予登记通知书): the grounds, and what the company may do against it (the Regulation, Art. 50). Where screening
//! met a partial edition of the catalogue, it says so.

use documents::{NoticeGround, RefusalNotice};
use domain::FilingId;
use domain::clock::shanghai_date;
use domain::filing::{FilingKind, FilingStatus};
use domain::reference::partial_note;
use storage::catalogue::edition;
use storage::screening::last_screening;

use crate::app::papers::AUTHORITY;
use crate::app::{AppError, Context, Portal};

/// The notice as PDF, for the company and the desk.
pub async fn refusal_notice(portal: &Portal, context: &Context, id: FilingId) -> Result<Vec<u8>, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    let (filing, company, partial) = portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            let company = storage::accounts::company(connection, filing.company_id)?.ok_or(AppError::NotFound)?;
            let edition = match last_screening(connection, id)? {
                Some(screening) if filing.catalogue_hit => edition(connection, screening.edition)?,
                _ => None,
            };
            let partial = edition.filter(|one| one.partial).map(|one| partial_note(&one.name));
            Ok::<_, AppError>((filing, company, partial))
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
        kind_zh: kind(filing.kind).0.to_owned(),
        kind_en: kind(filing.kind).1.to_owned(),
        contract_number: filing.contract.number.unwrap_or_default(),
        contract_name: filing.contract.name.unwrap_or_default(),
        submitted_on: filing.submitted_at.map(|at| shanghai_date(at).to_string()).unwrap_or_default(),
        decided_on: shanghai_date(decision.at).to_string(),
        opinion: decision.opinion,
        grounds: decision
            .grounds
            .into_iter()
            .map(|ground| NoticeGround {
                title_zh: ground.title.zh,
                title_en: ground.title.en,
                citation: ground.citation,
                text: ground.text.unwrap_or_default(),
            })
            .collect(),
        catalogue_zh: partial.as_ref().map(|note| note.zh.clone()).unwrap_or_default(),
        catalogue_en: partial.map(|note| note.en).unwrap_or_default(),
        remedies_zh: remedies.title.zh.clone(),
        remedies_en: remedies.title.en.clone(),
        remedies_citation: remedies.citation.clone(),
        authority_zh: AUTHORITY.0.to_owned(),
        authority_en: AUTHORITY.1.to_owned(),
        desk_zh: desk.map(|desk| desk.name_zh.clone()).unwrap_or_default(),
        desk_en: desk.map(|desk| desk.name_en.clone()).unwrap_or_default(),
    };
    portal.typesetter.set(move |renderer| renderer.refusal_notice(&notice)).await
}

/// What was applied for, as the notice's first sentence says it in Chinese and in English.
const fn kind(kind: FilingKind) -> (&'static str, &'static str) {
    match kind {
        FilingKind::Registration => ("合同登记", "the registration of a contract"),
        FilingKind::Amendment => ("合同变更登记", "the amendment of a registered contract"),
        FilingKind::Closure => {
            ("合同中止、解除备案", "the suspension or end of a registered contract to be put on record")
        }
        FilingKind::Reissue => ("登记证遗失补发", "the reissue of a lost certificate"),
    }
}
