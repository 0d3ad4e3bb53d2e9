//! What each code says to people. One table: a code's text stands nowhere else.

use actix_web::http::StatusCode;
use domain::finding::Language;

/// Every code that may occur, with its explanation.
pub(super) const CODES: &[(&str, &str, &str)] = &[
    ("invalid_json", "请求内容不是有效的 JSON。", "The body is not valid JSON."),
    ("invalid_query", "查询参数有误。", "A query parameter cannot be read."),
    (
        "invalid_cursor",
        "翻页标记无效，请从第一页重新开始。",
        "The cursor is not one of ours; begin again at the first page.",
    ),
    ("invalid_header", "请求头有误。", "A header cannot be read."),
    ("invalid_multipart", "上传内容无法读取，请重新上传。", "The upload cannot be read; send it again."),
    (
        "idempotency_key_required",
        "请在请求头 Idempotency-Key 中给出 1 至 255 个可见 ASCII 字符，重试时保持不变。",
        "Send a header Idempotency-Key of 1 to 255 visible ASCII characters, and the same one when you retry.",
    ),
    (
        "idempotency_mismatch",
        "这个 Idempotency-Key 已用于内容不同的请求。",
        "This Idempotency-Key was used with another body.",
    ),
    (
        "idempotency_in_flight",
        "相同的请求正在处理，请稍候再试。",
        "The same request is still running; try again in a second.",
    ),
    (
        "unauthenticated",
        "请先登录，或登录已过期。邮箱或密码也可能有误。",
        "Sign in first; the session may have ended, or the address or password is wrong.",
    ),
    ("insufficient_scope", "此凭证没有这项权限。", "The token lacks the scope for this."),
    ("forbidden", "您的角色没有这项功能。", "This function is not part of your role."),
    ("foreign_origin", "请求来自其他网站，已拒绝。", "The request came from another site."),
    (
        "company_not_approved",
        "企业注册尚待中心审核，通过后即可填报。",
        "The centre has yet to approve the company; it can file after that.",
    ),
    ("not_found", "没有找到，或者您无权查看。", "There is nothing here, or nothing that you may see."),
    ("method_not_allowed", "此地址不支持这种请求方法。", "This address does not know the method."),
    ("request_timeout", "请求内容接收超时，请检查网络后重试。", "The body took too long to arrive."),
    (
        "illegal_state",
        "当前状态下不能进行此操作，请刷新后查看。",
        "This cannot be done in the current state; read it again.",
    ),
    ("already_submitted", "该申请已经提交，无需重复提交。", "This filing has already been submitted."),
    (
        "not_draft",
        "只有草稿可以删除；已提交的申请可以撤回。",
        "Only a draft can be deleted; a submitted filing can be withdrawn.",
    ),
    ("not_submitted", "该申请尚未提交，没有回执。", "This filing has not been submitted; there is no receipt."),
    ("not_claimed_by_you", "请先领取该申请；它现在不在您名下。", "Claim the filing first; it is not yours now."),
    (
        "four_eyes",
        "提出审核意见的人不能同时审定，请由另一位同事审定。",
        "Whoever recommended cannot decide; another person must.",
    ),
    (
        "changed_meanwhile",
        "提交期间内容有变动，请核对后再次提交。",
        "The filing changed while it was being submitted; look at it and submit again.",
    ),
    ("already_exists", "已存在相同的记录。", "There is such a record already."),
    ("email_taken", "该邮箱已注册，请直接登录。", "This address has an account; sign in with it."),
    (
        "company_exists",
        "该统一社会信用代码已注册，请联系本企业的账号持有人。",
        "This credit code has an account; ask the person who holds it.",
    ),
    (
        "contract_number_taken",
        "该合同号已在登记簿中，不能重复登记。",
        "This contract number is already in the register.",
    ),
    ("too_many_attachments", "每件申请最多 50 份材料。", "A filing has at most 50 attachments."),
    (
        "version_mismatch",
        "内容已被更新，请查看最新版本后再保存。",
        "It has changed since you read it; read it again before saving.",
    ),
    ("if_match_required", "请在 If-Match 请求头中给出您读取的版本。", "Name the version you read in If-Match."),
    (
        "payload_too_large",
        "内容过大：表单不超过 256 KiB，文件不超过 20 MiB。",
        "Too large: a form has at most 256 KiB, a file 20 MiB.",
    ),
    ("unsupported_media_type", "请求内容的类型不受支持。", "The type of the body is not supported."),
    ("unsupported_encoding", "不接受压缩的请求内容。", "Compressed bodies are not accepted."),
    ("validation_failed", "有内容需要更正，请逐项查看。", "Some of it must be put right; see the list."),
    ("unknown_field", "含有不认识的字段。", "There is a field that does not exist."),
    ("control_character", "文本中含有不可见的控制字符。", "A text contains control characters."),
    ("findings_block", "核查发现错误，改正后才能提交。", "The checks found errors that must be mended first."),
    ("reasons_required", "有提示事项需要说明原因。", "Warnings need a reason each."),
    ("declaration_required", "请确认声明后提交。", "The declaration must be made."),
    ("kind_not_open", "该类申请暂未开放在线办理。", "This kind cannot be filed online yet."),
    ("read_only", "此项不能更改。", "This cannot be changed."),
    (
        "type_mismatch",
        "文件类型不受支持，或扩展名与内容不符。",
        "The type of file is not taken, or its name and content disagree.",
    ),
    ("empty_file", "文件为空。", "The file is empty."),
    ("unknown_district", "请选择苏州市的区域。", "Choose a district of Suzhou."),
    ("routing_rules_invalid", "分派规则不完整。", "The routing rules do not hold together."),
    ("credential_invalid", "凭证无效或已被改动。", "The credential is not ours or was altered."),
    ("invalid_client", "客户端标识或密钥有误。", "The client id or secret is wrong."),
    ("invalid_scope", "所请求的权限未授予该客户端。", "The client was not granted this scope."),
    ("unsupported_grant_type", "只支持 client_credentials。", "Only client_credentials is supported."),
    ("too_many_requests", "请求过于频繁，请稍后再试。", "Too many requests; wait a little."),
    (
        "unavailable",
        "服务暂时不可用，请稍后重试；您的内容不会丢失。",
        "Not available at the moment; try again shortly.",
    ),
    (
        "internal",
        "系统出错，我们已记录。请稍后重试，或把请求编号告诉我们。",
        "Something went wrong on our side and was recorded; try again, or tell us the request id.",
    ),
];

/// The text of a code.
pub(super) fn detail(code: &str, language: Language) -> Option<&'static str> {
    CODES.iter().find(|(known, _, _)| *known == code).map(|(_, zh, en)| match language {
        Language::Zh => *zh,
        Language::En => *en,
    })
}

/// What a status means, in short.
pub(super) fn title(status: StatusCode, language: Language) -> &'static str {
    let (zh, en) = match status.as_u16() {
        400 => ("请求有误", "Bad request"),
        401 => ("需要登录", "Not signed in"),
        403 => ("没有权限", "Forbidden"),
        404 => ("未找到", "Not found"),
        405 => ("方法不支持", "Method not allowed"),
        408 => ("接收超时", "Request timeout"),
        409 => ("状态冲突", "Conflict"),
        412 => ("版本已更新", "Precondition failed"),
        413 => ("内容过大", "Too large"),
        415 => ("类型不支持", "Unsupported media type"),
        422 => ("内容需要更正", "Cannot be accepted"),
        428 => ("缺少版本", "Precondition required"),
        429 => ("请求过多", "Too many requests"),
        503 => ("暂时不可用", "Unavailable"),
        _ => ("系统错误", "Internal error"),
    };
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}
