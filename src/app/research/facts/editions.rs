//! Editions of the reference sets that figures depend on. An edition is never changed: what was counted or answered by one is counted
//! and answered by it again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::reference::{ExchangeRates, StrategicFields};
use domain::statistics::RateEditions;
use storage::Connection;
use storage::journal::size;
use storage::reference::{
    ReferenceEdition, ReferenceSet, insert_reference_edition, newest_edition, reference_editions,
};

use crate::app::AppError;
use crate::app::research::figures::{FieldEditions, Figures};

/// Name of the set of rates.
pub(super) const RATES: &str = "exchange_rates";
const FIELDS: &str = "strategic_fields";

/// The sets whose editions are kept.
pub(crate) const EDITIONED: [&str; 2] = [RATES, FIELDS];

/// The editions of a set as they were last read, since nobody changes them.
pub(in crate::app::research) struct Editions<T>(Mutex<Option<(i32, Arc<T>)>>);

impl<T> Default for Editions<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Editions<T> {
    fn of(
        &self,
        connection: &mut Connection,
        name: &str,
        read: fn(&[ReferenceEdition]) -> Result<T, AppError>,
    ) -> Result<Arc<T>, AppError> {
        let newest = newest_edition(connection, name)?;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, value)) = known.filter(|(number, _)| Some(*number) == newest) {
            return Ok(value);
        }
        let editions = reference_editions(connection, name)?;
        let value = Arc::new(read(&editions)?);
        // One that has no place in the journal yet may get none.
        if let Some(last) = editions.last().filter(|last| last.loaded_seq < UNPLACED) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((last.number, value.clone()));
        }
        Ok(value)
    }
}

/// The journal entry of an edition whose entry has no place yet: later than all that there are.
pub(super) const UNPLACED: i64 = i64::MAX;

/// The editions of the rates, which are read once.
pub(super) fn known_rates(connection: &mut Connection, figures: &Figures) -> Result<Arc<RateEditions>, AppError> {
    figures.rates.of(connection, RATES, read_rates)
}

/// The editions of the rates.
pub(crate) fn rate_editions(connection: &mut Connection) -> Result<RateEditions, AppError> {
    read_rates(&reference_editions(connection, RATES)?)
}

fn read_rates(editions: &[ReferenceEdition]) -> Result<RateEditions, AppError> {
    let read = |edition: &ReferenceEdition| {
        let rates = ExchangeRates::read(&edition.content).map_err(AppError::internal)?;
        Ok::<_, AppError>((edition.number, edition.loaded_seq, rates))
    };
    Ok(RateEditions::new(editions.iter().map(read).collect::<Result<_, _>>()?))
}

/// The editions of the strategic fields, which are read once.
pub(in crate::app::research) fn field_editions(
    connection: &mut Connection,
    figures: &Figures,
) -> Result<Arc<FieldEditions>, AppError> {
    figures.fields.of(connection, FIELDS, |editions| {
        let read = |edition: &ReferenceEdition| {
            let fields = StrategicFields::read(&edition.content).map_err(AppError::internal)?;
            Ok::<_, AppError>((edition.loaded_seq, Arc::new(fields)))
        };
        editions.iter().map(read).collect()
    })
}

/// Keeps what is in force as an edition where it is none yet: on the first start, and after an update that ships another text.
pub(crate) fn keep_editions(
    connection: &mut Connection,
    sets: &BTreeMap<String, ReferenceSet>,
) -> Result<(), AppError> {
    for set in EDITIONED.iter().filter_map(|name| sets.get(*name)) {
        match reference_editions(connection, &set.name)?.last() {
            Some(newest) if newest.content == set.content => {}
            Some(_) => {
                let now = size(connection)?;
                put_edition(connection, set, now)?;
            }
            None => {
                put_edition(connection, set, 0)?;
            }
        }
    }
    Ok(())
}

/// Keeps a set as its next edition, loaded by this entry of the journal; answers its number.
pub(crate) fn put_edition(connection: &mut Connection, set: &ReferenceSet, loaded_seq: i64) -> Result<i32, AppError> {
    let number = newest_edition(connection, &set.name)?.map_or(0, |newest| newest + 1);
    let edition = ReferenceEdition {
        name: set.name.clone(),
        number,
        loaded_seq,
        version: set.version.clone(),
        source: set.source.clone(),
        content: set.content.clone(),
        loaded_at: set.loaded_at,
    };
    insert_reference_edition(connection, &edition)?;
    Ok(number)
}
