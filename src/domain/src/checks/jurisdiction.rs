//! Contracts that are registered elsewhere: `jurisdiction.state_project`, `jurisdiction.capital_contribution`.

use super::{error, warning};
use crate::contract::{ContractForm, Direction};
use crate::finding::Finding;

const POINTER: &str = "/contract/project_approval";

pub(super) fn check(form: &ContractForm, findings: &mut Vec<Finding>) {
    let authority = form.project_approval.as_ref().and_then(|approval| approval.authority.as_deref());
    match (form.direction, authority) {
        (Some(Direction::Import), Some("state_council")) => findings.push(error(
            "jurisdiction.state_project",
            POINTER,
            "国务院或其投资主管部门批准项目下的技术进口合同由商务部登记，请向商务部办理",
            "An import under a project approved by the State Council or its investment authority is registered by the \
             Ministry of Commerce; apply there",
        )),
        (_, Some("capital_contribution")) => findings.push(warning(
            "jurisdiction.capital_contribution",
            POINTER,
            "作为外商投资企业设立时出资并列入章程的技术进口合同适用外商投资的规定，不在此登记；如不属于，请说明",
            "Technology contributed as capital when a foreign-invested company was founded follows the law on foreign \
             investment and is not registered here; if this is another case, say so",
        )),
        _ => {}
    }
}
