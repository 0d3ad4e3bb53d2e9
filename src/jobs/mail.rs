//! Mails a company when its application is accepted, returned, decided or has lapsed, when its registered data are questioned, and when
//! the centre has decided whether it may file; the desks' managers how good the data of each month are; whoever looks after a system
//! when the centre shuts it out, or when nothing arrives at one of its endpoints any more; the owner of an account what happens to its
//! password and its sessions; and those who look after the portal when the register does not hold. Mail leaves this machine encrypted
//! or not at all, but for a host that the operator names.

use std::net::IpAddr;
use std::time::Duration;

use domain::FilingId;
use domain::filing::FilingKind;
use lettre::message::{Mailbox, header::ContentType};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::Url;
use storage::Connection;
use storage::accounts::users_of_company;
use storage::casework::{Side, message_before};
use storage::filings::Filing;
use storage::journal::Entry;

use super::reader::Reader;
use super::systems::Notice;
use crate::app::{AppError, Portal};

/// How long a mail may take, from the connection to the server's last word. lettre's own time ends with the connection: a server that
/// then says nothing would keep every job after this one waiting.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a mail that the server asks to see again later (4xx: greylisting, maintenance, a full mailbox) is tried again before its tries
/// are counted. Mail is sent in order, so that everybody's waits behind it: no longer.
const LATER: chrono::Duration = chrono::Duration::hours(1);

/// How long messages of the desk on one application are told in one mail.
const QUIET: chrono::Duration = chrono::Duration::hours(12);

/// Where mail goes.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// `smtps://…` or `smtp://…?tls=required`, or `smtp://…` on this machine; files under `mail` in the data folder when there is none.
    pub smtp_url: Option<String>,
    /// A host to which mail may go in the clear: on a network of one's own.
    pub plain_host: Option<String>,
    /// The sender.
    pub from: String,
}

enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Files(AsyncFileTransport<Tokio1Executor>),
}

/// Sends mail.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
}

impl Mailer {
    /// A mailer with these settings; an error when mail would leave this machine for anybody on its way to read.
    pub fn new(settings: &MailSettings, data: &std::path::Path) -> Result<Self, AppError> {
        let from = settings.from.parse().map_err(AppError::internal)?;
        let transport = if let Some(url) = &settings.smtp_url {
            if is_open(&Url::parse(url).map_err(AppError::internal)?, settings.plain_host.as_deref()) {
                let why = "SMTP_URL sends mail in the clear: smtps://… or smtp://…?tls=required, unless it is to this machine or to PORTAL_SMTP_PLAIN_HOST";
                return Err(AppError::internal(why));
            }
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(AppError::internal)?;
            Transport::Smtp(smtp.timeout(Some(PATIENCE)).build())
        } else {
            let folder = data.join("mail");
            std::fs::create_dir_all(&folder).map_err(AppError::internal)?;
            Transport::Files(AsyncFileTransport::<Tokio1Executor>::new(folder))
        };
        Ok(Self { transport, from })
    }

    /// Sends a mail about an entry of this age; [`AppError::Unavailable`] when there was nobody to take it now, so that it waits.
    async fn send(&self, mail: Message, age: chrono::Duration) -> Result<(), AppError> {
        match &self.transport {
            Transport::Smtp(smtp) => {
                let sent = tokio::time::timeout(PATIENCE, smtp.send(mail)).await;
                sent.map_err(|late| AppError::Unavailable(late.into()))?.map(drop).map_err(|error| {
                    // The server has spoken about this mail, or there was no server to speak with, or it has no time.
                    let refused = error.is_permanent() || (error.is_transient() && age >= LATER);
                    if refused { AppError::internal(error) } else { AppError::Unavailable(error.into()) }
                })
            }
            Transport::Files(files) => {
                files.send(mail).await.map(drop).map_err(|error| AppError::Unavailable(error.into()))
            }
        }
    }
}

/// Whether mail would leave this machine unencrypted, or might: with `opportunistic`, whoever sits between takes the offer away.
fn is_open(url: &Url, plain_host: Option<&str>) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let here =
        host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let required = url.query_pairs().find(|(name, _)| name == "tls").is_some_and(|(_, value)| value == "required");
    let allowed = plain_host.is_some_and(|plain| host.eq_ignore_ascii_case(plain));
    url.scheme() == "smtp" && !here && !required && !allowed
}

