//! How figures are cited: what they are, of which moment, and where they are found again.

use domain::language::Language;
use research::{Dimension, Measure, Query};

use super::Audience;

/// The citation line.
pub(super) fn citation(title: &str, as_of: i64, url: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("苏州技术进出口在线备案平台，{title}，截至登记簿第 {as_of} 号记录，{url}"),
        Language::En => {
            format!("Suzhou technology trade register, {title}, figures as of journal entry {as_of}, {url}")
        }
    }
}

/// What a question asks for, and by what.
pub(super) fn title(query: &Query, language: Language) -> String {
    let measures: Vec<String> = query.measures.iter().map(|measure: &Measure| measure.name(language)).collect();
    let by: Vec<&str> = query.dimensions().map(|dimension: Dimension| dimension.name(language)).collect();
    match (language, by.is_empty()) {
        (Language::Zh, true) => measures.join("、"),
        (Language::Zh, false) => format!("{}，按{}", measures.join("、"), by.join("、")),
        (Language::En, true) => measures.join("; "),
        (Language::En, false) => format!("{}, by {}", measures.join("; "), by.join(", ").to_lowercase()),
    }
}

/// Where a question is answered again as of a moment: on a page for staff, by the API for everyone else.
pub(super) fn address(base_url: &str, question: &str, as_of: i64, audience: Audience) -> String {
    let page = match audience {
        Audience::Cleared => "/research/workbench",
        Audience::Protected => "/api/v1/research/pivot",
    };
    format!("{base_url}{page}?{}&as_of={as_of}", escaped(question, b":,!=&"))
}

/// A text as it stands in the query of an address (RFC 3986 §3.4); what is to stay readable in it does.
pub(super) fn escaped(text: &str, readable: &[u8]) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || readable.contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use research::pairs;

    use super::*;

    #[test]
    fn a_citation_names_what_when_and_where() {
        let (query, _) = Query::parse(&pairs("rows=country,year&measures=contracts,amount_usd")).unwrap();
        let url = address("https://portal.example", &query.canonical(), 7, Audience::Cleared);
        assert_eq!(
            url,
            "https://portal.example/research/workbench?rows=country,year&measures=contracts,amount_usd&as_of=7"
        );
        assert_eq!(
            citation(&title(&query, Language::Zh), 7, &url, Language::Zh),
            format!(
                "苏州技术进出口在线备案平台，合同数、合同金额（美元），按国家（地区）、年份，截至登记簿第 7 号记录，{url}"
            )
        );
        assert_eq!(title(&query, Language::En), "Contracts; Amount (USD), by country or region, year");
        let odd = address("", "measures=contracts&filter=counterparty:A+B 中|DE", 7, Audience::Protected);
        assert_eq!(odd, "/api/v1/research/pivot?measures=contracts&filter=counterparty:A%2BB%20%E4%B8%AD%7CDE&as_of=7");
    }
}
