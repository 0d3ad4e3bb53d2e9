//! Whole lives of filings, in random order: random people try random things with filings of every kind, at random times and
//! two at once. Whatever happens, the portal agrees with a second telling of the rules ([`mirror`]), nobody decides what they
//! proposed, no state is reached that the table does not know, the clock equals a recomputation from the published calendar,
//! and a contract is the fold of what was registered for it ([`truth`]).

mod lives;
mod mirror;
mod steps;
mod truth;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::test_runner::{Config, TestCaseError, TestRunner};
use proptest_state_machine::ReferenceStateMachine;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use self::lives::Lives;
use self::steps::{KINDS, Walk};
use crate::on_both_databases;
use crate::support::TestPortal;

on_both_databases!(
    every_life_of_a_filing_keeps_the_rules,
    every_kind_has_its_life,
    a_withdrawal_and_a_decision_at_once_leave_one_end,
);

/// How many walks, each of how many steps. A slow machine takes at least a few; no other begins later than this.
const WALKS: u32 = 14;
const AT_LEAST: u32 = 5;
const STEPS: std::ops::Range<usize> = 12..40;
const BEGIN_WITHIN: Duration = Duration::from_secs(15);

async fn every_life_of_a_filing_keeps_the_rules(portal: &TestPortal) {
    let config = Config { cases: WALKS, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let (started, handle, walked) = (Instant::now(), Handle::current(), Cell::new(0));
    let (taken, registered) = (Cell::new(0), RefCell::new(BTreeMap::<&str, usize>::new()));
    let outcome = block_in_place(|| {
        TestRunner::new(config).run(&Walk::sequential_strategy(STEPS), |(_, steps, seen)| {
            if walked.get() >= AT_LEAST && started.elapsed() > BEGIN_WITHIN {
                return Ok(());
            }
            walked.set(walked.get() + 1);
            handle.block_on(async {
                let mut lives = Lives::begin(portal).await;
                for step in &steps {
                    if let Some(seen) = &seen {
                        seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    }
                    lives.take(step).await.map_err(TestCaseError::fail)?;
                    taken.set(taken.get() + 1);
                }
                for (kind, count) in lives.registered() {
                    *registered.borrow_mut().entry(kind).or_default() += count;
                }
                lives.check().await.map_err(TestCaseError::fail)
            })
        })
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let (walked, taken, registered) = (walked.get(), taken.get(), registered.into_inner());
    println!("{walked} of {WALKS} walks, {taken} steps; registered: {registered:?}");
    // Time runs out for further walks only: what is told of them is told of so many at least.
    assert!(walked >= AT_LEAST && taken >= AT_LEAST as usize * STEPS.start, "{walked} walks, {taken} steps");
    assert!(registered.contains_key("registration"), "no walk came to a registration: {registered:?}");
}

/// What random walks come to is chance: this one comes to every kind, so that none is only ever begun.
async fn every_kind_has_its_life(portal: &TestPortal) {
    let mut lives = Lives::begin(portal).await;
    for step in steps::every_kind() {
        lives.take(&step).await.unwrap_or_else(|failure| panic!("{step:?}: {failure}"));
    }
    lives.check().await.unwrap_or_else(|failure| panic!("{failure}"));
    let registered = lives.registered();
    for (_, kind) in KINDS {
        assert!(registered.contains_key(kind), "no {kind} was registered: {:?}", lives.filings);
    }
    let ends: Vec<&str> = lives.filings[KINDS.len()..].iter().map(|mirror| mirror.status).collect();
    assert_eq!(ends, ["refused", "withdrawn"]);
}

/// The company withdraws while the desk acts, and one approver registers while another refuses, in each state on the way. Against a
/// decision a withdrawal can only lose, since the table has none from there; `access/races.rs` runs each race many times.
async fn a_withdrawal_and_a_decision_at_once_leave_one_end(portal: &TestPortal) {
    let mut lives = Lives::begin(portal).await;
    for round in 0..6 {
        for step in steps::race_of_ends(round) {
            lives.take(&step).await.unwrap_or_else(|failure| panic!("round {round}: {failure}"));
        }
    }
    lives.check().await.unwrap_or_else(|failure| panic!("{failure}"));
}
