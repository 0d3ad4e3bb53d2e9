//! What the register knows of the contract that an amendment, a closure or a reissue is about.

use chrono::NaiveDate;

use crate::contract::ContractForm;
use crate::filing::SettlementForm;
use crate::registered::ContractStatus;

/// The contract of the register that an application is about, as the register has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The version that the application starts from.
    pub registered: ContractForm,
    /// Whether it is in force, suspended or terminated.
    pub status: ContractStatus,
    /// Since when it is suspended or terminated, or has been resumed; nothing before the first closure.
    pub closed_on: Option<NaiveDate>,
    /// The later royalty bases that have been settled, in order.
    pub settlements: Vec<SettlementForm>,
    /// Other applications under way for it (their ids).
    pub under_way: Vec<String>,
    /// Day on which the certificate in force was issued.
    pub certified_on: NaiveDate,
}
