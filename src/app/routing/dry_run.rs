//! What another routing table would have done with the filings of the last 90 days. Nothing is changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::clock::shanghai_date;
use domain::filing::FilingStatus;
use domain::routing::{RoutingFacts, RoutingTable};
use serde::Serialize;
use storage::Connection;
use storage::routing::{RoutedFiling, all_desks, contract_of, current_routing_table, routed_since};
use utoipa::ToSchema;

use super::{may_edit, validated};
use crate::app::portal::Reference;
use crate::app::view::{DeskView, Named};
use crate::app::{AppError, Context, Portal};

/// Days looked back upon.
const DAYS: i64 = 90;
/// Most filings of a desk that are tried, the newest.
const MOST_AT_A_DESK: i64 = 30_000;
/// Most filings that are listed.
const MOST_LISTED: usize = 200;

/// What would be different.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DryRun {
    /// From when on filings were tried.
    pub since: DateTime<Utc>,
    /// How many were tried.
    pub examined: usize,
    /// Whether these were all; otherwise the newest of each desk.
    pub complete: bool,
    /// How many would go to another desk.
    pub moved: usize,
    /// From which desk to which, and how many.
    pub moves: Vec<DeskMove>,
    /// How many filings each rule of the new table would take.
    pub rules: Vec<RuleUse>,
    /// Those that would go elsewhere, newest first; at most 200.
    pub items: Vec<ReroutedFiling>,
}

/// From one desk to another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeskMove {
    /// Where they go by the table in force.
    pub from: DeskView,
    /// Where they would go.
    pub to: DeskView,
    /// How many.
    pub filings: usize,
}

/// How often a rule fires.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RuleUse {
    /// The rule.
    pub rule: String,
    /// Filings that it takes.
    pub filings: usize,
}

/// A filing that would go elsewhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReroutedFiling {
    /// Id.
    pub id: String,
    /// Where it stands.
    pub status: FilingStatus,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract; only for staff of its desk.
    pub contract_name: Option<String>,
    /// Who applies; only for staff of its desk.
    pub company: Option<Named>,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// Where it goes by the table in force.
    pub from: DeskView,
    /// By which rule.
    pub from_rule: String,
    /// Where it would go.
    pub to: DeskView,
    /// By which rule.
    pub to_rule: String,
}

/// Tries a table on what was submitted within 90 days, beside the table in force.
pub async fn dry_run(portal: &Portal, context: &Context, table: RoutingTable) -> Result<DryRun, AppError> {
    may_edit(context)?;
    let (reader, reference, since) = (context.clone(), portal.reference(), portal.now() - Duration::days(DAYS));
    portal
        .database
        .read(move |connection| {
            let desks = all_desks(connection)?;
            let table = validated(table, &desks)?;
            let current = current_routing_table(connection)?.ok_or_else(|| AppError::internal("no routing table"))?;
            let mut trial = Trial::new(&current, &table);
            for desk in &desks {
                let filings = routed_since(connection, &desk.code, since, MOST_AT_A_DESK)?;
                trial.complete &= i64::try_from(filings.len()).is_ok_and(|found| found < MOST_AT_A_DESK);
                for filing in filings {
                    trial.add(&facts_of(connection, &reference, &filing)?, filing);
                }
            }
            Ok(trial.answer(&reader, &reference, since))
        })
        .await
}

/// What routing looked at; for filings from before that was kept, it is read from the contract again.
fn facts_of(
    connection: &mut Connection,
    reference: &Reference,
    filing: &RoutedFiling,
) -> Result<RoutingFacts, AppError> {
    if let Some(facts) = &filing.routed.facts {
        return Ok(facts.clone());
    }
    let contract = contract_of(connection, filing.id)?.unwrap_or_default();
    let on = shanghai_date(filing.submitted_at);
    Ok(RoutingFacts::of(&contract, filing.kind, filing.catalogue_hit, &reference.data, on))
}

/// One filing, with desk and rule by the table in force and by the other.
type Moved = (RoutedFiling, (String, String), (String, String));

struct Trial<'a> {
    current: &'a RoutingTable,
    other: &'a RoutingTable,
    examined: usize,
    complete: bool,
    fired: BTreeMap<String, usize>,
    moved: Vec<Moved>,
}

impl<'a> Trial<'a> {
    const fn new(current: &'a RoutingTable, other: &'a RoutingTable) -> Self {
        Self { current, other, examined: 0, complete: true, fired: BTreeMap::new(), moved: Vec::new() }
    }

    fn add(&mut self, facts: &RoutingFacts, filing: RoutedFiling) {
        let route = |table: &RoutingTable| table.route(facts).map(|routed| (routed.desk, routed.rule));
        let (Some(from), Some(to)) = (route(self.current), route(self.other)) else { return };
        self.examined += 1;
        *self.fired.entry(to.1.clone()).or_default() += 1;
        if from.0 != to.0 {
            self.moved.push((filing, from, to));
        }
    }

    fn answer(mut self, reader: &Context, reference: &Reference, since: DateTime<Utc>) -> DryRun {
        let desk = |code: &str| DeskView::of(code, &reference.desks, reader);
        let mut moves = BTreeMap::<(&str, &str), usize>::new();
        for (_, from, to) in &self.moved {
            *moves.entry((&from.0, &to.0)).or_default() += 1;
        }
        let moves = moves
            .into_iter()
            .map(|((from, to), filings)| DeskMove { from: desk(from), to: desk(to), filings })
            .collect();
        let fired = |rule: &str| self.fired.get(rule).copied().unwrap_or_default();
        let rules =
            self.other.rules.iter().map(|rule| RuleUse { rule: rule.id.clone(), filings: fired(&rule.id) }).collect();
        let rerouted = self.moved.len();
        self.moved.sort_by_key(|(filing, ..)| std::cmp::Reverse((filing.submitted_at, filing.id)));
        let items = self.moved.into_iter().take(MOST_LISTED).map(|moved| listed(moved, reader, &desk)).collect();
        DryRun { since, examined: self.examined, complete: self.complete, moved: rerouted, moves, rules, items }
    }
}

fn listed((filing, from, to): Moved, reader: &Context, desk: &impl Fn(&str) -> DeskView) -> ReroutedFiling {
    // An administrator, and a desk that is not concerned, read no contract.
    let sees = reader.reviewer().is_ok_and(|user| user.desks.contains(&filing.routed.desk));
    ReroutedFiling {
        id: filing.id.to_string(),
        status: filing.status,
        contract_number: filing.contract_number,
        contract_name: filing.contract_name.filter(|_| sees),
        company: Some(Named { id: filing.company.0, name: filing.company.1 }).filter(|_| sees),
        submitted_at: filing.submitted_at,
        from: desk(&from.0),
        from_rule: from.1,
        to: desk(&to.0),
        to_rule: to.1,
    }
}
