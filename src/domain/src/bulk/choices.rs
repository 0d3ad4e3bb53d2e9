//! What the lists offer, and how a person's word for an entry is found: its code, either name, or both as offered.

use std::collections::{BTreeMap, HashMap};

use super::CodeList;
use crate::contract::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
use crate::filing::ClosureEffect;
use crate::names::Named;
use crate::reference::ReferenceData;

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its code in the application.
    pub code: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English; may be empty.
    pub en: String,
    /// As a drop-down offers it.
    pub shown: String,
}

/// Every list, with an index over the words for its entries.
#[derive(Debug, Clone)]
pub struct Choices {
    lists: BTreeMap<CodeList, Vec<Choice>>,
    words: BTreeMap<CodeList, HashMap<String, usize>>,
}

macro_rules! terms_of {
    ($set:ty) => {
        <$set>::ALL.iter().map(|value| named(value.code(), value.zh(), value.en())).collect::<Vec<_>>()
    };
}

impl Choices {
    /// The lists as they stand in this reference data.
    pub fn of(reference: &ReferenceData) -> Self {
        let lists: BTreeMap<CodeList, Vec<Choice>> =
            CodeList::ALL.into_iter().map(|list| (list, entries(list, reference))).collect();
        let words = lists.iter().map(|(list, entries)| (*list, index(entries))).collect();
        Self { lists, words }
    }

    /// The entries of a list.
    pub fn entries(&self, list: CodeList) -> &[Choice] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }

    /// The entry that a person means. A code at the beginning is enough: `DE 德国`.
    pub fn find(&self, list: CodeList, text: &str) -> Option<&Choice> {
        let word = folded(text);
        let words = self.words.get(&list)?;
        let first = word.split_whitespace().next();
        let place = words.get(&word).or_else(|| {
            let coded =
                matches!(list, CodeList::Country | CodeList::Currency | CodeList::Industry | CodeList::District);
            first.filter(|_| coded).and_then(|code| words.get(code))
        })?;
        self.entries(list).get(*place)
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn index(entries: &[Choice]) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    for (place, entry) in entries.iter().enumerate() {
        // 进口 is said as often as 技术进口.
        let short = entry.zh.strip_prefix("技术").unwrap_or_default();
        for word in [entry.code.as_str(), &entry.zh, &entry.en, &entry.shown, short] {
            if !word.is_empty() {
                words.entry(folded(word)).or_insert(place);
            }
        }
    }
    words
}

fn named(code: &str, zh: &str, en: &str) -> Choice {
    Choice { code: code.to_owned(), zh: zh.to_owned(), en: en.to_owned(), shown: format!("{zh} {en}") }
}

fn coded(code: &str, zh: &str, en: &str) -> Choice {
    let shown = format!("{code} {zh} {en}").trim_end().to_owned();
    Choice { code: code.to_owned(), zh: zh.to_owned(), en: en.to_owned(), shown }
}

fn entries(list: CodeList, reference: &ReferenceData) -> Vec<Choice> {
    match list {
        CodeList::Direction => terms_of!(Direction),
        CodeList::LegalType => terms_of!(LegalType),
        CodeList::Mode => terms_of!(Mode),
        CodeList::PaymentMode => terms_of!(PaymentMode),
        CodeList::RoyaltyBase => terms_of!(RoyaltyBase),
        CodeList::Ownership => terms_of!(Ownership),
        CodeList::ClosureEffect => terms_of!(ClosureEffect),
        CodeList::YesNo => vec![named("true", "是", "Yes"), named("false", "否", "No")],
        CodeList::Country => reference.countries.iter().map(|(code, name)| coded(code, &name.zh, &name.en)).collect(),
        CodeList::Currency => {
            reference.currencies.iter().map(|(code, entry)| coded(code, &entry.name.zh, &entry.name.en)).collect()
        }
        CodeList::Industry => {
            reference.industries.iter().map(|(code, industry)| coded(code, &industry.name, "")).collect()
        }
        CodeList::District => reference.divisions.offered().map(|area| coded(area.code, area.name, "")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_code_by_either_name_and_as_offered() {
        let choices = Choices::of(&ReferenceData::shipped().unwrap());
        let code = |list, text: &str| choices.find(list, text).map(|choice| choice.code.clone());
        for text in ["DE", "de", "德国", "Germany", "DE 德国 Germany", " DE  德国", "DE 联邦德国"] {
            assert_eq!(code(CodeList::Country, text).as_deref(), Some("DE"), "{text}");
        }
        assert_eq!(code(CodeList::Direction, "技术进口 Technology import").as_deref(), Some("import"));
        assert_eq!(code(CodeList::LegalType, "know_how_licence").as_deref(), Some("know_how_licence"));
        assert_eq!(code(CodeList::District, "320571 苏州工业园区").as_deref(), Some("320571"));
        assert_eq!(code(CodeList::Country, "乌托邦"), None);
        for list in CodeList::ALL {
            for entry in choices.entries(list) {
                assert_eq!(choices.find(list, &entry.shown), Some(entry), "{}", entry.shown);
            }
        }
    }
}
