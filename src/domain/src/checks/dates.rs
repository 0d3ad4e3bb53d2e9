//! `dates.order`, `dates.not_effective` and `deadline.late`.

use chrono::NaiveDate;
use serde_json::json;

use super::{CheckContext, error, warning};
use crate::clock::{FILING_DAYS, sixty_days};
use crate::contract::{ContractForm, PaymentMode};
use crate::filing::FilingKind;
use crate::finding::Finding;

const EFFECTIVE: &str = "/contract/effective_on";

pub(super) fn check(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    order(form, findings);
    if let Some(effective) = form.effective_on.filter(|day| *day > context.today) {
        let finding = error(
            "dates.not_effective",
            EFFECTIVE,
            "合同尚未生效，请在生效之后提交",
            "The contract is not in effect yet; submit once it is",
        );
        findings.push(finding.with_evidence(json!({"effective_on": effective, "today": context.today})));
    }
    if context.kind == FilingKind::Registration {
        findings.extend(deadline(form, context));
    }
}

/// Signature, effect and end come in this order; the later field of a pair that does not is named.
fn order(form: &ContractForm, findings: &mut Vec<Finding>) {
    let days = [
        (form.signed_on, "/contract/signed_on", "签订日期", "signature"),
        (form.effective_on, EFFECTIVE, "生效日期", "effect"),
        (form.valid_until, "/contract/valid_until", "有效期截止日", "the end of validity"),
    ];
    let mut latest: Option<(NaiveDate, &str, &str)> = None;
    for (day, pointer, zh, en) in days {
        let Some(day) = day else { continue };
        match latest {
            Some((before, before_zh, before_en)) if day < before => {
                let finding = error(
                    "dates.order",
                    pointer,
                    format!("{zh}早于{before_zh}，请核对"),
                    format!("The day of {en} comes before that of {before_en}; compare the contract"),
                );
                findings.push(finding.with_evidence(json!({"day": day, "not_before": before})));
            }
            _ => latest = Some((day, zh, en)),
        }
    }
}

/// Late is a warning that asks for a reason, never a wall: the Regulation knows no penalty for it.
fn deadline(form: &ContractForm, context: &CheckContext<'_>) -> Option<Finding> {
    let payment = form.payment.as_ref();
    let by_royalty = payment.and_then(|payment| payment.mode).is_some_and(PaymentMode::has_royalty);
    let first_base = payment.and_then(|payment| payment.royalty.as_ref()?.first_base_formed_on);
    let (from, pointer, rule, zh, en) = if by_royalty {
        let pointer = "/contract/payment/royalty/first_base_formed_on";
        (first_base?, pointer, "deadline.late.royalty", "首次提成基准金额形成", "the first royalty base formed")
    } else {
        (form.effective_on?, EFFECTIVE, "deadline.late", "合同生效", "the contract took effect")
    };
    let last_day = sixty_days(from);
    if context.today <= last_day {
        return None;
    }
    let days = (context.today - from).num_days();
    let finding = warning(
        "deadline.late",
        pointer,
        format!("{zh}至今{days}天，已超过{FILING_DAYS}天的登记期限；仍可提交，请说明原因"),
        format!(
            "It is {days} days since {en}, more than the {FILING_DAYS} allowed; you may still submit, with a reason"
        ),
    );
    let evidence = json!({"from": from, "last_day": last_day, "days": days});
    Some(Finding { rule: context.reference.citations.rule(rule).cloned(), ..finding.with_evidence(evidence) })
}
