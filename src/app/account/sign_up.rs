//! A company signs up with its first user. It may file once the centre has approved it.

use domain::contract::Ownership;
use domain::credit_code::CreditCode;
use domain::text::confusable_in_identifier;
use domain::{CompanyId, Role, UserId};
use serde::Deserialize;
use serde_json::json;
use storage::accounts::{Company, CompanyStatus, User, UserStatus, insert_company, insert_user, user_by_email};
use utoipa::ToSchema;
use validator::Validate;

use super::CompanyView;
use super::company::code_taken;
use super::password::unacceptable;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, FieldError, Portal};

/// What a new company sends.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// The company.
    #[validate(nested)]
    pub company: NewCompany,
    /// Its first user.
    #[validate(nested)]
    pub user: NewCompanyUser,
}

/// The company.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompany {
    /// Registered name.
    #[validate(length(min = 2, max = 200))]
    #[schema(min_length = 2, max_length = 200)]
    pub name: String,
    /// Unified social credit code, 18 characters.
    pub uscc: String,
    /// District of Suzhou.
    pub district: String,
    /// Enterprise nature.
    pub ownership: Ownership,
    /// Address.
    #[serde(default)]
    #[validate(length(max = 300))]
    #[schema(max_length = 300)]
    pub address: Option<String>,
}

/// Its first user.
#[derive(Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompanyUser {
    /// Name.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// E-mail address, with which they will sign in.
    #[validate(email, length(max = 254))]
    #[schema(format = Email, max_length = 254)]
    pub email: String,
    /// Telephone.
    #[serde(default)]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub phone: Option<String>,
    /// 15 to 128 characters, easy to remember and hard to guess.
    #[schema(format = Password, min_length = 15, max_length = 128)]
    pub password: String,
}

impl std::fmt::Debug for NewCompanyUser {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewCompanyUser").finish_non_exhaustive()
    }
}

/// Signs a company up; it waits for approval.
pub async fn sign_up(portal: &Portal, context: &Context, request: SignUp) -> Result<Answered, AppError> {
    let email = request.user.email.trim().to_lowercase();
    check(portal, context, &request, &email)?;
    let password_hash = portal.passwords.hash(request.user.password).await?;
    let company = Company {
        id: CompanyId(portal.new_id()),
        name: request.company.name.trim().to_owned(),
        credit_code: request.company.uscc,
        district: request.company.district,
        ownership: request.company.ownership,
        address: request.company.address,
        status: CompanyStatus::Pending,
        version: 1,
        created_at: portal.now(),
        approved_at: None,
        approved_by: None,
        status_reason: None,
    };
    let user = User {
        id: UserId(portal.new_id()),
        email,
        name: request.user.name,
        phone: request.user.phone,
        role: Role::Company,
        company_id: Some(company.id),
        password_hash,
        status: UserStatus::Active,
        created_at: portal.now(),
    };
    portal
        .execute(context, move |connection, _| {
            if user_by_email(connection, &user.email)?.is_some() {
                return Err(AppError::conflict("email_taken"));
            }
            insert_company(connection, &company).map_err(code_taken)?;
            insert_user(connection, &user, &[])?;
            let record = Record {
                kind: "company.signed_up",
                subject: company.id.to_string(),
                body: json!({ "uscc": company.credit_code, "name": company.name, "user": user.id }),
            };
            let path = format!("/api/v1/companies/{}", company.id);
            Ok(Done::json(201, &CompanyView::from(&company), record)?.version(company.version).location(path))
        })
        .await
}

fn check(portal: &Portal, context: &Context, request: &SignUp, email: &str) -> Result<(), AppError> {
    let mut errors = Vec::new();
    if let Err(error) = CreditCode::parse(&request.company.uscc) {
        errors.push(FieldError::new(
            "/company/uscc",
            "uscc_invalid",
            match context.language {
                domain::finding::Language::Zh => {
                    "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），请核对校验位。".to_owned()
                }
                domain::finding::Language::En => format!("Unified social credit code: {error}"),
            },
        ));
    }
    if let Err(error) = check_district(portal, context, "/company/district", &request.company.district) {
        if let AppError::Invalid { errors: found, .. } = error { errors.extend(found) } else { return Err(error) }
    }
    errors.extend(unacceptable(context, "/user/password", &request.user.password, email, &request.company.name).err());
    errors.extend(unusable(context, "/user/email", email).err());
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { code: "validation_failed", errors }) }
}

/// That an address, in lower case, can be told from every other by looking at it.
pub(super) fn unusable(context: &Context, pointer: &str, email: &str) -> Result<(), FieldError> {
    if confusable_in_identifier(email).is_none() && email.is_ascii() {
        return Ok(());
    }
    let message =
        context.say("邮箱地址含有不可见或易混淆的字符。", "The address contains invisible or confusable characters.");
    Err(FieldError::new(pointer, "invalid_value", message))
}

/// Whether a district is one of Suzhou's.
pub(super) fn check_district(
    portal: &Portal,
    context: &Context,
    pointer: &str,
    district: &str,
) -> Result<(), AppError> {
    if portal.reference().data.divisions.is_suzhou(district) {
        return Ok(());
    }
    Err(AppError::field(
        pointer,
        "unknown_district",
        context.say("请选择苏州市的区、县级市或功能区。", "Choose a district of Suzhou."),
    ))
}
