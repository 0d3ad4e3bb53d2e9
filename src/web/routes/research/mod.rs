//! The research centre, a file for each part of it. Each mounts its own operations.

mod analyses;
mod figures;
mod open;
mod outputs;
mod permalinks;
mod publications;
mod quality;
mod rates;
mod rebuild;
mod views;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use open::{mount_datasets, mount_sdmx};
pub(super) use publications::mount_open as mount_open_publications;

/// Mounts all of it, but for what is under `/open`.
pub(super) fn mount(config: &mut ServiceConfig) {
    config.configure(figures::mount).configure(rates::mount).configure(rebuild::mount).configure(analyses::mount);
    config.configure(outputs::mount).configure(permalinks::mount).configure(views::mount);
    config.configure(publications::mount).configure(quality::mount);
}
