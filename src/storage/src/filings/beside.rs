//! What an application is shown with: names of those who have to do with it, and the company's reasons. Asked for at once, since it is
//! asked for with every application that anybody opens or changes.

use diesel::prelude::*;
use serde_json::Value;

use super::Filing;
use crate::direct::directly;
use crate::schema::{companies, submissions, users};
use crate::text::from_json;
use crate::{Connection, Result};

/// What stands beside an application.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Name of the company that applies.
    pub company: String,
    /// The company's reasons at the newest submission, by the code of the warning.
    pub reasons: Option<Value>,
    /// Name of the reviewer working on it.
    pub claimed_by: Option<String>,
    /// Name of who recommended.
    pub recommended_by: Option<String>,
    /// Name of who decided.
    pub decided_by: Option<String>,
}

type BesideRow = (String, Option<String>, Option<String>, Option<String>, Option<String>);

/// What stands beside an application; none where its company is not there.
pub fn beside(connection: &mut Connection, filing: &Filing) -> Result<Option<Beside>> {
    // Nobody has an empty id.
    let name = |person: Option<&String>| {
        users::table.find(person.cloned().unwrap_or_default()).select(users::name).single_value()
    };
    let reasons = submissions::table
        .filter(submissions::filing_id.eq(filing.id.to_string()))
        .order(submissions::number.desc())
        .select(submissions::reasons)
        .single_value();
    let asked = companies::table.find(filing.company_id.to_string()).select((
        companies::name,
        reasons,
        name(filing.claimed_by.as_ref()),
        name(filing.recommendation.as_ref().map(|opinion| &opinion.by)),
        name(filing.decision.as_ref().map(|opinion| &opinion.by)),
    ));
    let row: Option<BesideRow> = directly!(connection, |inner| asked.first(inner)).optional()?;
    row.map(|(company, reasons, claimed_by, recommended_by, decided_by)| {
        let reasons = reasons.as_deref().map(from_json).transpose()?;
        Ok(Beside { company, reasons, claimed_by, recommended_by, decided_by })
    })
    .transpose()
}
