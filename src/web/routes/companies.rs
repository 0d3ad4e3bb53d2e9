//! Companies, and who works for them.

use actix_web::{get, patch, post, web};
use domain::{CompanyId, UserId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, search};
use crate::app::account::{self, AdmitUser, ChangeCompany, CompanyReason, CompanyUserView, CompanyView, SignUp};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, page, versioned};
use crate::web::extract::{Caller, Command, Edit, Id, Nothing, PublicCommand};
use crate::web::openapi::{CompanyPage, CompanyUserPage};
use crate::web::problem::Problem;

/// Sign a company up, with its first user. It may file once the centre has approved it.
#[utoipa::path(tag = "companies", request_body = SignUp, params(("Idempotency-Key" = String, Header)), security(()), responses(
    (status = 201, body = CompanyView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies")]
pub(super) async fn create_company(portal: web::Data<Portal>, command: PublicCommand<SignUp>) -> Answer {
    Ok(answered(account::sign_up(&portal, &command.context, command.body).await?))
}

/// Which companies.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CompanyQuery {
    /// `pending`, `approved` or `suspended`.
    #[param(pattern = "^(pending|approved|suspended)$")]
    status: Option<String>,
    /// Part of the name or of the credit code.
    q: Option<String>,
}

/// Companies in order of sign-up, for the centre.
#[utoipa::path(tag = "companies", params(CompanyQuery, PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = CompanyPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/companies")]
pub(super) async fn list_companies(portal: web::Data<Portal>, caller: Caller, list: List<CompanyQuery>) -> Answer {
    let status = code("status", list.filter.status.as_deref(), account::company_status)?;
    let found = account::companies(&portal, &caller.0, status, search(list.filter.q), &list.page).await?;
    page::<CompanyView>(&found, list.fields.as_deref())
}

/// One company: one's own, or any for the centre.
#[utoipa::path(tag = "companies", params(("id" = String, Path)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/companies/{id}")]
pub(super) async fn read_company(portal: web::Data<Portal>, caller: Caller, id: Id<CompanyId>) -> Answer {
    let company = account::company(&portal, &caller.0, id.0).await?;
    Ok(versioned(&company, company.version))
}

/// Change a company's data: it does so itself, but for name and district once it was approved, or those who approve companies do. One that
/// was refused asks for approval again by this.
#[utoipa::path(tag = "companies", request_body = ChangeCompany, params(("id" = String, Path), ("If-Match" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[patch("/companies/{id}")]
pub(super) async fn change_company(portal: web::Data<Portal>, id: Id<CompanyId>, edit: Edit<ChangeCompany>) -> Answer {
    Ok(answered(account::change(&portal, &edit.context, id.0, edit.version, edit.body).await?))
}

/// Let a company file.
#[utoipa::path(tag = "companies", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies/{id}/approve")]
pub(super) async fn approve_company(portal: web::Data<Portal>, id: Id<CompanyId>, command: Command<Nothing>) -> Answer {
    Ok(answered(account::approve(&portal, &command.context, id.0).await?))
}

/// The people of one's company, in the order in which they came.
#[utoipa::path(tag = "companies", params(("id" = String, Path), PageQuery), security(("bearer" = [])), responses(
    (status = 200, body = CompanyUserPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/companies/{id}/users")]
pub(super) async fn list_company_users(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<CompanyId>,
    list: List,
) -> Answer {
    let users = account::company_users(&portal, &caller.0, id.0, &list.page).await?;
    page::<CompanyUserView>(&users, list.fields.as_deref())
}

/// Admit a colleague. A link to set a password is mailed to them, good for seven days.
#[utoipa::path(tag = "companies", request_body = AdmitUser, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 201, body = CompanyUserView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies/{id}/users")]
pub(super) async fn add_company_user(
    portal: web::Data<Portal>,
    id: Id<CompanyId>,
    command: Command<AdmitUser>,
) -> Answer {
    Ok(answered(account::admit_user(&portal, &command.context, id.0, command.body).await?))
}

/// Let a colleague sign in no longer; their sessions end at once.
#[utoipa::path(tag = "companies", request_body = Nothing, params(("id" = String, Path), ("user_id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyUserView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies/{id}/users/{user_id}/disable")]
pub(super) async fn disable_company_user(
    portal: web::Data<Portal>,
    id: Id<CompanyId>,
    path: web::Path<(String, String)>,
    command: Command<Nothing>,
) -> Answer {
    let user = UserId::parse(&path.1).ok_or(AppError::NotFound)?;
    Ok(answered(account::disable_user(&portal, &command.context, id.0, user).await?))
}

/// Let a colleague sign in again.
#[utoipa::path(tag = "companies", request_body = Nothing, params(("id" = String, Path), ("user_id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyUserView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies/{id}/users/{user_id}/enable")]
pub(super) async fn enable_company_user(
    portal: web::Data<Portal>,
    id: Id<CompanyId>,
    path: web::Path<(String, String)>,
    command: Command<Nothing>,
) -> Answer {
    let user = UserId::parse(&path.1).ok_or(AppError::NotFound)?;
    Ok(answered(account::enable_user(&portal, &command.context, id.0, user).await?))
}

/// Refuse a company that signed up. It is told why; its credit code is free for the company whose it is.
#[utoipa::path(tag = "companies", request_body = CompanyReason, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies/{id}/reject")]
pub(super) async fn reject_company(
    portal: web::Data<Portal>,
    id: Id<CompanyId>,
    command: Command<CompanyReason>,
) -> Answer {
    Ok(answered(account::reject(&portal, &command.context, id.0, command.body).await?))
}

/// Let a company file no longer. It is told why.
#[utoipa::path(tag = "companies", request_body = CompanyReason, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies/{id}/suspend")]
pub(super) async fn suspend_company(
    portal: web::Data<Portal>,
    id: Id<CompanyId>,
    command: Command<CompanyReason>,
) -> Answer {
    Ok(answered(account::suspend(&portal, &command.context, id.0, command.body).await?))
}

/// Let a suspended company file again.
#[utoipa::path(tag = "companies", request_body = Nothing, params(("id" = String, Path), ("Idempotency-Key" = String, Header)), security(("bearer" = [])), responses(
    (status = 200, body = CompanyView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/companies/{id}/resume")]
pub(super) async fn resume_company(portal: web::Data<Portal>, id: Id<CompanyId>, command: Command<Nothing>) -> Answer {
    Ok(answered(account::resume(&portal, &command.context, id.0).await?))
}
