//! Which desk a filing goes to: an ordered table of rules that an administrator edits. The first match wins, and the
//! filing keeps which rule of which version it was, and why.

mod changes;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::contract::{ContractForm, Direction};
use crate::filing::FilingKind;
use crate::language::Bilingual;
use crate::money::{Money, MoneyError, decimal_text, parse_decimal, to_usd_cents};
use crate::reference::{Divisions, ReferenceData};

pub use changes::{RuleChange, RuleChangeKind};

/// The table, in force as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoutingTable {
    /// Counts the changes, from 1.
    pub version: i32,
    /// The rules, in the order in which they are tried.
    pub rules: Vec<RoutingRule>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// Its name in the table, such as `industrial-park`.
    pub id: String,
    /// What must hold.
    pub when: RoutingCondition,
    /// The desk's code.
    pub desk: String,
    /// Why, in words that the company reads.
    pub reason: Bilingual,
}

/// What must hold: every part that is given. Nothing given matches everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RoutingCondition {
    /// One of these districts (any code of the place will do).
    pub district: Option<Vec<String>>,
    /// This direction.
    pub direction: Option<Direction>,
    /// One of these kinds of application.
    pub kind: Option<Vec<FilingKind>>,
    /// One of these GB/T 4754 divisions.
    pub industry: Option<Vec<String>>,
    /// At least this many US dollars. An amount in a currency without a rate may be as large, and matches; without an amount nothing does.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub amount_usd_at_least: Option<UsdAmount>,
    /// Whether the control catalogue was met.
    pub catalogue_hit: Option<bool>,
}

/// US dollars, decimal text in JSON, cents inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UsdAmount {
    /// US cents.
    pub cents: i64,
}

impl TryFrom<String> for UsdAmount {
    type Error = MoneyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        parse_decimal(&text, 2).map(|cents| Self { cents })
    }
}

impl From<UsdAmount> for String {
    fn from(amount: UsdAmount) -> Self {
        decimal_text(amount.cents, 2)
    }
}

/// What routing looks at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoutingFacts {
    /// The company's district, as typed.
    pub district: Option<String>,
    /// Import or export.
    pub direction: Option<Direction>,
    /// What is applied for.
    pub kind: FilingKind,
    /// GB/T 4754 division.
    pub industry: Option<String>,
    /// The whole price in US cents, where a rate is known.
    pub amount_usd_cents: Option<i64>,
    /// Whether there is a price of which it is not known how many US cents it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unconverted: bool,
    /// Whether screening met an item of the control catalogue.
    pub catalogue_hit: bool,
}

/// A decision and its grounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    /// The desk's code.
    pub desk: String,
    /// The rule that fired.
    pub rule: String,
    /// Version of the table it stood in.
    pub table_version: i32,
    /// Why.
    pub reason: Bilingual,
    /// What was looked at, so that other rules can be tried on it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<RoutingFacts>,
}

/// Why a table cannot be put in force.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RoutingTableError {
    /// No desk has this code.
    #[error("rule {rule} sends filings to {desk}, which is no desk")]
    UnknownDesk {
        /// The rule.
        rule: String,
        /// The code that is unknown.
        desk: String,
    },
    /// Two rules have the same id, or one has none.
    #[error("rule id {rule:?} is empty or used twice")]
    RuleId {
        /// The id.
        rule: String,
    },
    /// The last rule must match everything, so that every filing has a desk.
    #[error("the last rule must match everything")]
    NoCatchAll,
}

impl RoutingFacts {
    /// What routing looks at in a contract, with the rates known on a day.
    pub fn of(
        contract: &ContractForm,
        kind: FilingKind,
        catalogue_hit: bool,
        reference: &ReferenceData,
        on: NaiveDate,
    ) -> Self {
        let price = contract.amount.as_ref().and_then(|amount| {
            let currency = reference.currency(amount.currency.as_deref()?)?;
            Money::parse(amount.total.as_deref()?, currency).ok()
        });
        let amount_usd_cents = price.and_then(|price| {
            let rate = reference.rates.usd_rate(price.currency.code, on)?;
            to_usd_cents(price, rate).ok()
        });
        Self {
            district: contract.domestic_party().and_then(|party| party.district.clone()),
            direction: contract.direction,
            kind,
            industry: contract.industry.clone(),
            amount_usd_cents,
            is_unconverted: price.is_some() && amount_usd_cents.is_none(),
            catalogue_hit,
        }
    }
}

