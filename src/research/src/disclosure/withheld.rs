//! Which cells of an answer hold a withheld cell of the table that they are made of, and so are withheld.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use domain::reference::{DisclosurePolicy, StrategicFields};
use domain::statistics::Month;

use super::grid::parent;
use super::lattice::{Lattice, Tables, table_of};
use super::pattern::Pattern;
use super::patterns::Patterns;
use super::subject::Subject;
use super::years::{Year, admits, first_of};
use crate::question::period::{first_month, months, of_month};
use crate::{Codes, Dimension, Query, Refusal, TableKey};

/// Cells of an answer: those with these dimensions kept, of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Part {
    /// Bit `n` for the answer's axis `n`.
    pub kept: u8,
    pub subject: Subject,
    /// A dimension whose every cell must be told, for concentration over it.
    pub over: Option<Dimension>,
    /// How many months before those of the answer, for growth.
    pub earlier: i32,
}

impl Part {
    pub const fn of(kept: u8, subject: Subject) -> Self {
        Self { kept, subject, over: None, earlier: 0 }
    }
}

/// A question over closed years, and which of its cells are withheld.
pub(super) struct Withheld<'a> {
    pub query: &'a Query,
    pub dimensions: Vec<Dimension>,
    /// For each axis of the answer the place of each key in the order in which they are shown.
    pub places: Vec<HashMap<Arc<str>, u32>>,
    pub years: Vec<Year<'a>>,
    pub fields: &'a StrategicFields,
    pub tables: &'a dyn Tables,
    pub patterns: &'a Patterns,
    pub known: HashMap<Part, Rc<HashSet<Codes>>>,
}

/// Where a key of a table's axis is in the answer: places on the answer's axes.
type Places = Vec<(usize, u32)>;

impl<'a> Withheld<'a> {
    /// The withheld cells of a part; axes that are not kept have code 0.
    pub fn cells(&mut self, part: Part) -> Result<Rc<HashSet<Codes>>, Refusal> {
        if let Some(known) = self.known.get(&part) {
            return Ok(Rc::clone(known));
        }
        let mut cells = HashSet::new();
        for year in &self.years {
            self.add(part, *year, &mut cells)?;
        }
        let cells = Rc::new(cells);
        self.known.insert(part, Rc::clone(&cells));
        Ok(cells)
    }

    /// Whether what a part is about is told by its dimensions and by those of the filters.
    pub fn is_told(&self, part: Part) -> bool {
        let kept = self.axes(part).map(|(_, dimension)| dimension).chain(part.over);
        let filtered = self.query.filters.iter().map(crate::Filter::dimension);
        kept.chain(filtered).all(|dimension| part.subject.is_told_by(dimension))
    }

    fn add(&self, part: Part, year: Year<'a>, cells: &mut HashSet<Codes>) -> Result<(), Refusal> {
        let Some(key) = self.table(part, year.number) else { return Ok(()) };
        let pattern = self.pattern(&key, part.subject, year)?;
        let has_time = key.dimensions().iter().any(|dimension| dimension.is_time());
        let mut common = Codes::default();
        if !has_time {
            let Some(places) = self.at_time(part, first_of(year.number)) else { return Ok(()) };
            for (axis, place) in places {
                common[axis] = place;
            }
        }
        let places_of = |axis: &crate::Axis| -> Vec<Option<Places>> {
            axis.keys.iter().map(|key| self.places_of(part, axis.dimension, key)).collect()
        };
        let places: Vec<Vec<Option<Places>>> = pattern.axes().iter().map(places_of).collect();
        'cells: for index in pattern.withheld.iter() {
            let mut codes = common;
            for (axis, places) in places.iter().enumerate() {
                let Some(places) = &places[pattern.grid.code(index, axis)] else { continue 'cells };
                for (axis, place) in places {
                    codes[*axis] = *place;
                }
            }
            cells.insert(codes);
        }
        Ok(())
    }

