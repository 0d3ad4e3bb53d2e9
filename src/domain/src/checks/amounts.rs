//! What the price must satisfy: `currency.unknown`, `amount.format`, `amount.precision`, `amount.split`, `rate.missing`.

use serde_json::json;

use super::{CheckContext, error, filled, info};
use crate::contract::{AmountForm, ContractForm};
use crate::finding::Finding;
use crate::money::{Currency, MoneyError, is_decimal_text, parse_decimal};

const AMOUNT: &str = "/contract/amount";

pub(super) fn check(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let code = filled(form.amount.as_ref().and_then(|amount| amount.currency.as_ref()));
    let currency = code.and_then(|code| context.reference.currency(code));
    if let (Some(code), None) = (code, currency) {
        let finding = error(
            "currency.unknown",
            format!("{AMOUNT}/currency"),
            "币种代码不存在，请从列表中选择",
            "There is no such currency; choose one from the list",
        );
        findings.push(finding.with_evidence(json!({"found": code})));
    }
    if let Some(currency) =
        currency.filter(|currency| context.reference.rates.usd_rate(currency.code, context.today).is_none())
    {
        findings.push(info(
            "rate.missing",
            format!("{AMOUNT}/currency"),
            format!("系统中没有{}对美元的汇率，金额暂不折算", currency.code),
            format!("There is no rate from {} to US dollars yet; the amount is not converted", currency.code),
        ));
    }
    let mut read = |text: Option<&String>, pointer: &str| {
        let text = filled(text)?;
        let result = decimal(text, currency);
        findings.extend(result.err().map(|reason| unreadable(reason, pointer, text)));
        result.ok()
    };
    let part = |field: fn(&AmountForm) -> Option<&String>| form.amount.as_ref().and_then(field);
    let payment = form.payment.as_ref();
    let royalty = payment.and_then(|payment| payment.royalty.as_ref());
    let total = read(part(|amount| amount.total.as_ref()), "/contract/amount/total");
    let technology = read(part(|amount| amount.technology_fee.as_ref()), "/contract/amount/technology_fee");
    let equipment = read(part(|amount| amount.equipment_fee.as_ref()), "/contract/amount/equipment_fee");
    let entry = read(payment.and_then(|payment| payment.entry_fee.as_ref()), "/contract/payment/entry_fee");
    read(royalty.and_then(|royalty| royalty.first_base_amount.as_ref()), "/contract/payment/royalty/first_base_amount");
    let Some(total) = total else { return };
    if technology.unwrap_or(0).saturating_add(equipment.unwrap_or(0)) > total {
        findings.push(error(
            "amount.split",
            AMOUNT,
            "技术费与设备费之和超过合同总金额",
            "The parts for technology and equipment add up to more than the whole price",
        ));
    }
    if entry.is_some_and(|entry| entry > total) {
        findings.push(error(
            "amount.split",
            "/contract/payment/entry_fee",
            "入门费超过合同总金额",
            "The entry fee is more than the whole price",
        ));
    }
}

/// Reads an amount; while the currency is not known, at the finest precision there is.
pub(super) fn decimal(text: &str, currency: Option<Currency>) -> Result<i64, MoneyError> {
    if !is_decimal_text(text) {
        return Err(MoneyError::Syntax);
    }
    parse_decimal(text, currency.map_or(4, |currency| currency.minor_units))
}

pub(super) fn unreadable(reason: MoneyError, pointer: &str, text: &str) -> Finding {
    let finding = match reason {
        MoneyError::Precision { allowed: 0 } => {
            error("amount.precision", pointer, "该币种没有小数", "This currency has no decimals")
        }
        MoneyError::Precision { allowed } => error(
            "amount.precision",
            pointer,
            format!("该币种最多{allowed}位小数"),
            format!("This currency has at most {allowed} decimals"),
        ),
        MoneyError::Syntax | MoneyError::TooLarge => error(
            "amount.format",
            pointer,
            "金额应为不带千分位的数字，整数部分最多15位，例如1250000.00",
            "Write the amount as a plain number of at most 15 digits before the point, such as 1250000.00",
        ),
    };
    finding.with_evidence(json!({"found": text}))
}
