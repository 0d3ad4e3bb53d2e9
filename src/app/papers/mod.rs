//! The papers that a company prints, stamps and hands in: composed anew from the application each time, so that they cannot differ
//! from it. How they look is in `documents`.

mod change_record;
mod data_sheet;
mod particulars;
mod plea;

use std::sync::Arc;

use documents::{DocumentError, DocumentRenderer, PaperHead};
use domain::clock::shanghai_date;
use domain::contract::ContractForm;
use domain::filing::{FilingKind, canonical_json};
use domain::{CompanyId, FilingId};
use serde_json::json;
use storage::filings::{Attachment, Filing, attachments_of};
use storage::register::Contract;

pub(in crate::app) use particulars::grouped;

use crate::app::portal::Reference;
use crate::app::{AppError, Context, Portal, digest};

/// The registering authority, as its papers name it: in Chinese and in English.
pub(in crate::app) const AUTHORITY: (&str, &str) =
    ("江苏国际知识产权运营交易中心", "Jiangsu International Intellectual Property Operation and Trading Centre");

/// Which paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 合同数据表
    DataSheet,
    /// 申请书
    Application,
    /// 合同数据变更记录表, of an amendment
    ChangeRecord,
}

/// Everything that a paper is composed from.
struct Source {
    filing: Filing,
    company: String,
    uscc: String,
    attachments: Vec<Attachment>,
    contract: Option<Contract>,
    registered: Option<ContractForm>,
    reference: Arc<Reference>,
}

/// The paper as PDF, for those who may see the application. The same contents give the same bytes.
pub async fn paper(portal: &Portal, context: &Context, id: FilingId, paper: Paper) -> Result<Vec<u8>, AppError> {
    context.may_see_any()?;
    let (reader, reference) = (context.clone(), portal.reference());
    let source = portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            if paper == Paper::ChangeRecord && filing.kind != FilingKind::Amendment {
                return Err(AppError::NotFound);
            }
            let (company, uscc) = company(connection, filing.company_id)?;
            let contract = match filing.contract_id {
                Some(id) => storage::register::contract(connection, id)?,
                None => None,
            };
            Ok(Source {
                attachments: attachments_of(connection, filing.id)?,
                registered: crate::app::filing::registered_version(connection, &filing)?,
                filing,
                company,
                uscc,
                contract,
                reference,
            })
        })
        .await?;
    portal.typesetter.set(move |renderer| render(renderer, &source, paper)).await
}

fn company(connection: &mut storage::Connection, id: CompanyId) -> Result<(String, String), AppError> {
    let known = storage::accounts::company(connection, id)?.ok_or(AppError::NotFound)?;
    Ok((known.name, known.credit_code))
}

fn render(renderer: &DocumentRenderer, source: &Source, paper: Paper) -> Result<Vec<u8>, DocumentError> {
    match paper {
        Paper::DataSheet => renderer.data_sheet(&data_sheet::compose(source)),
        Paper::Application => renderer.application(&plea::compose(source)),
        Paper::ChangeRecord => renderer.change_record(&change_record::compose(source)),
    }
}

fn head(source: &Source, title_zh: &str, title_en: &str) -> PaperHead {
    let filing = &source.filing;
    let typed = json!({ "contract": filing.contract, "request": filing.request });
    PaperHead {
        title_zh: title_zh.to_owned(),
        title_en: title_en.to_owned(),
        company: source.company.clone(),
        company_uscc: source.uscc.clone(),
        authority_zh: AUTHORITY.0.to_owned(),
        authority_en: AUTHORITY.1.to_owned(),
        contract_number: filing.contract.number.clone().unwrap_or_default(),
        contract_name: filing.contract.name.clone().unwrap_or_default(),
        filing_id: filing.id.to_string(),
        digest: digest(canonical_json(&typed)),
        changed_on: shanghai_date(filing.updated_at).to_string(),
    }
}
