//! Who knows that nothing is negative can bound a withheld cell of a table of two dimensions; not by less than the policy wants.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::small::cubes;
use crate::disclosure::rule::{Rule, weight};
use crate::disclosure::{Pattern, Subject};
use crate::{Codes, Dimension, TableKey};

/// Rows, columns, and one node for all whose totals are withheld.
type Node = (u8, u32);

/// A table of withheld cells as a network: what a cell may gain is what its row's and column's other cells may shift around.
struct Network(BTreeMap<Node, BTreeMap<Node, i128>>);

impl Network {
    fn join(&mut self, from: Node, to: Node, room: i128) {
        *self.0.entry(from).or_default().entry(to).or_default() += room;
        self.0.entry(to).or_default().entry(from).or_default();
    }

    /// How much can be shifted from one node to another.
    fn flow(mut self, from: Node, to: Node) -> i128 {
        let mut shifted = 0;
        while let Some(path) = self.path(from, to) {
            let room = path.iter().map(|(one, other)| self.0[one][other]).min().unwrap();
            for (one, other) in path {
                *self.0.get_mut(&one).unwrap().get_mut(&other).unwrap() -= room;
                *self.0.get_mut(&other).unwrap().get_mut(&one).unwrap() += room;
            }
            shifted += room;
        }
        shifted
    }

    fn path(&self, from: Node, to: Node) -> Option<Vec<(Node, Node)>> {
        let mut before: BTreeMap<Node, Node> = BTreeMap::from([(from, from)]);
        let mut waiting = std::collections::VecDeque::from([from]);
        while let Some(node) = waiting.pop_front() {
            for (next, room) in self.0.get(&node).into_iter().flatten() {
                if *room > 0 && !before.contains_key(next) {
                    before.insert(*next, node);
                    waiting.push_back(*next);
                }
            }
        }
        let mut path = Vec::new();
        let mut node = to;
        while node != from {
            let previous = *before.get(&node)?;
            path.push((previous, node));
            node = previous;
        }
        Some(path)
    }
}

const FREE: Node = (2, 0);
/// More than all amounts together.
const PLENTY: i128 = 1 << 40;

/// The network of a table's withheld cells without one of them.
fn network(amounts: &BTreeMap<Codes, i128>, pattern: &Pattern, free: &[Vec<u32>; 2], without: Codes) -> Network {
    let mut network = Network(BTreeMap::new());
    for index in pattern.withheld.iter() {
        let codes = [0, 1].map(|axis| u32::try_from(pattern.grid.code(index, axis)).unwrap());
        let place = [codes[0], codes[1], 0, 0];
        if place != without {
            network.join((0, codes[0]), (1, codes[1]), PLENTY);
            network.join((1, codes[1]), (0, codes[0]), amounts.get(&place).copied().unwrap_or_default());
        }
    }
    for (side, codes) in (0..).zip(free) {
        for code in codes {
            network.join((side, *code), FREE, PLENTY);
            network.join(FREE, (side, *code), PLENTY);
        }
    }
    network
}

/// The codes of a table of one dimension that are withheld.
fn withheld(pattern: &Pattern) -> Vec<u32> {
    pattern.withheld.iter().map(|index| u32::try_from(index).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_protected_cell_is_bounded_more_closely_than_the_policy_wants(small in cubes()) {
        let [row, column] = [Dimension::Country, Dimension::Mode].map(|dimension| TableKey::new([dimension]));
        let both = TableKey::new([Dimension::Country, Dimension::Mode]);
        let patterns = small.patterns(&[row.clone(), column.clone(), both.clone()]);
        let free = [withheld(&patterns[&row]), withheld(&patterns[&column])];
        let (table, pattern) = (small.table(&both), &patterns[&both]);
        let amounts: BTreeMap<Codes, i128> = table.cells.iter().map(|cell| (cell.codes, weight(cell))).collect();
        let rule = Rule::of(&small.policy, Subject::Trade);
        for cell in table.cells.iter().filter(|cell| !rule.holds([*cell])) {
            let [row, column] = [cell.codes[0], cell.codes[1]];
            if free[0].contains(&row) || free[1].contains(&column) {
                continue;
            }
            let shift = |from, to| network(&amounts, pattern, &free, cell.codes).flow(from, to);
            let more = shift((1, column), (0, row));
            let less = shift((0, row), (1, column)).min(weight(cell));
            prop_assert!(rule.covers(more + less, weight(cell)), "{:?}: {more} more, {less} less", cell.codes);
        }
    }
}
