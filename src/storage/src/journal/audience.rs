//! Who is told of which entries: rows beside the journal, written with it. Deciding it is the application's.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use domain::{Audience, CompanyId};

use super::read::{Entry, EntryRow};
use crate::schema::{journal, journal_audience};
use crate::text::from_json;
use crate::{Connection, Result};

#[derive(Insertable)]
#[diesel(table_name = journal_audience, treat_none_as_default_value = false)]
pub(crate) struct AudienceRow {
    pub(super) audience: String,
    pub(super) seq: i64,
}

/// At most `limit` entries that one is told of, after `after` and not beyond `up_to`, oldest first. Two ranges by key, however long
/// the journal.
pub fn told_after(
    connection: &mut Connection,
    audience: Audience,
    after: i64,
    up_to: i64,
    limit: i64,
) -> Result<Vec<Entry>> {
    let places: Vec<i64> = journal_audience::table
        .filter(journal_audience::audience.eq(audience.to_string()))
        .filter(journal_audience::seq.gt(after).and(journal_audience::seq.le(up_to)))
        .order(journal_audience::seq)
        .limit(limit)
        .select(journal_audience::seq)
        .load(connection)?;
    let rows: Vec<EntryRow> =
        journal::table.filter(journal::seq.eq_any(places)).order(journal::seq).load(connection)?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// Who is told of the entries from `first` to `last`, as text, since a check reads also what is damaged; an entry that nobody is
/// told of is not named.
pub fn audience_of(connection: &mut Connection, first: i64, last: i64) -> Result<BTreeMap<i64, BTreeSet<String>>> {
    let rows: Vec<(String, i64)> = journal_audience::table
        .filter(journal_audience::seq.ge(first).and(journal_audience::seq.le(last)))
        .load(connection)?;
    let mut told: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for (audience, seq) in rows {
        told.entry(seq).or_default().insert(audience);
    }
    Ok(told)
}

/// Who has made entries of this kind about these subjects, and where: place and actor, by subject.
pub fn actors_of(
    connection: &mut Connection,
    subjects: &[String],
    kind: &str,
) -> Result<HashMap<String, Vec<(i64, String)>>> {
    let rows: Vec<(String, i64, String)> = journal::table
        .filter(journal::subject.eq_any(subjects.to_vec()).and(journal::kind.eq(kind)))
        .select((journal::subject, journal::seq, journal::actor))
        .load(connection)?;
    let mut found: HashMap<String, Vec<(i64, String)>> = HashMap::new();
    for (subject, seq, actor) in rows {
        found.entry(subject).or_default().push((seq, actor));
    }
    Ok(found)
}

/// The company for which an application was begun, by its first entry: also that of a draft which is gone.
pub fn created_by_company(connection: &mut Connection, filing: &str) -> Result<Option<CompanyId>> {
    let body: Option<String> = journal::table
        .filter(journal::subject.eq(filing).and(journal::kind.eq("filing.created")))
        .order(journal::seq)
        .select(journal::body)
        .first(connection)
        .optional()?;
    let body: Option<serde_json::Value> = body.as_deref().map(from_json).transpose()?;
    Ok(body.and_then(|body| CompanyId::parse(body.get("company")?.as_str()?)))
}
