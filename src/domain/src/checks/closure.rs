//! What a closure must say, and whether it can follow: `request.missing`, `request.dates`, `closure.not_possible`
//! (the Regulation, Art. 21 and 40; the Measures, Art. 13).

use serde_json::json;

use super::{CheckContext, Target, error, filled, missing, on_day};
use crate::filing::ClosureEffect;
use crate::finding::Finding;
use crate::registered::ContractStatus;

const EFFECT: &str = "/request/closure/effect";
const EFFECTIVE: &str = "/request/closure/effective_on";

pub(super) fn check(target: &Target, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let closure = context.request.closure.clone().unwrap_or_default();
    missing(
        closure.effect.is_some(),
        EFFECT,
        "中止、解除或恢复履行",
        "whether it is suspended, ended or resumed",
        findings,
    );
    missing(closure.effective_on.is_some(), EFFECTIVE, "发生日期", "the day since when", findings);
    missing(filled(context.request.reason.as_ref()).is_some(), "/request/reason", "原因", "the reason", findings);
    if let Some(effect) = closure.effect.filter(|effect| target.status.after(*effect).is_none()) {
        findings.push(not_possible(effect, target.status));
    }
    let took_effect = target.registered.effective_on.map(|day| (day, "合同生效日期", "the contract took effect"));
    let closed = target.closed_on.map(|day| (day, "上一次中止或恢复的日期", "it was last suspended or resumed"));
    on_day(closure.effective_on, EFFECTIVE, ("发生日期", "this"), closed.or(took_effect), context, findings);
}

fn not_possible(effect: ClosureEffect, status: ContractStatus) -> Finding {
    let (zh, en) = match (status, effect) {
        (ContractStatus::Terminated, _) => ("合同已经解除，不能再办理", "The contract has already been terminated"),
        (_, ClosureEffect::Resumption) => {
            ("合同没有中止，无需恢复履行", "The contract is not suspended, so it cannot be resumed")
        }
        _ => (
            "合同已经中止；可以办理恢复履行或解除",
            "The contract is already suspended; it can be resumed or terminated",
        ),
    };
    error("closure.not_possible", EFFECT, zh, en).with_evidence(json!({"status": status, "effect": effect}))
}
