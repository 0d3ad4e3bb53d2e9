//! Earlier applications that a reviewer compares with the one at hand: of the same company, about the same counterparty.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::filing::{FilingKind, FilingStatus};
use domain::{CompanyId, FilingId};

use crate::schema::{companies, filings};
use crate::text::{known, utc};
use crate::{Connection, Result};

/// One of them.
#[derive(Debug, Clone)]
pub struct SimilarFiling {
    /// Its id.
    pub id: FilingId,
    /// What was applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Who applied: id and name.
    pub company: (String, String),
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// The other side.
    pub counterparty: Option<String>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}

type Row =
    (String, String, String, String, String, Option<String>, Option<String>, Option<String>, Option<NaiveDateTime>);

fn read(row: Row) -> Result<SimilarFiling> {
    let (id, kind, status, company, company_name, contract_number, contract_name, counterparty, submitted_at) = row;
    Ok(SimilarFiling {
        id: known(FilingId::parse(&id), &id)?,
        kind: known(FilingKind::from_code(&kind), &kind)?,
        status: known(FilingStatus::from_code(&status), &status)?,
        company: (company, company_name),
        contract_number,
        contract_name,
        counterparty,
        submitted_at: submitted_at.map(utc),
    })
}

const COLUMNS: (
    filings::id,
    filings::kind,
    filings::status,
    filings::company_id,
    companies::name,
    filings::contract_number,
    filings::contract_name,
    filings::counterparty_name,
    filings::submitted_at,
) = (
    filings::id,
    filings::kind,
    filings::status,
    filings::company_id,
    companies::name,
    filings::contract_number,
    filings::contract_name,
    filings::counterparty_name,
    filings::submitted_at,
);

/// A company's newest submitted applications at these desks, but for one.
pub fn filings_by(
    connection: &mut Connection,
    company: CompanyId,
    except: FilingId,
    desks: &[String],
    limit: i64,
) -> Result<Vec<SimilarFiling>> {
    let rows: Vec<Row> = filings::table
        .inner_join(companies::table)
        .filter(filings::company_id.eq(company.to_string()).and(filings::id.ne(except.to_string())))
        .filter(filings::submitted_at.is_not_null().and(filings::desk_code.eq_any(desks.to_vec())))
        .order(filings::id.desc())
        .limit(limit)
        .select(COLUMNS)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The newest submitted applications at these desks with this counterparty, but for one.
pub fn filings_about(
    connection: &mut Connection,
    counterparty: &str,
    except: FilingId,
    desks: &[String],
    limit: i64,
) -> Result<Vec<SimilarFiling>> {
    let rows: Vec<Row> = filings::table
        .inner_join(companies::table)
        .filter(filings::counterparty_name.eq(counterparty).and(filings::id.ne(except.to_string())))
        .filter(filings::submitted_at.is_not_null().and(filings::desk_code.eq_any(desks.to_vec())))
        .order(filings::id.desc())
        .limit(limit)
        .select(COLUMNS)
        .load(connection)?;
    rows.into_iter().map(read).collect()
}
