//! The cube: a dictionary-coded columnar snapshot of the facts in memory. It answers; it does not fetch, store or authorise.

use std::array;

use crate::column::Column;
use crate::dimension::Dimension;
use crate::fact::{Fact, FactKind};
use crate::group::{Groups, Row, Sums};
use crate::pivot::{Cell, Pivot};
use crate::query::Query;

/// Facts, ready to be asked. Cheap to ask, cheap to add to; a reader that keeps a clone keeps its moment.
#[derive(Debug, Clone)]
pub struct Cube {
    seqs: Vec<i64>,
    columns: [Column; Dimension::ALL.len()],
    rows: Vec<Row>,
}

impl Default for Cube {
    fn default() -> Self {
        Self::new()
    }
}

impl Cube {
    /// A cube without facts.
    pub fn new() -> Self {
        Self { seqs: Vec::new(), columns: array::from_fn(|_| Column::default()), rows: Vec::new() }
    }

    /// Adds facts in the order of their `seq`. A fact at or before [`Cube::as_of`] is there already and is skipped,
    /// so a reader of the journal may deliver a fact again. One entry may have two facts, delivered together: what an
    /// amendment takes away in one place and adds in another.
    pub fn append(&mut self, facts: &[Fact]) {
        let known = self.seqs.last().copied();
        for fact in facts {
            if known.is_some_and(|known| fact.seq <= known) {
                continue;
            }
            let registration = fact.kind == FactKind::Registration;
            self.seqs.push(fact.seq);
            for (dimension, column) in Dimension::ALL.into_iter().zip(&mut self.columns) {
                column.push(dimension.value_of(fact));
            }
            self.rows.push(Row {
                contracts: fact.contracts,
                amount_usd_cents: fact.amount_usd_cents,
                technology_fee_usd_cents: fact.technology_fee_usd_cents,
                royalty_rate_millionths: fact.royalty_rate_millionths.filter(|_| registration),
                days_to_register: registration.then_some(fact.days_to_register),
            });
        }
    }

    /// The journal seq of the newest fact; 0 when there is none.
    pub fn as_of(&self) -> i64 {
        self.seqs.last().copied().unwrap_or(0)
    }

    /// How many facts there are.
    pub fn len(&self) -> usize {
        self.seqs.len()
    }

    /// Whether there are no facts.
    pub fn is_empty(&self) -> bool {
        self.seqs.is_empty()
    }

    /// The different values of a dimension among the facts, in the order in which they are shown.
    pub fn values(&self, dimension: Dimension) -> Vec<String> {
        self.column(dimension).values_in_order(dimension)
    }

    /// Answers a query over all facts.
    pub fn pivot(&self, query: &Query) -> Pivot {
        self.pivot_as_of(query, self.as_of())
    }

    /// Answers a query over the facts up to this journal seq: an earlier answer, run again, comes out the same.
    pub fn pivot_as_of(&self, query: &Query, seq: i64) -> Pivot {
        let facts = self.seqs.partition_point(|of_fact| *of_fact <= seq);
        let selected = self.select(query, facts);
        let rows = || self.rows.iter().zip(&selected).filter_map(|(row, chosen)| chosen.then_some(row));

        let mut total = Sums::default();
        rows().for_each(|row| total.add(row));

        let dimensions: Vec<Dimension> = query.dimensions().collect();
        let mut groups = Groups::whole(selected.iter().filter(|chosen| **chosen).count());
        for dimension in &dimensions {
            let column = self.column(*dimension);
            let codes = column.codes().iter().zip(&selected).filter_map(|(code, chosen)| chosen.then_some(*code));
            groups = groups.split(codes, column.cardinality());
        }
        let mut sums = groups.sum(rows());
        // What an amendment took away altogether, or left as it was, is no cell.
        sums.retain(|(_, sums)| *sums != Sums::default());
        self.order(&dimensions, &mut sums);

        Pivot {
            as_of: facts.checked_sub(1).and_then(|last| self.seqs.get(last)).copied().unwrap_or(0),
            cells: sums
                .iter()
                .map(|(codes, sums)| Cell {
                    keys: dimensions
                        .iter()
                        .zip(codes)
                        .map(|(dimension, code)| self.column(*dimension).value(*code).to_owned())
                        .collect(),
                    values: values_of(query, sums),
                })
                .collect(),
            totals: values_of(query, &total),
            dimensions,
            measures: query.measures.clone(),
        }
    }

    fn column(&self, dimension: Dimension) -> &Column {
        // In bounds: there is a column for each dimension, and a test keeps `ALL` in the order of the enum.
        &self.columns[dimension as usize]
    }

    /// For each of the first so many facts, whether it passes every filter.
    fn select(&self, query: &Query, facts: usize) -> Vec<bool> {
        let mut selected = vec![true; facts];
        for (dimension, wanted) in &query.filters {
            let column = self.column(*dimension);
            let membership = column.membership(wanted);
            for (chosen, code) in selected.iter_mut().zip(column.codes()) {
                *chosen &= membership.get(*code as usize).copied().unwrap_or(false);
            }
        }
        selected
    }

    /// Puts groups in the order in which their values are shown, first dimension first.
    fn order(&self, dimensions: &[Dimension], sums: &mut [(Vec<u32>, Sums)]) {
        let ranks: Vec<Vec<u32>> =
            dimensions.iter().map(|dimension| self.column(*dimension).ranks(*dimension)).collect();
        sums.sort_by_cached_key(|(codes, _)| {
            codes
                .iter()
                .zip(&ranks)
                .map(|(code, ranks)| ranks.get(*code as usize).copied().unwrap_or(u32::MAX))
                .collect::<Vec<u32>>()
        });
    }
}

fn values_of(query: &Query, sums: &Sums) -> Vec<Option<String>> {
    query.measures.iter().map(|measure| measure.value_of(sums)).collect()
}
