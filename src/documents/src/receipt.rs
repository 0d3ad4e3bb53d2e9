//! 受理回执: what the receipt for a filing shows. How it looks is in `templates/receipt.typ`.

use serde::Serialize;

use crate::attachment::{Attachment, Relationship};
use crate::renderer::Extras;
use crate::{DocumentError, DocumentRenderer};

/// The contents of a receipt. Texts are shown as they are; an empty text is shown as a dash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptDocument {
    /// The filing's id.
    pub filing_id: String,
    /// The company that filed.
    pub company: String,
    /// The contract's number.
    pub contract_number: String,
    /// The contract's name.
    pub contract_name: String,
    /// The agent that filed for it; empty where the company did.
    pub agent: String,
    /// The kind of filing in Chinese.
    pub kind_zh: String,
    /// The kind of filing in English.
    pub kind_en: String,
    /// When it was received, by the clock in Beijing: `YYYY-MM-DD HH:MM:SS`; the day is also the PDF's date of creation.
    pub accepted_at: String,
    /// The day by whose end the answer is due.
    pub due_on: String,
    /// The digest of the filing, hex.
    pub digest: String,
    /// The journal entry's number.
    pub entry_seq: i64,
    /// The entry's leaf hash, hex.
    pub leaf_hash: String,
    /// The journal's root hash, hex.
    pub root_hash: String,
    /// How many entries the root covers.
    pub tree_size: i64,
    /// The signature over the tree head.
    pub signature: String,
    /// The key that signed.
    pub key_id: String,
    /// Each paper.
    pub attachments: Vec<ReceivedPaper>,
    /// The receipt as JSON; it travels in the PDF.
    #[serde(skip)]
    pub json: String,
}

/// A paper that came with the filing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceivedPaper {
    /// Its kind in Chinese.
    pub kind_zh: String,
    /// Its kind in English.
    pub kind_en: String,
    /// The name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
}

impl DocumentRenderer {
    /// The receipt as PDF, with itself as JSON. The same contents give the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Undated`] when `accepted_at` does not begin with a day; otherwise a fault of the template.
    pub fn receipt(&self, document: &ReceiptDocument) -> Result<Vec<u8>, DocumentError> {
        let extras = Extras {
            created: &document.accepted_at,
            ident: &document.filing_id,
            qr: None,
            attachment: Some(Attachment {
                name: "receipt.json",
                media_type: "application/json",
                relationship: Relationship::Data,
                description: "受理回执数据及日志证明 The receipt with its proof, for programs",
                content: &document.json,
            }),
        };
        self.render("receipt.typ", document, extras)
    }
}
