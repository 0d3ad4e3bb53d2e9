//! Announcing a drawing: from what, how many, how many inspectors each, who they are drawn from, and the day. The announcement is
//! in the journal before the seed exists, and leaves nothing to choose afterwards.

use chrono::{Days, NaiveDate};
use domain::drawing::{names, population_digest};
use domain::{DrawingId, Role};
use serde::Deserialize;
use serde_json::json;
use storage::duties::{self, Drawing, inspectors_at};
use storage::routing::all_desks;
use utoipa::ToSchema;
use validator::Validate;

use super::draw::candidates;
use super::read::view;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// What is to be drawn.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDrawing {
    /// Only certificates of this desk; of all when absent.
    #[serde(default)]
    pub desk: Option<String>,
    /// First day of issue.
    pub from_on: NaiveDate,
    /// Last day of issue; not after today.
    pub to_on: NaiveDate,
    /// How many are drawn.
    #[validate(range(min = 1, max = 200))]
    #[schema(minimum = 1, maximum = 200)]
    pub filings: i32,
    /// Inspectors for each.
    #[validate(range(min = 1, max = 3))]
    #[schema(minimum = 1, maximum = 3)]
    pub inspectors: i32,
    /// The day from which it is drawn, from today and at most 60 days ahead; today when absent.
    #[serde(default)]
    pub draw_on: Option<NaiveDate>,
}

/// How many days ahead a drawing may be announced.
const AHEAD: Days = Days::new(60);
/// Whose work it is to inspect.
const INSPECTORS: [&str; 3] = ["reviewer", "approver", "desk_manager"];

/// Announces a drawing.
pub async fn announce(portal: &Portal, context: &Context, body: NewDrawing) -> Result<Answered, AppError> {
    let by = context.staff(|role| role == Role::DeskManager)?.id.to_string();
    if body.from_on > body.to_on || body.to_on > portal.today() {
        let message = context.say("请填写不晚于今天的起止日期。", "Give a period that ends today or before.");
        return Err(AppError::field("/to_on", "period_invalid", message));
    }
    let today = portal.today();
    let draw_on = body.draw_on.unwrap_or(today);
    if draw_on < today || today.checked_add_days(AHEAD).is_none_or(|last| draw_on > last) {
        let message =
            context.say("抽取日期应在今天起的 60 天内。", "The day of drawing lies within 60 days from today.");
        return Err(AppError::field("/draw_on", "period_invalid", message));
    }
    let (id, reader, reference) = (DrawingId(portal.new_id()), context.clone(), portal.reference());
    portal
        .execute(context, move |connection, now| {
            let known = |desk: &String| reference.desks.iter().any(|one| one.code == *desk);
            if body.desk.as_ref().is_some_and(|desk| !known(desk)) || all_desks(connection)?.is_empty() {
                let message = reader.say("没有这个席位。", "There is no such desk.");
                return Err(AppError::field("/desk", "unknown_desk", message));
            }
            let pool = inspectors_at(connection, body.desk.as_deref(), &INSPECTORS)?;
            let drawing = Drawing {
                id,
                desk_code: body.desk.clone(),
                from_on: body.from_on,
                to_on: body.to_on,
                filings: body.filings,
                inspectors: body.inspectors,
                announced_by: by,
                announced_at: now,
                draw_on,
                pool: pool.into_iter().map(|inspector| inspector.id).collect(),
                drawn: None,
            };
            let candidates = candidates(connection, &drawing)?;
            let names = names(candidates.iter().map(|candidate| candidate.0.as_str()), "");
            duties::announce(connection, &drawing)?;
            let record = Record {
                kind: "drawing.announced",
                subject: id.to_string(),
                body: json!({
                    "desk": body.desk, "from_on": body.from_on, "to_on": body.to_on,
                    "filings": body.filings, "inspectors": body.inspectors, "draw_on": draw_on, "pool": drawing.pool,
                    "population_digest": population_digest(names.iter().map(String::as_str)),
                }),
            };
            let view = view(connection, &reader, &reference.desks, &drawing)?;
            Ok(Done::json(201, &view, record)?.location(format!("/api/v1/drawings/{id}")))
        })
        .await
}
