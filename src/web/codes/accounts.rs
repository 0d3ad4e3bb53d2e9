//! What the codes of passwords and of a company's users say.

use super::Code;

pub(super) const CODES: &[Code] = &[
    ("link_expired", "该链接已使用或已过期，请重新申请。", "This link was used or has expired; ask for another one."),
    ("too_many_users", "每家企业最多 50 个账号。", "A company has at most 50 accounts."),
    (
        "oneself",
        "不能停用自己的账号，请由本企业的其他人员办理。",
        "Nobody disables their own account; a colleague can.",
    ),
    (
        "last_user",
        "这是本企业最后一个可用的账号，不能停用。",
        "This is the company's last account in use; it cannot be disabled.",
    ),
];
