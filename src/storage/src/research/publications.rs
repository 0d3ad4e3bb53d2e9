//! What the research centre published, and counts of what its detectors found, of which notices are made. The papers themselves are
//! not kept: they are set again from figures with the same digest.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::{CompanyId, PublicationId};

use crate::schema::{contracts, data_findings, publications};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// A brief, report or notice that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// Code of its kind.
    pub kind: String,
    /// `2026-10` or `2026`.
    pub period: String,
    /// Code of those for whom it is.
    pub audience: String,
    /// The journal entry up to which its figures count.
    pub as_of: i64,
    /// SHA-256 of its figures, hex.
    pub digest: String,
    /// When it was published.
    pub published_at: DateTime<Utc>,
}

type PublicationRow = (String, String, String, String, i64, String, NaiveDateTime);

fn read(row: PublicationRow) -> Result<Publication> {
    let (id, kind, period, audience, as_of, digest, published_at) = row;
    let id = known(PublicationId::parse(&id), &id)?;
    Ok(Publication { id, kind, period, audience, as_of, digest, published_at: utc(published_at) })
}

/// Every publication of these kinds for these audiences, the newest first.
pub fn publications(connection: &mut Connection, kinds: &[&str], audiences: &[&str]) -> Result<Vec<Publication>> {
    let rows: Vec<PublicationRow> = publications::table
        .filter(publications::kind.eq_any(kinds.to_vec()))
        .filter(publications::audience.eq_any(audiences.to_vec()))
        .order((publications::published_at.desc(), publications::id.desc()))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The publications of one kind and period, one an audience at most.
pub fn publications_of(connection: &mut Connection, kind: &str, period: &str) -> Result<Vec<Publication>> {
    let rows: Vec<PublicationRow> = publications::table
        .filter(publications::kind.eq(kind))
        .filter(publications::period.eq(period))
        .order(publications::audience)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// One publication.
pub fn publication(connection: &mut Connection, id: PublicationId) -> Result<Option<Publication>> {
    publications::table.find(id.to_string()).first::<PublicationRow>(connection).optional()?.map(read).transpose()
}

/// Keeps a publication. There is one of a kind, period and audience.
pub fn insert_publication(connection: &mut Connection, publication: &Publication) -> Result<()> {
    diesel::insert_into(publications::table)
        .values((
            publications::id.eq(publication.id.to_string()),
            publications::kind.eq(&publication.kind),
            publications::period.eq(&publication.period),
            publications::audience.eq(&publication.audience),
            publications::as_of.eq(publication.as_of),
            publications::digest.eq(&publication.digest),
            publications::published_at.eq(publication.published_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// How many findings of a detector there are about a company's events at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingCount {
    /// The desk that registered the events.
    pub desk_code: String,
    /// Whose events.
    pub company: CompanyId,
    /// Code of the detector.
    pub detector: String,
    /// How many.
    pub count: i64,
}

/// Findings about events of a month that were there at a time: findings stay, so that asked again it answers the same.
pub fn finding_counts(connection: &mut Connection, month: &str, at: DateTime<Utc>) -> Result<Vec<FindingCount>> {
    let rows: Vec<(String, String, String)> = data_findings::table
        .inner_join(contracts::table)
        .filter(data_findings::month.eq(month))
        .filter(data_findings::found_at.le(at.naive_utc()))
        .select((data_findings::desk_code, contracts::company_id, data_findings::detector))
        .load(connection)?;
    let mut counts: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for row in rows {
        *counts.entry(row).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|((desk_code, company, detector), count)| {
            let company = known(CompanyId::parse(&company), &company)?;
            Ok(FindingCount { desk_code, company, detector, count })
        })
        .collect()
}
