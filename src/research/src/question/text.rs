//! The text of a query, both ways: from the parameters of an address, and in the one spelling by which it is kept and compared.
//! HTTP is not here.

use domain::text::forbidden_character;

use super::query::{MAXIMUM_DIMENSIONS, MAXIMUM_FILTER_VALUES, MAXIMUM_MEASURES};
use super::{AsOf, Dimension, Filter, Margins, Measure, Order, Query, QueryError, QueryProblem, period};

/// The parameters that come once; `filter` may come several times.
const ONCE: [&str; 7] = ["rows", "columns", "measures", "margins", "order", "top", "as_of"];
const FILTER: &str = "filter";

/// The parameters of a text such as [`Query::canonical`] writes; nothing in it is percent-encoded.
pub fn pairs(question: &str) -> Vec<(String, String)> {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        (name.to_owned(), value.to_owned())
    };
    question.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

impl Query {
    /// Reads a query from its parameters: codes separated by commas, filters of the form `country:DE,US`, `!country:US` or
    /// `month:2024-01..2024-12`.
    ///
    /// Absent or empty `rows` and `columns` group by nothing; absent or empty `measures` mean contracts and amounts. Filters come
    /// out in the order of their dimensions, their values sorted, so that one question is one [`Query`].
    ///
    /// # Errors
    /// The first parameter that cannot be read, and why; `query` where there is no such parameter.
    pub fn parse(pairs: &[(String, String)]) -> Result<(Self, AsOf), QueryError> {
        let given = Given::of(pairs)?;
        let rows = given.list("rows", dimension)?;
        let columns = given.list("columns", dimension)?;
        once("rows", rows.iter().map(|dimension| dimension.code().to_owned()))?;
        once("columns", rows.iter().chain(&columns).map(|dimension| dimension.code().to_owned()))?;
        if rows.len() + columns.len() > MAXIMUM_DIMENSIONS {
            return Err(QueryError { parameter: "rows", problem: QueryProblem::TooManyDimensions });
        }

        let mut measures = given.list("measures", measure)?;
        once("measures", measures.iter().map(|measure| measure.code()))?;
        if measures.len() > MAXIMUM_MEASURES {
            return Err(QueryError { parameter: "measures", problem: QueryProblem::TooManyMeasures });
        }
        if measures.is_empty() {
            measures = Self::default().measures;
        }

        let refused = |problem| QueryError { parameter: FILTER, problem };
        let mut filters =
            given.filters.iter().map(|text| filter(text)).collect::<Result<Vec<_>, _>>().map_err(refused)?;
        filters.sort_by_key(Filter::dimension);
        once(FILTER, filters.iter().map(|filter| filter.dimension().code().to_owned()))?;

        let margins =
            given.one("margins", |text| Margins::from_code(text).ok_or(QueryProblem::Margins(text.into())))?;
        let order = given.one("order", |text| order(text, &measures))?;
        let top = given.one("top", top)?;
        let as_of = given.one("as_of", |text| AsOf::parse(text).ok_or(QueryProblem::AsOf(text.into())))?;
        let query = Self { rows, columns, measures, filters, margins: margins.unwrap_or_default(), order, top };
        Ok((query, as_of.unwrap_or_default()))
    }

    /// The one spelling of the query: the same question has the same text, which [`pairs`] and [`Query::parse`] read back. What is
    /// not asked is left out.
    pub fn canonical(&self) -> String {
        let codes = |dimensions: &[Dimension]| dimensions.iter().map(|one| one.code()).collect::<Vec<_>>().join(",");
        let mut parts = Vec::new();
        for (name, dimensions) in [("rows", &self.rows), ("columns", &self.columns)] {
            if !dimensions.is_empty() {
                parts.push(format!("{name}={}", codes(dimensions)));
            }
        }
        let measures: Vec<String> = self.measures.iter().map(|measure| measure.code()).collect();
        parts.push(format!("measures={}", measures.join(",")));
        let mut filters: Vec<&Filter> = self.filters.iter().collect();
        filters.sort_by_key(|filter| filter.dimension());
        parts.extend(filters.iter().map(|filter| format!("{FILTER}={filter}")));
        if self.margins != Margins::default() {
            parts.push(format!("margins={}", self.margins.code()));
        }
        if let Some(Order { measure, descending }) = self.order {
            parts.push(format!("order={}{measure}", if descending { "-" } else { "" }));
        }
        if let Some(top) = self.top {
            parts.push(format!("top={top}"));
        }
        parts.join("&")
    }
}

/// Parameters by their names.
struct Given<'a> {
    once: [Option<&'a str>; ONCE.len()],
    filters: Vec<&'a str>,
}

