//! What `demo` invents of the twenty years before: companies, the lives of their contracts, and rates of exchange. Entered in
//! large transactions; companies of then have no accounts, and nobody is mailed about it.

use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use domain::clock::shanghai_midnight;
use domain::filing::FilingStatus;
use domain::reference::INVENTED_RATES;
use domain::statistics::Month;
use invented::{Application, Event, Market, exchange_rates};
use portal::app::Portal;
use portal::app::reference::load_edition;
use portal::app::register::{Past, PastReturn, PastStaff, admit_past, enter_past};
use storage::StorageError;
use storage::accounts::{Company, CompanyStatus};
use storage::journal::{advance, lease, size};

use super::Failure;

const SEED: u64 = 20_061_201;
/// The first month of [`INVENTED_RATES`].
const RATES_FROM: &str = "2025-01";
const YEARS: u32 = 20;
/// Applications in one transaction.
const AT_A_TIME: usize = 500;
/// Who did what companies did before they had accounts.
const EARLIER: &str = "system";

/// Invents so many contracts, up to a week ago: what is walked afterwards is the newest, and is what spot checks draw from.
pub(super) async fn seed(portal: &Arc<Portal>, staff: PastStaff, lives: u64) -> Result<(), Failure> {
    if lives == 0 {
        return Ok(());
    }
    let today = portal.today();
    let from = today.checked_sub_months(Months::new(12 * YEARS)).and_then(|day| day.with_day(1)).unwrap_or(today);
    let to = today - TimeDelta::days(7);
    let companies = u32::try_from((lives / 15).clamp(12, 400)).map_err(Failure::other)?;
    let market = Market { seed: SEED, from, to, contracts: lives, companies };
    load_rates(portal, from).await?;
    let admitted = market.every_company().map(|company| admitted(company, from, staff)).collect();
    admit_past(portal, staff, admitted).await?;
    let mut waiting = Vec::new();
    for event in market.events() {
        waiting.push(past(&event));
        if waiting.len() == AT_A_TIME {
            enter_past(portal, staff, std::mem::take(&mut waiting)).await?;
        }
    }
    enter_past(portal, staff, waiting).await?;
    nobody_is_told(portal).await
}

/// An edition of the rates with those of the years before, which says that they are invented.
async fn load_rates(portal: &Portal, from: NaiveDate) -> Result<(), Failure> {
    let before = Month::parse(RATES_FROM).ok_or_else(|| Failure::other("no month"))?;
    let text = exchange_rates(SEED, Month::of(from), before, INVENTED_RATES.content);
    load_edition(portal, INVENTED_RATES.name, "2006-2026, 示例", INVENTED_RATES.source, text).await?;
    Ok(())
}

fn admitted(company: invented::Company, since: NaiveDate, staff: PastStaff) -> Company {
    let at = shanghai_midnight(since) - TimeDelta::days(30);
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
        approved_by: Some(staff.approver.to_string()),
        status_reason: None,
    }
}

fn past(Event { life, event }: &Event) -> Past {
    let Application { id, kind, contract, request, base_version, road } = life.application(*event);
    let returned = road.returned.iter().map(|returned| PastReturn {
        at: returned.at,
        reasons: returned.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        again: Some(returned.again),
    });
    Past {
        id,
        kind,
        company: life.company.id,
        filer: EARLIER.to_owned(),
        contract,
        request,
        entry: life.contract,
        base_version,
        papers: Vec::new(),
        catalogue_hit: false,
        begun: road.submitted - TimeDelta::hours(15),
        submitted: road.submitted,
        returned: returned.collect(),
        status: FilingStatus::Registered,
        until: road.decided,
    }
}

/// It is long past: neither mails nor webhooks tell of it.
async fn nobody_is_told(portal: &Portal) -> Result<(), Failure> {
    let now = portal.now();
    portal
        .database
        .write(move |connection| {
            let entries = size(connection)?;
            for reader in ["mailer", "webhooks"] {
                lease(connection, reader, "demo", now)?;
                advance(connection, reader, entries)?;
            }
            Ok::<_, StorageError>(())
        })
        .await?;
    Ok(())
}
