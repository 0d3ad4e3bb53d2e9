//! A dimension as a question reads it: the keys of its axis, and the place of each code of its column.

use std::collections::HashMap;
use std::sync::Arc;

use super::view::View;
use crate::cube::{Field, in_order};
use crate::figures::Axis;
use crate::question::Dimension;

/// A dimension as it is read.
pub(super) struct Reading {
    /// With the keys that may occur, in order.
    pub(super) axis: Axis,
    /// The column it is read from.
    pub(super) field: Field,
    /// Of each view, the place on the axis of each code of the column; 0 for codes that do not pass.
    pub(super) places: Vec<Vec<u32>>,
}

impl Reading {
    /// Reads a dimension for all the views of a question on one axis.
    pub(super) fn new(dimension: Dimension, views: &[View<'_>]) -> Self {
        let made = dimension.is_time() || dimension == Dimension::StrategicField;
        let (keys, places) = if made { made_from_texts(dimension, views) } else { as_it_is(dimension, views) };
        Self { axis: Axis { dimension, keys }, field: Field::of(dimension), places }
    }

    /// The number of its keys.
    pub(super) fn size(&self) -> usize {
        self.axis.keys.len()
    }
}

/// A dimension whose values are those of its column. They may be many, so they are not sorted again. Views differ in time only.
fn as_it_is(dimension: Dimension, views: &[View<'_>]) -> (Vec<Arc<str>>, Vec<Vec<u32>>) {
    let Some(view) = views.first() else { return (Vec::new(), Vec::new()) };
    let field = Field::of(dimension);
    let (texts, admits) = (view.snapshot.texts(field), view.admits(field));
    let mut places = vec![0; texts.all().len()];
    let mut keys = Vec::new();
    for code in texts.order(dimension).iter().map(|code| *code as usize).filter(|code| admits(*code)) {
        places[code] = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        keys.push(Arc::clone(&texts.all()[code]));
    }
    (keys, vec![places; views.len()])
}

/// A dimension whose values are made from those of its column: a period of the month, moved or not, or the field of an industry.
fn made_from_texts(dimension: Dimension, views: &[View<'_>]) -> (Vec<Arc<str>>, Vec<Vec<u32>>) {
    let texts: Vec<_> = views.iter().map(|view| view.texts(dimension)).collect();
    let mut keys = Vec::new();
    for (view, texts) in views.iter().zip(&texts) {
        let admits = view.admits(Field::of(dimension));
        let passing = texts.iter().enumerate().filter(|(code, _)| admits(*code));
        keys.extend(passing.map(|(_, text)| Arc::clone(text)));
    }
    let keys = views.first().map_or_else(Vec::new, |view| in_order(dimension, keys, view.fields));
    let place: HashMap<Arc<str>, u32> = keys.iter().cloned().zip(0..).collect();
    let of_view =
        |texts: &[Arc<str>]| texts.iter().map(|text| place.get(text).copied().unwrap_or(0)).collect::<Vec<u32>>();
    let places = texts.iter().map(|texts| of_view(texts)).collect();
    (keys, places)
}
