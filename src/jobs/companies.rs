//! What is mailed to the people of a company when the centre has decided whether it may file, and the reason where there is one.

use domain::CompanyId;
use serde_json::Value;
use storage::accounts::{company, users_of_company};
use storage::journal::Entry;

use super::systems::Notice;
use crate::app::{AppError, Portal};

/// The mail of an entry, if it says whether a company may file.
pub(super) async fn notice(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    let (Some((subject, zh, en)), Some(id)) = (text(&entry.kind), CompanyId::parse(&entry.subject)) else {
        return Ok(None);
    };
    let found = portal
        .database
        .read(move |connection| {
            let Some(company) = company(connection, id)? else { return Ok(None) };
            Ok::<_, AppError>(Some((company.name, users_of_company(connection, id)?)))
        })
        .await?;
    let reason = entry.body.get("reason").and_then(Value::as_str);
    let reason = reason.map_or_else(String::new, |reason| format!("原因 / Reason: {reason}\n"));
    Ok(found.map(|(name, users)| Notice {
        to: users.into_iter().map(|user| (user.name, user.email)).collect(),
        subject: format!("{subject}：{name}"),
        words: format!(
            "{zh}\n{en}\n\n企业 / Company: {name}\n{reason}查看 / See: {}/own-company",
            portal.settings.base_url
        ),
    }))
}

/// Subject, and one sentence in both languages, for the entries that are mailed.
fn text(kind: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        "company.approved" => (
            "企业已开通",
            "贵企业的注册已通过中心审核，现在可以填报和提交申请。",
            "The centre has approved your company: it may file from now on.",
        ),
        "company.rejected" => (
            "企业注册未通过",
            "贵企业的注册未通过中心审核，不能填报。信息有误的，请登录平台更正，更正后将重新审核。",
            "The centre has not approved your company, and it may not file. Put your data right on the portal to ask again.",
        ),
        "company.suspended" => (
            "企业已停用",
            "贵企业已被停用，暂不能填报；已登记的合同和登记证不受影响。如有疑问请联系中心。",
            "Your company is suspended and may not file for now; what is registered stands. Ask the centre if you do not know why.",
        ),
        "company.resumed" => ("企业已恢复", "贵企业已恢复，可以继续填报。", "Your company may file again."),
        _ => return None,
    })
}
