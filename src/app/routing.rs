//! Desks and the routing table: seeded, read, replaced by a new version.

mod dry_run;
mod history;

use chrono::{DateTime, Utc};
use domain::Role;
use domain::routing::RoutingTable;
use serde::Serialize;
use serde_json::json;
use storage::Database;
use storage::routing::{Desk, all_desks, current_routing_table, insert_desk, insert_routing_table};
use utoipa::ToSchema;

use super::command::{Done, Record};
use super::{Answered, AppError, Context, FieldError, Portal, UserActor};

pub use dry_run::{DeskMove, DryRun, ReroutedFiling, RuleUse, dry_run};
pub use history::{RoutingVersionView, versions};

/// The desks that a new portal has: those of the IP operations centre.
fn first_desks() -> Vec<Desk> {
    let desk = |code: &str, name_zh: &str, name_en: &str, position| Desk {
        code: code.into(),
        name_zh: name_zh.into(),
        name_en: name_en.into(),
        powers: ["accept", "review", "register"].map(str::to_owned).to_vec(),
        position,
    };
    vec![
        desk("city", "江苏国际知识产权运营交易中心（市级受理席位）", "IP operations centre, city desk", 1),
        desk(
            "sip",
            "江苏国际知识产权运营交易中心（自贸区分中心席位）",
            "IP operations centre, Suzhou Industrial Park desk",
            2,
        ),
        desk("security", "江苏国际知识产权运营交易中心（安全审查席位）", "IP operations centre, security desk", 3),
    ]
}

/// Gives a new database its desks and its first routing table; answers the desks that there are.
pub(crate) async fn seed(database: &Database, now: DateTime<Utc>) -> Result<Vec<Desk>, AppError> {
    database
        .write(move |connection| {
            if all_desks(connection)?.is_empty() {
                for desk in first_desks() {
                    insert_desk(connection, &desk)?;
                }
            }
            if current_routing_table(connection)?.is_none() {
                insert_routing_table(connection, &RoutingTable::seed(), now, None)?;
            }
            Ok(all_desks(connection)?)
        })
        .await
}

/// A desk with its powers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskDetail {
    /// Code.
    pub code: String,
    /// Name in the reader's language.
    pub name: String,
    /// `accept`, `review`, `register`.
    pub powers: Vec<String>,
}

/// Every desk.
pub async fn desks(portal: &Portal, context: &Context) -> Result<Vec<DeskDetail>, AppError> {
    context.staff(|_| true)?;
    let desks = portal.database.read(|connection| Ok::<_, AppError>(all_desks(connection)?)).await?;
    Ok(desks
        .into_iter()
        .map(|desk| DeskDetail {
            name: context.say(&desk.name_zh, &desk.name_en),
            code: desk.code,
            powers: desk.powers,
        })
        .collect())
}

/// The routing table in force.
pub async fn rules(portal: &Portal, context: &Context) -> Result<RoutingTable, AppError> {
    context.staff(|_| true)?;
    portal
        .database
        .read(|connection| current_routing_table(connection)?.ok_or_else(|| AppError::internal("no routing table")))
        .await
}

/// Puts a new version of the table in force for filings submitted from now on.
pub async fn replace(
    portal: &Portal,
    context: &Context,
    read_version: i32,
    mut table: RoutingTable,
) -> Result<Answered, AppError> {
    let by = may_edit(context)?.id.to_string();
    portal
        .execute(context, move |connection, now| {
            let current = current_routing_table(connection)?.ok_or_else(|| AppError::internal("no routing table"))?;
            if current.version != read_version {
                return Err(AppError::Stale);
            }
            table.version = current.version + 1;
            let desks = all_desks(connection)?;
            let table = validated(table, &desks)?;
            insert_routing_table(connection, &table, now, Some(&by))?;
            let record = Record {
                kind: "routing.replaced",
                subject: "routing".into(),
                body: json!({ "version": table.version, "rules": &table.rules }),
            };
            Ok(Done::json(200, &table, record)?.version(table.version))
        })
        .await
}

fn may_edit(context: &Context) -> Result<&UserActor, AppError> {
    context.staff(|role| matches!(role, Role::DeskManager | Role::SystemAdmin))
}

/// The table, if it could be put in force.
fn validated(table: RoutingTable, desks: &[Desk]) -> Result<RoutingTable, AppError> {
    let codes: Vec<&str> = desks.iter().map(|desk| desk.code.as_str()).collect();
    table.validate(&codes).map_err(|errors| AppError::Invalid {
        code: "routing_rules_invalid",
        errors: errors
            .iter()
            .map(|error| FieldError::new("/rules", "routing_rules_invalid", error.to_string()))
            .collect(),
    })?;
    Ok(table)
}
