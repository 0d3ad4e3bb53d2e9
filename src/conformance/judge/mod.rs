//! From what was seen to a verdict for each rule. Pure: the same sight, the same verdict.

mod care;
mod deliveries;
mod keys;
mod place;
mod tokens;
mod waits;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Serialize;

use super::rule::Rule;
use super::seen::{Exchange, Seen};

/// How a client keeps a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It does.
    Passed,
    /// It does not.
    Failed,
    /// Nothing that the client did tells.
    NotExercised,
}

/// What is to be said of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The rule.
    pub rule: Rule,
    /// How the client keeps it.
    pub outcome: Outcome,
    /// By what that was seen.
    pub seen: String,
}

/// What one look finds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Nothing,
    Good(String),
    Bad(String),
}

impl Found {
    /// What is bad counts before what is good, and that before nothing.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (bad @ Self::Bad(_), _) | (_, bad @ Self::Bad(_)) => bad,
            (Self::Good(one), Self::Good(other)) => Self::Good(format!("{one}; {other}")),
            (good @ Self::Good(_), Self::Nothing) | (Self::Nothing, good) => good,
        }
    }
}

/// What one client did, in the order in which it did it.
struct Conduct<'a> {
    own: Vec<&'a Exchange>,
    /// What everybody did, for what needs no token.
    all: &'a [&'a Exchange],
}

impl<'a> Conduct<'a> {
    fn own(&self) -> impl DoubleEndedIterator<Item = &'a Exchange> + '_ {
        self.own.iter().copied()
    }

    /// The next request for the same, if there is one.
    fn next_like(&self, one: &Exchange) -> Option<&'a Exchange> {
        self.own().find(|other| other.arrived > one.arrived && other.repeats(one))
    }
}

/// A verdict for each rule, in their order.
pub fn judge(seen: &Seen) -> Vec<Verdict> {
    let mut all: Vec<&Exchange> = seen.exchanges.iter().collect();
    all.sort_by_key(|exchange| exchange.arrived);
    let clients: BTreeSet<&str> =
        all.iter().map(|exchange| exchange.client.as_str()).filter(|client| !client.is_empty()).collect();
    let conducts: Vec<Conduct<'_>> = clients
        .into_iter()
        .map(|client| Conduct { own: all.iter().copied().filter(|one| one.client == client).collect(), all: &all })
        .collect();
    let each = |look: fn(&Conduct<'_>) -> Found| conducts.iter().map(look).fold(Found::Nothing, Found::and);
    let verdict = |rule: Rule| {
        let found = match rule {
            Rule::ReusesToken => each(tokens::reused),
            Rule::RenewsToken => each(tokens::renewed),
            Rule::RepeatsUnderKey => each(keys::repeated),
            Rule::NewKeyForIntent => each(keys::new_for_each),
            Rule::WaitsAsTold => each(waits::as_told),
            Rule::BacksOff => each(waits::longer),
            Rule::ChecksSignatures => deliveries::checked(&seen.deliveries),
            Rule::ActsOnce => deliveries::once(&all, &seen.deliveries),
            Rule::KeepsItsPlace => each(place::kept),
            Rule::LooksFirst => each(care::before_payments).and(each(care::before_changes)),
        };
        match found {
            Found::Good(seen) => Verdict { rule, outcome: Outcome::Passed, seen },
            Found::Bad(seen) => Verdict { rule, outcome: Outcome::Failed, seen },
            Found::Nothing => Verdict { rule, outcome: Outcome::NotExercised, seen: String::new() },
        }
    };
    Rule::ALL.into_iter().map(verdict).collect()
}
