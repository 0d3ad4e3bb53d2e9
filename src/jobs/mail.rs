//! Mails a company when its application is accepted, returned, decided or has lapsed, when its registered data are questioned, and when
//! the centre has decided whether it may file; the desks' managers how good the data of each month are; whoever looks after a system
//! when the centre shuts it out, or when nothing arrives at one of its endpoints any more; the owner of an account what happens to its
//! password and its sessions; and those who look after the portal when the register does not hold.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use domain::FilingId;
use domain::filing::FilingKind;
use lettre::Message;
use lettre::message::{Mailbox, header::ContentType};
use storage::Connection;
use storage::accounts::{User, users_of_company};
use storage::casework::{Side, message_before};
use storage::filings::Filing;
use storage::journal::Entry;

use super::accounts::Letter;
use super::reader::Reader;
use super::remind::Digest;
use super::systems::Notice;
use super::transport::{Failure, MailSettings, Transport};
use crate::app::{AppError, Portal};

/// How old an entry is before the tries of its mail that the server asks to see again later (4xx: greylisting, a full mailbox) are counted.
/// Others' mail goes on meanwhile, as far as a turn of the reader reaches.
const LATER: chrono::Duration = chrono::Duration::minutes(30);

/// A mail that the server did not take, and would not now, is tried again after this time.
const AGAIN: chrono::Duration = chrono::Duration::minutes(1);

/// Entries whose mail may not be taken in one turn: a server that takes nobody's is not asked about everybody's at once.
const MOST_TRIES: usize = 5;

/// How long messages of the desk on one application are told in one mail.
const QUIET: chrono::Duration = chrono::Duration::hours(12);

/// Sends mail.
pub struct Mailer {
    transport: Transport,
    from: Mailbox,
    memory: Mutex<Memory>,
}

/// What is known of entries that the cursor has not passed. The cursor stands at the first whose mail is not sent, so that a process that
/// ends loses none: the next one sends those after it once more, under the same ids.
#[derive(Default)]
struct Memory {
    /// Entries that are done.
    done: HashSet<i64>,
    /// Who has the mail of an entry.
    sent: HashSet<(i64, String)>,
    /// Entries with a mail that the server did not take, and when it is tried again.
    again: HashMap<i64, DateTime<Utc>>,
    /// Letters with a link: made again, a letter would kill the link before.
    letters: HashMap<i64, Letter>,
}

impl Memory {
    /// Whether an entry is done, and whether it waits because the server did not take a mail of it.
    fn standing(&self, seq: i64, now: DateTime<Utc>) -> (bool, bool) {
        (self.done.contains(&seq), self.again.get(&seq).is_some_and(|next| now < *next))
    }

    /// Forgets what the cursor passes.
    fn forget_before(&mut self, seq: i64) {
        self.done.retain(|entry| *entry >= seq);
        self.sent.retain(|(entry, _)| *entry >= seq);
        self.again.retain(|entry, _| *entry >= seq);
        self.letters.retain(|entry, _| *entry >= seq);
    }
}

/// What one person is told.
struct Mail {
    name: String,
    email: String,
    subject: String,
    body: String,
}

impl Mail {
    fn new(to: User, subject: impl Into<String>, body: String) -> Self {
        Self { name: to.name, email: to.email, subject: subject.into(), body }
    }
}

impl From<Digest> for Mail {
    fn from(digest: Digest) -> Self {
        Self::new(digest.to, digest.subject, digest.body)
    }
}

impl Reader for Mailer {
    const NAME: &'static str = "mailer";

    async fn handle(&self, portal: &Portal, entry: &Entry) -> Result<(), AppError> {
        let now = portal.now();
        self.memory().again.remove(&entry.seq);
        let mut failed = None;
        for mail in self.mails(portal, entry).await? {
            let this = (entry.seq, mail.email.clone());
            if self.memory().sent.contains(&this) {
                continue;
            }
            let sent = match self.message(entry, mail) {
                Ok(message) => self.transport.send(message).await,
                Err(error) => Err(Failure::Refused(error.into())),
            };
            let error = match sent {
                Ok(()) => {
                    self.memory().sent.insert(this);
                    continue;
                }
                Err(Failure::Away(error)) => return Err(AppError::Unavailable(error)),
                Err(Failure::Later(error)) if now - entry.at < LATER => AppError::Unavailable(error),
                Err(Failure::Later(error) | Failure::Refused(error)) => AppError::Internal(error),
            };
            self.memory().again.insert(entry.seq, now + AGAIN);
            failed.get_or_insert(error);
        }
        failed.map_or(Ok(()), Err)
    }

