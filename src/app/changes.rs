//! What has changed since a position of the journal, for a program that keeps up with the portal: the events that concern whoever
//! asks, in the order of the journal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{Audience, ContractId, Event, EventType, FilingId};
use serde::Serialize;
use storage::Connection;
use storage::filings::{FilingListed, filings_of};
use storage::journal::{Entry, size, told_after};
use storage::register::{Contract, ContractFilter, contracts_after};
use utoipa::ToSchema;

use super::authorise::Scope;
use super::filing::FilingSummary;
use super::page::{PageRequest, cursor_at};
use super::register::ContractSummary;
use super::{AppError, Context, Portal};

/// Entries looked at for one page, where only some types are asked for.
const LOOKED_AT: i64 = 1_000;

/// Which events.
#[derive(Debug, Clone, Default)]
pub struct ChangesRequest {
    /// After this position of the journal; from its beginning when absent.
    pub after: Option<i64>,
    /// Only of these types; of all where none is named.
    pub types: Vec<EventType>,
    /// With the application as it is now.
    pub with_filing: bool,
    /// With the contract of the register as it is now.
    pub with_contract: bool,
}

/// What has changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangesView {
    /// The events, oldest first.
    pub items: Vec<ChangeView>,
    /// Where the next page begins; null when there is nothing more yet.
    pub next_cursor: Option<String>,
    /// Everything up to this position of the journal has been told: ask `after` it next time, also where there was nothing.
    pub up_to: i64,
}

/// An event, with what it is about as that is now, where it was asked for and is still there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeView {
    /// The event.
    #[serde(flatten)]
    pub event: Event,
    /// The application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing: Option<FilingSummary>,
    /// The contract of the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractSummary>,
}

/// The events of a page, and what they are about.
struct Found {
    events: Vec<Event>,
    up_to: i64,
    more: bool,
    filings: Vec<FilingListed>,
    contracts: Vec<Contract>,
}

/// A page of what has changed.
pub async fn changes(
    portal: &Portal,
    context: &Context,
    request: ChangesRequest,
    page: &PageRequest,
) -> Result<ChangesView, AppError> {
    let audiences = context.audiences()?;
    if request.with_filing {
        context.scope(Scope::FilingsRead)?;
    }
    if request.with_contract {
        context.scope(Scope::ContractsRead)?;
    }
    let (limit, place) = (page.limit()?, page.place(portal)?);
    let after = match (place, request.after) {
        (Some(_), Some(_)) => {
            let message = context.say("after 与 cursor 只能使用一个。", "Use either `after` or `cursor`.");
            return Err(AppError::field("/after", "invalid_query", message));
        }
        (Some(place), None) => place.parse().map_err(|_| AppError::BadRequest("invalid_cursor"))?,
        (None, after) => after.unwrap_or(0),
    };
    let found = portal.database.read(move |connection| find(connection, &audiences, &request, after, limit)).await?;
    let (reference, today) = (portal.reference(), portal.today());
    let filings: HashMap<String, FilingSummary> = found
        .filings
        .into_iter()
        .map(|filing| (filing.id.to_string(), FilingSummary::of(filing, &reference, today, context)))
        .collect();
    let contracts: HashMap<String, ContractSummary> =
        found.contracts.into_iter().map(|contract| (contract.id.to_string(), contract.into())).collect();
    let view = |event: Event| ChangeView {
        filing: event.filing_id.and_then(|id| filings.get(&id.to_string()).cloned()),
        contract: event.contract_id.and_then(|id| contracts.get(&id.to_string()).cloned()),
        event,
    };
    Ok(ChangesView {
        items: found.events.into_iter().map(view).collect(),
        next_cursor: found.more.then(|| cursor_at(portal, &found.up_to.to_string())),
        up_to: found.up_to,
    })
}

fn find(
    connection: &mut Connection,
    audiences: &[Audience],
    request: &ChangesRequest,
    after: i64,
    limit: i64,
) -> Result<Found, AppError> {
    // First, so that nothing which is committed meanwhile is taken for told.
    let size = size(connection)?;
    let most = if request.types.is_empty() { limit } else { LOOKED_AT };
    let mut entries: BTreeMap<i64, (Entry, Audience)> = BTreeMap::new();
    for audience in audiences {
        for entry in told_after(connection, *audience, after, size, most + 1)? {
            // The first of several: a company is told more than an institution.
            entries.entry(entry.seq).or_insert((entry, *audience));
        }
    }
    let at_most = |count: i64| usize::try_from(count).unwrap_or(usize::MAX);
    let (mut more, mut last) = (entries.len() > at_most(most), after);
    let mut events = Vec::new();
    for (seq, (entry, audience)) in entries.into_iter().take(at_most(most)) {
        let event = Event::of(seq, entry.at, &entry.kind, &entry.subject, &entry.body)
            .filter(|event| request.types.is_empty() || request.types.contains(&event.what));
        if event.is_some() && events.len() == at_most(limit) {
            more = true;
            break;
        }
        last = seq;
        events.extend(event.map(|event| event.told_to(audience)));
    }
    let (filings, contracts) = about(connection, audiences, request, &events)?;
    Ok(Found { events, up_to: if more { last } else { size }, more, filings, contracts })
}

/// What the events of a page are about, as far as it is asked for and the company's own: one query for each kind of object.
fn about(
    connection: &mut Connection,
    audiences: &[Audience],
    request: &ChangesRequest,
    events: &[Event],
) -> Result<(Vec<FilingListed>, Vec<Contract>), AppError> {
    let company = |audience: &Audience| match audience {
        Audience::Company(id) => Some(*id),
        Audience::Partner(_) => None,
    };
    let Some(company) = audiences.iter().find_map(company) else { return Ok((Vec::new(), Vec::new())) };
    let filings: BTreeSet<FilingId> = events.iter().filter_map(|event| event.filing_id).collect();
    let contracts: BTreeSet<ContractId> = events.iter().filter_map(|event| event.contract_id).collect();
    let (filings, contracts): (Vec<_>, Vec<_>) = (filings.into_iter().collect(), contracts.into_iter().collect());
    let filings = if request.with_filing { filings_of(connection, company, &filings)? } else { Vec::new() };
    let contracts = if request.with_contract {
        let count = i64::try_from(contracts.len()).map_err(AppError::internal)?;
        let own = ContractFilter { company: Some(company), only: Some(contracts), ..ContractFilter::default() };
        contracts_after(connection, &own, None, count)?
    } else {
        Vec::new()
    };
    Ok((filings, contracts))
}