impl<'a> Given<'a> {
    fn of(pairs: &'a [(String, String)]) -> Result<Self, QueryError> {
        let mut given = Self { once: [None; ONCE.len()], filters: Vec::new() };
        for (name, value) in pairs {
            if name == FILTER {
                given.filters.push(value);
                continue;
            }
            let known = ONCE.iter().zip(&mut given.once).find(|(known, _)| *known == name);
            let Some((parameter, slot)) = known else {
                let problem = QueryProblem::UnknownParameter(name.clone());
                return Err(QueryError { parameter: "query", problem });
            };
            if slot.replace(value).is_some() {
                return Err(QueryError { parameter: *parameter, problem: QueryProblem::Repeated(name.clone()) });
            }
        }
        Ok(given)
    }

    fn text(&self, parameter: &str) -> Option<&'a str> {
        ONCE.iter().zip(self.once).find(|(known, _)| **known == parameter).and_then(|(_, text)| text)
    }

    fn one<T>(
        &self,
        parameter: &'static str,
        read: impl Fn(&str) -> Result<T, QueryProblem>,
    ) -> Result<Option<T>, QueryError> {
        let read = self.text(parameter).map(|text| read(text.trim()));
        read.transpose().map_err(|problem| QueryError { parameter, problem })
    }

    fn list<T>(
        &self,
        parameter: &'static str,
        read: impl Fn(&str) -> Result<T, QueryProblem>,
    ) -> Result<Vec<T>, QueryError> {
        let text = self.text(parameter).map_or("", str::trim);
        let codes = text.split(',').filter(|_| !text.is_empty());
        let values: Result<Vec<T>, QueryProblem> = codes.map(|code| read(code.trim())).collect();
        values.map_err(|problem| QueryError { parameter, problem })
    }
}

fn dimension(code: &str) -> Result<Dimension, QueryProblem> {
    Dimension::from_code(code).ok_or_else(|| QueryProblem::UnknownDimension(code.to_owned()))
}

fn measure(code: &str) -> Result<Measure, QueryProblem> {
    Measure::parse(code).ok_or_else(|| QueryProblem::UnknownMeasure(code.to_owned()))
}

fn order(text: &str, measures: &[Measure]) -> Result<Order, QueryProblem> {
    let (code, descending) = text.strip_prefix('-').map_or((text, false), |code| (code, true));
    let asked = Measure::parse(code).filter(|measure| measures.contains(measure));
    asked.map(|measure| Order { measure, descending }).ok_or_else(|| QueryProblem::Order(text.to_owned()))
}

fn top(text: &str) -> Result<u32, QueryProblem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse::<u32>().ok().filter(|number| digits && *number > 0);
    number.ok_or_else(|| QueryProblem::Top(text.to_owned()))
}

fn filter(text: &str) -> Result<Filter, QueryProblem> {
    let syntax = || QueryProblem::FilterSyntax(text.to_owned());
    let condition = text.trim();
    let (condition, none) = condition.strip_prefix('!').map_or((condition, false), |rest| (rest, true));
    let (code, values) = condition.split_once(':').ok_or_else(syntax)?;
    let dimension = dimension(code.trim())?;
    if let Some((first, last)) = values.split_once("..").filter(|_| dimension.is_time() && !none) {
        return between(dimension, first.trim(), last.trim());
    }
    let mut values: Vec<String> = values.split(',').map(|value| value.trim().to_owned()).collect();
    // An `&` would end the filter in the canonical text, and the code of having no royalty base is the one empty code.
    let unfit = |value: &String| value.contains('&') || forbidden_character(value).is_some();
    if values.iter().any(|value| unfit(value) || (value.is_empty() && dimension != Dimension::RoyaltyBase)) {
        return Err(syntax());
    }
    if values.len() > MAXIMUM_FILTER_VALUES {
        return Err(QueryProblem::TooManyValues);
    }
    if let Some(value) = values.iter().find(|value| dimension.is_time() && !is_period(dimension, value)) {
        return Err(QueryProblem::NoPeriod(value.clone()));
    }
    values.sort_unstable();
    values.dedup();
    Ok(if none { Filter::NoneOf(dimension, values) } else { Filter::OneOf(dimension, values) })
}

fn between(dimension: Dimension, first: &str, last: &str) -> Result<Filter, QueryProblem> {
    if let Some(text) = [first, last].into_iter().find(|text| !is_period(dimension, text)) {
        return Err(QueryProblem::NoPeriod(text.to_owned()));
    }
    let (first, last) = (first.to_owned(), last.to_owned());
    if first > last {
        return Err(QueryProblem::ContradictoryPeriod { first, last });
    }
    Ok(Filter::Between(dimension, first, last))
}

fn is_period(dimension: Dimension, text: &str) -> bool {
    period::first_month(dimension, text).is_some()
}

