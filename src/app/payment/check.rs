//! What a bank asks before it pays, in one question. Nothing is recorded; the holder sees that its certificate was checked.

use chrono::{DateTime, NaiveDate, Utc};
use domain::PartnerId;
use domain::contract::{ContractForm, changes};
use domain::filing::FilingKind;
use domain::money::Money;
use domain::payments::{
    Agreement, AskedParty, AskedPayment, CheckedContract, PaymentAnswer, PaymentAnswers, PaymentKind, PaymentQuestion,
    PaymentRemark, answers,
};
use domain::registered::{CertificateStatus, Standing};
use serde::{Deserialize, Serialize};
use storage::Connection;
use storage::register::{Certificate, RegisteredEvent, certificate};
use utoipa::ToSchema;
use validator::Validate;

use super::ledger::{Account, FiguresView, Kept};
use super::refusal::unreadable;
use super::words::words;
use crate::app::authorise::Scope;
use crate::app::portal::Reference;
use crate::app::register::{Asked, ask_about};
use crate::app::{AppError, Context, Portal};

/// A payment that an institution is about to make under a certificate.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentCheckBody {
    /// Number of the certificate; this, or its credential.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    pub number: Option<String>,
    /// The credential: the JWT, or what the QR code holds.
    #[validate(length(min = 1, max = 8192))]
    #[schema(min_length = 1, max_length = 8192)]
    pub credential: Option<String>,
    /// Who pays; not asked when absent.
    #[validate(nested)]
    pub payer: Option<AskedPartyBody>,
    /// Who is paid; not asked when absent.
    #[validate(nested)]
    pub payee: Option<AskedPartyBody>,
    /// ISO 4217.
    #[validate(length(min = 3, max = 3))]
    #[schema(min_length = 3, max_length = 3)]
    pub currency: String,
    /// Decimal text; when absent, whether anything may still be paid.
    #[validate(length(min = 1, max = 24))]
    #[schema(min_length = 1, max_length = 24)]
    pub amount: Option<String>,
    /// The day on which the money goes; today when absent.
    pub pay_on: Option<NaiveDate>,
    /// Changes of the contract are told from here on; when absent, since the institution's own last payment under it.
    pub since: Option<DateTime<Utc>>,
}

/// A party as the institution knows it; at least one of these.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedPartyBody {
    /// Its name, in Chinese or as registered.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// Its unified social credit code, for a party in the mainland.
    #[validate(length(min = 1, max = 18))]
    #[schema(min_length = 1, max_length = 18)]
    pub uscc: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[validate(length(min = 2, max = 2))]
    #[schema(min_length = 2, max_length = 2)]
    pub country: Option<String>,
}

/// The answer to an institution that is about to pay.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentCheck {
    /// Number of the certificate.
    pub number: String,
    /// The moment for which this holds.
    pub as_of: DateTime<Utc>,
    /// How the certificate stands today.
    pub status: Standing,
    /// Whether it stands today.
    pub valid: bool,
    /// The worst of the answers: `no` before `unknown` before `yes`.
    pub outcome: Agreement,
    /// Whether the payment would be recorded as things are. What the parties are called does not count here: see `outcome`.
    pub may_pay: bool,
    /// Each question with its answer. A party that was not asked about has none.
    pub questions: Vec<PaymentAnswerView>,
    /// How the contract stands; none under a certificate that no longer stands, or while what may be paid cannot be told.
    pub figures: Option<FiguresView>,
    /// The institution's own last payment under the contract that was not taken back.
    pub last_payment: Option<LastPayment>,
    /// What took effect on the contract since, oldest first.
    pub changes: Vec<PaymentChange>,
}

/// The answer to one question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentAnswerView {
    /// What was asked.
    pub question: PaymentQuestion,
    /// How it is answered.
    pub outcome: Agreement,
    /// Why.
    pub code: PaymentRemark,
    /// The same in words.
    pub message: String,
}

