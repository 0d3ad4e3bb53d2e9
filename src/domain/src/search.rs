//! What words are looked for in, and what a person's words ask for: one spelling for both, so that a search is answered alike
//! by either database.
//!
//! A text is indexed by runs of three characters. One or two Chinese characters are a word of their own and too short for that,
//! so each character of the text and each pair of them stands in it once more between spaces, as does each Latin word of one or
//! two letters: `" 镓 "` is three characters again.

use std::collections::BTreeSet;

use crate::contract::ContractForm;

/// Most terms of a question; what comes after them is left out.
const MOST_TERMS: usize = 6;
/// Characters of one part of a text that are looked at.
const MOST_CHARACTERS: usize = 400;

/// Parts of a record as one searchable text. Two such texts, one after the other, are such a text again.
pub fn searchable<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::from(" ");
    for part in parts {
        let folded = fold(part);
        if !folded.is_empty() {
            text.push_str(&folded);
            text.push(' ');
        }
    }
    let mut short = BTreeSet::new();
    let mut before = None;
    for character in text.chars() {
        let own = is_own_word(character).then_some(character);
        short.extend(own.map(String::from));
        short.extend(before.zip(own).map(|pair| String::from_iter(<[char; 2]>::from(pair))));
        before = own;
    }
    for word in text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.len() <= 2 {
            short.insert(word.to_owned());
        }
    }
    for word in short {
        text.push_str(&word);
        text.push(' ');
    }
    text
}

/// What a contract is found by: its number, its names, its parties and its keywords.
pub fn contract_text(contract: &ContractForm) -> String {
    let parties = [&contract.supplier, &contract.recipient, &contract.user];
    let mut parts: Vec<&str> =
        [&contract.number, &contract.name, &contract.name_original].into_iter().filter_map(Option::as_deref).collect();
    for party in parties.into_iter().flatten() {
        for text in [&party.name, &party.uscc].into_iter().filter_map(Option::as_deref) {
            if !parts.contains(&text) {
                parts.push(text);
            }
        }
    }
    parts.extend(contract.keywords.iter().map(String::as_str));
    searchable(parts)
}

/// A person's question: every term must be in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keywords(Vec<Term>);

/// One term of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What the text must contain.
    pub contained: String,
    /// Runs of at least three characters that the text must contain too, and that an index knows; never none.
    pub indexed: Vec<String>,
}

impl Keywords {
    /// The terms of a question; none when it holds no letter, digit or character.
    pub fn parse(question: &str) -> Option<Self> {
        let terms: Vec<Term> = fold(question).split(' ').filter_map(Term::of).take(MOST_TERMS).collect();
        (!terms.is_empty()).then_some(Self(terms))
    }

    /// The terms.
    pub fn terms(&self) -> &[Term] {
        &self.0
    }

    /// Whether a searchable text has them all.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().all(|term| text.contains(&term.contained))
    }
}

impl Term {
    fn of(word: &str) -> Option<Self> {
        if !word.chars().any(char::is_alphanumeric) {
            return None;
        }
        if word.chars().count() >= 3 {
            return Some(Self { contained: word.to_owned(), indexed: vec![word.to_owned()] });
        }
        if word.chars().all(is_own_word) {
            let whole = format!(" {word} ");
            return Some(Self { contained: whole.clone(), indexed: vec![whole] });
        }
        let characters: Vec<String> =
            word.chars().filter(|character| is_own_word(*character)).map(|one| format!(" {one} ")).collect();
        if characters.is_empty() {
            let whole = format!(" {} ", word.trim_matches(|character: char| !character.is_ascii_alphanumeric()));
            return Some(Self { contained: whole.clone(), indexed: vec![whole] });
        }
        Some(Self { contained: word.to_owned(), indexed: characters })
    }
}

/// Characters that are words by themselves: letters beyond Latin script's basic ones.
fn is_own_word(character: char) -> bool {
    !character.is_ascii() && character.is_alphanumeric()
}

/// Lower case, full-width forms as plain ones, every gap one space.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().take(MOST_CHARACTERS) {
        let plain = match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
            other => other,
        };
        if plain.is_whitespace() || plain.is_control() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.extend(plain.to_lowercase());
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(question: &str, parts: &[&str]) -> bool {
        Keywords::parse(question).unwrap().are_in(&searchable(parts.iter().copied()))
    }

    #[test]
    fn words_of_any_length_are_found() {
        let parts = ["26DEJSY39SZ000001", "氮化镓功率器件专利实施许可合同", "Müller & Söhne GmbH", "5G 通信"];
        for question in [
            "镓",
            "器件",
            "氮化镓",
            "功率器件专利",
            "gmbh",
            "söhne",
            "dejsy39",
            "５Ｇ",
            "通信",
            "26dejsy39sz000001",
            "镓 gmbh",
        ] {
            assert!(found(question, &parts), "{question}");
        }
        for question in ["硅", "件器", "氮镓", "de", "镓 硅", "gmbhx", "&镓"] {
            assert!(!found(question, &parts), "{question}");
        }
    }

    #[test]
    fn a_question_without_a_word_is_none() {
        for question in ["", "  ", "。", "- %"] {
            assert_eq!(Keywords::parse(question), None, "{question}");
        }
        assert_eq!(Keywords::parse("a b c d e f g h").unwrap().terms().len(), MOST_TERMS);
    }

    #[test]
    fn texts_may_be_put_together() {
        let together = searchable(["氮化镓"]) + &searchable(["苏州示例公司"]);
        assert!(Keywords::parse("镓 州 示例公司").unwrap().are_in(&together));
    }

    #[test]
    fn a_contract_is_found_by_number_names_parties_and_keywords() {
        let contract: ContractForm = serde_json::from_value(serde_json::json!({
            "number": "26DEJSY39SZ000001", "name": "许可合同", "name_original": "Licence", "keywords": ["外延生长"],
            "supplier": { "name": "Example Power GmbH", "country": "DE" },
            "recipient": { "name": "苏州示例有限公司", "country": "CN", "uscc": "91320594MA1X0A01K7" },
        }))
        .unwrap();
        let text = contract_text(&contract);
        for question in ["sz000001", "许可", "licence", "外延", "power", "示例有限", "91320594ma1x0a01k7"] {
            assert!(Keywords::parse(question).unwrap().are_in(&text), "{question}");
        }
    }

    proptest! {
        /// An index may only leave out what a look at the text would leave out as well.
        #[test]
        fn what_is_contained_is_indexed(text in "[a-z0-9镓硅技术 ]{0,24}", question in "[a-z0-9镓硅技术]{1,4}") {
            let text = searchable([text.as_str()]);
            if let Some(words) = Keywords::parse(&question) && words.are_in(&text) {
                for run in words.terms().iter().flat_map(|term| &term.indexed) {
                    prop_assert!(text.contains(run.as_str()), "{run:?} in {text:?}");
                }
            }
        }

        #[test]
        fn every_piece_of_three_characters_is_found(text in "[a-z0-9镓硅技术]{3,24}", from in 0_usize..21) {
            let characters: Vec<char> = text.chars().collect();
            let from = from.min(characters.len() - 3);
            let piece: String = characters[from..from + 3].iter().collect();
            prop_assert!(found(&piece, &[&text]));
        }
    }
}
