//! The clock of a sandbox: the machine's, and ahead of it by what partners have moved it. There is one for all who share the sandbox.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::clock::shanghai_date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::SUBJECT;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// How far the clock goes ahead of the machine's, in seconds: ten years. Nobody takes the sandbox from the others for good by it.
const FURTHEST: i64 = 3_653 * 86_400;

/// What the clock of the sandbox shows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SandboxClockView {
    /// Now.
    pub now: DateTime<Utc>,
    /// Today in Suzhou, from which deadlines are counted.
    pub today: NaiveDate,
    /// How many seconds it is ahead of the machine's clock.
    pub ahead_seconds: i64,
}

/// By how much the clock is to be moved.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvanceClock {
    /// Seconds forward, a year of them at most.
    #[validate(range(min = 1, max = 31_622_400))]
    #[schema(minimum = 1, maximum = 31_622_400)]
    pub advance_seconds: i64,
}

impl SandboxClockView {
    fn at(now: DateTime<Utc>, ahead: Duration) -> Self {
        Self { now, today: shanghai_date(now), ahead_seconds: ahead.num_seconds() }
    }
}

/// What the clock shows.
pub fn clock(portal: &Portal) -> Result<SandboxClockView, AppError> {
    Ok(SandboxClockView::at(portal.now(), portal.sandbox()?.ahead()))
}

/// Moves the clock forward, for everybody in the sandbox. Tokens end by it, deadlines pass; what time alone calls for is done within
/// a minute.
///
/// # Errors
/// Where it would be more than ten years ahead.
pub async fn advance_clock(portal: &Portal, context: &Context, body: AdvanceClock) -> Result<Answered, AppError> {
    let clock = portal.sandbox()?.clone();
    let by = Duration::try_seconds(body.advance_seconds).unwrap_or_default();
    let ahead = clock.ahead() + by;
    let reader = context.clone();
    let answered = portal
        .execute(context, move |_, now| {
            if ahead.num_seconds() > FURTHEST {
                let message = reader.say(
                    "沙箱时钟最多比实际时间快十年。需要更远的时间，请自行启动沙箱。",
                    "The clock of a sandbox is at most ten years ahead. Serve a new sandbox for more.",
                );
                return Err(AppError::field("/advance_seconds", "validation_failed", message));
            }
            let record = Record {
                kind: "sandbox.clock_moved",
                subject: SUBJECT.to_owned(),
                body: json!({ "ahead_seconds": ahead.num_seconds() }),
            };
            Done::json(200, &SandboxClockView::at(now + by, ahead), record)
        })
        .await?;
    if !answered.replayed {
        clock.move_to(ahead);
        // Those who wait for a time look once more.
        portal.committed.send_replace(());
    }
    Ok(answered)
}
