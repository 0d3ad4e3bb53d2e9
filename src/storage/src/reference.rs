//! Code sets, calendars, catalogues and rates, as the text that an administrator loaded.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::schema::reference_sets;
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
