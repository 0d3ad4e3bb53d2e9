//! Texts that recur among the rows of a table, each kept once. What they mean is the table's.

use std::collections::BTreeSet;
use std::sync::Arc;

/// The texts of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts(BTreeSet<Arc<str>>);

impl Texts {
    /// The one copy of a text.
    pub(super) fn kept(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let new: Arc<str> = Arc::from(text);
        self.0.insert(new.clone());
        new
    }
}
