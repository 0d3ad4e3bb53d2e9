//! The twenty questions, as the research centre is asked them and as SQL over the same facts.

use research::{Base, Dimension, Filter, Measure, Query, Spread};

use crate::Failure;

/// A question with a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// What it is called in reports.
    pub(crate) name: &'static str,
    /// Its text, without totals of parts: SQL has none either.
    pub(crate) question: &'static str,
}

const fn asked(name: &'static str, question: &'static str) -> Asked {
    Asked { name, question }
}

/// What is asked: the total, one to three dimensions, filters, a median and a concentration.
pub(crate) const QUERIES: [Asked; 20] = [
    asked("everything", "measures=contracts,amount_usd&margins=none"),
    asked("country", "rows=country&measures=contracts,amount_usd&margins=none"),
    asked("industry", "rows=industry&measures=contracts,amount_usd,technology_fee_usd&margins=none"),
    asked("month", "rows=month&measures=contracts,amount_usd&margins=none"),
    asked("mode", "rows=mode&measures=contracts,amount_usd&margins=none"),
    asked("company", "rows=company&measures=contracts,amount_usd&margins=none"),
    asked("country × direction", "rows=country&columns=direction&measures=contracts,amount_usd&margins=none"),
    asked("industry × month", "rows=industry&columns=month&measures=contracts,amount_usd&margins=none"),
    asked("district × ownership", "rows=district&columns=ownership&measures=contracts,amount_usd&margins=none"),
    asked("mode × legal type", "rows=mode&columns=legal_type&measures=contracts,technology_fee_usd&margins=none"),
    asked("country × year", "rows=country&columns=year&measures=contracts,amount_usd&margins=none"),
    asked(
        "month × country × industry",
        "rows=month,country&columns=industry&measures=contracts,amount_usd&margins=none",
    ),
    asked("company × mode × year", "rows=company,mode&columns=year&measures=contracts,amount_usd&margins=none"),
    asked(
        "district × industry × year",
        "rows=district,industry&columns=year&measures=contracts,amount_usd&margins=none",
    ),
    asked(
        "direction × mode × quarter",
        "rows=direction,mode&columns=quarter&measures=contracts,amount_usd&margins=none",
    ),
    asked(
        "country × ownership × payment",
        "rows=country,ownership&columns=payment_mode&measures=contracts,amount_usd&margins=none",
    ),
    asked(
        "month × mode, four filters",
        "rows=month&columns=mode&measures=contracts,amount_usd&margins=none&filter=direction:import&filter=country:DE,JP,US\
         &filter=industry:26,27,39,65&filter=year:2015..2025",
    ),
    asked(
        "country × industry, four filters",
        "rows=country&columns=industry&measures=contracts,amount_usd&margins=none&filter=direction:export\
         &filter=ownership:foreign_invested,private&filter=!district:320508&filter=month:2018-07..2024-06",
    ),
    asked("median royalty rate by industry", "rows=industry&measures=median_royalty_rate&margins=none"),
    asked(
        "concentration on countries by field × year",
        "rows=strategic_field&columns=year&measures=hhi:amount_usd:country&margins=none",
    ),
];

/// Reads a question.
pub(crate) fn parsed(question: &str) -> Result<Query, Failure> {
    match Query::parse(&research::pairs(question)) {
        Ok((query, _)) => Ok(query),
        Err(error) => Err(format!("{question}: {error:?}").into()),
    }
}

/// The same as SQL; sums of money are cents, rates are millionths.
pub(crate) fn sql(query: &Query) -> Result<String, Failure> {
    let keys: Vec<&str> = query.dimensions().map(Dimension::code).collect();
    let condition = query.filters.iter().map(condition).collect::<Vec<_>>().join(" AND ");
    let condition = if condition.is_empty() { condition } else { format!(" WHERE {condition}") };
    let (group, select) = if keys.is_empty() {
        (String::new(), String::new())
    } else {
        (format!(" GROUP BY {}", keys.join(", ")), format!("{}, ", keys.join(", ")))
    };
    if let [Measure::Hhi(base, over)] = query.measures.as_slice() {
        let inner = format!(
            "SELECT {select}{over} AS part, {} AS x FROM facts{condition} GROUP BY {select}{over}",
            sum(*base)?,
            over = over.code()
        );
        return Ok(format!(
            "SELECT {select}CASE WHEN SUM(x) = 0 OR MIN(x) < 0 THEN NULL ELSE \
             CAST(round(10000 * SUM(x::DOUBLE * x::DOUBLE) / (SUM(x)::DOUBLE * SUM(x)::DOUBLE)) AS BIGINT) END \
             FROM ({inner}){group}"
        ));
    }
    let measures = query.measures.iter().map(|measure| match measure {
        Measure::Sum(base) => sum(*base),
        Measure::Median(Spread::RoyaltyRate) => {
            Ok("quantile_disc(royalty_rate, 0.5) FILTER (WHERE kind = 'registration')".to_owned())
        }
        other => Err(format!("{other} has no SQL").into()),
    });
    let measures = measures.collect::<Result<Vec<String>, Failure>>()?.join(", ");
    Ok(format!("SELECT {select}{measures} FROM facts{condition}{group}"))
}

fn sum(base: Base) -> Result<String, Failure> {
    match base {
        Base::Contracts => Ok("SUM(contracts)".to_owned()),
        Base::AmountUsd => Ok("SUM(amount_usd_cents)".to_owned()),
        Base::TechnologyFeeUsd => Ok("SUM(technology_fee_usd_cents)".to_owned()),
        other => Err(format!("{} has no SQL", other.code()).into()),
    }
}

fn condition(filter: &Filter) -> String {
    let list = |values: &[String]| values.iter().map(|value| format!("'{value}'")).collect::<Vec<_>>().join(", ");
    match filter {
        Filter::OneOf(dimension, values) => format!("{} IN ({})", dimension.code(), list(values)),
        Filter::NoneOf(dimension, values) => format!("{} NOT IN ({})", dimension.code(), list(values)),
        // Months and years are numbers there: DuckDB compares the order of words as text.
        Filter::Between(dimension, first, last) => {
            format!("{} BETWEEN {} AND {}", dimension.code(), first.replace('-', ""), last.replace('-', ""))
        }
    }
}
