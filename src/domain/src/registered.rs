//! The contract as the register keeps it: complete and parsed, nothing optional that the register needs.
//! Certificates and statistical facts are made from it.

mod bases;
mod changes;
mod fold;
mod standing;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::contract::{ContractForm, Direction, LegalType, Mode, Ownership, PartyForm, PaymentMode, RoyaltyBase};
use crate::contract_number::ContractNumber;
use crate::money::{Money, Percent};
use crate::reference::{Divisions, ReferenceData};
pub use bases::cumulative_bases;
pub use changes::{chain_of_changes, data_sheet_digest};
pub use fold::{ContractStatus, Entry, FoldedCertificate, Misfit, RegisteredFiling, fold};
pub use standing::{CertificateStatus, Standing};

/// A contract of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredContract {
    /// Import or export.
    pub direction: Direction,
    /// Contract number.
    pub number: ContractNumber,
    /// Name in Chinese.
    pub name: String,
    /// Name in its original language.
    pub name_original: Option<String>,
    /// Legal type.
    pub legal_type: LegalType,
    /// How the technology moves.
    pub mode: Mode,
    /// What it is about.
    pub summary: String,
    /// Who supplies the technology.
    pub supplier: RegisteredParty,
    /// Who receives it.
    pub recipient: RegisteredParty,
    /// Who uses it.
    pub user: RegisteredParty,
    /// Unified social credit code of the company on the mainland's side, as filed.
    pub company_uscc: String,
    /// The company's area of Suzhou, one code a place.
    pub district: String,
    /// The company's nature.
    pub ownership: Ownership,
    /// Industry of the technology, GB/T 4754 division.
    pub industry: String,
    /// Day of signature.
    pub signed_on: NaiveDate,
    /// Day on which it took effect.
    pub effective_on: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// Whole price.
    pub total: Money,
    /// The part paid for technology.
    pub technology_fee: Money,
    /// The part paid for equipment.
    pub equipment_fee: Money,
    /// How it is paid.
    pub payment_mode: PaymentMode,
    /// The royalty, where it is paid by one.
    pub royalty: Option<RegisteredRoyalty>,
    /// Whether the parties are related.
    pub related_parties: bool,
}

/// A party of a registered contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredParty {
    /// Registered name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// The royalty of a registered contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredRoyalty {
    /// What it is a share of.
    pub base: RoyaltyBase,
    /// The share.
    pub rate: Percent,
    /// Day on which the first base amount formed.
    pub first_base_formed_on: NaiveDate,
    /// The first base amount.
    pub first_base_amount: Money,
}

/// A form that is not complete: the first place where something is missing or cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the contract is not complete at {pointer}")]
pub struct Incomplete {
    /// JSON pointer of the place.
    pub pointer: &'static str,
}

impl RegisteredContract {
    /// Parses a form that has passed its checks.
    pub fn from_form(form: &ContractForm, reference: &ReferenceData) -> Result<Self, Incomplete> {
        let number = text(form.number.as_ref(), "/contract/number")?;
        let domestic = form.domestic_party();
        let district = text(domestic.and_then(|party| party.district.as_ref()), "/contract/district")?;
        let payment = need(form.payment.as_ref(), "/contract/payment")?;
        let payment_mode = need(payment.mode, "/contract/payment/mode")?;
        let supplier = party(form.supplier.as_ref(), "/contract/supplier")?;
        let recipient = party(form.recipient.as_ref(), "/contract/recipient")?;
        let prices = prices(form, reference)?;
        Ok(Self {
            direction: need(form.direction, "/contract/direction")?,
            number: ContractNumber::parse(&number).map_err(|_| Incomplete { pointer: "/contract/number" })?,
            name: text(form.name.as_ref(), "/contract/name")?,
            name_original: form.name_original.clone().filter(|name| !name.trim().is_empty()),
            legal_type: need(form.legal_type, "/contract/legal_type")?,
            mode: need(form.mode, "/contract/mode")?,
            summary: text(form.summary.as_ref(), "/contract/summary")?,
            user: party(form.user.as_ref(), "/contract/user")?,
            supplier,
            recipient,
            company_uscc: text(domestic.and_then(|party| party.uscc.as_ref()), "/contract/uscc")?,
            district: Divisions::canonical_code(&district).to_owned(),
            ownership: need(domestic.and_then(|party| party.ownership), "/contract/ownership")?,
            industry: text(form.industry.as_ref(), "/contract/industry")?,
            signed_on: need(form.signed_on, "/contract/signed_on")?,
            effective_on: need(form.effective_on, "/contract/effective_on")?,
            valid_until: need(form.valid_until, "/contract/valid_until")?,
            royalty: if payment_mode.has_royalty() { Some(royalty(form, prices.total)?) } else { None },
            total: prices.total,
            technology_fee: prices.technology_fee,
            equipment_fee: prices.equipment_fee,
            payment_mode,
            related_parties: need(form.related_parties, "/contract/related_parties")?,
        })
    }

    /// The company on the mainland's side: the holder of the certificate.
    pub fn company(&self) -> &RegisteredParty {
        match self.direction {
            Direction::Import => &self.recipient,
            Direction::Export => &self.supplier,
        }
    }

