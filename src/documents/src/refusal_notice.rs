//! 不予登记通知书: what the notice of a refusal shows. How it looks is in `templates/refusal_notice.typ`.

use serde::Serialize;

use crate::renderer::Extras;
use crate::{DocumentError, DocumentRenderer};

/// A ground of the refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeGround {
    /// In words, in Chinese.
    pub title_zh: String,
    /// The same in English.
    pub title_en: String,
    /// Which article of which act.
    pub citation: String,
    /// What it says; empty where its wording is not confirmed.
    pub text: String,
}

/// The contents of a notice. Texts are shown as they are; an empty text is shown as a dash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusalNotice {
    /// The filing's id.
    pub filing_id: String,
    /// The company that filed.
    pub company: String,
    /// Its unified social credit code.
    pub company_uscc: String,
    /// The kind of filing in Chinese.
    pub kind_zh: String,
    /// The kind of filing in English, as in "your application for …".
    pub kind_en: String,
    /// The contract's number.
    pub contract_number: String,
    /// The contract's name.
    pub contract_name: String,
    /// `YYYY-MM-DD`.
    pub submitted_on: String,
    /// `YYYY-MM-DD`; also the PDF's date of creation.
    pub decided_on: String,
    /// The reasons in the decider's words.
    pub opinion: String,
    /// The grounds; there may be none besides the reasons.
    pub grounds: Vec<NoticeGround>,
    /// What is said of the catalogue that it was held against, where that is partial; empty otherwise.
    pub catalogue_zh: String,
    /// The same in English.
    pub catalogue_en: String,
    /// What whoever does not accept the decision may do, in Chinese.
    pub remedies_zh: String,
    /// The same in English.
    pub remedies_en: String,
    /// The article that says so.
    pub remedies_citation: String,
    /// The authority's name in Chinese.
    pub authority_zh: String,
    /// The authority's name in English.
    pub authority_en: String,
    /// The desk's name in Chinese.
    pub desk_zh: String,
    /// The desk's name in English.
    pub desk_en: String,
}

impl DocumentRenderer {
    /// The notice as PDF. The same contents give the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Undated`] without a day of decision; otherwise a fault of the template.
    pub fn refusal_notice(&self, document: &RefusalNotice) -> Result<Vec<u8>, DocumentError> {
        let extras = Extras { created: &document.decided_on, ident: &document.filing_id, qr: None, attachment: None };
        self.render("refusal_notice.typ", document, extras)
    }
}
