//! The papers that a company prints, stamps and hands in: data sheet (合同数据表), application (申请书), and record of changed data
//! (数据变更记录表). What they show is decided by the caller; how they look is in `templates/`.

use serde::Serialize;

use crate::attachment::{Attachment, Relationship};
use crate::renderer::Extras;
use crate::{DocumentError, DocumentRenderer};

/// What every such paper says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperHead {
    /// Title in Chinese.
    pub title_zh: String,
    /// Title in English.
    pub title_en: String,
    /// The company that stamps it.
    pub company: String,
    /// Its unified social credit code.
    pub company_uscc: String,
    /// To whom it is handed in.
    pub authority_zh: String,
    /// The same in English.
    pub authority_en: String,
    /// The contract's number.
    pub contract_number: String,
    /// The contract's name.
    pub contract_name: String,
    /// The application's id.
    pub filing_id: String,
    /// SHA-256 over what was typed, hex: a stamped scan is compared with the application by it.
    pub digest: String,
    /// `YYYY-MM-DD` on which the contents last changed; also the PDF's date of creation.
    pub changed_on: String,
}

/// A field: its two names and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperField {
    /// Name in Chinese.
    pub zh: String,
    /// Name in English.
    pub en: String,
    /// The value; empty is shown as a dash.
    pub value: String,
    /// A smaller line below it; may be empty.
    pub below: String,
    /// Whether it takes the whole width.
    pub wide: bool,
}

/// Fields under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperSection {
    /// Heading in Chinese.
    pub zh: String,
    /// Heading in English.
    pub en: String,
    /// The fields, in order.
    pub fields: Vec<PaperField>,
}

/// 合同数据表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataSheetDocument {
    /// What it is.
    pub head: PaperHead,
    /// Everything that was filled in.
    pub sections: Vec<PaperSection>,
    /// Patents: office, number, day of expiry, IPC.
    pub patents: Vec<[String; 4]>,
    /// The contract as canonical JSON, whose SHA-256 the certificate carries; it travels in the PDF.
    #[serde(skip)]
    pub contract: String,
}

/// 申请书.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplicationDocument {
    /// What it is.
    pub head: PaperHead,
    /// What is applied for, in a sentence or two.
    pub plea_zh: String,
    /// The same in English.
    pub plea_en: String,
    /// What it is about.
    pub sections: Vec<PaperSection>,
    /// Papers that come with it.
    pub papers: Vec<EnclosedPaper>,
    /// What the company declares.
    pub declaration_zh: String,
    /// The same in English.
    pub declaration_en: String,
}

/// A paper that comes with an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnclosedPaper {
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Whether it has been uploaded.
    pub uploaded: bool,
}

/// 合同数据变更记录表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeRecordDocument {
    /// What it is.
    pub head: PaperHead,
    /// The certificate in force.
    pub certificate_number: String,
    /// The version of the contract that is changed.
    pub version: i32,
    /// Why.
    pub reason: String,
    /// Day of the amending agreement, `YYYY-MM-DD`.
    pub agreement_on: String,
    /// What changes: names of the field, registered value, value asked for.
    pub changes: Vec<PaperChange>,
}

/// A line of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperChange {
    /// Name of the field in Chinese.
    pub zh: String,
    /// Name in English.
    pub en: String,
    /// As registered.
    pub from: String,
    /// As asked for.
    pub to: String,
}

impl DocumentRenderer {
    /// The data sheet as PDF, with the contract as JSON. The same contents give the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::Undated`] without a day of the last change; otherwise a fault of the template.
    pub fn data_sheet(&self, document: &DataSheetDocument) -> Result<Vec<u8>, DocumentError> {
        let contract = Attachment {
            name: "contract.json",
            media_type: "application/json",
            relationship: Relationship::Data,
            description: "合同数据 The data of the contract, for programs",
            content: &document.contract,
        };
        self.paper("data_sheet.typ", document, &document.head, Some(contract))
    }

    /// The application as PDF. The same contents give the same bytes.
    ///
    /// # Errors
    /// As those of [`data_sheet`](Self::data_sheet).
    pub fn application(&self, document: &ApplicationDocument) -> Result<Vec<u8>, DocumentError> {
        self.paper("application.typ", document, &document.head, None)
    }

    /// The record of changed data as PDF. The same contents give the same bytes.
    ///
    /// # Errors
    /// As those of [`data_sheet`](Self::data_sheet).
    pub fn change_record(&self, document: &ChangeRecordDocument) -> Result<Vec<u8>, DocumentError> {
        self.paper("change_record.typ", document, &document.head, None)
    }

    fn paper(
        &self,
        template: &'static str,
        document: &impl Serialize,
        head: &PaperHead,
        attachment: Option<Attachment>,
    ) -> Result<Vec<u8>, DocumentError> {
        self.render(template, document, Extras { created: &head.changed_on, ident: &head.digest, qr: None, attachment })
    }
}
