//! The table of the guide: what each destination is called, why a matter belongs there, and what comes next.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ReferenceError;
use super::table::rows;
use crate::finding::Rule;
use crate::guide::Destination;
use crate::language::Bilingual;

/// What people are told of a destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideWords {
    /// Its name.
    pub name: Bilingual,
    /// Why a matter belongs there.
    pub reason: Bilingual,
    /// What to do next.
    pub next: Bilingual,
    /// Where that stands.
    pub rule: Rule,
}

/// Every destination has one line; wording that was not read in a source is never quoted.
pub(super) fn read(text: &str) -> Result<BTreeMap<Destination, GuideWords>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        destination: Destination,
        name_zh: String,
        name_en: String,
        reason_zh: String,
        reason_en: String,
        next_zh: String,
        next_en: String,
        citation: String,
        text: Option<String>,
        status: String,
    }
    let mut words = BTreeMap::new();
    for row in rows::<Record>("guide", text)? {
        let confirmed = row.record.status == "read";
        row.require(confirmed || row.record.status == "unconfirmed", "the status is read or unconfirmed")?;
        row.require(confirmed || row.record.text.is_none(), "only wording that was read may be quoted")?;
        row.require(!words.contains_key(&row.record.destination), "the destination occurs twice")?;
        let Record { destination, name_zh, name_en, reason_zh, reason_en, next_zh, next_en, citation, text, .. } =
            row.record;
        let told = GuideWords {
            name: Bilingual::new(name_zh, name_en),
            reason: Bilingual::new(reason_zh, reason_en),
            next: Bilingual::new(next_zh, next_en),
            rule: Rule { citation, text },
        };
        words.insert(destination, told);
    }
    if let Some(missing) = Destination::ALL.iter().find(|destination| !words.contains_key(destination)) {
        let message = format!("nothing is said of {}", missing.code());
        return Err(ReferenceError { set: "guide".to_owned(), line: 0, message });
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::read;

    const SHIPPED: &str = include_str!("../../data/guide.csv");

    #[test]
    fn what_is_missing_repeated_or_quoted_without_a_source_is_refused() {
        assert_eq!(read(SHIPPED).unwrap().len(), 13);
        let without: String = SHIPPED
            .lines()
            .filter(|line| !line.starts_with("ministry"))
            .fold(String::new(), |text, line| text + line + "\n");
        assert!(read(&without).unwrap_err().message.contains("ministry"));
        let twice = format!("{SHIPPED}{}\n", SHIPPED.lines().last().unwrap());
        assert_eq!(read(&twice).unwrap_err().message, "the destination occurs twice");
        assert!(read(&SHIPPED.replace("合同生效后60天内,read", "合同生效后60天内,unconfirmed")).is_err());
    }
}
