//! How an analysis is cited: what it is, of which moment, and where it is found again.

use domain::language::Language;
use research::analysis::Period;
use research::analysis::suppliers::Sought;

use crate::app::research::citation::{citation as line, escaped};

/// What a citation names.
pub(super) struct Cited<'a> {
    pub(super) base_url: &'a str,
    pub(super) code: &'a str,
    pub(super) title: &'a str,
    pub(super) period: Period,
    /// The reader's filters, as they were asked.
    pub(super) filters: &'a [String],
    /// Which suppliers are listed.
    pub(super) sought: Sought,
    pub(super) as_of: i64,
}

/// The citation line.
pub(super) fn citation(cited: &Cited<'_>, language: Language) -> String {
    line(cited.title, cited.as_of, &address(cited), language)
}

/// The page on which it is found again.
fn address(cited: &Cited<'_>) -> String {
    let Cited { base_url, code, period: Period { from, to }, sought, as_of, .. } = cited;
    let filters = cited.filters.iter().map(|filter| format!("&filter={}", escaped(filter, b":,!")));
    let (filters, supplier) = (filters.collect::<String>(), sought.codes());
    let supplier = if supplier.is_empty() { supplier } else { format!("&supplier={supplier}") };
    format!("{base_url}/research/analyses/{code}?from={from}&to={to}{filters}{supplier}&as_of={as_of}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use domain::statistics::Month;

    use super::*;

    #[test]
    fn a_citation_names_the_moment_and_the_place() {
        let period = Period { from: Month::parse("2025-01").unwrap(), to: Month::parse("2025-12").unwrap() };
        let filters = ["!country:DE,US".to_owned(), "counterparty:A & B|JP".to_owned()];
        let cited = |title| Cited {
            base_url: "https://portal.example",
            code: "suppliers",
            title,
            period,
            filters: &filters,
            sought: Sought { newcomers: true, not_established: true },
            as_of: 7,
        };
        let url = "https://portal.example/research/analyses/suppliers?from=2025-01&to=2025-12\
                   &filter=!country:DE,US&filter=counterparty:A%20%26%20B%7CJP&supplier=newcomer,not_established&as_of=7";
        assert_eq!(
            citation(&cited("技术供方"), Language::Zh),
            format!("苏州技术进出口在线备案平台，技术供方，截至登记簿第 7 号记录，{url}")
        );
        assert_eq!(
            citation(&cited("Suppliers"), Language::En),
            format!("Suzhou technology trade register, Suppliers, figures as of journal entry 7, {url}")
        );
    }
}
