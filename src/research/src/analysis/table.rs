//! Figures that no single question answers, in the shape that answers have: keys of dimensions, values of measures.

use std::sync::Arc;

use domain::language::Language;

use super::panel::in_language;
use crate::{Base, Dimension, Unit, Value};

/// Rows of figures with their totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What rows are told apart by.
    pub dimensions: Vec<Column>,
    /// What each row has a value of.
    pub measures: Vec<Column>,
    /// The rows, in the order in which they are shown.
    pub rows: Vec<Row>,
    /// Each measure over everything.
    pub totals: Vec<Value>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its key of each dimension.
    pub keys: Vec<Arc<str>>,
    /// Its value of each measure.
    pub values: Vec<Value>,
}

/// A dimension or a measure of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its code, the name of the member in JSON.
    pub code: &'static str,
    /// Its name, in Chinese and English.
    name: [&'static str; 2],
    /// Whose keys it has, where they are those of a dimension of the cube.
    pub keys_of: Option<Dimension>,
    /// The unit of a measure.
    pub unit: Option<Unit>,
}

/// Keys that are words of a table's own, in the order in which they are shown.
const WORDS: &[(&str, [&str; 2])] = &[
    ("", ["未填报", "Not told"]),
    ("true", ["是", "Yes"]),
    ("false", ["否", "No"]),
    ("expired", ["已到期", "Expired"]),
    ("within_1_year", ["1年内到期", "Within a year"]),
    ("within_3_years", ["1至3年内到期", "Within 1 to 3 years"]),
    ("within_5_years", ["3至5年内到期", "Within 3 to 5 years"]),
    ("later", ["5年以后到期", "Later"]),
    ("own_words", ["窗口自拟", "The desk's own words"]),
    ("incorrect", ["填报有误", "Incorrect"]),
    ("incomplete", ["材料不齐", "Incomplete"]),
];

/// The place of a key among the words of tables; the others come after them.
pub fn place_of_word(key: &str) -> usize {
    WORDS.iter().position(|(word, _)| *word == key).unwrap_or(WORDS.len())
}

impl Column {
    /// A dimension of the table's own.
    pub(super) const fn own(code: &'static str, name: [&'static str; 2]) -> Self {
        Self { code, name, keys_of: None, unit: None }
    }

    /// A dimension of the table's own whose keys are those of one of the cube.
    pub(super) const fn with_keys_of(self, dimension: Dimension) -> Self {
        Self { keys_of: Some(dimension), ..self }
    }

    /// A dimension of the cube.
    pub(super) const fn of(dimension: Dimension) -> Self {
        let name = [dimension.name(Language::Zh), dimension.name(Language::En)];
        Self { code: dimension.code(), name, keys_of: Some(dimension), unit: None }
    }

    /// A sum of the cube.
    pub(super) const fn sum(base: Base, unit: Unit) -> Self {
        let name = [base.name(Language::Zh), base.name(Language::En)];
        Self { code: base.code(), name, keys_of: None, unit: Some(unit) }
    }

    /// A measure of the table's own.
    pub(super) const fn measured(code: &'static str, name: [&'static str; 2], unit: Unit) -> Self {
        Self { code, name, keys_of: None, unit: Some(unit) }
    }

    /// The name that people read.
    pub const fn name(&self, language: Language) -> &'static str {
        in_language(self.name, language)
    }

    /// The name of a key that is a word of the table's own.
    pub fn word(&self, key: &str, language: Language) -> Option<&'static str> {
        let found = WORDS.iter().find(|(word, _)| *word == key && self.keys_of.is_none());
        found.map(|(_, words)| in_language(*words, language))
    }
}

/// A count.
pub(super) fn count(number: usize) -> Value {
    Value::Count(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A share with four decimals, rounded half to even; undefined where the whole is nothing.
pub(super) fn ratio(part: i64, whole: i64) -> Value {
    if whole <= 0 {
        return Value::Undefined;
    }
    let (scaled, whole) = (i128::from(part) * 10_000, i128::from(whole));
    let (floor, twice) = (scaled.div_euclid(whole), scaled.rem_euclid(whole) * 2);
    let up = twice > whole || (twice == whole && floor % 2 != 0);
    Value::Fixed { units: floor + i128::from(up), digits: 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_half_to_even() {
        let text = |part, whole| ratio(part, whole).text();
        assert_eq!(text(1, 3).as_deref(), Some("0.3333"));
        assert_eq!(text(2, 3).as_deref(), Some("0.6667"));
        assert_eq!(text(1, 20_000).as_deref(), Some("0.0000"));
        assert_eq!(text(3, 20_000).as_deref(), Some("0.0002"));
        assert_eq!(text(5, 4).as_deref(), Some("1.2500"));
        assert_eq!(text(0, 0), None);
    }

    #[test]
    fn words_are_of_columns_without_keys_of_the_cube() {
        let expiry = Column::own("expiry_year", ["到期年份", "Year of expiry"]);
        assert_eq!(expiry.word("", Language::En), Some("Not told"));
        assert_eq!(expiry.word("2031", Language::En), None);
        assert_eq!(Column::of(Dimension::RelatedParties).word("true", Language::Zh), None);
    }
}
