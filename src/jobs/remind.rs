//! The mail of a digest: to staff, of answers that are due soon; to a company, of returned applications that are about to lapse.

use std::fmt::Write;

use domain::UserId;
use domain::filing::FilingStatus;
use domain::reminder::ReminderReason;
use serde_json::Value;
use storage::accounts::{User, user};
use storage::filings::{Filing, filing};
use storage::journal::Entry;

use crate::app::{AppError, Portal};

/// To whom a digest goes, with its subject and text.
pub(super) struct Digest {
    pub(super) to: User,
    pub(super) subject: String,
    pub(super) body: String,
}

/// The digest of a `reminder.due` entry. What was answered between the entry and the mail is left out; nothing left, no mail.
pub(super) async fn digest(portal: &Portal, entry: &Entry) -> Result<Option<Digest>, AppError> {
    let Some(id) = UserId::parse(&entry.subject) else { return Ok(None) };
    let lines: Vec<Value> = entry.body.get("filings").and_then(Value::as_array).cloned().unwrap_or_default();
    let found = portal
        .database
        .read(move |connection| {
            let Some(person) = user(connection, id)? else { return Ok(None) };
            let mut open = Vec::new();
            for line in lines {
                let text = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let Some(id) = domain::FilingId::parse(&text("filing")) else { continue };
                let reason = text("reason");
                let lapses = reason == ReminderReason::Lapse.code();
                let waits = |filing: &Filing| {
                    if lapses { filing.status == FilingStatus::Returned } else { filing.due_on.is_some() }
                };
                let Some(filing) = filing(connection, id)?.filter(waits) else { continue };
                open.push((filing, text("due_on"), reason));
            }
            Ok::<_, AppError>(Some((person, open)))
        })
        .await?;
    let Some((person, open)) = found.filter(|(_, open)| !open.is_empty()) else { return Ok(None) };
    let mut list = String::new();
    for (filing, due, reason) in &open {
        let (why, page) = match ReminderReason::from_code(reason) {
            Some(ReminderReason::Lapse) => ("将于该日失效，请补正 / lapses on this day unless put right", "filings"),
            Some(ReminderReason::LastDay) => ("今日到期 / due today", "cases"),
            Some(ReminderReason::HalfTime) | None => ("时限过半 / half of the time has passed", "cases"),
        };
        let name = filing.contract.name.as_deref().unwrap_or("—");
        let place = format!("{}/{page}/{}", portal.settings.base_url, filing.id);
        writeln!(list, "· {name}（{due}，{why}）\n  {place}").map_err(AppError::internal)?;
    }
    let company = person.company_id.is_some();
    let more = entry.body.get("count").and_then(Value::as_u64).unwrap_or_default();
    let listed = u64::try_from(open.len()).unwrap_or_default();
    if more > listed {
        let (zh, en, page) = if company {
            ("其余请见我的申请", "the others are among your filings", "filings")
        } else {
            ("其余请见办件队列", "the others are in the queue", "queue")
        };
        writeln!(list, "{zh} / {en}: {}/{page}", portal.settings.base_url).map_err(AppError::internal)?;
    }
    let count = more.max(listed);
    let (subject, zh, en) = if company {
        (
            format!("补正提醒：{count} 件申请即将失效"),
            "以下申请退回后尚未补正，到期将失效；请按补正意见改好后再次提交，已填内容都在。",
            "These filings were returned and wait for you; they lapse unless they are put right and submitted again.",
        )
    } else {
        (
            format!("今日提醒：{count} 件申请临近答复期限"),
            "以下申请临近答复期限，正等您办理。",
            "These filings are due soon and wait for you.",
        )
    };
    let body = format!("{}，您好：\n\n{zh}\n{en}\n\n{list}\n江苏国际知识产权运营交易中心\n", person.name);
    Ok(Some(Digest { subject, body, to: person }))
}
