//! Drawing what was announced: the seed is the announced day and the root of the first head over the announcement that was signed
//! on that day or later. Whoever draws chooses nothing; a later drawing gives the same.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::clock::shanghai_date;
use domain::drawing::{self, NotYet, Seed, draw as draw_from, population_digest, seed_of};
use domain::{CompanyId, DrawingId, FilingId, InspectionId, Role};
use serde_json::json;
use storage::Connection;
use storage::duties::{Drawing, Drawn, Inspection, insert_inspection, population, store_drawing};
use storage::filings::filing;
use storage::journal::{Entry, Head, about, first_head_over};

use super::read::{period, view};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Applications that one drawing may draw from; more asks for a shorter period.
pub(super) const MOST: i64 = 50_000;
/// The label of the applications' tickets.
const FILINGS: &str = "filings";

/// Draws what was announced: once.
pub async fn draw(portal: &Portal, context: &Context, id: DrawingId) -> Result<Answered, AppError> {
    context.staff(|role| role == Role::DeskManager)?;
    let (head, seed) = seed(portal, id).await?;
    let (today, reader, reference) = (portal.today(), context.clone(), portal.reference());
    let ids: Vec<InspectionId> = (0..200).map(|_| InspectionId(portal.new_id())).collect();
    portal
        .execute(context, move |connection, _| {
            let mut drawing = storage::duties::drawing(connection, id)?.ok_or(AppError::NotFound)?;
            if drawing.drawn.is_some() {
                return Err(AppError::conflict("already_drawn"));
            }
            let candidates = candidates(connection, &drawing)?;
            let known_as = names(connection, id, &candidates)?;
            let names = || known_as.iter().map(String::as_str);
            drawing.drawn = Some(Drawn {
                tree_size: head.tree_size,
                root: head.root.to_string(),
                seed: seed.to_string(),
                on: today,
                population: i32::try_from(candidates.len()).unwrap_or(i32::MAX),
                population_digest: population_digest(names()),
            });
            store_drawing(connection, &drawing)?;
            let count = usize::try_from(drawing.filings).unwrap_or_default();
            let drawn = draw_from(&seed, FILINGS, names(), count);
            for ((position, name), inspection) in drawn.iter().enumerate().zip(&ids) {
                let Some(found) = known_as.iter().zip(&candidates).find(|(one, _)| one == name) else { continue };
                let drawn = assign(connection, &drawing, &seed, (*inspection, position), found)?;
                insert_inspection(connection, &drawn)?;
            }
            let record = Record {
                kind: "drawing.drawn",
                subject: id.to_string(),
                body: json!({ "tree_size": head.tree_size, "seed": seed.to_string(), "drawn": drawn }),
            };
            Done::json(200, &view(connection, &reader, &reference.desks, &drawing)?, record)
        })
        .await
}

/// Certificates of the period that were issued up to the announcement, so that nothing can be added to them afterwards.
pub(super) fn candidates(
    connection: &mut Connection,
    drawing: &Drawing,
) -> Result<Vec<(String, String, String)>, AppError> {
    let (from, until) = period(drawing.from_on, drawing.to_on);
    let until: DateTime<Utc> = until.min(drawing.announced_at + TimeDelta::milliseconds(1));
    let found = population(connection, drawing.desk_code.as_deref(), (from, until), MOST + 1)?;
    if i64::try_from(found.len()).is_ok_and(|found| found > MOST) {
        return Err(AppError::field("/from_on", "period_too_long", MOST.to_string()));
    }
    Ok(found)
}

/// What candidates go by in the population, in their order.
pub(super) fn names(
    connection: &mut Connection,
    id: DrawingId,
    candidates: &[(String, String, String)],
) -> Result<Vec<String>, AppError> {
    let announced = announcement(connection, id)?;
    let pinned = announced.body["population_digest"].as_str().unwrap_or_default();
    Ok(drawing::names(candidates.iter().map(|candidate| candidate.0.as_str()), pinned))
}

/// The inspection of one application: whoever worked on it does not inspect it.
fn assign(
    connection: &mut Connection,
    drawing: &Drawing,
    seed: &Seed,
    (id, position): (InspectionId, usize),
    (name, (filing_id, certificate, company)): (&String, &(String, String, String)),
) -> Result<Inspection, AppError> {
    let damaged = || AppError::internal("a certificate without its application");
    let filing_id = FilingId::parse(filing_id).ok_or_else(damaged)?;
    let filing = filing(connection, filing_id)?.ok_or_else(damaged)?;
    let worked: BTreeSet<String> = filing
        .claimed_by
        .iter()
        .cloned()
        .chain(filing.recommendation.iter().chain(&filing.decision).map(|opinion| opinion.by.clone()))
        .collect();
    let free = drawing.pool.iter().filter(|one| !worked.contains(*one)).map(String::as_str);
    let count = usize::try_from(drawing.inspectors).unwrap_or_default();
    let inspectors = draw_from(seed, &format!("inspectors {name}"), free, count);
    Ok(Inspection {
        id,
        drawing_id: drawing.id,
        position: i32::try_from(position + 1).map_err(AppError::internal)?,
        filing_id,
        certificate_number: certificate.clone(),
        company_id: CompanyId::parse(company).ok_or_else(damaged)?,
        inspectors: inspectors.into_iter().map(str::to_owned).collect(),
        excluded: worked.into_iter().filter(|one| drawing.pool.contains(one)).collect(),
        result: None,
        report: None,
        reported_by: None,
        reported_at: None,
    })
}

/// The seed, and the head that it comes from; one is signed where the timer has not come round yet.
async fn seed(portal: &Portal, id: DrawingId) -> Result<(Head, Seed), AppError> {
    let (announced, draw_on) = portal
        .database
        .read(move |connection| {
            let drawing = storage::duties::drawing(connection, id)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((announcement(connection, id)?.seq, drawing.draw_on))
        })
        .await?;
    let (from, _) = period(draw_on, draw_on);
    let find = move |connection: &mut Connection| Ok::<_, AppError>(first_head_over(connection, announced, from)?);
    let mut head = portal.database.read(find).await?;
    if head.is_none() && portal.today() >= draw_on {
        crate::app::journal::sign_head(portal).await?;
        head = portal.database.read(find).await?;
    }
    let heads = head.map(|head| (shanghai_date(head.signed_at), head));
    let head = seed_of(draw_on, portal.today(), heads).map_err(|why| match why {
        NotYet::Day => AppError::conflict("drawing_day"),
        NotYet::Head => AppError::conflict("no_seed_yet"),
    })?;
    let seed = Seed::new(&head.root, draw_on);
    Ok((head, seed))
}

/// The entry that announced a drawing.
fn announcement(connection: &mut Connection, id: DrawingId) -> Result<Entry, AppError> {
    let announced = about(connection, &id.to_string())?.into_iter().find(|entry| entry.kind == "drawing.announced");
    announced.ok_or_else(|| AppError::internal("a drawing that nobody announced"))
}
