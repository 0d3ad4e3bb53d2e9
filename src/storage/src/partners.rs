//! Third-party systems and their secrets (digests only).

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::{CompanyId, PartnerId};

use crate::schema::{partner_secrets, partners};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// A third-party system.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its id, which is its OAuth `client_id`.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// The scopes it may ask for.
    pub scopes: Vec<String>,
    /// The company on whose behalf it files, if it is bound to one.
    pub company_id: Option<CompanyId>,
    /// Whether it may get and use tokens.
    pub active: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

type PartnerRow = (String, String, String, Option<String>, String, NaiveDateTime);

/// Adds a system and the digest of its first secret.
pub fn insert_partner(
    connection: &mut Connection,
    partner: &Partner,
    secret_id: &str,
    secret_digest: &str,
) -> Result<()> {
    diesel::insert_into(partners::table)
        .values((
            partners::id.eq(partner.id.to_string()),
            partners::name.eq(&partner.name),
            partners::scopes.eq(partner.scopes.join(" ")),
            partners::company_id.eq(partner.company_id.map(|id| id.to_string())),
            partners::status.eq(if partner.active { "active" } else { "disabled" }),
            partners::created_at.eq(partner.created_at.naive_utc()),
        ))
        .execute(connection)?;
    diesel::insert_into(partner_secrets::table)
        .values((
            partner_secrets::id.eq(secret_id),
            partner_secrets::partner_id.eq(partner.id.to_string()),
            partner_secrets::digest.eq(secret_digest),
            partner_secrets::created_at.eq(partner.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// The system with this id.
pub fn partner(connection: &mut Connection, id: PartnerId) -> Result<Option<Partner>> {
    let row: Option<PartnerRow> = partners::table.find(id.to_string()).first(connection).optional()?;
    row.map(read).transpose()
}

/// Digests of the secrets that a system may use now.
pub fn live_secrets(connection: &mut Connection, id: PartnerId) -> Result<Vec<String>> {
    Ok(partner_secrets::table
        .filter(partner_secrets::partner_id.eq(id.to_string()).and(partner_secrets::revoked_at.is_null()))
        .select(partner_secrets::digest)
        .load(connection)?)
}

fn read((id, name, scopes, company_id, status, created_at): PartnerRow) -> Result<Partner> {
    Ok(Partner {
        id: known(PartnerId::parse(&id), &id)?,
        name,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        company_id: company_id.map(|id| known(CompanyId::parse(&id), &id)).transpose()?,
        active: status == "active",
        created_at: utc(created_at),
    })
}
