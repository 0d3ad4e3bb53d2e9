//! What an analysis is made of: its headline, its panels, and their questions to the figures. Which there are is the catalogue's.

use domain::language::Language;
use serde::Serialize;

use super::{Period, Special};
use crate::{Dimension, Filter, Measure, Query, QueryError};

/// An analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Analysis {
    /// Its code; its words are reference data under it.
    pub code: &'static str,
    /// What is counted unless the reader's filters say otherwise, such as imports only.
    pub given: Option<(Dimension, &'static [&'static str])>,
    /// Codes of the measures at its head.
    pub headline: &'static [&'static str],
    /// Its panels, in order.
    pub panels: &'static [Panel],
    /// Panels that no single question answers; they come after the others.
    pub special: &'static [Special],
}

/// A panel: a question and how its answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panel {
    /// Its code, one in its analysis.
    pub code: &'static str,
    /// How it is shown first.
    pub kind: PanelKind,
    /// Its title, in Chinese and English.
    pub title: [&'static str; 2],
    /// Codes of the dimensions down, by comma.
    pub rows: &'static str,
    /// Codes of the dimensions across, by comma.
    pub columns: &'static str,
    /// Codes of the measures, by comma.
    pub measures: &'static str,
    /// Only so many cells, those with the most of the first measure.
    pub top: Option<u32>,
    /// A series over the calendar years that are over, whatever the period.
    pub years: bool,
}

/// How a panel is shown first; every one is a table too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PanelKind {
    /// Bars, a row each.
    Bar,
    /// Lines over time.
    Line,
    /// Bars of parts.
    Stacked,
    /// Flows from one dimension to the next.
    Sankey,
    /// A tile for each district.
    TileMap,
    /// A square for each pair.
    Heat,
    /// Rows of figures.
    Table,
}

impl Analysis {
    /// Every condition of its questions but the period.
    pub fn filters(&self, asked: &[Filter]) -> Vec<Filter> {
        let given = self.given.filter(|(dimension, _)| asked.iter().all(|filter| filter.dimension() != *dimension));
        let given =
            given.map(|(dimension, keys)| Filter::OneOf(dimension, keys.iter().map(|key| (*key).to_owned()).collect()));
        given.into_iter().chain(asked.iter().cloned()).collect()
    }

    /// The measures at its head.
    ///
    /// # Errors
    /// For a code that is none: the catalogue has no such.
    pub fn headline(&self) -> Result<Vec<Measure>, QueryError> {
        let codes = self.headline.join(",");
        Ok(asking(&[("measures", codes.as_str())])?.measures)
    }
}

impl Panel {
    pub(super) const fn new(
        code: &'static str,
        kind: PanelKind,
        title: [&'static str; 2],
        rows: &'static str,
        measures: &'static str,
    ) -> Self {
        Self { code, kind, title, rows, columns: "", measures, top: None, years: false }
    }

    pub(super) const fn across(self, columns: &'static str) -> Self {
        Self { columns, ..self }
    }

    pub(super) const fn top(self, most: u32) -> Self {
        Self { top: Some(most), ..self }
    }

    pub(super) const fn years(self) -> Self {
        Self { years: true, ..self }
    }

    /// The title that people read.
    pub const fn title(&self, language: Language) -> &'static str {
        in_language(self.title, language)
    }

    /// Its question.
    ///
    /// # Errors
    /// For a code that is none: the catalogue has no such.
    pub fn query(&self, filters: &[Filter], period: Period) -> Result<Query, QueryError> {
        let top = self.top.map(|most| most.to_string());
        let order = self.measures.split(',').next().map(|first| format!("-{first}"));
        let mut pairs = vec![("rows", self.rows), ("columns", self.columns), ("measures", self.measures)];
        if let Some((top, order)) = top.as_deref().zip(order.as_deref()) {
            pairs.extend([("order", order), ("top", top)]);
        }
        pairs.retain(|(_, codes)| !codes.is_empty());
        let time = if self.years { period.years_before() } else { period.filter() };
        let filters = filters.iter().cloned().chain([time]).collect();
        Ok(Query { filters, ..asking(&pairs)? })
    }
}

/// Reads a question of the house's own.
pub(super) fn asking(pairs: &[(&str, &str)]) -> Result<Query, QueryError> {
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Query::parse(&pairs).map(|(query, _)| query)
}

pub(super) const fn in_language(words: [&'static str; 2], language: Language) -> &'static str {
    match language {
        Language::Zh => words[0],
        Language::En => words[1],
    }
}
