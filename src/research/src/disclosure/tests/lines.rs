//! What is withheld of a line is told together, by subtraction: it must hide each company from the others in it.

use proptest::prelude::*;

use super::small::{Small, SmallFact, cubes};
use crate::disclosure::grid::parent;
use crate::disclosure::protect::Work;
use crate::disclosure::rule::Rule;
use crate::disclosure::{Pattern, Subject};
use crate::{ContributorTable, Dimension, TableKey};

/// Lines of a table that tell, by subtraction, what breaks the rule.
fn telling_lines(small: &Small, table: &ContributorTable, pattern: &Pattern) -> usize {
    let rule = Rule::of(&small.policy, Subject::Trade);
    let grid = &pattern.grid;
    let mut telling = 0;
    for (axis, of_axis) in grid.axes().iter().enumerate() {
        let coarser = |index: usize| parent(of_axis.dimension, &of_axis.keys[grid.code(index, axis)], &small.fields);
        for first in 0..grid.len() {
            let line: Vec<usize> = (0..of_axis.keys.len())
                .map(|code| grid.with(first, axis, code))
                .filter(|index| coarser(*index) == coarser(first))
                .collect();
            let hidden: Vec<usize> = line.iter().copied().filter(|index| pattern.withheld.has(*index)).collect();
            let cells: Vec<_> = table.cells.iter().filter(|cell| hidden.contains(&grid.index(&cell.codes))).collect();
            let has_more = line.iter().any(|index| pattern.occupied.has(*index) && !pattern.withheld.has(*index));
            telling += usize::from(has_more && !hidden.is_empty() && !rule.holds(cells));
        }
    }
    telling
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_withheld_of_a_line_fulfils_the_rule_together(small in cubes()) {
        for (key, pattern) in small.patterns(&Small::keys()) {
            prop_assert_eq!(telling_lines(&small, &small.table(&key), &pattern), 0, "{:?}", key);
        }
    }
}

/// What `protect` does, where every cell that breaks the rule must find a hypercube: none is withheld alone.
fn protect_with_hypercubes(work: &mut Work<'_>) {
    work.inherit();
    for index in 0..work.grid.len() {
        let breaks = work.cell(index).is_some_and(|cell| !work.rule.holds([cell]));
        assert!(!breaks || work.withheld.has(index) || work.withhold_hypercube(index, None), "a cell stands alone");
    }
    work.protect_lines();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_cell_that_breaks_the_rule_is_withheld_alone(small in cubes()) {
        let patterns = small.patterns_by(protect_with_hypercubes);
        prop_assert!(patterns == small.patterns(&Small::keys()), "as they are made");
    }
}

/// Two countries with one company each, two with many.
fn two_of_two() -> Small {
    let fact = |country, company, amount| SmallFact { keys: ["2024-01", country, "26", "patent"], company, amount };
    let mut facts = vec![fact("DE", 1, 40), fact("JP", 2, 50)];
    for company in 3..9 {
        facts.extend([fact("CH", company, 90), fact("US", company, 100)]);
    }
    Small::of(facts)
}

#[test]
fn a_company_cannot_take_its_own_away_from_what_is_withheld() {
    let small = two_of_two();
    let by_country = TableKey::new([Dimension::Country]);
    let table = small.table(&by_country);
    let told = |steps: fn(&mut Work<'_>)| telling_lines(&small, &table, &small.patterns_by(steps)[&by_country]);
    let whole = told(|work| {
        work.inherit();
        work.protect_cells();
        work.protect_lines();
    });
    let without_lines = told(|work| {
        work.inherit();
        work.withhold_alone();
    });
    assert_eq!(whole, 0);
    assert!(without_lines > 0, "the two companies would see each other");
    let patterns = small.patterns(std::slice::from_ref(&by_country));
    let pattern = &patterns[&by_country];
    let keys = &pattern.axes()[0].keys;
    let withheld = (0..).zip(keys).filter(|(code, _)| pattern.withholds(&[*code, 0, 0, 0]));
    let withheld: Vec<&str> = withheld.map(|(_, key)| &**key).collect();
    assert_eq!(withheld, ["CH", "DE", "JP"], "the smallest that hides both, and no more");
}
