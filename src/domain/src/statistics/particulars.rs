//! The particulars of a registered event: everything that its facts are made of, written with the decision and never
//! changed. Nothing of them depends on reference data that may be replaced later.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{FactKind, Month, Place};
use crate::ContractId;
use crate::contract::RoyaltyBase;
use crate::filing::canonical_json;
use crate::merkle::Hash;
use crate::money::{Currency, Percent};

/// A registered event as statistics know it. A reissue has none: it changes no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particulars {
    /// What was registered.
    pub kind: FactKind,
    /// Of the register.
    pub contract: ContractId,
    /// The version of the contract that is in force afterwards.
    pub version: i32,
    /// Day of the decision, in Suzhou.
    pub registered_on: NaiveDate,
    /// Where the contract stands in the figures afterwards.
    pub place: Place,
    /// The counterparty's registered name.
    pub counterparty_name: String,
    /// Currency of the contract, with the precision that it had then.
    pub currency: Currency,
    /// The whole price, in minor units.
    pub total_minor: i64,
    /// The part paid for technology, in minor units.
    pub technology_fee_minor: i64,
    /// The part paid for equipment, in minor units.
    pub equipment_fee_minor: i64,
    /// The royalty agreed, where it is paid by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub royalty: Option<RoyaltyTerms>,
    /// The later base that the event settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<SettledBase>,
    /// Day of signature.
    pub signed_on: NaiveDate,
    /// Day of effect.
    pub effective_on: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// Day of the first submission, in Suzhou.
    pub submitted_on: NaiveDate,
    /// Working days from there to the decision, by the calendar of then.
    pub working_days: u16,
    /// How often the application was returned.
    pub returns: u8,
    /// Calendar days after the 60 in which the event was to be filed (the Measures, Art. 6 and 7); 0 where it was in time.
    pub filed_late_days: u16,
    /// The patents concerned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patents: Vec<LicensedPatent>,
}

/// What is paid by royalty (民法典 Art. 846).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoyaltyTerms {
    /// What it is a share of.
    pub base: RoyaltyBase,
    /// The share.
    pub rate: Percent,
}

/// A later royalty base (the Measures, Art. 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettledBase {
    /// Day on which it formed.
    pub formed_on: NaiveDate,
    /// The base, in minor units of the contract's currency.
    pub base_minor: i64,
}

/// A patent or application that the contract is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicensedPatent {
    /// Patent office, WIPO ST.3.
    pub office: String,
    /// Number as the office writes it.
    pub number: String,
    /// IPC subclasses, such as `H01L`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ipc: Vec<String>,
    /// Day of expiry, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
}

impl Particulars {
    /// The one spelling in which they are stored: canonical JSON.
    pub fn to_json(&self) -> String {
        // They always are JSON: they have no map whose keys are not text.
        canonical_json(&serde_json::to_value(self).unwrap_or_default())
    }

    /// Reads them.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Whole months from effect to the last day of validity, that day counted.
    pub(crate) fn months(&self) -> u16 {
        let end = self.valid_until.succ_opt().unwrap_or(self.valid_until);
        let month = |day: NaiveDate| Month::of(day).since_1970();
        let begun = i32::from(end.day() < self.effective_on.day());
        u16::try_from((month(end) - month(self.effective_on) - begun).max(0)).unwrap_or(u16::MAX)
    }

    /// SHA-256 of [`Particulars::to_json`]: what the journal entry of the decision commits to.
    pub fn digest(&self) -> Hash {
        Hash(Sha256::digest(self.to_json().as_bytes()).into())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const SETTLED: &str = r#"{
        "kind": "settlement", "contract": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60", "version": 2,
        "registered_on": "2026-11-22", "place": {
            "direction": "import", "district": "320571", "country": "DE", "industry": "39", "legal_type": "patent_licence",
            "mode": "patent", "payment_mode": "royalty", "ownership": "private", "related_parties": false, "desk": "sip",
            "company": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f", "counterparty": "EXAMPLE|DE"
        }, "counterparty_name": "Example GmbH", "currency": {"code": "EUR", "minor_units": 2}, "total_minor": 100,
        "technology_fee_minor": 60, "equipment_fee_minor": 40, "royalty": {"base": "net_sales", "rate": 35000},
        "settlement": {"formed_on": "2026-10-01", "base_minor": 5000}, "signed_on": "2026-01-01",
        "effective_on": "2026-01-02", "valid_until": "2029-01-01", "submitted_on": "2026-11-20", "working_days": 1,
        "returns": 0, "filed_late_days": 0,
        "patents": [{"office": "EP", "number": "EP1234567", "ipc": ["H01L"], "expires_on": "2031-05-06"}]
    }"#;

    #[test]
    fn particulars_have_one_spelling_and_one_digest() {
        let json: Value = serde_json::from_str(SETTLED).unwrap();
        let read = Particulars::from_json(SETTLED).unwrap();
        assert_eq!(read.to_json(), canonical_json(&json));
        assert_eq!(Particulars::from_json(&read.to_json()).unwrap(), read);
        assert_eq!(read.digest().to_string().len(), 64);
        let bare = Particulars { royalty: None, settlement: None, patents: Vec::new(), ..read.clone() };
        assert!(!bare.to_json().contains("null"), "what is absent is left out");
        assert_ne!(bare.digest(), read.digest());
    }

    #[test]
    fn months_are_counted_whole_and_with_the_last_day() {
        let read = Particulars::from_json(SETTLED).unwrap();
        let months = |from: &str, to: &str| {
            let (effective_on, valid_until) = (from.parse().unwrap(), to.parse().unwrap());
            Particulars { effective_on, valid_until, ..read.clone() }.months()
        };
        assert_eq!(months("2026-01-02", "2029-01-01"), 36);
        assert_eq!(months("2026-01-02", "2028-12-31"), 35);
        assert_eq!(months("2026-01-01", "2026-12-31"), 12);
        assert_eq!(months("2026-05-01", "2026-05-01"), 0);
        assert_eq!(months("2026-05-01", "2020-05-01"), 0);
    }
}
