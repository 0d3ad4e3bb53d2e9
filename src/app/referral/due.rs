//! Limits of referrals that run, for whoever is to be reminded of them.

use chrono::NaiveDate;
use domain::FilingId;
use domain::licence::{ReferralStatus, progress};
use storage::Connection;
use storage::duties::{ReferralFilter, referral_steps, referrals_after};

use super::read::{running, taken, way};
use crate::app::AppError;
use crate::app::portal::Reference;

/// Referrals read in one go.
const AT_A_TIME: i64 = 200;

/// A limit that runs: of which referral, at which desk, and its last day.
pub(crate) struct RunningLimit {
    pub(crate) filing: FilingId,
    pub(crate) desk: String,
    pub(crate) due_on: NaiveDate,
}

/// Every limit that runs, of open referrals; one of each: that which ends first.
pub(crate) fn running_limits(
    connection: &mut Connection,
    reference: &Reference,
    today: NaiveDate,
) -> Result<Vec<RunningLimit>, AppError> {
    let desks = reference.desks.iter().map(|desk| desk.code.clone()).collect();
    let filter = ReferralFilter { desks, status: Some(ReferralStatus::Open), ..ReferralFilter::default() };
    let (data, mut found, mut before) = (&reference.data, Vec::new(), None::<String>);
    loop {
        let listed = referrals_after(connection, &filter, before.as_deref(), AT_A_TIME)?;
        let Some(last) = listed.last() else { return Ok(found) };
        before = Some(last.referral.filing_id.to_string());
        for one in listed {
            let steps = referral_steps(connection, one.referral.filing_id)?;
            let way = progress(&data.licence_channel, way(&one.referral), &taken(&steps), &data.calendar, today);
            if let Some(due_on) = running(&way).and_then(|step| step.due_on) {
                found.push(RunningLimit { filing: one.referral.filing_id, desk: one.referral.desk_code, due_on });
            }
        }
    }
}
