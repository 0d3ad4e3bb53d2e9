//! The ledger as its readers see it: an institution its own entries, the company and the centre all of them.

use chrono::NaiveDate;
use domain::{ContractId, PartnerId};
use serde::Serialize;
use storage::payments::PaymentEntry;
use storage::register::{Contract, certificate};
use utoipa::ToSchema;

use super::ledger::{Account, FiguresView, Kept, PaymentView};
use crate::app::authorise::Scope;
use crate::app::page::{Page, PageRequest};
use crate::app::register::sees;
use crate::app::{AppError, Context, Portal};

/// The payments under a contract.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LedgerView {
    /// How the contract stands; none while what may be paid cannot be told.
    pub figures: Option<FiguresView>,
    /// Payments and what takes them back, newest first.
    pub items: Vec<PaymentView>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// Which payments. Reversals have no day and no reference, so that they are only read where nothing is asked for.
#[derive(Debug, Clone, Default)]
pub struct PaymentFilter {
    /// Made on this day or later.
    pub paid_from: Option<NaiveDate>,
    /// Made on this day or earlier.
    pub paid_to: Option<NaiveDate>,
    /// With exactly this reference of the institution; for itself alone.
    pub reference: Option<String>,
}

impl PaymentFilter {
    fn lets(&self, entry: &PaymentEntry) -> bool {
        self.paid_from.is_none_or(|from| entry.paid_on.is_some_and(|day| day >= from))
            && self.paid_to.is_none_or(|to| entry.paid_on.is_some_and(|day| day <= to))
            && self.reference.as_ref().is_none_or(|wanted| entry.reference.as_ref() == Some(wanted))
    }
}

/// The figures of a certificate's contract, and what the institution that asks has recorded under it.
pub async fn of_certificate(
    portal: &Portal,
    context: &Context,
    number: String,
    filter: &PaymentFilter,
    page: &PageRequest,
) -> Result<LedgerView, AppError> {
    let institution = context.partner(Scope::PaymentsRead)?.id;
    let account = account(portal, move |connection| {
        let known = certificate(connection, &number)?.ok_or(AppError::NotFound)?;
        storage::register::contract(connection, known.contract_id)?.ok_or(AppError::NotFound)
    });
    view(portal, &account.await?, Some(institution), filter, page)
}

/// The ledger of a contract, for its company, agents whose mandate shows it, and staff.
pub async fn of_contract(
    portal: &Portal,
    context: &Context,
    id: ContractId,
    filter: &PaymentFilter,
    page: &PageRequest,
) -> Result<LedgerView, AppError> {
    context.scope(Scope::ContractsRead)?;
    let reader = context.clone();
    let account = account(portal, move |connection| {
        let contract = storage::register::contract(connection, id)?.ok_or(AppError::NotFound)?;
        if sees(&reader, contract.company_id, id)? { Ok(contract) } else { Err(AppError::NotFound) }
    });
    view(portal, &account.await?, None, filter, page)
}

async fn account(
    portal: &Portal,
    find: impl FnOnce(&mut storage::Connection) -> Result<Contract, AppError> + Send + 'static,
) -> Result<Account, AppError> {
    let reference = portal.reference();
    portal
        .database
        .read(move |connection| {
            let contract = find(connection)?;
            Account::read(connection, contract, &reference.data)
        })
        .await
}

fn view(
    portal: &Portal,
    account: &Account,
    own: Option<PartnerId>,
    filter: &PaymentFilter,
    page: &PageRequest,
) -> Result<LedgerView, AppError> {
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let shown = |kept: &&Kept| own.is_none_or(|institution| kept.entry.recorded_by == institution);
    let earlier = |kept: &&Kept| before.as_ref().is_none_or(|before| kept.entry.id.to_string() < *before);
    let entries: Vec<PaymentView> = account
        .entries
        .iter()
        .rev()
        .filter(shown)
        .filter(|kept| filter.lets(&kept.entry))
        .filter(earlier)
        .take(usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1))
        .map(|kept| account.view(kept, own.is_some()))
        .collect();
    let page = Page::cut(portal, entries, limit, |entry| entry.id.clone());
    Ok(LedgerView { figures: account.figures(), items: page.items, next_cursor: page.next_cursor })
}
