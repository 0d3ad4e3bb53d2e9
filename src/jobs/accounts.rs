//! What the owner of an account is mailed: a link to set a password, that the password was changed, that somebody used a cookie of
//! theirs a second time. A link is made here, when it is mailed: its token stands nowhere else.

use chrono::{DateTime, Duration, Utc};
use domain::{CompanyId, UserId};
use serde_json::Value;
use storage::accounts::{User, UserStatus, company_name, user};
use storage::journal::Entry;

use crate::app::account::make_link;
use crate::app::{AppError, Portal};

/// A link for who forgot a password is good for this long.
const FORGOTTEN: Duration = Duration::minutes(10);
/// One for who was admitted by a colleague.
const ADMITTED: Duration = Duration::days(7);

/// A mail to the owner of an account.
#[derive(Clone)]
pub(super) struct Letter {
    pub(super) to: User,
    pub(super) subject: &'static str,
    pub(super) body: String,
    /// Until when its link is good; none where it holds none of its own.
    good_until: Option<DateTime<Utc>>,
}

impl Letter {
    /// Whether it holds a link that is good at this time.
    pub(super) fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.good_until.is_some_and(|end| now < end)
    }
}

/// The letter of an entry, if the owner of an account is to know of it. Made again, it holds another link, and the one before is dead.
pub(super) async fn letter(portal: &Portal, entry: &Entry) -> Result<Option<Letter>, AppError> {
    let Some((subject, zh, en)) = text(&entry.kind) else { return Ok(None) };
    let Some(id) = UserId::parse(&entry.subject) else { return Ok(None) };
    let base = &portal.settings.base_url;
    let good_for = match entry.kind.as_str() {
        "user.reset_asked" => Some(FORGOTTEN),
        "user.admitted" => Some(ADMITTED),
        _ => None,
    };
    let good_until = good_for.map(|time| portal.now() + time);
    let found = if let Some(time) = good_for {
        make_link(portal, id, time).await?
    } else {
        let find = move |connection: &mut storage::Connection| Ok::<_, AppError>(user(connection, id)?);
        let owner = portal.database.read(find).await?.filter(|user| user.status == UserStatus::Active);
        owner.map(|user| (user, format!("{base}/forgot-password")))
    };
    let Some((to, address)) = found else { return Ok(None) };
    let company = company(portal, entry).await?.map_or_else(String::new, |name| format!("企业 / Company: {name}\n"));
    let body = format!(
        "{}，您好：\n\n{zh}\n{en}\n\n{company}账号 / Account: {}\n{address}\n\n江苏国际知识产权运营交易中心\n",
        to.name, to.email
    );
    Ok(Some(Letter { to, subject, body, good_until }))
}

/// The company that the entry names.
async fn company(portal: &Portal, entry: &Entry) -> Result<Option<String>, AppError> {
    let named = entry.body.get("company").and_then(Value::as_str).and_then(CompanyId::parse);
    let Some(id) = named else { return Ok(None) };
    portal.database.read(move |connection| Ok::<_, AppError>(company_name(connection, id)?)).await
}

/// Subject, and words in both languages, for the entries that are mailed.
fn text(entry: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match entry {
        "user.reset_asked" => (
            "重设密码",
            "请在 10 分钟内打开以下链接重设密码，链接只能使用一次。如非本人申请，不必理会，密码不会改变。",
            "Open this link within 10 minutes to set a new password; it works once. If you did not ask for it, do nothing: your password stays as it is.",
        ),
        "user.admitted" => (
            "账号已开通：请设置密码",
            "同事已为您开通本平台的账号。请在 7 天内打开以下链接设置密码，链接只能使用一次；逾期请在登录页选择“忘记密码”。",
            "A colleague has made an account for you. Open this link within 7 days to set your password; it works once. Later, choose “Forgotten password” on the sign-in page.",
        ),
        "user.password_changed" => (
            "密码已更改",
            "您的密码已更改，此前的登录均已退出。如非本人操作，请立即通过以下链接重设密码，并联系中心。",
            "Your password was changed, and you were signed out everywhere else. If it was not you, set another one at once, and tell the centre.",
        ),
        "session.reused" => (
            "登录异常：会话已终止",
            "您的一次登录凭证被重复使用，可能已被他人复制，平台已终止该会话。请重新登录；如有疑虑，请通过以下链接重设密码。",
            "The credential of one of your sessions was used twice; somebody may have copied it, and the session was ended. Sign in again; if in doubt, set another password.",
        ),
        _ => return None,
    })
}
