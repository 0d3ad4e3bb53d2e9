//! The fact: one row per registered event. How facts are made from the journal and kept is not here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What was registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// 登记: a new contract.
    Registration,
    /// 变更: a change of a registered contract; amounts are the difference.
    Amendment,
    /// 中止或解除: a contract that ends early; amounts are the difference, if any.
    Closure,
}

/// One registered event as statistics see it.
///
/// Additive columns (`contracts` and the two amounts) are deltas, so that their sum over all facts is the state of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The journal entry that this fact comes from; facts are appended in this order.
    pub seq: i64,
    /// What was registered.
    pub kind: FactKind,
    /// The day of registration in Suzhou.
    pub registered_on: NaiveDate,
    /// The statistical month, `YYYY-MM`.
    pub month: String,
    /// `import` or `export`.
    pub direction: String,
    /// The Chinese party's county-level division, six digits.
    pub district: String,
    /// The counterparty's country, ISO 3166-1 alpha-2.
    pub country: String,
    /// The industry, a division of GB/T 4754 (its first two characters count).
    pub industry: String,
    /// The legal type's code.
    pub legal_type: String,
    /// The code of how the technology moves.
    pub mode: String,
    /// The code of how the price is paid.
    pub payment_mode: String,
    /// The Chinese party's ownership code.
    pub ownership: String,
    /// Whether the parties are related.
    pub related_parties: bool,
    /// The contract total, in US cents (a delta on amendments).
    pub amount_usd_cents: i64,
    /// The technology fee, in US cents (a delta on amendments).
    pub technology_fee_usd_cents: i64,
    /// +1 on registration; −1 and +1 where an amendment moves a contract; 0 otherwise.
    pub contracts: i32,
    /// The royalty rate in millionths of one (3.5 % is 35 000); `None` when the contract has none.
    pub royalty_rate_millionths: Option<i64>,
    /// Working days from submission to registration.
    pub days_to_register: i32,
}
