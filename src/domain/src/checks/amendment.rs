//! What an amendment must say and may change: `amendment.no_change`, `amendment.fixed`, `request.missing`, `request.dates`,
//! `contract.terminated` (the Measures, Art. 12; the Regulation, Art. 21 and 40).

use serde_json::json;

use super::{CheckContext, Target, error, filled, info, missing, on_day};
use crate::contract::{Change, ContractForm, changes};
use crate::finding::Finding;
use crate::registered::ContractStatus;

const AGREEMENT: &str = "/request/agreement_on";

/// What stays as it was registered: a contract under another number or in the other direction is another contract.
const FIXED: [(&str, &str, &str); 2] =
    [("/contract/number", "合同号", "The contract number"), ("/contract/direction", "进出口方向", "The direction")];

pub(super) fn check(form: &ContractForm, target: &Target, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let changed = changes(&target.registered, form);
    let settles = context.request.settlement.is_some();
    if changed.is_empty() && !settles {
        findings.push(error(
            "amendment.no_change",
            "/contract",
            "与登记内容相比没有任何改动；请修改要变更的事项，或填写新形成的提成基准金额",
            "Nothing differs from what is registered; change the items concerned, or fill in the royalty base that has formed",
        ));
    }
    findings.extend(changed.iter().filter_map(fixed));
    if target.status == ContractStatus::Terminated && !changed.is_empty() {
        findings.push(error(
            "contract.terminated",
            "/contract_id",
            "合同已解除，登记事项不能再变更；解除前形成的提成基准金额仍可结算",
            "The contract has been terminated and its items can no longer be changed; a royalty base that formed before can \
             still be settled",
        ));
    } else if target.status == ContractStatus::Suspended {
        findings.push(info(
            "contract.suspended",
            "/contract_id",
            "合同处于中止状态，变更登记后仍为中止",
            "The contract is suspended, and will still be after this amendment",
        ));
    }
    missing(
        filled(context.request.reason.as_ref()).is_some(),
        "/request/reason",
        "变更原因",
        "the reason for the amendment",
        findings,
    );
    // What rests on an agreement names its day; a settlement rests on the accounts.
    if !changed.is_empty() {
        let agreed = context.request.agreement_on.is_some();
        missing(agreed, AGREEMENT, "变更协议签订日期", "the day of the amending agreement", findings);
    }
    let signed = target.registered.signed_on.map(|day| (day, "合同签订日期", "the contract was signed"));
    on_day(
        context.request.agreement_on,
        AGREEMENT,
        ("变更协议签订日期", "the amending agreement"),
        signed,
        context,
        findings,
    );
}

fn fixed(change: &Change) -> Option<Finding> {
    let (pointer, zh, en) = FIXED.iter().find(|(pointer, _, _)| *pointer == change.pointer)?;
    let finding = error(
        "amendment.fixed",
        *pointer,
        format!("{zh}登记后不能变更，请恢复原值；确属另一合同的，请另行登记"),
        format!("{en} stays as registered; put it back, or register another contract if this is one"),
    );
    Some(finding.with_evidence(json!({"registered": change.from, "found": change.to})))
}
