//! Certificates. What a certificate says is in its signed credential; its standing is here.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::{CompanyId, ContractId, FilingId};

use crate::schema::{certificates, contracts};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// Whether a certificate still stands; that its time is over is seen from `valid_until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateStatus {
    /// It stands.
    Valid,
    /// A later version took its place.
    Superseded,
    /// It was withdrawn.
    Revoked,
}

impl CertificateStatus {
    /// The code in JSON and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Superseded => "superseded",
            Self::Revoked => "revoked",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Valid, Self::Superseded, Self::Revoked].into_iter().find(|status| status.code() == code)
    }
}

/// A certificate (登记证).
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Its number, which nobody can guess.
    pub number: String,
    /// The contract it certifies.
    pub contract_id: ContractId,
    /// Which version of it.
    pub version: i32,
    /// The application that led to it.
    pub filing_id: FilingId,
    /// Who holds it.
    pub company_id: CompanyId,
    /// Its standing.
    pub status: CertificateStatus,
    /// The signed credential.
    pub credential: String,
    /// The desk that issued it.
    pub desk_code: String,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// Last day of validity.
    pub valid_until: NaiveDate,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = certificates, treat_none_as_default_value = false)]
struct CertificateRow {
    number: String,
    contract_id: String,
    version: i32,
    filing_id: String,
    company_id: String,
    status: String,
    credential: String,
    desk_code: String,
    issued_at: NaiveDateTime,
    valid_until: NaiveDate,
}

/// The certificate with this number.
pub fn certificate(connection: &mut Connection, number: &str) -> Result<Option<Certificate>> {
    let row: Option<CertificateRow> = certificates::table.find(number).first(connection).optional()?;
    row.map(read).transpose()
}

/// The certificate with this number, and the status of its contract.
pub fn certificate_and_status(connection: &mut Connection, number: &str) -> Result<Option<(Certificate, String)>> {
    let row: Option<(CertificateRow, String)> = certificates::table
        .inner_join(contracts::table)
        .filter(certificates::number.eq(number))
        .select((certificates::all_columns, contracts::status))
        .first(connection)
        .optional()?;
    row.map(|(row, status)| Ok((read(row)?, status))).transpose()
}

/// Every certificate of a contract, newest first.
pub fn certificates_of(connection: &mut Connection, contract: ContractId) -> Result<Vec<Certificate>> {
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::contract_id.eq(contract.to_string()))
        .order((certificates::version.desc(), certificates::issued_at.desc()))
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

fn read(row: CertificateRow) -> Result<Certificate> {
    Ok(Certificate {
        contract_id: known(ContractId::parse(&row.contract_id), &row.contract_id)?,
        filing_id: known(FilingId::parse(&row.filing_id), &row.filing_id)?,
        company_id: known(CompanyId::parse(&row.company_id), &row.company_id)?,
        status: known(CertificateStatus::from_code(&row.status), &row.status)?,
        number: row.number,
        version: row.version,
        credential: row.credential,
        desk_code: row.desk_code,
        issued_at: utc(row.issued_at),
        valid_until: row.valid_until,
    })
}

/// Adds a certificate.
pub fn insert_certificate(connection: &mut Connection, certificate: &Certificate) -> Result<()> {
    diesel::insert_into(certificates::table)
        .values(CertificateRow {
            number: certificate.number.clone(),
            contract_id: certificate.contract_id.to_string(),
            version: certificate.version,
            filing_id: certificate.filing_id.to_string(),
            company_id: certificate.company_id.to_string(),
            status: certificate.status.code().to_owned(),
            credential: certificate.credential.clone(),
            desk_code: certificate.desk_code.clone(),
            issued_at: certificate.issued_at.naive_utc(),
            valid_until: certificate.valid_until,
        })
        .execute(connection)?;
    Ok(())
}

/// Marks every valid certificate of a contract as superseded.
pub fn supersede_certificates(connection: &mut Connection, contract: ContractId) -> Result<usize> {
    Ok(diesel::update(certificates::table)
        .filter(certificates::contract_id.eq(contract.to_string()))
        .filter(certificates::status.eq(CertificateStatus::Valid.code()))
        .set(certificates::status.eq(CertificateStatus::Superseded.code()))
        .execute(connection)?)
}
