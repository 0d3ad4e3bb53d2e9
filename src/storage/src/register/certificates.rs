//! Certificates. What a certificate says is in its signed credential; its standing is here.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::registered::{CertificateStatus, ContractStatus};
use domain::{CompanyId, ContractId, FilingId};

use crate::direct::directly;
use crate::prepared::Prepared;
use crate::schema::{certificates, contracts};
use crate::text::{known, utc};
use crate::{Connection, Result};

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
    /// Place in the status lists, from 0.
    pub status_index: i64,
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
    status_index: i64,
}

/// The certificate with this number.
pub fn certificate(connection: &mut Connection, number: &str) -> Result<Option<Certificate>> {
    let row: Option<CertificateRow> =
        directly!(connection, |inner| certificates::table.find(number).first(inner)).optional()?;
    row.map(read).transpose()
}

/// The certificate with this number, and the status of its contract.
pub fn certificate_and_status(
    connection: &mut Connection,
    number: &str,
) -> Result<Option<(Certificate, ContractStatus)>> {
    let asked = certificates::table
        .inner_join(contracts::table)
        .filter(certificates::number.eq(number))
        .select((certificates::all_columns, contracts::status));
    let row: Option<(CertificateRow, String)> = directly!(connection, |inner| asked.first(inner)).optional()?;
    row.map(|(row, status)| Ok((read(row)?, known(ContractStatus::from_code(&status), &status)?))).transpose()
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
        status_index: row.status_index,
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
            status_index: certificate.status_index,
        })
        .execute(connection)?;
    Ok(())
}

/// The last place in the status lists that is taken.
pub fn last_status_index(connection: &mut Connection) -> Result<Option<i64>> {
    Ok(certificates::table.select(diesel::dsl::max(certificates::status_index)).first(connection)?)
}

/// Whether a certificate has a place in the status lists. Asked under the frontier's lock, so that nobody else is given it meanwhile.
pub fn has_status_index(connection: &mut Connection, place: i64) -> Result<bool> {
    let taken: i64 = certificates::table.filter(certificates::status_index.eq(place)).count().get_result(connection)?;
    Ok(taken > 0)
}

/// How the certificates from one place of the status list to before another stand: their own status, the contract's, the last day.
pub fn statuses_between(
    connection: &mut Connection,
    from: i64,
    before: i64,
) -> Result<Vec<(i64, CertificateStatus, ContractStatus, NaiveDate)>> {
    let rows: Vec<(i64, String, String, NaiveDate)> = certificates::table
        .inner_join(contracts::table)
        .filter(certificates::status_index.ge(from).and(certificates::status_index.lt(before)))
        .order(certificates::status_index)
        .select((certificates::status_index, certificates::status, contracts::status, certificates::valid_until))
        .load(connection)?;
    rows.into_iter()
        .map(|(index, own, contract, until)| {
            let own = known(CertificateStatus::from_code(&own), &own)?;
            Ok((index, own, known(ContractStatus::from_code(&contract), &contract)?, until))
        })
        .collect()
}

/// Says of every valid certificate of a contract that another took its place.
pub fn replace_certificates(connection: &mut Connection, contract: ContractId, by: CertificateStatus) -> Result<usize> {
    let valid = certificates::table
        .filter(certificates::contract_id.eq(contract.to_string()))
        .filter(certificates::status.eq(CertificateStatus::Valid.code()));
    let replaced = Prepared(diesel::update(valid).set(certificates::status.eq(by.code())));
    Ok(directly!(connection, |inner| replaced.execute(inner))?)
}

/// Withdraws a certificate.
pub fn revoke_certificate(connection: &mut Connection, number: &str) -> Result<()> {
    diesel::update(certificates::table.find(number))
        .set(certificates::status.eq(CertificateStatus::Revoked.code()))
        .execute(connection)?;
    Ok(())
}
