//! Certificates for their holders and the desk: what they say, and the paper.

use chrono::NaiveDate;
use documents::CertificateDocument;
use domain::clock::shanghai_date;
use domain::finding::Language;
use domain::registered::{RegisteredContract, Standing};
use proof::{Credential, KeySet};
use research::Dimension;
use serde::Serialize;
use storage::Connection;
use storage::register::{Certificate, Contract, ContractVersion, contract_versions};
use storage::routing::all_desks;
use utoipa::ToSchema;

use super::contracts::sees;
use crate::app::authorise::Scope;
use crate::app::{AppError, Context, Portal};

/// A certificate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CertificateView {
    /// Number.
    pub number: String,
    /// The contract of the register.
    pub contract_id: String,
    /// Its number.
    pub contract_number: String,
    /// Its name.
    pub contract_name: String,
    /// Import or export.
    pub direction: String,
    /// Who holds the certificate.
    pub holder: String,
    /// The other side.
    pub counterparty: String,
    /// The other side's country.
    pub counterparty_country: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// Version of the contract.
    pub version: i32,
    /// `valid`, `expired`, `superseded`, `revoked`; `suspended` or `terminated` where the contract is.
    pub status: Standing,
    /// The signed credential.
    pub credential: String,
    /// What the QR code carries.
    pub verify_url: String,
}

struct Found {
    certificate: Certificate,
    contract: Contract,
    version: ContractVersion,
    desk: (String, String),
}

/// A certificate, for its holder and for reviewers.
pub async fn certificate(portal: &Portal, context: &Context, number: String) -> Result<CertificateView, AppError> {
    let found = find(portal, context, number).await?;
    let registered = registered(portal, &found)?;
    Ok(CertificateView {
        contract_id: found.contract.id.to_string(),
        contract_number: found.contract.number,
        contract_name: registered.name.clone(),
        direction: registered.direction.code().to_owned(),
        holder: registered.company().name.clone(),
        counterparty: registered.counterparty().name.clone(),
        counterparty_country: registered.counterparty().country.clone(),
        issued_on: shanghai_date(found.certificate.issued_at),
        valid_until: found.certificate.valid_until,
        version: found.certificate.version,
        status: Standing::of(
            found.certificate.status,
            found.contract.status,
            found.certificate.valid_until,
            portal.today(),
        ),
        verify_url: verify_url(portal, &found.certificate)?,
        credential: found.certificate.credential,
        number: found.certificate.number,
    })
}

/// The paper. Set anew from the register each time, so that it cannot differ from it.
pub async fn certificate_pdf(portal: &Portal, context: &Context, number: String) -> Result<Vec<u8>, AppError> {
    let found = find(portal, context, number).await?;
    let document = document(portal, &found, &registered(portal, &found)?)?;
    portal.typesetter.set(move |renderer| renderer.certificate(&document)).await
}

async fn find(portal: &Portal, context: &Context, number: String) -> Result<Found, AppError> {
    context.scope(Scope::ContractsRead)?;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let certificate = storage::register::certificate(connection, &number)?.ok_or(AppError::NotFound)?;
            holds(&reader, connection, &certificate)?;
            let contract =
                storage::register::contract(connection, certificate.contract_id)?.ok_or(AppError::NotFound)?;
            let version = contract_versions(connection, certificate.contract_id)?
                .into_iter()
                .find(|version| version.version == certificate.version)
                .ok_or_else(|| AppError::internal("a certificate of a version that is not there"))?;
            let desk = all_desks(connection)?
                .into_iter()
                .find(|desk| desk.code == certificate.desk_code)
                .map_or_else(Default::default, |desk| (desk.name_zh, desk.name_en));
            Ok(Found { certificate, contract, version, desk })
        })
        .await
}

/// That the reader may see all of a certificate: its holder, the holder's agents, the desk.
pub(super) fn holds(reader: &Context, connection: &mut Connection, certificate: &Certificate) -> Result<(), AppError> {
    if sees(reader, certificate.company_id, certificate.contract_id)? {
        return Ok(());
    }
    // An agent also sees the certificate of what it filed.
    reader.visible(connection, certificate.filing_id).map(drop)
}

fn registered(portal: &Portal, found: &Found) -> Result<RegisteredContract, AppError> {
    RegisteredContract::from_form(&found.version.contract, &portal.reference().data).map_err(AppError::internal)
}

/// What a certificate says, read from the credential that is kept with it: whoever can write to the database cannot sign another, nor
/// put that of another certificate in its place.
pub(super) fn said_by(certificate: &Certificate, keys: &KeySet) -> Result<Credential, AppError> {
    let said = Credential::from_jwt(&certificate.credential, keys).map_err(AppError::internal)?;
    if said.sub == certificate.number {
        Ok(said)
    } else {
        Err(AppError::internal("the credential that is kept with a certificate is another's"))
    }
}

/// What the QR code holds. The credential is read by its signature first, so that nothing is signed that was not issued.
fn verify_url(portal: &Portal, certificate: &Certificate) -> Result<String, AppError> {
    let keys = &portal.keys.credential;
    let credential = said_by(certificate, &keys.public)?;
    proof::link(&credential, &keys.current).map_err(AppError::internal)
}

fn document(portal: &Portal, found: &Found, contract: &RegisteredContract) -> Result<CertificateDocument, AppError> {
    let reference = portal.reference();
    let country = |code: &str| {
        reference.data.countries.get(code).map_or_else(|| code.to_owned(), |name| format!("{} {}", name.zh, name.en))
    };
    let both = |dimension: Dimension, code: &'static str| {
        let name = |language| dimension.value_name(code, language).unwrap_or(code).to_owned();
        (name(Language::Zh), name(Language::En))
    };
    let (direction_zh, direction_en) = both(Dimension::Direction, contract.direction.code());
    let (legal_type_zh, legal_type_en) = both(Dimension::LegalType, contract.legal_type.code());
    let (payment_mode_zh, payment_mode_en) = both(Dimension::PaymentMode, contract.payment_mode.code());
    Ok(CertificateDocument {
        number: found.certificate.number.clone(),
        direction_zh,
        direction_en,
        contract_number: found.contract.number.clone(),
        contract_name: contract.name.clone(),
        contract_name_original: contract.name_original.clone().unwrap_or_default(),
        holder: contract.company().name.clone(),
        holder_uscc: contract.company_uscc.clone(),
        supplier: contract.supplier.name.clone(),
        supplier_country: country(&contract.supplier.country),
        recipient: contract.recipient.name.clone(),
        recipient_country: country(&contract.recipient.country),
        legal_type_zh,
        legal_type_en,
        currency: contract.total.currency.code.to_string(),
        total: contract.total.decimal_text(),
        technology_fee: contract.technology_fee.decimal_text(),
        payment_mode_zh,
        payment_mode_en,
        signed_on: contract.signed_on.to_string(),
        effective_on: contract.effective_on.to_string(),
        valid_until: contract.valid_until.to_string(),
        version: found.certificate.version,
        registered_on: shanghai_date(found.certificate.issued_at).to_string(),
        authority_zh: "江苏国际知识产权运营交易中心".into(),
        authority_en: "Jiangsu International Intellectual Property Operation and Trading Centre".into(),
        desk_zh: found.desk.0.clone(),
        desk_en: found.desk.1.clone(),
        verify_url: format!("{}/verify/{}", portal.settings.base_url, found.certificate.number),
        qr_payload: verify_url(portal, &found.certificate)?,
        credential: found.certificate.credential.clone(),
        notices: Vec::new(),
    })
}
