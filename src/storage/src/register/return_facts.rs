//! Items of returns by their place in the journal, so that what was counted at a moment can be counted again.

use diesel::prelude::*;
use domain::FilingId;

use crate::schema::{return_facts, return_items};
use crate::{Connection, Result};

/// An item of a return.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = return_facts, treat_none_as_default_value = false)]
pub struct ReturnFact {
    /// The journal entry of the return.
    pub seq: i64,
    /// Its place in the return, from 0.
    pub item: i32,
    /// Month of the return, `YYYY-MM`.
    pub month: String,
    /// The desk that returned it.
    pub desk_code: String,
    /// What kind of fault.
    pub kind: String,
    /// A code of the library of reasons; none where the desk wrote its own words.
    pub reason: Option<String>,
}

/// The items of the return of a submission, as those of a journal entry.
pub fn items_of_return(
    connection: &mut Connection,
    seq: i64,
    filing: FilingId,
    number: i32,
) -> Result<Vec<ReturnFact>> {
    let rows: Vec<(i32, String, String, String, Option<String>)> = return_items::table
        .filter(return_items::filing_id.eq(filing.to_string()))
        .filter(return_items::number.eq(number))
        .order(return_items::position)
        .select((
            return_items::position,
            return_items::month,
            return_items::desk_code,
            return_items::kind,
            return_items::reason,
        ))
        .load(connection)?;
    let fact = |(item, month, desk_code, kind, reason)| ReturnFact { seq, item, month, desk_code, kind, reason };
    Ok(rows.into_iter().map(fact).collect())
}

/// Adds items of returns. An entry that has some already is left alone.
pub fn insert_return_facts(connection: &mut Connection, facts: &[ReturnFact]) -> Result<()> {
    let seqs: Vec<i64> = facts.iter().map(|fact| fact.seq).collect();
    let known: Vec<i64> =
        return_facts::table.filter(return_facts::seq.eq_any(seqs)).select(return_facts::seq).load(connection)?;
    insert(connection, facts.iter().filter(|fact| !known.contains(&fact.seq)))
}

fn insert<'a>(connection: &mut Connection, facts: impl Iterator<Item = &'a ReturnFact>) -> Result<()> {
    for fact in facts {
        diesel::insert_into(return_facts::table).values(fact).execute(connection)?;
    }
    Ok(())
}

/// The stored items of returns after one entry, up to and with another, in their order.
pub fn return_facts_between(connection: &mut Connection, after: i64, to: i64) -> Result<Vec<ReturnFact>> {
    Ok(return_facts::table
        .filter(return_facts::seq.gt(after).and(return_facts::seq.le(to)))
        .order((return_facts::seq, return_facts::item))
        .load(connection)?)
}

/// Takes items away by their entries and places, and then adds others.
pub fn replace_return_facts(connection: &mut Connection, delete: &[(i64, i32)], put: &[ReturnFact]) -> Result<()> {
    for (seq, item) in delete {
        diesel::delete(return_facts::table.find((*seq, *item))).execute(connection)?;
    }
    insert(connection, put.iter())
}

/// At most `limit` items after the entry `seq`, oldest first, and of each entry all: an entry that the limit falls into is left out.
/// A return has 100 items at most.
pub fn return_facts_after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<ReturnFact>> {
    let mut facts: Vec<ReturnFact> = return_facts::table
        .filter(return_facts::seq.gt(seq))
        .order((return_facts::seq, return_facts::item))
        .limit(limit)
        .load(connection)?;
    let full = i64::try_from(facts.len()).is_ok_and(|count| count == limit);
    if let Some(last) = facts.last().map(|fact| fact.seq).filter(|_| full) {
        facts.retain(|fact| fact.seq != last);
    }
    Ok(facts)
}