impl Reader for Mailer {
    const NAME: &'static str = "mailer";

    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError> {
        let age = portal.now() - entry.at;
        if entry.kind == "reminder.due" {
            let Some(digest) = super::remind::digest(portal, entry).await? else { return Ok(()) };
            let mail = self.mail(entry, (&digest.to.name, &digest.to.email), digest.subject, digest.body)?;
            return self.send(mail, age).await;
        }
        if entry.kind == "quality.notice" {
            for digest in super::quality::digests(portal, entry).await? {
                let mail = self.mail(entry, (&digest.to.name, &digest.to.email), digest.subject, digest.body)?;
                self.send(mail, age).await?;
            }
            return Ok(());
        }
        if let Some(question) = super::questions::question(portal, entry).await? {
            for user in &question.to {
                let body = question.body(&user.name);
                self.send(self.mail(entry, (&user.name, &user.email), question.subject.clone(), body)?, age).await?;
            }
            return Ok(());
        }
        if let Some(letter) = super::accounts::letter(portal, entry).await? {
            let to = (letter.to.name.as_str(), letter.to.email.as_str());
            return self.send(self.mail(entry, to, letter.subject.to_owned(), letter.body)?, age).await;
        }
        if let Some(notice) = notice(portal, entry).await? {
            for (name, email) in &notice.to {
                self.send(self.mail(entry, (name, email), notice.subject.clone(), notice.body(name))?, age).await?;
            }
            return Ok(());
        }
        let Some(id) = FilingId::parse(&entry.subject).filter(|_| entry.kind.starts_with("filing.")) else {
            return Ok(());
        };
        if text(&entry.kind, FilingKind::Registration).is_none() {
            return Ok(());
        }
        let written = entry.clone();
        let found = portal
            .database
            .read(move |connection| {
                let Some(filing) = storage::filings::filing(connection, id)? else { return Ok(None) };
                if !worth_a_mail(connection, id, &written)? {
                    return Ok(None);
                }
                let users = users_of_company(connection, filing.company_id)?;
                Ok::<_, AppError>(Some((filing, users)))
            })
            .await?;
        let Some((filing, users)) = found else { return Ok(()) };
        for user in users {
            let Some(mail) = self.compose(portal, entry, &filing, &user.name, &user.email)? else { continue };
            self.send(mail, age).await?;
        }
        Ok(())
    }
}

impl Mailer {
    fn compose(
        &self,
        portal: &Portal,
        entry: &Entry,
        filing: &Filing,
        name: &str,
        email: &str,
    ) -> Result<Option<Message>, AppError> {
        let Some((subject, zh, en)) = text(&entry.kind, filing.kind) else { return Ok(None) };
        let contract = filing.contract.name.as_deref().unwrap_or("—");
        let number = filing.contract.number.as_deref().unwrap_or("—");
        let due = filing.due_on.map_or_else(String::new, |due| format!("预计答复日 / Answer due: {due}\n"));
        let body = format!(
            "{name}，您好：\n\n{zh}\n{en}\n\n合同 / Contract: {contract}\n合同号 / Number: {number}\n{due}查看 / See: {}/filings/{}\n\n江苏国际知识产权运营交易中心\n",
            portal.settings.base_url, filing.id
        );
        self.mail(entry, (name, email), format!("{subject}：{contract}"), body).map(Some)
    }

    /// A mail about an entry.
    fn mail(
        &self,
        entry: &Entry,
        (name, email): (&str, &str),
        subject: String,
        body: String,
    ) -> Result<Message, AppError> {
        let address = email.parse().map_err(AppError::internal)?;
        let domain = self.from.email.domain().to_owned();
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(name.to_owned()), address))
            // The same entry always makes the same id: a mail that is sent twice is recognised.
            .message_id(Some(format!(
                "<journal-{}-{}@{domain}>",
                entry.seq,
                crate::app::digest(email).get(..12).unwrap_or_default()
            )))
            .date(entry.at.into())
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(AppError::internal)
    }
}

