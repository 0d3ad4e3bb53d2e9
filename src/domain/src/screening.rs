//! Screening: which items of the control catalogue a contract's text resembles, and by which passage. A resemblance is
//! a question for a person, never a verdict.
//!
//! jieba cuts each item's name and control points into terms once; a term weighs as much as it is rare in ordinary
//! Chinese (its self-information), so `磷酸铁锂` outweighs `材料`. An item is met when a phrase of it is mostly there: a
//! phrase of a control point beside a word of the item's name, or one that is telling enough to stand alone.
//! What that is worth is measured by `labelled_tests`, on `tests/cases/screening.json`.

mod passage;
mod phrase;
mod stopwords;

use std::cmp::Reverse;

use jieba_rs::Jieba;
use serde::{Deserialize, Serialize};

use crate::contract::{ContractForm, Direction};
use crate::reference::{Catalogue, CatalogueClass, CatalogueItem};
use crate::terms::terms;
use phrase::{Phrase, alternatives, clauses};

terms! {
    /// What a company says about a hit.
    Answer {
        /// 不属于该控制要点
        NotCovered = "not_covered",
        /// 不能确定，请审查席位核对
        Unsure = "unsure",
    }
}

terms! {
    /// What a reviewer finds about a hit.
    Verdict {
        /// 不属于该条目
        NotCovered = "not_covered",
        /// 属于该条目：转办，不予登记
        Covered = "covered",
        /// 尚不能确定
        Unsure = "unsure",
    }
}

/// Share of an item's name that is as good as all of it, where the name is all there is.
const WHOLE_NAME: f64 = 0.9;

/// Share of a phrase's weight that must be in the text.
const LEAST_SHARE: f64 = 0.6;

/// Weight in nats that must be in the text: about one technical term, or two ordinary ones.
const LEAST_WEIGHT: f64 = 11.0;

/// Weight and share from which one alternative of a name is as good as the name.
const LEAST_ALTERNATIVE: f64 = 13.0;
const LEAST_ALTERNATIVE_SHARE: f64 = 0.75;

/// Weight of words of the name beside which a control point is read as one of this item.
const LEAST_CONTEXT: f64 = 5.0;

/// Weight from which a phrase of a control point is telling although the text has no word of the item's name: a rare
/// term, or two fairly rare ones; less is asked for where the name itself has no telling word.
const LEAST_ALONE: f64 = 21.5;
const LEAST_ALONE_ONE_TERM: f64 = 14.9;
const LEAST_ALONE_UNNAMED: f64 = 17.0;
const LEAST_ALONE_UNNAMED_ONE_TERM: f64 = 13.9;

/// Characters from which the core of a name (without 技术, 系统 …) is looked for as it stands.
const LEAST_CORE: usize = 4;

/// An item of the catalogue that a contract's text resembles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueHit {
    /// What names the item in answers and verdicts.
    pub item: String,
    /// The item's number, where known.
    pub item_no: Option<String>,
    /// Prohibited or restricted.
    pub class: CatalogueClass,
    /// Name of the technology.
    pub name: String,
    /// Its control points.
    pub control_point: Option<String>,
    /// The clause of the control points, or of the name, that comes closest.
    pub clause: String,
    /// The part of the contract's text that resembles it.
    pub passage: String,
    /// Where the passage begins and ends in the field's text, in characters (Unicode code points). Keywords are joined by `，`.
    pub start: usize,
    /// End of the passage, exclusive.
    pub end: usize,
    /// Where the words that agree stand, counted like `start` and `end`.
    pub matches: Vec<(usize, usize)>,
    /// The field that the passage stands in.
    pub pointer: String,
    /// How much resembles, 1 to 100.
    pub score: u8,
    /// Whether the scope itself is met (a control point under its name, or the whole name of an item that has none) in an
    /// item whose presence in the current edition is confirmed. In the prohibited class, this blocks.
    pub is_certain: bool,
}

/// The catalogue, prepared. Built once and kept by the caller: building loads jieba's dictionary (a third of a second),
/// which is dropped again; what stays is a few kilobytes.
#[derive(Debug, Clone)]
pub struct Screener {
    items: Vec<PreparedItem>,
}

#[derive(Debug, Clone)]
struct PreparedItem {
    item: CatalogueItem,
    plain_name: String,
    core: String,
    name: Phrase,
    alternatives: Vec<Phrase>,
    control_points: Vec<Phrase>,
}

/// The texts of a contract that are held against the catalogue, by the pointers of their fields.
type Fields<'a> = [(&'static str, &'a str); 3];

impl Screener {
    /// Prepares a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let jieba = Jieba::new();
        Self { items: catalogue.items.iter().map(|item| PreparedItem::new(item, &jieba)).collect() }
    }

    /// Whether it was prepared from exactly these items.
    pub fn is_of(&self, catalogue: &Catalogue) -> bool {
        self.items.iter().map(|prepared| &prepared.item).eq(&catalogue.items)
    }

    /// The items that the contract's summary, name or keywords resemble, the closest first.
    pub fn screen(&self, direction: Direction, form: &ContractForm) -> Vec<CatalogueHit> {
        let keywords = form.keywords.join("，");
        let fields: Fields<'_> = [
            ("/contract/summary", form.summary.as_deref().unwrap_or_default()),
            ("/contract/name", form.name.as_deref().unwrap_or_default()),
            ("/contract/keywords", keywords.as_str()),
        ];
        let whole = fields.map(|(_, text)| text).join("\n");
        let mut hits: Vec<CatalogueHit> = self
            .items
            .iter()
            .filter(|prepared| prepared.item.direction == direction)
            .filter_map(|prepared| prepared.meet(&whole, &fields))
            .collect();
        hits.sort_by_key(|hit| Reverse(hit.score)); // stable: the catalogue's order among equals
        hits
    }
}