/// A payment that the institution recorded.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LastPayment {
    /// Id.
    pub id: String,
    /// The day on which the money went.
    pub paid_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Something that took effect on the contract.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentChange {
    /// The version in force afterwards.
    pub version: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// What was applied for.
    pub kind: FilingKind,
    /// JSON pointers of what it changed, without what it says: `/contract/…`, `/request/settlement`, `/request/closure`,
    /// `/request/reissue`.
    pub pointers: Vec<String>,
}

/// Answers an institution that is about to pay.
pub async fn check(portal: &Portal, context: &Context, body: PaymentCheckBody) -> Result<PaymentCheck, AppError> {
    let institution = context.partner(Scope::CertificatesVerify)?.id;
    let asked = named(context, &body)?;
    let number = ask_about(portal, context, asked).await?.certificate.number;
    let (reader, reference) = (context.clone(), portal.reference());
    let (now, today) = (portal.now(), portal.today());
    portal
        .database
        .read(move |connection| {
            let known = certificate(connection, &number)?.ok_or(AppError::NotFound)?;
            let contract = storage::register::contract(connection, known.contract_id)?.ok_or(AppError::NotFound)?;
            let account = Account::read(connection, contract, &reference.data)?;
            // Once more: what is told of the contract is told only if the certificate still stood when it had been read.
            let certificate = certificate(connection, &number)?.ok_or(AppError::NotFound)?;
            let last = account.last_of(institution);
            let changes = match body.since {
                Some(since) => changes_of(&account, |event| event.at >= since),
                None => changes_since(connection, &account, last)?,
            };
            let payment = asked_payment(&reader, &reference, &body, today)?;
            let checked = CheckedContract {
                certificate: certificate.status,
                status: account.contract.status,
                form: account.versions.last().ok_or_else(|| AppError::internal("a contract without a version"))?,
                terms: account.terms,
                ledger: &account.ledger,
                changed: !changes.is_empty(),
            };
            let said = answers(&payment, &checked, today);
            Ok(view(&reader, (now, today), &certificate, &account, &said, last, changes))
        })
        .await
}

/// One name of the certificate, and something of each party that is asked about.
fn named(context: &Context, body: &PaymentCheckBody) -> Result<Asked, AppError> {
    let refused =
        |pointer: &str, zh: &str, en: &str| Err(AppError::invalid_field(pointer, "invalid_value", context.say(zh, en)));
    for (pointer, party) in [("/payer", &body.payer), ("/payee", &body.payee)] {
        if party.as_ref().is_some_and(AskedPartyBody::is_empty) {
            return refused(
                pointer,
                "请至少给出名称、统一社会信用代码或国别之一。",
                "Give at least one of name, credit code and country.",
            );
        }
    }
    match (&body.number, &body.credential) {
        (Some(number), None) => Ok(Asked::Number(number.clone())),
        (None, Some(credential)) => Ok(Asked::Credential(credential.clone())),
        _ => refused(
            "/number",
            "请给出登记证编号或凭证，二者择一。",
            "Give the certificate's number or its credential, one of them.",
        ),
    }
}

impl AskedPartyBody {
    const fn is_empty(&self) -> bool {
        self.name.is_none() && self.uscc.is_none() && self.country.is_none()
    }

    fn asked(&self) -> AskedParty<'_> {
        AskedParty { name: self.name.as_deref(), uscc: self.uscc.as_deref(), country: self.country.as_deref() }
    }
}

fn asked_payment<'a>(
    reader: &Context,
    reference: &Reference,
    body: &'a PaymentCheckBody,
    today: NaiveDate,
) -> Result<AskedPayment<'a>, AppError> {
    let currency = reference.data.currency(&body.currency);
    let amount = currency.zip(body.amount.as_deref()).map(|(currency, text)| Money::parse(text, currency));
    Ok(AskedPayment {
        payer: body.payer.as_ref().map(AskedPartyBody::asked),
        payee: body.payee.as_ref().map(AskedPartyBody::asked),
        currency,
        amount: amount.transpose().map_err(|error| unreadable(reader, error))?,
        pay_on: body.pay_on.unwrap_or(today),
    })
}

