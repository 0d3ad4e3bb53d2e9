//! What was done under a mandate, by whom and when, read from the journal.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::filing::{FilingKind, FilingStatus};
use domain::{FilingId, MandateId};
use serde::Serialize;
use storage::Connection;
use storage::journal::{Entry, about};
use storage::mandates::{mandate, touched};
use utoipa::ToSchema;

use super::MandateView;
use super::give::own_company;
use crate::app::page::{Page, PageRequest};
use crate::app::{AppError, Context, Portal};

/// What was done under a mandate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActivityView {
    /// The mandate.
    pub mandate: MandateView,
    /// Applications touched under it, newest first.
    pub items: Vec<TouchedFiling>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// An application that was touched under a mandate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TouchedFiling {
    /// Id.
    pub filing_id: String,
    /// What is applied for; null once the draft was deleted.
    pub kind: Option<FilingKind>,
    /// Where it stands; null once the draft was deleted.
    pub status: Option<FilingStatus>,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// What was done under the mandate, oldest first; saves in a row are one.
    pub acts: Vec<ActView>,
}

/// One thing that was done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActView {
    /// Its place in the journal; of saves in a row, the last one's.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// What, such as `filing.submitted`.
    pub kind: String,
    /// Who: the agent's user.
    pub by: String,
    /// How many in a row.
    pub times: u32,
}

/// The activity under a mandate, for the company that gave it and for the agent itself: all of it, or of applications that were touched
/// since a time.
pub async fn activity(
    portal: &Portal,
    context: &Context,
    id: MandateId,
    since: Option<DateTime<Utc>>,
    page: &PageRequest,
) -> Result<ActivityView, AppError> {
    let own = own_company(context)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let (reader, today) = (context.clone(), portal.today());
    let (mandate, filings) = portal
        .database
        .read(move |connection| {
            let known = mandate(connection, id)?
                .filter(|mandate| mandate.company_id == own || mandate.agent_id == own)
                .ok_or(AppError::NotFound)?;
            let view = MandateView::of(connection, &reader, &known, today)?;
            let filings = touched(connection, id, since, before.as_deref(), limit + 1)?
                .into_iter()
                .map(|filing| touched_filing(connection, id, filing))
                .collect::<Result<Vec<_>, AppError>>()?;
            Ok::<_, AppError>((view, filings))
        })
        .await?;
    let page = Page::cut(portal, filings, limit, |filing| filing.filing_id.clone());
    Ok(ActivityView { mandate, items: page.items, next_cursor: page.next_cursor })
}

fn touched_filing(connection: &mut Connection, mandate: MandateId, id: FilingId) -> Result<TouchedFiling, AppError> {
    let filing = storage::filings::filing(connection, id)?;
    let entries: Vec<Entry> = about(connection, &id.to_string())?
        .into_iter()
        .filter(|entry| entry.body["mandate"] == mandate.to_string())
        .collect();
    let people: Vec<String> =
        entries.iter().filter_map(|entry| entry.actor.strip_prefix("user:").map(str::to_owned)).collect();
    let names = storage::accounts::user_names(connection, &people)?;
    Ok(TouchedFiling {
        filing_id: id.to_string(),
        kind: filing.as_ref().map(|filing| filing.kind),
        status: filing.as_ref().map(|filing| filing.status),
        contract_number: filing.as_ref().and_then(|filing| filing.contract.number.clone()),
        contract_name: filing.and_then(|filing| filing.contract.name),
        acts: acts(&entries, &names),
    })
}

/// The entries as people read them: autosave writes one every few seconds, which says nothing by itself.
fn acts(entries: &[Entry], names: &BTreeMap<String, (String, String)>) -> Vec<ActView> {
    let mut acts: Vec<ActView> = Vec::new();
    for entry in entries {
        let user = entry.actor.strip_prefix("user:").and_then(|id| names.get(id));
        let by = user.map_or_else(String::new, |(name, _)| name.clone());
        match acts.last_mut() {
            Some(last) if entry.kind == "filing.saved" && last.kind == entry.kind && last.by == by => {
                (last.seq, last.at) = (entry.seq, entry.at);
                last.times += 1;
            }
            _ => acts.push(ActView { seq: entry.seq, at: entry.at, kind: entry.kind.clone(), by, times: 1 }),
        }
    }
    acts
}