impl PreparedItem {
    fn new(item: &CatalogueItem, jieba: &Jieba) -> Self {
        let plain_name = without_remarks(&item.name);
        Self {
            item: item.clone(),
            core: core(&plain_name).to_owned(),
            name: Phrase::new(&plain_name, jieba),
            alternatives: alternatives(&plain_name, jieba),
            control_points: item
                .control_points
                .iter()
                .flat_map(|text| clauses(&without_remarks(text), jieba))
                .collect(),
            plain_name,
        }
    }

    fn meet(&self, whole: &str, fields: &Fields<'_>) -> Option<CatalogueHit> {
        let context = self.name.found_in(whole);
        let named = self.named(whole, context);
        let points: Vec<&Phrase> =
            self.control_points.iter().filter(|point| self.point_is_met(point, whole, context)).collect();
        let alternatives: Vec<&Phrase> =
            self.alternatives.iter().filter(|phrase| alternative_is_met(phrase, whole)).collect();
        let met = || points.iter().chain(&alternatives).map(|phrase| (phrase.share_in(whole), *phrase));
        let (closest, clause) = met().fold((named, &self.name), |best, one| if one.0 > best.0 { one } else { best });
        if closest == 0.0 {
            return None;
        }
        // One phrase alone scores up to 70; each further one that agrees adds ten.
        let agreeing = points.len() + usize::from(named > 0.0 || !alternatives.is_empty()) - 1;
        let score = closest * 70.0 + 10.0 * f64::from(u8::try_from(agreeing.min(3)).unwrap_or(3));
        let in_scope = if self.control_points.is_empty() {
            named >= WHOLE_NAME
        } else {
            !points.is_empty() && context >= LEAST_CONTEXT
        };
        let phrases = [points.as_slice(), &alternatives, &[&self.name]].concat();
        let weight = |text: &str| phrases.iter().map(|phrase| phrase.found_in(text)).sum::<f64>();
        let full = |text: &str| if text.contains(&self.plain_name) { 1.0 } else { 0.0 };
        let heaviest = fields.iter().map(|field| (field, weight(field.1) + full(field.1)));
        let (pointer, text) = heaviest
            .fold((fields[0], 0.0), |best, (field, weight)| if weight > best.1 { (*field, weight) } else { best })
            .0;
        let passage = passage::passage(text, &phrases, &self.plain_name);
        Some(CatalogueHit {
            item: self.item.key(),
            item_no: self.item.item_no.clone(),
            class: self.item.class,
            name: self.item.name.clone(),
            control_point: self.item.control_points.clone(),
            clause: clause.text.clone(),
            passage: passage.text,
            start: passage.start,
            end: passage.end,
            matches: passage.matches,
            pointer: pointer.to_owned(),
            score: percent(score),
            is_certain: in_scope && self.item.is_confirmed(),
        })
    }

    /// How much of the name the text has, if that is enough to ask a person.
    fn named(&self, text: &str, found: f64) -> f64 {
        if !self.plain_name.is_empty() && text.contains(&self.plain_name) {
            return 1.0;
        }
        let share = self.name.share_in(text);
        if found >= LEAST_WEIGHT && share >= LEAST_SHARE {
            return share;
        }
        let by_core =
            !self.name.is_empty() && self.core.chars().count() >= LEAST_CORE && text.contains(self.core.as_str());
        if by_core { WHOLE_NAME } else { 0.0 }
    }

    fn point_is_met(&self, point: &Phrase, text: &str, context: f64) -> bool {
        let found = point.found_in(text);
        if found < LEAST_WEIGHT || point.share_in(text) < LEAST_SHARE {
            return false;
        }
        let least = match (self.name.is_empty(), point.is_one_term()) {
            (false, _) if context >= LEAST_CONTEXT => LEAST_WEIGHT,
            (false, false) => LEAST_ALONE,
            (false, true) => LEAST_ALONE_ONE_TERM,
            (true, false) => LEAST_ALONE_UNNAMED,
            (true, true) => LEAST_ALONE_UNNAMED_ONE_TERM,
        };
        found >= least
    }
}

/// One alternative of a name, mostly there; a single term must be there in full.
fn alternative_is_met(phrase: &Phrase, text: &str) -> bool {
    const ROUNDING: f64 = 1e-9;
    let least = if phrase.is_one_term() { 1.0 - ROUNDING } else { LEAST_ALTERNATIVE_SHARE };
    phrase.found_in(text) >= LEAST_ALTERNATIVE && phrase.share_in(text) >= least
}

/// The part of a name that names the technology: `空间材料` of `空间材料生产技术`.
fn core(name: &str) -> &str {
    let mut core = name.split('（').next().unwrap_or_default().trim();
    while let Some(shorter) = stopwords::ENDINGS.iter().find_map(|ending| core.strip_suffix(ending)) {
        core = shorter;
    }
    core
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
mod labelled_tests;
#[cfg(test)]
mod tests;
