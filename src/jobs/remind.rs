//! The mail of a digest of answers that are due soon.

use std::fmt::Write;

use domain::UserId;
use serde_json::Value;
use storage::accounts::{User, user};
use storage::filings::filing;
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
                let Some(filing) = filing(connection, id)?.filter(|filing| filing.due_on.is_some()) else { continue };
                open.push((filing, text("due_on"), text("reason")));
            }
            Ok::<_, AppError>(Some((person, open)))
        })
        .await?;
    let Some((person, open)) = found.filter(|(_, open)| !open.is_empty()) else { return Ok(None) };
    let mut list = String::new();
    for (filing, due, reason) in &open {
        let why = match reason.as_str() {
            "last_day" => "今日到期 / due today",
            _ => "时限过半 / half of the time has passed",
        };
        let name = filing.contract.name.as_deref().unwrap_or("—");
        let place = format!("{}/cases/{}", portal.settings.base_url, filing.id);
        writeln!(list, "· {name}（{due}，{why}）\n  {place}").map_err(AppError::internal)?;
    }
    let more = entry.body.get("count").and_then(Value::as_u64).unwrap_or_default();
    let listed = u64::try_from(open.len()).unwrap_or_default();
    if more > listed {
        let queue = format!("{}/queue", portal.settings.base_url);
        writeln!(list, "其余请见办件队列 / the others are in the queue: {queue}").map_err(AppError::internal)?;
    }
    Ok(Some(Digest {
        subject: format!("今日提醒：{} 件申请临近答复期限", more.max(listed)),
        body: format!(
            "{}，您好：\n\n以下申请临近答复期限，正等您办理。\nThese filings are due soon and wait for you.\n\n{list}\n江苏国际知识产权运营交易中心\n",
            person.name
        ),
        to: person,
    }))
}
