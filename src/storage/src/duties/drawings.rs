//! Drawings of spot checks, what was drawn, and what the checks found.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::clock::shanghai_date;
use domain::{CompanyId, DrawingId, FilingId, InspectionId};

use crate::schema::{certificates, companies, drawings, inspections, user_desks, users};
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result};

/// A drawing, announced and perhaps drawn.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// Its id.
    pub id: DrawingId,
    /// Only certificates of this desk; of all where there is none.
    pub desk_code: Option<String>,
    /// First day of issue.
    pub from_on: NaiveDate,
    /// Last day of issue.
    pub to_on: NaiveDate,
    /// How many are drawn.
    pub filings: i32,
    /// Inspectors for each.
    pub inspectors: i32,
    /// Who announced it.
    pub announced_by: String,
    /// When.
    pub announced_at: DateTime<Utc>,
    /// The day from which it is drawn: part of the seed, and fixed with the announcement.
    pub draw_on: NaiveDate,
    /// The inspectors that take part, likewise.
    pub pool: Vec<String>,
    /// What it was drawn with, once it was.
    pub drawn: Option<Drawn>,
}

/// What a drawing was made from.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Size of the tree under the head.
    pub tree_size: i64,
    /// The head's root, hex.
    pub root: String,
    /// The seed, hex.
    pub seed: String,
    /// The day of the drawing.
    pub on: NaiveDate,
    /// How many applications took part.
    pub population: i32,
    /// Digest over them.
    pub population_digest: String,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = drawings, treat_none_as_null = true, treat_none_as_default_value = false)]
struct DrawingRow {
    id: String,
    desk_code: Option<String>,
    from_on: NaiveDate,
    to_on: NaiveDate,
    filings: i32,
    inspectors: i32,
    announced_by: String,
    announced_at: NaiveDateTime,
    tree_size: Option<i64>,
    root: Option<String>,
    seed: Option<String>,
    drawn_on: Option<NaiveDate>,
    pool: Option<String>,
    population: Option<i32>,
    population_digest: Option<String>,
    draw_on: Option<NaiveDate>,
}

impl DrawingRow {
    fn of(drawing: &Drawing) -> Result<Self> {
        let drawn = drawing.drawn.as_ref();
        Ok(Self {
            id: drawing.id.to_string(),
            desk_code: drawing.desk_code.clone(),
            from_on: drawing.from_on,
            to_on: drawing.to_on,
            filings: drawing.filings,
            inspectors: drawing.inspectors,
            announced_by: drawing.announced_by.clone(),
            announced_at: drawing.announced_at.naive_utc(),
            tree_size: drawn.map(|drawn| drawn.tree_size),
            root: drawn.map(|drawn| drawn.root.clone()),
            seed: drawn.map(|drawn| drawn.seed.clone()),
            drawn_on: drawn.map(|drawn| drawn.on),
            pool: Some(to_json(&drawing.pool)?),
            population: drawn.map(|drawn| drawn.population),
            population_digest: drawn.map(|drawn| drawn.population_digest.clone()),
            draw_on: Some(drawing.draw_on),
        })
    }
}

fn read(row: DrawingRow) -> Result<Drawing> {
    let drawn = match (row.tree_size, row.root, row.seed, row.drawn_on, row.population_digest) {
        (Some(tree_size), Some(root), Some(seed), Some(on), Some(population_digest)) => {
            Some(Drawn { tree_size, root, seed, on, population: row.population.unwrap_or_default(), population_digest })
        }
        _ => None,
    };
    Ok(Drawing {
        id: known(DrawingId::parse(&row.id), &row.id)?,
        desk_code: row.desk_code,
        from_on: row.from_on,
        to_on: row.to_on,
        filings: row.filings,
        inspectors: row.inspectors,
        announced_by: row.announced_by,
        announced_at: utc(row.announced_at),
        draw_on: row.draw_on.unwrap_or_else(|| shanghai_date(utc(row.announced_at))),
        pool: row.pool.as_deref().map_or_else(|| Ok(Vec::new()), from_json)?,
        drawn,
    })
}

/// Adds an announced drawing.
pub fn announce(connection: &mut Connection, drawing: &Drawing) -> Result<()> {
    diesel::insert_into(drawings::table).values(DrawingRow::of(drawing)?).execute(connection)?;
    Ok(())
}

/// Stores what was drawn.
pub fn store_drawing(connection: &mut Connection, drawing: &Drawing) -> Result<()> {
    let row = DrawingRow::of(drawing)?;
    diesel::update(drawings::table.find(row.id.clone())).set(&row).execute(connection)?;
    Ok(())
}

/// The drawing with this id.
pub fn drawing(connection: &mut Connection, id: DrawingId) -> Result<Option<Drawing>> {
    drawings::table.find(id.to_string()).first(connection).optional()?.map(read).transpose()
}

/// Which drawings.
#[derive(Debug, Clone, Default)]
pub struct DrawingFilter {
    /// Only of certificates of this desk alone.
    pub desk: Option<String>,
    /// Only those that were drawn, or only those that are announced.
    pub drawn: Option<bool>,
}

