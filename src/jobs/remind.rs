//! The mail of a digest: to staff, of answers and steps of referrals that are due soon; to a company, of returned applications that are
//! about to lapse, and of questions that wait for its answer.

use std::fmt::Write;

use domain::filing::FilingStatus;
use domain::licence::ReferralStatus;
use domain::reminder::ReminderReason;
use domain::verification::VerificationStatus;
use domain::{FilingId, UserId, VerificationCaseId};
use serde_json::Value;
use storage::Connection;
use storage::accounts::{User, user};
use storage::duties::{referral, verification_case};
use storage::filings::filing;
use storage::journal::Entry;

use crate::app::{AppError, Portal};

/// To whom a digest goes, with its subject and text.
pub(super) struct Digest {
    pub(super) to: User,
    pub(super) subject: String,
    pub(super) body: String,
}

/// Something that still waits.
struct Waiting {
    /// Name of the contract.
    name: Option<String>,
    due: String,
    why: &'static str,
    /// Where it is done, below the portal's address.
    place: String,
    /// Whether it is an application that waits, and nothing that follows one.
    is_filing: bool,
}

/// The digest of a `reminder.due` entry. What was done between the entry and the mail is left out; nothing left, no mail.
pub(super) async fn digest(portal: &Portal, entry: &Entry) -> Result<Option<Digest>, AppError> {
    let Some(id) = UserId::parse(&entry.subject) else { return Ok(None) };
    let lines: Vec<Value> = entry.body.get("filings").and_then(Value::as_array).cloned().unwrap_or_default();
    let found = portal
        .database
        .read(move |connection| {
            let Some(person) = user(connection, id)? else { return Ok(None) };
            let mut open = Vec::new();
            for line in &lines {
                open.extend(waiting(connection, line)?);
            }
            Ok::<_, AppError>(Some((person, open)))
        })
        .await?;
    let Some((person, open)) = found.filter(|(_, open)| !open.is_empty()) else { return Ok(None) };
    let base_url = &portal.settings.base_url;
    let mut list = String::new();
    for Waiting { name, due, why, place, .. } in &open {
        let name = name.as_deref().unwrap_or("—");
        writeln!(list, "· {name}（{due}，{why}）\n  {base_url}/{place}").map_err(AppError::internal)?;
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
        writeln!(list, "{zh} / {en}: {base_url}/{page}").map_err(AppError::internal)?;
    }
    let (subject, zh, en) = words(company, open.iter().all(|one| one.is_filing), more.max(listed));
    let body = format!("{}，您好：\n\n{zh}\n{en}\n\n{list}\n江苏国际知识产权运营交易中心\n", person.name);
    Ok(Some(Digest { subject, body, to: person }))
}

/// What a line of the entry is about, while it waits.
fn waiting(connection: &mut Connection, line: &Value) -> Result<Option<Waiting>, AppError> {
    let text = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default();
    let due = text("due_on").to_owned();
    let reason = ReminderReason::from_code(text("reason")).unwrap_or(ReminderReason::HalfTime);
    if reason == ReminderReason::Answer {
        let case = VerificationCaseId::parse(text("case")).map(|id| verification_case(connection, id)).transpose()?;
        let case = case.flatten().filter(|case| case.status == VerificationStatus::Asked);
        return Ok(case.map(|case| Waiting {
            due,
            why: "数据核查待答复 / a question waits for your answer",
            place: format!("verification-cases/{}", case.id),
            name: Some(case.contract_name),
            is_filing: false,
        }));
    }
    let Some(id) = FilingId::parse(text("filing")) else { return Ok(None) };
    let Some(filing) = filing(connection, id)? else { return Ok(None) };
    let (waits, why, page) = match reason {
        ReminderReason::Referral => {
            let open = referral(connection, id)?.is_some_and(|referral| referral.status == ReferralStatus::Open);
            (open, "转办步骤临近时限 / a step of the referral is due", "referrals")
        }
        ReminderReason::Lapse => {
            let returned = filing.status == FilingStatus::Returned;
            (returned, "将于该日失效，请补正 / lapses on this day unless put right", "filings")
        }
        ReminderReason::LastDay => (filing.due_on.is_some(), "今日到期 / due today", "cases"),
        ReminderReason::HalfTime | ReminderReason::Answer => {
            (filing.due_on.is_some(), "时限过半 / half of the time has passed", "cases")
        }
    };
    let is_filing = reason != ReminderReason::Referral;
    let place = format!("{page}/{id}");
    Ok(waits.then_some(Waiting { name: filing.contract.name, due, why, place, is_filing }))
}

/// Subject, and a sentence in both languages.
fn words(company: bool, only_filings: bool, count: u64) -> (String, &'static str, &'static str) {
    match (company, only_filings) {
        (_, false) => (
            format!("期限提醒：{count} 件事项临近期限"),
            "以下事项临近期限，正等您办理。",
            "These are due soon and wait for you.",
        ),
        (true, true) => (
            format!("补正提醒：{count} 件申请即将失效"),
            "以下申请退回后尚未补正，到期将失效；请按补正意见改好后再次提交，已填内容都在。",
            "These filings were returned and wait for you; they lapse unless they are put right and submitted again.",
        ),
        (false, true) => (
            format!("今日提醒：{count} 件申请临近答复期限"),
            "以下申请临近答复期限，正等您办理。",
            "These filings are due soon and wait for you.",
        ),
    }
}
