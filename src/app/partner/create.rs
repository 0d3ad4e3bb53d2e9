//! New third-party systems: from the operator's console with a first secret, from the pages without one.

use domain::partner::{Binding, PublicBody, Scope};
use domain::{CompanyId, PartnerId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::partners::{Partner, PartnerFilter, insert_partner, insert_secret, partners_of};
use utoipa::ToSchema;
use validator::Validate;

use super::secret::new_secret;
use super::view::{PartnerView, check_contact, check_scopes, name_of, ordered};
use crate::app::command::{Done, Record, record};
use crate::app::{Answered, AppError, Context, Portal};

/// A system to be admitted at the console.
pub struct NewPartner {
    /// Its name.
    pub name: String,
    /// Scopes; the operator is not bound by what its side may be granted.
    pub scopes: Vec<Scope>,
    /// The company on whose behalf it files, if any.
    pub company: Option<CompanyId>,
    /// The public body it belongs to, if any.
    pub body: Option<PublicBody>,
    /// Where notices about it go, if not to a company.
    pub contact_email: Option<String>,
}

/// A system that was admitted; the secret is not kept.
#[derive(Debug, Clone, Serialize)]
pub struct CreatedPartner {
    /// OAuth client id.
    pub client_id: String,
    /// OAuth client secret.
    pub client_secret: String,
    /// Scopes.
    pub scopes: Vec<Scope>,
}

/// Admits a system, with a first secret.
pub async fn create(portal: &Portal, new: NewPartner) -> Result<CreatedPartner, AppError> {
    if new.company.is_some() && new.body.is_some() {
        return Err(AppError::field("/body", "invalid_value", "a company's system belongs to no public body"));
    }
    let id = PartnerId(portal.new_id());
    let now = portal.now();
    let (secret, text) = new_secret(portal, id, now)?;
    let partner = Partner {
        id,
        name: new.name,
        scopes: ordered(&new.scopes),
        company_id: new.company,
        body: new.body,
        contact_email: new.contact_email,
        disabled_by: None,
        created_at: now,
        version: 1,
    };
    let scopes = partner.scopes.clone();
    portal
        .database
        .write(move |connection| {
            insert_partner(connection, &partner)?;
            insert_secret(connection, &secret)?;
            record(connection, now, "system", &created(&partner))?;
            Ok::<_, AppError>(())
        })
        .await?;
    Ok(CreatedPartner { client_id: id.to_string(), client_secret: text, scopes })
}

/// A system that a company admits for itself, or the centre for a public body.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmitPartner {
    /// What the system is called, such as `ERP 生产环境`.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it may be let do.
    #[validate(length(min = 1, max = 20))]
    #[schema(min_items = 1, max_items = 20)]
    pub scopes: Vec<Scope>,
    /// The public body it belongs to: for the centre, which admits no other.
    #[serde(default)]
    pub body: Option<PublicBody>,
    /// Where notices about it go; a public body's must say. A company's users get them anyway.
    #[serde(default)]
    #[validate(email, length(max = 254))]
    #[schema(max_length = 254)]
    pub contact_email: Option<String>,
}

/// Systems that a company has at most: each has a quota of its own.
const MOST_OF_A_COMPANY: i64 = 20;

/// Admits a system. It has no secret yet.
pub async fn admit(portal: &Portal, context: &Context, body: AdmitPartner) -> Result<Answered, AppError> {
    let company = super::view::admitter(context)?;
    let binding = match (company, body.body) {
        (Some(_), None) => Binding::Company,
        (None, Some(body)) => Binding::Body(body),
        (Some(_), Some(_)) => {
            let message = context.say(
                "企业的系统不属于公共机构，请留空。",
                "A company's system belongs to no public body; leave it out.",
            );
            return Err(AppError::invalid_field("/body", "invalid_value", message));
        }
        (None, None) => {
            let message =
                context.say("请选择该系统所属的公共机构。", "Choose the public body that the system belongs to.");
            return Err(AppError::invalid_field("/body", "missing_field", message));
        }
    };
    check_scopes(context, binding, &[], &body.scopes)?;
    check_contact(context, binding, body.contact_email.as_deref())?;
    let partner = Partner {
        id: PartnerId(portal.new_id()),
        name: name_of(context, &body.name)?,
        scopes: ordered(&body.scopes),
        company_id: company,
        body: body.body,
        contact_email: body.contact_email,
        disabled_by: None,
        created_at: portal.now(),
        version: 1,
    };
    let reader = context.clone();
    portal
        .execute(context, move |connection, _| {
            if let Some(company) = company {
                let known = partners_of(connection, Some(company), &PartnerFilter::default(), None, MOST_OF_A_COMPANY)?;
                if known.len() >= usize::try_from(MOST_OF_A_COMPANY).unwrap_or(usize::MAX) {
                    return Err(AppError::conflict("too_many_partners"));
                }
            }
            insert_partner(connection, &partner)?;
            let view = PartnerView::one(connection, &reader, partner.clone())?;
            let path = format!("/api/v1/partners/{}", partner.id);
            Ok(Done::json(201, &view, created(&partner))?.version(partner.version).location(path))
        })
        .await
}

fn created(partner: &Partner) -> Record {
    Record {
        kind: "partner.created",
        subject: partner.id.to_string(),
        body: json!({ "name": partner.name, "scopes": partner.scopes, "company": partner.company_id, "body": partner.body }),
    }
}
