//! `duplicate.number` and `duplicate.similar`. What is earlier and alike is looked up by the caller.

use serde_json::json;

use super::{CheckContext, error, warning};
use crate::finding::Finding;

pub(super) fn check(context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    if !context.earlier.same_number.is_empty() {
        let finding = error(
            "duplicate.number",
            "/contract/number",
            "该合同号已被使用；如合同内容有变，请提交变更，否则请更换后8位",
            "This contract number is already in use; file an amendment if the contract has changed, otherwise choose \
             other last eight characters",
        );
        findings.push(finding.with_evidence(json!({"earlier": context.earlier.same_number})));
    }
    if let Some(first) = context.earlier.similar.first() {
        let similar: Vec<_> = context
            .earlier
            .similar
            .iter()
            .map(|other| json!({"number": other.number, "name": other.name, "signed_on": other.signed_on}))
            .collect();
        let finding = warning(
            "duplicate.similar",
            "/contract",
            format!("与已有合同{}相似；如不是同一合同，请说明", first.number),
            format!("This looks like contract {}; if it is another one, say so", first.number),
        );
        findings.push(finding.with_evidence(json!({"similar": similar})));
    }
}
