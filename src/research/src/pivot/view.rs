//! Facts as a question sees them: those that pass its filters, all moved so many months later.
//!
//! A figure of the year before is the same question to the facts moved by a year: filters, months and margins then mean the same
//! everywhere, without exceptions.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use domain::reference::StrategicFields;

use crate::cube::{Facts, Field, Part, Segment, Snapshot, texts};
use crate::question::{Dimension, Filter};

/// Facts as a question sees them.
pub(super) struct View<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) fields: &'a StrategicFields,
    moved: i32,
    /// Of the columns that are filtered, whether each code passes.
    passes: Vec<(Field, Vec<bool>)>,
}

impl<'a> View<'a> {
    /// The facts of a snapshot that pass, moved so many months later.
    pub(super) fn new(snapshot: &'a Snapshot, fields: &'a StrategicFields, filters: &[Filter], moved: i32) -> Self {
        let mut view = Self { snapshot, fields, moved, passes: Vec::new() };
        for filter in filters {
            let field = Field::of(filter.dimension());
            let admitted = admitted(filter, &view.texts(filter.dimension()));
            match view.passes.iter_mut().find(|(known, _)| *known == field) {
                Some((_, passes)) => passes.iter_mut().zip(admitted).for_each(|(both, one)| *both &= one),
                None => view.passes.push((field, admitted)),
            }
        }
        view
    }

    /// The text of a dimension for each code of its column.
    pub(super) fn texts(&self, dimension: Dimension) -> Cow<'a, [Arc<str>]> {
        texts(self.snapshot, dimension, self.fields, self.moved)
    }

    /// Whether a code of a column passes.
    pub(super) fn admits(&self, field: Field) -> impl Fn(usize) -> bool {
        let passes = self.passes.iter().find(|(known, _)| *known == field).map(|(_, passes)| passes);
        move |code| passes.is_none_or(|passes| passes[code])
    }

    /// The parts of the snapshot that may have facts that pass, by their months.
    pub(super) fn parts(&self) -> Vec<&'a Part> {
        let admits = self.admits(Field::Month);
        let may = |segment: &Segment| segment.months().iter().any(|month| admits(*month as usize));
        self.snapshot.parts().iter().filter(|part| may(&part.segment)).collect()
    }

    /// The facts of a run that pass.
    pub(super) fn choose(&self, segment: &Segment, run: Range<usize>) -> Facts {
        // Facts come in the order of time: of most segments all months pass or none.
        let all_pass = |passes: &[bool]| segment.months().iter().all(|month| passes[*month as usize]);
        let asked = self.passes.iter().filter(|(field, passes)| *field != Field::Month || !all_pass(passes));
        let all = Facts::Run(run);
        asked.fold(all, |facts, (field, passes)| facts.passing(segment.codes(*field), passes))
    }
}

fn admitted(filter: &Filter, texts: &[Arc<str>]) -> Vec<bool> {
    let (values, wanted) = match filter {
        Filter::OneOf(_, values) => (values, true),
        Filter::NoneOf(_, values) => (values, false),
        Filter::Between(..) => return texts.iter().map(|text| filter.admits(text)).collect(),
    };
    let values: HashSet<&str> = values.iter().map(String::as_str).collect();
    texts.iter().map(|text| values.contains(&**text) == wanted).collect()
}
