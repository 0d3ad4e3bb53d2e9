//! Third-party systems and their secrets (digests only).

mod uses;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::partner::{DisabledBy, PublicBody, Scope};
use domain::{CompanyId, PartnerId, SecretId};

use crate::schema::{companies, partner_secrets, partners};
use crate::search::lower;
use crate::text::{containing, known, utc};
use crate::{Connection, Result, StorageError, dialect};

pub use uses::{PartnerUse, UseFilter, Used, add_uses, last_uses, purge_uses, uses_of};

/// A third-party system.
#[derive(Debug, Clone)]
pub struct Partner {
    /// Its id, which is its OAuth `client_id`.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// The scopes it may ask for.
    pub scopes: Vec<Scope>,
    /// The company on whose behalf it files, if it is bound to one.
    pub company_id: Option<CompanyId>,
    /// The public body it belongs to, if it is bound to one.
    pub body: Option<PublicBody>,
    /// Where notices about it go; a company's go to its users.
    pub contact_email: Option<String>,
    /// Who took it out of use; none while it may get and use tokens.
    pub disabled_by: Option<DisabledBy>,
    /// Since when there is one.
    pub created_at: DateTime<Utc>,
    /// Counts changes, for If-Match.
    pub version: i32,
}

/// A secret that a system may use now.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Its id.
    pub id: SecretId,
    /// The system it belongs to.
    pub partner_id: PartnerId,
    /// SHA-256, hex.
    pub digest: String,
    /// Its last characters; none for one that is older than hints.
    pub hint: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// What lets a system in.
#[derive(Debug, Clone)]
pub struct Client {
    /// The system.
    pub partner: Partner,
    /// Its company's name, if it is bound to one.
    pub company_name: Option<String>,
    /// Whether that company may file.
    pub company_approved: bool,
    /// Its live secrets.
    pub secrets: Vec<Secret>,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = partners, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct PartnerRow {
    id: String,
    name: String,
    scopes: String,
    company_id: Option<String>,
    status: String,
    created_at: NaiveDateTime,
    body: Option<String>,
    contact_email: Option<String>,
    disabled_by: Option<String>,
    version: i32,
}

impl From<&Partner> for PartnerRow {
    fn from(partner: &Partner) -> Self {
        let scopes: Vec<&str> = partner.scopes.iter().map(|scope| scope.code()).collect();
        Self {
            id: partner.id.to_string(),
            name: partner.name.clone(),
            scopes: scopes.join(" "),
            company_id: partner.company_id.map(|id| id.to_string()),
            status: if partner.disabled_by.is_some() { "disabled" } else { "active" }.to_owned(),
            created_at: partner.created_at.naive_utc(),
            body: partner.body.map(|body| body.code().to_owned()),
            contact_email: partner.contact_email.clone(),
            disabled_by: partner.disabled_by.map(|by| by.code().to_owned()),
            version: partner.version,
        }
    }
}

impl TryFrom<PartnerRow> for Partner {
    type Error = StorageError;