impl RoutingTable {
    /// The table of a fresh installation: the control catalogue first, then the industrial park, then the city.
    pub fn seed() -> Self {
        let rule = |id: &str, when, desk: &str, zh: &str, en: &str| RoutingRule {
            id: id.to_owned(),
            when,
            desk: desk.to_owned(),
            reason: Bilingual::new(zh, en),
        };
        let park = Divisions::INDUSTRIAL_PARK.map(str::to_owned).to_vec();
        Self {
            version: 1,
            rules: vec![
                rule(
                    "catalogue-hit",
                    RoutingCondition { catalogue_hit: Some(true), ..RoutingCondition::default() },
                    "security",
                    "技术内容与禁止或限制技术目录的条目相近，由安全审查席位办理",
                    "The technology resembles an item of the control catalogue, so the security desk handles it",
                ),
                rule(
                    "industrial-park",
                    RoutingCondition { district: Some(park), ..RoutingCondition::default() },
                    "sip",
                    "企业在苏州工业园区，由自贸区分中心席位办理",
                    "The company is in Suzhou Industrial Park, so the park's desk handles it",
                ),
                rule(
                    "city",
                    RoutingCondition::default(),
                    "city",
                    "由市级受理席位办理",
                    "The city desk handles filings from the whole of Suzhou",
                ),
            ],
        }
    }

    /// The first rule that matches; none only if the table was never validated.
    pub fn route(&self, facts: &RoutingFacts) -> Option<Routed> {
        self.rules.iter().find(|rule| rule.when.holds(facts)).map(|rule| Routed {
            desk: rule.desk.clone(),
            rule: rule.id.clone(),
            table_version: self.version,
            reason: rule.reason_for(facts),
            facts: Some(facts.clone()),
        })
    }

