//! Questions to the figures that people keep under a name.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::{ResearchViewId, UserId};
use serde_json::Value;

use crate::schema::{research_views, users};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result};

/// A question to the figures under a name.
#[derive(Debug, Clone)]
pub struct ResearchView {
    /// Its id.
    pub id: ResearchViewId,
    /// Whose it is.
    pub owner: UserId,
    /// Its name.
    pub name: String,
    /// What is asked, and how it is drawn.
    pub question: Value,
    /// Whether everyone who may research sees it.
    pub shared: bool,
    /// Counts changes, for If-Match.
    pub version: i32,
    /// When it was kept first.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

type ViewRow = (String, String, String, String, bool, i32, NaiveDateTime, NaiveDateTime);

fn read(row: ViewRow) -> Result<ResearchView> {
    let (id, owner, name, question, shared, version, created_at, updated_at) = row;
    Ok(ResearchView {
        id: known(ResearchViewId::parse(&id), &id)?,
        owner: known(UserId::parse(&owner), &owner)?,
        name,
        question: from_json(&question)?,
        shared,
        version,
        created_at: utc(created_at),
        updated_at: utc(updated_at),
    })
}

/// Someone's own views and those that others share, each with its owner's name, oldest first.
pub fn research_views_for(connection: &mut Connection, user: UserId) -> Result<Vec<(ResearchView, String)>> {
    let rows: Vec<(ViewRow, String)> = research_views::table
        .inner_join(users::table)
        .filter(research_views::owner_id.eq(user.to_string()).or(research_views::shared.eq(true)))
        .order(research_views::id)
        .select((research_views::all_columns, users::name))
        .load(connection)?;
    rows.into_iter().map(|(row, name)| Ok((read(row)?, name))).collect()
}

/// How many views someone keeps.
pub fn count_research_views(connection: &mut Connection, user: UserId) -> Result<i64> {
    let own = research_views::table.filter(research_views::owner_id.eq(user.to_string()));
    Ok(own.count().get_result(connection)?)
}

/// One view.
pub fn research_view(connection: &mut Connection, id: ResearchViewId) -> Result<Option<ResearchView>> {
    let row = research_views::table.find(id.to_string()).first::<ViewRow>(connection).optional()?;
    row.map(read).transpose()
}

/// Keeps a view.
pub fn insert_research_view(connection: &mut Connection, view: &ResearchView) -> Result<()> {
    diesel::insert_into(research_views::table)
        .values((
            research_views::id.eq(view.id.to_string()),
            research_views::owner_id.eq(view.owner.to_string()),
            research_views::name.eq(&view.name),
            research_views::question.eq(to_json(&view.question)?),
            research_views::shared.eq(view.shared),
            research_views::version.eq(view.version),
            research_views::created_at.eq(view.created_at.naive_utc()),
            research_views::updated_at.eq(view.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Stores a changed view.
pub fn store_research_view(connection: &mut Connection, view: &ResearchView) -> Result<()> {
    diesel::update(research_views::table.find(view.id.to_string()))
        .set((
            research_views::name.eq(&view.name),
            research_views::question.eq(to_json(&view.question)?),
            research_views::shared.eq(view.shared),
            research_views::version.eq(view.version),
            research_views::updated_at.eq(view.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Removes a view.
pub fn delete_research_view(connection: &mut Connection, id: ResearchViewId) -> Result<()> {
    diesel::delete(research_views::table.find(id.to_string())).execute(connection)?;
    Ok(())
}
