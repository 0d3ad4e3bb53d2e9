//! The queue: one narrow row for each application that waits for an answer, written with the application's own row, so that a
//! page of it costs the same however many applications there have been.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::contract::Direction;
use domain::filing::{FilingKind, FilingStatus};
use domain::search::Keywords;
use domain::{CompanyId, FilingId};

use super::Filing;
use crate::direct::directly;
use crate::prepared::Prepared;
use crate::schema::{companies, queue_entries, users};
use crate::text::{containing, known, utc};
use crate::{Connection, Result, StorageError, dialect};

/// Entries looked through one by one before the index of words is asked: what is frequent is found among them.
const WINDOW: i64 = 500;
/// Entries that the index of words may name; what is found more often is soon met on the way through the queue.
const MOST_HITS: usize = 1_000;

/// One line of the queue.
#[derive(Debug, Clone)]
pub struct Queued {
    /// The application.
    pub id: FilingId,
    /// Where it lies in the queue: the day on which an answer is due, and its id.
    pub place: String,
    /// The desk.
    pub desk_code: String,
    /// What is applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Who applies: id and name.
    pub company: (String, String),
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Import or export.
    pub direction: Option<String>,
    /// The other side's country.
    pub counterparty_country: Option<String>,
    /// Industry division.
    pub industry: Option<String>,
    /// Warnings at submission.
    pub warnings: i32,
    /// Whether the catalogue was met.
    pub catalogue_hit: bool,
    /// Who works on it: id and name.
    pub claimed_by: Option<(String, String)>,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// When an answer is due.
    pub due_on: NaiveDate,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = queue_entries)]
struct EntryRow {
    filing_id: String,
    place: String,
    desk_code: String,
    kind: String,
    status: String,
    company_id: String,
    company_name: String,
    contract_number: Option<String>,
    contract_name: Option<String>,
    direction: Option<String>,
    counterparty_country: Option<String>,
    industry: Option<String>,
    warnings: i32,
    catalogue_hit: bool,
    claimed_by: Option<String>,
    submitted_at: NaiveDateTime,
    due_on: NaiveDate,
}

impl TryFrom<(EntryRow, Option<String>)> for Queued {
    type Error = StorageError;

    fn try_from((row, claimant): (EntryRow, Option<String>)) -> Result<Self> {
        Ok(Self {
            id: known(FilingId::parse(&row.filing_id), &row.filing_id)?,
            place: row.place,
            desk_code: row.desk_code,
            kind: known(FilingKind::from_code(&row.kind), &row.kind)?,
            status: known(FilingStatus::from_code(&row.status), &row.status)?,
            company: (row.company_id, row.company_name),
            contract_number: row.contract_number,
            contract_name: row.contract_name,
            direction: row.direction,
            counterparty_country: row.counterparty_country,
            industry: row.industry,
            warnings: row.warnings,
            catalogue_hit: row.catalogue_hit,
            claimed_by: row.claimed_by.map(|id| (id, claimant.unwrap_or_default())),
            submitted_at: utc(row.submitted_at),
            due_on: row.due_on,
        })
    }
}

/// Whose work is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignee {
    /// Nobody's yet.
    Nobody,
    /// This person's.
    Person(String),
}

/// What a page of the queue is asked for.
#[derive(Debug, Clone, Default)]
pub struct QueueFilter {
    /// Only these desks; every desk where none is named.
    pub desks: Option<Vec<String>>,
    /// Only this state.
    pub status: Option<FilingStatus>,
    /// Only this kind.
    pub kind: Option<FilingKind>,
    /// Only this direction.
    pub direction: Option<Direction>,
    /// Only this country on the other side.
    pub country: Option<String>,
    /// Only this industry division.
    pub industry: Option<String>,
    /// Only what is due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Only what is due before this day.
    pub due_before: Option<NaiveDate>,
    /// Only this person's work.
    pub assignee: Option<Assignee>,
    /// Only with warnings, or only without.
    pub warnings: Option<bool>,
    /// Only where the catalogue was met, or only where it was not.
    pub catalogue_hit: Option<bool>,
    /// Only where these words are found.
    pub words: Option<Keywords>,
    /// After this place.
    pub after: Option<String>,
}

/// Which entries are looked at.
enum Among<'a> {
    /// Those of one desk, or all, along the index; up to a place.
    Walk(Option<&'a str>, Option<&'a str>),
    /// These numbers.
    Numbers(Vec<i32>),
}

