//! A question to the cube, and how it is read from query parameters. HTTP is not here.

use crate::dimension::Dimension;
use crate::measure::Measure;
use crate::query_error::{QueryError, QueryProblem};

/// How many dimensions rows and columns may name together: more make tables that nobody reads and everybody waits for.
pub const MAXIMUM_DIMENSIONS: usize = 4;

/// A question to the cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Dimensions down the table.
    pub rows: Vec<Dimension>,
    /// Dimensions across the table.
    pub columns: Vec<Dimension>,
    /// What to count.
    pub measures: Vec<Measure>,
    /// Facts must have one of the values of every filter.
    pub filters: Vec<(Dimension, Vec<String>)>,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            columns: Vec::new(),
            measures: vec![Measure::Contracts, Measure::AmountUsd],
            filters: Vec::new(),
        }
    }
}

impl Query {
    /// Reads a query from its parameters: codes separated by commas, filters of the form `country:DE,US`.
    ///
    /// Absent or empty `rows` and `columns` group by nothing; absent or empty `measures` mean contracts and amounts.
    /// A filter value that no fact has selects nothing and is no error.
    ///
    /// # Errors
    /// The first parameter that cannot be read, and why.
    pub fn parse(
        rows: Option<&str>,
        columns: Option<&str>,
        measures: Option<&str>,
        filters: &[impl AsRef<str>],
    ) -> Result<Self, QueryError> {
        let dimension =
            |code: &str| Dimension::from_code(code).ok_or_else(|| QueryProblem::UnknownDimension(code.to_owned()));
        let measure =
            |code: &str| Measure::from_code(code).ok_or_else(|| QueryProblem::UnknownMeasure(code.to_owned()));
        let refuse = |parameter| move |problem| QueryError { parameter, problem };

        let rows = list(rows, dimension).map_err(refuse("rows"))?;
        let columns = list(columns, dimension).map_err(refuse("columns"))?;
        let mut measures = list(measures, measure).map_err(refuse("measures"))?;
        let filters = filters
            .iter()
            .map(|text| filter(text.as_ref()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(refuse("filter"))?;

        once(rows.iter(), |dimension| dimension.code()).map_err(refuse("rows"))?;
        once(rows.iter().chain(&columns), |dimension| dimension.code()).map_err(refuse("columns"))?;
        once(measures.iter(), |measure| measure.code()).map_err(refuse("measures"))?;
        once(filters.iter(), |(dimension, _)| dimension.code()).map_err(refuse("filter"))?;
        if rows.len() + columns.len() > MAXIMUM_DIMENSIONS {
            return Err(refuse("rows")(QueryProblem::TooManyDimensions));
        }
        if measures.is_empty() {
            measures = Self::default().measures;
        }
        Ok(Self { rows, columns, measures, filters })
    }

    /// Every dimension that the answer is grouped by: rows, then columns.
    pub fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        self.rows.iter().chain(&self.columns).copied()
    }
}

fn list<T>(text: Option<&str>, read: impl Fn(&str) -> Result<T, QueryProblem>) -> Result<Vec<T>, QueryProblem> {
    match text.map(str::trim) {
        None | Some("") => Ok(Vec::new()),
        Some(text) => text.split(',').map(|code| read(code.trim())).collect(),
    }
}

fn filter(text: &str) -> Result<(Dimension, Vec<String>), QueryProblem> {
    let syntax = || QueryProblem::FilterSyntax(text.to_owned());
    let (code, values) = text.split_once(':').ok_or_else(syntax)?;
    let dimension =
        Dimension::from_code(code.trim()).ok_or_else(|| QueryProblem::UnknownDimension(code.trim().to_owned()))?;
    let values: Vec<String> = values.split(',').map(|value| value.trim().to_owned()).collect();
    if values.iter().any(String::is_empty) {
        return Err(syntax());
    }
    Ok((dimension, values))
}

/// Refuses what is named twice. The lists are a handful long.
fn once<'a, T: 'a>(items: impl Iterator<Item = &'a T>, code: impl Fn(&T) -> &'static str) -> Result<(), QueryProblem> {
    let mut seen: Vec<&'static str> = Vec::new();
    for item in items {
        let code = code(item);
        if seen.contains(&code) {
            return Err(QueryProblem::Repeated(code));
        }
        seen.push(code);
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use domain::language::Language;

    const NO_FILTERS: &[&str] = &[];

    #[test]
    fn a_full_query_is_read() {
        let query = Query::parse(
            Some("country, year"),
            Some("direction"),
            Some("contracts,mean_royalty_rate"),
            &["direction:import", "country:DE,US"],
        )
        .unwrap();
        assert_eq!(query.rows, [Dimension::Country, Dimension::Year]);
        assert_eq!(query.columns, [Dimension::Direction]);
        assert_eq!(query.measures, [Measure::Contracts, Measure::MeanRoyaltyRate]);
        assert_eq!(
            query.filters,
            [
                (Dimension::Direction, vec!["import".to_owned()]),
                (Dimension::Country, vec!["DE".to_owned(), "US".to_owned()]),
            ]
        );
    }

    #[test]
    fn nothing_asked_is_the_whole_register() {
        assert_eq!(Query::parse(None, Some(""), None, NO_FILTERS), Ok(Query::default()));
    }

    #[test]
    fn the_parameter_at_fault_is_named() {
        let faults: [(Result<Query, QueryError>, &str); 8] = [
            (Query::parse(Some("planet"), None, None, NO_FILTERS), "rows"),
            (Query::parse(Some("month,"), None, None, NO_FILTERS), "rows"),
            (Query::parse(Some("month"), Some("month"), None, NO_FILTERS), "columns"),
            (Query::parse(Some("month,year,mode"), Some("country,industry"), None, NO_FILTERS), "rows"),
            (Query::parse(None, None, Some("joy"), NO_FILTERS), "measures"),
            (Query::parse(None, None, None, &["country=DE"]), "filter"),
            (Query::parse(None, None, None, &["country:"]), "filter"),
            (Query::parse(None, None, None, &["country:DE", "country:US"]), "filter"),
        ];
        for (result, parameter) in faults {
            let error = result.unwrap_err();
            assert_eq!(error.parameter, parameter, "{error}");
            assert!(!error.message(Language::Zh).is_empty());
        }
    }
}
