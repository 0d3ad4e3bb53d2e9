//! Desks and the versions of the routing table.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::FilingId;
use domain::contract::ContractForm;
use domain::filing::{FilingKind, FilingStatus};
use domain::routing::{Routed, RoutingTable};

use crate::schema::{companies, desks, filings, routing_tables};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result};

/// A queue with powers (受理席位).
#[derive(Debug, Clone)]
pub struct Desk {
    /// Short code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// What it may do: `accept`, `review`, `register`.
    pub powers: Vec<String>,
    /// Order in lists.
    pub position: i32,
}

/// All desks, in their order.
pub fn all_desks(connection: &mut Connection) -> Result<Vec<Desk>> {
    let rows: Vec<(String, String, String, String, i32)> = desks::table.order(desks::position).load(connection)?;
    rows.into_iter()
        .map(|(code, name_zh, name_en, powers, position)| {
            Ok(Desk { code, name_zh, name_en, powers: from_json(&powers)?, position })
        })
        .collect()
}

/// Adds a desk.
pub fn insert_desk(connection: &mut Connection, desk: &Desk) -> Result<()> {
    diesel::insert_into(desks::table)
        .values((
            desks::code.eq(&desk.code),
            desks::name_zh.eq(&desk.name_zh),
            desks::name_en.eq(&desk.name_en),
            desks::powers.eq(to_json(&desk.powers)?),
            desks::position.eq(desk.position),
        ))
        .execute(connection)?;
    Ok(())
}

/// The routing table in force: the one with the highest version.
pub fn current_routing_table(connection: &mut Connection) -> Result<Option<RoutingTable>> {
    let rules: Option<String> = routing_tables::table
        .order(routing_tables::version.desc())
        .select(routing_tables::rules)
        .first(connection)
        .optional()?;
    rows_to_table(rules)
}

fn rows_to_table(rules: Option<String>) -> Result<Option<RoutingTable>> {
    rules.map(|rules| from_json(&rules)).transpose()
}

/// Adds a version; its number is part of the table, and taking one twice is [`crate::Constraint::Unique`].
pub fn insert_routing_table(
    connection: &mut Connection,
    table: &RoutingTable,
    at: DateTime<Utc>,
    by: Option<&str>,
) -> Result<()> {
    diesel::insert_into(routing_tables::table)
        .values((
            routing_tables::version.eq(table.version),
            routing_tables::rules.eq(to_json(table)?),
            routing_tables::created_at.eq(at.naive_utc()),
            routing_tables::created_by.eq(by),
        ))
        .execute(connection)?;
    Ok(())
}

/// A version of the routing table, and who made it when.
#[derive(Debug, Clone)]
pub struct RoutingVersion {
    /// The table.
    pub table: RoutingTable,
    /// When it came into force.
    pub created_at: DateTime<Utc>,
    /// Who made it: a user's id; none for the first.
    pub created_by: Option<String>,
}

/// Versions of the table, newest first, before the one with number `before`.
pub fn routing_versions(connection: &mut Connection, before: Option<i32>, limit: i64) -> Result<Vec<RoutingVersion>> {
    let mut query = routing_tables::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(routing_tables::version.lt(before));
    }
    let rows: Vec<(i32, String, NaiveDateTime, Option<String>)> =
        query.order(routing_tables::version.desc()).limit(limit).load(connection)?;
    rows.into_iter()
        .map(|(_, rules, created_at, created_by)| {
            Ok(RoutingVersion { table: from_json(&rules)?, created_at: utc(created_at), created_by })
        })
        .collect()
}

/// An application as routing saw it.
#[derive(Debug, Clone)]
pub struct RoutedFiling {
    /// The application.
    pub id: FilingId,
    /// What is applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Who applies: id and name.
    pub company: (String, String),
    /// Whether the catalogue was met.
    pub catalogue_hit: bool,
    /// Where it went, and why.
    pub routed: Routed,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
}

type RoutedRow = (
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    String,
    String,
    bool,
    Option<String>,
    Option<NaiveDateTime>,
);

/// What was submitted at a desk since a moment, newest first, at most so many.
pub fn routed_since(
    connection: &mut Connection,
    desk: &str,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<RoutedFiling>> {
    let rows: Vec<RoutedRow> = filings::table
        .inner_join(companies::table)
        .filter(filings::desk_code.eq(desk).and(filings::submitted_at.ge(since.naive_utc())))
        .order((filings::submitted_at.desc(), filings::id.desc()))
        .limit(limit)
        .select((
            filings::id,
            filings::kind,
            filings::status,
            filings::contract_number,
            filings::contract_name,
            filings::company_id,
            companies::name,
            filings::catalogue_hit,
            filings::routing,
            filings::submitted_at,
        ))
        .load(connection)?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, kind, status, number, name, company_id, company_name, catalogue_hit, routing, submitted_at) in rows {
        let (Some(routing), Some(submitted_at)) = (routing, submitted_at) else { continue };
        found.push(RoutedFiling {
            id: known(FilingId::parse(&id), &id)?,
            kind: known(FilingKind::from_code(&kind), &kind)?,
            status: known(FilingStatus::from_code(&status), &status)?,
            contract_number: number,
            contract_name: name,
            company: (company_id, company_name),
            catalogue_hit,
            routed: from_json(&routing)?,
            submitted_at: utc(submitted_at),
        });
    }
    Ok(found)
}

/// The contract of an application, as last saved.
pub fn contract_of(connection: &mut Connection, filing: FilingId) -> Result<Option<ContractForm>> {
    let text: Option<String> =
        filings::table.find(filing.to_string()).select(filings::contract).first(connection).optional()?;
    text.as_deref().map(from_json).transpose()
}
