//! Endpoints. Their keys are derived, and kept nowhere.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::webhook::DisabledWhy;
use domain::{CompanyId, EndpointId, EventType, PartnerId};

use crate::partners::{Partner, PartnerRow};
use crate::prepared::Prepared;
use crate::schema::{partners, webhook_deliveries, webhook_endpoints};
use crate::text::{known, utc};
use crate::{Connection, Result, StorageError};

/// Where events are delivered to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// The system whose it is.
    pub partner_id: PartnerId,
    /// Its address.
    pub url: String,
    /// What its owner says of it.
    pub description: Option<String>,
    /// The events that it wants; all when there is none.
    pub types: Vec<EventType>,
    /// Events after this place of the journal are delivered.
    pub since_seq: i64,
    /// Counts its keys, from 1.
    pub generation: i32,
    /// When the last of them came.
    pub rotated_at: Option<DateTime<Utc>>,
    /// Since when every try has failed.
    pub failing_since: Option<DateTime<Utc>>,
    /// Why nothing is delivered.
    pub disabled: Option<Disabled>,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// Counts changes, for If-Match.
    pub version: i32,
}

/// That nothing is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disabled {
    /// Why.
    pub why: DisabledWhy,
    /// Since when.
    pub at: DateTime<Utc>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = webhook_endpoints, treat_none_as_default_value = false)]
struct EndpointRow {
    id: String,
    partner_id: String,
    url: String,
    description: Option<String>,
    types: String,
    since_seq: i64,
    generation: i32,
    rotated_at: Option<NaiveDateTime>,
    failing_since: Option<NaiveDateTime>,
    disabled_why: Option<String>,
    disabled_at: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
    version: i32,
}

impl From<&Endpoint> for EndpointRow {
    fn from(endpoint: &Endpoint) -> Self {
        Self {
            id: endpoint.id.to_string(),
            partner_id: endpoint.partner_id.to_string(),
            url: endpoint.url.clone(),
            description: endpoint.description.clone(),
            types: endpoint.types.iter().map(|one| one.code()).collect::<Vec<_>>().join(" "),
            since_seq: endpoint.since_seq,
            generation: endpoint.generation,
            rotated_at: endpoint.rotated_at.map(|time| time.naive_utc()),
            failing_since: endpoint.failing_since.map(|time| time.naive_utc()),
            disabled_why: endpoint.disabled.map(|disabled| disabled.why.code().to_owned()),
            disabled_at: endpoint.disabled.map(|disabled| disabled.at.naive_utc()),
            created_at: endpoint.created_at.naive_utc(),
            version: endpoint.version,
        }
    }
}

impl TryFrom<EndpointRow> for Endpoint {
    type Error = StorageError;

    fn try_from(row: EndpointRow) -> Result<Self> {
        let disabled = match (row.disabled_why, row.disabled_at) {
            (Some(why), Some(at)) => Some(Disabled { why: known(DisabledWhy::from_code(&why), &why)?, at: utc(at) }),
            _ => None,
        };
        Ok(Self {
            id: known(EndpointId::parse(&row.id), &row.id)?,
            partner_id: known(PartnerId::parse(&row.partner_id), &row.partner_id)?,
            url: row.url,
            description: row.description,
            types: row
                .types
                .split_whitespace()
                .map(|code| known(EventType::from_code(code), code))
                .collect::<Result<_>>()?,
            since_seq: row.since_seq,
            generation: row.generation,
            rotated_at: row.rotated_at.map(utc),
            failing_since: row.failing_since.map(utc),
            disabled,
            created_at: utc(row.created_at),
            version: row.version,
        })
    }
}

/// Whose endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A system's.
    Partner(PartnerId),
    /// Those of every system that acts for a company.
    Company(CompanyId),
    /// Those of systems that act for no company.
    Bodies,
}

/// Adds an endpoint.
pub fn insert_endpoint(connection: &mut Connection, endpoint: &Endpoint) -> Result<()> {
    diesel::insert_into(webhook_endpoints::table).values(EndpointRow::from(endpoint)).execute(connection)?;
    Ok(())
}

