//! Runs the checks and the routing over an application: the same for the company as it types, at submission, and for the desk.

use chrono::NaiveDate;
use domain::checks::{CheckContext, EarlierContracts, SimilarContract, check};
use domain::filing::{AttachmentKind, FilingKind};
use domain::finding::{Finding, Severity};
use domain::routing::{Routed, RoutingFacts};
use domain::screening::CatalogueHit;
use storage::Connection;
use storage::filings::{Attachment, Filing, duplicates_of, similar_contracts};
use storage::routing::current_routing_table;

use super::target::register_target;
use crate::app::AppError;
use crate::app::portal::Reference;

/// What the checks say, and where the application goes.
pub(in crate::app) struct Assessment {
    pub(in crate::app) findings: Vec<Finding>,
    pub(super) routed: Option<Routed>,
}

impl Assessment {
    pub(super) fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    pub(super) fn catalogue_hit(&self) -> bool {
        self.findings.iter().any(|finding| finding.code.starts_with("catalogue."))
    }

    /// What screening met.
    pub(super) fn hits(&self) -> Vec<CatalogueHit> {
        let evidence = self.findings.iter().filter(|finding| finding.code.starts_with("catalogue."));
        evidence
            .filter_map(|finding| serde_json::from_value(finding.evidence.as_ref()?.get("hits")?.clone()).ok())
            .flat_map(|hits: Vec<CatalogueHit>| hits)
            .collect()
    }
}

/// Checks and routes.
pub(in crate::app) fn assess(
    connection: &mut Connection,
    reference: &Reference,
    today: NaiveDate,
    filing: &Filing,
    attachments: &[Attachment],
) -> Result<Assessment, AppError> {
    let earlier = earlier(connection, filing)?;
    let target = register_target(connection, filing)?;
    let kinds: Vec<AttachmentKind> = attachments.iter().map(|attachment| attachment.kind).collect();
    let findings = check(
        &filing.contract,
        &CheckContext {
            today,
            kind: filing.kind,
            request: &filing.request,
            target: target.as_ref(),
            reference: &reference.data,
            screener: reference.screener(),
            attachments: &kinds,
            earlier: &earlier,
        },
    );
    let mut assessment = Assessment { findings, routed: None };
    let catalogue_hit = assessment.catalogue_hit();
    let facts = RoutingFacts::of(&filing.contract, filing.kind, catalogue_hit, &reference.data, today);
    assessment.routed = current_routing_table(connection)?.and_then(|table| table.route(&facts));
    Ok(assessment)
}

/// Contracts that this one may repeat. One that is registered repeats nothing by its number.
fn earlier(connection: &mut Connection, filing: &Filing) -> Result<EarlierContracts, AppError> {
    let contract = &filing.contract;
    let same_number = match &contract.number {
        Some(number) if filing.kind == FilingKind::Registration => {
            duplicates_of(connection, number, &filing.id.to_string())?
        }
        _ => Vec::new(),
    };
    let country = contract.counterparty().and_then(|party| party.country.as_deref());
    let similar = match (contract.direction, country) {
        (Some(direction), Some(country)) => {
            similar_contracts(connection, filing.company_id, direction.code(), country)?
                .into_iter()
                .filter(|(_, number, name)| {
                    contract.name.as_ref() == Some(name) && contract.number.as_ref() != Some(number)
                })
                .map(|(_, number, name)| SimilarContract { number, name, signed_on: None })
                .collect()
        }
        _ => Vec::new(),
    };
    Ok(EarlierContracts { same_number, similar })
}
