//! The service page: how long decisions take, by desk and month. A reader of the journal keeps the counts; the page only adds up,
//! and says nothing of few.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Months, NaiveDate};
use domain::FilingId;
use domain::clock::shanghai_date;
use domain::service::{Bin, figures, measure};
use domain::sparse::Sparse;
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
    /// Figures are of at least so many decisions. What is of fewer, or would tell fewer by subtraction, is withheld: it is not among
    /// the figures and is named beside them.
    pub least_filings: i64,
    /// Whether everything is withheld: then `total` is of nothing.
    pub withheld: bool,
    /// All desks over all months.
    pub total: ServiceFigures,
    /// All desks by month, the newest first.
    pub months: Vec<MonthFigures>,
    /// Months of which the figures are withheld, the newest first.
    pub withheld_months: Vec<String>,
    /// Each desk.
    pub desks: Vec<DeskFigures>,
    /// Desks of which all figures are withheld.
    pub withheld_desks: Vec<DeskView>,
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
    /// Months of which its figures are withheld, the newest first.
    pub withheld_months: Vec<String>,
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
    let reference = portal.reference();
    let least_filings = least_filings(&reference, today);
    let table = Table::of(&counts, &reference, least_filings);
    let (months, withheld_months) = table.months_of(None);
    let total = table.figures(None, None);
    let mut desks = Vec::new();
    let mut withheld_desks = Vec::new();
    for (place, code) in table.desks.iter().enumerate() {
        let desk = DeskView::of(code, &reference.desks, context);
        match table.figures(Some(place), None) {
            Some(total) => {
                let (months, withheld_months) = table.months_of(Some(place));
                desks.push(DeskFigures { desk, total, months, withheld_months });
            }
            None => withheld_desks.push(desk),
        }
    }
    Ok(ServiceView {
        as_of,
        from_month,
        to_month,
        statutory_working_days: domain::clock::STATUTORY_WORKING_DAYS,
        least_filings,
        withheld: total.is_none(),
        total: total.unwrap_or_else(|| figures_of(&[])),
        months,
        withheld_months,
        desks,
        withheld_desks,
    })
}

/// Figures are told of as many decisions as the disclosure policy wants contracts for a median.
fn least_filings(reference: &Reference, today: NaiveDate) -> i64 {
    reference.data.disclosure.of_year(today.year()).map_or(i64::MAX, |policy| policy.min_for_spread.into())
}

/// The counts by desk and month, and of which cells nothing is told.
struct Table<'a> {
    counts: &'a [ServiceCount],
    desks: Vec<&'a str>,
    /// Oldest first.
    months: Vec<&'a str>,
    withheld: Sparse,
}

impl<'a> Table<'a> {
    fn of(counts: &'a [ServiceCount], reference: &Reference, least: i64) -> Self {
        let desks: BTreeSet<&str> = counts.iter().map(|count| count.desk_code.as_str()).collect();
        let mut desks: Vec<&str> = desks.into_iter().collect();
        desks.sort_by_key(|code| reference.desks.iter().position(|desk| desk.code == *code));
        let months: BTreeSet<&str> = counts.iter().map(|count| count.month.as_str()).collect();
        let mut cells: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for count in counts {
            *cells.entry((count.desk_code.as_str(), count.month.as_str())).or_default() += i64::from(count.filings);
        }
        let of_desk = |desk: &&str| -> Vec<i64> {
            months.iter().map(|month| cells.get(&(*desk, *month)).copied().unwrap_or_default()).collect()
        };
        let rows: Vec<Vec<i64>> = desks.iter().map(of_desk).collect();
        Self { counts, withheld: Sparse::new(&rows, least), months: months.into_iter().collect(), desks }
    }

    /// The figures of a desk and month by their places; of all without one. None where they are withheld.
    fn figures(&self, desk: Option<usize>, month: Option<usize>) -> Option<ServiceFigures> {
        if self.withheld.withholds(desk.unwrap_or(self.desks.len()), month.unwrap_or(self.months.len())) {
            return None;
        }
        let is_of = |count: &&ServiceCount| {
            desk.is_none_or(|desk| self.desks[desk] == count.desk_code)
                && month.is_none_or(|month| self.months[month] == count.month)
        };
        Some(figures_of(&self.counts.iter().filter(is_of).collect::<Vec<_>>()))
    }

    /// The months of a desk, or of all: what is told, and which months are withheld; the newest first.
    fn months_of(&self, desk: Option<usize>) -> (Vec<MonthFigures>, Vec<String>) {
        let (mut told, mut withheld) = (Vec::new(), Vec::new());
        for (place, month) in self.months.iter().enumerate().rev() {
            let month = (*month).to_owned();
            match self.figures(desk, Some(place)) {
                Some(figures) if figures.filings > 0 => told.push(MonthFigures { month, figures }),
                Some(_) => {}
                None => withheld.push(month),
            }
        }
        (told, withheld)
    }
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
