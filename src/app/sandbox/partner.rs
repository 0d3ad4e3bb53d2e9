//! Partners of a sandbox: each gets a company, or stands for a public body, with a client of its own, at once and as often as it likes.

use domain::contract::Ownership;
use domain::credit_code::{CreditCode, CreditCodeError};
use domain::finding::Language;
use domain::partner::{Binding, PublicBody, Scope, grantable};
use domain::{CompanyId, PartnerId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::people::{desk, turn_of};
use crate::app::account::{NewCompany, NewCompanyUser, SignUp, approve, sign_up};
use crate::app::partner::{NewPartner, create};
use crate::app::tokens::{random_secret, random_u16};
use crate::app::{Actor, AppError, Context, Portal};

/// Suzhou Industrial Park, where the companies of a sandbox are.
const DISTRICT: &str = "320571";
/// The office that registered them, as a credit code names it.
const REGISTERED_BY: &str = "91320594MA";

/// Whose client is wanted.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewSandboxPartner {
    /// The public body whose system it is; when there is none, it is a company's.
    pub body: Option<PublicBody>,
}

/// A client with all that one of its kind may be granted, and a company of its own.
#[derive(Clone, Serialize, ToSchema)]
pub struct SandboxPartner {
    /// OAuth client id.
    pub client_id: PartnerId,
    /// OAuth client secret: it is shown here, and never again.
    pub client_secret: String,
    /// What it may be let do.
    pub scopes: Vec<Scope>,
    /// The company for which it files; null for a public body's.
    pub company: Option<SandboxCompany>,
}

/// A company of a sandbox, which may file.
#[derive(Clone, Serialize, ToSchema)]
pub struct SandboxCompany {
    /// Id.
    pub id: CompanyId,
    /// Registered name.
    pub name: String,
    /// Unified social credit code.
    pub uscc: String,
    /// District of Suzhou.
    pub district: String,
    /// Enterprise nature.
    pub ownership: Ownership,
    /// With which its user signs in on the pages.
    pub email: String,
    /// The password for it, shown here and never again.
    pub password: String,
}

/// Makes a client. Asked again, it makes another one.
pub async fn create_partner(portal: &Portal, body: NewSandboxPartner) -> Result<SandboxPartner, AppError> {
    portal.sandbox()?;
    let number = (u32::from(random_u16()?) * 0x1_0000 + u32::from(random_u16()?)) % 10_000_000;
    let company = if body.body.is_some() { None } else { Some(company(portal, number).await?) };
    let binding = body.body.map_or(Binding::Company, Binding::Body);
    let new = NewPartner {
        name: format!("沙箱系统{number:07}"),
        scopes: grantable(binding).to_vec(),
        company: company.as_ref().map(|company| company.id),
        body: body.body,
        contact_email: body.body.map(|_| format!("system-{number:07}@sandbox.invalid")),
    };
    let created = create(portal, new).await?;
    Ok(SandboxPartner {
        client_id: PartnerId::parse(&created.client_id).ok_or_else(|| AppError::internal("a client without an id"))?,
        client_secret: created.client_secret,
        scopes: created.scopes,
        company,
    })
}

/// A company signs up, and the desk approves it.
async fn company(portal: &Portal, number: u32) -> Result<SandboxCompany, AppError> {
    let stranger = Context {
        actor: Actor::Anonymous,
        language: Language::Zh,
        request_id: "sandbox".to_owned(),
        idempotency: None,
    };
    let (name, email) = (format!("沙箱企业{number:07}有限公司"), format!("company-{number:07}@sandbox.invalid"));
    let (uscc, password) = (credit_code(number)?, random_secret("")?);
    let request = SignUp {
        company: NewCompany {
            name: name.clone(),
            uscc: uscc.clone(),
            district: DISTRICT.to_owned(),
            ownership: Ownership::Private,
            address: None,
        },
        user: NewCompanyUser {
            name: "沙箱用户".to_owned(),
            email: email.clone(),
            phone: None,
            password: password.clone(),
        },
    };
    let answered = sign_up(portal, &stranger, request).await?;
    let view: Value = serde_json::from_str(&answered.body).map_err(AppError::internal)?;
    let id = view.get("id").and_then(Value::as_str).and_then(CompanyId::parse);
    let id = id.ok_or_else(|| AppError::internal("a company without an id"))?;
    let approver = desk(portal).await?.approver;
    approve(portal, &turn_of(&approver, &stranger, "approve"), id).await?;
    Ok(SandboxCompany { id, name, uscc, district: DISTRICT.to_owned(), ownership: Ownership::Private, email, password })
}

/// A credit code with this number in it, and the check character that belongs to it.
fn credit_code(number: u32) -> Result<String, AppError> {
    let body = format!("{REGISTERED_BY}{number:07}");
    match CreditCode::parse(&format!("{body}0")) {
        Ok(code) => Ok(code.as_str().to_owned()),
        Err(CreditCodeError::CheckCharacter { expected }) => Ok(format!("{body}{expected}")),
        Err(error) => Err(AppError::internal(error)),
    }
}
