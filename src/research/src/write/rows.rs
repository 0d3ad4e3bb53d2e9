//! Answers and facts as rows of a table, one at a time, so that any number of them is written in the same memory.

use crate::{Answer, Cell, FactRow, Snapshot, Value};

/// A table that is read from its first row to its last.
pub trait Rows<'a> {
    /// What each row has.
    fn columns(&self) -> &[Column];

    /// Puts the next row, a field for each column, in the place of the one before; false when there is none.
    fn next(&mut self, row: &mut Vec<Field<'a>>) -> bool;
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The code of the dimension or measure.
    pub code: String,
    /// What its fields are.
    pub kind: ColumnKind,
}

/// What the fields of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Exact decimals.
    Decimal {
        /// Decimals of each.
        digits: u8,
    },
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field<'a> {
    /// Text.
    Text(&'a str),
    /// A number, exact.
    Number(Value),
    /// Nothing: there is no value.
    Empty,
    /// There may be a value, and it is not told.
    Withheld,
}

impl Field<'_> {
    fn of(value: Value) -> Self {
        match value {
            Value::Undefined => Self::Empty,
            Value::Suppressed => Self::Withheld,
            number => Self::Number(number),
        }
    }
}

/// The mark of a row of which something is withheld.
const WITHHELD: &str = "c";

/// The cells of an answer: dimensions, measures, and, where the answer is protected, `flag`: `c` in rows of which something is
/// withheld. Margins are not rows.
pub struct AnswerRows<'a> {
    answer: &'a Answer,
    columns: Vec<Column>,
    cells: Box<dyn Iterator<Item = Cell<'a>> + 'a>,
}

impl<'a> AnswerRows<'a> {
    /// The cells of an answer.
    pub fn new(answer: &'a Answer) -> Self {
        let column = |code: String, kind| Column { code, kind };
        let dimensions = answer.dimensions().map(|dimension| column(dimension.code().to_owned(), ColumnKind::Text));
        let measures = answer.measures.iter().map(|measure| {
            let kind = match measure.digits() {
                0 => ColumnKind::Integer,
                digits => ColumnKind::Decimal { digits },
            };
            column(measure.code(), kind)
        });
        let flag = answer.disclosure.map(|_| column("flag".to_owned(), ColumnKind::Text));
        Self { answer, columns: dimensions.chain(measures).chain(flag).collect(), cells: Box::new(answer.cells.iter()) }
    }
}

impl<'a> Rows<'a> for AnswerRows<'a> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next(&mut self, row: &mut Vec<Field<'a>>) -> bool {
        row.clear();
        let Some(cell) = self.cells.next() else { return false };
        row.extend(self.answer.keys(cell).map(Field::Text));
        row.extend(cell.values.iter().map(|value| Field::of(*value)));
        if self.answer.disclosure.is_some() {
            let withheld = cell.values.iter().any(|value| value.is_suppressed());
            row.push(Field::Text(if withheld { WITHHELD } else { "" }));
        }
        true
    }
}

/// Every fact, in the order of the journal: for those who see everything.
pub struct FactRows<'a> {
    columns: Vec<Column>,
    facts: Box<dyn Iterator<Item = FactRow<'a>> + 'a>,
}

/// Columns of facts: texts first, as far as they are no numbers.
const FACT_TEXTS: [&str; 18] = [
    "month",
    "kind",
    "direction",
    "district",
    "country",
    "industry",
    "legal_type",
    "mode",
    "payment_mode",
    "royalty_base",
    "ownership",
    "related_parties",
    "amount_band",
    "desk",
    "company",
    "counterparty",
    "currency",
    "has_rate",
];
const FACT_NUMBERS: [(&str, u8); 11] = [
    ("contracts", 0),
    ("amount_usd", 2),
    ("technology_fee_usd", 2),
    ("royalty_due_usd", 2),
    ("royalty_rate", 4),
    ("days_to_register", 0),
    ("returns", 0),
    ("months", 0),
    ("filed_late_days", 0),
    ("seq", 0),
    ("part", 0),
];

impl<'a> FactRows<'a> {
    /// The facts of a snapshot.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        let texts = FACT_TEXTS.iter().map(|code| Column { code: (*code).to_owned(), kind: ColumnKind::Text });
        let numbers = FACT_NUMBERS.iter().map(|(code, digits)| {
            let kind = if *digits == 0 { ColumnKind::Integer } else { ColumnKind::Decimal { digits: *digits } };
            Column { code: (*code).to_owned(), kind }
        });
        Self { columns: texts.chain(numbers).collect(), facts: Box::new(snapshot.facts()) }
    }
}

impl<'a> Rows<'a> for FactRows<'a> {
    fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn next(&mut self, row: &mut Vec<Field<'a>>) -> bool {
        row.clear();
        let Some(fact) = self.facts.next() else { return false };
        let texts: [&'a str; FACT_TEXTS.len()] = [
            fact.month,
            fact.kind,
            fact.direction,
            fact.district,
            fact.country,
            fact.industry,
            fact.legal_type,
            fact.mode,
            fact.payment_mode,
            fact.royalty_base,
            fact.ownership,
            fact.related_parties,
            fact.amount_band,
            fact.desk,
            fact.company,
            fact.counterparty,
            fact.currency,
            if fact.has_rate { "true" } else { "false" },
        ];
        row.extend(texts.map(Field::Text));
        // Millionths of one are ten-thousandths of a per cent.
        let rate = fact.royalty_rate_millionths.map(i64::from);
        let numbers: [Option<i64>; FACT_NUMBERS.len()] = [
            Some(fact.contracts),
            Some(fact.amount_usd_cents),
            Some(fact.technology_fee_usd_cents),
            Some(fact.royalty_due_usd_cents),
            rate,
            Some(fact.days_to_register.into()),
            Some(fact.returns.into()),
            Some(fact.months.into()),
            Some(fact.filed_late_days.into()),
            Some(fact.seq),
            Some(fact.part.into()),
        ];
        let fields = numbers.into_iter().zip(FACT_NUMBERS).map(|(number, (_, digits))| match (number, digits) {
            (None, _) => Field::Empty,
            (Some(number), 0) => Field::Number(Value::Count(number)),
            (Some(units), digits) => Field::Number(Value::Fixed { units: units.into(), digits }),
        });
        row.extend(fields);
        true
    }
}
