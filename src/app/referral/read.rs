//! Referrals as the desk and the company see them: each step with its day, its limit and the law behind it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::FilingId;
use domain::contract::Direction;
use domain::licence::{LicenceRoute, LicenceStep, ReferralStatus, StepNeeded, StepProgress, StepTaken, Way, progress};
use serde::Serialize;
use storage::Connection;
use storage::duties::{
    Referral, ReferralFilter, ReferralListed, ReferralStep, referral, referral_steps, referrals_after,
};
use storage::filings::Filing;
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::portal::Reference;
use crate::app::view::{DeskView, Named};
use crate::app::{Actor, AppError, Context, Portal};

/// A referral.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferralView {
    /// The application that was referred.
    pub filing_id: String,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Its number.
    pub contract_number: Option<String>,
    /// Whose it is.
    pub company: Named,
    /// The desk that follows it.
    pub desk: DeskView,
    /// Import or export.
    pub direction: Direction,
    /// How it is applied for.
    pub route: LicenceRoute,
    /// Whether the IP security review applies; null while nobody has settled it.
    pub ip_review: Option<bool>,
    /// Where it stands.
    pub status: ReferralStatus,
    /// Counts changes.
    pub version: i32,
    /// When it was referred.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub closed_at: Option<DateTime<Utc>>,
    /// The draft that took its place when the technology turned out to be free.
    pub successor_id: Option<String>,
    /// The way, step by step.
    pub steps: Vec<ReferralStepView>,
    /// Whether this reader may record steps.
    pub may_record: bool,
}

/// A step on the way.
#[expect(clippy::struct_excessive_bools, reason = "each is a statement of its own to the reader of the page")]
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferralStepView {
    /// Which.
    pub step: LicenceStep,
    /// What happens, in the reader's language.
    pub name: String,
    /// Whether it is part of every such case; false where it depends.
    pub always: bool,
    /// When it happened.
    pub done_on: Option<NaiveDate>,
    /// Number of the document.
    pub reference: Option<String>,
    /// What else was recorded.
    pub note: Option<String>,
    /// Working days that the authority has.
    pub working_days: Option<u8>,
    /// Whose limit that is.
    pub limit_for: Option<String>,
    /// Last day of the limit, once it runs.
    pub due_on: Option<NaiveDate>,
    /// Working days after today up to the last day; negative when it has passed. Null where no limit runs.
    pub working_days_left: Option<i32>,
    /// Whether it came late, or is late now.
    pub late: bool,
    /// Whether the limit runs through a year without a calendar.
    pub provisional: bool,
    /// Where the step and its limit stand.
    pub citation: String,
    /// Whether that was read in a source.
    pub confirmed: bool,
}

/// A referral in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferralSummary {
    /// The application that was referred.
    pub filing_id: String,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Its number.
    pub contract_number: Option<String>,
    /// Whose it is.
    pub company: Named,
    /// Import or export.
    pub direction: Direction,
    /// Where it stands.
    pub status: ReferralStatus,
    /// When it was referred.
    pub opened_at: DateTime<Utc>,
    /// The step that comes next, in the reader's language.
    pub next_step: Option<String>,
    /// Last day of the limit that runs now.
    pub due_on: Option<NaiveDate>,
    /// Working days left of it.
    pub working_days_left: Option<i32>,
}

/// The referral of an application; 409 where it was not referred.
pub async fn read(portal: &Portal, context: &Context, id: FilingId) -> Result<ReferralView, AppError> {
    context.may_see_any()?;
    let (reader, view) = (context.clone(), view_of(portal));
    portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            let referral = referral(connection, id)?.ok_or(AppError::conflict("not_referred"))?;
            view(connection, &reader, &filing, &referral)
        })
        .await
}

/// Which referrals.
#[derive(Debug, Clone, Default)]
pub struct ReferralQuestion {
    /// Only in this state.
    pub status: Option<ReferralStatus>,
    /// Only what was referred then or later.
    pub since: Option<DateTime<Utc>>,
    /// Only where the limit that runs has passed, or only where it has not.
    pub overdue: Option<bool>,
}

/// A company's referrals, or those of one's desks; newest first.
pub async fn list(
    portal: &Portal,
    context: &Context,
    question: ReferralQuestion,
    page: &PageRequest,
) -> Result<Page<ReferralSummary>, AppError> {
    let (company, desks) = match &context.actor {
        Actor::User(user) if user.role.may_review() => (None, user.desks.clone()),
        _ => (Some(context.lists_of(None)?.0), Vec::new()),
    };
    let (limit, mut before) = (page.limit()?, page.place(portal)?);
    let ReferralQuestion { status, since, overdue } = question;
    let filter = ReferralFilter { company, desks, status, since };
    let (reference, today, reader) = (portal.reference(), portal.today(), context.clone());
    let found = portal
        .database
        .read(move |connection| {
            let mut found = Vec::new();
            // Whether one is late follows from its steps, so that it is asked of each.
            loop {
                let listed = referrals_after(connection, &filter, before.as_deref(), limit + 1)?;
                let more = i64::try_from(listed.len()).is_ok_and(|count| count > limit);
                before = listed.last().map(|one| one.referral.filing_id.to_string());
                for one in listed {
                    let steps = referral_steps(connection, one.referral.filing_id)?;
                    let summary = summary(&reference, today, &reader, &steps, one);
                    if overdue.is_none_or(|wanted| wanted == summary.due_on.is_some_and(|due| due < today)) {
                        found.push(summary);
                    }
                }
                if !more || i64::try_from(found.len()).is_ok_and(|count| count > limit) {
                    return Ok::<_, AppError>(found);
                }
            }
        })
        .await?;
    Ok(Page::cut(portal, found, limit, |one| one.filing_id.clone()))
}

