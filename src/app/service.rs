//! The service page: how long decisions take, by desk and month. A reader of the journal keeps the counts; the page only adds up.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use domain::FilingId;
use domain::clock::shanghai_date;
use domain::service::{Bin, figures, measure};
use serde::Serialize;
use storage::Connection;
use storage::duties::{ServiceCount, ServiceFact, count_service, service_as_of, service_counts_since};
use storage::journal::{Entry, about};
use utoipa::ToSchema;

use super::filing::clock_events;
use super::portal::Reference;
use super::view::DeskView;
use super::{AppError, Context, Portal};

/// Name of the reader that counts.
pub(crate) const READER: &str = "service";
/// Months on the page, this one included.
const MONTHS: u32 = 12;

/// The service figures.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ServiceView {
    /// The journal entry up to which decisions are counted.
    pub as_of: i64,
    /// First month counted, such as `2025-12`.
    pub from_month: String,
    /// Last month counted.
    pub to_month: String,
    /// Working days that the law allows.
    pub statutory_working_days: u8,
    /// All desks over all months.
    pub total: ServiceFigures,
    /// All desks by month, the newest first.
    pub months: Vec<MonthFigures>,
    /// Each desk.
    pub desks: Vec<DeskFigures>,
}

/// Figures over some decisions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ServiceFigures {
    /// Applications decided: registered, refused or referred.
    pub filings: i64,
    /// Half of them took at most so many working days from the last submission.
    pub median_working_days: Option<i32>,
    /// Nine in ten took at most so many.
    pub p90_working_days: Option<i32>,
    /// Percent answered on time, every return included; one decimal, as text.
    pub on_time_percent: Option<String>,
    /// Percent returned for correction at least once.
    pub returned_percent: Option<String>,
}

/// Figures of one month.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MonthFigures {
    /// Such as `2026-11`.
    pub month: String,
    /// The figures.
    #[serde(flatten)]
    pub figures: ServiceFigures,
}

/// Figures of one desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskFigures {
    /// The desk.
    pub desk: DeskView,
    /// Over all months.
    pub total: ServiceFigures,
    /// By month, the newest first.
    pub months: Vec<MonthFigures>,
}

/// The figures of the last twelve months, for everybody.
pub async fn service(portal: &Portal, context: &Context) -> Result<ServiceView, AppError> {
    let today = portal.today();
    let first = first_month(today);
    let (from_month, to_month) = (month(first), month(today));
    let since = from_month.clone();
    let (as_of, counts) = portal
        .database
        .read(move |connection| {
            Ok::<_, AppError>((service_as_of(connection, READER)?, service_counts_since(connection, &since)?))
        })
        .await?;
    let codes: BTreeSet<&str> = counts.iter().map(|count| count.desk_code.as_str()).collect();
    let reference = portal.reference();
    let mut desks: Vec<DeskFigures> = codes
        .into_iter()
        .map(|code| {
            let own: Vec<&ServiceCount> = counts.iter().filter(|count| count.desk_code == code).collect();
            DeskFigures {
                desk: DeskView::of(code, &reference.desks, context),
                total: figures_of(&own),
                months: by_month(&own),
            }
        })
        .collect();
    desks.sort_by_key(|one| reference.desks.iter().position(|desk| desk.code == one.desk.code));
    let all: Vec<&ServiceCount> = counts.iter().collect();
    Ok(ServiceView {
        as_of,
        from_month,
        to_month,
        statutory_working_days: domain::clock::STATUTORY_WORKING_DAYS,
        total: figures_of(&all),
        months: by_month(&all),
        desks,
    })
}

/// Whether an entry is a decision that is counted.
pub(crate) fn is_decision(kind: &str) -> bool {
    matches!(kind, "filing.registered" | "filing.refused" | "filing.referred")
}

/// Counts a decision: what led to it is read from the journal.
pub(crate) fn count_decision(
    connection: &mut Connection,
    reference: &Reference,
    entry: &Entry,
) -> Result<(), AppError> {
    let Some(id) = FilingId::parse(&entry.subject) else { return Ok(()) };
    let Some(filing) = storage::filings::filing(connection, id)? else { return Ok(()) };
    let Some(desk) = filing.routed.map(|routed| routed.desk) else { return Ok(()) };
    let mut road = about(connection, &entry.subject)?;
    road.retain(|earlier| earlier.seq <= entry.seq);
    let Some(service) = measure(&clock_events(&road), &reference.data.calendar) else { return Ok(()) };
    let fact = ServiceFact {
        seq: entry.seq,
        month: month(shanghai_date(entry.at)),
        desk_code: desk,
        working_days: service.working_days,
        on_time: service.on_time,
        returns: service.returns,
    };
    Ok(count_service(connection, &fact)?)
}

fn first_month(today: NaiveDate) -> NaiveDate {
    let this = today.with_day(1).unwrap_or(today);
    this.checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(this)
}

fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

fn by_month(counts: &[&ServiceCount]) -> Vec<MonthFigures> {
    let mut months: BTreeMap<&str, Vec<&ServiceCount>> = BTreeMap::new();
    for count in counts {
        months.entry(&count.month).or_default().push(count);
    }
    let each = months.into_iter().rev();
    each.map(|(month, counts)| MonthFigures { month: month.to_owned(), figures: figures_of(&counts) }).collect()
}

fn figures_of(counts: &[&ServiceCount]) -> ServiceFigures {
    let bins: Vec<Bin> = counts
        .iter()
        .map(|count| Bin {
            working_days: count.working_days,
            on_time: count.on_time,
            returned: count.returned,
            filings: i64::from(count.filings),
        })
        .collect();
    let found = figures(&bins);
    let percent = |per_mille: i64| format!("{}.{}", per_mille / 10, per_mille % 10);
    ServiceFigures {
        filings: found.filings,
        median_working_days: found.median,
        p90_working_days: found.p90,
        on_time_percent: found.on_time_per_mille.map(percent),
        returned_percent: found.returned_per_mille.map(percent),
    }
}
