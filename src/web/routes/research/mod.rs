//! The research centre, a file for each part of it. Each mounts its own operations.

mod figures;
mod publications;
mod rates;
mod rebuild;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) use publications::mount_open as mount_open_publications;

/// Mounts all of it.
pub(super) fn mount(config: &mut ServiceConfig) {
    config.configure(figures::mount).configure(rates::mount).configure(rebuild::mount).configure(publications::mount);
}
