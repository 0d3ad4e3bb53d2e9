//! What every request on a contract of the register must satisfy: `contract.under_way`, and the days and texts it names
//! (`request.missing`, `request.dates`).

use chrono::NaiveDate;
use serde_json::json;

use super::{CheckContext, Target, error};
use crate::finding::Finding;

/// One application under way for a contract at a time: a second one would start from what the first is about to change.
pub(super) fn alone(target: &Target) -> Option<Finding> {
    if target.under_way.is_empty() {
        return None;
    }
    let finding = error(
        "contract.under_way",
        "/contract_id",
        "这份合同另有一件申请正在办理；请等其办结，或先撤回那一件，再提交本件",
        "Another filing for this contract is under way; wait for its answer or withdraw it, then submit this one",
    );
    Some(finding.with_evidence(json!({"filings": target.under_way})))
}

/// Something that the request must say.
pub(super) fn missing(present: bool, pointer: &str, zh: &str, en: &str, findings: &mut Vec<Finding>) {
    if !present {
        findings.push(error("request.missing", pointer, format!("请填写{zh}"), format!("Fill in {en}")));
    }
}

/// A day that the request names has come, and does not lie before `earliest` (a day and what happened on it).
pub(super) fn on_day(
    day: Option<NaiveDate>,
    pointer: &str,
    (zh, en): (&str, &str),
    earliest: Option<(NaiveDate, &str, &str)>,
    context: &CheckContext<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(day) = day else { return };
    if day > context.today {
        let finding = error(
            "request.dates",
            pointer,
            format!("{zh}在今天之后；请在发生之后提交"),
            format!("The day of {en} has not come yet; submit once it has"),
        );
        findings.push(finding.with_evidence(json!({"day": day, "today": context.today})));
    }
    if let Some((before, before_zh, before_en)) = earliest.filter(|(before, _, _)| day < *before) {
        let finding = error(
            "request.dates",
            pointer,
            format!("{zh}早于{before_zh}（{before}），请核对"),
            format!("The day of {en} comes before the day of {before_en} ({before})"),
        );
        findings.push(finding.with_evidence(json!({"day": day, "not_before": before})));
    }
}
