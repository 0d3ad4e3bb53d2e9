//! What the register tells of one contract besides its text: what took effect on it, its certificates, its royalty bases.
//! All of it is read from the applications that were registered, and from the journal.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::shanghai_date;
use domain::contract::{ContractForm, PaymentMode};
use domain::filing::{ClosureEffect, FilingKind, SettlementForm};
use domain::registered::{Standing, cumulative_bases};
use serde::Serialize;
use storage::Connection;
use storage::register::{Certificate, Contract, RegisteredEvent, certificates_of, register_history};
use utoipa::ToSchema;

use crate::app::AppError;
use crate::app::portal::Reference;

/// An application that took effect on the contract.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RegisterEvent {
    /// The application.
    pub filing_id: String,
    /// What was applied for.
    pub kind: FilingKind,
    /// When it took effect.
    pub at: DateTime<Utc>,
    /// The version in force afterwards.
    pub version: i32,
    /// The certificate that was issued, if one was.
    pub certificate_number: Option<String>,
    /// A closure: suspended, terminated or resumed.
    pub effect: Option<ClosureEffect>,
    /// A closure: since when.
    pub effective_on: Option<NaiveDate>,
    /// Who submitted it; none where a program did.
    pub filed_by: Option<String>,
}

/// A certificate in the list of its contract.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CertificateLine {
    /// Number.
    pub number: String,
    /// The version that it certifies.
    pub version: i32,
    /// `valid`, `expired`, `superseded`, `revoked`; `suspended` or `terminated` where the contract is.
    pub status: Standing,
    /// The application that led to it.
    pub filing_id: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
}

/// The royalty bases of a contract (提成基准金额).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoyaltyBases {
    /// ISO 4217.
    pub currency: Option<String>,
    /// The first base and every later one, oldest first.
    pub items: Vec<RoyaltyBaseView>,
    /// Their sum, decimal text; none while an amount cannot be read in the contract's currency.
    pub cumulative: Option<String>,
}

/// One royalty base.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoyaltyBaseView {
    /// Day on which it formed.
    pub formed_on: Option<NaiveDate>,
    /// The base amount, decimal text.
    pub base_amount: Option<String>,
    /// The sum up to and with this one.
    pub cumulative: Option<String>,
    /// The version that settled it; 1 for the first.
    pub version: i32,
    /// The application that settled it.
    pub filing_id: String,
    /// When that took effect.
    pub registered_at: DateTime<Utc>,
    /// Who submitted it; none where a program did.
    pub filed_by: Option<String>,
}

/// Everything of a contract that its applications tell.
pub(super) struct History {
    events: Vec<RegisteredEvent>,
    certificates: Vec<Certificate>,
    names: BTreeMap<String, (String, String)>,
}

impl History {
    pub(super) fn read(connection: &mut Connection, contract: &Contract) -> Result<Self, AppError> {
        let events = register_history(connection, contract.id)?;
        let people: Vec<String> = events
            .iter()
            .filter_map(|event| event.filed_by.as_deref()?.strip_prefix("user:"))
            .map(str::to_owned)
            .collect();
        Ok(Self {
            certificates: certificates_of(connection, contract.id)?,
            names: storage::accounts::user_names(connection, &people)?,
            events,
        })
    }

    /// What took effect, newest first.
    pub(super) fn events(&self) -> Vec<RegisterEvent> {
        let event = |event: &RegisteredEvent| {
            let closure =
                event.request.closure.clone().filter(|_| event.kind == FilingKind::Closure).unwrap_or_default();
            RegisterEvent {
                filing_id: event.filing_id.to_string(),
                kind: event.kind,
                at: event.at,
                version: event.version,
                certificate_number: event.certificate_number.clone(),
                effect: closure.effect,
                effective_on: closure.effective_on,
                filed_by: self.filed_by(event),
            }
        };
        self.events.iter().rev().map(event).collect()
    }

    /// The application that made a version.
    pub(super) fn maker(&self, version: i32) -> Option<&RegisteredEvent> {
        let makes = |kind| matches!(kind, FilingKind::Registration | FilingKind::Amendment);
        self.events.iter().find(|event| event.version == version && makes(event.kind))
    }

    pub(super) fn filed_by(&self, event: &RegisteredEvent) -> Option<String> {
        let person = event.filed_by.as_deref()?.strip_prefix("user:")?;
        self.names.get(person).map(|(name, _)| name.clone())
    }

    /// The certificates, newest first.
    pub(super) fn certificates(&self, contract: &Contract, today: NaiveDate) -> Vec<CertificateLine> {
        let issued = self.events.iter().rev().filter_map(|event| event.certificate_number.as_deref());
        let known = issued.filter_map(|number| self.certificates.iter().find(|one| one.number == number));
        known
            .map(|certificate| CertificateLine {
                number: certificate.number.clone(),
                version: certificate.version,
                status: Standing::of(certificate.status, contract.status, certificate.valid_until, today),
                filing_id: certificate.filing_id.to_string(),
                issued_on: shanghai_date(certificate.issued_at),
                valid_until: certificate.valid_until,
            })
            .collect()
    }

    /// The royalty bases, for a contract that is paid by royalty.
    pub(super) fn royalty(&self, form: &ContractForm, reference: &Reference) -> Option<RoyaltyBases> {
        let payment = form.payment.as_ref().filter(|payment| payment.mode.is_some_and(PaymentMode::has_royalty))?;
        let first = payment.royalty.clone().unwrap_or_default();
        let first = SettlementForm { formed_on: first.first_base_formed_on, base_amount: first.first_base_amount };
        let amended = self.events.iter().filter(|event| event.kind == FilingKind::Amendment);
        let later: Vec<(&RegisteredEvent, SettlementForm)> =
            amended.filter_map(|event| Some((event, event.request.settlement.clone()?))).collect();
        let settlements: Vec<SettlementForm> = later.iter().map(|(_, settlement)| settlement.clone()).collect();
        let sums = cumulative_bases(form, &settlements, &reference.data);
        let sum = |at: usize| sums.as_ref().and_then(|sums| sums.get(at)).map(domain::money::Money::decimal_text);
        let bases = self.events.first().map(|event| (event, first)).into_iter().chain(later);
        let items = bases.enumerate().map(|(at, (event, settlement))| RoyaltyBaseView {
            formed_on: settlement.formed_on,
            base_amount: settlement.base_amount,
            cumulative: sum(at),
            version: event.version,
            filing_id: event.filing_id.to_string(),
            registered_at: event.at,
            filed_by: self.filed_by(event),
        });
        Some(RoyaltyBases {
            currency: form.amount.as_ref().and_then(|amount| amount.currency.clone()),
            items: items.collect(),
            cumulative: sum(settlements.len()),
        })
    }
}
