//! Who works for a company: its people admit further ones, and let one sign in no longer or again. The new one sets a password by a
//! link that is mailed.

use chrono::{DateTime, Utc};
use domain::{CompanyId, Role, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Connection;
use storage::accounts::{
    User, UserStatus, accounts_of_company, company_to_change, insert_user, user_by_email, user_to_change,
};
use utoipa::ToSchema;
use validator::Validate;

use super::operator::set_status;
use super::password::refused;
use super::sign_up::unusable;
use crate::app::command::{Done, Record};
use crate::app::page::{Page, PageRequest};
use crate::app::tokens::random_secret;
use crate::app::{Answered, AppError, Context, Portal, UserActor};

/// Accounts that a company has at most: each may be mailed to an address that its people name.
const MOST_OF_A_COMPANY: i64 = 50;

/// Someone who works for a company, as their colleagues see them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyUserView {
    /// Id.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// E-mail address, with which they sign in.
    pub email: String,
    /// `active`, or `disabled`: may not sign in.
    pub status: String,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

impl From<&User> for CompanyUserView {
    fn from(user: &User) -> Self {
        Self {
            id: user.id,
            name: user.name.clone(),
            email: user.email.clone(),
            status: user.status.code().to_owned(),
            created_at: user.created_at,
        }
    }
}

/// Someone to work for the company.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmitUser {
    /// Name.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// E-mail address, with which they will sign in. A link to set a password is mailed there.
    #[validate(email, length(max = 254))]
    #[schema(format = Email, max_length = 254)]
    pub email: String,
}

/// A page of a company's people, in the order in which they came.
pub async fn company_users(
    portal: &Portal,
    context: &Context,
    company: CompanyId,
    page: &PageRequest,
) -> Result<Page<CompanyUserView>, AppError> {
    of_company(context, company)?;
    let (limit, after) = (page.limit()?, page.place(portal)?);
    let users = portal
        .database
        .read(move |connection| {
            Ok::<_, AppError>(accounts_of_company(connection, company, after.as_deref(), limit + 1)?)
        })
        .await?;
    Page::cut(portal, users, limit, |user| user.id.to_string()).try_map(|user| Ok(CompanyUserView::from(&user)))
}

/// Makes an account for a colleague. Nobody knows its password: the link that is mailed sets one.
pub async fn admit_user(
    portal: &Portal,
    context: &Context,
    company: CompanyId,
    body: AdmitUser,
) -> Result<Answered, AppError> {
    if !of_company(context, company)?.company_approved {
        return Err(AppError::Forbidden("company_not_approved"));
    }
    let AdmitUser { name, email } = body;
    let name = name.trim().to_owned();
    if name.is_empty() {
        let message = context.say("请填写姓名。", "Give the name.");
        return Err(AppError::invalid_field("/name", "missing_field", message));
    }
    let email = email.trim().to_lowercase();
    unusable(context, "/email", &email).map_err(refused)?;
    let user = User {
        id: UserId(portal.new_id()),
        email,
        name,
        phone: None,
        role: Role::Company,
        company_id: Some(company),
        password_hash: portal.passwords.hash(random_secret("")?).await?,
        status: UserStatus::Active,
        created_at: portal.now(),
    };
    portal
        .execute(context, move |connection, _| {
            company_to_change(connection, company)?.ok_or(AppError::NotFound)?;
            let most = usize::try_from(MOST_OF_A_COMPANY).unwrap_or(usize::MAX);
            if accounts_of_company(connection, company, None, MOST_OF_A_COMPANY)?.len() >= most {
                return Err(AppError::conflict("too_many_users"));
            }
            if user_by_email(connection, &user.email)?.is_some() {
                return Err(AppError::conflict("email_taken"));
            }
            insert_user(connection, &user, &[])?;
            let record =
                Record { kind: "user.admitted", subject: user.id.to_string(), body: json!({ "company": company }) };
            Done::json(201, &CompanyUserView::from(&user), record)
        })
        .await
}

/// Lets a colleague sign in no longer, and ends what they are signed in with; never oneself, and never the last one.
pub async fn disable_user(
    portal: &Portal,
    context: &Context,
    company: CompanyId,
    id: UserId,
) -> Result<Answered, AppError> {
    let own = of_company(context, company)?.id;
    let answered = portal
        .execute(context, move |connection, now| {
            let user = colleague(connection, company, id)?;
            if user.id == own {
                return Err(AppError::conflict("oneself"));
            }
            if user.status == UserStatus::Disabled {
                return Err(AppError::Conflict { code: "illegal_state", state: Some(user.status.code().into()) });
            }
            // Who asks may have been disabled a moment ago, by the very colleague they disable now.
            let active = |user: &User| user.status == UserStatus::Active && user.id != id;
            if !accounts_of_company(connection, company, None, MOST_OF_A_COMPANY)?.iter().any(active) {
                return Err(AppError::conflict("last_user"));
            }
            let (user, record) = set_status(connection, user, UserStatus::Disabled, now)?;
            Done::json(200, &CompanyUserView::from(&user), record)
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}

/// Lets a colleague sign in again.
pub async fn enable_user(
    portal: &Portal,
    context: &Context,
    company: CompanyId,
    id: UserId,
) -> Result<Answered, AppError> {
    of_company(context, company)?;
    portal
        .execute(context, move |connection, now| {
            let user = colleague(connection, company, id)?;
            if user.status == UserStatus::Active {
                return Err(AppError::Conflict { code: "illegal_state", state: Some(user.status.code().into()) });
            }
            let (user, record) = set_status(connection, user, UserStatus::Active, now)?;
            Done::json(200, &CompanyUserView::from(&user), record)
        })
        .await
}

/// The person who asks, if this is their company; staff have no such function, and another company is nothing to them.
fn of_company(context: &Context, company: CompanyId) -> Result<&UserActor, AppError> {
    let user = context.user()?;
    match user.company {
        Some(own) if own == company => Ok(user),
        Some(_) => Err(AppError::NotFound),
        None => Err(AppError::Forbidden("forbidden")),
    }
}

/// An account of the company, with the list of its people held still.
fn colleague(connection: &mut Connection, company: CompanyId, id: UserId) -> Result<User, AppError> {
    company_to_change(connection, company)?.ok_or(AppError::NotFound)?;
    user_to_change(connection, id)?.filter(|user| user.company_id == Some(company)).ok_or(AppError::NotFound)
}
