//! Who knows that nothing is negative can bound a withheld cell of a table of two dimensions; not by less than the policy wants. Who knows
//! that contracts are whole can count them; not so that one number is left.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::guard::{Register, Row};
use super::small::{Small, SmallFact, cubes};
use crate::disclosure::rule::{Rule, weight};
use crate::disclosure::{Pattern, Subject};
use crate::{Codes, Dimension, TableKey, Value};

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
        let counts: BTreeMap<Codes, i128> = table.cells.iter().map(|cell| (cell.codes, cell.sums[0])).collect();
        let rule = Rule::of(&small.policy, Subject::Trade);
        for cell in table.cells.iter().filter(|cell| !rule.holds([*cell])) {
            let [row, column] = [cell.codes[0], cell.codes[1]];
            if free[0].contains(&row) || free[1].contains(&column) {
                continue;
            }
            let room = |values: &BTreeMap<Codes, i128>| {
                let shift = |from, to| network(values, pattern, &free, cell.codes).flow(from, to);
                (shift((1, column), (0, row)), shift((0, row), (1, column)).min(values[&cell.codes]))
            };
            let (more, less) = room(&amounts);
            prop_assert!(rule.covers(more + less, weight(cell)), "{:?}: {more} more, {less} less", cell.codes);
            let (more, less) = room(&counts);
            prop_assert!(more + less > 0, "{:?}: {} contracts and no other number", cell.codes, cell.sums[0]);
        }
    }
}

/// Three countries with a contract of one company each, and one with which none of them can be told together.
fn three_contracts() -> Small {
    let fact = |country, company, amount| SmallFact { keys: ["2024-01", country, "26", "patent"], company, amount };
    let few = ["DE", "JP", "KR"].into_iter().zip(1..).map(|(country, company)| fact(country, company, 700));
    let many = [750, 100, 100, 50].into_iter().zip(4..).map(|(amount, company)| fact("US", company, amount));
    Small::of(few.chain(many).collect())
}

#[test]
fn as_many_contracts_as_withheld_cells_are_not_told_together() {
    let small = three_contracts();
    let key = TableKey::new([Dimension::Country]);
    let (table, rule) = (small.table(&key), Rule::of(&small.policy, Subject::Trade));
    let [few @ .., many] = table.cells.as_slice() else { panic!("no cells") };
    assert!(rule.holds(few) && rule.holds([many]), "by companies and amounts all this might be told");
    let patterns = small.patterns(std::slice::from_ref(&key));
    let hidden: Vec<_> = table.cells.iter().filter(|cell| patterns[&key].withholds(&cell.codes)).collect();
    let contracts: i128 = hidden.iter().map(|cell| cell.sums[0]).sum();
    assert_eq!((hidden.len(), contracts), (4, 7), "three contracts of three countries would be one of each");
}

/// What the method page says of counts that follow: what is listed is there, and a year of as many contracts as countries has one of each.
#[test]
fn where_a_line_is_withheld_as_a_whole_counts_of_one_follow_from_its_sum() {
    let row =
        |month, (country, company): (&'static str, u64)| -> Row { (month, "import", country, "26", company, 700) };
    let mut rows = [("DE", 1), ("JP", 2), ("KR", 3)].map(|one| row("2024-03", one)).to_vec();
    rows.push(row("2025-03", ("US", 4)));
    let answer = Register::of(&rows).answer("rows=country&measures=contracts,amount_usd");
    assert_eq!(answer.totals, [Value::Count(3), Value::Fixed { units: 2_100, digits: 2 }]);
    let listed: Vec<Option<&str>> = answer.cells.iter().map(|cell| answer.keys(cell).next()).collect();
    assert_eq!(listed, ["DE", "JP", "KR"].map(Some), "three contracts of three");
    assert!(answer.cells.iter().all(|cell| cell.values == [Value::Suppressed; 2]), "and none says what it is worth");
}
