//! The versions of the routing table: who made which when, and what was changed.

use chrono::{DateTime, Utc};
use domain::routing::{RoutingTable, RuleChange};
use serde::Serialize;
use storage::accounts::user_names;
use storage::routing::{RoutingVersion, routing_versions};
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::view::Named;
use crate::app::{AppError, Context, Portal};

/// One version of the routing table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingVersionView {
    /// The table as it was then.
    pub table: RoutingTable,
    /// When it came into force.
    pub created_at: DateTime<Utc>,
    /// Who made it; none for the first.
    pub created_by: Option<Named>,
    /// What was changed since the version before.
    pub changes: Vec<RuleChange>,
}

/// A page of versions, newest first.
pub async fn versions(
    portal: &Portal,
    context: &Context,
    page: &PageRequest,
) -> Result<Page<RoutingVersionView>, AppError> {
    context.staff(|_| true)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let before = before.map(|place| place.parse().map_err(|_| AppError::BadRequest("invalid_cursor"))).transpose()?;
    let (found, names) = portal
        .database
        .read(move |connection| {
            // One more than the page and the sign of another, to compare the last with.
            let found = routing_versions(connection, before, limit + 1)?;
            let people: Vec<String> = found.iter().filter_map(|version| version.created_by.clone()).collect();
            Ok::<_, AppError>((found, user_names(connection, &people)?))
        })
        .await?;
    let tables: Vec<RoutingTable> = found.iter().map(|version| version.table.clone()).collect();
    let earlier = |version: i32| tables.iter().find(|table| table.version < version);
    Page::cut(portal, found, limit, |version| version.table.version.to_string()).try_map(|version: RoutingVersion| {
        let changes = earlier(version.table.version).map(|earlier| version.table.changes_since(earlier));
        Ok(RoutingVersionView {
            changes: changes.unwrap_or_default(),
            created_at: version.created_at,
            created_by: version
                .created_by
                .map(|id| Named { name: names.get(&id).map_or_else(String::new, |(name, _)| name.clone()), id }),
            table: version.table,
        })
    })
}
