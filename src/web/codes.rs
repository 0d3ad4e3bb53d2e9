//! What each code says to people. A code's text stands nowhere else; those of certificates and payments are in `payments`,
//! those of accounts in `accounts`.

mod accounts;
mod payments;

use actix_web::http::StatusCode;
use domain::finding::Language;

/// A code with its explanation in Chinese and in English.
type Code = (&'static str, &'static str, &'static str);

/// Every code that may occur, with its explanation.
pub(super) fn codes() -> impl Iterator<Item = &'static Code> {
    CODES.iter().chain(payments::CODES).chain(accounts::CODES)
}

const CODES: &[Code] = &[
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
        "企业尚未通过中心审核，或已停用，不能填报；原因见“本企业”。",
        "The centre has not approved the company, or has suspended it; it reads why on its own page.",
    ),
    ("not_found", "没有找到，或者您无权查看。", "There is nothing here, or nothing that you may see."),
    ("method_not_allowed", "此地址不支持这种请求方法。", "This address does not know the method."),
    (
        "misdirected_request",
        "请求的主机名不是本平台的地址。",
        "The request names a host that is not this portal; use its public address.",
    ),
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
    (
        "too_many_views",
        "最多保存 50 个筛选视图，请先删除不用的。",
        "At most 50 views can be kept; remove one that you no longer need.",
    ),
    (
        "not_at_desk",
        "该人员不在此席位办理审核，请选择本席位的审核人员。",
        "This person does not review at the filing's desk; choose someone who does.",
    ),
    ("not_your_desk", "只能与您负责的席位共享。", "You can share only with a desk of your own."),
    ("not_referred", "该申请没有转办。", "This filing was not referred."),
    ("referral_closed", "转办案件已办结。", "The referral has ended."),
    ("referral_step", "这一步骤现在不能登记。", "This step cannot be recorded now."),
    ("already_drawn", "已经抽取，不能重复抽取。", "This was drawn already, and is drawn once."),
    ("drawing_day", "还没有到公布的抽取日期。", "The announced day of drawing has not come."),
    (
        "no_seed_yet",
        "种子尚未产生：请在日志有新的记录后再抽取。",
        "There is no seed yet; draw once something has been added to the journal.",
    ),
    ("not_drawn", "您不是本次抽取的检查人员。", "You were not drawn to inspect this."),
    ("already_reported", "检查结果已经登记。", "The result of this check is on record."),
    ("period_invalid", "请填写有效的起止日期。", "Give a period that exists."),
    ("period_too_long", "这一期间的登记过多，请缩短期间。", "Too much was registered in this period; shorten it."),
    ("unknown_desk", "没有这个席位。", "There is no such desk."),
    (
        "not_corrected",
        "核查发起后还没有登记过变更，不能以“已更正”结案。",
        "No amendment has been registered since the case was opened; it was not corrected.",
    ),
    ("calendar_unreadable", "日历文本无法读取。", "The text of the calendar cannot be read."),
    ("rates_unreadable", "汇率表无法读取。", "The table of rates cannot be read."),
    (
        "pivot_too_large",
        "结果的单元格过多，请减少维度或增加筛选条件。",
        "The answer has too many cells; ask for fewer dimensions or filter more.",
    ),
    (
        "growth_without_time",
        "计算同比或环比须选择时间维度或时间筛选。",
        "Growth needs a time dimension or a filter on time.",
    ),
    ("as_of_unknown", "统计时点尚未到来。", "The moment that is asked about has not come."),
    ("contradictory_period", "时期的起点晚于终点。", "The period begins after its end."),
    (
        "too_detailed",
        "公开统计的维度过多，请减少维度或筛选条件。",
        "Published figures have fewer dimensions; ask for fewer, filters counted.",
    ),
    ("not_public", "该维度或指标不对外公布。", "Figures by this dimension, or of this measure, are not published."),
    (
        "figures_differ",
        "按当时的记录重新计算，结果与当时引用或公布的不一致，我们已记录，请联系中心。",
        "Counted again, the figures are not those that were cited or published; this was recorded, ask the centre.",
    ),
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
    ("period_not_closed", "这一时期还没有结束。", "The period is not over yet."),
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
    ("session_renewed", "登录状态刚刚更新，请稍候重试。", "The session has just been renewed; try again in a moment."),
    (
        "too_many_uploads",
        "同时上传的文件过多，请等前面的传完。",
        "Too many files are on their way at once; let some of them arrive first.",
    ),
    (
        "upload_offset",
        "文件的这一段与已收到的内容接不上，请查询已收到的位置后继续。",
        "This part does not begin where the last one ended; ask how far the upload has come and go on from there.",
    ),
    (
        "upload_part",
        "每段应为 64 KiB 至 2 MiB（最后一段除外），并在 Upload-Offset 请求头中给出位置。",
        "A part has 64 KiB to 2 MiB, but for the last, and names its place in the header Upload-Offset.",
    ),
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
    (
        "answers_incomplete",
        "请对每一项补正逐一答复：已改正，或作出说明。",
        "Answer every item of the return: corrected, or explained.",
    ),
    (
        "needs_a_look",
        "该申请不能批量决定：核查有发现（含提示），或未建议准予登记，请逐件办理。",
        "This cannot be decided together with others: the checks found something, or it was not recommended for registration.",
    ),
    ("not_refused", "该申请没有被不予登记，没有通知书。", "This filing was not refused; there is no notice."),
    ("reasons_required", "有提示事项需要说明原因。", "Warnings need a reason each."),
    ("declaration_required", "请确认声明后提交。", "The declaration must be made."),
    ("contract_required", "请选择要办理的已登记合同。", "Choose the registered contract that this is about."),
    ("unknown_contract_number", "登记簿中没有这个合同号。", "The register has no contract of this number."),
    ("contract_number_required", "请填写合同号。", "Give the number of the contract."),
    ("unknown_contract", "登记库中没有贵公司的这份合同。", "Your company has no such contract in the register."),
    (
        "not_for_registration",
        "登记是新合同的申请，不能指定已登记的合同。",
        "A registration is for a new contract and names none of the register.",
    ),
    (
        "contract_under_way",
        "这份合同另有一件申请正在办理，办结或撤回后才能提交本件。",
        "Another filing for this contract is under way; submit this one after its answer or withdrawal.",
    ),
    (
        "contract_changed",
        "登记内容在此期间有变动，请退回申请人核对后重新提交。",
        "The contract has changed in the register meanwhile; return the filing to be looked at and submitted again.",
    ),
    ("read_only", "此项不能更改。", "This cannot be changed."),
    (
        "type_mismatch",
        "文件类型不受支持，或扩展名与内容不符。",
        "The type of file is not taken, or its name and content disagree.",
    ),
    ("bulk_running", "导入还在进行，请稍后再下载。", "The upload is still being dealt with; try again in a moment."),
    ("not_a_workbook", "无法读取这个文件。", "The file cannot be read as a workbook."),
    (
        "workbook_with_macros",
        "文件含有宏，请另存为不含宏的 .xlsx 工作簿。",
        "The file contains macros; save it as an .xlsx workbook without them.",
    ),
    ("workbook_too_large", "文件内容过大。", "There is too much in the file."),
    ("wrong_template", "文件是另一类申请的模板。", "The file is the template of another kind of filing."),
    ("no_headings", "没有找到模板的标题行。", "The heading row of the template was not found."),
    ("no_rows", "没有填写任何申请。", "No row is filled in."),
    ("too_many_rows", "每个文件最多 2000 行。", "A file has at most 2,000 rows."),
    (
        "exchange_file_invalid",
        "文件无法与登记簿对账。",
        "The file cannot be compared with the register; the message says why.",
    ),
    (
        "export_too_large",
        "合同过多，请填写起始日期，或改用 CSV。",
        "There are too many contracts for a workbook: name a day to begin with, or take CSV.",
    ),
    ("empty_file", "文件为空。", "The file is empty."),
    ("unknown_district", "请选择苏州市的区域。", "Choose a district of Suzhou."),
    ("catalogue_invalid", "目录表格有误，请逐行改正后重新上传。", "The table has lines that must be put right first."),
    (
        "edition_in_force",
        "该版本已经生效，不能再改生效日期；请载入新版本。",
        "This edition is in force already; load another one instead.",
    ),
    (
        "verdicts_required",
        "建议准予登记前，请逐条判断目录比对结果；已判断属于目录的，请转办。",
        "Before recommending registration, judge each item that screening met; where one is covered, refer the filing.",
    ),
    ("routing_rules_invalid", "分派规则不完整。", "The routing rules do not hold together."),
    (
        "url_not_acceptable",
        "网址应以 https:// 开头，端口为 443 或 8443，不含用户名、密码和 # 之后的部分。",
        "The address begins with https://, has the port 443 or 8443, and no user, password or # in it.",
    ),
    (
        "address_not_public",
        "该地址不在公共互联网上，不能向其推送。",
        "This address is not on the public internet; nothing is sent there.",
    ),
    ("host_unknown", "找不到这个域名的地址。", "This name has no address."),
    (
        "too_many_endpoints",
        "每个系统最多 20 个推送地址，请先删除不用的。",
        "A system has at most 20 endpoints; remove one first.",
    ),
    ("unknown_partner", "没有这个系统。", "There is no such system."),
    (
        "webhooks_not_granted",
        "该系统没有推送权限，请先授予 webhooks:read 或 webhooks:write。",
        "The system has no right to webhooks; grant it webhooks:read or webhooks:write first.",
    ),
    ("replay_unclear", "请在 seqs、dead、after 中给出一项。", "Give one of seqs, dead and after."),
    ("mandate_over", "该委托已经结束。", "This mandate is over already."),
    ("unknown_agent", "平台上没有这家代理机构。", "There is no such agent here."),
    ("agent_is_oneself", "代理人不能是本企业。", "The agent cannot be the company itself."),
    ("scope_unclear", "委托范围不明确。", "The scope of the mandate is not clear."),
    ("in_the_past", "日期不能早于今天。", "The day cannot be in the past."),
    (
        "no_mandate",
        "贵公司没有为该企业办理此项申请的有效委托。",
        "Your company holds no mandate in force to file this for that company.",
    ),
    ("invalid_client", "客户端标识或密钥有误。", "The client id or secret is wrong."),
    (
        "invalid_request",
        "请求应为 application/x-www-form-urlencoded，含 grant_type，各参数只出现一次，且只用一种方式出示密钥。",
        "Send application/x-www-form-urlencoded with grant_type, each parameter once, and the secret in one way only.",
    ),
    ("invalid_scope", "所请求的权限未授予该客户端。", "The client was not granted this scope."),
    ("unsupported_grant_type", "只支持 client_credentials。", "Only client_credentials is supported."),
    ("scope_not_grantable", "该系统不能获得这项权限。", "This system cannot be granted this scope."),
    (
        "two_secrets",
        "该系统已有两个有效密钥，请先吊销不再使用的一个。",
        "The system has two secrets in use; revoke the one that is no longer needed first.",
    ),
    (
        "shown_once",
        "密钥只显示一次，重试不会再次显示。没有记下时请吊销它，再新建一个。",
        "A secret is shown once, and not to a retry. Where it was not written down, revoke it and make another.",
    ),
    (
        "disabled_by_other",
        "停用该系统的一方才能恢复使用，请与其联系。",
        "Whoever took this system out of use lets it in again; ask them.",
    ),
    ("too_many_partners", "每家企业最多接入 20 个系统。", "A company has at most 20 systems."),
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
    codes().find(|(known, _, _)| *known == code).map(|(_, zh, en)| match language {
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
        410 => ("已失效", "Gone"),
        412 => ("版本已更新", "Precondition failed"),
        413 => ("内容过大", "Too large"),
        415 => ("类型不支持", "Unsupported media type"),
        421 => ("主机名有误", "Misdirected request"),
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
