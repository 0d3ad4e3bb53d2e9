//! A phrase of the catalogue as weighted terms, and how much of it a text has.

use jieba_rs::Jieba;

use super::stopwords::STOPWORDS;

/// Where a catalogue's text falls into clauses, and where a clause falls into alternatives: of “细胞克隆和基因编辑” either
/// is a technology of its own.
const CLAUSE_ENDS: [char; 13] = ['；', ';', '。', '，', ',', '、', '（', '）', '(', ')', '：', ':', '\n'];
const CONJUNCTIONS: [&str; 5] = ["以及", "和", "与", "及", "或"];

/// What the parts of a compound are worth together, where the text has them but not the compound as such.
const PARTS: f64 = 0.7;

/// A compound tells hardly more than the words that it is made of.
const COMPOUND: f64 = 2.0;

/// Terms that weigh less say nothing.
const LEAST_TERM: f64 = 3.0;

/// A word with its weight, and the words that it is made of.
#[derive(Debug, Clone, PartialEq)]
struct Term {
    word: String,
    weight: f64,
    parts: Vec<(String, f64)>,
}

/// The telling terms of a name or of a part of a control point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Phrase {
    /// As the catalogue has it.
    pub(super) text: String,
    terms: Vec<Term>,
    weight: f64,
}

impl Term {
    fn new(word: &str, jieba: &Jieba) -> Self {
        let inner: Vec<&str> = jieba
            .cut_for_search(word, true)
            .into_iter()
            .map(|token| token.word)
            .filter(|part| *part != word && part.chars().count() >= 2)
            .collect();
        let parts: Vec<(String, f64)> = inner
            .iter()
            .filter(|part| !STOPWORDS.contains(part))
            .map(|part| ((*part).to_owned(), self_information(part, jieba)))
            .collect();
        let mut weight = self_information(word, jieba);
        if inner.len() >= 2 {
            weight = weight.min(parts.iter().map(|(_, weight)| weight).sum::<f64>() + COMPOUND);
        }
        Self { word: word.to_owned(), weight, parts }
    }

    fn found_in(&self, text: &str) -> f64 {
        if text.contains(&self.word) {
            return self.weight;
        }
        let whole: f64 = self.parts.iter().map(|(_, weight)| weight).sum();
        let found: f64 =
            self.parts.iter().filter(|(part, _)| text.contains(part.as_str())).map(|(_, weight)| weight).sum();
        if whole > 0.0 { self.weight * PARTS * found / whole } else { 0.0 }
    }
}

impl Phrase {
    pub(super) fn new(text: &str, jieba: &Jieba) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        for token in jieba.cut(text, true) {
            let word = token.word;
            let is_telling =
                word.chars().count() >= 2 && word.chars().all(char::is_alphabetic) && !STOPWORDS.contains(&word);
            if is_telling && terms.iter().all(|known| known.word != word) {
                terms.push(Term::new(word, jieba));
            }
        }
        terms.retain(|term| term.weight > LEAST_TERM);
        let weight = terms.iter().map(|term| term.weight).sum();
        Self { text: text.trim().to_owned(), terms, weight }
    }

    /// Whether it has no telling term.
    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it is a single term.
    pub(super) fn is_one_term(&self) -> bool {
        self.terms.len() == 1
    }

    /// The weight that the text has of it.
    pub(super) fn found_in(&self, text: &str) -> f64 {
        self.terms.iter().map(|term| term.found_in(text)).sum()
    }

    /// The part of its weight that the text has, 0 to 1.
    pub(super) fn share_in(&self, text: &str) -> f64 {
        if self.weight > 0.0 { self.found_in(text) / self.weight } else { 0.0 }
    }

    /// The words of it that the text has: a compound, or else its parts.
    pub(super) fn words_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.terms.iter().flat_map(move |term| {
            let whole = text.contains(&term.word);
            let parts = term.parts.iter().map(|(part, _)| part.as_str()).filter(move |_| !whole);
            whole.then_some(term.word.as_str()).into_iter().chain(parts).filter(|word| text.contains(word))
        })
    }
}

/// The clauses of a text of the catalogue, whole and by alternatives, each once.
pub(super) fn clauses(text: &str, jieba: &Jieba) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    let mut add = |text: &str| {
        let phrase = Phrase::new(text, jieba);
        if !phrase.is_empty() && found.iter().all(|known| known.terms != phrase.terms) {
            found.push(phrase);
        }
    };
    for part in text.split(CLAUSE_ENDS).chain(alternatives_of(text)) {
        add(part);
    }
    found
}

/// The alternatives that a name is made of; none where it is of one piece.
pub(super) fn alternatives(name: &str, jieba: &Jieba) -> Vec<Phrase> {
    let phrases = alternatives_of(name).into_iter().map(|part| Phrase::new(part, jieba));
    let phrases: Vec<Phrase> = phrases.filter(|phrase| !phrase.is_empty()).collect();
    if phrases.len() > 1 { phrases } else { Vec::new() }
}

fn alternatives_of(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = text.split(CLAUSE_ENDS).collect();
    for word in CONJUNCTIONS {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    parts
}

/// Self-information of a word in jieba's corpus of some sixty million words, in nats.
fn self_information(word: &str, jieba: &Jieba) -> f64 {
    const CORPUS: f64 = 60_000_000.0;
    let frequency = u32::try_from(jieba.suggest_freq(word)).unwrap_or(u32::MAX).max(1);
    (CORPUS / f64::from(frequency)).ln()
}