/// Stores what commands change of an endpoint: all but since when it fails, unless it was switched on or off.
pub fn store_endpoint(connection: &mut Connection, endpoint: &Endpoint) -> Result<()> {
    let row = EndpointRow::from(endpoint);
    diesel::update(webhook_endpoints::table.find(row.id))
        .set((
            webhook_endpoints::url.eq(row.url),
            webhook_endpoints::description.eq(row.description),
            webhook_endpoints::types.eq(row.types),
            webhook_endpoints::since_seq.eq(row.since_seq),
            webhook_endpoints::generation.eq(row.generation),
            webhook_endpoints::rotated_at.eq(row.rotated_at),
            webhook_endpoints::disabled_why.eq(row.disabled_why),
            webhook_endpoints::disabled_at.eq(row.disabled_at),
            webhook_endpoints::version.eq(row.version),
        ))
        .execute(connection)?;
    Ok(())
}

/// Removes an endpoint and all of its deliveries.
pub fn delete_endpoint(connection: &mut Connection, id: EndpointId) -> Result<()> {
    let key = id.to_string();
    diesel::delete(webhook_deliveries::table.filter(webhook_deliveries::endpoint_id.eq(&key))).execute(connection)?;
    diesel::delete(webhook_endpoints::table.find(&key)).execute(connection)?;
    Ok(())
}

/// The endpoint with this id.
pub fn endpoint(connection: &mut Connection, id: EndpointId) -> Result<Option<Endpoint>> {
    let row: Option<EndpointRow> = webhook_endpoints::table.find(id.to_string()).first(connection).optional()?;
    row.map(Endpoint::try_from).transpose()
}

/// Endpoints, newest first, after the one with id `before`; where `in_use` is given, those that are switched on, or those that are not.
pub fn endpoints_of(
    connection: &mut Connection,
    whose: Whose,
    in_use: Option<bool>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Endpoint>> {
    let mut query =
        webhook_endpoints::table.inner_join(partners::table).select(webhook_endpoints::all_columns).into_boxed();
    query = match whose {
        Whose::Partner(partner) => query.filter(webhook_endpoints::partner_id.eq(partner.to_string())),
        Whose::Company(company) => query.filter(partners::company_id.eq(company.to_string())),
        Whose::Bodies => query.filter(partners::company_id.is_null()),
    };
    query = match in_use {
        Some(true) => query.filter(webhook_endpoints::disabled_at.is_null()),
        Some(false) => query.filter(webhook_endpoints::disabled_at.is_not_null()),
        None => query,
    };
    if let Some(before) = before {
        query = query.filter(webhook_endpoints::id.lt(before.to_owned()));
    }
    let rows: Vec<EndpointRow> = query.order(webhook_endpoints::id.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(Endpoint::try_from).collect()
}

/// How many endpoints a system has.
pub fn count_endpoints(connection: &mut Connection, partner: PartnerId) -> Result<i64> {
    let of = webhook_endpoints::table.filter(webhook_endpoints::partner_id.eq(partner.to_string()));
    Ok(of.count().get_result(connection)?)
}

/// Every endpoint that is not switched off, with its system.
pub fn receivers(connection: &mut Connection) -> Result<Vec<(Endpoint, Partner)>> {
    let rows: Vec<(EndpointRow, PartnerRow)> = webhook_endpoints::table
        .inner_join(partners::table)
        .filter(webhook_endpoints::disabled_at.is_null())
        .select((webhook_endpoints::all_columns, partners::all_columns))
        .load(connection)?;
    rows.into_iter().map(|(endpoint, partner)| Ok((endpoint.try_into()?, partner.try_into()?))).collect()
}

/// Notes that a try succeeded: the endpoint does not fail any more.
pub fn note_success(connection: &mut Connection, id: EndpointId) -> Result<()> {
    let failing = webhook_endpoints::table.find(id.to_string()).filter(webhook_endpoints::failing_since.is_not_null());
    Prepared(diesel::update(failing).set(webhook_endpoints::failing_since.eq(None::<NaiveDateTime>)))
        .execute(connection)?;
    Ok(())
}

/// Notes that a try failed; since when every try has.
pub fn note_failure(connection: &mut Connection, id: EndpointId, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let well = webhook_endpoints::table.find(id.to_string()).filter(webhook_endpoints::failing_since.is_null());
    Prepared(diesel::update(well).set(webhook_endpoints::failing_since.eq(Some(now.naive_utc()))))
        .execute(connection)?;
    Ok(endpoint(connection, id)?.and_then(|endpoint| endpoint.failing_since))
}
