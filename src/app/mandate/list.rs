//! Mandates that a company gave, or that it holds as an agent.

use storage::mandates::{Side, mandates_of};

use super::MandateView;
use super::give::own_company;
use crate::app::page::{Page, PageRequest};
use crate::app::{AppError, Context, Portal};

/// Which mandates.
#[derive(Debug, Clone, Copy)]
pub struct MandateFilter {
    /// Those given, or those held.
    pub held: bool,
    /// Only those in force.
    pub live: bool,
}

/// A page of mandates, newest first.
pub async fn list(
    portal: &Portal,
    context: &Context,
    filter: MandateFilter,
    page: &PageRequest,
) -> Result<Page<MandateView>, AppError> {
    let own = own_company(context)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let (reader, today) = (context.clone(), portal.today());
    let side = if filter.held { Side::Held } else { Side::Given };
    let views = portal
        .database
        .read(move |connection| {
            let live_on = filter.live.then_some(today);
            let found = mandates_of(connection, own, side, live_on, before.as_deref(), limit + 1)?;
            found
                .iter()
                .map(|mandate| MandateView::of(connection, &reader, mandate, today))
                .collect::<Result<Vec<_>, AppError>>()
        })
        .await?;
    Ok(Page::cut(portal, views, limit, |mandate| mandate.id.clone()))
}
