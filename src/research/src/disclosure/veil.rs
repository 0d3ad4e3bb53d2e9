//! An answer with its withheld cells taken away. Which they are is in `withheld`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::guard::{over, ranked};
use super::subject::Subject;
use super::withheld::{Part, Withheld};
use crate::pivot::Growth;
use crate::{Answer, Axis, Cells, Codes, Limits, Margin, Measure, Query, Refusal, ShareOf, Value};

/// A cell, its codes places among all keys that occur.
struct Row {
    codes: Codes,
    values: Vec<Value>,
}

/// Cells that a value is told of only where none of them is withheld: with what is kept of the value's own cell. None where it is not told
/// at all.
type Conditions = Option<Vec<(u8, Rc<HashSet<Codes>>)>>;

/// Takes the withheld cells away from an answer.
pub(super) struct Veil<'a> {
    withheld: Withheld<'a>,
    open: &'a Answer,
    /// Whether all that was asked for is not closed yet.
    is_all_open: bool,
    hidden: usize,
}

impl<'a> Veil<'a> {
    pub fn new(withheld: Withheld<'a>, open: &'a Answer, is_all_open: bool) -> Self {
        Self { withheld, open, is_all_open, hidden: 0 }
    }

    /// The answer, and how many of its cells are withheld, wholly or in part. `keys` are those of each axis, as shown.
    pub fn over(mut self, keys: &[Vec<Arc<str>>], limits: Limits) -> Result<(Answer, usize), Refusal> {
        let (query, open) = (self.withheld.query, self.open);
        let every = every(open.axes.len());
        // Refused before there are rows: a sparse table withholds far more cells than have facts.
        within(self.withheld.cells(Part::of(every, Subject::Trade))?.len(), limits)?;
        let mut rows = self.part(every, &open.cells)?;
        within(rows.len(), limits)?;
        order(&mut rows, query);
        rows.truncate(query.top.map_or(usize::MAX, |top| top as usize));
        let mut margins = Vec::new();
        for margin in &open.margins {
            margins.push((margin.kept, self.part(margin.kept, &margin.cells)?));
        }
        let totals = self.totals()?;

        let of_margins = margins.iter().flat_map(|(kept, rows)| rows.iter().map(move |row| (*kept, row)));
        let listed: Vec<(u8, &Row)> = rows.iter().map(|row| (every, row)).chain(of_margins).collect();
        let shown = shown(open.axes.len(), &listed);
        let axes = open.axes.iter().zip(keys).zip(&shown).map(|((axis, keys), shown)| {
            let keys = shown.iter().filter_map(|place| keys.get(*place as usize).cloned()).collect();
            Axis { dimension: axis.dimension, keys }
        });
        let cells = |kept: u8, rows: &[Row]| cells(kept, rows, query.measures.len(), &shown);
        let margins = margins.iter().map(|(kept, rows)| Margin { kept: *kept, cells: cells(*kept, rows) }).collect();
        let answer = Answer {
            as_of: open.as_of,
            latest_month: open.latest_month,
            axes: axes.collect(),
            measures: query.measures.clone(),
            cells: cells(every, &rows),
            margins,
            totals,
            without_rate: open.without_rate,
            disclosure: None,
        };
        Ok((answer, self.hidden))
    }

    fn totals(&mut self) -> Result<Vec<Value>, Refusal> {
        let open = self.open;
        let width = self.withheld.query.measures.len();
        let mut all = Cells::new(open.measures.len());
        all.push(Codes::default(), open.totals.iter().copied());
        let row = self.part(0, &all)?.into_iter().next();
        let mut totals = row.map_or_else(Vec::new, |row| row.values);
        totals.truncate(width);
        if self.is_all_open {
            totals = vec![Value::Suppressed; width];
        }
        Ok(totals)
    }

