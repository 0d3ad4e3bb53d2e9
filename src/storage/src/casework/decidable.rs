//! What may be decided without being looked at one by one: recommended by somebody else, and the checks found nothing to look at.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::filing::FilingKind;
use domain::{FilingId, UserId};

use crate::filings::Opinion;
use crate::schema::{filings, queue_entries};
use crate::text::{from_json, known};
use crate::{Connection, Result};

/// One of them.
#[derive(Debug, Clone)]
pub struct Decidable {
    /// Its id.
    pub id: FilingId,
    /// Its place in the queue.
    pub place: String,
    /// What is applied for.
    pub kind: FilingKind,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Who applies: id and name.
    pub company: (String, String),
    /// Where it lies.
    pub desk_code: String,
    /// When an answer is due.
    pub due_on: NaiveDate,
    /// What was recommended; the outcome is for the caller to look at.
    pub recommendation: Opinion,
}

/// Which of them.
#[derive(Debug, Clone, Default)]
pub struct DecidableFilter {
    /// Only at this desk.
    pub desk: Option<String>,
    /// Only what is applied for.
    pub kind: Option<FilingKind>,
}

type Row =
    ((String, String, String, Option<String>, Option<String>), (String, String, String, NaiveDate), Option<String>);

/// Marks an application that has just entered the queue: the checks found nothing that a person must look at. It lasts until it leaves.
pub fn mark_clear(connection: &mut Connection, id: FilingId) -> Result<()> {
    let entry = queue_entries::table.filter(queue_entries::filing_id.eq(id.to_string()));
    diesel::update(entry).set(queue_entries::clear.eq(true)).execute(connection)?;
    Ok(())
}

/// Whether it lies in the queue with that mark.
pub fn marked_clear(connection: &mut Connection, id: FilingId) -> Result<bool> {
    let entry = queue_entries::table.filter(queue_entries::filing_id.eq(id.to_string()));
    let clear: Option<bool> = entry.select(queue_entries::clear).first(connection).optional()?;
    Ok(clear.unwrap_or(false))
}

/// Those at these desks after a place, soonest due first, but for what this person recommended.
pub fn decidable_after(
    connection: &mut Connection,
    desks: &[String],
    own: UserId,
    filter: &DecidableFilter,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Decidable>> {
    let mut query = queue_entries::table
        .inner_join(filings::table.on(filings::id.eq(queue_entries::filing_id)))
        .filter(queue_entries::desk_code.eq_any(desks.to_vec()))
        .filter(queue_entries::status.eq("recommended"))
        .filter(queue_entries::clear.eq(true))
        .filter(filings::recommended_by.ne(own.to_string()))
        .into_boxed();
    if let Some(desk) = &filter.desk {
        query = query.filter(queue_entries::desk_code.eq(desk.clone()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(queue_entries::kind.eq(kind.code()));
    }
    if let Some(after) = after {
        query = query.filter(queue_entries::place.gt(after.to_owned()));
    }
    let rows: Vec<Row> = query
        .order(queue_entries::place)
        .limit(limit)
        .select((
            (
                queue_entries::filing_id,
                queue_entries::place,
                queue_entries::kind,
                queue_entries::contract_number,
                queue_entries::contract_name,
            ),
            (queue_entries::company_id, queue_entries::company_name, queue_entries::desk_code, queue_entries::due_on),
            filings::recommendation,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|((id, place, kind, contract_number, contract_name), (company, name, desk_code, due_on), opinion)| {
            Ok(Decidable {
                id: known(FilingId::parse(&id), &id)?,
                place,
                kind: known(FilingKind::from_code(&kind), &kind)?,
                contract_number,
                contract_name,
                company: (company, name),
                desk_code,
                due_on,
                recommendation: from_json(known(opinion.as_deref(), &id)?)?,
            })
        })
        .collect()
}
