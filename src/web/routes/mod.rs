//! Routes by resource. Every handler is mounted with `.service`, so that none is missing from the description.

mod attachments;
mod auth;
mod bulk;
mod calendar;
mod casework;
mod catalogue;
mod certificates;
mod changes;
mod companies;
mod contracts;
mod drawings;
mod errors;
mod exchange;
mod filings;
mod guide;
mod health;
mod journal;
mod mandates;
mod oauth;
mod pages;
mod papers;
mod partners;
mod payments;
mod query;
mod queue;
mod reference;
mod referrals;
mod research;
mod returns;
mod review;
mod routing;
mod sandbox;
mod screening;
mod service;
mod uploads;
mod verification_cases;
mod verify;
mod webhooks;

use actix_web::middleware::from_fn;
use serde_json::Value;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

use super::answer::Document;
use super::fallback::rest_of;
use super::quota::{Quotas, limited};

/// What is written once, and stays as it is.
pub(super) struct Documents {
    description: Document,
    errors: Document,
}

impl Documents {
    pub(super) fn of(description: &Value) -> Self {
        let errors = errors::page(description).unwrap_or_default();
        Self {
            description: Document::new("application/json", description.to_string()),
            errors: Document::new("text/html; charset=utf-8", errors),
        }
    }
}

/// Mounts everything, and with it the description; what a sandbox has besides, only there.
pub(super) fn mount(config: &mut ServiceConfig, quotas: &Quotas, sandbox: bool) {
    // A macro, since the type of the middleware cannot be written.
    macro_rules! by {
        ($limit:expr) => {{
            let limit = $limit.clone();
            from_fn(move |request, next| limited(limit.clone(), request, next))
        }};
    }
    of_readers(config);
    config
        .service(errors::read_errors)
        .service(health::live)
        .service(health::ready)
        .service(oauth::jwks)
        .service(oauth::authorization_server);
    config.service(scope::scope("/oauth").service(oauth::create_token));
    config.service(
        scope::scope("/api/v1/auth")
            .wrap(by!(quotas.credentials))
            .service(auth::login)
            .service(auth::refresh)
            .service(auth::logout)
            .service(auth::change_password)
            .service(auth::ask_password_reset)
            .service(auth::confirm_password_reset),
    );
    config.service(
        scope::scope("/api/v1/verify")
            .wrap(by!(quotas.verification))
            .service(verify::verify_credential)
            .service(verify::verify_payment)
            .map(|scope| scope.service(rest_of("/payment")))
            .service(verify::verify_certificate),
    );
    config.service(
        scope::scope("/api/v1/open/publications")
            .wrap(by!(quotas.verification))
            .configure(research::mount_open_publications),
    );
    if sandbox {
        config.service(
            scope::scope("/api/v1/sandbox")
                .wrap(by!(quotas.verification))
                .service(sandbox::read_sandbox_clock)
                .service(sandbox::change_sandbox_clock)
                .service(sandbox::create_sandbox_partner)
                .service(sandbox::return_sandbox_filing)
                .service(sandbox::register_sandbox_filing)
                .service(sandbox::refuse_sandbox_filing)
                .service(sandbox::replay_sandbox_event)
                .service(sandbox::read_sandbox_report),
        );
    }
    config
        .service(scope::scope("/api/v1/open/datasets").wrap(by!(quotas.open_data)).configure(research::mount_datasets))
        .service(scope::scope("/api/v1/open/sdmx").wrap(by!(quotas.open_data)).configure(research::mount_sdmx));
    config.service(
        scope::scope("/api/v1")
            .configure(of_companies)
            .configure(of_desks)
            .configure(of_partners)
            .configure(of_the_register)
            .configure(research::mount),
    );
}

/// What there is to read, and the programs that go with it.
fn of_readers(config: &mut ServiceConfig) {
    config
        .service(pages::read_partner_tutorial)
        .service(pages::read_conformance_page)
        .service(pages::read_webhooks_page)
        .service(pages::read_exchange_page)
        .service(pages::read_formats_page)
        .service(pages::read_verification_page)
        .service(pages::read_open_data_page)
        .service(pages::read_disclosure_page)
        .service(pages::read_quality_page)
        .service(pages::read_research_page)
        .service(pages::read_drawing_page)
        .service(pages::read_partner_client)
        .service(pages::read_verifier);
}

/// What companies do: their own data, applications and papers.
fn of_companies(config: &mut ServiceConfig) {
    config
        .service(auth::read_me)
        .service(companies::create_company)
        .service(companies::list_companies)
        .service(companies::read_company)
        .service(companies::change_company)
        .service(companies::approve_company)
        .service(companies::list_company_users)
        .service(companies::add_company_user)
        .service(companies::disable_company_user)
        .service(companies::enable_company_user)
        .service(companies::reject_company)
        .service(companies::suspend_company)
        .service(companies::resume_company)
        .service(filings::create_filing)
        .service(filings::copy_filing)
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
        .service(uploads::begin_upload)
        .service(uploads::read_upload)
        .service(uploads::append_upload)
        .service(bulk::read_bulk_template)
        .service(bulk::check_bulk)
        .service(bulk::check_bulk_workbook)
        .service(bulk::upload_bulk)
        .service(bulk::list_bulks)
        .service(bulk::read_bulk)
        .service(bulk::read_bulk_workbook)
        .service(papers::read_data_sheet)
        .service(papers::read_application)
        .service(papers::read_change_record)
        .service(papers::read_receipt_pdf)
        .service(attachments::add_attachment)
        .service(attachments::read_attachment)
        .service(attachments::delete_attachment);
}

