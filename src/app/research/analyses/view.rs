//! What readers see of an analysis, and how figures become it.

use std::collections::BTreeMap;

use domain::language::Language;
use research::analysis::{Column, PanelKind, Row, Table, place_of_word};
use research::{Answer, Dimension, Measure, Unit, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use crate::app::AppError;
use crate::app::portal::Reference;
use crate::app::research::{ValueView, key_name};

/// Every analysis.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnalysesView {
    /// In the order in which people are offered them.
    pub items: Vec<AnalysisSummary>,
}

/// An analysis in a few words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnalysisSummary {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// In one paragraph: what is counted, how, and what that leaves out.
    pub method: String,
}

/// An analysis of a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnalysisView {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// In one paragraph: what is counted, how, and what that leaves out.
    pub method: String,
    /// The journal entry up to which the figures count.
    pub as_of: i64,
    /// The month of the newest fact; it, its quarter and its year may not be complete yet.
    pub latest_month: Option<String>,
    /// `cleared`: every figure. `protected`: of closed years, and what would tell of a single company is withheld.
    pub audience: &'static str,
    /// What was withheld; null for those who see everything.
    pub disclosure: Option<AnalysisDisclosure>,
    /// Facts of the period whose currency had no rate: their amounts are missing. Where `disclosure` is given, it is 1 if closed years
    /// have any, however many, and else 0.
    pub without_rate: u64,
    /// Of which months.
    pub period: PeriodView,
    /// The figures at its head.
    pub headline: Vec<HeadlineView>,
    /// Its panels.
    pub panels: Vec<PanelView>,
    /// How to cite it: what it is, of which moment, and where it is found again.
    pub citation: String,
}

/// What was withheld of an analysis.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct AnalysisDisclosure {
    /// The first year of the edition of the policy that held.
    pub policy: i32,
    /// How many cells are withheld in all panels, totals counted.
    pub withheld: usize,
}

/// The months that an analysis is of, both counted.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeriodView {
    /// The first, `2025-01`.
    pub from: String,
    /// The last.
    pub to: String,
}

/// A figure at the head.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeadlineView {
    /// Code of the measure.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit: `count`, `usd`, `ratio`, `percent`, `working_days`, `months`, `rank`, `index`.
    pub unit: &'static str,
    /// A number where it is counted, decimal text else; null where there is none.
    #[schema(value_type = serde_json::Value)]
    pub value: Json,
    /// Growth over the same months a year before, as decimal text: 0.1000 is a tenth more. Null where there was nothing to compare with,
    /// and for what does not grow.
    pub yoy: Option<String>,
    /// Growth over the months before the period, as many as it has: of a single month, that on the month before. As `yoy` else.
    pub mom: Option<String>,
    /// Whether the value is withheld.
    pub suppressed: bool,
}

/// A panel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PanelView {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// How it is shown first.
    pub kind: PanelKind,
    /// What cells are told apart by.
    pub dimensions: Vec<PanelColumn>,
    /// What each cell has a value of.
    pub measures: Vec<PanelColumn>,
    /// One object a cell, keyed by the codes of dimensions and measures, as those of a pivot.
    #[schema(value_type = Vec<Object>)]
    pub cells: Vec<Map<String, Json>>,
    /// Totals over some of the dimensions.
    pub margins: Vec<PanelMargin>,
    /// The measures over everything.
    #[schema(value_type = Object)]
    pub totals: Map<String, Json>,
    /// The question that it answers, for drilling, files and permanent links; null where no single question does.
    pub query: Option<String>,
    /// Why it has no figures for this reader; null where it has.
    pub note: Option<String>,
}

/// A dimension or a measure of a panel.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PanelColumn {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The unit of a measure.
    pub unit: Option<&'static str>,
    /// The names of the keys of a dimension, in their order.
    pub values: Option<Vec<ValueView>>,
}

/// Totals over some of the dimensions of a panel.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct PanelMargin {
    /// Codes of the dimensions that are kept.
    pub dimensions: Vec<String>,
    /// One object a total, as a cell.
    #[schema(value_type = Vec<Object>)]
    pub cells: Vec<Map<String, Json>>,
}

/// The words that panels are written with.
pub(in crate::app::research) struct Words<'a> {
    pub(super) reference: &'a Reference,
    pub(super) language: Language,
    /// Titles of return reasons by their code.
    pub(super) reasons: BTreeMap<String, String>,
}

impl PanelView {
    /// A panel that has no figures yet.
    pub(super) fn bare(code: &str, title: &str, kind: PanelKind) -> Self {
        Self {
            code: code.to_owned(),
            title: title.to_owned(),
            kind,
            dimensions: Vec::new(),
            measures: Vec::new(),
            cells: Vec::new(),
            margins: Vec::new(),
            totals: Map::new(),
            query: None,
            note: None,
        }
    }