    /// The other side.
    pub fn counterparty(&self) -> &RegisteredParty {
        match self.direction {
            Direction::Import => &self.supplier,
            Direction::Export => &self.recipient,
        }
    }
}

struct Prices {
    total: Money,
    technology_fee: Money,
    equipment_fee: Money,
}

fn prices(form: &ContractForm, reference: &ReferenceData) -> Result<Prices, Incomplete> {
    let amount = need(form.amount.as_ref(), "/contract/amount")?;
    let code = amount.currency.as_deref().and_then(|code| reference.currency(code));
    let currency = need(code, "/contract/amount/currency")?;
    let money = |text: Option<&String>, pointer| {
        Money::parse(need(text, pointer)?, currency).map_err(|_| Incomplete { pointer })
    };
    Ok(Prices {
        total: money(amount.total.as_ref(), "/contract/amount/total")?,
        technology_fee: money(amount.technology_fee.as_ref(), "/contract/amount/technology_fee")?,
        equipment_fee: match amount.equipment_fee.as_ref() {
            Some(text) => money(Some(text), "/contract/amount/equipment_fee")?,
            None => Money::zero(currency),
        },
    })
}

fn royalty(form: &ContractForm, total: Money) -> Result<RegisteredRoyalty, Incomplete> {
    const RATE: &str = "/contract/payment/royalty/rate_percent";
    const AMOUNT: &str = "/contract/payment/royalty/first_base_amount";
    let royalty = form.payment.as_ref().and_then(|payment| payment.royalty.as_ref());
    let royalty = need(royalty, "/contract/payment/royalty")?;
    let rate = need(royalty.rate_percent.as_deref(), RATE)?;
    let amount = need(royalty.first_base_amount.as_deref(), AMOUNT)?;
    Ok(RegisteredRoyalty {
        base: need(royalty.base, "/contract/payment/royalty/base")?,
        rate: Percent::parse(rate).map_err(|_| Incomplete { pointer: RATE })?,
        first_base_formed_on: need(royalty.first_base_formed_on, "/contract/payment/royalty/first_base_formed_on")?,
        first_base_amount: Money::parse(amount, total.currency).map_err(|_| Incomplete { pointer: AMOUNT })?,
    })
}

fn party(party: Option<&PartyForm>, pointer: &'static str) -> Result<RegisteredParty, Incomplete> {
    let party = need(party, pointer)?;
    Ok(RegisteredParty { name: text(party.name.as_ref(), pointer)?, country: text(party.country.as_ref(), pointer)? })
}

fn need<T>(value: Option<T>, pointer: &'static str) -> Result<T, Incomplete> {
    value.ok_or(Incomplete { pointer })
}

fn text(value: Option<&String>, pointer: &'static str) -> Result<String, Incomplete> {
    need(value.filter(|text| !text.trim().is_empty()).cloned(), pointer)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn cases() -> Vec<ContractForm> {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/filings.json"));
        let cases: Value = serde_json::from_str(text).unwrap();
        let contracts = cases["cases"].as_array().unwrap().iter().map(|case| case["contract"].clone());
        contracts.map(|contract| serde_json::from_value(contract).unwrap()).collect()
    }

    #[test]
    fn a_complete_form_becomes_a_contract_and_survives_json() {
        let reference = ReferenceData::shipped().unwrap();
        let contract = RegisteredContract::from_form(&cases()[0], &reference).unwrap();
        assert_eq!(contract.total.decimal_text(), "1250000.00");
        assert_eq!(contract.company().country, "CN");
        assert_eq!(contract.counterparty().country, "DE");
        assert_eq!(contract.royalty.as_ref().unwrap().rate.millionths, 35_000);
        let json = serde_json::to_string(&contract).unwrap();
        assert_eq!(serde_json::from_str::<RegisteredContract>(&json).unwrap(), contract);
    }

    #[test]
    fn a_lump_sum_has_no_royalty_and_no_equipment_is_zero() {
        let reference = ReferenceData::shipped().unwrap();
        let mut form = cases()[1].clone();
        form.amount.as_mut().unwrap().equipment_fee = None;
        let contract = RegisteredContract::from_form(&form, &reference).unwrap();
        assert_eq!((contract.royalty, contract.equipment_fee.minor), (None, 0));
    }

    #[test]
    fn what_is_missing_is_named() {
        let reference = ReferenceData::shipped().unwrap();
        let pointer = |change: fn(&mut ContractForm)| {
            let mut form = cases()[0].clone();
            change(&mut form);
            RegisteredContract::from_form(&form, &reference).unwrap_err().pointer
        };
        assert_eq!(pointer(|form| form.signed_on = None), "/contract/signed_on");
        assert_eq!(pointer(|form| form.number = Some("1".into())), "/contract/number");
        assert_eq!(pointer(|form| form.supplier = None), "/contract/supplier");
        assert_eq!(
            pointer(|form| form.amount.as_mut().unwrap().currency = Some("XXL".into())),
            "/contract/amount/currency"
        );
        assert_eq!(pointer(|form| form.payment.as_mut().unwrap().royalty = None), "/contract/payment/royalty");
    }
}