/// Refuses what is named twice. The lists are short.
fn once(parameter: &'static str, codes: impl Iterator<Item = String>) -> Result<(), QueryError> {
    let mut seen = Vec::new();
    for code in codes {
        if seen.contains(&code) {
            return Err(QueryError { parameter, problem: QueryProblem::Repeated(code) });
        }
        seen.push(code);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::language::Language;

    use super::super::Base;
    use super::*;

    fn parse(question: &str) -> Result<(Query, AsOf), QueryError> {
        Query::parse(&pairs(question))
    }

    #[test]
    fn a_full_query_is_read() {
        let (query, as_of) = parse(
            "rows=country, year&columns=direction&measures=contracts,median_royalty_rate&filter=year:2025,2024,2025\
             &filter=direction:import&filter=!country:US&margins=none&order=-contracts&top=20&as_of=7",
        )
        .unwrap();
        assert_eq!(query.rows, [Dimension::Country, Dimension::Year]);
        assert_eq!(query.columns, [Dimension::Direction]);
        assert_eq!(query.filters[0], Filter::OneOf(Dimension::Year, vec!["2024".into(), "2025".into()]));
        assert_eq!(query.filters[2], Filter::NoneOf(Dimension::Country, vec!["US".into()]));
        assert_eq!(query.order, Some(Order { measure: Measure::Sum(Base::Contracts), descending: true }));
        assert_eq!((query.margins, query.top, as_of), (Margins::None, Some(20), AsOf::At(7)));
        assert_eq!(
            query.canonical(),
            "rows=country,year&columns=direction&measures=contracts,median_royalty_rate&filter=year:2024,2025\
             &filter=direction:import&filter=!country:US&margins=none&order=-contracts&top=20"
        );
        assert_eq!(parse(&query.canonical()), Ok((query, AsOf::Latest)));
    }

    #[test]
    fn nothing_asked_is_the_whole_register() {
        for question in ["", "rows=&columns=&measures=", "measures=contracts,amount_usd", "margins=all"] {
            assert_eq!(parse(question), Ok((Query::default(), AsOf::Latest)), "{question}");
        }
        assert_eq!(Query::default().canonical(), "measures=contracts,amount_usd");
    }

    #[test]
    fn a_contract_without_a_royalty_can_be_filtered_for() {
        let (query, _) = parse("filter=royalty_base:,profit").unwrap();
        assert_eq!(query.filters, [Filter::OneOf(Dimension::RoyaltyBase, vec![String::new(), "profit".into()])]);
        assert_eq!(parse(&query.canonical()).map(|(query, _)| query), Ok(query));
    }

    #[test]
    fn the_parameter_at_fault_is_named() {
        let values: Vec<String> = (0..=MAXIMUM_FILTER_VALUES).map(|number| number.to_string()).collect();
        let many = format!("filter=company:{}", values.join(","));
        for (question, parameter) in [
            ("rows=planet", "rows"),
            ("rows=month,", "rows"),
            ("rows=month&columns=month", "columns"),
            ("rows=month,year,mode&columns=country,industry", "rows"),
            ("rows=month&rows=year", "rows"),
            ("measures=joy", "measures"),
            ("measures=contracts,contracts", "measures"),
            ("filter=country=DE", "filter"),
            ("filter=country:", "filter"),
            ("filter=country:DE&filter=country:US", "filter"),
            ("filter=planet:mars", "filter"),
            ("filter=month:2026-13", "filter"),
            ("filter=quarter:2026-Q1..2026-Q5", "filter"),
            ("filter=!month:2026-01..2026-02", "filter"),
            ("filter=year:2026..2025", "filter"),
            ("filter=country:\0", "filter"),
            (many.as_str(), "filter"),
            ("margins=some", "margins"),
            ("order=amount_usd&measures=contracts", "order"),
            ("order=", "order"),
            ("top=0", "top"),
            ("top=+1", "top"),
            ("top=4294967296", "top"),
            ("as_of=-1", "as_of"),
            ("as_of=now", "as_of"),
            ("filters=country:DE", "query"),
        ] {
            let error = parse(question).unwrap_err();
            assert_eq!(error.parameter, parameter, "{error}");
            assert_eq!(error.code() == "contradictory_period", question == "filter=year:2026..2025");
            assert!([Language::Zh, Language::En].iter().all(|language| !error.message(*language).is_empty()));
        }
        let ampersand = Query::parse(&[("filter".into(), "counterparty:A&top=5".into())]).unwrap_err();
        assert_eq!(ampersand.parameter, "filter", "it would be another question in its canonical text");
        let codes = Dimension::ALL.map(Dimension::code);
        let measures: Vec<String> = codes.iter().map(|code| format!("hhi:contracts:{code}")).collect();
        assert_eq!(parse(&format!("measures={}", measures.join(","))).unwrap_err().parameter, "measures");
    }
}
