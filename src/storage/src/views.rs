//! Questions to the queue that people keep under a name.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::UserId;
use serde_json::Value;

use crate::schema::{saved_views, users};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result};

/// A question to the queue under a name.
#[derive(Debug, Clone)]
pub struct SavedView {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub owner: UserId,
    /// The desk with which it is shared.
    pub desk_code: Option<String>,
    /// Its name.
    pub name: String,
    /// What the queue is asked for.
    pub question: Value,
    /// Counts changes, for If-Match.
    pub version: i32,
    /// When it was kept first.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

type ViewRow = (String, String, Option<String>, String, String, i32, NaiveDateTime, NaiveDateTime);

fn read(row: ViewRow) -> Result<SavedView> {
    let (id, owner, desk_code, name, question, version, created_at, updated_at) = row;
    Ok(SavedView {
        id,
        owner: known(UserId::parse(&owner), &owner)?,
        desk_code,
        name,
        question: from_json(&question)?,
        version,
        created_at: utc(created_at),
        updated_at: utc(updated_at),
    })
}

/// Someone's own views and those shared with these desks, each with its owner's name, oldest first.
pub fn views_for(connection: &mut Connection, user: UserId, desks: &[String]) -> Result<Vec<(SavedView, String)>> {
    let rows: Vec<(ViewRow, String)> = saved_views::table
        .inner_join(users::table)
        .filter(saved_views::owner_id.eq(user.to_string()).or(saved_views::desk_code.eq_any(desks.to_vec())))
        .order(saved_views::id)
        .select((saved_views::all_columns, users::name))
        .load(connection)?;
    rows.into_iter().map(|(row, name)| Ok((read(row)?, name))).collect()
}

/// One view.
pub fn view(connection: &mut Connection, id: &str) -> Result<Option<SavedView>> {
    saved_views::table.find(id).first::<ViewRow>(connection).optional()?.map(read).transpose()
}

/// Keeps a view.
pub fn insert_view(connection: &mut Connection, view: &SavedView) -> Result<()> {
    diesel::insert_into(saved_views::table)
        .values((
            saved_views::id.eq(&view.id),
            saved_views::owner_id.eq(view.owner.to_string()),
            saved_views::desk_code.eq(&view.desk_code),
            saved_views::name.eq(&view.name),
            saved_views::question.eq(to_json(&view.question)?),
            saved_views::version.eq(view.version),
            saved_views::created_at.eq(view.created_at.naive_utc()),
            saved_views::updated_at.eq(view.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Stores a changed view.
pub fn store_view(connection: &mut Connection, view: &SavedView) -> Result<()> {
    diesel::update(saved_views::table.find(&view.id))
        .set((
            saved_views::desk_code.eq(&view.desk_code),
            saved_views::name.eq(&view.name),
            saved_views::question.eq(to_json(&view.question)?),
            saved_views::version.eq(view.version),
            saved_views::updated_at.eq(view.updated_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// Removes a view.
pub fn delete_view(connection: &mut Connection, id: &str) -> Result<()> {
    diesel::delete(saved_views::table.find(id)).execute(connection)?;
    Ok(())
}
