//! What a contract paid by royalty (提成) must say: `royalty.terms`, `royalty.rate` and `royalty.base_missing`
//! (the Measures, Art. 7: such a contract is registered once its first base amount has formed, with evidence of it).

use serde_json::json;

use super::{CheckContext, error, filled};
use crate::contract::{ContractForm, PaymentMode};
use crate::finding::Finding;
use crate::money::Percent;

const ROYALTY: &str = "/contract/payment/royalty";

pub(super) fn check(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let Some(payment) = form.payment.as_ref().filter(|payment| payment.mode.is_some_and(PaymentMode::has_royalty))
    else {
        return;
    };
    let royalty = payment.royalty.clone().unwrap_or_default();
    let rate = filled(royalty.rate_percent.as_ref());
    if royalty.base.is_none() || rate.is_none() {
        findings.push(error(
            "royalty.terms",
            ROYALTY,
            "提成支付的合同请填写提成基准和提成率",
            "For a royalty, fill in what it is a share of and its rate",
        ));
    }
    if let Some(rate) = rate.filter(|rate| Percent::parse(rate).is_err()) {
        let finding = error(
            "royalty.rate",
            format!("{ROYALTY}/rate_percent"),
            "提成率应为0到100之间的百分数，最多4位小数，例如3.5",
            "The rate is a percentage from 0 to 100 with at most 4 decimals, such as 3.5",
        );
        findings.push(finding.with_evidence(json!({"found": rate})));
    }
    if royalty.first_base_formed_on.is_none() || filled(royalty.first_base_amount.as_ref()).is_none() {
        findings.push(error(
            "royalty.base_missing",
            ROYALTY,
            "提成支付的合同在首次提成基准金额形成后登记，请填写形成日期和金额",
            "A royalty contract is registered once its first base amount has formed; fill in the day and the amount",
        ));
    } else if let Some(formed) = royalty.first_base_formed_on.filter(|day| *day > context.today) {
        let finding = error(
            "royalty.base_missing",
            format!("{ROYALTY}/first_base_formed_on"),
            "首次提成基准金额尚未形成，请在形成之后提交",
            "The first base amount has not formed yet; submit once it has",
        );
        findings.push(finding.with_evidence(json!({"formed_on": formed, "today": context.today})));
    }
}
