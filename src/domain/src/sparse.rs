//! Tables of counts with their totals: which cells are too few to be told, and which others would tell them. What is counted, and
//! the disclosure control of the research centre's figures, live elsewhere.

/// A cell by its row and column; the total over either is the one behind the last.
type Place = (usize, usize);

/// A table of counts, and which of its cells are withheld. What is zero hides nobody and is told.
///
/// 1. A count below the least is withheld; where a total is, so is what it adds up.
/// 2. What is withheld of a line whose total is told, and so is told together, is no less than the least.
/// 3. No withheld cell can be computed from those that are told (of a table with totals: D. Gusfield, A graph theoretic approach to
///    statistical data security, SIAM J. Comput. 17, 1988).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sparse {
    /// With the totals: every row is as long as the others, and there is one at least.
    counts: Vec<Vec<i64>>,
    withheld: Vec<Vec<bool>>,
    least: i64,
}

impl Sparse {
    /// The table over these rows, all of one length, of which no count below the least is told.
    pub fn new(rows: &[Vec<i64>], least: i64) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let mut counts = rows.to_vec();
        counts.push((0..columns).map(|column| rows.iter().map(|row| row[column]).sum()).collect());
        for row in &mut counts {
            row.push(row.iter().sum());
        }
        let withheld = counts.iter().map(|row| row.iter().map(|count| (1..least).contains(count)).collect()).collect();
        let mut table = Self { counts, withheld, least };
        while table.inherit() || table.fill_lines() || table.close_rings() {}
        table
    }

    /// Whether a cell is withheld.
    pub fn withholds(&self, row: usize, column: usize) -> bool {
        self.withheld.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default()
    }

    fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let (rows, columns) = (self.counts.len(), self.counts.first().map_or(0, Vec::len));
        (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)))
    }

    fn total(&self) -> Place {
        self.places().last().unwrap_or_default()
    }

    fn count(&self, (row, column): Place) -> i64 {
        self.counts[row][column]
    }

    fn hides(&self, (row, column): Place) -> bool {
        self.withheld[row][column]
    }

    /// Withholds what stands below a withheld total.
    fn inherit(&mut self) -> bool {
        let (last_row, last_column) = self.total();
        let mut changed = false;
        for place in self.places() {
            let below = self.hides((place.0, last_column)) || self.hides((last_row, place.1));
            if below && self.count(place) > 0 && !self.hides(place) {
                self.withheld[place.0][place.1] = true;
                changed = true;
            }
        }
        changed
    }

    /// Withholds more of a line whose withheld cells are too few together.
    fn fill_lines(&mut self) -> bool {
        let (last_row, last_column) = self.total();
        let rows = (0..=last_row).map(|row| (0..last_column).map(|column| (row, column)).collect::<Vec<Place>>());
        let columns = (0..=last_column).map(|column| (0..last_row).map(|row| (row, column)).collect::<Vec<Place>>());
        let lines: Vec<Vec<Place>> = rows.chain(columns).collect();
        let is_short = |line: &&Vec<Place>| {
            let hidden: i64 = line.iter().filter(|place| self.hides(**place)).map(|place| self.count(*place)).sum();
            (1..self.least).contains(&hidden) && line.iter().any(|place| self.is_told(*place))
        };
        match lines.iter().find(is_short) {
            Some(line) => self.withhold_smallest(line),
            None => false,
        }
    }

    /// Withholds more beside a cell that could be computed.
    fn close_rings(&mut self) -> bool {
        let Some((row, column)) = self.places().find(|place| self.hides(*place) && self.is_computed(*place)) else {
            return false;
        };
        let beside: Vec<Place> = self.places().filter(|place| place.0 == row || place.1 == column).collect();
        self.withhold_smallest(&beside) || self.withhold_smallest(&self.places().collect::<Vec<_>>())
    }

    /// Whether a withheld cell stands in no ring of withheld cells, around which something could be shifted.
    fn is_computed(&self, cell: Place) -> bool {
        let (mut rows, mut columns) = (vec![false; self.counts.len()], vec![false; self.total().1 + 1]);
        rows[cell.0] = true;
        loop {
            let step =
                self.places().find(|place| *place != cell && self.hides(*place) && rows[place.0] != columns[place.1]);
            let Some((row, column)) = step else { return !columns[cell.1] };
            rows[row] = true;
            columns[column] = true;
        }
    }

    fn is_told(&self, place: Place) -> bool {
        self.count(place) > 0 && !self.hides(place)
    }

    /// Withholds the smallest of these cells that is told; false where none is.
    fn withhold_smallest(&mut self, among: &[Place]) -> bool {
        let told = among.iter().copied().filter(|place| self.is_told(*place));
        let Some((row, column)) = told.min_by_key(|place| (self.count(*place), *place)) else { return false };
        self.withheld[row][column] = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LEAST: i64 = 10;

    fn withheld(table: &Sparse) -> Vec<Place> {
        table.places().filter(|(row, column)| table.withholds(*row, *column)).collect()
    }

    #[test]
    fn what_is_many_or_nothing_is_told() {
        assert!(withheld(&Sparse::new(&[vec![10, 0], vec![25, 11]], LEAST)).is_empty());
        assert!(withheld(&Sparse::new(&[], LEAST)).is_empty());
        assert!(withheld(&Sparse::new(&[vec![0, 0]], LEAST)).is_empty());
    }

    #[test]
    fn a_single_small_cell_takes_a_ring_of_the_smallest_with_it() {
        let table = Sparse::new(&[vec![40, 30], vec![20, 3], vec![15, 12]], LEAST);
        assert_eq!(withheld(&table), [(1, 0), (1, 1), (2, 0), (2, 1)]);
    }

    #[test]
    fn a_total_hides_what_it_adds_up_and_does_not_stand_alone() {
        // The second row has seven in all; with one row only, the total over rows would be the row.
        let table = Sparse::new(&[vec![40, 30], vec![4, 3], vec![50, 60]], LEAST);
        for place in [(1, 0), (1, 1), (1, 2), (0, 2)] {
            assert!(table.withholds(place.0, place.1), "{place:?}: {:?}", withheld(&table));
        }
        assert!(!table.withholds(3, 2) && !table.withholds(2, 2));
        let alone = Sparse::new(&[vec![4, 3]], LEAST);
        assert_eq!(withheld(&alone).len(), 6, "nothing is told of seven");
    }

    const PRIME: i64 = 1_000_003;

    fn power(mut base: i64, mut exponent: i64) -> i64 {
        let mut result = 1;
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result * base % PRIME;
            }
            base = base * base % PRIME;
            exponent /= 2;
        }
        result
    }

    /// Whether a cell follows from those that are told, by elimination over a prime field: another way than rings.
    fn follows(table: &Sparse, wanted: Place) -> bool {
        let unknown: Vec<Place> = withheld(table);
        let (last_row, last_column) = table.total();
        let lines =
            (0..=last_row).map(|row| (Some(row), None)).chain((0..=last_column).map(|column| (None, Some(column))));
        let mut rows: Vec<Vec<i64>> = lines
            .map(|(row, column)| {
                let sign = |place: &Place| {
                    let is_of = row.is_none_or(|row| row == place.0) && column.is_none_or(|column| column == place.1);
                    let is_total = if row.is_some() { place.1 == last_column } else { place.0 == last_row };
                    if is_of { if is_total { PRIME - 1 } else { 1 } } else { 0 }
                };
                unknown.iter().map(sign).collect()
            })
            .collect();
        let goal: Vec<i64> = unknown.iter().map(|place| i64::from(*place == wanted)).collect();
        rows.push(goal);
        let goal = rows.len() - 1;
        let mut used = vec![false; goal];
        for column in 0..unknown.len() {
            let Some(pivot) = (0..goal).find(|row| !used[*row] && rows[*row][column] != 0) else { continue };
            used[pivot] = true;
            let inverse = power(rows[pivot][column], PRIME - 2);
            let pivoted: Vec<i64> = rows[pivot].iter().map(|value| value * inverse % PRIME).collect();
            for row in (0..=goal).filter(|row| *row != pivot) {
                let factor = rows[row][column];
                for (value, pivot) in rows[row].iter_mut().zip(&pivoted) {
                    *value = (*value + (PRIME - factor) * pivot) % PRIME;
                }
            }
        }
        rows[goal].iter().all(|value| *value == 0)
    }

    proptest! {
        #[test]
        fn nothing_small_is_told_alone_or_together_or_can_be_computed(
            counts in proptest::collection::vec(proptest::collection::vec(0_i64..24, 4), 1..5),
        ) {
            let table = Sparse::new(&counts, LEAST);
            let (last_row, last_column) = table.total();
            for place in table.places() {
                prop_assert!(table.hides(place) || !(1..LEAST).contains(&table.count(place)), "{place:?} is told");
                prop_assert!(!table.hides(place) || !follows(&table, place), "{place:?} follows: {:?}", withheld(&table));
            }
            for row in (0..=last_row).filter(|row| !table.hides((*row, last_column))) {
                let hidden = (0..last_column).filter(|column| table.hides((row, *column)));
                let together: i64 = hidden.map(|column| table.count((row, column))).sum();
                prop_assert!(!(1..LEAST).contains(&together), "row {row} tells {together}");
            }
        }
    }
}
