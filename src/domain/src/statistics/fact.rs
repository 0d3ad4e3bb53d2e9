//! The fact: what one registered event adds to the figures. How it follows from the particulars is `fold`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Month;
use crate::contract::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
use crate::money::{CurrencyCode, Percent, Rate};
use crate::terms::terms;
use crate::{CompanyId, ContractId};

terms! {
    /// What was registered.
    FactKind {
        /// 登记: a new contract.
        Registration = "registration",
        /// 变更: a change of a registered contract; amounts are the difference.
        Amendment = "amendment",
        /// 提成结算: an amendment that settles a later royalty base; amounts are the difference, if it changes any.
        Settlement = "settlement",
        /// 中止、解除或恢复: changes no amount, since what was registered was registered.
        Closure = "closure",
    }
}

/// Where a contract stands in the figures. An amendment that changes it takes the whole contract away where it was and adds
/// it where it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Import or export.
    pub direction: Direction,
    /// The company's area of Suzhou, one code a place (`Divisions::canonical_code`).
    pub district: String,
    /// The counterparty's country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Industry of the technology, GB/T 4754 division, two digits.
    pub industry: String,
    /// Legal type.
    pub legal_type: LegalType,
    /// How the technology moves.
    pub mode: Mode,
    /// How the price is paid.
    pub payment_mode: PaymentMode,
    /// The company's nature.
    pub ownership: Ownership,
    /// Whether the parties are related.
    pub related_parties: bool,
    /// The desk that registered it.
    pub desk: String,
    /// The company on the mainland's side.
    pub company: CompanyId,
    /// The key of the counterparty (`counterparty_key`): its name as compared, with its country.
    pub counterparty: String,
}

/// The rate by which an amount was converted: which, so that it can be looked up, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateUsed {
    /// The edition of the table of rates; 0 is the one that shipped.
    pub edition: i32,
    /// The month of the rate, which is earlier than the fact's where its own was not published.
    pub month: Month,
    /// US dollars for one unit.
    pub rate: Rate,
}

/// What one registered event adds to the figures, or takes away. Additive members are deltas: their sum over all facts of a
/// contract is what it counts for.
///
/// An event has one fact, or two where it moves its contract: its [`Place`], its royalty base, the size class that
/// `standing_usd_cents` decides, whether it is in dollars at all, or the currency in which it is added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The journal entry it comes from.
    pub seq: i64,
    /// 0: what is taken away where the contract was; 1: what is added, or changes in place.
    pub part: u8,
    /// What was registered.
    pub kind: FactKind,
    /// Of the register.
    pub contract: ContractId,
    /// Day of the entry, in Suzhou: the statistical month never changes afterwards.
    pub registered_on: NaiveDate,
    /// Where it counts.
    pub place: Place,
    /// +1, 0 or −1.
    pub contracts: i8,
    /// Currency of the contract.
    pub currency: CurrencyCode,
    /// The contract's total in minor units; a delta.
    pub amount_minor: i64,
    /// The technology fee in minor units; a delta.
    pub technology_fee_minor: i64,
    /// The rate used; none where the currency had none: then the amounts in dollars are 0, or stay what they were, and the answer says
    /// how many are so. What is taken away or closed has one where it was counted with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<RateUsed>,
    /// The total in US cents; a delta.
    pub amount_usd_cents: i64,
    /// The technology fee in US cents; a delta.
    pub technology_fee_usd_cents: i64,
    /// Royalty due on the base that this event settles, in US cents; 0 for other kinds.
    pub royalty_due_usd_cents: i64,
    /// The royalty rate agreed, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub royalty_rate: Option<Percent>,
    /// What the royalty is a share of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub royalty_base: Option<RoyaltyBase>,
    /// Working days from the first submission to registration.
    pub days_to_register: u16,
    /// How often the application was returned.
    pub returns: u8,
    /// Whole months from effect to the last day of validity.
    pub months: u16,
    /// Calendar days after the 60 in which the event was to be filed (the Measures, Art. 6 and 7); 0 where it was in time.
    pub filed_late_days: u16,
    /// The whole contract in US cents: after the event for part 1, before it for part 0. It decides the size class, so that
    /// the class is of the contract and not of the delta.
    pub standing_usd_cents: i64,
}

impl Fact {
    /// The statistical month.
    pub fn month(&self) -> Month {
        Month::of(self.registered_on)
    }

    /// Whether it weighs in means and quantiles: each contract once, with what was registered first.
    pub fn weighs(&self) -> bool {
        self.kind == FactKind::Registration
    }

    /// The one spelling in which a fact is stored and compared.
    pub fn to_json(&self) -> String {
        // A fact always is JSON: it has no map whose keys are not text.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads that spelling.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const FACT: &str = r#"{
        "seq": 7, "part": 1, "kind": "registration", "contract": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60",
        "registered_on": "2026-11-22", "place": {
            "direction": "import", "district": "320571", "country": "DE", "industry": "39", "legal_type": "patent_licence",
            "mode": "patent", "payment_mode": "royalty", "ownership": "private", "related_parties": false, "desk": "sip",
            "company": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f", "counterparty": "EXAMPLE|DE"
        }, "contracts": 1, "currency": "EUR", "amount_minor": 100, "technology_fee_minor": 60,
        "rate": {"edition": 0, "month": "2026-10", "rate": 108000000}, "amount_usd_cents": 108,
        "technology_fee_usd_cents": 65, "royalty_due_usd_cents": 0, "royalty_rate": 35000, "royalty_base": "net_sales",
        "days_to_register": 2, "returns": 0, "months": 36, "filed_late_days": 0, "standing_usd_cents": 108
    }"#;

    #[test]
    fn a_fact_survives_its_spelling() {
        let mut json: Value = serde_json::from_str(FACT).unwrap();
        let fact = Fact::from_json(FACT).unwrap();
        assert_eq!(Fact::from_json(&fact.to_json()).unwrap(), fact);
        assert_eq!(serde_json::to_value(&fact).unwrap(), json);
        assert_eq!(fact.month().to_string(), "2026-11");
        assert!(fact.weighs());
        json["rate"]["rate"] = 0.into();
        assert!(Fact::from_json(&json.to_string()).is_err(), "no rate is nothing");
    }
}
