//! What a company is mailed about a case of data verification: that it is asked, asked again, or reported.

use domain::VerificationCaseId;
use serde_json::Value;
use storage::accounts::{User, users_of_company};
use storage::duties::{VerificationCase, verification_case};
use storage::journal::Entry;

use crate::app::{AppError, Portal};

/// A mail about a case, to everyone who files for the company.
pub(super) struct Question {
    pub(super) to: Vec<User>,
    pub(super) subject: String,
    words: String,
}

impl Question {
    pub(super) fn body(&self, name: &str) -> String {
        format!("{name}，您好：\n\n{}\n\n江苏国际知识产权运营交易中心\n", self.words)
    }
}

/// The mail of an entry, if it concerns a case and the company is to know of it.
pub(super) async fn question(portal: &Portal, entry: &Entry) -> Result<Option<Question>, AppError> {
    let Some((subject, zh, en)) = text(&entry.kind) else { return Ok(None) };
    // An inspection that met problems has opened a case, which its entry names.
    let named = entry.body.get("verification_case").and_then(Value::as_str);
    let Some(id) = VerificationCaseId::parse(named.unwrap_or(&entry.subject)) else { return Ok(None) };
    let found = portal
        .database
        .read(move |connection| {
            let Some(case) = verification_case(connection, id)? else { return Ok(None) };
            let users = users_of_company(connection, case.company_id)?;
            Ok::<_, AppError>(Some((case, users)))
        })
        .await?;
    Ok(found.map(|(case, to)| Question {
        to,
        subject: format!("{subject}：{}", case.contract_name),
        words: words(portal, &case, (zh, en)),
    }))
}

fn words(portal: &Portal, case: &VerificationCase, (zh, en): (&str, &str)) -> String {
    let due = case.answer_due_on.map_or_else(String::new, |due| format!("请于此日前答复 / Please answer by: {due}\n"));
    format!(
        "{zh}\n{en}\n\n合同 / Contract: {}\n合同号 / Number: {}\n{due}查看 / See: {}/verification-cases/{}",
        case.contract_name, case.contract_number, portal.settings.base_url, case.id
    )
}

/// Subject, and one sentence in both languages.
fn text(entry: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match entry {
        "verification.open" | "verification.ask" | "inspection.reported" => (
            "数据核查：请答复",
            "中心对您已登记的合同数据有疑问，请登录平台查看并答复。",
            "There is a question about the data of your registered contract; please read and answer it on the portal.",
        ),
        "verification.return" => (
            "数据核查：请补充",
            "您对数据核查的答复需要补充，请登录平台查看并再次答复。",
            "Your answer does not settle the question yet; please read why on the portal and answer again.",
        ),
        "verification.report" => (
            "数据核查：通报",
            "数据核查已结案，您单位被予以通报，理由请登录平台查看。",
            "The case about your registered contract has ended in a report; the reasons are on the portal.",
        ),
        _ => return None,
    })
}
