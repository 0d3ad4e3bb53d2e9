//! Registered contracts and their versions.

use chrono::{DateTime, NaiveDate, Utc};
use domain::contract::{Change, ContractForm, changes};
use domain::filing::{FilingKind, SettlementForm};
use domain::search::Keywords;
use domain::{CompanyId, ContractId};
use serde::Serialize;
use storage::register::{Contract, ContractVersion, contract_versions, contracts_after, open_filing};

pub use storage::register::ContractFilter;
use storage::search::find_contracts;
use utoipa::ToSchema;

use super::history::{CertificateLine, History, RegisterEvent, RoyaltyBases};
use crate::app::authorise::Scope;
use crate::app::page::{Page, PageRequest};
use crate::app::view::Named;
use crate::app::{Actor, AppError, Context, Portal};

/// One line of the register.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContractSummary {
    /// Id.
    pub id: String,
    /// Contract number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Import or export.
    pub direction: String,
    /// Who registered it.
    pub company: Named,
    /// The other side's country.
    pub counterparty_country: String,
    /// `in_force`, `suspended`, `terminated`.
    pub status: String,
    /// The version in force.
    pub version: i32,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// The certificate in force.
    pub certificate_number: String,
    /// When it entered the register.
    pub registered_at: DateTime<Utc>,
}

/// A registered contract with what it says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContractDetail {
    /// The line of the register.
    #[serde(flatten)]
    pub summary: ContractSummary,
    /// The contract as registered, in its current version.
    pub contract: ContractForm,
    /// What took effect on it, newest first.
    pub events: Vec<RegisterEvent>,
    /// Its certificates, newest first.
    pub certificates: Vec<CertificateLine>,
    /// Its royalty bases; none where it is not paid by royalty.
    pub royalty: Option<RoyaltyBases>,
    /// The application about it that is under way, if any.
    pub open_filing_id: Option<String>,
}

/// One version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContractVersionView {
    /// From 1.
    pub version: i32,
    /// The application that made it.
    pub filing_id: String,
    /// What was applied for: a registration or an amendment.
    pub kind: FilingKind,
    /// When.
    pub registered_at: DateTime<Utc>,
    /// Who submitted it; none where a program did.
    pub filed_by: Option<String>,
    /// The certificate that was issued with it.
    pub certificate_number: Option<String>,
    /// The later royalty base that it settled, if any.
    pub settlement: Option<SettlementForm>,
    /// What it changed in the version before; nothing in the first.
    pub changes: Vec<Change>,
    /// The contract as registered then.
    pub contract: ContractForm,
}

/// Every version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionsView {
    /// Oldest first.
    pub items: Vec<ContractVersionView>,
}

impl From<Contract> for ContractSummary {
    fn from(contract: Contract) -> Self {
        Self {
            id: contract.id.to_string(),
            number: contract.number,
            name: contract.name,
            direction: contract.direction,
            company: Named { id: contract.company_id.to_string(), name: contract.company_name },
            counterparty_country: contract.counterparty_country,
            status: contract.status.code().to_owned(),
            version: contract.version,
            valid_until: contract.valid_until,
            certificate_number: contract.certificate_number,
            registered_at: contract.registered_at,
        }
    }
}

/// A company's contracts, one's own where none is named; for reviewers those of all companies. Newest first; only where number,
/// names, company, parties or keywords have the words of `search`.
pub async fn contracts(
    portal: &Portal,
    context: &Context,
    filter: ContractFilter,
    search: Option<&str>,
    page: &PageRequest,
) -> Result<Page<ContractSummary>, AppError> {
    let filter = match &context.actor {
        Actor::User(user) if user.role.may_review() => filter,
        _ => {
            let (company, only) = context.lists_contracts_of(filter.company)?;
            ContractFilter { company: Some(company), only, ..filter }
        }
    };
    let words = search.and_then(Keywords::parse);
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let found = portal
        .database
        .read(move |connection| {
            let (before, limit) = (before.as_deref(), limit + 1);
            let found = match &words {
                Some(words) => find_contracts(connection, &filter, words, before, limit),
                None => contracts_after(connection, &filter, before, limit),
            };
            Ok::<_, AppError>(found?)
        })
        .await?;
    Page::cut(portal, found, limit, |contract| contract.id.to_string()).try_map(|contract| Ok(contract.into()))
}

/// One contract.
pub async fn contract(portal: &Portal, context: &Context, id: ContractId) -> Result<ContractDetail, AppError> {
    let found = load(portal, context, id).await?;
    let newest = found.versions.into_iter().last();
    let contract = newest.ok_or_else(|| AppError::internal("a contract without a version"))?.contract;
    Ok(ContractDetail {
        events: found.history.events(),
        certificates: found.history.certificates(&found.contract, portal.today()),
        royalty: found.history.royalty(&contract, &portal.reference()),
        open_filing_id: found.open_filing,
        summary: found.contract.into(),
        contract,
    })
}

/// Every version of a contract, with what each changed.
pub async fn versions(portal: &Portal, context: &Context, id: ContractId) -> Result<VersionsView, AppError> {
    let found = load(portal, context, id).await?;
    let mut before: Option<ContractForm> = None;
    let mut items = Vec::new();
    for version in found.versions {
        let maker = found.history.maker(version.version);
        items.push(ContractVersionView {
            version: version.version,
            filing_id: version.filing_id.to_string(),
            kind: maker.map_or(FilingKind::Registration, |event| event.kind),
            registered_at: version.registered_at,
            filed_by: maker.and_then(|event| found.history.filed_by(event)),
            certificate_number: maker.and_then(|event| event.certificate_number.clone()),
            settlement: maker.and_then(|event| event.request.settlement.clone()),
            changes: before.as_ref().map(|before| changes(before, &version.contract)).unwrap_or_default(),
            contract: version.contract.clone(),
        });
        before = Some(version.contract);
    }
    Ok(VersionsView { items })
}

struct Found {
    contract: Contract,
    versions: Vec<ContractVersion>,
    history: History,
    open_filing: Option<String>,
}

async fn load(portal: &Portal, context: &Context, id: ContractId) -> Result<Found, AppError> {
    context.scope(Scope::ContractsRead)?;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let contract = storage::register::contract(connection, id)?.ok_or(AppError::NotFound)?;
            if !sees(&reader, contract.company_id, id)? {
                return Err(AppError::NotFound);
            }
            Ok(Found {
                versions: contract_versions(connection, id)?,
                history: History::read(connection, &contract)?,
                open_filing: open_filing(connection, id)?.map(|filing| filing.to_string()),
                contract,
            })
        })
        .await
}

/// Whether this reader may see a company's contract in the register.
pub(crate) fn sees(context: &Context, company: CompanyId, contract: ContractId) -> Result<bool, AppError> {
    match &context.actor {
        Actor::User(user) => Ok(user.company == Some(company)
            || user.role.may_review()
            || context.agent_sees_contract(company, contract)),
        Actor::Partner(partner) => {
            context.scope(Scope::ContractsRead)?;
            Ok(partner.company == Some(company))
        }
        Actor::Anonymous => Err(AppError::Unauthenticated),
    }
}
