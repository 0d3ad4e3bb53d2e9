//! The case begins with the application's referral, in the same transaction.

use chrono::{DateTime, Utc};
use domain::contract::Direction;
use domain::licence::{LicenceRoute, ReferralStatus, needs_ip_review};
use storage::Connection;
use storage::duties::{Referral, insert_referral};
use storage::filings::Filing;

use crate::app::AppError;

/// Begins the case of an application that has just been referred.
pub(crate) fn open(connection: &mut Connection, filing: &Filing, now: DateTime<Utc>) -> Result<(), AppError> {
    let direction = filing.contract.direction.unwrap_or(Direction::Import);
    let desk = filing.routed.as_ref().ok_or_else(|| AppError::internal("a referred application without a desk"))?;
    let referral = Referral {
        filing_id: filing.id,
        company_id: filing.company_id,
        desk_code: desk.desk.clone(),
        direction,
        route: LicenceRoute::Separate,
        ip_review: needs_ip_review(direction, filing.contract.legal_type),
        status: ReferralStatus::Open,
        version: 1,
        opened_at: now,
        closed_at: None,
        successor_id: None,
    };
    Ok(insert_referral(connection, &referral)?)
}
