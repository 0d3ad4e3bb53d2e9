//! Publishing: by the calendar, or by somebody before its time. An entry of the journal commits to the figures.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::calendar::WorkingCalendar;
use domain::statistics::Month;
use domain::{PublicationId, Role};
use research::{AsOf, Dimension};
use serde::Deserialize;
use serde_json::json;
use storage::research::publications::{Publication, insert_publication, publications_of};
use utoipa::ToSchema;
use validator::Validate;

use super::figures::{Issue, figures};
use super::kind::{Period, PublicationKind};
use super::view;
use crate::app::command::{Done, Record, record};
use crate::app::research::{Audience, moment};
use crate::app::{Answered, AppError, Context, Portal};

/// The working day of a month from which what is of the month before is published: by then the desks have registered and corrected.
const WORKING_DAY: usize = 5;

/// What to publish.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MakePublication {
    /// Its kind.
    pub kind: PublicationKind,
    /// `2026-10` for what is of a month, `2025` for what is of a year. It must be over.
    #[validate(length(min = 4, max = 7))]
    #[schema(min_length = 4, max_length = 7)]
    pub period: String,
}

/// Publishes before the time: every edition of the kind and period that there is not yet.
pub async fn make_publication(portal: &Portal, context: &Context, body: MakePublication) -> Result<Answered, AppError> {
    context.staff(|role| matches!(role, Role::Approver | Role::DeskManager | Role::Researcher))?;
    let kind = body.kind;
    let period = Period::parse(kind, &body.period).ok_or_else(|| {
        let message = context.say("请写成 2026-10（月）或 2025（年）。", "Write 2026-10 for a month, 2025 for a year.");
        AppError::invalid_field("/period", "invalid_value", message)
    })?;
    if !period.is_over(portal.today()) {
        let message = context.say("这一时期还没有结束。", "This period is not over yet.");
        return Err(AppError::field("/period", "period_not_closed", message));
    }
    let (language, actor) = (context.language, context.actor_text());
    let editions = editions(portal, kind, period, &[]).await?;
    portal
        .execute(context, move |connection, now| {
            let known = publications_of(connection, kind.code(), &period.text())?;
            let mut missing = editions.into_iter().filter(|edition| !is_among(&edition.audience, &known));
            let first = missing.next().ok_or(AppError::conflict("already_exists"))?;
            insert_publication(connection, &first)?;
            for another in missing {
                insert_publication(connection, &another)?;
                record(connection, now, &actor, &entry(&another))?;
            }
            let place = format!("/api/v1/research/publications/{}/pdf", first.id);
            Ok(Done::json(201, &view(&first, language)?, entry(&first))?.location(place))
        })
        .await
}

/// Publishes what is due: from the fifth working day of a month on, what is of the month and of the year before, unless nothing was
/// registered yet by its end. Answers how many.
pub(crate) async fn publish_due(portal: &Portal) -> Result<usize, AppError> {
    let today = portal.today();
    if working_days(&portal.reference().data.calendar, today) < WORKING_DAY {
        return Ok(0);
    }
    let Some(first) = first_month(portal).await? else { return Ok(0) };
    let mut published = 0;
    for kind in PublicationKind::ALL {
        let period = Period::last_before(kind, today);
        if period.last_month() < first {
            continue;
        }
        let text = period.text();
        let known = portal
            .database
            .read(move |connection| Ok::<_, AppError>(publications_of(connection, kind.code(), &text)?))
            .await?;
        for edition in editions(portal, kind, period, &known).await? {
            published += usize::from(keep(portal, edition).await?);
        }
    }
    Ok(published)
}

/// How many working days of its month are over with a day, itself counted.
fn working_days(calendar: &WorkingCalendar, today: NaiveDate) -> usize {
    let days = today.iter_days().rev().take_while(|day| day.month() == today.month());
    days.filter(|day| calendar.kind(*day).is_worked()).count()
}

async fn first_month(portal: &Portal) -> Result<Option<Month>, AppError> {
    let moment = moment(portal, AsOf::Latest).await?;
    let months = moment.snapshot.keys(Dimension::Month, &moment.fields);
    Ok(months.iter().filter_map(|month| Month::parse(month)).min())
}

fn is_among(audience: &str, publications: &[Publication]) -> bool {
    publications.iter().any(|publication| publication.audience == audience)
}

/// The editions that can be made now, but for those that there are. The public is told of a year when it is closed: when something of
/// a later year is registered.
async fn editions(
    portal: &Portal,
    kind: PublicationKind,
    period: Period,
    known: &[Publication],
) -> Result<Vec<Publication>, AppError> {
    let published_at = portal.now();
    let moment = moment(portal, AsOf::Latest).await?;
    let (as_of, latest) = (moment.snapshot.as_of(), moment.snapshot.latest_month());
    let is_closed = latest.is_some_and(|latest| latest.year() > period.last_month().year());
    let mut editions = Vec::new();
    for audience in kind.audiences().iter().copied() {
        if is_among(audience.code(), known) || (audience == Audience::Protected && !is_closed) {
            continue;
        }
        let figures = figures(portal, &Issue { kind, period, audience, as_of, published_at }).await?;
        editions.push(Publication {
            id: PublicationId::from(portal.new_id()),
            kind: kind.code().to_owned(),
            period: period.text(),
            audience: audience.code().to_owned(),
            as_of,
            digest: figures.digest(),
            published_at,
        });
    }
    Ok(editions)
}

/// Keeps an edition; whether there was none.
async fn keep(portal: &Portal, edition: Publication) -> Result<bool, AppError> {
    let now: DateTime<Utc> = portal.now();
    let kept = portal
        .database
        .write(move |connection| {
            insert_publication(connection, &edition)?;
            record(connection, now, "system", &entry(&edition))?;
            Ok::<_, AppError>(())
        })
        .await;
    match kept {
        Ok(()) => {
            portal.committed.send_replace(());
            Ok(true)
        }
        // Another instance was first.
        Err(AppError::Conflict { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

fn entry(publication: &Publication) -> Record {
    let Publication { id, kind, period, audience, as_of, digest, .. } = publication;
    Record {
        kind: "research.published",
        subject: id.to_string(),
        body: json!({ "kind": kind, "period": period, "audience": audience, "as_of": as_of, "digest": digest }),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use domain::reference::ReferenceData;

    use super::*;

    #[test]
    fn working_days_are_counted_from_the_first_of_the_month() {
        let calendar = ReferenceData::shipped().unwrap().calendar;
        let count = |day: &str| working_days(&calendar, day.parse().unwrap());
        // 1 to 7 October are holidays, the tenth is worked for them.
        assert_eq!([count("2026-10-07"), count("2026-10-08"), count("2026-10-10"), count("2026-10-11")], [0, 1, 3, 3]);
        assert_eq!([count("2026-11-01"), count("2026-11-02"), count("2026-11-06")], [0, 1, 5]);
    }
}
