//! Mails to those who look after a system: that the centre has taken it out of use, that nothing arrives at one of its endpoints.

use domain::partner::DisabledBy;
use domain::webhook::DisabledWhy;
use domain::{EndpointId, PartnerId};
use serde_json::Value;
use storage::Connection;
use storage::accounts::users_of_company;
use storage::journal::Entry;
use storage::partners::{Partner, partner};
use storage::webhooks::endpoint;

use crate::app::{AppError, Portal};

/// A mail about a system.
pub(super) struct Notice {
    /// Names and addresses of those who look after it.
    pub(super) to: Vec<(String, String)>,
    pub(super) subject: String,
    words: String,
}

impl Notice {
    pub(super) fn body(&self, name: &str) -> String {
        format!("{name}，您好：\n\n{}\n\n江苏国际知识产权运营交易中心\n", self.words)
    }
}

/// The mail of an entry, if it tells those who look after a system something.
pub(super) async fn notice(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    match entry.kind.as_str() {
        "partner.disabled" => shut_out(portal, entry).await,
        "webhook.disabled" => unreachable(portal, entry).await,
        _ => Ok(None),
    }
}

/// The centre has shut a system out.
async fn shut_out(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    let by = told(entry, "by").and_then(DisabledBy::from_code);
    let Some(id) = PartnerId::parse(&entry.subject).filter(|_| by == Some(DisabledBy::Centre)) else {
        return Ok(None);
    };
    let found = portal
        .database
        .read(move |connection| {
            let Some(system) = partner(connection, id)? else { return Ok(None) };
            let to = told_of(connection, &system)?;
            Ok::<_, AppError>(Some((system, to)))
        })
        .await?;
    Ok(found.map(|(system, to)| Notice {
        to,
        subject: format!("系统已停用：{}", system.name),
        words: format!(
            "中心已停用该系统，其令牌同时失效；如有疑问请联系中心。\nThe centre has taken this system out of use, and its tokens with it; \
             ask the centre if you do not know why.\n\n系统 / System: {}\n查看 / See: {}/partners/{}",
            system.name, portal.settings.base_url, system.id
        ),
    }))
}

/// The portal has switched an endpoint off because nothing arrives there any more.
async fn unreachable(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    let (zh, en) = match told(entry, "why").and_then(DisabledWhy::from_code) {
        None | Some(DisabledWhy::Asked) => return Ok(None),
        Some(DisabledWhy::Gone) => (
            "该地址答复 410（不再接收），平台已停止向其推送。",
            "The address answered 410: it wants nothing any more, and nothing more is sent.",
        ),
        Some(DisabledWhy::Failing) => (
            "连续三天向该地址推送均未成功，平台已停止推送。",
            "For three days nothing arrived at this address, and nothing more is sent.",
        ),
    };
    let ids = EndpointId::parse(&entry.subject).zip(told(entry, "partner").and_then(PartnerId::parse));
    let Some((id, system)) = ids else { return Ok(None) };
    let found = portal
        .database
        .read(move |connection| {
            let Some((endpoint, system)) = endpoint(connection, id)?.zip(partner(connection, system)?) else {
                return Ok(None);
            };
            let to = told_of(connection, &system)?;
            Ok::<_, AppError>(Some((endpoint, system, to)))
        })
        .await?;
    Ok(found.map(|(endpoint, system, to)| Notice {
        to,
        subject: format!("推送已停用：{}", system.name),
        words: format!(
            "{zh}\n{en}\n\n系统 / System: {}\n地址 / Address: {}\n修复后请启用，并补发期间的事件 / When it is mended, enable it and \
             replay what was missed: {}/partners/{}/webhooks",
            system.name, endpoint.url, portal.settings.base_url, system.id
        ),
    }))
}

fn told<'a>(entry: &'a Entry, name: &str) -> Option<&'a str> {
    entry.body.get(name).and_then(Value::as_str)
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
