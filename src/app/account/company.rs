//! Reading and changing a company's own data.

use chrono::{DateTime, Utc};
use domain::CompanyId;
use domain::contract::Ownership;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::accounts::{Company, CompanyStatus, companies_after, store_company};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::page::{Page, PageRequest};
use crate::app::{Actor, Answered, AppError, Context, Portal};

/// A company as its users and the centre see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyView {
    /// Id.
    pub id: String,
    /// Registered name.
    pub name: String,
    /// Unified social credit code.
    pub uscc: String,
    /// District of Suzhou.
    pub district: String,
    /// Enterprise nature.
    pub ownership: Ownership,
    /// Address.
    pub address: Option<String>,
    /// `pending`, `approved` or `suspended`.
    pub status: String,
    /// Counts changes; the ETag.
    pub version: i32,
    /// When it signed up.
    pub created_at: DateTime<Utc>,
    /// When the centre approved it.
    pub approved_at: Option<DateTime<Utc>>,
}

impl From<&Company> for CompanyView {
    fn from(company: &Company) -> Self {
        Self {
            id: company.id.to_string(),
            name: company.name.clone(),
            uscc: company.credit_code.clone(),
            district: company.district.clone(),
            ownership: company.ownership,
            address: company.address.clone(),
            status: company.status.code().to_owned(),
            version: company.version,
            created_at: company.created_at,
            approved_at: company.approved_at,
        }
    }
}

/// One company: one's own, or any for the centre's staff.
pub async fn company(portal: &Portal, context: &Context, id: CompanyId) -> Result<CompanyView, AppError> {
    may_see(context, id)?;
    portal
        .database
        .read(move |connection| {
            storage::accounts::company(connection, id)?.as_ref().map(CompanyView::from).ok_or(AppError::NotFound)
        })
        .await
}

/// Companies in order of sign-up, for those who approve them.
pub async fn companies(
    portal: &Portal,
    context: &Context,
    status: Option<CompanyStatus>,
    page: &PageRequest,
) -> Result<Page<CompanyView>, AppError> {
    context.staff(|role| role.may_review() || role.is_administrator())?;
    let (limit, after) = (page.limit()?, page.place(portal)?);
    let companies = portal
        .database
        .read(move |connection| Ok::<_, AppError>(companies_after(connection, status, after.as_deref(), limit + 1)?))
        .await?;
    Page::cut(portal, companies, limit, |company| company.id.to_string())
        .try_map(|company| Ok(CompanyView::from(&company)))
}

/// What a company may change of itself; its credit code is what it is.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeCompany {
    /// Registered name.
    #[validate(length(min = 2, max = 200))]
    #[schema(min_length = 2, max_length = 200)]
    pub name: Option<String>,
    /// District of Suzhou.
    #[validate(length(equal = 6))]
    #[schema(min_length = 6, max_length = 6)]
    pub district: Option<String>,
    /// Enterprise nature.
    pub ownership: Option<Ownership>,
    /// Address.
    #[validate(length(max = 300))]
    #[schema(max_length = 300)]
    pub address: Option<String>,
}

/// Changes a company's data, if `read_version` is still the current one: the company does, or those who approved it.
pub async fn change(
    portal: &Portal,
    context: &Context,
    id: CompanyId,
    read_version: i32,
    change: ChangeCompany,
) -> Result<Answered, AppError> {
    may_see(context, id)?;
    match context.user()?.company {
        // An agent reads whom it acts for, and changes nothing of them.
        Some(own) if own != id => return Err(AppError::NotFound),
        Some(_) => {}
        None => drop(context.staff(domain::Role::may_approve_companies)?),
    }
    if let Some(district) = &change.district {
        super::sign_up::check_district(portal, context, "/district", district)?;
    }
    portal
        .execute(context, move |connection, _| {
            let mut company = storage::accounts::company(connection, id)?.ok_or(AppError::NotFound)?;
            if company.version != read_version {
                return Err(AppError::Stale);
            }
            company.name = change.name.unwrap_or(company.name);
            company.district = change.district.unwrap_or(company.district);
            company.ownership = change.ownership.unwrap_or(company.ownership);
            company.address = change.address.or(company.address);
            company.version += 1;
            store_company(connection, &company)?;
            let record = Record {
                kind: "company.changed",
                subject: id.to_string(),
                body: json!({ "version": company.version }),
            };
            Ok(Done::json(200, &CompanyView::from(&company), record)?.version(company.version))
        })
        .await
}

fn may_see(context: &Context, id: CompanyId) -> Result<(), AppError> {
    match &context.actor {
        Actor::User(user) if user.role.is_staff() || user.company == Some(id) || context.acts_for(id) => Ok(()),
        Actor::User(_) => Err(AppError::NotFound),
        _ => context.user().map(|_| ()),
    }
}

/// The status with this code.
pub fn company_status(code: &str) -> Option<CompanyStatus> {
    CompanyStatus::from_code(code)
}
