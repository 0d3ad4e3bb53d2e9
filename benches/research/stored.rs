//! A database with so many registered events: journal and particulars, as decisions leave them; their facts are then counted by
//! `research rebuild`. Beside them some applications that wait for their decision, and the people who decide and ask.

use std::path::Path;

use chrono::TimeDelta;
use domain::calendar::WorkingCalendar;
use domain::filing::FilingStatus;
use domain::{FilingId, Role, UserId};
use invented::{Event, Market};
use portal::app::Portal;
use portal::app::account::{NewUser, create_user};
use portal::app::reference::load_edition;
use portal::app::register::{Past, PastStaff, admit_past, enter_past};
use serde_json::json;
use storage::StorageError;
use storage::accounts::{Company, CompanyStatus};
use storage::journal::{NewEntry, append};
use storage::register::insert_particulars;

use crate::Failure;
use crate::common::opened::{mark_as_read, open};
use crate::supply::{market, rates};

/// Events in one transaction.
const CHUNK: usize = 2_000;
/// Applications that wait for their decision.
pub(crate) const WAITING: u64 = 40;
/// Everybody's password.
pub(crate) const PASSWORD: &str = "a-password-of-the-bench";
/// Who asks, and who decides.
pub(crate) const RESEARCHER: &str = "researcher@bench.example";
pub(crate) const APPROVER: &str = "approver@bench.example";

/// Fills an empty database; answers the applications that wait.
pub(crate) async fn fill(url: &str, data: &Path, facts: u64) -> Result<Vec<FilingId>, Failure> {
    let portal = open(url, data).await?;
    let of = market(facts);
    let text = rates(&of);
    load_edition(&portal, "exchange_rates", "bench", "invented for the bench", text).await?;
    let staff = people(&portal).await?;
    let waiting = wait(&portal, staff).await?;
    let mut events = of.events();
    loop {
        let some: Vec<Event> = events.by_ref().take(CHUNK).collect();
        if some.is_empty() {
            break;
        }
        enter(&portal, some).await?;
    }
    // Counted by `research rebuild`, which is measured.
    mark_as_read(&portal, &["facts", "service", "mailer", "webhooks"]).await?;
    Ok(waiting)
}

async fn people(portal: &Portal) -> Result<PastStaff, Failure> {
    let hash = portal.passwords.hash(PASSWORD.into()).await?;
    let mut made: Vec<UserId> = Vec::new();
    for (email, role) in
        [(RESEARCHER, Role::Researcher), (APPROVER, Role::DeskManager), ("reviewer@bench.example", Role::Reviewer)]
    {
        let desks =
            if role == Role::Researcher { Vec::new() } else { ["city", "sip", "security"].map(str::to_owned).to_vec() };
        let new = NewUser {
            name: email.into(),
            email: email.into(),
            role,
            company: None,
            desks,
            password_hash: hash.clone(),
        };
        made.push(create_user(portal, new).await?);
    }
    let [_, approver, reviewer] = made.as_slice() else { return Err("three people were to be made".into()) };
    Ok(PastStaff { reviewer: *reviewer, approver: *approver })
}

/// Applications of another, small market, recommended and not decided.
async fn wait(portal: &Portal, staff: PastStaff) -> Result<Vec<FilingId>, Failure> {
    // Of the last days, so that their ids are not those of the large one.
    let of_late = portal.today() - TimeDelta::days(30);
    let small = Market { seed: 7, from: of_late, contracts: WAITING, companies: 4, ..market(0) };
    let companies = small.every_company().map(|company| {
        let at = portal.now() - TimeDelta::days(1);
        Company {
            id: company.id,
            name: company.name,
            credit_code: company.credit_code,
            district: company.district.to_owned(),
            ownership: company.ownership,
            address: None,
            status: CompanyStatus::Approved,
            version: 1,
            created_at: at,
            approved_at: Some(at),
            approved_by: None,
            status_reason: None,
        }
    });
    admit_past(portal, staff, companies.collect()).await?;
    let until = portal.now() - TimeDelta::hours(1);
    let past: Vec<Past> = small
        .lives()
        .map(|life| {
            let application = life.application(0);
            Past {
                id: application.id,
                kind: application.kind,
                company: life.company.id,
                filer: "partner:bench".into(),
                contract: application.contract,
                request: application.request,
                entry: life.contract,
                base_version: None,
                papers: Vec::new(),
                catalogue_hit: false,
                begun: until - TimeDelta::days(2),
                submitted: until - TimeDelta::days(1),
                returned: Vec::new(),
                status: FilingStatus::Recommended,
                until,
            }
        })
        .collect();
    let ids = past.iter().map(|one| one.id).collect();
    enter_past(portal, staff, past).await?;
    Ok(ids)
}

/// Entries that registered something, each with the particulars that it commits to.
async fn enter(portal: &Portal, events: Vec<Event>) -> Result<(), Failure> {
    let calendar = WorkingCalendar::default();
    let entered = portal.database.write(move |connection| {
        let mut particulars = Vec::with_capacity(events.len());
        let mut entries = Vec::with_capacity(events.len());
        for Event { life, event } in &events {
            let of = life.particulars_of(*event, &calendar);
            let body = json!({ "kind": of.kind, "opinion": "同意登记。", "contract": of.contract, "version": of.version,
                "particulars": of.digest() });
            entries.push(NewEntry {
                at: life.road_of(*event).decided,
                actor: "system".into(),
                kind: "filing.registered",
                subject: of.contract.to_string(),
                body,
                told: Vec::new(),
                seal: None,
            });
            particulars.push(of);
        }
        let last = append(connection, &entries)?;
        let first = last - i64::try_from(entries.len()).unwrap_or_default();
        for (seq, of) in (first + 1..).zip(&particulars) {
            insert_particulars(connection, seq, of)?;
        }
        Ok::<_, StorageError>(())
    });
    Ok(entered.await?)
}
