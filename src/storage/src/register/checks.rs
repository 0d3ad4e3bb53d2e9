//! How often certificates were checked.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::schema::certificate_checks;
use crate::text::utc;
use crate::{Connection, Result};

/// Checks of one certificate within one hour, by one kind of party, in one way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Check {
    /// Number of the certificate.
    pub certificate: String,
    /// Beginning of the hour.
    pub hour: DateTime<Utc>,
    /// What kind of party asked.
    pub party: String,
    /// By number or by credential.
    pub way: String,
}

/// Adds to the count.
pub fn add_checks(connection: &mut Connection, check: &Check, times: i64) -> Result<()> {
    let known = certificate_checks::table
        .filter(certificate_checks::certificate_number.eq(&check.certificate))
        .filter(certificate_checks::hour.eq(check.hour.naive_utc()))
        .filter(certificate_checks::party.eq(&check.party))
        .filter(certificate_checks::way.eq(&check.way));
    let changed = diesel::update(known)
        .set(certificate_checks::checks.eq(certificate_checks::checks + times))
        .execute(connection)?;
    if changed == 0 {
        diesel::insert_into(certificate_checks::table)
            .values((
                certificate_checks::certificate_number.eq(&check.certificate),
                certificate_checks::hour.eq(check.hour.naive_utc()),
                certificate_checks::party.eq(&check.party),
                certificate_checks::way.eq(&check.way),
                certificate_checks::checks.eq(times),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The newest counts of a certificate, at most so many.
pub fn checks_of(connection: &mut Connection, certificate: &str, limit: i64) -> Result<Vec<(Check, i64)>> {
    let rows: Vec<(String, NaiveDateTime, String, String, i64)> = certificate_checks::table
        .filter(certificate_checks::certificate_number.eq(certificate))
        .order((certificate_checks::hour.desc(), certificate_checks::party, certificate_checks::way))
        .limit(limit)
        .load(connection)?;
    let check = |(certificate, hour, party, way, times)| (Check { certificate, hour: utc(hour), party, way }, times);
    Ok(rows.into_iter().map(check).collect())
}
