//! Verifying a certificate, for anyone: whether it stands, without trade secrets. A partner with the scope also sees what
//! a bank compares with a payment.

use chrono::{DateTime, NaiveDate, Utc};
use domain::registered::ContractStatus;
use serde::{Deserialize, Serialize};
use storage::register::{Certificate, CertificateStatus, certificate_and_status};
use utoipa::ToSchema;
use validator::Validate;

use super::credential::CredentialClaims;
use crate::app::authorise::Scope;
use crate::app::payment::{FiguresView, figures_under};
use crate::app::{Actor, AppError, Context, FieldError, Portal};

/// The answer to a check.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Verification {
    /// Number of the certificate.
    pub number: String,
    /// `valid`, `expired`, `superseded` or `revoked`; `suspended` or `terminated` where the contract is.
    pub status: &'static str,
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

/// A credential to be checked, as the QR code carries it.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyBody {
    /// The JWT.
    #[validate(length(min = 1, max = 8192))]
    pub credential: String,
}

/// What a certificate's standing is on a day. One that stands is worth no more than its contract.
pub(super) fn standing(certificate: &Certificate, contract: &str, today: NaiveDate) -> &'static str {
    match (certificate.status, ContractStatus::from_code(contract)) {
        (CertificateStatus::Valid, Some(ContractStatus::Terminated)) => ContractStatus::Terminated.code(),
        (CertificateStatus::Valid, _) if certificate.valid_until < today => "expired",
        (CertificateStatus::Valid, Some(ContractStatus::Suspended)) => ContractStatus::Suspended.code(),
        (status, _) => status.code(),
    }
}

/// Checks a certificate by its number.
pub async fn verify_number(portal: &Portal, context: &Context, number: String) -> Result<Verification, AppError> {
    let with_amounts = sees_amounts(context)?;
    let (certificate, contract) = portal
        .database
        .read(move |connection| certificate_and_status(connection, &number)?.ok_or(AppError::NotFound))
        .await?;
    // What a certificate says is in its credential, which we signed.
    let claims = CredentialClaims::trusted(&certificate.credential)?;
    let figures = figures_under(portal, &certificate, with_amounts).await?;
    Ok(answer(portal, &certificate, &contract, claims, (with_amounts, figures)))
}

/// Checks a credential: that we signed it, and that its certificate still stands.
pub async fn verify_credential(portal: &Portal, context: &Context, body: VerifyBody) -> Result<Verification, AppError> {
    let with_amounts = sees_amounts(context)?;
    let foreign = || AppError::Invalid {
        code: "credential_invalid",
        errors: vec![FieldError::new(
            "/credential",
            "credential_invalid",
            context.say(
                "凭证不是本平台签发的，或者已被改动。",
                "This credential was not issued by this portal, or it was altered.",
            ),
        )],
    };
    let claims = CredentialClaims::read(body.credential.trim(), &portal.keys.credential, &portal.settings.base_url)
        .ok_or_else(foreign)?;
    let number = claims.sub.clone();
    let (certificate, contract) = portal
        .database
        .read(move |connection| Ok::<_, AppError>(certificate_and_status(connection, &number)?))
        .await?
        .ok_or_else(foreign)?;
    let figures = figures_under(portal, &certificate, with_amounts).await?;
    Ok(answer(portal, &certificate, &contract, claims, (with_amounts, figures)))
}

fn sees_amounts(context: &Context) -> Result<bool, AppError> {
    match &context.actor {
        Actor::Partner(_) => context.scope(Scope::CertificatesVerify).map(|()| true),
        _ => Ok(false),
    }
}

fn answer(
    portal: &Portal,
    certificate: &Certificate,
    contract: &str,
    claims: CredentialClaims,
    (with_amounts, figures): (bool, Option<FiguresView>),
) -> Verification {
    let status = standing(certificate, contract, portal.today());
    Verification {
        number: certificate.number.clone(),
        status,
        as_of: portal.now(),
        valid: status == "valid",
        holder: claims.holder,
        counterparty_country: claims.country,
        direction: claims.direction,
        valid_until: certificate.valid_until,
        version: certificate.version,
        contract_number: with_amounts.then_some(claims.contract),
        currency: with_amounts.then_some(claims.currency),
        total: with_amounts.then_some(claims.total),
        paid: figures.as_ref().map(|figures| figures.paid.clone()),
        remaining: figures.map(|figures| figures.remaining),
    }
}