    /// The cells of a part, in the order of their keys, the withheld ones without values.
    fn part(&mut self, kept: u8, cells: &Cells) -> Result<Vec<Row>, Refusal> {
        let open = self.open;
        let hidden = self.withheld.cells(Part::of(kept, Subject::Trade))?;
        let mut conditions = Vec::new();
        for measure in &open.measures {
            conditions.push(self.conditions(*measure, kept)?);
        }
        let places = self.places();
        let mut missing: BTreeSet<Codes> = hidden.iter().copied().collect();
        let mut rows = Vec::with_capacity(cells.len());
        for cell in cells.iter() {
            let codes = codes(cell.codes, kept, &places);
            let values = cell.values.iter().zip(&conditions).map(|(value, conditions)| {
                let is_told = |(kept, hidden): &(u8, Rc<HashSet<Codes>>)| !hidden.contains(&masked(codes, *kept));
                if conditions.as_ref().is_some_and(|conditions| conditions.iter().all(is_told)) {
                    *value
                } else {
                    Value::Suppressed
                }
            });
            let values = if missing.remove(&codes) { withheld(open.measures.len()) } else { values.collect() };
            rows.push(Row { codes, values });
        }
        rows.extend(missing.into_iter().map(|codes| Row { codes, values: withheld(open.measures.len()) }));
        rows.sort_unstable_by_key(|row| row.codes);
        // What was not asked for is there only to rank by.
        let asked = self.withheld.query.measures.len();
        self.hidden +=
            rows.iter().filter(|row| row.values.iter().take(asked).any(|value| value.is_suppressed())).count();
        rank(&mut rows, &open.measures, self.columns() & kept);
        Ok(rows)
    }

    /// What must be told for a value to be told: its cell, and the cells that it is compared with.
    fn conditions(&mut self, measure: Measure, kept: u8) -> Result<Conditions, Refusal> {
        let query = self.withheld.query;
        let own = Part::of(kept, Subject::of(measure));
        if !self.withheld.is_told(Part { over: over(measure), ..own }) {
            return Ok(None);
        }
        let other = match measure {
            Measure::Share(_, ShareOf::Total) => Some(Part { kept: 0, ..own }),
            Measure::Share(_, ShareOf::Row) => Some(Part { kept: kept & !self.columns(), ..own }),
            Measure::Share(_, ShareOf::Column) => Some(Part { kept: kept & self.columns(), ..own }),
            Measure::YearOnYear(_) | Measure::MonthOnMonth(_) => {
                Growth::new(query).months(measure, kept).map(|earlier| Part { earlier, ..own })
            }
            Measure::Hhi(..) => Some(Part { over: over(measure), ..own }),
            Measure::Sum(_)
            | Measure::FeeShare
            | Measure::Mean(_)
            | Measure::Median(_)
            | Measure::P90(_)
            | Measure::Rank(_) => None,
        };
        let mut conditions = Vec::new();
        for part in [Some(own), other].into_iter().flatten() {
            conditions.push((part.kept, self.withheld.cells(part)?));
        }
        Ok(Some(conditions))
    }

    /// The axes that stand across.
    fn columns(&self) -> u8 {
        every(self.open.axes.len()) & !every(self.withheld.query.rows.len())
    }

    /// For each axis the place of each of its keys among all keys that occur.
    fn places(&self) -> Vec<Vec<u32>> {
        let of_axis = |(axis, places): (&Axis, &HashMap<Arc<str>, u32>)| {
            axis.keys.iter().map(|key| places.get(key).copied().unwrap_or(u32::MAX)).collect()
        };
        self.open.axes.iter().zip(&self.withheld.places).map(of_axis).collect()
    }
}

/// Refuses more cells than an answer may have.
fn within(cells: usize, limits: Limits) -> Result<(), Refusal> {
    if cells > limits.cells { Err(too_many(limits.cells)) } else { Ok(()) }
}

