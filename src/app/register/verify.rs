//! Verifying a certificate, for anyone: whether it stands, without trade secrets. A partner with the scope also sees what
//! a bank compares with a payment. What whom is shown is a table in `docs/verification.md`.

use chrono::{DateTime, NaiveDate, Utc};
use domain::registered::{ContractStatus, Standing};
use proof::{Credential, Fault, read_credential};
use serde::{Deserialize, Serialize};
use storage::register::{Certificate, certificate_and_status};
use utoipa::ToSchema;
use validator::Validate;

use super::certificates::said_by;
use super::checks::{Way, count};
use crate::app::authorise::Scope;
use crate::app::payment::{FiguresView, figures_under};
use crate::app::{Actor, AppError, Context, FieldError, Portal};

/// The answer to a check.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Verification {
    /// Number of the certificate.
    pub number: String,
    /// How it stands.
    pub status: Standing,
    /// The moment for which this holds.
    pub as_of: DateTime<Utc>,
    /// Whether it stands now.
    pub valid: bool,
    /// Who holds it.
    pub holder: String,
    /// The other side's country.
    pub counterparty_country: String,
    /// Import or export.
    pub direction: String,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// Version of the contract.
    pub version: i32,
    /// For a partner with `certificates:verify`: number of the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract_number: Option<String>,
    /// For a partner with `certificates:verify`: ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// For a partner with `certificates:verify`: whole price, decimal text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// For a partner with `certificates:verify`, while no other certificate has taken its place: what was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<String>,
    /// For a partner with `certificates:verify`, while no other certificate has taken its place: what may still be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<String>,
}

/// A credential to be checked.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyBody {
    /// The JWT, or what the QR code holds: the link, or what follows its `#`.
    #[validate(length(min = 1, max = 8192))]
    #[schema(min_length = 1, max_length = 8192)]
    pub credential: String,
}

/// How a certificate is named by whoever asks about it.
pub(crate) enum Asked {
    /// By its number.
    Number(String),
    /// By its credential, in any form that a person may have.
    Credential(String),
}

/// A certificate that somebody asked about.
pub(crate) struct AskedAbout {
    pub(crate) certificate: Certificate,
    contract: ContractStatus,
    said: Credential,
}

/// The certificate that is asked about, with what its credential says. It is counted as a check.
pub(crate) async fn ask_about(portal: &Portal, context: &Context, asked: Asked) -> Result<AskedAbout, AppError> {
    let (way, number, said) = match asked {
        Asked::Number(number) => (Way::Number, number, None),
        Asked::Credential(text) => {
            let refused = |fault: Fault| refused(context, &fault);
            let said = read_credential(&text, &portal.keys.credential.public).map_err(refused)?;
            if said.iss != portal.settings.base_url {
                return Err(refused(Fault::Issuer));
            }
            (Way::Credential, said.sub.clone(), Some((text, said)))
        }
    };
    let found =
        portal.database.read(move |connection| Ok::<_, AppError>(certificate_and_status(connection, &number)?)).await?;
    let (certificate, contract) = match (found, way) {
        (Some(found), _) => found,
        (None, Way::Number) => return Err(AppError::NotFound),
        (None, Way::Credential) => return Err(refused(context, &Fault::Contents)),
    };
    // The whole credential, with the names that a QR code cuts short.
    let whole = match said {
        // What is kept was handed in to the letter: its signature has just been verified.
        Some((text, said)) if text == certificate.credential => said,
        said => {
            let whole = said_by(&certificate, &portal.keys.credential.public)?;
            if said.is_some_and(|(_, said)| !said.agrees_with(&whole)) {
                return Err(refused(context, &Fault::Contents));
            }
            whole
        }
    };
    count(&portal.checks, context, &certificate, way, portal.now());
    Ok(AskedAbout { certificate, contract, said: whole })
}

/// Checks a certificate by its number.
pub async fn verify_number(portal: &Portal, context: &Context, number: String) -> Result<Verification, AppError> {
    verify(portal, context, Asked::Number(number)).await
}

/// Checks a credential: that we signed it, and that its certificate still stands.
pub async fn verify_credential(portal: &Portal, context: &Context, body: VerifyBody) -> Result<Verification, AppError> {
    verify(portal, context, Asked::Credential(body.credential)).await
}

async fn verify(portal: &Portal, context: &Context, asked: Asked) -> Result<Verification, AppError> {
    let with_amounts = sees_amounts(context)?;
    let found = ask_about(portal, context, asked).await?;
    let figures = figures_under(portal, &found.certificate, with_amounts).await?;
    Ok(answer(portal, found, with_amounts, figures))
}

/// Exactly what is wrong with a credential.
fn refused(context: &Context, fault: &Fault) -> AppError {
    let (zh, en) = match fault {
        Fault::Unreadable => ("这不是本平台的登记证凭证。", "This is no credential of a certificate."),
        Fault::Incomplete => {
            ("凭证不完整，可能复制时被截断。", "The credential is incomplete; it may have been cut off.")
        }
        Fault::WrongType => ("这是签名令牌，但不是登记证凭证。", "This is a signed token of another type."),
        Fault::UnknownKey => ("签名所用的密钥不属于本平台。", "The key that signed it is not this portal's."),
        Fault::Issuer => ("凭证由其他平台签发。", "The credential was issued by another portal."),
        Fault::Contents => ("登记簿中没有这份登记证。", "The register does not have this certificate."),
        _ => ("凭证不是本平台签发的，或者已被改动。", "It was not issued by this portal, or it was altered."),
    };
    AppError::Invalid {
        code: "credential_invalid",
        errors: vec![FieldError::new("/credential", fault.code(), context.say(zh, en))],
    }
}

fn sees_amounts(context: &Context) -> Result<bool, AppError> {
    match &context.actor {
        Actor::Partner(_) => context.scope(Scope::CertificatesVerify).map(|()| true),
        _ => Ok(false),
    }
}

fn answer(portal: &Portal, found: AskedAbout, with_amounts: bool, figures: Option<FiguresView>) -> Verification {
    let AskedAbout { certificate, contract, said } = found;
    let status = Standing::of(certificate.status, contract, certificate.valid_until, portal.today());
    Verification {
        number: certificate.number,
        status,
        as_of: portal.now(),
        valid: status == Standing::Valid,
        holder: said.holder,
        counterparty_country: said.country,
        direction: said.direction,
        valid_until: certificate.valid_until,
        version: certificate.version,
        contract_number: with_amounts.then_some(said.contract),
        currency: with_amounts.then_some(said.currency),
        total: with_amounts.then_some(said.total),
        paid: figures.as_ref().map(|figures| figures.paid.clone()),
        remaining: figures.map(|figures| figures.remaining),
    }
}
