//! A later royalty base (the Measures, Art. 7): `settlement.not_royalty`, `request.missing`, `request.dates`,
//! `deadline.late`, `amount.format`, `amount.precision`, and its sum with the earlier ones, `settlement.cumulative`.

use chrono::NaiveDate;
use serde_json::json;

use super::{CheckContext, Target, amounts, error, filled, info, missing, on_day, warning};
use crate::clock::{FILING_DAYS, sixty_days};
use crate::contract::{ContractForm, PaymentMode};
use crate::filing::SettlementForm;
use crate::finding::Finding;
use crate::registered::cumulative_bases;

const SETTLEMENT: &str = "/request/settlement";
const FORMED: &str = "/request/settlement/formed_on";
const AMOUNT: &str = "/request/settlement/base_amount";

pub(super) fn check(
    form: &ContractForm,
    settlement: &SettlementForm,
    target: &Target,
    context: &CheckContext<'_>,
    findings: &mut Vec<Finding>,
) {
    let payment = target.registered.payment.as_ref();
    if !payment.and_then(|payment| payment.mode).is_some_and(PaymentMode::has_royalty) {
        findings.push(error(
            "settlement.not_royalty",
            SETTLEMENT,
            "登记的合同不是提成支付，没有提成基准金额可结算",
            "The registered contract is not paid by royalty; it has no base amount to settle",
        ));
        return;
    }
    let amount = filled(settlement.base_amount.as_ref());
    missing(
        settlement.formed_on.is_some(),
        FORMED,
        "提成基准金额形成日期",
        "the day on which the base formed",
        findings,
    );
    missing(amount.is_some(), AMOUNT, "提成基准金额", "the base amount", findings);
    let currency = form.amount.as_ref().and_then(|amount| amount.currency.as_deref());
    let currency = currency.and_then(|code| context.reference.currency(code));
    if let Some(reason) = amount.and_then(|amount| amounts::decimal(amount, currency).err()) {
        findings.push(amounts::unreadable(reason, AMOUNT, amount.unwrap_or_default()));
    }
    let last = last_base(target);
    if settlement.formed_on.is_some() && settlement.formed_on == last {
        findings.push(error(
            "settlement.repeated",
            FORMED,
            "这一天形成的提成基准金额已经登记",
            "The base that formed on this day is registered already",
        ));
    }
    let before = last.map(|day| (day, "上一次提成基准金额形成日期", "the base before it formed"));
    on_day(settlement.formed_on, FORMED, ("提成基准金额形成日期", "the royalty base"), before, context, findings);
    findings.extend(settlement.formed_on.and_then(|formed| late(formed, context)));
    findings.extend(cumulative(form, settlement, target, context));
}

/// The day on which the newest base that the register knows had formed.
fn last_base(target: &Target) -> Option<NaiveDate> {
    let first = target.registered.payment.as_ref()?.royalty.as_ref()?.first_base_formed_on;
    target.settlements.iter().filter_map(|settled| settled.formed_on).chain(first).max()
}

/// Late is a warning that asks for a reason, never a wall.
fn late(formed: NaiveDate, context: &CheckContext<'_>) -> Option<Finding> {
    let last_day = sixty_days(formed);
    if context.today <= last_day {
        return None;
    }
    let days = (context.today - formed).num_days();
    let finding = warning(
        "deadline.late",
        FORMED,
        format!("提成基准金额形成至今{days}天，已超过{FILING_DAYS}天；仍可提交，请说明原因"),
        format!(
            "It is {days} days since the base formed, more than {FILING_DAYS}; you may still submit, with a reason"
        ),
    );
    let evidence = json!({"from": formed, "last_day": last_day, "days": days});
    let rule = context.reference.citations.rule("deadline.late.royalty").cloned();
    Some(Finding { rule, ..finding.with_evidence(evidence) })
}

fn cumulative(
    form: &ContractForm,
    settlement: &SettlementForm,
    target: &Target,
    context: &CheckContext<'_>,
) -> Option<Finding> {
    let mut settlements = target.settlements.clone();
    settlements.push(settlement.clone());
    let sums = cumulative_bases(form, &settlements, context.reference)?;
    let (sum, before) = (sums.last()?, sums.iter().rev().nth(1)?);
    let (currency, text) = (sum.currency.code, sum.decimal_text());
    let finding = info(
        "settlement.cumulative",
        AMOUNT,
        format!("加上本次，累计提成基准金额为{currency} {text}（第{}次结算）", settlements.len()),
        format!("With this one, the royalty bases add up to {currency} {text} (settlement {})", settlements.len()),
    );
    Some(finding.with_evidence(json!({"currency": currency, "before": before.decimal_text(), "cumulative": text})))
}
