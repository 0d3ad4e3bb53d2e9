//! Webhooks: what arrives at the endpoints of third-party systems, in which order, signed how, and what happens when it does not.

mod arrive;
mod guard;
mod kept;
mod manage;
mod order;
mod retry;
mod sign;
mod tls;

use std::time::Duration;

use crate::support::{Actor, Contract, TestPortal};

/// Longer than any answer of a receiver takes that means to answer, shorter than a test may take.
const IMPATIENT: Duration = Duration::from_millis(400);

/// A company with a system that has webhooks.
async fn hooked(portal: &TestPortal) -> (Actor, Actor) {
    let company = portal.company().await;
    let system = portal.hooked(&company).await;
    (company, system)
}

/// Begins an application; its id. One event.
async fn begin(portal: &TestPortal, company: &Actor) -> String {
    company.draft(&Contract::import().of(company).numbered(portal.next())).await
}

/// Deletes a draft. Another event about the same application.
async fn drop_draft(company: &Actor, id: &str) {
    company.delete(&format!("/filings/{id}")).await.expect(204);
}
