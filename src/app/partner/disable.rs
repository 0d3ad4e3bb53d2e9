//! Taking a system out of use, and letting it in again.

use domain::PartnerId;
use domain::partner::DisabledBy;
use serde_json::json;
use storage::Connection;
use storage::partners::{Partner, partner_to_change, store_partner};

use super::view::{PartnerView, admitter, may_enable, reader, seen};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Takes a system out of use at once, with all its tokens: its company does, or the centre, also one that is the company's.
pub async fn disable(portal: &Portal, context: &Context, id: PartnerId) -> Result<Answered, AppError> {
    let side = reader(context)?;
    let by = if side.is_some() { DisabledBy::Company } else { DisabledBy::Centre };
    let asking = context.clone();
    let answered = portal
        .execute(context, move |connection, _| {
            let partner = seen(partner_to_change(connection, id)?, side)?;
            // The centre's word stands above the company's own.
            if partner.disabled_by == Some(by) || partner.disabled_by == Some(DisabledBy::Centre) {
                return Err(AppError::Conflict { code: "illegal_state", state: Some("disabled".into()) });
            }
            store(connection, &asking, partner, Some(by))
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}

/// Lets a system in again, for whoever took it out of use.
pub async fn enable(portal: &Portal, context: &Context, id: PartnerId) -> Result<Answered, AppError> {
    let side = admitter(context)?;
    let asking = context.clone();
    let answered = portal
        .execute(context, move |connection, _| {
            let partner = seen(partner_to_change(connection, id)?, side)?;
            if partner.disabled_by.is_none() {
                return Err(AppError::Conflict { code: "illegal_state", state: Some("active".into()) });
            }
            if !may_enable(&asking, &partner) {
                return Err(AppError::conflict("disabled_by_other"));
            }
            store(connection, &asking, partner, None)
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}

fn store(
    connection: &mut Connection,
    reader: &Context,
    mut partner: Partner,
    disabled_by: Option<DisabledBy>,
) -> Result<Done, AppError> {
    partner.disabled_by = disabled_by;
    partner.version += 1;
    store_partner(connection, &partner)?;
    let record = Record {
        kind: if disabled_by.is_some() { "partner.disabled" } else { "partner.enabled" },
        subject: partner.id.to_string(),
        body: json!({ "by": disabled_by, "version": partner.version }),
    };
    let version = partner.version;
    Ok(Done::json(200, &PartnerView::one(connection, reader, partner)?, record)?.version(version))
}