    /// The pattern that a part is judged by: as a whole where the year's policy does not publish such a table, or the strategic
    /// fields are not those by which the year was published.
    fn pattern(&self, key: &TableKey, subject: Subject, year: Year<'a>) -> Result<Arc<Pattern>, Refusal> {
        let by_field = key.dimensions().contains(&Dimension::StrategicField);
        if !is_published(key, year.policy) || by_field && year.fields != self.fields {
            let table = self.tables.table(key, year.number, Subject::Trade, self.fields)?;
            return Ok(Arc::new(Pattern::nothing_told(table.axes)));
        }
        let Year { number, policy, fields } = year;
        Lattice { tables: self.tables, patterns: self.patterns, year: number, policy, fields }.pattern(key, subject)
    }

    /// The table of a year that a part is made of; none where the filters admit nothing of the year. A filter on time that
    /// admits whole years, or whole quarters, needs no finer table.
    pub fn table(&self, part: Part, year: i32) -> Option<TableKey> {
        let admitted: Vec<bool> =
            (0..12).map(|month| admits(&self.query.filters, first_of(year).plus(month + part.earlier))).collect();
        if !admitted.contains(&true) {
            return None;
        }
        let even = |length: usize| {
            admitted.chunks(length).all(|span| span.iter().all(|month| *month == span[0]))
                && usize::try_from(part.earlier).is_ok_and(|earlier| earlier % length == 0)
        };
        let kept = self.axes(part).map(|(_, dimension)| dimension).chain(part.over);
        let (time, mut dimensions): (Vec<Dimension>, Vec<Dimension>) = kept.partition(|one| one.is_time());
        let by_filters = if even(12) {
            Dimension::Year
        } else if even(3) {
            Dimension::Quarter
        } else {
            Dimension::Month
        };
        dimensions.extend(time.into_iter().chain([by_filters]).min_by_key(|one| months(*one)));
        let filtered = self.query.filters.iter().map(crate::Filter::dimension);
        dimensions.extend(filtered.filter(|dimension| !dimension.is_time()));
        Some(table_of(&dimensions))
    }

    /// The axes that a part keeps.
    fn axes(&self, part: Part) -> impl Iterator<Item = (usize, Dimension)> {
        let axes = self.dimensions.iter().copied().enumerate();
        axes.filter(move |(axis, _)| (part.kept >> axis) & 1 == 1)
    }

    /// Where a key is in a part; none where a filter excludes it.
    fn places_of(&self, part: Part, dimension: Dimension, key: &str) -> Option<Places> {
        if dimension.is_time() {
            return self.at_time(part, first_month(dimension, key)?);
        }
        let mut told = vec![(dimension, key.to_owned())];
        told.extend(parent(dimension, key, self.fields));
        let admitted = |(dimension, key): &(Dimension, String)| {
            self.query.filter(*dimension).is_none_or(|filter| filter.admits(key))
        };
        if !told.iter().all(admitted) {
            return None;
        }
        let mut places = Places::new();
        for (axis, kept) in self.axes(part) {
            if let Some((_, key)) = told.iter().find(|(dimension, _)| *dimension == kept) {
                places.push((axis, self.place(axis, key)?));
            }
        }
        Some(places)
    }

    /// Where a period is in a part, by its first month; none where a filter excludes it.
    fn at_time(&self, part: Part, month: Month) -> Option<Places> {
        let month = month.plus(part.earlier);
        if !admits(&self.query.filters, month) {
            return None;
        }
        let of_time = self.axes(part).filter(|(_, dimension)| dimension.is_time());
        of_time.map(|(axis, dimension)| Some((axis, self.place(axis, &of_month(dimension, month))?))).collect()
    }

    fn place(&self, axis: usize, key: &str) -> Option<u32> {
        self.places[axis].get(key).copied()
    }
}

/// Whether a policy publishes a table.
fn is_published(key: &TableKey, policy: &DisclosurePolicy) -> bool {
    key.dimensions().len() <= policy.max_dimensions as usize
        && key.dimensions().iter().all(|dimension| is_public(*dimension, policy))
}

/// Whether a policy publishes figures by a dimension. What names someone is never public; quarters are, where months are.
pub(super) fn is_public(dimension: Dimension, policy: &DisclosurePolicy) -> bool {
    let listed = |one: Dimension| policy.public_dimensions.iter().any(|code| code == one.code());
    !dimension.names_someone() && (listed(dimension) || dimension == Dimension::Quarter && listed(Dimension::Month))
}
