//! Routes by resource. Every handler is mounted with `.service`, so that none is missing from the description.

mod attachments;
mod auth;
mod certificates;
mod companies;
mod contracts;
mod errors;
mod filings;
mod health;
mod journal;
mod oauth;
mod query;
mod queue;
mod reference;
mod research;
mod review;
mod routing;
mod verify;

use actix_web::middleware::from_fn;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use super::quota::{Quotas, limited};

/// Mounts everything, and with it the description.
pub(super) fn mount(config: &mut ServiceConfig, quotas: &Quotas) {
    // A macro, since the type of the middleware cannot be written.
    macro_rules! by {
        ($limit:expr) => {{
            let limit = $limit.clone();
            from_fn(move |request, next| limited(limit.clone(), request, next))
        }};
    }
    config
        .service(errors::read_errors)
        .service(health::live)
        .service(health::ready)
        .service(oauth::jwks)
        .service(oauth::authorization_server);
    config.service(scope::scope("/oauth").wrap(by!(quotas.credentials)).service(oauth::create_token));
    config.service(
        scope::scope("/api/v1/auth")
            .wrap(by!(quotas.credentials))
            .service(auth::login)
            .service(auth::refresh)
            .service(auth::logout),
    );
    config.service(
        scope::scope("/api/v1/verify")
            .wrap(by!(quotas.verification))
            .service(verify::verify_credential)
            .service(verify::verify_certificate),
    );
    config.service(
        scope::scope("/api/v1")
            .service(auth::read_me)
            .service(companies::create_company)
            .service(companies::list_companies)
            .service(companies::read_company)
            .service(companies::change_company)
            .service(companies::approve_company)
            .service(filings::create_filing)
            .service(filings::list_filings)
            .service(filings::read_filing)
            .service(filings::save_filing)
            .service(filings::delete_filing)
            .service(filings::read_findings)
            .service(filings::read_clock)
            .service(filings::read_history)
            .service(filings::submit_filing)
            .service(filings::withdraw_filing)
            .service(filings::read_receipt)
            .service(attachments::add_attachment)
            .service(attachments::read_attachment)
            .service(attachments::delete_attachment)
            .service(review::claim_filing)
            .service(review::release_filing)
            .service(review::return_filing)
            .service(review::recommend_filing)
            .service(review::decide_filing)
            .service(review::refer_filing)
            .service(queue::read_queue)
            .service(routing::list_desks)
            .service(routing::read_routing_rules)
            .service(routing::replace_routing_rules)
            .service(contracts::list_contracts)
            .service(contracts::read_contract)
            .service(contracts::list_contract_versions)
            .service(certificates::read_certificate)
            .service(certificates::read_certificate_pdf)
            .service(journal::read_head)
            .service(journal::read_proof)
            .service(research::list_dimensions)
            .service(research::read_pivot)
            .service(research::export_pivot)
            .service(reference::read_reference)
            .service(reference::read_openapi),
    );
}
