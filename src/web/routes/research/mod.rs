//! The research centre, a file for each part of it. Each mounts its own operations.

mod figures;
mod quality;
mod rates;
mod rebuild;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts all of it.
pub(super) fn mount(config: &mut ServiceConfig) {
    config.configure(figures::mount).configure(rates::mount).configure(rebuild::mount).configure(quality::mount);
}
