//! Editions of the control catalogue and their items. An edition is never changed; only the day from which it is in force is set.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::contract::Direction;
use domain::reference::{CatalogueClass, CatalogueItem};

use crate::schema::{catalogue_editions, catalogue_items};
use crate::search::{lower, lower_if_any};
use crate::text::{containing, known, utc};
use crate::{Connection, Result};

/// An edition without its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Counts the editions from 1.
    pub number: i32,
    /// What it is called.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// Whether items of the official list are missing.
    pub partial: bool,
    /// SHA-256 over its items, hex.
    pub digest: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
    /// Who loaded it; none for what ships with the product.
    pub loaded_by: Option<String>,
    /// The day from which it is in force; none until somebody says so.
    pub in_force_from: Option<NaiveDate>,
}

type EditionRow = (i32, String, String, bool, String, NaiveDateTime, Option<String>, Option<NaiveDate>);

fn read_edition(row: EditionRow) -> Edition {
    let (number, name, source, partial, digest, loaded_at, loaded_by, in_force_from) = row;
    Edition { number, name, source, partial, digest, loaded_at: utc(loaded_at), loaded_by, in_force_from }
}

/// Every edition that is or will be in force, in the order in which they take effect: on one day, the newest counts.
pub fn scheduled_editions(connection: &mut Connection) -> Result<Vec<Edition>> {
    let rows: Vec<EditionRow> = catalogue_editions::table
        .filter(catalogue_editions::in_force_from.is_not_null())
        .order((catalogue_editions::in_force_from, catalogue_editions::number))
        .load(connection)?;
    Ok(rows.into_iter().map(read_edition).collect())
}

/// Editions before this number (the newest first), at most `limit`.
pub fn editions_before(connection: &mut Connection, before: Option<i32>, limit: i64) -> Result<Vec<Edition>> {
    let mut query = catalogue_editions::table.order(catalogue_editions::number.desc()).limit(limit).into_boxed();
    if let Some(before) = before {
        query = query.filter(catalogue_editions::number.lt(before));
    }
    let rows: Vec<EditionRow> = query.load(connection)?;
    Ok(rows.into_iter().map(read_edition).collect())
}

/// One edition.
pub fn edition(connection: &mut Connection, number: i32) -> Result<Option<Edition>> {
    let row: Option<EditionRow> = catalogue_editions::table.find(number).first(connection).optional()?;
    Ok(row.map(read_edition))
}

/// The newest edition with these items.
pub fn edition_of_digest(connection: &mut Connection, digest: &str) -> Result<Option<Edition>> {
    let row: Option<EditionRow> = catalogue_editions::table
        .filter(catalogue_editions::digest.eq(digest))
        .order(catalogue_editions::number.desc())
        .first(connection)
        .optional()?;
    Ok(row.map(read_edition))
}

/// The number of the newest edition; 0 when there is none.
pub fn last_edition(connection: &mut Connection) -> Result<i32> {
    let last: Option<i32> =
        catalogue_editions::table.select(diesel::dsl::max(catalogue_editions::number)).first(connection)?;
    Ok(last.unwrap_or(0))
}

/// Adds an edition; taking a number twice is [`crate::Constraint::Unique`].
pub fn insert_edition(connection: &mut Connection, edition: &Edition, items: &[CatalogueItem]) -> Result<()> {
    diesel::insert_into(catalogue_editions::table)
        .values((
            catalogue_editions::number.eq(edition.number),
            catalogue_editions::name.eq(&edition.name),
            catalogue_editions::source.eq(&edition.source),
            catalogue_editions::partial.eq(edition.partial),
            catalogue_editions::digest.eq(&edition.digest),
            catalogue_editions::loaded_at.eq(edition.loaded_at.naive_utc()),
            catalogue_editions::loaded_by.eq(edition.loaded_by.as_deref()),
            catalogue_editions::in_force_from.eq(edition.in_force_from),
        ))
        .execute(connection)?;
    for (item, position) in items.iter().zip(1..) {
        insert_item(connection, edition.number, position, item)?;
    }
    Ok(())
}

fn insert_item(connection: &mut Connection, edition: i32, position: i32, item: &CatalogueItem) -> Result<()> {
    diesel::insert_into(catalogue_items::table)
        .values((
            catalogue_items::edition.eq(edition),
            catalogue_items::position.eq(position),
            catalogue_items::direction.eq(item.direction.code()),
            catalogue_items::class.eq(item.class.code()),
            catalogue_items::item_no.eq(item.item_no.as_deref()),
            catalogue_items::industry.eq(item.industry.as_deref()),
            catalogue_items::name.eq(&item.name),
            catalogue_items::control_points.eq(item.control_points.as_deref()),
            catalogue_items::source.eq(&item.source),
            catalogue_items::status.eq(&item.status),
        ))
        .execute(connection)?;
    Ok(())
}

/// Sets the day from which an edition is in force.
pub fn schedule_edition(connection: &mut Connection, number: i32, from: NaiveDate) -> Result<()> {
    diesel::update(catalogue_editions::table.find(number))
        .set(catalogue_editions::in_force_from.eq(from))
        .execute(connection)?;
    Ok(())
}

/// An item and its place in its edition.
pub type PlacedItem = (i32, CatalogueItem);

/// The items of an edition after a place, at most `limit`; with `words`, those with that in their name, number or control points.
pub fn items_after(
    connection: &mut Connection,
    edition: i32,
    words: Option<&str>,
    after: i32,
    limit: i64,
) -> Result<Vec<PlacedItem>> {
    type Row = (i32, i32, String, String, Option<String>, Option<String>, String, Option<String>, String, String);
    let mut query = catalogue_items::table
        .filter(catalogue_items::edition.eq(edition).and(catalogue_items::position.gt(after)))
        .into_boxed();
    if let Some(words) = words.map(containing) {
        let named = lower(catalogue_items::name).like(lower(words.clone())).escape('\\');
        let numbered = lower_if_any(catalogue_items::item_no).like(lower_if_any(words.clone())).escape('\\');
        let told = lower_if_any(catalogue_items::control_points).like(lower_if_any(words)).escape('\\');
        query = query.filter(named.or(numbered).or(told));
    }
    let rows: Vec<Row> = query.order(catalogue_items::position).limit(limit).load(connection)?;
    rows.into_iter()
        .map(|(_, position, direction, class, item_no, industry, name, control_points, source, status)| {
            let direction = known(Direction::from_code(&direction), &direction)?;
            let class = known(CatalogueClass::from_code(&class), &class)?;
            Ok((position, CatalogueItem { direction, class, item_no, industry, name, control_points, source, status }))
        })
        .collect()
}

/// Every item of an edition, in its order.
pub fn items_of(connection: &mut Connection, edition: i32) -> Result<Vec<CatalogueItem>> {
    Ok(items_after(connection, edition, None, 0, i64::MAX)?.into_iter().map(|(_, item)| item).collect())
}
