//! The answers to a bank's question in words. Figures are told beside them, and names never.

use domain::payments::{PaymentAnswer, PaymentQuestion, PaymentRemark};

use crate::app::Context;

/// An answer in the reader's words.
pub(super) fn words(context: &Context, answer: PaymentAnswer) -> String {
    let (zh, en) = match answer.remark {
        PaymentRemark::Agrees => agrees(answer.question),
        PaymentRemark::CertificateRevoked => ("该登记证已被撤销。", "This certificate was withdrawn."),
        PaymentRemark::CertificateSuperseded => (
            "该登记证已被新的登记证取代，请向企业索取现行登记证。",
            "Another certificate has taken the place of this one; ask the company for it.",
        ),
        PaymentRemark::ContractSuspended => {
            ("合同已中止，中止期间不得付款。", "The contract is suspended; nothing is paid under it meanwhile.")
        }
        PaymentRemark::ContractTerminated => {
            ("合同已解除，不能再付款。", "The contract has been terminated; nothing more is paid under it.")
        }
        PaymentRemark::PaidAfterValidity => {
            ("付款日期在登记证有效期之后。", "The day of payment is after the certificate's last day.")
        }
        PaymentRemark::PaidInFuture => {
            ("付款日期尚未到来，请届时再次查询。", "The day of payment has not come; ask again then.")
        }
        PaymentRemark::PaidBeforeEffect => {
            ("付款日期早于合同生效日期。", "The day of payment is before the contract took effect.")
        }
        PaymentRemark::CurrencyDiffers => ("币种与合同不同。", "The currency is not the contract's."),
        PaymentRemark::PaidInFormerCurrency => (
            "合同变更过币种，此前的付款仍按原币种登记；请先冲销，再按现币种登记。",
            "The contract has changed its currency and earlier payments are in the former one; reverse them and record them in the new one first.",
        ),
        PaymentRemark::PayableUnclear => (
            "无法确定该合同目前可付的金额，请联系登记机关。",
            "What may be paid under this contract cannot be told from the register; ask the centre.",
        ),
        PaymentRemark::AmountNotPositive => ("金额应大于零。", "The amount must be more than zero."),
        PaymentRemark::Overpayment => ("超过目前可付的金额。", "This is more than what may still be paid."),
        PaymentRemark::NameDiffers => ("名称与登记的不同。", "The name is not the registered one."),
        PaymentRemark::NameClose => (
            "名称与登记的相近但不相同，请核对登记证。",
            "The name is nearly the registered one; compare it with the certificate.",
        ),
        PaymentRemark::NameNotComparable => (
            "名称与登记的文字不同，无法比对，请核对登记证。",
            "The name is in another script than the registered one; compare it with the certificate.",
        ),
        PaymentRemark::UsccDiffers => ("统一社会信用代码与登记的不同。", "The credit code is not the registered one."),
        PaymentRemark::UsccNotRegistered => {
            ("登记内容中没有该方的统一社会信用代码。", "No credit code is registered of this party.")
        }
        PaymentRemark::CountryDiffers => ("国别与登记的不同。", "The country is not the registered one."),
        PaymentRemark::ChangedSince => (
            "此后合同有变动，请在付款前核对。",
            "Something was registered of this contract since; look at it before you pay.",
        ),
    };
    context.say(zh, en)
}

const fn agrees(question: PaymentQuestion) -> (&'static str, &'static str) {
    match question {
        PaymentQuestion::Certificate => ("登记证在该日有效。", "The certificate stands on that day."),
        PaymentQuestion::PayOn => ("付款日期可以接受。", "The day may be the day of payment."),
        PaymentQuestion::Payer => ("付款方与登记的技术受方一致。", "Who pays is who receives the technology."),
        PaymentQuestion::Payee => ("收款方与登记的技术供方一致。", "Who is paid is who supplies the technology."),
        PaymentQuestion::Currency => ("币种与合同一致。", "The currency is the contract's."),
        PaymentQuestion::Amount => ("不超过目前可付的金额。", "This may still be paid."),
        PaymentQuestion::Changes => ("此后没有变动。", "Nothing has changed since."),
    }
}
