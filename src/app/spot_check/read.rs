//! Drawings as everybody sees them; names of companies and inspectors, and words, are for staff.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::DrawingId;
use domain::clock::shanghai_midnight;
use serde::Serialize;
use storage::Connection;
use storage::duties::{Drawing, Inspection, drawing, drawings_before, inspections_of};
use storage::routing::Desk;
use utoipa::ToSchema;

pub use storage::duties::DrawingFilter;

use crate::app::page::{Page, PageRequest};
use crate::app::view::{DeskView, Named};
use crate::app::{Actor, AppError, Context, Portal};

/// A drawing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawingView {
    /// Id.
    pub id: String,
    /// Only certificates of this desk; of all when null.
    pub desk: Option<DeskView>,
    /// First day of issue.
    pub from_on: NaiveDate,
    /// Last day of issue.
    pub to_on: NaiveDate,
    /// How many are drawn.
    pub filings: i32,
    /// Inspectors for each.
    pub inspectors: i32,
    /// When it was announced; only certificates issued before take part.
    pub announced_at: DateTime<Utc>,
    /// The day from which it is drawn: fixed with the announcement, and part of the seed.
    pub draw_on: NaiveDate,
    /// The day on which it was drawn; null before. It decides nothing.
    pub drawn_on: Option<NaiveDate>,
    /// Size of the journal under the head that the seed comes from.
    pub tree_size: Option<i64>,
    /// Root of that head, hex.
    pub root_hash: Option<String>,
    /// SHA-256 of root, line break, announced day; hex.
    pub seed: Option<String>,
    /// Ids of the inspectors that take part: fixed with the announcement.
    pub pool: Vec<String>,
    /// How many applications took part.
    pub population: Option<i32>,
    /// SHA-256 over what they go by, sorted, one a line; hex.
    pub population_digest: Option<String>,
    /// What was drawn.
    pub inspections: Vec<InspectionView>,
}

/// One application that was drawn.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InspectionView {
    /// Id.
    pub id: String,
    /// Its place in the drawing, from 1.
    pub position: i32,
    /// The application. It took part by the SHA-256 of this.
    pub filing_id: String,
    /// Its certificate.
    pub certificate_number: String,
    /// Ids of the inspectors that were drawn.
    pub inspectors: Vec<String>,
    /// Ids of those who had worked on it and took no part.
    pub excluded: Vec<String>,
    /// `clean`, `problems`, `unreachable`; null before.
    pub result: Option<String>,
    /// When it was reported.
    pub reported_at: Option<DateTime<Utc>>,
    /// Whose it is; for staff.
    pub company: Option<Named>,
    /// Names of the inspectors; for staff.
    pub inspector_names: Vec<Named>,
    /// What was found, in words; for staff.
    pub report: Option<String>,
    /// Whether this reader was drawn for it and is to report.
    pub may_report: bool,
}

/// What a drawing drew from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PopulationView {
    /// What the applications go by, sorted: SHA-256 of each id, hex, so that nobody is told when each was made. Of drawings that were
    /// announced by ids: the ids.
    pub items: Vec<String>,
}

/// From the first moment of a day in Shanghai to the last of another.
pub(super) fn period(from: NaiveDate, to: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    (shanghai_midnight(from), shanghai_midnight(to.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX)))
}

/// Drawings, newest first.
pub async fn list(
    portal: &Portal,
    context: &Context,
    filter: DrawingFilter,
    page: &PageRequest,
) -> Result<Page<DrawingView>, AppError> {
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let (reader, reference) = (context.clone(), portal.reference());
    let found = portal
        .database
        .read(move |connection| {
            let drawings = drawings_before(connection, &filter, before.as_deref(), limit + 1)?;
            let views = drawings.iter().map(|drawing| summary(&reader, &reference.desks, drawing));
            Ok::<_, AppError>(views.collect::<Vec<_>>())
        })
        .await?;
    Ok(Page::cut(portal, found, limit, |drawing| drawing.id.clone()))
}

/// One drawing, with what was drawn.
pub async fn read(portal: &Portal, context: &Context, id: DrawingId) -> Result<DrawingView, AppError> {
    let (reader, reference) = (context.clone(), portal.reference());
    portal
        .database
        .read(move |connection| {
            let drawing = drawing(connection, id)?.ok_or(AppError::NotFound)?;
            view(connection, &reader, &reference.desks, &drawing)
        })
        .await
}

/// What a drawing draws from.
pub async fn population(portal: &Portal, id: DrawingId) -> Result<PopulationView, AppError> {
    portal
        .database
        .read(move |connection| {
            let drawing = drawing(connection, id)?.ok_or(AppError::NotFound)?;
            let found = super::draw::candidates(connection, &drawing)?;
            let mut items = super::draw::names(connection, id, &found)?;
            items.sort_unstable();
            Ok(PopulationView { items })
        })
        .await
}

pub(super) fn view(
    connection: &mut Connection,
    context: &Context,
    desks: &[Desk],
    drawing: &Drawing,
) -> Result<DrawingView, AppError> {
    let found = inspections_of(connection, drawing.id)?;
    let mut ids: Vec<String> = found.iter().flat_map(|(inspection, _)| inspection.inspectors.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = storage::accounts::user_names(connection, &ids)?;
    let inspections = found.into_iter().map(|(one, company)| inspection_view(context, &names, one, company)).collect();
    Ok(DrawingView { inspections, ..summary(context, desks, drawing) })
}

fn summary(context: &Context, desks: &[Desk], drawing: &Drawing) -> DrawingView {
    let drawn = drawing.drawn.as_ref();
    DrawingView {
        id: drawing.id.to_string(),
        desk: drawing.desk_code.as_deref().map(|code| DeskView::of(code, desks, context)),
        from_on: drawing.from_on,
        to_on: drawing.to_on,
        filings: drawing.filings,
        inspectors: drawing.inspectors,
        announced_at: drawing.announced_at,
        draw_on: drawing.draw_on,
        drawn_on: drawn.map(|drawn| drawn.on),
        tree_size: drawn.map(|drawn| drawn.tree_size),
        root_hash: drawn.map(|drawn| drawn.root.clone()),
        seed: drawn.map(|drawn| drawn.seed.clone()),
        pool: drawing.pool.clone(),
        population: drawn.map(|drawn| drawn.population),
        population_digest: drawn.map(|drawn| drawn.population_digest.clone()),
        inspections: Vec::new(),
    }
}

fn inspection_view(
    context: &Context,
    names: &BTreeMap<String, (String, String)>,
    inspection: Inspection,
    company: String,
) -> InspectionView {
    let user = match &context.actor {
        Actor::User(user) if user.role.may_review() => Some(user),
        _ => None,
    };
    let own = user.is_some_and(|user| inspection.inspectors.contains(&user.id.to_string()));
    let person =
        |id: &String| Named { id: id.clone(), name: names.get(id).map_or_else(String::new, |(name, _)| name.clone()) };
    InspectionView {
        id: inspection.id.to_string(),
        position: inspection.position,
        filing_id: inspection.filing_id.to_string(),
        certificate_number: inspection.certificate_number,
        inspector_names: if user.is_some() { inspection.inspectors.iter().map(person).collect() } else { Vec::new() },
        inspectors: inspection.inspectors,
        excluded: inspection.excluded,
        may_report: own && inspection.result.is_none(),
        result: inspection.result,
        reported_at: inspection.reported_at,
        company: user.map(|_| Named { id: inspection.company_id.to_string(), name: company }),
        report: inspection.report.filter(|_| user.is_some()),
    }
}