/// That there are more cells than an answer may have. How many is not told: cells that are withheld and have a fact would be told from
/// those that have none.
pub(super) fn too_many(limit: usize) -> Refusal {
    Refusal::TooManyCells { cells: u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1), limit }
}

/// A bit for each of so many axes.
fn every(axes: usize) -> u8 {
    (0..axes).fold(0, |bits, axis| bits | (1 << axis))
}

fn withheld(width: usize) -> Vec<Value> {
    vec![Value::Suppressed; width]
}

/// A cell's codes as places among all keys; 0 for axes that are not kept.
fn codes(of: &Codes, kept: u8, places: &[Vec<u32>]) -> Codes {
    let mut codes = Codes::default();
    for (axis, places) in places.iter().enumerate() {
        if (kept >> axis) & 1 == 1 {
            codes[axis] = places.get(of[axis] as usize).copied().unwrap_or(u32::MAX);
        }
    }
    codes
}

fn masked(mut codes: Codes, kept: u8) -> Codes {
    for (axis, code) in codes.iter_mut().enumerate() {
        if (kept >> axis) & 1 == 0 {
            *code = 0;
        }
    }
    codes
}

/// Ranks anew among the cells that are told, within each column.
fn rank(rows: &mut [Row], measures: &[Measure], columns: u8) {
    for (place, base) in measures.iter().enumerate().filter_map(|(place, one)| Some((place, ranked(*one)?))) {
        let Some(sum) = measures.iter().position(|measure| *measure == Measure::Sum(base)) else { continue };
        let mut told: BTreeMap<Codes, Vec<i128>> = BTreeMap::new();
        for row in rows.iter().filter(|row| matches!(row.values[place], Value::Count(_))) {
            told.entry(masked(row.codes, columns)).or_default().extend(number(row.values[sum]));
        }
        for column in told.values_mut() {
            column.sort_unstable_by_key(|number| Reverse(*number));
        }
        for row in rows.iter_mut().filter(|row| matches!(row.values[place], Value::Count(_))) {
            let (Some(column), Some(own)) = (told.get(&masked(row.codes, columns)), number(row.values[sum])) else {
                continue;
            };
            let before = column.partition_point(|other| *other > own);
            row.values[place] = Value::Count(i64::try_from(before + 1).unwrap_or(i64::MAX));
        }
    }
}

fn number(value: Value) -> Option<i128> {
    match value {
        Value::Count(count) => Some(i128::from(count)),
        Value::Fixed { units, .. } => Some(units),
        Value::Undefined | Value::Suppressed => None,
    }
}

/// Orders cells as asked for; what is not told stands last.
fn order(rows: &mut [Row], query: &Query) {
    let Some(order) = query.order else { return };
    let Some(place) = query.measures.iter().position(|measure| *measure == order.measure) else { return };
    rows.sort_by_key(|row| {
        let told = number(row.values[place]);
        (told.is_none(), told.map(|number| if order.descending { -number } else { number }), row.codes)
    });
}

/// The places that occur on each axis, in order.
fn shown(axes: usize, rows: &[(u8, &Row)]) -> Vec<Vec<u32>> {
    let of_axis = |axis: usize| {
        let kept = rows.iter().filter(|(kept, _)| (kept >> axis) & 1 == 1);
        kept.map(|(_, row)| row.codes[axis]).collect::<BTreeSet<u32>>().into_iter().collect()
    };
    (0..axes).map(of_axis).collect()
}

/// Cells as an answer has them: codes are places on the axes shown.
fn cells(kept: u8, rows: &[Row], width: usize, shown: &[Vec<u32>]) -> Cells {
    let mut cells = Cells::new(width);
    for row in rows {
        let mut codes = Codes::default();
        for (axis, shown) in shown.iter().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1) {
            let place = shown.binary_search(&row.codes[axis]).unwrap_or_default();
            codes[axis] = u32::try_from(place).unwrap_or(u32::MAX);
        }
        cells.push(codes, row.values.iter().copied());
    }
    cells
}
