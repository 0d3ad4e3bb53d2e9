//! What lies at the desks, soonest due first.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::WorkingCalendar;
use domain::clock::{ClockEvent, ClockEventKind, shanghai_date, statutory_clock};
use domain::filing::{FilingKind, FilingStatus};
use serde::Serialize;
use storage::filings::{FilingListed, QueueFilter};
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::view::{DeskView, Named};
use crate::app::{AppError, Context, Portal};

/// What the queue is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct QueueRequest {
    /// One of one's own desks.
    pub desk: Option<String>,
    /// Only this state.
    pub state: Option<FilingStatus>,
    /// Only what is due before this day.
    pub due_before: Option<NaiveDate>,
    /// Only what I have claimed.
    pub mine: bool,
    /// Only where number, name or company contain this.
    pub search: Option<String>,
}

/// One line of the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QueueItem {
    /// Id.
    pub id: String,
    /// What is applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Who applies.
    pub company: Named,
    /// Import or export.
    pub direction: Option<String>,
    /// The other side's country.
    pub counterparty_country: Option<String>,
    /// Industry division.
    pub industry: Option<String>,
    /// The desk.
    pub desk: Option<DeskView>,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When an answer is due.
    pub due_on: Option<NaiveDate>,
    /// Working days after today up to the due day; negative when overdue.
    pub working_days_left: i32,
    /// Whether the answer is late.
    pub overdue: bool,
    /// Who works on it.
    pub claimed_by: Option<Named>,
    /// Warnings at submission.
    pub warnings: i32,
    /// Whether screening met the catalogue.
    pub catalogue_hit: bool,
}

/// A page of the queue.
pub async fn queue(
    portal: &Portal,
    context: &Context,
    request: QueueRequest,
    page: &PageRequest,
) -> Result<Page<QueueItem>, AppError> {
    let reviewer = context.reviewer()?;
    let desks: Vec<String> = match &request.desk {
        Some(desk) => reviewer.desks.iter().filter(|own| *own == desk).cloned().collect(),
        None => reviewer.desks.clone(),
    };
    let (limit, after) = (page.limit()?, page.place(portal)?.map(|place| parse_place(&place)).transpose()?);
    let filter = QueueFilter {
        desks,
        status: request.state,
        due_before: request.due_before,
        claimed_by: request.mine.then(|| reviewer.id.to_string()),
        search: request.search,
        after,
    };
    let (listed, names) = portal
        .database
        .read(move |connection| {
            let listed = storage::filings::queue(connection, &filter, limit + 1)?;
            let mut people: Vec<String> = listed.iter().filter_map(|filing| filing.claimed_by.clone()).collect();
            people.sort_unstable();
            people.dedup();
            let names = storage::accounts::user_names(connection, &people)?;
            Ok::<_, AppError>((listed, names))
        })
        .await?;
    let (reference, today) = (portal.reference(), portal.today());
    let page =
        Page::cut(portal, listed, limit, |filing| format!("{} {}", filing.due_on.unwrap_or_default(), filing.id));
    page.try_map(|filing: FilingListed| {
        let working_days_left = working_days_left(&filing, today, &reference.data.calendar);
        Ok(QueueItem {
            id: filing.id.to_string(),
            kind: filing.kind,
            status: filing.status,
            contract_number: filing.contract_number,
            contract_name: filing.contract_name,
            company: Named { id: filing.company.0, name: filing.company.1 },
            direction: filing.direction,
            counterparty_country: filing.counterparty_country,
            industry: filing.industry,
            desk: filing.desk_code.map(|code| DeskView::of(&code, &reference.desks, context)),
            submitted_at: filing.submitted_at,
            due_on: filing.due_on,
            working_days_left,
            overdue: filing.due_on.is_some_and(|due| due < today),
            claimed_by: filing
                .claimed_by
                .map(|id| Named { name: names.get(&id).map_or_else(String::new, |(name, _)| name.clone()), id }),
            warnings: filing.warnings,
            catalogue_hit: filing.catalogue_hit,
        })
    })
}

fn working_days_left(filing: &FilingListed, today: NaiveDate, calendar: &WorkingCalendar) -> i32 {
    filing.submitted_at.map_or(0, |at| {
        let started = ClockEvent { on: shanghai_date(at), kind: ClockEventKind::Started };
        statutory_clock(&[started], today, calendar, domain::clock::STATUTORY_WORKING_DAYS).working_days_left
    })
}

fn parse_place(place: &str) -> Result<(NaiveDate, String), AppError> {
    place
        .split_once(' ')
        .and_then(|(day, id)| Some((day.parse().ok()?, id.to_owned())))
        .ok_or(AppError::BadRequest("invalid_cursor"))
}
