//! Facts: what registered events add to the figures, as JSON in its one spelling, written by a reader of the journal and read by
//! research. They are derived: all of them can be made again from particulars and rates.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::ContractId;
use domain::statistics::Fact;

use crate::schema::{facts, research_generation};
use crate::text::from_json;
use crate::{Connection, Result, dialect};

/// Facts in one statement, which bears so many values.
const AT_ONCE: usize = 500;

/// A stored fact.
#[derive(Insertable)]
#[diesel(table_name = facts, treat_none_as_default_value = false)]
pub(crate) struct FactRow {
    seq: i64,
    part: i32,
    contract_id: String,
    body: String,
}

impl From<&Fact> for FactRow {
    fn from(fact: &Fact) -> Self {
        Self { seq: fact.seq, part: i32::from(fact.part), contract_id: fact.contract.to_string(), body: fact.to_json() }
    }
}

/// Adds facts. An entry that has facts already is left alone.
pub fn insert_facts(connection: &mut Connection, facts: &[Fact]) -> Result<()> {
    let seqs: BTreeSet<i64> = facts.iter().map(|fact| fact.seq).collect();
    let known: Vec<i64> =
        facts::table.filter(facts::seq.eq_any(seqs)).select(facts::seq).order(facts::seq).load(connection)?;
    let fresh: Vec<&Fact> = facts.iter().filter(|fact| known.binary_search(&fact.seq).is_err()).collect();
    insert(connection, &fresh)
}

fn insert(connection: &mut Connection, facts: &[&Fact]) -> Result<()> {
    for some in facts.chunks(AT_ONCE) {
        let rows: Vec<FactRow> = some.iter().map(|fact| FactRow::from(*fact)).collect();
        dialect::insert_facts(connection, &rows)?;
    }
    Ok(())
}

/// The facts of a contract, in the order of the journal.
pub fn facts_of_contract(connection: &mut Connection, contract: ContractId) -> Result<Vec<Fact>> {
    let texts: Vec<String> = facts::table
        .filter(facts::contract_id.eq(contract.to_string()))
        .order((facts::seq, facts::part))
        .select(facts::body)
        .load(connection)?;
    texts.iter().map(|text| from_json(text)).collect()
}

/// The stored texts of the facts of a contract: seq, part and text, in their order.
pub fn fact_texts_of_contract(connection: &mut Connection, contract: ContractId) -> Result<Vec<(i64, i32, String)>> {
    Ok(facts::table
        .filter(facts::contract_id.eq(contract.to_string()))
        .order((facts::seq, facts::part))
        .select((facts::seq, facts::part, facts::body))
        .load(connection)?)
}

/// At most `limit` entries after `seq` that have facts.
pub fn fact_seqs_after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<i64>> {
    Ok(facts::table
        .filter(facts::seq.gt(seq))
        .select(facts::seq)
        .distinct()
        .order(facts::seq)
        .limit(limit)
        .load(connection)?)
}

/// At most `limit` facts after the entry `seq`, oldest first, and of each entry all: where the limit falls between two parts of an
/// entry, neither is answered. A limit below 2 may answer none although there are some.
pub fn facts_after(connection: &mut Connection, seq: i64, limit: i64) -> Result<Vec<Fact>> {
    let mut rows: Vec<(i32, String)> = facts::table
        .filter(facts::seq.gt(seq))
        .order((facts::seq, facts::part))
        .limit(limit)
        .select((facts::part, facts::body))
        .load(connection)?;
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
    // Part 0 never comes alone.
    if full && rows.last().is_some_and(|(part, _)| *part == 0) {
        rows.pop();
    }
    rows.iter().map(|(_, text)| from_json(text)).collect()
}

/// The stored texts of facts after one entry, up to and with another: seq, part and text, in their order.
pub fn fact_texts_between(connection: &mut Connection, after: i64, to: i64) -> Result<Vec<(i64, i32, String)>> {
    Ok(facts::table
        .filter(facts::seq.gt(after).and(facts::seq.le(to)))
        .order((facts::seq, facts::part))
        .select((facts::seq, facts::part, facts::body))
        .load(connection)?)
}

/// Takes facts away by seq and part, and then adds others.
pub fn replace_facts(connection: &mut Connection, delete: &[(i64, i32)], insert: &[Fact]) -> Result<()> {
    for (seq, part) in delete {
        diesel::delete(facts::table.find((*seq, *part))).execute(connection)?;
    }
    self::insert(connection, &insert.iter().collect::<Vec<_>>())
}

/// How often facts that were there have changed.
pub fn generation(connection: &mut Connection) -> Result<i64> {
    Ok(research_generation::table.find(1).select(research_generation::number).first(connection)?)
}

/// Says that facts that were there have changed: whoever holds them in memory reads them anew.
pub fn next_generation(connection: &mut Connection) -> Result<i64> {
    diesel::update(research_generation::table.find(1))
        .set(research_generation::number.eq(research_generation::number + 1))
        .execute(connection)?;
    generation(connection)
}
