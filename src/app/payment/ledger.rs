//! The ledger of a contract: read from the register and its payments, and as it is shown.

use chrono::{DateTime, NaiveDate, Utc};
use domain::contract::ContractForm;
use domain::filing::{FilingKind, SettlementForm, canonical_json};
use domain::money::Money;
use domain::payments::{Figures, Ledger, LedgerEntry, PaymentKind, PaymentTerms, Unclear};
use domain::reference::ReferenceData;
use domain::{ContractId, PaymentId};
use serde::Serialize;
use serde_json::json;
use storage::Connection;
use storage::payments::{PaymentEntry, payments_of};
use storage::register::{
    Certificate, Contract, RegisteredEvent, certificate, contract_versions, lock_contract, register_history,
};
use utoipa::ToSchema;

use crate::app::command::Record;
use crate::app::{AppError, Portal};

/// How a contract stands with its payments: decimal text, in the currency of the version in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FiguresView {
    /// ISO 4217.
    pub currency: String,
    /// The whole price as registered; for a royalty, an estimate.
    pub registered: String,
    /// What may be paid by what is registered today: for a royalty, the entry fee and the share of every base that is
    /// registered.
    pub payable: String,
    /// What was paid and not taken back.
    pub paid: String,
    /// What may still be paid.
    pub remaining: String,
}

impl From<Figures> for FiguresView {
    fn from(figures: Figures) -> Self {
        Self {
            currency: figures.payable.currency.code.to_string(),
            registered: figures.registered.decimal_text(),
            payable: figures.payable.decimal_text(),
            paid: figures.paid.decimal_text(),
            remaining: figures.remaining.decimal_text(),
        }
    }
}

/// An entry of the ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentView {
    /// Id.
    pub id: String,
    /// A payment, or what takes one back.
    pub kind: PaymentKind,
    /// The payment that a reversal takes back.
    pub reverses: Option<String>,
    /// Whether this payment was taken back.
    pub reversed: bool,
    /// ISO 4217.
    pub currency: String,
    /// Decimal text; of a reversal, that of its payment.
    pub amount: String,
    /// The day on which the money went; none for a reversal.
    pub paid_on: Option<NaiveDate>,
    /// The institution's own reference; for the institution alone.
    pub reference: Option<String>,
    /// Why a payment was taken back.
    pub reason: Option<String>,
    /// Name of the institution.
    pub institution: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// An entry that was recorded.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordedView {
    /// The entry.
    pub payment: PaymentView,
    /// How the contract stands with it; none while what may be paid cannot be told.
    pub figures: Option<FiguresView>,
}

/// A contract with its payments.
pub(super) struct Account {
    pub(super) contract: Contract,
    /// Its versions, oldest first.
    pub(super) versions: Vec<ContractForm>,
    /// What took effect on it, oldest first.
    pub(super) events: Vec<RegisteredEvent>,
    pub(super) terms: Result<PaymentTerms, Unclear>,
    pub(super) ledger: Ledger,
    /// The entries, oldest first.
    pub(super) entries: Vec<Kept>,
}

/// An entry as it is kept, its amount, and the institution's name.
pub(super) struct Kept {
    pub(super) entry: PaymentEntry,
    pub(super) amount: Money,
    pub(super) institution: String,
}

impl Account {
    pub(super) fn read(
        connection: &mut Connection,
        contract: Contract,
        reference: &ReferenceData,
    ) -> Result<Self, AppError> {
        let versions: Vec<ContractForm> =
            contract_versions(connection, contract.id)?.into_iter().map(|version| version.contract).collect();
        let events = register_history(connection, contract.id)?;
        let terms = PaymentTerms::read(contract.status, &versions, &settlements(&events), reference);
        let entries = kept_of(connection, contract.id, reference)?;
        Ok(Self { contract, versions, events, terms, ledger: ledger(&entries), entries })
    }

    /// The figures, where they can be told.
    pub(super) fn figures(&self) -> Option<FiguresView> {
        self.terms.as_ref().ok().map(|terms| self.ledger.figures(terms).into())
    }

    /// Adds an entry that was stored; answers it as its institution sees it, with the figures that follow.
    pub(super) fn with(mut self, kept: Kept) -> RecordedView {
        let payment = self.view(&kept, true);
        self.entries.push(kept);
        self.ledger = ledger(&self.entries);
        RecordedView { payment, figures: self.figures() }
    }

