//! A new third-party system with its first secret, which is shown once.

use domain::{CompanyId, PartnerId};
use serde::Serialize;
use serde_json::json;
use storage::partners::{Partner, insert_partner};

use crate::app::authorise::Scope;
use crate::app::command::{Record, record};
use crate::app::tokens::{digest, random_secret};
use crate::app::{AppError, Portal};

/// A system to be admitted.
pub struct NewPartner {
    /// Its name.
    pub name: String,
    /// Scopes.
    pub scopes: Vec<String>,
    /// The company on whose behalf it files, if any.
    pub company: Option<CompanyId>,
}

/// A system that was admitted; the secret is not kept.
#[derive(Debug, Clone, Serialize)]
pub struct CreatedPartner {
    /// OAuth client id.
    pub client_id: String,
    /// OAuth client secret.
    pub client_secret: String,
    /// Scopes.
    pub scopes: Vec<String>,
}

/// Admits a system.
pub async fn create(portal: &Portal, new: NewPartner) -> Result<CreatedPartner, AppError> {
    if let Some(unknown) = new.scopes.iter().find(|scope| !Scope::ALL.iter().any(|known| known.code() == *scope)) {
        return Err(AppError::field("/scopes", "invalid_scope", format!("unknown scope {unknown:?}")));
    }
    let id = PartnerId(portal.new_id());
    let secret = random_secret("ttp_")?;
    let (secret_id, secret_digest, now) = (portal.new_id().to_string(), digest(&secret), portal.now());
    let partner = Partner {
        id,
        name: new.name,
        scopes: new.scopes.clone(),
        company_id: new.company,
        active: true,
        created_at: now,
    };
    portal
        .database
        .write(move |connection| {
            insert_partner(connection, &partner, &secret_id, &secret_digest)?;
            let entry = Record {
                kind: "partner.created",
                subject: partner.id.to_string(),
                body: json!({ "name": partner.name, "scopes": partner.scopes, "company": partner.company_id }),
            };
            record(connection, now, "system", &entry)?;
            Ok::<_, AppError>(())
        })
        .await?;
    Ok(CreatedPartner { client_id: id.to_string(), client_secret: secret, scopes: new.scopes })
}
