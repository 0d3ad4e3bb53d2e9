//! Reading editions: which there are, what is in them, how two differ; and which one is in force on a day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::shanghai_date;
use domain::filing::canonical_json;
use domain::reference::{Catalogue, CatalogueDiff, CatalogueItem, catalogue_diff};
use serde::Serialize;
use storage::Connection;
use storage::catalogue::{
    Edition, edition_of_digest, editions_before, insert_edition, items_after, items_of, last_edition,
    scheduled_editions,
};
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::tokens::digest;
use crate::app::{AppError, Context, Portal};

/// The set of [`domain::reference::SHIPPED`] that holds the first edition.
pub(crate) const SET: &str = "control_catalogue";

/// An edition, as the pages that use it name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EditionName {
    /// Counts the editions from 1.
    pub number: i32,
    /// What it is called.
    pub name: String,
    /// Whether items of the official list are missing: said wherever it is used.
    pub partial: bool,
}

/// Where an edition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    /// Loaded; nobody has said from when it is in force.
    Waiting,
    /// In force from a day that is still to come.
    Upcoming,
    /// Filings are screened against it.
    InForce,
    /// A later one has taken its place.
    Past,
}

/// An edition.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EditionView {
    /// Counts the editions from 1.
    pub number: i32,
    /// What it is called.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// Whether items of the official list are missing.
    pub partial: bool,
    /// Where it stands today.
    pub state: EditionState,
    /// The day from which it is in force.
    pub in_force_from: Option<NaiveDate>,
    /// SHA-256 over its items, hex.
    pub digest: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
}

impl EditionView {
    pub(super) fn of(edition: Edition, in_force: i32, today: NaiveDate) -> Self {
        let state = match edition.in_force_from {
            _ if edition.number == in_force => EditionState::InForce,
            None => EditionState::Waiting,
            Some(from) if from > today => EditionState::Upcoming,
            Some(_) => EditionState::Past,
        };
        Self {
            number: edition.number,
            name: edition.name,
            source: edition.source,
            partial: edition.partial,
            state,
            in_force_from: edition.in_force_from,
            digest: edition.digest,
            loaded_at: edition.loaded_at,
        }
    }
}

/// Editions, the newest first.
pub async fn editions(portal: &Portal, context: &Context, page: &PageRequest) -> Result<Page<EditionView>, AppError> {
    context.staff(|_| true)?;
    let (limit, before) = (page.limit()?, number_of(page.place(portal)?)?);
    let found = portal
        .database
        .read(move |connection| Ok::<_, AppError>(editions_before(connection, before, limit + 1)?))
        .await?;
    let (in_force, today) = (portal.reference().data.catalogue.number, portal.today());
    Page::cut(portal, found, limit, |edition| edition.number.to_string())
        .try_map(|edition| Ok(EditionView::of(edition, in_force, today)))
}

/// One edition.
pub async fn edition(portal: &Portal, context: &Context, number: i32) -> Result<EditionView, AppError> {
    context.staff(|_| true)?;
    let found = portal
        .database
        .read(move |connection| storage::catalogue::edition(connection, number)?.ok_or(AppError::NotFound))
        .await?;
    Ok(EditionView::of(found, portal.reference().data.catalogue.number, portal.today()))
}

/// The items of an edition, in its order; those with some words in them, where they are given.
pub async fn items(
    portal: &Portal,
    context: &Context,
    number: i32,
    search: Option<String>,
    page: &PageRequest,
) -> Result<Page<CatalogueItem>, AppError> {
    context.staff(|_| true)?;
    let (limit, after) = (page.limit()?, number_of(page.place(portal)?)?.unwrap_or(0));
    let found = portal
        .database
        .read(move |connection| {
            storage::catalogue::edition(connection, number)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>(items_after(connection, number, search.as_deref(), after, limit + 1)?)
        })
        .await?;
    Page::cut(portal, found, limit, |(position, _)| position.to_string()).try_map(|(_, item)| Ok(item))
}

