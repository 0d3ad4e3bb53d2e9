//! Changing a system: its name, its scopes, whom to tell.

use domain::PartnerId;
use domain::partner::Scope;
use serde::Deserialize;
use serde_json::json;
use storage::partners::store_partner;
use utoipa::ToSchema;
use validator::Validate;

use super::view::{PartnerView, admitter, binding, check_contact, check_scopes, name_of, ordered, to_change};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// What is to change of a system; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChangePartner {
    /// What the system is called.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// What it may be let do: all of it, in the place of what it had.
    #[validate(length(min = 1, max = 20))]
    #[schema(min_items = 1, max_items = 20)]
    pub scopes: Option<Vec<Scope>>,
    /// Where notices about it go.
    #[validate(email, length(max = 254))]
    #[schema(max_length = 254)]
    pub contact_email: Option<String>,
}

/// Changes a system, if `read_version` is still the current one. A scope that is taken away is gone from its tokens too.
pub async fn change(
    portal: &Portal,
    context: &Context,
    id: PartnerId,
    read_version: i32,
    change: ChangePartner,
) -> Result<Answered, AppError> {
    let side = admitter(context)?;
    let reader = context.clone();
    let answered = portal
        .execute(context, move |connection, _| {
            let mut partner = to_change(connection, id, side)?;
            if partner.version != read_version {
                return Err(AppError::Stale);
            }
            if let Some(name) = &change.name {
                partner.name = name_of(&reader, name)?;
            }
            if let Some(scopes) = &change.scopes {
                check_scopes(&reader, binding(&partner), &partner.scopes, scopes)?;
                partner.scopes = ordered(scopes);
            }
            partner.contact_email = change.contact_email.or(partner.contact_email);
            check_contact(&reader, binding(&partner), partner.contact_email.as_deref())?;
            partner.version += 1;
            store_partner(connection, &partner)?;
            let body = json!({ "version": partner.version, "name": partner.name, "scopes": partner.scopes });
            let record = Record { kind: "partner.changed", subject: id.to_string(), body };
            let version = partner.version;
            Ok(Done::json(200, &PartnerView::one(connection, &reader, partner)?, record)?.version(version))
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}
