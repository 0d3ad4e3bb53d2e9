//! A run of facts in the order of the journal, column by column. It never changes.

use super::column::Column;
use super::field::{Field, Mark, Number};

/// Facts of a segment: few enough that what is done with one of them stays near the processor.
pub(super) const FACTS: usize = 16_384;

/// A fact as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) seq: i64,
    pub(super) codes: [u32; Field::ALL.len()],
    pub(super) numbers: [u32; Number::ALL.len()],
    pub(super) amount: i64,
    pub(super) technology_fee: i64,
    pub(super) royalty_due: i64,
}

impl Row {
    /// US cents.
    fn amounts(&self) -> [i64; 3] {
        [self.amount, self.technology_fee, self.royalty_due]
    }
}

/// Facts, column by column.
#[derive(Debug)]
pub(crate) struct Segment {
    first_seq: i64,
    after_first: Vec<u32>,
    codes: Vec<Column>,
    numbers: Vec<Column>,
    amounts: Vec<i64>,
    technology_fees: Vec<i64>,
    /// Of the few facts that settle a royalty.
    royalties_due: Vec<(u16, i64)>,
    /// The codes of the months that occur.
    months: Vec<u32>,
    /// Whether every currency had a rate.
    all_rated: bool,
    /// US cents of all amounts, whatever their signs.
    moved: u64,
}

impl Segment {
    /// A segment of these facts.
    pub(super) fn of(rows: &[Row]) -> Self {
        let first_seq = rows.first().map_or(0, |row| row.seq);
        let mut months: Vec<u32> = rows.iter().map(|row| row.codes[Field::Month as usize]).collect();
        months.sort_unstable();
        months.dedup();
        months.shrink_to_fit();
        let mut royalties_due: Vec<(u16, i64)> =
            (0..).zip(rows).filter(|(_, row)| row.royalty_due != 0).map(|(at, row)| (at, row.royalty_due)).collect();
        royalties_due.shrink_to_fit();
        Self {
            first_seq,
            after_first: rows.iter().map(|row| distance(first_seq, row.seq).unwrap_or(u32::MAX)).collect(),
            codes: (0..Field::ALL.len()).map(|at| Column::of(rows.iter().map(move |row| row.codes[at]))).collect(),
            numbers: (0..Number::ALL.len()).map(|at| Column::of(rows.iter().map(move |row| row.numbers[at]))).collect(),
            amounts: rows.iter().map(|row| row.amount).collect(),
            technology_fees: rows.iter().map(|row| row.technology_fee).collect(),
            royalties_due,
            months,
            all_rated: rows.iter().all(|row| Mark(row.numbers[Number::Mark as usize]).has_rate()),
            moved: rows
                .iter()
                .flat_map(Row::amounts)
                .fold(0_u64, |sum, amount| sum.saturating_add(amount.unsigned_abs())),
        }
    }

    /// How many facts it has up to this journal entry.
    pub(super) fn up_to(&self, seq: i64) -> usize {
        self.after_first.partition_point(|after| self.first_seq + i64::from(*after) <= seq)
    }

    /// How many facts it has.
    pub(super) fn len(&self) -> usize {
        self.after_first.len()
    }

    /// The journal entry of a fact.
    pub(super) fn seq(&self, fact: usize) -> i64 {
        self.first_seq + i64::from(self.after_first[fact])
    }

    /// The codes of a column of texts.
    pub(crate) fn codes(&self, field: Field) -> &Column {
        // There is a column for each, and `ALL` stands in the order of the enum.
        &self.codes[field as usize]
    }

    /// A column of small numbers.
    pub(crate) fn numbers(&self, number: Number) -> &Column {
        &self.numbers[number as usize]
    }

    /// US cents of each fact.
    pub(crate) fn amounts(&self) -> &[i64] {
        &self.amounts
    }

    /// US cents of each fact.
    pub(crate) fn technology_fees(&self) -> &[i64] {
        &self.technology_fees
    }

    /// US cents of those facts that have any, in the order of the facts.
    pub(crate) fn royalties_due(&self) -> &[(u16, i64)] {
        &self.royalties_due
    }

    /// The codes of the months that occur.
    pub(crate) fn months(&self) -> &[u32] {
        &self.months
    }

    /// Whether the currency of each fact had a rate.
    pub(crate) fn all_rated(&self) -> bool {
        self.all_rated
    }

    /// What no sum of amounts of its facts goes beyond on either side of zero: US cents, [`u64::MAX`] for that many and more.
    pub(crate) fn moved(&self) -> u64 {
        self.moved
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        let columns: usize = self.codes.iter().chain(&self.numbers).map(Column::bytes).sum();
        let amounts = (self.amounts.capacity() + self.technology_fees.capacity()) * size_of::<i64>();
        let few = self.royalties_due.capacity() * size_of::<(u16, i64)>() + self.months.capacity() * size_of::<u32>();
        columns + amounts + few + self.after_first.capacity() * size_of::<u32>() + size_of::<Self>()
    }
}

/// How many entries one lies after the first of its segment; none where it lies before it or too far.
pub(super) fn distance(first: i64, seq: i64) -> Option<u32> {
    seq.checked_sub(first).and_then(|after| u32::try_from(after).ok())
}