/// What an edition changes against the one in force.
pub async fn diff(portal: &Portal, context: &Context, number: i32) -> Result<CatalogueDiff, AppError> {
    context.staff(|_| true)?;
    let items = read_items(portal, number).await?;
    Ok(catalogue_diff(&portal.reference().data.catalogue.items, &items))
}

/// An edition as CSV text, which can be edited and loaded again.
pub async fn export(portal: &Portal, context: &Context, number: i32) -> Result<String, AppError> {
    context.staff(|_| true)?;
    Ok(Catalogue::to_csv(&read_items(portal, number).await?))
}

async fn read_items(portal: &Portal, number: i32) -> Result<Vec<CatalogueItem>, AppError> {
    portal
        .database
        .read(move |connection| {
            storage::catalogue::edition(connection, number)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>(items_of(connection, number)?)
        })
        .await
}

fn number_of(place: Option<String>) -> Result<Option<i32>, AppError> {
    place.map(|place| place.parse().map_err(|_| AppError::BadRequest("invalid_cursor"))).transpose()
}

/// The digest by which an edition's items are known.
pub(super) fn digest_of(items: &[CatalogueItem]) -> Result<String, AppError> {
    Ok(digest(canonical_json(&serde_json::to_value(items).map_err(AppError::internal)?)))
}

/// The edition that is in force, and those that will be, with the days from which they are.
pub(crate) type Scheduled = (Catalogue, Vec<(NaiveDate, Catalogue)>);

/// Makes the catalogue that ships the first edition, or a new one when the program ships another and nobody loaded their own.
pub(crate) fn keep_shipped(
    connection: &mut Connection,
    content: &str,
    ships: bool,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let catalogue = Catalogue::read(content).map_err(AppError::internal)?;
    let digest = digest_of(&catalogue.items)?;
    let last = last_edition(connection)?;
    let own = scheduled_editions(connection)?.iter().any(|edition| edition.loaded_by.is_some());
    if last > 0 && (own || !ships || edition_of_digest(connection, &digest)?.is_some()) {
        return Ok(());
    }
    let edition = Edition {
        number: last + 1,
        name: catalogue.edition,
        source: "shipped".into(),
        partial: catalogue.partial,
        digest,
        loaded_at: now,
        loaded_by: None,
        in_force_from: Some(shanghai_date(now)),
    };
    Ok(insert_edition(connection, &edition, &catalogue.items)?)
}

/// Which edition is in force today, and which will be. Before the first day of all, the first edition is.
pub(crate) fn scheduled(connection: &mut Connection, today: NaiveDate) -> Result<Scheduled, AppError> {
    let editions = scheduled_editions(connection)?;
    let now = editions.iter().rposition(|edition| edition.in_force_from.is_some_and(|from| from <= today)).unwrap_or(0);
    let mut catalogues = Vec::new();
    for edition in editions.into_iter().skip(now) {
        let items = items_of(connection, edition.number)?;
        let Some(from) = edition.in_force_from else { continue };
        let catalogue = Catalogue { number: edition.number, edition: edition.name, partial: edition.partial, items };
        catalogues.push((from, catalogue));
    }
    let mut catalogues = catalogues.into_iter();
    let (_, current) = catalogues.next().ok_or_else(|| AppError::internal("no edition of the catalogue"))?;
    Ok((current, catalogues.collect()))
}

/// Takes over what another instance put in force.
pub(crate) async fn refresh(portal: &Portal) -> Result<(), AppError> {
    let known = portal.reference().schedule();
    let editions = portal.database.read(|connection| Ok::<_, AppError>(scheduled_editions(connection)?)).await?;
    let today = portal.today();
    let now = editions.iter().rposition(|edition| edition.in_force_from.is_some_and(|from| from <= today)).unwrap_or(0);
    let current: Vec<i32> = editions.iter().skip(now).map(|edition| edition.number).collect();
    if current == known { Ok(()) } else { put_in_place(portal).await }
}

/// Reads the schedule anew.
pub(super) async fn put_in_place(portal: &Portal) -> Result<(), AppError> {
    let today = portal.today();
    let (current, upcoming) = portal.database.read(move |connection| scheduled(connection, today)).await?;
    portal.replace_catalogue(current, upcoming);
    Ok(())
}
