//! The mail that an endpoint was switched off because nothing arrives there any more.

use domain::webhook::DisabledWhy;
use domain::{EndpointId, PartnerId};
use serde_json::Value;
use storage::accounts::users_of_company;
use storage::journal::Entry;
use storage::partners::partner;
use storage::webhooks::endpoint;

use crate::app::{AppError, Portal};

/// A mail about an endpoint.
pub(in crate::jobs) struct Notice {
    /// Names and addresses of those who look after it.
    pub(in crate::jobs) to: Vec<(String, String)>,
    pub(in crate::jobs) subject: String,
    words: String,
}

impl Notice {
    pub(in crate::jobs) fn body(&self, name: &str) -> String {
        format!("{name}，您好：\n\n{}\n\n江苏国际知识产权运营交易中心\n", self.words)
    }
}

/// The mail of an entry, if it is about an endpoint that the portal switched off.
pub(in crate::jobs) async fn notice(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    let told = |name: &str| entry.body.get(name).and_then(Value::as_str);
    let why = told("why").and_then(DisabledWhy::from_code).filter(|_| entry.kind == "webhook.disabled");
    let (zh, en) = match why {
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
    let ids = told("endpoint").and_then(EndpointId::parse).zip(PartnerId::parse(&entry.subject));
    let Some((id, system)) = ids else { return Ok(None) };
    let found = portal
        .database
        .read(move |connection| {
            let Some((endpoint, system)) = endpoint(connection, id)?.zip(partner(connection, system)?) else {
                return Ok(None);
            };
            let mut to: Vec<(String, String)> =
                system.contact_email.iter().map(|email| (system.name.clone(), email.clone())).collect();
            if let Some(company) = system.company_id {
                to.extend(users_of_company(connection, company)?.into_iter().map(|user| (user.name, user.email)));
            }
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
