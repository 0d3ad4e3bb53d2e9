//! What of the journal is told to those whom it concerns: which entries are events, and which facts of each.
//!
//! An entry also holds what a desk keeps to itself, such as an opinion before the decision, or which reviewer has a case. What
//! is not listed here is not told. An event is thin on purpose: it says what changed, and whoever is told reads the rest where
//! they have the right to.

mod types;

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::filing::{FilingKind, FilingStatus};
use crate::ids::{CompanyId, ContractId, FilingId, MandateId, PartnerId, PaymentId, VerificationCaseId};
use crate::registered::ContractStatus;

pub use types::{About, EventType};

/// What a company reads of an entry about its application; none where it is not told of such an entry at all.
pub fn facts(kind: &str, body: &Value) -> Option<Value> {
    let listed = EventType::from_code(kind)?.facts();
    let told: Map<String, Value> =
        listed.iter().filter_map(|name| Some(((*name).to_owned(), body.get(name)?.clone()))).collect();
    Some(Value::Object(told))
}

/// The third-party system that an entry is about: the one it names, such as that of an address for deliveries, or its subject.
pub fn partner_of(subject: &str, body: &Value) -> Option<PartnerId> {
    PartnerId::parse(body.get("partner").and_then(Value::as_str).unwrap_or(subject))
}

/// An entry of the journal as those are told whom it concerns. What does not belong to its type is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Place in the journal, from 1; later events have higher ones, with gaps.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    #[serde(rename = "type")]
    pub what: EventType,
    /// The application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filing_id: Option<FilingId>,
    /// What is applied for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FilingKind>,
    /// Where the application stands afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<FilingStatus>,
    /// The contract of the register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_id: Option<ContractId>,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_number: Option<String>,
    /// Its version that is in force afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// Where the contract stands after a closure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract_status: Option<ContractStatus>,
    /// The certificate that was issued or revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_number: Option<String>,
    /// The payment, or the reversal of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<PaymentId>,
    /// The mandate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate_id: Option<MandateId>,
    /// The case of data verification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_case_id: Option<VerificationCaseId>,
    /// The company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<CompanyId>,
    /// The third-party system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<PartnerId>,
}

impl Event {
    /// The event that an entry of the journal is; none for one that nobody outside is told of.
    pub fn of(seq: i64, at: DateTime<Utc>, kind: &str, subject: &str, body: &Value) -> Option<Self> {
        let what = EventType::from_code(kind)?;
        let about = what.about();
        let told = facts(kind, body)?;
        let is = |one: About| (about == one).then_some(subject);
        let of_filing =
            matches!(what, EventType::FilingCreated | EventType::FilingSubmitted | EventType::FilingRegistered);
        Some(Self {
            seq,
            at,
            what,
            filing_id: is(About::Filing).and_then(FilingId::parse),
            kind: if of_filing { read(&told, "kind") } else { None },
            status: what.status(),
            contract_id: is(About::Contract).and_then(ContractId::parse).or_else(|| read(&told, "contract")),
            contract_number: read(&told, "contract_number"),
            version: read(&told, "version"),
            contract_status: read(&told, "contract_status"),
            certificate_number: read(&told, "certificate"),
            payment_id: read(&told, "payment"),
            mandate_id: is(About::Mandate).and_then(MandateId::parse).or_else(|| read(&told, "mandate")),
            verification_case_id: is(About::VerificationCase).and_then(VerificationCaseId::parse),
            company_id: is(About::Company).and_then(CompanyId::parse),
            partner_id: is(About::Partner).and_then(|subject| partner_of(subject, body)),
        })
    }

    /// The same as one of those reads it who are told of it. An institution that recorded payments under a contract is not told of
    /// the application, nor the number of the certificate that took another's place: whoever pays asks the company for that.
    #[must_use]
    pub fn told_to(self, audience: Audience) -> Self {
        match audience {
            Audience::Company(_) => self,
            Audience::Partner(_) => Self {
                filing_id: None,
                mandate_id: None,
                certificate_number: self.certificate_number.filter(|_| self.what == EventType::CertificateRevoked),
                ..self
            },
        }
    }
}

fn read<T: DeserializeOwned>(facts: &Value, name: &str) -> Option<T> {
    serde_json::from_value(facts.get(name)?.clone()).ok()
}

/// One of those who are told of an entry; kept beside it, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// A company: its users, and the systems that act for it.
    Company(CompanyId),
    /// A third-party system, for what concerns itself and the contracts under which it recorded payments.
    Partner(PartnerId),
}

impl Audience {
    /// Reads what `Display` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            ("company", id) => CompanyId::parse(id).map(Self::Company),
            ("partner", id) => PartnerId::parse(id).map(Self::Partner),
            _ => None,
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Company(id) => write!(formatter, "company:{id}"),
            Self::Partner(id) => write!(formatter, "partner:{id}"),
        }
    }
}

#[cfg(test)]
mod tests;