pub(super) fn way(referral: &Referral) -> Way {
    Way { direction: referral.direction, route: referral.route, ip_review: referral.ip_review }
}

pub(super) fn taken(steps: &[ReferralStep]) -> Vec<StepTaken> {
    steps.iter().map(|step| StepTaken { step: step.step, on: step.happened_on }).collect()
}

/// Whether a step is still to be taken, whatever comes of the others.
fn waits(step: &StepProgress<'_>) -> bool {
    step.done_on.is_none() && step.line.needed == StepNeeded::Always
}

/// The step whose limit ends first, of those that an open referral waits for.
pub(super) fn running<'a, 'b>(way: &'a [StepProgress<'b>]) -> Option<&'a StepProgress<'b>> {
    way.iter().filter(|step| waits(step) && step.due_on.is_some()).min_by_key(|step| step.due_on)
}

fn summary(
    reference: &Reference,
    today: NaiveDate,
    context: &Context,
    steps: &[ReferralStep],
    one: ReferralListed,
) -> ReferralSummary {
    let data = &reference.data;
    let way = progress(&data.licence_channel, way(&one.referral), &taken(steps), &data.calendar, today);
    let open = one.referral.status == ReferralStatus::Open;
    let next = way.iter().find(|step| open && waits(step));
    let running = running(&way).filter(|_| open);
    ReferralSummary {
        filing_id: one.referral.filing_id.to_string(),
        contract_name: one.contract_name,
        contract_number: one.contract_number,
        company: Named { id: one.referral.company_id.to_string(), name: one.company_name },
        direction: one.referral.direction,
        status: one.referral.status,
        opened_at: one.referral.opened_at,
        next_step: next.map(|step| step.line.name.in_language(context.language).to_owned()),
        due_on: running.and_then(|step| step.due_on),
        working_days_left: running.and_then(|step| step.working_days_left),
    }
}

/// Builds the view within the transaction or read that the referral came from.
pub(super) fn view_of(
    portal: &Portal,
) -> impl Fn(&mut Connection, &Context, &Filing, &Referral) -> Result<ReferralView, AppError> + Send + 'static {
    let (reference, today) = (portal.reference(), portal.today());
    move |connection, context, filing, referral| {
        let company = storage::accounts::company(connection, filing.company_id)?
            .ok_or_else(|| AppError::internal("an application without its company"))?;
        let recorded = referral_steps(connection, referral.filing_id)?;
        let newest: BTreeMap<LicenceStep, &ReferralStep> = recorded.iter().map(|step| (step.step, step)).collect();
        let data = &reference.data;
        let way = progress(&data.licence_channel, way(referral), &taken(&recorded), &data.calendar, today);
        let open = referral.status == ReferralStatus::Open;
        Ok(ReferralView {
            filing_id: referral.filing_id.to_string(),
            contract_name: filing.contract.name.clone(),
            contract_number: filing.contract.number.clone(),
            company: Named { id: company.id.to_string(), name: company.name },
            desk: DeskView::of(&referral.desk_code, &reference.desks, context),
            direction: referral.direction,
            route: referral.route,
            ip_review: referral.ip_review,
            status: referral.status,
            version: referral.version,
            opened_at: referral.opened_at,
            closed_at: referral.closed_at,
            successor_id: referral.successor_id.clone(),
            steps: way
                .iter()
                .map(|step| step_view(step, newest.get(&step.line.step).copied(), today, context))
                .collect(),
            may_record: open && context.reviewer().is_ok(),
        })
    }
}

fn step_view(
    step: &StepProgress<'_>,
    recorded: Option<&ReferralStep>,
    today: NaiveDate,
    context: &Context,
) -> ReferralStepView {
    let line = step.line;
    ReferralStepView {
        step: line.step,
        name: line.name.in_language(context.language).to_owned(),
        always: line.needed == StepNeeded::Always,
        done_on: step.done_on,
        reference: recorded.and_then(|recorded| recorded.reference.clone()),
        note: recorded.and_then(|recorded| recorded.note.clone()),
        working_days: line.working_days,
        limit_for: line.limit_for.clone(),
        due_on: step.due_on,
        working_days_left: step.working_days_left,
        late: step.late(today),
        provisional: step.provisional,
        citation: line.citation.clone(),
        confirmed: line.confirmed,
    }
}
