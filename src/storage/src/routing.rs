//! Desks and the versions of the routing table.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::routing::RoutingTable;

use crate::schema::{desks, routing_tables};
use crate::text::{from_json, to_json};
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
