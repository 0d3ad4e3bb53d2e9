//! How to mend what a check found, in plain words: data, so that an administrator can put them better.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ReferenceError;
use super::table::rows;
use crate::language::Bilingual;

/// How to mend it, by the code of the finding.
#[derive(Debug, Clone, Default)]
pub struct CheckWords {
    mend: BTreeMap<String, Bilingual>,
}

impl CheckWords {
    pub(super) fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            code: String,
            mend_zh: String,
            mend_en: String,
        }
        let mut mend = BTreeMap::new();
        for row in rows::<Record>("check_words", text)? {
            let told = !row.record.mend_zh.trim().is_empty() && !row.record.mend_en.trim().is_empty();
            row.require(told, "both languages say how to mend it")?;
            row.require(!mend.contains_key(&row.record.code), "the code occurs twice")?;
            mend.insert(row.record.code, Bilingual::new(row.record.mend_zh, row.record.mend_en));
        }
        Ok(Self { mend })
    }

    /// How to mend a finding.
    pub fn mend(&self, code: &str) -> Option<&Bilingual> {
        self.mend.get(code)
    }

    /// Every code that has words.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.mend.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_pair_and_a_repeated_code_are_refused() {
        for text in ["code,mend_zh,mend_en\na,改,\n", "code,mend_zh,mend_en\na,改,mend\na,改,mend\n"] {
            assert!(CheckWords::read(text).is_err());
        }
        let words = CheckWords::read("code,mend_zh,mend_en\na,改,mend\n").unwrap();
        assert_eq!(words.mend("a").map(|words| words.en.as_str()), Some("mend"));
        assert_eq!(words.mend("b"), None);
    }
}
