//! Charts over answers: which marks, and how long each is against the largest. How they look is in `documents`.

use std::collections::BTreeMap;

use documents::{BriefChart, BriefChartKind, BriefMark};
use domain::language::Language;
use research::{Answer, Cell, Dimension, Measure, Value};

use super::contents::{ChartOf, Part};
use super::words::{name, say, shown};
use crate::app::portal::Reference;
use crate::app::research::key_name;

/// The longest mark.
pub(super) const WHOLE: i128 = 1_000;
/// Shades of tiles.
const SHADES: i128 = 7;

/// The districts as tiles, column and row from the north-west, each about where it lies on the map.
const TILES: [(&str, [u8; 2]); 10] = [
    ("320582", [1, 1]),
    ("320581", [2, 1]),
    ("320507", [2, 2]),
    ("320583", [3, 2]),
    ("320585", [4, 2]),
    ("320505", [1, 3]),
    ("320508", [2, 3]),
    ("320571", [3, 3]),
    ("320506", [1, 4]),
    ("320509", [2, 4]),
];

/// What charts are drawn with.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    pub(super) reference: &'a Reference,
    pub(super) language: Language,
}

impl Drawing<'_> {
    /// The chart of a part; none where there is nothing to see.
    pub(super) fn chart(&self, part: &Part, answer: &Answer) -> Option<BriefChart> {
        let measure = *answer.measures.get(part.shown)?;
        if answer.cells.is_empty() {
            return None;
        }
        let (kind, marks) = match part.chart {
            ChartOf::Bars => (BriefChartKind::Bars, self.bars(answer, part.shown, measure)),
            ChartOf::Columns => (BriefChartKind::Columns, self.bars(answer, part.shown, measure)),
            ChartOf::Line => (BriefChartKind::Line, self.bars(answer, part.shown, measure)),
            ChartOf::Map => (BriefChartKind::Tiles, self.tiles(answer, part.shown, measure)),
        };
        let parts = answer.axes.get(1).map(|axis| {
            axis.keys.iter().map(|key| key_name(self.reference, axis.dimension, key, self.language)).collect()
        });
        Some(BriefChart {
            kind,
            alt: self.alt(part, measure, &marks),
            measure: name(measure, self.language),
            parts: parts.unwrap_or_default(),
            marks,
        })
    }

    /// A mark for each key of the first dimension, in the order in which they first occur; its parts are those of the second.
    fn bars(&self, answer: &Answer, place: usize, measure: Measure) -> Vec<BriefMark> {
        let Some(axis) = answer.axes.first() else { return Vec::new() };
        let many = answer.axes.get(1).map_or(1, |axis| axis.keys.len());
        let mut order: Vec<u32> = Vec::new();
        let mut rows: BTreeMap<u32, Vec<Option<Value>>> = BTreeMap::new();
        for Cell { codes, values } in answer.cells.iter() {
            let row = rows.entry(codes[0]).or_insert_with(|| {
                order.push(codes[0]);
                vec![None; many]
            });
            if let Some(part) = row.get_mut(codes[1] as usize) {
                *part = values.get(place).copied();
            }
        }
        let length = |row: &[Option<Value>]| row.iter().flatten().filter_map(|value| size(*value)).sum::<i128>();
        let largest = rows.values().map(|row| length(row)).max().unwrap_or_default();
        order
            .iter()
            .filter_map(|code| Some((code, rows.get(code)?)))
            .map(|(code, row)| BriefMark {
                label: key_name(self.reference, axis.dimension, axis.key(*code), self.language),
                value: self.values(row, measure),
                sizes: row.iter().map(|value| value.and_then(size).map(|size| of(size, largest, WHOLE))).collect(),
                withheld: row.iter().flatten().any(|value| value.is_suppressed()),
                place: None,
            })
            .collect()
    }

    /// The figures of a mark.
    fn values(&self, row: &[Option<Value>], measure: Measure) -> String {
        let shown =
            row.iter().map(|value| value.map_or("—".to_owned(), |value| shown(value, measure.unit(), self.language)));
        shown.collect::<Vec<_>>().join(" / ")
    }

    /// A tile for each district, also where there is no figure.
    fn tiles(&self, answer: &Answer, place: usize, measure: Measure) -> Vec<BriefMark> {
        let values: BTreeMap<&str, Value> = answer
            .cells
            .iter()
            .filter_map(|cell| Some((answer.keys(cell).next()?, *cell.values.get(place)?)))
            .collect();
        let largest = values.values().filter_map(|value| size(*value)).max().unwrap_or_default();
        TILES
            .into_iter()
            .map(|(code, place)| {
                let value = values.get(code).copied();
                BriefMark {
                    label: key_name(self.reference, Dimension::District, code, self.language),
                    value: value.map_or("—".to_owned(), |value| shown(value, measure.unit(), self.language)),
                    sizes: vec![value.and_then(size).map(|size| shade(size, largest))],
                    withheld: value.is_some_and(Value::is_suppressed),
                    place: Some(place),
                }
            })
            .collect()
    }

    /// What is to be seen: the measure, and each mark with its figure, as far as a listener follows.
    fn alt(&self, part: &Part, measure: Measure, marks: &[BriefMark]) -> String {
        const HEARD: usize = 13;
        let title = say(self.language, part.title[0], part.title[1]);
        let heard = marks.iter().take(HEARD).map(|mark| format!("{} {}", mark.label, mark.value));
        let (colon, comma) = (say(self.language, "：", ": "), say(self.language, "；", "; "));
        let listed = heard.collect::<Vec<_>>().join(comma);
        format!("{title}, {}{colon}{listed}", name(measure, self.language))
    }
}

/// How much there is to draw: nothing of what is below nothing.
pub(super) fn size(value: Value) -> Option<i128> {
    match value {
        Value::Count(count) => Some(i128::from(count).max(0)),
        Value::Fixed { units, .. } => Some(units.max(0)),
        Value::Undefined | Value::Suppressed => None,
    }
}

/// A size as so many of the largest.
pub(super) fn of(size: i128, largest: i128, whole: i128) -> u16 {
    let length = size.saturating_mul(whole).checked_div(largest).unwrap_or_default();
    u16::try_from(length.clamp(0, whole)).unwrap_or_default()
}

/// The root of a size's share of the largest, as a shade: small ones are told apart, too.
fn shade(size: i128, largest: i128) -> u16 {
    let reached = |shade: &i128| shade * shade * largest <= size.saturating_mul(SHADES * SHADES);
    let shade = (0..SHADES).filter(reached).max().unwrap_or_default();
    u16::try_from(if largest > 0 { shade } else { 0 }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_as_long_as_its_share_of_the_largest() {
        assert_eq!([of(0, 0, WHOLE), of(5, 10, WHOLE), of(10, 10, WHOLE), of(1, 3, WHOLE)], [0, 500, 1_000, 333]);
        assert_eq!(of(3, 0, WHOLE), 0);
    }

    #[test]
    fn a_tile_is_darker_the_more_there_is() {
        let shades: Vec<u16> = [0, 1, 25, 100].into_iter().map(|size| shade(size, 100)).collect();
        assert_eq!(shades, [0, 0, 3, 6]);
        assert_eq!(shade(0, 0), 0);
    }

    #[test]
    fn what_is_not_told_has_no_size_and_what_is_below_nothing_none_to_draw() {
        assert_eq!([size(Value::Suppressed), size(Value::Undefined)], [None, None]);
        assert_eq!([size(Value::Count(-3)), size(Value::Fixed { units: 7, digits: 2 })], [Some(0), Some(7)]);
    }
}
