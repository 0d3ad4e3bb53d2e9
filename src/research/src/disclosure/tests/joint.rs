//! All tables at once: every number that any permitted question tells is a sum of told cells; together they must leave every
//! withheld cell open.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::small::{BASIC, Small, cubes};
use super::solver::Solver;
use crate::disclosure::protect::Work;
use crate::disclosure::rule::Rule;
use crate::disclosure::{Pattern, Subject};
use crate::{Codes, TableKey};

type Patterns = BTreeMap<TableKey, Pattern>;

/// The atoms of a cube, one for each combination of keys that occur, and of which of them each cell is the sum.
struct Sums(BTreeMap<(TableKey, Codes), Vec<usize>>);

impl Sums {
    fn of(small: &Small, patterns: &Patterns) -> (Self, usize) {
        let keys: Vec<BTreeSet<&str>> =
            (0..BASIC.len()).map(|place| small.facts.iter().map(|fact| fact.keys[place]).collect()).collect();
        let mut atoms = vec![Vec::new()];
        for keys in &keys {
            atoms = atoms.iter().flat_map(|atom| keys.iter().map(move |key| [&atom[..], &[*key]].concat())).collect();
        }
        let mut sums: BTreeMap<(TableKey, Codes), Vec<usize>> = BTreeMap::new();
        for (atom, keys) in atoms.iter().enumerate() {
            let keys: [&str; 4] = keys.as_slice().try_into().unwrap();
            for (key, pattern) in patterns {
                let mut codes = Codes::default();
                for (code, axis) in codes.iter_mut().zip(pattern.axes()) {
                    let own = small.key(&keys, axis.dimension);
                    let place = axis.keys.iter().position(|known| **known == *own).unwrap();
                    *code = u32::try_from(place).unwrap();
                }
                sums.entry((key.clone(), codes)).or_default().push(atom);
            }
        }
        (Self(sums), atoms.len())
    }

    /// What everyone knows who has asked every permitted question.
    fn told(&self, patterns: &Patterns, atoms: usize) -> Solver {
        let mut solver = Solver::new(atoms);
        let told = self.0.iter().filter(|((key, codes), _)| !patterns[key].withholds(codes)).map(|(_, sum)| sum);
        told.collect::<BTreeSet<_>>().into_iter().for_each(|sum| solver.tell(sum));
        solver
    }
}

/// The cells that break the rule and can be computed.
fn computed(small: &Small, patterns: &Patterns) -> Vec<(TableKey, Codes)> {
    let (sums, atoms) = Sums::of(small, patterns);
    let solver = sums.told(patterns, atoms);
    let rule = Rule::of(&small.policy, Subject::Trade);
    let mut found = Vec::new();
    for key in patterns.keys() {
        for cell in small.table(key).cells.iter().filter(|cell| !rule.holds([*cell])) {
            let place = (key.clone(), cell.codes);
            if solver.knows(&sums.0[&place]) {
                found.push(place);
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_withheld_cell_can_be_computed_from_all_that_is_told(small in cubes()) {
        let patterns = small.patterns(&Small::keys());
        let (sums, atoms) = Sums::of(&small, &patterns);
        let solver = sums.told(&patterns, atoms);
        let rule = Rule::of(&small.policy, Subject::Trade);
        for (key, pattern) in &patterns {
            for cell in small.table(key).cells.iter().filter(|cell| !rule.holds([*cell])) {
                prop_assert!(pattern.withholds(&cell.codes), "{key:?} {:?} is told", cell.codes);
            }
        }
        for ((key, codes), sum) in sums.0.iter().filter(|((key, codes), _)| patterns[key].withholds(codes)) {
            prop_assert!(!solver.knows(sum), "{key:?} {codes:?}");
        }
    }

    #[test]
    fn no_two_told_cells_differ_by_a_cell_that_breaks_the_rule(small in cubes()) {
        let patterns = small.patterns(&Small::keys());
        let (sums, _) = Sums::of(&small, &patterns);
        let rule = Rule::of(&small.policy, Subject::Trade);
        let told: BTreeSet<&Vec<usize>> =
            sums.0.iter().filter(|((key, codes), _)| !patterns[key].withholds(codes)).map(|(_, sum)| sum).collect();
        let broken: BTreeSet<&Vec<usize>> = patterns.keys().flat_map(|key| {
            let cells = small.table(key).cells;
            let places = cells.iter().filter(|cell| !rule.holds([*cell])).map(|cell| &sums.0[&(key.clone(), cell.codes)]);
            places.collect::<Vec<_>>()
        }).collect();
        for broken in broken {
            for whole in &told {
                if broken.iter().any(|atom| whole.binary_search(atom).is_err()) {
                    continue;
                }
                let rest: Vec<usize> = whole.iter().copied().filter(|atom| broken.binary_search(atom).is_err()).collect();
                prop_assert!(!told.contains(&rest), "{whole:?} less {rest:?}");
            }
        }
    }

    #[test]
    fn the_order_in_which_tables_are_asked_for_changes_nothing(small in cubes(), seed in any::<u64>()) {
        let keys = Small::keys();
        let mut shuffled = keys.clone();
        let mut random = super::small::Random(seed);
        for place in (1..shuffled.len()).rev() {
            shuffled.swap(place, random.below(place + 1));
        }
        let again = small.patterns(&shuffled[..keys.len() / 2]);
        let all = small.patterns(&keys);
        prop_assert!(again.iter().all(|(key, pattern)| all[key] == *pattern));
    }
}

/// Cubes that are the same every time.
fn some_cubes() -> Vec<Small> {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    (0..60).map(|_| cubes().new_tree(&mut runner).unwrap().current()).collect()
}

/// How many of some cubes give a protected cell away when steps are left out.
fn given_away(steps: fn(&mut Work<'_>)) -> usize {
    some_cubes().iter().filter(|small| !computed(small, &small.patterns_by(steps)).is_empty()).count()
}

#[test]
fn every_step_is_needed_and_the_solver_sees_it() {
    let all = given_away(|work| {
        work.inherit();
        work.protect_cells();
        work.protect_lines();
    });
    let without_inheritance = given_away(|work| {
        work.protect_cells();
        work.protect_lines();
    });
    let without_hypercubes = given_away(|work| {
        work.inherit();
        work.withhold_alone();
    });
    assert_eq!(all, 0);
    assert!(without_inheritance > 10, "{without_inheritance}");
    assert!(without_hypercubes > 10, "{without_hypercubes}");
}
