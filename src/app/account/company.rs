//! Reading and changing a company's own data.

use chrono::{DateTime, Utc};
use domain::CompanyId;
use domain::contract::Ownership;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::accounts::{Company, CompanyStatus, companies_after, store_company};
use storage::{Constraint, StorageError};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::page::{Page, PageRequest};
use crate::app::{Actor, Answered, AppError, Context, FieldError, Portal};

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
    /// `pending`, `approved`, `suspended` or `rejected`.
    pub status: String,
    /// Why it was suspended or refused, in the centre's words.
    pub status_reason: Option<String>,
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
            status_reason: company.status_reason.clone(),
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
    search: Option<String>,
    page: &PageRequest,
) -> Result<Page<CompanyView>, AppError> {
    context.staff(|role| role.may_review() || role.is_administrator())?;
    let (limit, after) = (page.limit()?, page.place(portal)?);
    let companies = portal
        .database
        .read(move |connection| {
            let words = search.as_deref();
            Ok::<_, AppError>(companies_after(connection, status, words, after.as_deref(), limit + 1)?)
        })
        .await?;
    Page::cut(portal, companies, limit, |company| company.id.to_string())
        .try_map(|company| Ok(CompanyView::from(&company)))
}

/// What a company may change of itself; its credit code is what it is. Name and district are what the centre looked at when it approved
/// the company: after that the centre alone changes them. They do not send it back to approval, since it could then not put right
/// what was returned to it while the days run.
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

impl ChangeCompany {
    /// Which of what the centre approved would be other than it is: places in the body.
    fn of_the_approved(&self, company: &Company) -> Vec<&'static str> {
        let differs = |given: Option<&str>, is: &str| given.is_some_and(|given| given != is);
        let name = differs(self.name.as_deref(), &company.name).then_some("/name");
        let district = differs(self.district.as_deref(), &company.district).then_some("/district");
        name.into_iter().chain(district).collect()
    }
}

/// Changes a company's data, if `read_version` is still the current one: the company does, or those who approved it. A company that was
/// refused asks again by this.
pub async fn change(
    portal: &Portal,
    context: &Context,
    id: CompanyId,
    read_version: i32,
    change: ChangeCompany,
) -> Result<Answered, AppError> {
    may_see(context, id)?;
    let by_itself = match context.user()?.company {
        // An agent reads whom it acts for, and changes nothing of them.
        Some(own) if own != id => return Err(AppError::NotFound),
        Some(_) => true,
        None => context.staff(domain::Role::may_approve_companies).map(|_| false)?,
    };
    if let Some(district) = &change.district {
        super::sign_up::check_district(portal, context, "/district", district)?;
    }
    let reader = context.clone();
    portal
        .execute(context, move |connection, _| {
            let mut company = storage::accounts::company(connection, id)?.ok_or(AppError::NotFound)?;
            if company.version != read_version {
                return Err(AppError::Stale);
            }
            let looked_at = matches!(company.status, CompanyStatus::Approved | CompanyStatus::Suspended);
            if by_itself && looked_at {
                refuse(&reader, change.of_the_approved(&company))?;
            }
            if by_itself && company.status == CompanyStatus::Rejected {
                company.status = CompanyStatus::Pending;
                company.status_reason = None;
            }
            company.name = change.name.map_or(company.name, |name| name.trim().to_owned());
            company.district = change.district.unwrap_or(company.district);
            company.ownership = change.ownership.unwrap_or(company.ownership);
            company.address = change.address.or(company.address);
            company.version += 1;
            store_company(connection, &company).map_err(code_taken)?;
            let record = Record {
                kind: "company.changed",
                subject: id.to_string(),
                body: json!({ "version": company.version, "name": company.name, "district": company.district,
                    "status": company.status.code() }),
            };
            Ok(Done::json(200, &CompanyView::from(&company), record)?.version(company.version))
        })
        .await
}

/// Says that what was approved is the centre's to change.
fn refuse(reader: &Context, places: Vec<&'static str>) -> Result<(), AppError> {
    if places.is_empty() {
        return Ok(());
    }
    let message = reader.say(
        "企业名称和所在区域经中心核对后开通，如有变更请联系中心办理。",
        "The centre approved the company under this name and district; ask the centre to change them.",
    );
    let errors = places.into_iter().map(|place| FieldError::new(place, "read_only", message.clone())).collect();
    Err(AppError::Invalid { code: "read_only", errors })
}

/// What a credit code that another company holds is called.
pub(super) fn code_taken(error: StorageError) -> AppError {
    match error {
        StorageError::Conflict(Constraint::Unique(_)) => AppError::conflict("company_exists"),
        other => other.into(),
    }
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
