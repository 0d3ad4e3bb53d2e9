//! 受理回执: what the receipt for a filing shows. How it looks is in `templates/receipt.typ`.

use serde::Serialize;

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
    /// The kind of filing in Chinese.
    pub kind_zh: String,
    /// When it was received, as people read it; when it begins `YYYY-MM-DD`, that is the PDF's date of creation.
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
    /// Each paper's name and SHA-256, hex.
    pub attachments: Vec<(String, String)>,
}

impl DocumentRenderer {
    /// The receipt as PDF. The same contents give the same bytes.
    ///
    /// # Errors
    /// A fault of the template.
    pub fn receipt(&self, document: &ReceiptDocument) -> Result<Vec<u8>, DocumentError> {
        self.render("receipt.typ", document, &document.accepted_at, &document.filing_id, None)
    }
}
