//! What is mailed to those who look after a system: that the centre has taken it out of use, or that nothing arrives at one of its
//! endpoints any more.

use domain::EndpointId;
use domain::event::partner_of;
use domain::partner::DisabledBy;
use domain::webhook::DisabledWhy;
use serde_json::Value;
use storage::Connection;
use storage::accounts::users_of_company;
use storage::journal::Entry;
use storage::partners::{Partner, partner};
use storage::webhooks::endpoint;

use crate::app::{AppError, Portal};

/// A mail to several people, the same but for their names.
pub(super) struct Notice {
    /// Their names and addresses.
    pub(super) to: Vec<(String, String)>,
    pub(super) subject: String,
    pub(super) words: String,
}

impl Notice {
    pub(super) fn body(&self, name: &str) -> String {
        format!("{name}，您好：\n\n{}\n\n江苏国际知识产权运营交易中心\n", self.words)
    }
}

/// The mail of an entry, if those who look after a system are to know of it.
pub(super) async fn notice(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    let Some((subject, zh, en)) = text(entry) else { return Ok(None) };
    let Some(id) = partner_of(&entry.subject, &entry.body) else { return Ok(None) };
    let about = EndpointId::parse(&entry.subject).filter(|_| entry.kind == "webhook.disabled");
    let found = portal
        .database
        .read(move |connection| {
            let Some(system) = partner(connection, id)? else { return Ok(None) };
            let to = told_of(connection, &system)?;
            let endpoint = about.map(|id| endpoint(connection, id)).transpose()?.flatten();
            Ok::<_, AppError>(Some((system, to, endpoint)))
        })
        .await?;
    Ok(found.map(|(system, to, endpoint)| {
        let address = endpoint.map_or_else(String::new, |endpoint| format!("地址 / Address: {}\n", endpoint.url));
        let page = if about.is_some() { "/webhooks" } else { "" };
        Notice {
            to,
            subject: format!("{subject}：{}", system.name),
            words: format!(
                "{zh}\n{en}\n\n系统 / System: {}\n{address}查看 / See: {}/partners/{}{page}",
                system.name, portal.settings.base_url, system.id
            ),
        }
    }))
}

/// Subject, and words in both languages, for the entries that are mailed.
fn text(entry: &Entry) -> Option<(&'static str, &'static str, &'static str)> {
    let told = |name: &str| entry.body.get(name).and_then(Value::as_str);
    let why = told("why").and_then(DisabledWhy::from_code);
    Some(match (entry.kind.as_str(), why) {
        ("partner.disabled", _) if told("by") == Some(DisabledBy::Centre.code()) => (
            "系统已停用",
            "中心已停用该系统，其令牌同时失效；如有疑问请联系中心。",
            "The centre has taken this system out of use, and its tokens with it; ask the centre if you do not know why.",
        ),
        ("webhook.disabled", Some(DisabledWhy::Gone)) => (
            "推送已停用",
            "该地址答复 410（不再接收），平台已停止向其推送。修复后请启用，并补发期间的事件。",
            "The address answered 410: it wants nothing any more, and nothing more is sent. When it is mended, switch it on and replay what was missed.",
        ),
        ("webhook.disabled", Some(DisabledWhy::Failing)) => (
            "推送已停用",
            "连续三天向该地址推送均未成功，平台已停止推送。修复后请启用，并补发期间的事件。",
            "For three days nothing arrived at this address, and nothing more is sent. When it is mended, switch it on and replay what was missed.",
        ),
        _ => return None,
    })
}

/// Who is told of a system: its own address, and the users of its company.
fn told_of(connection: &mut Connection, system: &Partner) -> Result<Vec<(String, String)>, AppError> {
    let mut to: Vec<(String, String)> =
        system.contact_email.iter().map(|email| (system.name.clone(), email.clone())).collect();
    if let Some(company) = system.company_id {
        to.extend(users_of_company(connection, company)?.into_iter().map(|user| (user.name, user.email)));
    }
    Ok(to)
}
