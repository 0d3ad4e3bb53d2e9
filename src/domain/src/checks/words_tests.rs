//! Every check has a citation, says how to mend it in both languages, and nothing has words that no check says.

use std::collections::BTreeSet;
use std::path::Path;

use crate::reference::ReferenceData;

/// What the design asks for at least (design, "Checks").
const ASKED_FOR: [&str; 24] = [
    "contract_number.format",
    "contract_number.prefix",
    "company.uscc",
    "company.outside_city",
    "dates.order",
    "dates.not_effective",
    "deadline.late",
    "amount.split",
    "amount.precision",
    "currency.unknown",
    "rate.missing",
    "royalty.base_missing",
    "parties.not_cross_border",
    "duplicate.number",
    "duplicate.similar",
    "documents.missing",
    "document.translation_missing",
    "patent.missing",
    "patent.expired_before_end",
    "catalogue.match",
    "catalogue.prohibited",
    "jurisdiction.state_project",
    "jurisdiction.capital_contribution",
    "related_parties",
];

/// The codes that the checks' own source gives to findings: the first argument of `error`, `warning`, `info`, `Finding::new`.
fn codes_in_source() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks");
    let mut codes = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() || name.contains("tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for call in ["error(", "warning(", "info(", "Finding::new("] {
            for after in text.split(call).skip(1) {
                let code = after.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                codes.extend(code.map(str::to_owned));
            }
        }
    }
    codes
}

#[test]
fn every_check_that_was_asked_for_is_there() {
    let codes = codes_in_source();
    let missing: Vec<_> = ASKED_FOR.iter().filter(|code| !codes.contains(**code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_check_has_a_citation_and_says_how_to_mend_it() {
    let reference = ReferenceData::shipped().unwrap();
    let codes = codes_in_source();
    assert!(codes.len() >= ASKED_FOR.len());
    let uncited: Vec<_> = codes.iter().filter(|code| reference.citations.rule(code).is_none()).collect();
    assert!(uncited.is_empty(), "add a line to data/citations.csv: {uncited:?}");
    let unmended: Vec<_> = codes.iter().filter(|code| reference.words.mend(code).is_none()).collect();
    assert!(unmended.is_empty(), "add a line to data/check_words.csv: {unmended:?}");
    for code in &codes {
        let mend = reference.words.mend(code).unwrap();
        let chinese = |text: &str| text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
        assert!(chinese(&mend.zh) && !chinese(&mend.en), "{code}: {mend:?}");
    }
}

#[test]
fn words_without_a_check_are_a_slip_of_the_pen() {
    let reference = ReferenceData::shipped().unwrap();
    let codes = codes_in_source();
    let idle: Vec<_> = reference.words.codes().filter(|code| !codes.contains(*code)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}