    /// With the figures of an answer, as a pivot writes them.
    pub(super) fn with_answer(self, question: String, answer: &Answer, words: &Words<'_>) -> Result<Self, AppError> {
        #[derive(Deserialize)]
        struct Written {
            cells: Vec<Map<String, Json>>,
            margins: Vec<PanelMargin>,
            totals: Map<String, Json>,
        }
        let Written { cells, margins, totals } = serde_json::from_str(&answer.to_json()).map_err(AppError::internal)?;
        let dimensions = answer.axes.iter().map(|axis| PanelColumn {
            code: axis.dimension.code().to_owned(),
            name: axis.dimension.name(words.language).to_owned(),
            unit: None,
            values: Some(axis.keys.iter().map(|key| words.key(axis.dimension, key)).collect()),
        });
        let measures = answer.measures.iter().map(|measure| words.measure(*measure));
        let (dimensions, measures) = (dimensions.collect(), measures.collect());
        Ok(Self { dimensions, measures, cells, margins, totals, query: Some(question), ..self })
    }

    /// With figures that no single question answers.
    pub(super) fn with_table(self, table: &Table, words: &Words<'_>) -> Self {
        let dimensions = table.dimensions.iter().enumerate().map(|(place, column)| {
            let mut values: Vec<ValueView> = Vec::new();
            for key in table.rows.iter().filter_map(|row| row.keys.get(place)) {
                if values.iter().all(|known| known.code != **key) {
                    values.push(words.word(column, key));
                }
            }
            if column.keys_of.is_none() {
                values.sort_by_key(|value| place_of_word(&value.code));
            }
            PanelColumn { values: Some(values), ..words.column(column) }
        });
        Self {
            dimensions: dimensions.collect(),
            measures: table.measures.iter().map(|column| words.column(column)).collect(),
            cells: table_cells(table),
            totals: table_totals(table),
            ..self
        }
    }
}

impl Words<'_> {
    fn key(&self, dimension: Dimension, key: &str) -> ValueView {
        ValueView { code: key.to_owned(), name: key_name(self.reference, dimension, key, self.language) }
    }

    fn measure(&self, measure: Measure) -> PanelColumn {
        let unit = Some(measure.unit().code());
        PanelColumn { code: measure.code(), name: measure.name(self.language), unit, values: None }
    }

    fn column(&self, column: &Column) -> PanelColumn {
        let name = column.name(self.language).to_owned();
        PanelColumn { code: column.code.to_owned(), name, unit: column.unit.map(Unit::code), values: None }
    }

    /// A key of a column with its name.
    pub(in crate::app::research) fn word(&self, column: &Column, key: &str) -> ValueView {
        if let Some(dimension) = column.keys_of {
            return self.key(dimension, key);
        }
        let title = if column.code == "reason" { self.reasons.get(key).map(String::as_str) } else { None };
        let name = title.or_else(|| column.word(key, self.language)).unwrap_or(key);
        ValueView { code: key.to_owned(), name: name.to_owned() }
    }
}

/// The rows of a table as objects, keyed by the codes of its columns.
pub(in crate::app::research) fn table_cells(table: &Table) -> Vec<Map<String, Json>> {
    let cell = |row: &Row| {
        let keys = table.dimensions.iter().zip(&row.keys);
        let keys = keys.map(|(column, key)| (column.code.to_owned(), Json::from(&**key)));
        keys.chain(figures(&table.measures, &row.values)).collect()
    };
    table.rows.iter().map(cell).collect()
}

/// The totals of a table, keyed alike.
pub(in crate::app::research) fn table_totals(table: &Table) -> Map<String, Json> {
    figures(&table.measures, &table.totals).collect()
}

/// The figures of a row by the codes of their columns; as in a pivot, `suppressed` tells withheld ones from those that there are not.
fn figures<'a>(columns: &'a [Column], values: &'a [Value]) -> impl Iterator<Item = (String, Json)> + 'a {
    let withheld: Vec<&str> =
        columns.iter().zip(values).filter(|(_, value)| value.is_suppressed()).map(|(column, _)| column.code).collect();
    let suppressed = match withheld.len() {
        0 => None,
        all if all == values.len() => Some(Json::Bool(true)),
        _ => Some(Json::from(withheld)),
    };
    let figures = columns.iter().zip(values).map(|(column, value)| (column.code.to_owned(), json(*value)));
    figures.chain(suppressed.map(|suppressed| ("suppressed".to_owned(), suppressed)))
}

/// A value as a pivot writes it: a number where it is counted, decimal text else.
pub(super) fn json(value: Value) -> Json {
    match value {
        Value::Count(count) => count.into(),
        other => other.text().map_or(Json::Null, Json::String),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_figure_is_a_number_a_text_or_nothing() {
        assert_eq!(super::json(Value::Count(3)), json!(3));
        assert_eq!(super::json(Value::Fixed { units: 5, digits: 2 }), json!("0.05"));
        assert_eq!([Value::Undefined, Value::Suppressed].map(super::json), [Json::Null, Json::Null]);
    }
}
