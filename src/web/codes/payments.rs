//! What the codes of certificates and payments say, to banks above all.

use super::Code;

pub(super) const CODES: &[Code] = &[
    ("credential_invalid", "凭证无效或已被改动。", "The credential is not ours or was altered."),
    (
        "contract_suspended",
        "合同已中止，中止期间不得付款。",
        "The contract is suspended; nothing is paid under it meanwhile.",
    ),
    (
        "contract_terminated",
        "合同已解除，不能再付款。",
        "The contract has been terminated; nothing more is paid under it.",
    ),
    (
        "certificate_superseded",
        "该登记证已被新的登记证取代，请向企业索取现行登记证。",
        "Another certificate has taken the place of this one; ask the company for it.",
    ),
    ("certificate_revoked", "该登记证已被撤销。", "This certificate was withdrawn."),
    (
        "payable_unclear",
        "无法确定该合同目前可付的金额，请联系登记机关。",
        "What may be paid under this contract cannot be told from the register; ask the centre.",
    ),
    (
        "paid_in_former_currency",
        "合同变更过币种，此前的付款仍按原币种登记；请先冲销，再按现币种登记。",
        "The contract has changed its currency and earlier payments are in the former one; reverse them and record them in the new one first.",
    ),
    ("currency_differs", "币种与合同不同。", "The currency is not the contract's."),
    ("amount_unreadable", "金额无法读取。", "The amount cannot be read."),
    ("amount_not_positive", "金额应大于零。", "The amount must be more than zero."),
    ("paid_in_future", "付款日期不能晚于今天。", "The day of payment cannot be in the future."),
    ("paid_before_effect", "付款日期早于合同生效日期。", "The day of payment is before the contract took effect."),
    ("paid_after_validity", "付款日期在登记证有效期之后。", "The day of payment is after the certificate's last day."),
    (
        "overpayment",
        "付款将超过目前可付的金额，未予登记。",
        "This is more than what may still be paid; it was not recorded.",
    ),
    ("reference_unreadable", "业务编号无法读取。", "The reference cannot be read."),
    (
        "reference_taken",
        "贵机构已用这个业务编号登记过付款，请核对是否重复。",
        "You have recorded a payment under this reference already; see whether it is the same one.",
    ),
    ("already_reversed", "该笔付款已经冲销。", "This payment was reversed already."),
];