    /// An entry as it is shown, to its institution with the reference.
    pub(super) fn view(&self, kept: &Kept, to_its_institution: bool) -> PaymentView {
        let Kept { entry, amount, institution } = kept;
        PaymentView {
            id: entry.id.to_string(),
            kind: entry.kind,
            reverses: entry.reverses.map(|id| id.to_string()),
            reversed: self.ledger.is_reversed(entry.id),
            currency: entry.currency.clone(),
            amount: amount.decimal_text(),
            paid_on: entry.paid_on,
            reference: entry.reference.clone().filter(|_| to_its_institution),
            reason: entry.reason.clone(),
            institution: institution.clone(),
            recorded_at: entry.recorded_at,
        }
    }
}

impl Kept {
    fn read(entry: PaymentEntry, institution: String, reference: &ReferenceData) -> Result<Self, AppError> {
        let currency = reference
            .currency(&entry.currency)
            .ok_or_else(|| AppError::internal(format!("a payment in {:?}, which is no currency", entry.currency)))?;
        Ok(Self { amount: Money { currency, minor: entry.amount_minor }, entry, institution })
    }
}

/// The entries of a contract, oldest first.
fn kept_of(
    connection: &mut Connection,
    contract: ContractId,
    reference: &ReferenceData,
) -> Result<Vec<Kept>, AppError> {
    let read = |(entry, institution)| Kept::read(entry, institution, reference);
    payments_of(connection, contract)?.into_iter().map(read).collect()
}

fn ledger(entries: &[Kept]) -> Ledger {
    let entry = |kept: &Kept| LedgerEntry { id: kept.entry.id, amount: kept.amount, reverses: kept.entry.reverses };
    Ledger::of(&entries.iter().map(entry).collect::<Vec<_>>())
}

/// The later royalty bases, each with the version that settled it.
fn settlements(events: &[RegisteredEvent]) -> Vec<(i32, SettlementForm)> {
    let amendments = events.iter().filter(|event| event.kind == FilingKind::Amendment);
    amendments.filter_map(|event| Some((event.version, event.request.settlement.clone()?))).collect()
}

/// The certificate with this number and its contract, which stays as it is until the transaction ends.
pub(super) fn lock_certified(connection: &mut Connection, number: &str) -> Result<(Certificate, Contract), AppError> {
    let known = certificate(connection, number)?.ok_or(AppError::NotFound)?;
    let contract = lock_contract(connection, known.contract_id)?.ok_or(AppError::NotFound)?;
    // Once more: an amendment may have taken its place while the lock was waited for.
    let certificate = certificate(connection, number)?.ok_or(AppError::NotFound)?;
    Ok((certificate, contract))
}

/// The journal's record of an entry. What was paid is nobody's business who reads the journal: the digest proves the row.
pub(super) fn record_of(kept: &Kept) -> Record {
    let kind = match kept.entry.kind {
        PaymentKind::Payment => "payment.recorded",
        PaymentKind::Reversal => "payment.reversed",
    };
    let entry = &kept.entry;
    let whole = json!({
        "id": entry.id, "contract": entry.contract_id, "kind": entry.kind, "reverses": entry.reverses,
        "currency": entry.currency, "amount": kept.amount.decimal_text(), "paid_on": entry.paid_on,
        "reference": entry.reference, "reason": entry.reason,
    });
    let mut body = json!({ "payment": entry.id, "digest": crate::app::digest(canonical_json(&whole)) });
    if let (Some(body), Some(reversed)) = (body.as_object_mut(), entry.reverses) {
        body.insert("reverses".into(), json!(reversed));
    }
    Record { kind, subject: entry.contract_id.to_string(), body }
}

/// Every payment of a contract, with what the journal must say of it.
pub(crate) fn records_of(
    connection: &mut Connection,
    contract: ContractId,
    reference: &ReferenceData,
) -> Result<Vec<(PaymentId, Record)>, AppError> {
    let kept = kept_of(connection, contract, reference)?;
    Ok(kept.iter().map(|kept| (kept.entry.id, record_of(kept))).collect())
}

/// What a partner that verifies a certificate learns of payments; nothing where another certificate has taken its place.
pub(crate) async fn figures_under(
    portal: &Portal,
    certificate: &Certificate,
    with_amounts: bool,
) -> Result<Option<FiguresView>, AppError> {
    if !with_amounts {
        return Ok(None);
    }
    let (id, number, reference) = (certificate.contract_id, certificate.number.clone(), portal.reference());
    portal
        .database
        .read(move |connection| {
            let contract = storage::register::contract(connection, id)?.ok_or(AppError::NotFound)?;
            if contract.certificate_number != number {
                return Ok(None);
            }
            Ok(Account::read(connection, contract, &reference.data)?.figures())
        })
        .await
}