    /// A mail that the server does not take holds the cursor, but not the mail of the entries after it; a server that is away holds both.
    async fn handle_turn(&self, portal: &Portal, entries: &[Entry]) -> (usize, Result<(), AppError>) {
        let (mut held, mut tries) = (None, 0);
        for (place, entry) in entries.iter().enumerate() {
            let (done, waits) = self.memory().standing(entry.seq, portal.now());
            if done {
                continue;
            }
            if waits {
                held.get_or_insert_with(|| (place, AppError::Unavailable("tried again within a minute".into())));
                continue;
            }
            let Err(error) = self.handle(portal, entry).await else {
                self.memory().done.insert(entry.seq);
                continue;
            };
            held.get_or_insert((place, error));
            tries += 1;
            let (_, alone) = self.memory().standing(entry.seq, portal.now());
            if !alone || tries == MOST_TRIES {
                break;
            }
        }
        let (done, outcome) = held.map_or((entries.len(), Ok(())), |(place, error)| (place, Err(error)));
        self.memory().forget_before(entries.get(done).map_or(i64::MAX, |entry| entry.seq));
        (done, outcome)
    }
}

impl Mailer {
    /// A mailer with these settings; an error when mail would leave this machine for anybody on its way to read.
    pub fn new(settings: &MailSettings, data: &std::path::Path) -> Result<Self, AppError> {
        let from = settings.from.parse().map_err(AppError::internal)?;
        Ok(Self { transport: Transport::new(settings, data)?, from, memory: Mutex::default() })
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The mails of an entry.
    async fn mails(&self, portal: &Portal, entry: &Entry) -> Result<Vec<Mail>, AppError> {
        if entry.kind == "reminder.due" {
            return Ok(super::remind::digest(portal, entry).await?.map(Mail::from).into_iter().collect());
        }
        if entry.kind == "quality.notice" {
            return Ok(super::quality::digests(portal, entry).await?.into_iter().map(Mail::from).collect());
        }
        if let Some(question) = super::questions::question(portal, entry).await? {
            let mail = |user: &User| Mail::new(user.clone(), question.subject.clone(), question.body(&user.name));
            return Ok(question.to.iter().map(mail).collect());
        }
        if let Some(letter) = self.letter(portal, entry).await? {
            return Ok(vec![Mail::new(letter.to, letter.subject, letter.body)]);
        }
        if let Some(notice) = notice(portal, entry).await? {
            let mail = |(name, email): &(String, String)| Mail {
                body: notice.body(name),
                subject: notice.subject.clone(),
                name: name.clone(),
                email: email.clone(),
            };
            return Ok(notice.to.iter().map(mail).collect());
        }
        about_filing(portal, entry).await
    }

    /// The letter of an entry, made once while its link is good.
    async fn letter(&self, portal: &Portal, entry: &Entry) -> Result<Option<Letter>, AppError> {
        let now = portal.now();
        let kept = self.memory().letters.get(&entry.seq).filter(|letter| letter.is_good(now)).cloned();
        if kept.is_some() {
            return Ok(kept);
        }
        let made = super::accounts::letter(portal, entry).await?;
        self.memory().letters.extend(made.iter().map(|letter| (entry.seq, letter.clone())));
        Ok(made)
    }

    /// A mail about an entry, as it travels.
    fn message(&self, entry: &Entry, mail: Mail) -> Result<Message, AppError> {
        let address = mail.email.parse().map_err(AppError::internal)?;
        let domain = self.from.email.domain().to_owned();
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(mail.name), address))
            // The same entry always makes the same id: a mail that is sent twice is recognised.
            .message_id(Some(format!(
                "<journal-{}-{}@{domain}>",
                entry.seq,
                crate::app::digest(&mail.email).get(..12).unwrap_or_default()
            )))
            .date(entry.at.into())
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body)
            .map_err(AppError::internal)
    }
}

/// The mails of an entry about an application, to everyone who files for its company.
async fn about_filing(portal: &Portal, entry: &Entry) -> Result<Vec<Mail>, AppError> {
    let Some(id) = FilingId::parse(&entry.subject).filter(|_| entry.kind.starts_with("filing.")) else {
        return Ok(Vec::new());
    };
    if text(&entry.kind, FilingKind::Registration).is_none() {
        return Ok(Vec::new());
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
    let Some((filing, users)) = found else { return Ok(Vec::new()) };
    let base_url = &portal.settings.base_url;
    Ok(users.into_iter().filter_map(|user| compose(base_url, entry, &filing, user)).collect())
}

fn compose(base_url: &str, entry: &Entry, filing: &Filing, to: User) -> Option<Mail> {
    let (subject, zh, en) = text(&entry.kind, filing.kind)?;
    let name = &to.name;
    let contract = filing.contract.name.as_deref().unwrap_or("—");
    let number = filing.contract.number.as_deref().unwrap_or("—");
    let due = filing.due_on.map_or_else(String::new, |due| format!("预计答复日 / Answer due: {due}\n"));
    let body = format!(
        "{name}，您好：\n\n{zh}\n{en}\n\n合同 / Contract: {contract}\n合同号 / Number: {number}\n{due}查看 / See: {base_url}/filings/{}\n\n江苏国际知识产权运营交易中心\n",
        filing.id
    );
    Some(Mail::new(to, format!("{subject}：{contract}"), body))
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