/// The queue: what is due, soonest first.
pub fn queue(connection: &mut Connection, filter: &QueueFilter, limit: i64) -> Result<Vec<Queued>> {
    let Some(words) = &filter.words else { return walk(connection, filter, None, limit) };
    // What is frequent is near; what is rare is in the index of words; what is neither is met on the way.
    let end = window_end(connection, filter)?;
    let near = walk(connection, filter, end.as_deref(), limit)?;
    if end.is_none() || i64::try_from(near.len()).is_ok_and(|found| found >= limit) {
        return Ok(near);
    }
    let numbers = dialect::having(connection, dialect::Texts::Queue, words, MOST_HITS + 1)?;
    if numbers.len() > MOST_HITS {
        return walk(connection, filter, None, limit);
    }
    let mut found = entries(connection, filter, Among::Numbers(numbers), None)?;
    if let Some(desks) = &filter.desks {
        found.retain(|entry| desks.contains(&entry.desk_code));
    }
    Ok(first(found, limit))
}

/// The desks, one after the other, each along its index: asked for several at once, SQLite would sort all that lies at them.
fn walk(connection: &mut Connection, filter: &QueueFilter, end: Option<&str>, limit: i64) -> Result<Vec<Queued>> {
    let mut found = Vec::new();
    for desk in desks(filter) {
        found.extend(entries(connection, filter, Among::Walk(desk, end), Some(limit))?);
    }
    Ok(first(found, limit))
}

fn desks(filter: &QueueFilter) -> Vec<Option<&str>> {
    match &filter.desks {
        None => vec![None],
        Some(desks) => desks.iter().map(|desk| Some(desk.as_str())).collect(),
    }
}

fn first(mut found: Vec<Queued>, limit: i64) -> Vec<Queued> {
    found.sort_by(|left, right| left.place.cmp(&right.place));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    found
}

/// The first place at which some desk's [`WINDOW`] entries have been passed; none where every desk has fewer.
fn window_end(connection: &mut Connection, filter: &QueueFilter) -> Result<Option<String>> {
    let mut ends: Vec<String> = Vec::new();
    for desk in desks(filter) {
        let mut query = queue_entries::table.into_boxed();
        if let Some(desk) = desk {
            query = query.filter(queue_entries::desk_code.eq(desk.to_owned()));
        }
        if let Some(after) = &filter.after {
            query = query.filter(queue_entries::place.gt(after.clone()));
        }
        let end = query
            .order(queue_entries::place)
            .offset(WINDOW)
            .limit(1)
            .select(queue_entries::place)
            .first(connection)
            .optional()?;
        ends.extend(end);
    }
    Ok(ends.into_iter().min())
}

