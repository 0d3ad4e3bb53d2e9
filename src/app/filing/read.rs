//! One application, for those who may see it.

use domain::FilingId;

use super::FilingView;
use crate::app::{AppError, Context, Portal};

/// The application with this id.
pub async fn read(portal: &Portal, context: &Context, id: FilingId) -> Result<FilingView, AppError> {
    context.may_see_any()?;
    let (reader, view) = (context.clone(), portal.view_of());
    portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            view(connection, &reader, &filing)
        })
        .await
}