/// Drawings, newest first, before the one with id `before`.
pub fn drawings_before(
    connection: &mut Connection,
    filter: &DrawingFilter,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Drawing>> {
    let mut query = drawings::table.into_boxed();
    if let Some(desk) = &filter.desk {
        query = query.filter(drawings::desk_code.eq(desk.clone()));
    }
    query = match filter.drawn {
        Some(true) => query.filter(drawings::drawn_on.is_not_null()),
        Some(false) => query.filter(drawings::drawn_on.is_null()),
        None => query,
    };
    if let Some(before) = before {
        query = query.filter(drawings::id.lt(before.to_owned()));
    }
    let rows: Vec<DrawingRow> = query.order(drawings::id.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The applications whose certificates were issued from `from` until before `until`, with the newest certificate of each:
/// application, certificate, company; in order of the applications.
pub fn population(
    connection: &mut Connection,
    desk: Option<&str>,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    limit: i64,
) -> Result<Vec<(String, String, String)>> {
    let mut query = certificates::table
        .filter(certificates::issued_at.ge(from.naive_utc()).and(certificates::issued_at.lt(until.naive_utc())))
        .into_boxed();
    if let Some(desk) = desk {
        query = query.filter(certificates::desk_code.eq(desk.to_owned()));
    }
    let mut rows: Vec<(String, String, String)> = query
        .order((certificates::filing_id, certificates::number))
        .limit(limit)
        .select((certificates::filing_id, certificates::number, certificates::company_id))
        .load(connection)?;
    rows.dedup_by(|later, earlier| later.0 == earlier.0);
    Ok(rows)
}

/// Someone who may be drawn to inspect.
#[derive(Debug, Clone)]
pub struct Inspector {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// Active staff with one of these roles, at a desk or anywhere.
pub fn inspectors_at(connection: &mut Connection, desk: Option<&str>, roles: &[&str]) -> Result<Vec<Inspector>> {
    let mut query =
        users::table.filter(users::status.eq("active")).filter(users::role.eq_any(roles.to_vec())).into_boxed();
    if let Some(desk) = desk {
        let here = user_desks::table.filter(user_desks::desk_code.eq(desk.to_owned())).select(user_desks::user_id);
        query = query.filter(users::id.eq_any(here));
    }
    let rows: Vec<(String, String)> = query.order(users::id).select((users::id, users::name)).load(connection)?;
    Ok(rows.into_iter().map(|(id, name)| Inspector { id, name }).collect())
}

/// One application that was drawn.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// Its id.
    pub id: InspectionId,
    /// The drawing.
    pub drawing_id: DrawingId,
    /// Its place in the drawing, from 1.
    pub position: i32,
    /// The application.
    pub filing_id: FilingId,
    /// Its certificate.
    pub certificate_number: String,
    /// Whose it is.
    pub company_id: CompanyId,
    /// The inspectors that were drawn for it.
    pub inspectors: Vec<String>,
    /// Those who had worked on it, and took no part.
    pub excluded: Vec<String>,
    /// What was found: `clean`, `problems`, `unreachable`.
    pub result: Option<String>,
    /// In words.
    pub report: Option<String>,
    /// Who reported it.
    pub reported_by: Option<String>,
    /// When.
    pub reported_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = inspections, treat_none_as_null = true, treat_none_as_default_value = false)]
struct InspectionRow {
    id: String,
    drawing_id: String,
    position: i32,
    filing_id: String,
    certificate_number: String,
    company_id: String,
    inspectors: String,
    excluded: String,
    result: Option<String>,
    report: Option<String>,
    reported_by: Option<String>,
    reported_at: Option<NaiveDateTime>,
}

impl InspectionRow {
    fn of(inspection: &Inspection) -> Result<Self> {
        Ok(Self {
            id: inspection.id.to_string(),
            drawing_id: inspection.drawing_id.to_string(),
            position: inspection.position,
            filing_id: inspection.filing_id.to_string(),
            certificate_number: inspection.certificate_number.clone(),
            company_id: inspection.company_id.to_string(),
            inspectors: to_json(&inspection.inspectors)?,
            excluded: to_json(&inspection.excluded)?,
            result: inspection.result.clone(),
            report: inspection.report.clone(),
            reported_by: inspection.reported_by.clone(),
            reported_at: inspection.reported_at.map(|time| time.naive_utc()),
        })
    }
}

fn read_inspection(row: InspectionRow) -> Result<Inspection> {
    Ok(Inspection {
        id: known(InspectionId::parse(&row.id), &row.id)?,
        drawing_id: known(DrawingId::parse(&row.drawing_id), &row.drawing_id)?,
        position: row.position,
        filing_id: known(FilingId::parse(&row.filing_id), &row.filing_id)?,
        certificate_number: row.certificate_number,
        company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
        inspectors: from_json(&row.inspectors)?,
        excluded: from_json(&row.excluded)?,
        result: row.result,
        report: row.report,
        reported_by: row.reported_by,
        reported_at: row.reported_at.map(utc),
    })
}

/// Adds what was drawn.
pub fn insert_inspection(connection: &mut Connection, inspection: &Inspection) -> Result<()> {
    diesel::insert_into(inspections::table).values(InspectionRow::of(inspection)?).execute(connection)?;
    Ok(())
}

/// Stores what was found.
pub fn store_inspection(connection: &mut Connection, inspection: &Inspection) -> Result<()> {
    let row = InspectionRow::of(inspection)?;
    diesel::update(inspections::table.find(row.id.clone())).set(&row).execute(connection)?;
    Ok(())
}

/// The inspection with this id.
pub fn inspection(connection: &mut Connection, id: InspectionId) -> Result<Option<Inspection>> {
    inspections::table.find(id.to_string()).first(connection).optional()?.map(read_inspection).transpose()
}

/// What a drawing drew, in its order, with the companies' names.
pub fn inspections_of(connection: &mut Connection, drawing: DrawingId) -> Result<Vec<(Inspection, String)>> {
    let rows: Vec<(InspectionRow, String)> = inspections::table
        .inner_join(companies::table)
        .filter(inspections::drawing_id.eq(drawing.to_string()))
        .order(inspections::position)
        .select((inspections::all_columns, companies::name))
        .load(connection)?;
    rows.into_iter().map(|(row, company)| Ok((read_inspection(row)?, company))).collect()
}