    /// Everything that keeps the table from being put in force; `desks` are the codes there are.
    pub fn validate(&self, desks: &[&str]) -> Result<(), Vec<RoutingTableError>> {
        let mut errors = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            if !desks.contains(&rule.desk.as_str()) {
                errors.push(RoutingTableError::UnknownDesk { rule: rule.id.clone(), desk: rule.desk.clone() });
            }
            if rule.id.trim().is_empty() || self.rules.iter().take(at).any(|earlier| earlier.id == rule.id) {
                errors.push(RoutingTableError::RuleId { rule: rule.id.clone() });
            }
        }
        if self.rules.last().is_none_or(|rule| rule.when != RoutingCondition::default()) {
            errors.push(RoutingTableError::NoCatchAll);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

impl RoutingRule {
    /// Why it matched: its own words and, where it asks for an amount that no rate converts, that it was not compared.
    fn reason_for(&self, facts: &RoutingFacts) -> Bilingual {
        if !facts.is_unconverted || self.when.amount_usd_at_least.is_none() {
            return self.reason.clone();
        }
        let Bilingual { zh, en } = &self.reason;
        Bilingual::new(
            format!("{zh}（该币种没有汇率，金额无法比较，按达到处理）"),
            format!("{en} (there is no rate for the currency: the amount counts as large enough)"),
        )
    }
}

impl RoutingCondition {
    fn holds(&self, facts: &RoutingFacts) -> bool {
        let district = facts.district.as_deref().map(Divisions::canonical_code);
        let in_district = |codes: &Vec<String>| {
            district.is_some_and(|code| codes.iter().any(|wanted| Divisions::canonical_code(wanted) == code))
        };
        self.district.as_ref().is_none_or(in_district)
            && self.direction.is_none_or(|direction| facts.direction == Some(direction))
            && self.kind.as_ref().is_none_or(|kinds| kinds.contains(&facts.kind))
            && self
                .industry
                .as_ref()
                .is_none_or(|codes| facts.industry.as_ref().is_some_and(|code| codes.contains(code)))
            && self
                .amount_usd_at_least
                .is_none_or(|least| facts.amount_usd_cents.map_or(facts.is_unconverted, |cents| cents >= least.cents))
            && self.catalogue_hit.is_none_or(|hit| facts.catalogue_hit == hit)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::AmountForm;
    use crate::reference::ExchangeRates;

    fn facts(district: &str) -> RoutingFacts {
        RoutingFacts {
            district: Some(district.to_owned()),
            direction: Some(Direction::Import),
            kind: FilingKind::Registration,
            industry: Some("39".to_owned()),
            amount_usd_cents: Some(1_000_000),
            is_unconverted: false,
            catalogue_hit: false,
        }
    }

    fn desk(facts: &RoutingFacts) -> String {
        RoutingTable::seed().route(facts).unwrap().desk
    }

    #[test]
    fn the_seed_sends_each_filing_to_its_desk() {
        assert_eq!(desk(&facts("320583")), "city");
        for park in ["320571", "320576", "320594"] {
            assert_eq!(desk(&facts(park)), "sip");
        }
        assert_eq!(desk(&RoutingFacts { catalogue_hit: true, ..facts("320571") }), "security");
        assert_eq!(desk(&RoutingFacts { district: None, ..facts("") }), "city");
    }

    #[test]
    fn the_decision_names_rule_version_and_reason() {
        let routed = RoutingTable::seed().route(&facts("320571")).unwrap();
        assert_eq!((routed.rule.as_str(), routed.table_version), ("industrial-park", 1));
        assert!(routed.reason.zh.contains("工业园区"));
    }

    #[test]
    fn every_part_of_a_condition_must_hold() {
        let json = json!({"district": ["320583"], "direction": "import", "kind": ["registration"], "industry": ["39"],
                          "amount_usd_at_least": "10000.00", "catalogue_hit": false});
        let condition: RoutingCondition = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&condition).unwrap(), json);
        let matching = facts("320583");
        assert!(condition.holds(&matching));
        for other in [
            facts("320571"),
            RoutingFacts { direction: Some(Direction::Export), ..matching.clone() },
            RoutingFacts { kind: FilingKind::Closure, ..matching.clone() },
            RoutingFacts { industry: None, ..matching.clone() },
            RoutingFacts { amount_usd_cents: Some(999_999), ..matching.clone() },
            RoutingFacts { amount_usd_cents: None, ..matching.clone() },
            RoutingFacts { catalogue_hit: true, ..matching },
        ] {
            assert!(!condition.holds(&other), "{other:?}");
        }
    }

    #[test]
    fn an_amount_without_a_rate_does_not_escape_the_desk_for_large_ones() {
        let reference = ReferenceData { rates: ExchangeRates::default(), ..ReferenceData::shipped().unwrap() };
        let on = "2026-11-29".parse().unwrap();
        let facts = |amount| {
            let contract = ContractForm { amount, ..ContractForm::default() };
            RoutingFacts::of(&contract, FilingKind::Registration, false, &reference, on)
        };
        let priced = |currency: &str, total: &str| {
            facts(Some(AmountForm {
                currency: Some(currency.to_owned()),
                total: Some(total.to_owned()),
                ..AmountForm::default()
            }))
        };
        let mut table = RoutingTable::seed();
        table.rules[0].when =
            RoutingCondition { amount_usd_at_least: Some(UsdAmount { cents: 1_000 }), ..RoutingCondition::default() };
        let routed = |facts: &RoutingFacts| table.route(facts).unwrap();
        let unconverted = routed(&priced("EUR", "50000000.00"));
        assert_eq!(unconverted.desk, "security");
        assert!(unconverted.reason.zh.contains("没有汇率") && unconverted.reason.en.contains("no rate"));
        let large = routed(&priced("USD", "10.00"));
        assert_eq!((large.desk.as_str(), large.reason), ("security", table.rules[0].reason.clone()));
        for other in [priced("USD", "9.99"), priced("EUR", "much"), facts(None)] {
            assert_eq!(routed(&other).desk, "city", "{other:?}");
        }
    }

    #[test]
    fn a_table_that_could_lose_a_filing_is_refused() {
        let desks = ["city", "sip", "security"];
        assert_eq!(RoutingTable::seed().validate(&desks), Ok(()));

        let mut table = RoutingTable::seed();
        table.rules.pop();
        assert_eq!(table.validate(&desks), Err(vec![RoutingTableError::NoCatchAll]));

        let mut table = RoutingTable::seed();
        table.rules[0].desk = "moon".to_owned();
        table.rules[1].id = "catalogue-hit".to_owned();
        assert_eq!(table.validate(&desks).unwrap_err().len(), 2);
        assert!(RoutingTable { version: 1, rules: Vec::new() }.validate(&desks).is_err());
    }

    #[test]
    fn unknown_conditions_are_refused() {
        assert!(serde_json::from_value::<RoutingCondition>(json!({"weather": "fine"})).is_err());
        assert!(serde_json::from_value::<RoutingCondition>(json!({"amount_usd_at_least": "1e6"})).is_err());
    }
}