fn entries(
    connection: &mut Connection,
    filter: &QueueFilter,
    among: Among<'_>,
    limit: Option<i64>,
) -> Result<Vec<Queued>> {
    let mut query = queue_entries::table.left_join(users::table).into_boxed();
    match among {
        Among::Numbers(numbers) => query = query.filter(queue_entries::number.eq_any(numbers)),
        Among::Walk(desk, end) => {
            if let Some(desk) = desk {
                query = query.filter(queue_entries::desk_code.eq(desk.to_owned()));
            }
            if let Some(end) = end {
                query = query.filter(queue_entries::place.le(end.to_owned()));
            }
        }
    }
    if let Some(after) = &filter.after {
        query = query.filter(queue_entries::place.gt(after.clone()));
    }
    if let Some(day) = filter.due_from {
        query = query.filter(queue_entries::place.ge(day.to_string()));
    }
    if let Some(day) = filter.due_before {
        query = query.filter(queue_entries::place.lt(day.to_string()));
    }
    if let Some(status) = filter.status {
        query = query.filter(queue_entries::status.eq(status.code()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(queue_entries::kind.eq(kind.code()));
    }
    if let Some(direction) = filter.direction {
        query = query.filter(queue_entries::direction.eq(direction.code()));
    }
    if let Some(country) = &filter.country {
        query = query.filter(queue_entries::counterparty_country.eq(country.clone()));
    }
    if let Some(industry) = &filter.industry {
        query = query.filter(queue_entries::industry.eq(industry.clone()));
    }
    match &filter.assignee {
        None => {}
        Some(Assignee::Nobody) => query = query.filter(queue_entries::claimed_by.is_null()),
        Some(Assignee::Person(id)) => query = query.filter(queue_entries::claimed_by.eq(id.clone())),
    }
    match filter.warnings {
        None => {}
        Some(true) => query = query.filter(queue_entries::warnings.gt(0)),
        Some(false) => query = query.filter(queue_entries::warnings.eq(0)),
    }
    if let Some(hit) = filter.catalogue_hit {
        query = query.filter(queue_entries::catalogue_hit.eq(hit));
    }
    for term in filter.words.iter().flat_map(Keywords::terms) {
        query = query.filter(queue_entries::search_text.like(containing(&term.contained)).escape('\\'));
    }
    if let Some(limit) = limit {
        query = query.order(queue_entries::place).limit(limit);
    }
    let rows: Vec<(EntryRow, Option<String>)> =
        query.select((EntryRow::as_select(), users::name.nullable())).load(connection)?;
    rows.into_iter().map(Queued::try_from).collect()
}

/// Puts an application into the queue.
pub(super) fn enter(connection: &mut Connection, filing: &Filing, search_text: &str) -> Result<()> {
    let (Some(due_on), Some(submitted_at)) = (filing.due_on, filing.submitted_at) else { return Ok(()) };
    let company_id = filing.company_id.to_string();
    let name = companies::table.find(&company_id).select(companies::name);
    let name: String = directly!(connection, |inner| name.first(inner))?;
    let contract = &filing.contract;
    let search_text = crate::search::with_company(search_text, &name);
    let row = (
        queue_entries::filing_id.eq(filing.id.to_string()),
        queue_entries::place.eq(place(due_on, filing.id)),
        queue_entries::desk_code.eq(desk_of(filing)),
        queue_entries::kind.eq(filing.kind.code()),
        queue_entries::status.eq(filing.status.code()),
        queue_entries::company_id.eq(company_id),
        queue_entries::company_name.eq(name),
        queue_entries::contract_number.eq(contract.number.clone()),
        queue_entries::contract_name.eq(contract.name.clone()),
        queue_entries::direction.eq(contract.direction.map(Direction::code)),
        queue_entries::counterparty_country.eq(contract.counterparty().and_then(|party| party.country.clone())),
        queue_entries::industry.eq(contract.industry.clone()),
        queue_entries::warnings.eq(filing.warnings),
        queue_entries::catalogue_hit.eq(filing.catalogue_hit),
        queue_entries::claimed_by.eq(filing.claimed_by.clone()),
        queue_entries::submitted_at.eq(submitted_at.naive_utc()),
        queue_entries::due_on.eq(due_on),
        queue_entries::search_text.eq(search_text),
    );
    directly!(connection, |inner| diesel::insert_into(queue_entries::table).values(row).execute(inner))?;
    Ok(())
}

/// Lets the queue follow an application that has changed. What is applied for never changes while it lies there.
pub(super) fn follow(connection: &mut Connection, filing: &Filing, search_text: &str) -> Result<()> {
    let entry = queue_entries::table.filter(queue_entries::filing_id.eq(filing.id.to_string()));
    let Some(due_on) = filing.due_on else {
        if filing.submitted_at.is_some() {
            directly!(connection, |inner| diesel::delete(entry).execute(inner))?;
        }
        return Ok(());
    };
    let moved = Prepared(diesel::update(entry).set((
        queue_entries::place.eq(place(due_on, filing.id)),
        queue_entries::due_on.eq(due_on),
        queue_entries::desk_code.eq(desk_of(filing)),
        queue_entries::status.eq(filing.status.code()),
        queue_entries::claimed_by.eq(filing.claimed_by.clone()),
    )));
    let changed = directly!(connection, |inner| moved.execute(inner))?;
    if changed == 0 { enter(connection, filing, search_text) } else { Ok(()) }
}

fn place(due_on: NaiveDate, id: FilingId) -> String {
    format!("{due_on} {id}")
}

fn desk_of(filing: &Filing) -> String {
    filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default()
}

/// Applications of a company that lie in the queue, under its new name.
pub(crate) fn rename_company(connection: &mut Connection, company: CompanyId, old: &str, new: &str) -> Result<()> {
    use crate::schema::filings;
    let of_company = filings::table
        .filter(filings::company_id.eq(company.to_string()).and(filings::due_on.is_not_null()))
        .select(filings::id);
    diesel::update(queue_entries::table.filter(queue_entries::filing_id.eq_any(of_company)))
        .set((
            queue_entries::company_name.eq(new),
            queue_entries::search_text.eq(crate::search::replace(
                queue_entries::search_text,
                domain::search::searchable([old]),
                domain::search::searchable([new]),
            )),
        ))
        .execute(connection)?;
    Ok(())
}
