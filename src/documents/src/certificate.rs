//! 技术进（出）口合同登记证: what the certificate shows. How it looks is in `templates/certificate.typ`.

use serde::Serialize;

use crate::attachment::{Attachment, Relationship};
use crate::renderer::Extras;
use crate::{DocumentError, DocumentRenderer, qr};

/// The contents of a certificate. Texts are shown as they are; an empty text is shown as a dash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateDocument {
    /// The certificate's number.
    pub number: String,
    /// `技术进口` or `技术出口`: the title is this followed by 合同登记证.
    pub direction_zh: String,
    /// `Technology import` or `Technology export`: the English title begins with this, in capitals.
    pub direction_en: String,
    /// The contract's number.
    pub contract_number: String,
    /// The contract's name in Chinese.
    pub contract_name: String,
    /// The contract's name in its own language; empty when there is none.
    pub contract_name_original: String,
    /// The Chinese party.
    pub holder: String,
    /// Its unified social credit code.
    pub holder_uscc: String,
    /// The party that supplies the technology.
    pub supplier: String,
    /// Its country, by name.
    pub supplier_country: String,
    /// The party that receives the technology.
    pub recipient: String,
    /// Its country, by name.
    pub recipient_country: String,
    /// The legal type's name in Chinese.
    pub legal_type_zh: String,
    /// The legal type's name in English.
    pub legal_type_en: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Decimal text; digits are grouped in the picture.
    pub total: String,
    /// Decimal text, of the same currency.
    pub technology_fee: String,
    /// The terms of payment in Chinese.
    pub payment_mode_zh: String,
    /// The terms of payment in English.
    pub payment_mode_en: String,
    /// `YYYY-MM-DD`.
    pub signed_on: String,
    /// `YYYY-MM-DD`.
    pub effective_on: String,
    /// `YYYY-MM-DD`.
    pub valid_until: String,
    /// The version of the contract in the register, from 1.
    pub version: i32,
    /// `YYYY-MM-DD`; also the PDF's date of creation.
    pub registered_on: String,
    /// The issuing authority's name in Chinese.
    pub authority_zh: String,
    /// The issuing authority's name in English.
    pub authority_en: String,
    /// The desk's name in Chinese.
    pub desk_zh: String,
    /// The desk's name in English.
    pub desk_en: String,
    /// The address of the verification page, as printed.
    pub verify_url: String,
    /// The address with the signed credential, as coded: the credential in base32, 1,000 characters at most in all.
    #[serde(skip)]
    pub qr_payload: String,
    /// The credential as JWT; it travels in the PDF.
    #[serde(skip)]
    pub credential: String,
    /// Numbered notices below the fields.
    pub notices: Vec<String>,
}

impl DocumentRenderer {
    /// The certificate as PDF with its credential, always one page. The same contents give the same bytes.
    ///
    /// # Errors
    /// [`DocumentError::QrTooLong`] when the credential does not fit a readable QR code, [`DocumentError::Undated`] without a day of
    /// registration; otherwise a fault of the template.
    pub fn certificate(&self, document: &CertificateDocument) -> Result<Vec<u8>, DocumentError> {
        let extras = Extras {
            created: &document.registered_on,
            ident: &document.number,
            qr: Some(qr::svg(&document.qr_payload)?),
            attachment: Some(Attachment {
                name: "credential.jwt",
                media_type: "application/jwt",
                relationship: Relationship::Alternative,
                description: "登记证电子凭证 Signed credential of this certificate",
                content: &document.credential,
            }),
        };
        self.render("certificate.typ", document, extras)
    }
}
