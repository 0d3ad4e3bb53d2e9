//! The different texts of a column, each by a code that never changes.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::question::{Dimension, place_of};

/// The texts by their codes. A snapshot keeps those that it was taken with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    all: Vec<Arc<str>>,
    order: OnceLock<Vec<u32>>,
}

impl Texts {
    /// Each text, by its code.
    pub(crate) fn all(&self) -> &[Arc<str>] {
        &self.all
    }

    /// The text of a code.
    pub(crate) fn text(&self, code: u32) -> &str {
        self.all.get(code as usize).map_or("", AsRef::as_ref)
    }

    /// The code of a text; none where no fact has it. It looks at one text after the other.
    pub(super) fn code(&self, text: &str) -> Option<u32> {
        self.all.iter().zip(0..).find(|(known, _)| known.as_ref() == text).map(|(_, code)| code)
    }

    /// Codes in the order in which the texts are shown as values of this dimension: the one that the column is of.
    pub(crate) fn order(&self, dimension: Dimension) -> &[u32] {
        self.order.get_or_init(|| {
            let mut order: Vec<(usize, &str, u32)> =
                self.all.iter().zip(0..).map(|(text, code)| (place_of(dimension, text), text.as_ref(), code)).collect();
            order.sort_unstable();
            order.into_iter().map(|(_, _, code)| code).collect()
        })
    }
}

/// Texts, and the way back from a text to its code.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    texts: Arc<Texts>,
    codes: HashMap<Arc<str>, u32>,
}

impl Dictionary {
    /// The code of a text, which is new the first time.
    pub(super) fn code(&mut self, text: &str) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        // One text needs at least one fact, and 2^32 facts do not fit in memory.
        let code = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        let texts = Arc::make_mut(&mut self.texts);
        texts.all.push(Arc::clone(&text));
        texts.order = OnceLock::new();
        self.codes.insert(text, code);
        code
    }

    /// The texts known now.
    pub(super) fn texts(&self) -> Arc<Texts> {
        Arc::clone(&self.texts)
    }

    /// Bytes in memory, with what the heap and the table of codes take beside the texts.
    pub(super) fn bytes(&self) -> usize {
        let texts: usize = self.texts.all.iter().map(|text| text.len() + 2 * size_of::<usize>()).sum();
        let entry = size_of::<(Arc<str>, u32)>() + 1;
        texts + self.texts.all.capacity() * size_of::<Arc<str>>() + self.codes.capacity() * entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_code_and_a_snapshot_its_texts() {
        let mut dictionary = Dictionary::default();
        assert_eq!(["export", "import", "export"].map(|text| dictionary.code(text)), [0, 1, 0]);
        let before = dictionary.texts();
        assert_eq!(before.order(Dimension::Direction), [1, 0], "as it is shown");
        assert_eq!(dictionary.code("elsewhere"), 2);
        assert_eq!((before.all().len(), dictionary.texts().all().len()), (2, 3));
        assert_eq!(dictionary.texts().order(Dimension::Country), [2, 0, 1], "by code");
        assert_eq!((before.text(1), before.text(9)), ("import", ""));
        assert_eq!((before.code("import"), before.code("elsewhere")), (Some(1), None));
    }
}
