//! The reasons for a return that a new portal begins with; the desks then keep the library themselves.

use serde::Deserialize;

use super::ReferenceError;
use super::table::rows;
use crate::filing::{AttachmentKind, CorrectionType};
use crate::language::Bilingual;

/// A reason, before the portal keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedReason {
    /// Its code.
    pub code: String,
    /// Wrong, or missing.
    pub kind: CorrectionType,
    /// The field that it is about.
    pub pointer: Option<String>,
    /// The paper that it is about.
    pub document: Option<AttachmentKind>,
    /// In a few words.
    pub title: Bilingual,
    /// What the company is asked to do.
    pub text: Bilingual,
}

/// The reasons as they ship.
pub fn shipped_return_reasons() -> Result<Vec<ShippedReason>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        code: String,
        kind: CorrectionType,
        pointer: Option<String>,
        document: Option<AttachmentKind>,
        title_zh: String,
        title_en: String,
        text_zh: String,
        text_en: String,
    }
    let mut reasons: Vec<ShippedReason> = Vec::new();
    for row in rows::<Record>("return_reasons", include_str!("../../data/return_reasons.csv"))? {
        row.require(reasons.iter().all(|reason| reason.code != row.record.code), "the code occurs twice")?;
        row.require(
            row.record.pointer.is_some() != row.record.document.is_some(),
            "a reason is about a field or about a paper",
        )?;
        let Record { code, kind, pointer, document, title_zh, title_en, text_zh, text_en } = row.record;
        let (title, text) = (Bilingual::new(title_zh, title_en), Bilingual::new(text_zh, text_en));
        reasons.push(ShippedReason { code, kind, pointer, document, title, text });
    }
    Ok(reasons)
}

#[cfg(test)]
mod tests {
    use super::shipped_return_reasons;

    #[test]
    fn what_ships_can_be_read_in_both_languages() {
        let reasons = shipped_return_reasons().unwrap();
        assert!(reasons.len() >= 10);
        for reason in reasons {
            for text in [&reason.title.zh, &reason.title.en, &reason.text.zh, &reason.text.en] {
                assert!(!text.is_empty(), "{}", reason.code);
            }
        }
    }
}
