//! The mail that the centre has taken a system out of use.

use domain::PartnerId;
use domain::partner::DisabledBy;
use serde_json::Value;
use storage::Connection;
use storage::accounts::users_of_company;
use storage::journal::Entry;
use storage::partners::{Partner, partner};

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

/// The mail of an entry, if it tells that the centre has shut a system out.
pub(super) async fn notice(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    let by = entry.body.get("by").and_then(Value::as_str).and_then(DisabledBy::from_code);
    if entry.kind != "partner.disabled" || by != Some(DisabledBy::Centre) {
        return Ok(None);
    }
    let Some(id) = PartnerId::parse(&entry.subject) else { return Ok(None) };
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

/// Who is told of a system: its own address, and the users of its company.
fn told_of(connection: &mut Connection, system: &Partner) -> Result<Vec<(String, String)>, AppError> {
    let mut to: Vec<(String, String)> =
        system.contact_email.iter().map(|email| (system.name.clone(), email.clone())).collect();
    if let Some(company) = system.company_id {
        to.extend(users_of_company(connection, company)?.into_iter().map(|user| (user.name, user.email)));
    }
    Ok(to)
}
