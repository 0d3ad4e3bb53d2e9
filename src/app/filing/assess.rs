//! Runs the checks and the routing over an application: the same for the company as it types, at submission, and for the desk.

use chrono::NaiveDate;
use domain::checks::{CheckContext, EarlierContracts, SimilarContract, check};
use domain::filing::AttachmentKind;
use domain::finding::{Finding, Severity};
use domain::money::{Money, to_usd_cents};
use domain::routing::{Routed, RoutingFacts};
use storage::Connection;
use storage::filings::{Attachment, Filing, duplicates_of, similar_contracts};
use storage::routing::current_routing_table;

use crate::app::AppError;
use crate::app::portal::Reference;

/// What the checks say, and where the application goes.
pub(super) struct Assessment {
    pub(super) findings: Vec<Finding>,
    pub(super) routed: Option<Routed>,
}

impl Assessment {
    pub(super) fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    pub(super) fn catalogue_hit(&self) -> bool {
        self.findings.iter().any(|finding| finding.code.starts_with("catalogue."))
    }
}

/// Checks and routes.
pub(super) fn assess(
    connection: &mut Connection,
    reference: &Reference,
    today: NaiveDate,
    filing: &Filing,
    attachments: &[Attachment],
) -> Result<Assessment, AppError> {
    let earlier = earlier(connection, filing)?;
    let kinds: Vec<AttachmentKind> = attachments.iter().map(|attachment| attachment.kind).collect();
    let findings = check(
        &filing.contract,
        &CheckContext {
            today,
            kind: filing.kind,
            reference: &reference.data,
            screener: reference.screener(),
            attachments: &kinds,
            earlier: &earlier,
        },
    );
    let mut assessment = Assessment { findings, routed: None };
    let facts = RoutingFacts {
        district: filing.contract.domestic_party().and_then(|party| party.district.clone()),
        direction: filing.contract.direction,
        kind: filing.kind,
        industry: filing.contract.industry.clone(),
        amount_usd_cents: amount_usd_cents(reference, today, filing),
        catalogue_hit: assessment.catalogue_hit(),
    };
    assessment.routed = current_routing_table(connection)?.and_then(|table| table.route(&facts));
    Ok(assessment)
}

fn earlier(connection: &mut Connection, filing: &Filing) -> Result<EarlierContracts, AppError> {
    let contract = &filing.contract;
    let same_number = match &contract.number {
        Some(number) => duplicates_of(connection, number, &filing.id.to_string())?,
        None => Vec::new(),
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

fn amount_usd_cents(reference: &Reference, today: NaiveDate, filing: &Filing) -> Option<i64> {
    let amount = filing.contract.amount.as_ref()?;
    let currency = reference.data.currency(amount.currency.as_deref()?)?;
    let money = Money::parse(amount.total.as_deref()?, currency).ok()?;
    to_usd_cents(money, reference.data.rates.usd_rate(currency.code, today)?).ok()
}
