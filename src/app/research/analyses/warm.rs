//! What everybody's dashboards ask, asked before anybody does: which cells of a closed year are withheld is found out by the first
//! question for them, and may take a while.

use research::AsOf;
use research::analysis::{ANALYSES, Period};

use crate::app::research::{Audience, answer, moment_for};
use crate::app::{AppError, Portal};

/// Asks it, unless that was done since the last year closed.
pub(crate) async fn warm_due(portal: &Portal) -> Result<(), AppError> {
    let moment = moment_for(portal, Audience::Protected, AsOf::Latest).await?;
    let closing = moment.snapshot.as_of();
    let Some(latest) = moment.snapshot.latest_month() else { return Ok(()) };
    if portal.figures.is_warm(closing) {
        return Ok(());
    }
    for analysis in ANALYSES {
        let filters = analysis.filters(&[]);
        for panel in analysis.panels {
            let query = panel.query(&filters, Period::last_year(latest)).map_err(AppError::internal)?;
            match answer(portal, Audience::Protected, query, AsOf::At(closing)).await {
                // Of what is not told to everybody there is nothing to find out.
                Ok(_) | Err(AppError::Refused(_) | AppError::PivotTooLarge { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }
    portal.figures.warmed(closing);
    Ok(())
}