/// What the desks do with applications, and beside them.
fn of_desks(config: &mut ServiceConfig) {
    config
        .service(review::claim_filing)
        .service(review::release_filing)
        .service(review::return_filing)
        .service(review::recommend_filing)
        .service(review::decide_filing)
        .service(review::refer_filing)
        .service(casework::list_rounds)
        .service(casework::list_messages)
        .service(casework::send_message)
        .service(casework::list_notes)
        .service(casework::add_note)
        .service(casework::list_similar)
        .service(casework::read_look)
        .service(casework::remember_look)
        .service(casework::read_refusal_notice)
        .service(returns::list_return_reasons)
        .service(returns::list_reason_versions)
        .service(returns::add_return_reason)
        .service(returns::change_return_reason)
        .service(returns::read_return_statistics)
        .service(returns::list_refusal_grounds)
        .service(returns::list_decidable)
        .service(returns::decide_filings)
        .service(screening::read_screening)
        .service(screening::answer_hit)
        .service(screening::judge_hit)
        .service(catalogue::list_catalogue_editions)
        .service(catalogue::read_catalogue_edition)
        .service(catalogue::list_catalogue_items)
        .service(catalogue::read_catalogue_diff)
        .service(catalogue::export_catalogue_edition)
        .service(catalogue::preview_catalogue)
        .service(catalogue::import_catalogue)
        .service(catalogue::schedule_catalogue_edition)
        .service(queue::read_queue)
        .service(queue::list_finished)
        .service(queue::read_workload)
        .service(queue::assign_filing)
        .service(queue::assign_filings)
        .service(queue::list_views)
        .service(queue::save_view)
        .service(queue::change_view)
        .service(queue::remove_view)
        .service(routing::list_desks)
        .service(routing::read_routing_rules)
        .service(routing::replace_routing_rules)
        .service(routing::try_routing_rules)
        .service(routing::list_routing_versions)
        .service(mandates::list_mandates)
        .service(mandates::give_mandate)
        .service(mandates::end_mandate)
        .service(mandates::read_mandate_activity);
}

/// Systems that ask the portal, for those who look after them.
fn of_partners(config: &mut ServiceConfig) {
    config
        .service(partners::list_partners)
        .service(partners::create_partner)
        .service(partners::read_partner)
        .service(partners::change_partner)
        .service(partners::add_partner_secret)
        .service(partners::revoke_partner_secret)
        .service(partners::disable_partner)
        .service(partners::enable_partner)
        .service(partners::list_partner_uses);
}

/// The register, the journal, figures, and what follows a registration.
fn of_the_register(config: &mut ServiceConfig) {
    config
        .service(changes::list_changes)
        .service(contracts::list_contracts)
        .service(contracts::read_contract)
        .service(contracts::list_contract_versions)
        .service(certificates::read_status_list)
        .service(certificates::read_certificate)
        .service(certificates::read_certificate_pdf)
        .service(certificates::list_certificate_checks)
        .service(certificates::revoke_certificate)
        .service(payments::list_contract_payments)
        .service(payments::list_certificate_payments)
        .service(payments::record_payment)
        .service(payments::reverse_payment)
        .service(journal::read_head)
        .service(journal::list_heads)
        .service(journal::read_consistency)
        .service(journal::read_proof)
        .service(journal::list_journal_entries)
        .service(journal::read_register_check)
        .service(journal::check_register)
        .service(referrals::list_referrals)
        .service(referrals::read_referral)
        .service(referrals::record_referral_step)
        .service(referrals::close_referral)
        .service(drawings::list_drawings)
        .service(drawings::read_drawing)
        .service(drawings::read_population)
        .service(drawings::announce_drawing)
        .service(drawings::draw_drawing)
        .service(drawings::report_inspection)
        .service(verification_cases::list_verification_cases)
        .service(verification_cases::open_verification_case)
        .service(verification_cases::read_verification_case)
        .service(verification_cases::ask_verification_case)
        .service(verification_cases::dismiss_verification_case)
        .service(verification_cases::answer_verification_case)
        .service(verification_cases::return_verification_case)
        .service(verification_cases::confirm_verification_case)
        .service(verification_cases::correct_verification_case)
        .service(verification_cases::report_verification_case)
        .service(exchange::list_counterparts)
        .service(exchange::export_contracts)
        .service(exchange::check_exchange)
        .service(exchange::import_exchange)
        .service(exchange::list_exchange_imports)
        .service(exchange::read_exchange_import)
        .service(exchange::read_exchange_workbook)
        .service(calendar::read_calendar)
        .service(calendar::check_calendar)
        .service(calendar::load_calendar)
        .service(service::read_service)
        .service(webhooks::list_webhooks)
        .service(webhooks::register_webhook)
        .service(webhooks::read_webhook)
        .service(webhooks::change_webhook)
        .service(webhooks::unregister_webhook)
        .service(webhooks::rotate_webhook)
        .service(webhooks::test_webhook)
        .service(webhooks::enable_webhook)
        .service(webhooks::disable_webhook)
        .service(webhooks::list_deliveries)
        .service(webhooks::replay_webhook)
        .service(guide::ask_guide)
        .service(reference::read_reference)
        .service(reference::read_openapi);
}