    fn try_from(row: PartnerRow) -> Result<Self> {
        let disabled_by = match (row.status.as_str(), row.disabled_by) {
            ("active", _) => None,
            // Taken out of use before it was noted by whom.
            (_, None) => Some(DisabledBy::Centre),
            (_, Some(by)) => Some(known(DisabledBy::from_code(&by), &by)?),
        };
        Ok(Self {
            id: known(PartnerId::parse(&row.id), &row.id)?,
            name: row.name,
            scopes: row
                .scopes
                .split_whitespace()
                .map(|scope| known(Scope::from_code(scope), scope))
                .collect::<Result<_>>()?,
            company_id: row.company_id.map(|id| known(CompanyId::parse(&id), &id)).transpose()?,
            body: row.body.map(|body| known(PublicBody::from_code(&body), &body)).transpose()?,
            contact_email: row.contact_email,
            disabled_by,
            created_at: utc(row.created_at),
            version: row.version,
        })
    }
}

/// Adds a system.
pub fn insert_partner(connection: &mut Connection, partner: &Partner) -> Result<()> {
    diesel::insert_into(partners::table).values(PartnerRow::from(partner)).execute(connection)?;
    Ok(())
}

/// Stores a changed system.
pub fn store_partner(connection: &mut Connection, partner: &Partner) -> Result<()> {
    let row = PartnerRow::from(partner);
    diesel::update(partners::table.find(row.id.clone())).set(&row).execute(connection)?;
    Ok(())
}

/// The system with this id.
pub fn partner(connection: &mut Connection, id: PartnerId) -> Result<Option<Partner>> {
    let row: Option<PartnerRow> = partners::table.find(id.to_string()).first(connection).optional()?;
    row.map(Partner::try_from).transpose()
}

/// The same, for a change: nobody else changes it or its secrets until the transaction ends.
pub fn partner_to_change(connection: &mut Connection, id: PartnerId) -> Result<Option<Partner>> {
    dialect::lock_partner(connection, &id.to_string())?;
    partner(connection, id)
}

/// Which systems.
#[derive(Debug, Clone, Default)]
pub struct PartnerFilter {
    /// Only those out of use, or only those in use.
    pub disabled: Option<bool>,
    /// Only with this in the name.
    pub words: Option<String>,
}

/// Systems, newest first, after the one with id `before`: a company's, or everyone's.
pub fn partners_of(
    connection: &mut Connection,
    company: Option<CompanyId>,
    filter: &PartnerFilter,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Partner>> {
    let mut query = partners::table.into_boxed();
    if let Some(company) = company {
        query = query.filter(partners::company_id.eq(company.to_string()));
    }
    if let Some(disabled) = filter.disabled {
        query = query.filter(partners::status.eq(if disabled { "disabled" } else { "active" }));
    }
    if let Some(words) = &filter.words {
        query = query.filter(lower(partners::name).like(lower(containing(words))).escape('\\'));
    }
    if let Some(before) = before {
        query = query.filter(partners::id.lt(before.to_owned()));
    }
    let rows: Vec<PartnerRow> = query.order(partners::id.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(Partner::try_from).collect()
}

/// What lets the system with this id in.
pub fn client(connection: &mut Connection, id: PartnerId) -> Result<Option<Client>> {
    let row: Option<(PartnerRow, Option<String>, Option<String>)> = partners::table
        .left_join(companies::table)
        .filter(partners::id.eq(id.to_string()))
        .select((partners::all_columns, companies::name.nullable(), companies::status.nullable()))
        .first(connection)
        .optional()?;
    let Some((row, company_name, company_status)) = row else { return Ok(None) };
    Ok(Some(Client {
        partner: row.try_into()?,
        company_name,
        company_approved: company_status.as_deref() == Some("approved"),
        secrets: live_secrets(connection, &[id])?,
    }))
}

/// Adds a secret.
pub fn insert_secret(connection: &mut Connection, secret: &Secret) -> Result<()> {
    diesel::insert_into(partner_secrets::table)
        .values((
            partner_secrets::id.eq(secret.id.to_string()),
            partner_secrets::partner_id.eq(secret.partner_id.to_string()),
            partner_secrets::digest.eq(&secret.digest),
            partner_secrets::hint.eq(&secret.hint),
            partner_secrets::created_at.eq(secret.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Takes a secret of a system out of use; false when it was before, none when it has no such secret.
pub fn revoke_secret(
    connection: &mut Connection,
    of: PartnerId,
    id: SecretId,
    now: DateTime<Utc>,
) -> Result<Option<bool>> {
    let found: Option<(String, Option<NaiveDateTime>)> = partner_secrets::table
        .find(id.to_string())
        .filter(partner_secrets::partner_id.eq(of.to_string()))
        .select((partner_secrets::id, partner_secrets::revoked_at))
        .first(connection)
        .optional()?;
    let Some((id, revoked_at)) = found else { return Ok(None) };
    if revoked_at.is_none() {
        diesel::update(partner_secrets::table.find(id))
            .set(partner_secrets::revoked_at.eq(Some(now.naive_utc())))
            .execute(connection)?;
    }
    Ok(Some(revoked_at.is_none()))
}

/// The secrets that these systems may use now, the oldest first.
pub fn live_secrets(connection: &mut Connection, of: &[PartnerId]) -> Result<Vec<Secret>> {
    let ids: Vec<String> = of.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String, String, String, NaiveDateTime)> = partner_secrets::table
        .filter(partner_secrets::partner_id.eq_any(ids))
        .filter(partner_secrets::revoked_at.is_null())
        .order((partner_secrets::created_at, partner_secrets::id))
        .select((
            partner_secrets::id,
            partner_secrets::partner_id,
            partner_secrets::digest,
            partner_secrets::hint,
            partner_secrets::created_at,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(id, partner, digest, hint, created_at)| {
            Ok(Secret {
                id: known(SecretId::parse(&id), &id)?,
                partner_id: known(PartnerId::parse(&partner), &partner)?,
                digest,
                hint,
                created_at: utc(created_at),
            })
        })
        .collect()
}
