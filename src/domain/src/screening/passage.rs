//! The words of a contract that come close to an item, with their places.

use super::phrase::Phrase;

/// Characters shown at most.
const MOST: usize = 120;

/// A clause of a field and what in it agrees. Places are counted in characters (Unicode code points) of the field's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Passage {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) matches: Vec<(usize, usize)>,
}

/// The clause of the text that has most of these phrases; where it has none, the words `otherwise`, which it has in full.
pub(super) fn passage(text: &str, phrases: &[&Phrase], otherwise: &str) -> Passage {
    let mut from = 0;
    let mut heaviest = ("", 0, 0.0);
    for clause in text.split_inclusive(['。', '；', ';', '\n', '，', ',']) {
        let weight = phrases.iter().map(|phrase| phrase.found_in(clause)).sum();
        if weight > heaviest.2 {
            heaviest = (clause, from, weight);
        }
        from += clause.len();
    }
    let (clause, at) = match (heaviest.2 > 0.0, text.find(otherwise)) {
        (true, _) => (heaviest.0, heaviest.1),
        (false, Some(at)) => (otherwise, at),
        (false, None) => ("", 0),
    };
    let inner = clause.trim();
    let at = at + clause.find(inner).unwrap_or(0);
    let shown: String = inner.chars().take(MOST).collect();
    let start = text.get(..at).map_or(0, |before| before.chars().count());
    let end = start + shown.chars().count();
    let mut words: Vec<&str> = phrases.iter().flat_map(|phrase| phrase.words_in(&shown)).collect();
    if words.is_empty() {
        words.push(otherwise);
    }
    let matches = places(&shown, &words).into_iter().map(|(from, to)| (start + from, start + to)).collect();
    Passage { text: shown, start, end, matches }
}

/// Where these words stand in the text, in characters, overlapping places as one.
fn places(text: &str, words: &[&str]) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = words
        .iter()
        .filter(|word| !word.is_empty())
        .flat_map(|word| text.match_indices(word).map(|(at, word)| (at, at + word.len())))
        .map(|(from, to)| {
            let characters = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
            (characters(from), characters(to))
        })
        .collect();
    places.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (from, to) in places {
        match merged.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}
