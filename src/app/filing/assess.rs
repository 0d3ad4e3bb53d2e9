//! Runs the checks and the routing over an application: the same for the company as it types, at submission, and for the desk.

use chrono::NaiveDate;
use domain::checks::{CheckContext, EarlierContracts, Filer, SimilarContract, check};
use domain::filing::{AttachmentKind, FilingKind};
use domain::finding::{Finding, Severity};
use domain::likeness::Likeness;
use domain::routing::{Routed, RoutingFacts};
use domain::screening::CatalogueHit;
use storage::Connection;
use storage::accounts::company;
use storage::filings::{Attachment, Filing, duplicates_of, similar_contracts};
use storage::mandates::held_by;
use storage::routing::current_routing_table;

use super::target::register_target;
use crate::app::AppError;
use crate::app::portal::Reference;

/// Similar contracts that a finding names.
const MOST_SIMILAR: usize = 5;

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
    let filer = filer(connection, filing, today)?;
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
            filer: &filer,
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
    let name = contract.name.as_deref().and_then(Likeness::of);
    let similar = match (contract.direction, country, name) {
        (Some(direction), Some(country), Some(like)) => {
            similar_contracts(connection, filing.company_id, direction.code(), country)?
                .into_iter()
                .filter(|(_, number, _)| contract.number.as_ref() != Some(number))
                .filter(|(_, _, name)| Likeness::of(name).is_some_and(|other| like.is_like(&other)))
                .take(MOST_SIMILAR)
                .map(|(_, number, name)| SimilarContract { number, name, signed_on: None })
                .collect()
        }
        _ => Vec::new(),
    };
    Ok(EarlierContracts { same_number, similar })
}

/// In whose name it is filed. Mandates are looked for only where somebody else is the mainland party.
fn filer(connection: &mut Connection, filing: &Filing, today: NaiveDate) -> Result<Filer, AppError> {
    let own = company(connection, filing.company_id)?.ok_or(AppError::NotFound)?;
    let party = filing.contract.domestic_party().and_then(|party| party.uscc.as_deref());
    let mut principals = Vec::new();
    if party.is_some_and(|code| code != own.credit_code) {
        for mandate in held_by(connection, own.id, today)? {
            if mandate.scope.covers(filing.kind, filing.contract_id) {
                principals.extend(company(connection, mandate.company)?.map(|company| company.credit_code));
            }
        }
    }
    Ok(Filer { uscc: own.credit_code, principals, agent: filing.mandate_id.is_some() })
}
