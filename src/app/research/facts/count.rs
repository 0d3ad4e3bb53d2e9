//! Counting an entry of the journal: the facts of what it registered, or the items of what it returned.

use domain::FilingId;
use domain::filing::FilingKind;
use domain::statistics::{Standing, fold};
use serde_json::Value;
use storage::Connection;
use storage::journal::Entry;
use storage::register::{
    ReturnFact, facts_of_contract, insert_facts, insert_return_facts, items_of_return, particulars_of,
};

use super::editions::known_rates;
use crate::app::AppError;
use crate::app::research::figures::Figures;

/// Name of the reader that counts.
pub(crate) const READER: &str = "facts";

const REGISTERED: &str = "filing.registered";
pub(super) const RETURNED: &str = "filing.returned";

/// Whether entries of this kind are counted.
pub(crate) fn counts(kind: &str) -> bool {
    matches!(kind, REGISTERED | RETURNED)
}

/// Counts an entry; one that was counted already is left alone.
pub(crate) fn count_entry(connection: &mut Connection, figures: &Figures, entry: &Entry) -> Result<(), AppError> {
    match entry.kind.as_str() {
        REGISTERED => count_registered(connection, figures, entry),
        RETURNED => count_returned(connection, entry),
        _ => Ok(()),
    }
}

fn count_registered(connection: &mut Connection, figures: &Figures, entry: &Entry) -> Result<(), AppError> {
    let Some(particulars) = particulars_of(connection, entry.seq)? else {
        // It changes no figure.
        let reissued = entry.body.get("kind").and_then(Value::as_str) == Some(FilingKind::Reissue.code());
        let missing = || AppError::internal(format!("the particulars of journal entry {} are missing", entry.seq));
        return if reissued { Ok(()) } else { Err(missing()) };
    };
    let mut before = facts_of_contract(connection, particulars.contract)?;
    before.retain(|fact| fact.seq < entry.seq);
    let rates = known_rates(connection, figures)?;
    let (facts, _) =
        fold(Standing::of(&before).as_ref(), entry.seq, &particulars, &rates).map_err(AppError::internal)?;
    Ok(insert_facts(connection, &facts)?)
}

fn count_returned(connection: &mut Connection, entry: &Entry) -> Result<(), AppError> {
    let items = items_of(connection, entry)?;
    Ok(insert_return_facts(connection, &items)?)
}

/// The items of the return of this entry.
pub(super) fn items_of(connection: &mut Connection, entry: &Entry) -> Result<Vec<ReturnFact>, AppError> {
    let number = entry.body.get("submission").and_then(Value::as_i64).and_then(|number| i32::try_from(number).ok());
    // Entries from before items were kept name no submission.
    let Some((filing, number)) = FilingId::parse(&entry.subject).zip(number) else { return Ok(Vec::new()) };
    Ok(items_of_return(connection, entry.seq, filing, number)?)
}
