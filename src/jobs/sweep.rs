//! What time alone calls for: the register is checked every night and looked through for what is odd, bytes that no paper names go,
//! returned applications lapse, kept answers, ended sessions and links that nobody used are forgotten after a day, workbooks and
//! deliveries after a month, deliveries that did not arrive after three, the uses of systems after half a year; open data, briefs and
//! reports are published when a period has closed.

use chrono::Duration;
use storage::accounts::{purge_links, purge_sessions};
use storage::bulk::purge_bulks;
use storage::idempotency::purge;
use storage::partners::purge_uses;
use storage::webhooks::purge_deliveries;

use crate::app::{AppError, Portal};

/// Sweeps once; also a turn of the tests.
pub(super) async fn sweep(portal: &Portal) -> Result<(), AppError> {
    crate::app::filing::lapse_uncorrected(portal).await?;
    crate::app::filing::sweep_uploads(portal).await?;
    crate::app::review::remind(portal).await?;
    // Where the register is not as it must be, bytes that nothing names may be what is missing.
    if crate::app::check::check_nightly(portal).await? {
        crate::app::filing::sweep_orphans(portal).await?;
    }
    super::quality::run_due(portal).await?;
    let now = portal.now();
    let before = now - Duration::hours(24);
    portal
        .database
        .write(move |connection| {
            purge(connection, before)?;
            purge_sessions(connection, before)?;
            purge_links(connection, before)?;
            purge_bulks(connection, before - Duration::days(30))?;
            purge_deliveries(connection, now - Duration::days(30), now - Duration::days(90))?;
            purge_uses(connection, before - Duration::days(183))?;
            Ok::<_, AppError>(())
        })
        .await?;
    crate::app::research::release_due(portal).await?;
    super::publications::run_due(portal).await
}
