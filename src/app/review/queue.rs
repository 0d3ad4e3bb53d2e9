//! What lies at the desks, soonest due first.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::UserId;
use domain::calendar::WorkingCalendar;
use domain::clock::{Clock, STATUTORY_WORKING_DAYS, clock_of, shanghai_date};
use domain::contract::Direction;
use domain::filing::{FilingKind, FilingStatus};
use domain::search::Keywords;
use serde::Serialize;
use storage::filings::{Assignee, QueueFilter, Queued};
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::view::{DeskView, Named};
use crate::app::{AppError, Context, Portal, UserActor};

/// When an answer is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Before today.
    Overdue,
    /// Today.
    Today,
    /// After today.
    Later,
}

impl Due {
    /// The value with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "overdue" => Some(Self::Overdue),
            "today" => Some(Self::Today),
            "later" => Some(Self::Later),
            _ => None,
        }
    }
}

/// Whose work is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// My own.
    Mine,
    /// Nobody's yet.
    Nobodys,
    /// This person's.
    Of(UserId),
}

impl Whose {
    /// `me`, `none` or a person's id.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "me" => Some(Self::Mine),
            "none" => Some(Self::Nobodys),
            id => UserId::parse(id).map(Self::Of),
        }
    }
}

/// What the queue is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct QueueRequest {
    /// One of one's own desks.
    pub desk: Option<String>,
    /// Only this state.
    pub state: Option<FilingStatus>,
    /// Only this kind.
    pub kind: Option<FilingKind>,
    /// Only this direction.
    pub direction: Option<Direction>,
    /// Only this country on the other side.
    pub country: Option<String>,
    /// Only this industry division.
    pub industry: Option<String>,
    /// Only what is overdue, due today, or due later.
    pub due: Option<Due>,
    /// Only what is due before this day.
    pub due_before: Option<NaiveDate>,
    /// Only this person's work.
    pub assignee: Option<Whose>,
    /// Only with warnings, or only without.
    pub warnings: Option<bool>,
    /// Only where the catalogue was met, or only where it was not.
    pub catalogue: Option<bool>,
    /// Only where number, name, company, parties or keywords have these words.
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
    /// Whether a year without a calendar is involved.
    pub provisional: bool,
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
    let (reference, today) = (portal.reference(), portal.today());
    let (limit, after) = (page.limit()?, page.place(portal)?);
    let every_desk = reference.desks.iter().all(|desk| reviewer.desks.contains(&desk.code));
    let filter = QueueFilter { after, ..filter(reviewer, request, today, every_desk) };
    let listed = portal
        .database
        .read(move |connection| Ok::<_, AppError>(storage::filings::queue(connection, &filter, limit + 1)?))
        .await?;
    let page = Page::cut(portal, listed, limit, |entry| entry.place.clone());
    page.try_map(|entry: Queued| {
        let clock = clock(&entry, today, &reference.data.calendar);
        Ok(QueueItem {
            working_days_left: clock.working_days_left,
            provisional: clock.provisional,
            id: entry.id.to_string(),
            kind: entry.kind,
            status: entry.status,
            contract_number: entry.contract_number,
            contract_name: entry.contract_name,
            company: Named { id: entry.company.0, name: entry.company.1 },
            direction: entry.direction,
            counterparty_country: entry.counterparty_country,
            industry: entry.industry,
            desk: Some(DeskView::of(&entry.desk_code, &reference.desks, context)),
            submitted_at: Some(entry.submitted_at),
            overdue: entry.due_on < today,
            due_on: Some(entry.due_on),
            claimed_by: entry.claimed_by.map(|(id, name)| Named { id, name }),
            warnings: entry.warnings,
            catalogue_hit: entry.catalogue_hit,
        })
    })
}

fn filter(reviewer: &UserActor, request: QueueRequest, today: NaiveDate, every_desk: bool) -> QueueFilter {
    let desks = match &request.desk {
        Some(desk) => Some(reviewer.desks.iter().filter(|own| *own == desk).cloned().collect()),
        // Without a desk to look for, the whole queue is read along one index.
        None if every_desk => None,
        None => Some(reviewer.desks.clone()),
    };
    let tomorrow = today + Days::new(1);
    let (due_from, due_to) = match request.due {
        None => (None, None),
        Some(Due::Overdue) => (None, Some(today)),
        Some(Due::Today) => (Some(today), Some(tomorrow)),
        Some(Due::Later) => (Some(tomorrow), None),
    };
    QueueFilter {
        desks,
        status: request.state,
        kind: request.kind,
        direction: request.direction,
        country: request.country,
        industry: request.industry,
        due_from,
        due_before: request.due_before.into_iter().chain(due_to).min(),
        assignee: request.assignee.map(|whose| match whose {
            Whose::Mine => Assignee::Person(reviewer.id.to_string()),
            Whose::Nobodys => Assignee::Nobody,
            Whose::Of(person) => Assignee::Person(person.to_string()),
        }),
        warnings: request.warnings,
        catalogue_hit: request.catalogue,
        words: request.search.as_deref().and_then(Keywords::parse),
        after: None,
    }
}

fn clock(entry: &Queued, today: NaiveDate, calendar: &WorkingCalendar) -> Clock {
    clock_of(shanghai_date(entry.submitted_at), None, today, calendar, STATUTORY_WORKING_DAYS)
}
