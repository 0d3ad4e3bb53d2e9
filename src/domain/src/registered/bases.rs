//! The royalty bases of a contract (提成基准金额): the first, as registered, and the later ones, each settled by an
//! amendment (the Measures, Art. 7). Their sum is what bank and tax office compare payments with.

use crate::contract::{ContractForm, PaymentMode};
use crate::filing::SettlementForm;
use crate::money::Money;
use crate::reference::ReferenceData;

/// The sum of the bases up to and with each one: of the first alone, then with each settlement. None where the contract
/// is not paid by royalty, or an amount cannot be read in its currency.
pub fn cumulative_bases(
    form: &ContractForm,
    settlements: &[SettlementForm],
    reference: &ReferenceData,
) -> Option<Vec<Money>> {
    let payment = form.payment.as_ref().filter(|payment| payment.mode.is_some_and(PaymentMode::has_royalty))?;
    let currency = reference.currency(form.amount.as_ref()?.currency.as_deref()?)?;
    let first = payment.royalty.as_ref()?.first_base_amount.as_deref()?;
    let later = settlements.iter().map(|settlement| settlement.base_amount.as_deref());
    let mut sum = Money::zero(currency);
    std::iter::once(Some(first))
        .chain(later)
        .map(|amount| {
            sum.minor = sum.minor.checked_add(Money::parse(amount?, currency).ok()?.minor)?;
            Some(sum)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn form(json: Value) -> ContractForm {
        serde_json::from_value(json).unwrap()
    }

    fn settled(amount: &str) -> SettlementForm {
        SettlementForm { formed_on: None, base_amount: Some(amount.into()) }
    }

    #[test]
    fn each_base_adds_to_the_sum_and_what_cannot_be_read_is_no_sum() {
        let reference = ReferenceData::shipped().unwrap();
        let royalty = json!({"amount": {"currency": "EUR"}, "payment": {"mode": "royalty",
            "royalty": {"first_base_amount": "400000.00"}}});
        let sums = |form: &ContractForm, settlements: &[SettlementForm]| -> Option<Vec<String>> {
            Some(cumulative_bases(form, settlements, &reference)?.iter().map(Money::decimal_text).collect())
        };
        let form_of = form(royalty.clone());
        assert_eq!(sums(&form_of, &[]).unwrap(), ["400000.00"]);
        let settlements = [settled("50000.50"), settled("1")];
        assert_eq!(sums(&form_of, &settlements).unwrap(), ["400000.00", "450000.50", "450001.50"]);
        assert_eq!(sums(&form_of, &[settled("1.001")]), None);
        let lump_sum = json!({"amount": {"currency": "EUR"}, "payment": {"mode": "lump_sum"}});
        assert_eq!(sums(&form(lump_sum), &[]), None);
    }
}
