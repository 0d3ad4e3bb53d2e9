//! Reference data: what ships with the product until an administrator loads another edition.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::reference::{ReferenceData, SHIPPED};
use storage::Database;
use storage::reference::{ReferenceSet, reference_sets, store_reference_set};

use super::{AppError, Portal};

/// Loads every set, putting what ships where nothing is loaded yet, or where an older shipped edition stands.
pub(crate) async fn load(database: &Database, now: DateTime<Utc>) -> Result<ReferenceData, AppError> {
    let sets = database
        .write(move |connection| {
            let known = reference_sets(connection)?;
            for shipped in SHIPPED {
                let stale = known
                    .get(shipped.name)
                    .is_none_or(|set| set.loaded_by.is_none() && set.content != shipped.content);
                if stale {
                    store_reference_set(
                        connection,
                        &ReferenceSet {
                            name: shipped.name.into(),
                            version: shipped.version.into(),
                            source: shipped.source.into(),
                            content: shipped.content.into(),
                            loaded_at: now,
                            loaded_by: None,
                        },
                    )?;
                }
            }
            Ok::<_, AppError>(reference_sets(connection)?)
        })
        .await?;
    parse(&sets)
}

fn parse(sets: &BTreeMap<String, ReferenceSet>) -> Result<ReferenceData, AppError> {
    let sources: BTreeMap<String, String> =
        sets.iter().map(|(name, set)| (name.clone(), set.content.clone())).collect();
    ReferenceData::from_sources(&sources).map_err(AppError::internal)
}

/// Loads a new edition of one set: an administrator's command. Nothing changes when the text cannot be read.
pub async fn replace(portal: &Portal, set: ReferenceSet) -> Result<(), AppError> {
    let name = set.name.clone();
    if !SHIPPED.iter().any(|shipped| shipped.name == name) {
        return Err(AppError::field("/name", "unknown_set", format!("no reference set is called {name:?}")));
    }
    let data = portal
        .database
        .write(move |connection| {
            store_reference_set(connection, &set)?;
            parse(&reference_sets(connection)?)
        })
        .await?;
    portal.replace_reference(data);
    super::filing::redate_open(portal).await
}
