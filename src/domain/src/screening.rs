//! Screening: which items of the control catalogue a contract's text resembles, and by which passage. A resemblance is
//! a question for a person, never a verdict.
//!
//! jieba cuts each item's name and control points into terms once; a term weighs as much as it is rare in ordinary
//! Chinese (its self-information), so `磷酸铁锂` outweighs `材料`. An item is met when a phrase of it is mostly there.

mod phrase;

use std::cmp::Reverse;

use jieba_rs::Jieba;

use crate::contract::{ContractForm, Direction};
use crate::reference::{Catalogue, CatalogueClass, CatalogueItem};
use phrase::{Phrase, passage, phrases};

/// Share of an item's name that is as good as all of it, where the name is all there is.
const WHOLE_NAME: f64 = 0.9;

/// An item of the catalogue that a contract's text resembles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueHit {
    /// The item's number, where known.
    pub item_no: Option<String>,
    /// Prohibited or restricted.
    pub class: CatalogueClass,
    /// Name of the technology.
    pub name: String,
    /// Its control points.
    pub control_point: Option<String>,
    /// The part of the contract's text that resembles it.
    pub passage: String,
    /// The field that the passage stands in.
    pub pointer: &'static str,
    /// How much resembles, 1 to 100.
    pub score: u8,
    /// What is loaded of the catalogue.
    pub edition: String,
    /// Whether the scope itself is met (a control point under its name, or the whole name of an item that has none) in an
    /// item whose presence in the current edition is confirmed. In the prohibited class, this blocks.
    pub is_certain: bool,
}

/// The catalogue, prepared. Built once and kept by the caller: building loads jieba's dictionary (a third of a second),
/// which is dropped again; what stays is a few kilobytes.
#[derive(Debug, Clone)]
pub struct Screener {
    edition: String,
    items: Vec<PreparedItem>,
}

#[derive(Debug, Clone)]
struct PreparedItem {
    item: CatalogueItem,
    plain_name: String,
    name: Phrase,
    control_points: Vec<Phrase>,
}

impl Screener {
    /// Prepares a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let jieba = Jieba::new();
        let prepare = |item: &CatalogueItem| PreparedItem {
            item: item.clone(),
            plain_name: without_remarks(&item.name),
            name: Phrase::new(&without_remarks(&item.name), &jieba),
            control_points: item
                .control_points
                .iter()
                .map(|text| without_remarks(text))
                .flat_map(|text| phrases(&text, &jieba))
                .collect(),
        };
        Self { edition: catalogue.edition.clone(), items: catalogue.items.iter().map(prepare).collect() }
    }

    /// The items that the contract's summary, name or keywords resemble, the closest first.
    pub fn screen(&self, direction: Direction, form: &ContractForm) -> Vec<CatalogueHit> {
        let keywords = form.keywords.join("，");
        let fields = [
            ("/contract/summary", form.summary.as_deref().unwrap_or_default()),
            ("/contract/name", form.name.as_deref().unwrap_or_default()),
            ("/contract/keywords", keywords.as_str()),
        ];
        let mut hits: Vec<CatalogueHit> = self
            .items
            .iter()
            .filter(|prepared| prepared.item.direction == direction)
            .filter_map(|prepared| {
                let hits = fields.iter().filter_map(|(pointer, text)| prepared.meet(pointer, text, &self.edition));
                hits.reduce(|best, other| if other.score > best.score { other } else { best })
            })
            .collect();
        hits.sort_by_key(|hit| Reverse(hit.score)); // stable: the catalogue's order among equals
        hits
    }
}

impl PreparedItem {
    fn meet(&self, pointer: &'static str, text: &str, edition: &str) -> Option<CatalogueHit> {
        let in_full = !self.plain_name.is_empty() && text.contains(&self.plain_name);
        let named = if in_full { Some(1.0) } else { self.name.share_in(text) };
        let has_word_of_name = self.name.found_in(text).next().is_some();
        let tells = |point: &&Phrase| point.share_in(text).is_some() && (has_word_of_name || point.tells_alone(text));
        let points: Vec<&Phrase> = self.control_points.iter().filter(tells).collect();
        let closest = points.iter().filter_map(|point| point.share_in(text)).fold(named.unwrap_or(0.0), f64::max);
        if closest == 0.0 {
            return None;
        }
        // One phrase alone scores up to 70; each further one that agrees adds ten.
        let agreeing = points.len() + usize::from(named.is_some()) - 1;
        let score = closest * 70.0 + 10.0 * f64::from(u8::try_from(agreeing.min(3)).unwrap_or(3));
        let in_scope = if self.control_points.is_empty() {
            named.is_some_and(|share| share >= WHOLE_NAME)
        } else {
            !points.is_empty() && has_word_of_name
        };
        Some(CatalogueHit {
            item_no: self.item.item_no.clone(),
            class: self.item.class,
            name: self.item.name.clone(),
            control_point: self.item.control_points.clone(),
            passage: passage(text, &[points.as_slice(), &[&self.name]].concat(), &self.plain_name),
            pointer,
            score: percent(score),
            edition: edition.to_owned(),
            is_certain: in_scope && self.item.is_confirmed(),
        })
    }
}

/// A text of the catalogue without the compiler's remarks, such as `（英文源：laser technology）`.
fn without_remarks(name: &str) -> String {
    let mut parts = name.split('（');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inside, after) = part.split_once('）').unwrap_or((part, ""));
        if !["源", "英文源", "条目", "征求意见稿"].iter().any(|remark| inside.starts_with(remark)) {
            plain.extend(["（", inside, "）"]);
        }
        plain.push_str(after);
    }
    plain
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 1..=100 first
fn percent(score: f64) -> u8 {
    score.round().clamp(1.0, 100.0) as u8
}

#[cfg(test)]
mod tests;