/// The mail of an entry that several people get, the same but for their names.
async fn notice(portal: &Portal, entry: &Entry) -> Result<Option<Notice>, AppError> {
    if let Some(decided) = super::companies::notice(portal, entry).await? {
        return Ok(Some(decided));
    }
    if let Some(found) = super::oversight::notice(portal, entry).await? {
        return Ok(Some(found));
    }
    super::systems::notice(portal, entry).await
}

/// Subject, and one sentence in both languages, for the entries that are mailed.
fn text(entry: &str, kind: FilingKind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match entry {
        "filing.submitted" => (
            "申请已受理",
            "您的申请已受理，可在平台查看受理回执。",
            "Your filing has been received; the receipt is on the portal.",
        ),
        "filing.returned" => (
            "请补正申请",
            "您的申请需要补正：请登录平台查看逐项说明，改好后再次提交。已填内容都在。",
            "Please put some things right: the portal lists them, and everything you filled in is kept.",
        ),
        "filing.lapsed" => (
            "申请已失效",
            "您的申请退回后逾期未补正，已失效；可在平台复制为新申请，补正后重新提交。",
            "Your filing was returned and not put right in time; it has lapsed. You may copy it on the portal and file again.",
        ),
        "filing.registered" => registered(kind),
        "filing.messaged" => (
            "受理席位来信",
            "受理席位就您的申请给您留言，请登录平台查看并回复。",
            "The desk has written to you about your filing; please read and answer it on the portal.",
        ),
        "filing.refused" => (
            refused(kind),
            "您的申请未予登记，理由及救济途径请登录平台查看。",
            "Your filing was refused; the grounds and remedies are on the portal.",
        ),
        "filing.referred" => (
            "申请已转办",
            "您的申请涉及限制类技术，已转许可渠道办理，请登录平台查看。",
            "Your filing concerns restricted technology and was referred to the licence channel.",
        ),
        "filing.referral_step" => (
            "转办进展",
            "您的转办案件有新进展，请登录平台查看各步骤及时限。",
            "There is news of your referral; its steps and day limits are on the portal.",
        ),
        "filing.referral_closed" => (
            "转办办结",
            "您的转办案件已办结，请登录平台查看结果及下一步。",
            "Your referral has ended; the outcome and what comes next are on the portal.",
        ),
        "certificate.revoked" => (
            "登记证已撤销",
            "您的登记证已被撤销，理由及救济途径请登录平台查看。",
            "Your certificate was revoked; the grounds and remedies are on the portal.",
        ),
        _ => return None,
    })
}

/// What taking effect means to the company, by the kind of application.
fn registered(kind: FilingKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        FilingKind::Registration => (
            "合同已登记",
            "您的合同已准予登记，登记证可在平台下载。",
            "Your contract is registered; the certificate is on the portal.",
        ),
        FilingKind::Amendment => (
            "变更已登记",
            "您的合同变更已登记，新的登记证可在平台下载，原登记证已被替代。",
            "The amendment is registered; a new certificate is on the portal and takes the place of the earlier one.",
        ),
        FilingKind::Closure => (
            "备案已办结",
            "您的合同中止、解除或恢复履行已备案；核验登记证时将显示合同的最新状态。",
            "The closure is on record; whoever verifies the certificate is told the contract's status.",
        ),
        FilingKind::Reissue => (
            "登记证已补发",
            "您的登记证已补发，新的登记证可在平台下载，原登记证已失效。",
            "A new certificate is on the portal; the lost one is no longer valid.",
        ),
    }
}

fn refused(kind: FilingKind) -> &'static str {
    match kind {
        FilingKind::Registration => "不予登记",
        FilingKind::Amendment => "不予变更登记",
        FilingKind::Closure => "不予备案",
        FilingKind::Reissue => "不予补发",
    }
}

/// Of what the desk writes one mail tells: the first message, and the next after the company has answered or half a day has passed.
fn worth_a_mail(connection: &mut Connection, filing: FilingId, entry: &Entry) -> Result<bool, AppError> {
    if entry.kind != "filing.messaged" {
        return Ok(true);
    }
    let told = |name: &str| entry.body.get(name).and_then(|value| value.as_str());
    if told("side") != Some(Side::Desk.code()) {
        return Ok(false);
    }
    let before = message_before(connection, filing, told("id").unwrap_or_default())?;
    Ok(before.is_none_or(|before| before.side == Side::Company || entry.at - before.created_at > QUIET))
}
