//! Registered contracts and their versions.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ContractId;
use domain::contract::ContractForm;
use serde::Serialize;
use storage::register::{Contract, contract_versions, contracts_after};
use utoipa::ToSchema;

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
}

/// One version.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContractVersionView {
    /// From 1.
    pub version: i32,
    /// The application that made it.
    pub filing_id: String,
    /// When.
    pub registered_at: DateTime<Utc>,
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
            status: contract.status,
            version: contract.version,
            valid_until: contract.valid_until,
            certificate_number: contract.certificate_number,
            registered_at: contract.registered_at,
        }
    }
}

/// A company's contracts, or all of them for reviewers; newest first.
pub async fn contracts(
    portal: &Portal,
    context: &Context,
    page: &PageRequest,
) -> Result<Page<ContractSummary>, AppError> {
    let company = match &context.actor {
        Actor::User(user) if user.role.may_review() => None,
        _ => Some(crate::app::filing::whose(context)?),
    };
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let found = portal
        .database
        .read(move |connection| Ok::<_, AppError>(contracts_after(connection, company, before.as_deref(), limit + 1)?))
        .await?;
    Page::cut(portal, found, limit, |contract| contract.id.to_string()).try_map(|contract| Ok(contract.into()))
}

/// One contract.
pub async fn contract(portal: &Portal, context: &Context, id: ContractId) -> Result<ContractDetail, AppError> {
    let (summary, mut versions) = load(portal, context, id).await?;
    let contract = versions.pop().ok_or_else(|| AppError::internal("a contract without a version"))?.contract;
    Ok(ContractDetail { summary, contract })
}

/// Every version of a contract.
pub async fn versions(portal: &Portal, context: &Context, id: ContractId) -> Result<VersionsView, AppError> {
    let (_, items) = load(portal, context, id).await?;
    Ok(VersionsView { items })
}

async fn load(
    portal: &Portal,
    context: &Context,
    id: ContractId,
) -> Result<(ContractSummary, Vec<ContractVersionView>), AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let contract = storage::register::contract(connection, id)?.ok_or(AppError::NotFound)?;
            if !sees(&reader, contract.company_id)? {
                return Err(AppError::NotFound);
            }
            let versions = contract_versions(connection, id)?
                .into_iter()
                .map(|version| ContractVersionView {
                    version: version.version,
                    filing_id: version.filing_id.to_string(),
                    registered_at: version.registered_at,
                    contract: version.contract,
                })
                .collect();
            Ok((contract.into(), versions))
        })
        .await
}

/// Whether this reader may see what belongs to a company in the register.
pub(super) fn sees(context: &Context, company: domain::CompanyId) -> Result<bool, AppError> {
    match &context.actor {
        Actor::User(user) => Ok(user.company == Some(company) || user.role.may_review()),
        Actor::Partner(partner) => {
            context.scope(Scope::FilingsRead)?;
            Ok(partner.company == Some(company))
        }
        Actor::Anonymous => Err(AppError::Unauthenticated),
    }
}