impl Account {
    /// The institution's newest payment that was not taken back.
    fn last_of(&self, institution: PartnerId) -> Option<&Kept> {
        let own = |kept: &&Kept| kept.entry.recorded_by == institution && kept.entry.kind == PaymentKind::Payment;
        self.entries.iter().rev().filter(own).find(|kept| !self.ledger.is_reversed(kept.entry.id))
    }
}

/// What took effect after a payment was recorded, by the journal; nothing where the institution has not paid yet.
fn changes_since(
    connection: &mut Connection,
    account: &Account,
    last: Option<&Kept>,
) -> Result<Vec<PaymentChange>, AppError> {
    let Some(last) = last else { return Ok(Vec::new()) };
    let id = last.entry.id.to_string();
    let of_the_payment =
        |body: &serde_json::Value| body.get("payment").and_then(serde_json::Value::as_str) == Some(id.as_str());
    let entries = storage::journal::about(connection, &account.contract.id.to_string())?;
    let recorded = entries
        .iter()
        .find(|entry| of_the_payment(&entry.body))
        .ok_or_else(|| AppError::internal(format!("payment {id} is not in the journal")))?
        .seq;
    Ok(changes_of(account, |event| event.seq > recorded))
}

fn changes_of(account: &Account, counts: impl Fn(&RegisteredEvent) -> bool) -> Vec<PaymentChange> {
    let later = account.events.iter().filter(|event| event.kind != FilingKind::Registration && counts(event));
    later
        .map(|event| PaymentChange {
            version: event.version,
            at: event.at,
            kind: event.kind,
            pointers: pointers(event, &account.versions),
        })
        .collect()
}

fn pointers(event: &RegisteredEvent, versions: &[ContractForm]) -> Vec<String> {
    let place = usize::try_from(event.version).ok().filter(|_| event.kind == FilingKind::Amendment);
    let pair = place.and_then(|place| Some((versions.get(place.checked_sub(2)?)?, versions.get(place - 1)?)));
    let of_the_contract = pair.map(|(before, after)| changes(before, after)).unwrap_or_default();
    let request = &event.request;
    let asked = [
        ("/request/settlement", request.settlement.is_some()),
        ("/request/closure", request.closure.is_some()),
        ("/request/reissue", request.reissue.is_some()),
    ];
    let of_the_request = asked.into_iter().filter(|(_, given)| *given).map(|(pointer, _)| pointer.to_owned());
    of_the_contract.into_iter().map(|change| change.pointer).chain(of_the_request).collect()
}

fn view(
    reader: &Context,
    (now, today): (DateTime<Utc>, NaiveDate),
    certificate: &Certificate,
    account: &Account,
    said: &PaymentAnswers,
    last: Option<&Kept>,
    changes: Vec<PaymentChange>,
) -> PaymentCheck {
    let status = Standing::of(certificate.status, account.contract.status, certificate.valid_until, today);
    let answer = |answer: &PaymentAnswer| PaymentAnswerView {
        question: answer.question,
        outcome: answer.outcome,
        code: answer.remark,
        message: words(reader, *answer),
    };
    PaymentCheck {
        number: certificate.number.clone(),
        as_of: now,
        status,
        valid: status == Standing::Valid,
        outcome: said.outcome(),
        may_pay: said.may_pay(),
        questions: said.all().iter().map(answer).collect(),
        figures: account.figures().filter(|_| certificate.status == CertificateStatus::Valid),
        last_payment: last.map(|Kept { entry, .. }| LastPayment {
            id: entry.id.to_string(),
            paid_on: entry.paid_on,
            recorded_at: entry.recorded_at,
        }),
        changes,
    }
}
