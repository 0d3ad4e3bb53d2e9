//! `patent.missing`, `patent.incomplete` and `patent.expired_before_end`.

use serde_json::json;

use super::{error, filled, warning};
use crate::contract::{ContractForm, LegalType};
use crate::finding::Finding;

pub(super) fn check(form: &ContractForm, findings: &mut Vec<Finding>) {
    if form.patents.is_empty() && form.legal_type.is_some_and(LegalType::concerns_patents) {
        findings.push(error(
            "patent.missing",
            "/contract/patents",
            "专利类合同请列出所涉专利或专利申请",
            "A contract about patents names the patents or applications concerned",
        ));
    }
    for (at, patent) in form.patents.iter().enumerate() {
        let pointer = format!("/contract/patents/{at}");
        if filled(patent.office.as_ref()).is_none() || filled(patent.number.as_ref()).is_none() {
            findings.push(error(
                "patent.incomplete",
                pointer.as_str(),
                "请填写专利的受理局和专利号",
                "Fill in the patent's office and number",
            ));
        }
        if let (Some(expires), Some(end)) = (patent.expires_on, form.valid_until)
            && expires < end
        {
            let finding = warning(
                "patent.expired_before_end",
                format!("{pointer}/expires_on"),
                format!("该专利于{expires}到期，早于合同有效期截止日{end}；请说明到期后的费用安排"),
                format!(
                    "The patent expires on {expires}, before the contract ends on {end}; say what is paid after that"
                ),
            );
            findings.push(finding.with_evidence(json!({"expires_on": expires, "valid_until": end})));
        }
    }
}
