//! Code sets, calendars, catalogues and rates, as the text that an administrator loaded, and the editions of those that figures
//! depend on.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::schema::{reference_editions, reference_sets};
use crate::text::utc;
use crate::{Connection, Result};

/// One loaded set with its provenance.
#[derive(Debug, Clone)]
pub struct ReferenceSet {
    /// Which set.
    pub name: String,
    /// Which edition of it.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// CSV text.
    pub content: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
    /// Who loaded it; none for what ships with the product.
    pub loaded_by: Option<String>,
}

type ReferenceRow = (String, String, String, String, NaiveDateTime, Option<String>);

/// Every set by name.
pub fn reference_sets(connection: &mut Connection) -> Result<BTreeMap<String, ReferenceSet>> {
    let rows: Vec<ReferenceRow> = reference_sets::table.load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(name, version, source, content, loaded_at, loaded_by)| {
            (name.clone(), ReferenceSet { name, version, source, content, loaded_at: utc(loaded_at), loaded_by })
        })
        .collect())
}

/// Puts a set in the place of the one with its name.
pub fn store_reference_set(connection: &mut Connection, set: &ReferenceSet) -> Result<()> {
    diesel::delete(reference_sets::table.find(&set.name)).execute(connection)?;
    diesel::insert_into(reference_sets::table)
        .values((
            reference_sets::name.eq(&set.name),
            reference_sets::version.eq(&set.version),
            reference_sets::source.eq(&set.source),
            reference_sets::content.eq(&set.content),
            reference_sets::loaded_at.eq(set.loaded_at.naive_utc()),
            reference_sets::loaded_by.eq(set.loaded_by.as_deref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// An edition of a set whose past ones decide what figures were and are. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceEdition {
    /// Which set.
    pub name: String,
    /// Which edition, from 0.
    pub number: i32,
    /// The journal entry that loaded it; 0 for what shipped.
    pub loaded_seq: i64,
    /// What it is called.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// CSV text.
    pub content: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
}

type EditionRow = (String, i32, i64, String, String, String, NaiveDateTime);

/// Every edition of a set, oldest first.
pub fn reference_editions(connection: &mut Connection, name: &str) -> Result<Vec<ReferenceEdition>> {
    let rows: Vec<EditionRow> = reference_editions::table
        .filter(reference_editions::name.eq(name))
        .order(reference_editions::number)
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(name, number, loaded_seq, version, source, content, loaded_at)| {
            let loaded_at = utc(loaded_at);
            ReferenceEdition { name, number, loaded_seq, version, source, content, loaded_at }
        })
        .collect())
}

/// The number of the newest edition of a set, if it has any.
pub fn newest_edition(connection: &mut Connection, name: &str) -> Result<Option<i32>> {
    Ok(reference_editions::table
        .filter(reference_editions::name.eq(name))
        .order(reference_editions::number.desc())
        .select(reference_editions::number)
        .first(connection)
        .optional()?)
}

/// Names the journal entry that loaded an edition, which is not known before it has its place.
pub fn place_reference_edition(connection: &mut Connection, name: &str, number: i32, seq: i64) -> Result<()> {
    diesel::update(reference_editions::table.find((name, number)))
        .set(reference_editions::loaded_seq.eq(seq))
        .execute(connection)?;
    Ok(())
}

/// Adds an edition.
pub fn insert_reference_edition(connection: &mut Connection, edition: &ReferenceEdition) -> Result<()> {
    diesel::insert_into(reference_editions::table)
        .values((
            reference_editions::name.eq(&edition.name),
            reference_editions::number.eq(edition.number),
            reference_editions::loaded_seq.eq(edition.loaded_seq),
            reference_editions::version.eq(&edition.version),
            reference_editions::source.eq(&edition.source),
            reference_editions::content.eq(&edition.content),
            reference_editions::loaded_at.eq(edition.loaded_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}
