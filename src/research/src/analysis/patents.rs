//! The patents that registered contracts are about, with the time in which each version of a contract stands. What they are counted
//! by is the layout's.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::ContractId;
use domain::contract::RoyaltyBase;
use domain::reference::StrategicFields;
use domain::registered::ContractStatus;
use domain::statistics::{FactKind, LicensedPatent, Month, Particulars, Place};

use super::group::Patent;
use super::texts::Texts;
use super::{Note, Period};
use crate::{Dimension, Filter};

/// Every version of every contract that is or was about patents.
#[derive(Debug, Clone, Default)]
pub struct PatentTable {
    newest: i64,
    versions: Vec<Version>,
    /// Where the newest version of a contract stands.
    last: HashMap<ContractId, usize>,
    /// Patents by office and number: one however often it is filed.
    patents: HashMap<(Arc<str>, Arc<str>), Patent>,
    /// Offices and IPC subclasses, each kept once.
    texts: Texts,
}

/// A registered event, as it is added.
#[derive(Debug, Clone, Copy)]
pub struct LicenceEvent<'a> {
    /// The journal entry.
    pub seq: i64,
    /// What was registered.
    pub particulars: &'a Particulars,
    /// What the whole contract counts for afterwards, in US cents; 0 where its currency had no rate.
    pub usd_cents: i64,
    /// What a closure has made of the contract; none for other events, which leave it as it is.
    pub status: Option<ContractStatus>,
}

/// A version of a contract.
#[derive(Debug, Clone)]
pub(super) struct Version {
    seq: i64,
    registered_on: NaiveDate,
    /// The entry and the day from which another version stands.
    until: Option<(i64, NaiveDate)>,
    valid_until: NaiveDate,
    is_registration: bool,
    status: ContractStatus,
    royalty_base: Option<RoyaltyBase>,
    pub(super) contract: ContractId,
    /// The whole contract, in US cents.
    pub(super) usd_cents: i64,
    pub(super) place: Place,
    pub(super) patents: Vec<Held>,
}

/// A patent as a version of a contract names it.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) patent: Patent,
    pub(super) office: Arc<str>,
    pub(super) classes: Vec<Arc<str>>,
    pub(super) expires_on: Option<NaiveDate>,
}

/// Which contracts count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Licences {
    /// Those that are registered, valid, and neither suspended nor terminated at the end of a period, as they stood then.
    InForce(Period),
    /// Those registered in a period, as registered first: what never changes afterwards.
    Registered(Period),
}

impl Licences {
    /// The day from which expiry is looked at.
    pub(super) fn day(self) -> NaiveDate {
        match self {
            Self::InForce(period) | Self::Registered(period) => period.last_day(),
        }
    }
}

impl PatentTable {
    /// No patents yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The newest journal entry that is counted.
    pub const fn newest(&self) -> i64 {
        self.newest
    }

    /// Adds a registered event, in the order of the journal.
    pub fn append(&mut self, event: &LicenceEvent<'_>) {
        let LicenceEvent { seq, particulars: of, usd_cents, mut status } = *event;
        self.newest = self.newest.max(seq);
        let before = self.last.get(&of.contract).copied();
        if of.patents.is_empty() && before.is_none() && status.is_none() {
            return;
        }
        if let Some(before) = before.and_then(|place| self.versions.get_mut(place)) {
            before.until = Some((seq, of.registered_on));
            status = status.or(Some(before.status));
        }
        let patents = of.patents.iter().map(|patent| self.held(patent)).collect();
        self.last.insert(of.contract, self.versions.len());
        self.versions.push(Version {
            seq,
            registered_on: of.registered_on,
            until: None,
            valid_until: of.valid_until,
            is_registration: of.kind == FactKind::Registration,
            status: status.unwrap_or(ContractStatus::InForce),
            royalty_base: of.royalty.map(|royalty| royalty.base),
            contract: of.contract,
            usd_cents,
            place: of.place.clone(),
            patents,
        });
    }

    fn held(&mut self, patent: &LicensedPatent) -> Held {
        let office = self.texts.kept(&patent.office);
        let next = Patent::try_from(self.patents.len()).unwrap_or(Patent::MAX);
        let number = *self.patents.entry((office.clone(), Arc::from(patent.number.as_str()))).or_insert(next);
        let classes = patent.ipc.iter().map(|class| self.texts.kept(class)).collect();
        Held { patent: number, office, classes, expires_on: patent.expires_on }
    }

    /// Whether a licence has a value in a dimension.
    pub(super) fn knows(dimension: Dimension) -> bool {
        !matches!(
            dimension,
            Dimension::Month | Dimension::Quarter | Dimension::Year | Dimension::Kind | Dimension::AmountBand
        )
    }

    /// The versions that count, of what was registered up to the journal entry `seq`.
    ///
    /// # Errors
    /// For a filter on what a licence has no value of.
    pub(super) fn at(
        &self,
        seq: i64,
        licences: Licences,
        filters: &[Filter],
        fields: &StrategicFields,
    ) -> Result<Vec<&Version>, Note> {
        if let Some(filter) = filters.iter().find(|filter| !Self::knows(filter.dimension())) {
            return Err(Note::NoFilter(filter.dimension()));
        }
        let counts = |version: &&Version| {
            version.seq <= seq
                && version.counts(seq, licences)
                && filters.iter().all(|filter| filter.admits(&version.value(filter.dimension(), fields)))
        };
        Ok(self.versions.iter().filter(counts).collect())
    }
}

impl Version {
    fn counts(&self, seq: i64, licences: Licences) -> bool {
        match licences {
            Licences::Registered(period) => self.is_registration && period.holds(Month::of(self.registered_on)),
            Licences::InForce(period) => {
                let day = period.last_day();
                let replaced = self.until.is_some_and(|(entry, on)| entry <= seq && on <= day);
                let in_force = self.status == ContractStatus::InForce && day <= self.valid_until;
                self.registered_on <= day && in_force && !replaced
            }
        }
    }

    fn value<'a>(&'a self, dimension: Dimension, fields: &'a StrategicFields) -> Cow<'a, str> {
        let place = &self.place;
        match dimension {
            Dimension::Direction => place.direction.code().into(),
            Dimension::District => place.district.as_str().into(),
            Dimension::Country => place.country.as_str().into(),
            Dimension::Industry => place.industry.as_str().into(),
            Dimension::StrategicField => {
                fields.of_industry(&place.industry).map_or("", |field| field.code.as_str()).into()
            }
            Dimension::LegalType => place.legal_type.code().into(),
            Dimension::Mode => place.mode.code().into(),
            Dimension::PaymentMode => place.payment_mode.code().into(),
            Dimension::RoyaltyBase => self.royalty_base.map_or("", RoyaltyBase::code).into(),
            Dimension::Ownership => place.ownership.code().into(),
            Dimension::RelatedParties => (if place.related_parties { "true" } else { "false" }).into(),
            Dimension::Desk => place.desk.as_str().into(),
            Dimension::Company => place.company.to_string().into(),
            Dimension::Counterparty => place.counterparty.as_str().into(),
            Dimension::Month | Dimension::Quarter | Dimension::Year | Dimension::Kind | Dimension::AmountBand => {
                "".into()
            }
        }
    }
}
