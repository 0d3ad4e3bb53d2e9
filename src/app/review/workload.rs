//! Who has how much to do.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::Role;
use serde::Serialize;
use storage::accounts::{Colleague, colleagues};
use storage::filings::{OpenWork, done_since, open_work};
use utoipa::ToSchema;

use crate::app::view::DeskView;
use crate::app::{AppError, Context, Portal};

/// Days looked back upon.
const DAYS: i64 = 30;

/// Someone's work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadItem {
    /// Their account.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Those of the reader's desks at which they work.
    pub desks: Vec<DeskView>,
    /// Under their review.
    pub open: i64,
    /// Of these, overdue.
    pub overdue: i64,
    /// Of these, due today.
    pub due_today: i64,
    /// Recommended or decided by them within 30 days.
    pub done: i64,
}

/// Everybody's work at the reader's desks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WorkloadView {
    /// By name. A desk's manager sees everyone, others see themselves.
    pub items: Vec<WorkloadItem>,
    /// What nobody has taken yet.
    pub waiting: i64,
    /// Of these, overdue.
    pub waiting_overdue: i64,
    /// Of these, due today.
    pub waiting_due_today: i64,
}

/// How much everyone at the reader's desks has to do, and has done.
pub async fn workload(portal: &Portal, context: &Context) -> Result<WorkloadView, AppError> {
    let reader = context.reviewer()?;
    let (desks, own, manages) = (reader.desks.clone(), reader.id.to_string(), reader.role == Role::DeskManager);
    let (today, since) = (portal.today(), portal.now() - Duration::days(DAYS));
    let (people, work, done) = portal
        .database
        .read(move |connection| {
            let mut people = colleagues(connection, &desks)?;
            people.retain(|person| person.role.may_review() && (manages || person.id == own));
            let mut done = BTreeMap::new();
            for person in &people {
                if !done.contains_key(&person.id) {
                    done.insert(person.id.clone(), done_since(connection, &person.id, since)?);
                }
            }
            Ok::<_, AppError>((people, open_work(connection, &desks, today)?, done))
        })
        .await?;
    let reference = portal.reference();
    let mut items: Vec<WorkloadItem> = Vec::new();
    for Colleague { id, name, role, desk_code } in people {
        let desk = DeskView::of(&desk_code, &reference.desks, context);
        if let Some(known) = items.iter_mut().find(|item| item.id == id) {
            known.desks.push(desk);
            continue;
        }
        let OpenWork { open, overdue, due_today } = work.get(&Some(id.clone())).copied().unwrap_or_default();
        let done = done.get(&id).copied().unwrap_or_default();
        items.push(WorkloadItem { id, name, role, desks: vec![desk], open, overdue, due_today, done });
    }
    let waiting = work.get(&None).copied().unwrap_or_default();
    Ok(WorkloadView {
        items,
        waiting: waiting.open,
        waiting_overdue: waiting.overdue,
        waiting_due_today: waiting.due_today,
    })
}
