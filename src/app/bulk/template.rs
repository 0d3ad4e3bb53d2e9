//! The template of a kind. Everybody who is signed in may have it: it says only what is asked for.

use domain::bulk::Choices;
use domain::filing::FilingKind;

use crate::app::{AppError, Portal};

/// The workbook to fill in.
pub async fn template(portal: &Portal, kind: FilingKind) -> Result<Vec<u8>, AppError> {
    let reference = portal.reference();
    tokio::task::spawn_blocking(move || {
        super::sheet::workbook(kind, &Choices::of(&reference.data), &[], &reference.data.catalogue)
            .map_err(AppError::internal)
    })
    .await
    .map_err(AppError::internal)?
}
