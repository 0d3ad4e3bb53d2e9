//! A document's values in, PDF bytes out.

use serde::Serialize;
use serde_json::Value;
use typst::World;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::DocumentError;
use crate::attachment::Attachment;
use crate::creation_date::{Day, creation_date};
use crate::glyphs::make_legible;
use crate::world::Workshop;

/// Typst keeps what it has worked out until so many documents in a row had no use for it: what a template says in every document
/// stays, what one document said goes.
const REMEMBERED_DOCUMENTS: usize = 2;

/// For the archive: everything that is needed to show it is in the file, its structure and its characters can be read by programs,
/// and other files may travel in it.
const STANDARD: PdfStandard = PdfStandard::A_3a;

/// What goes into a PDF besides the values that its template shows.
pub(crate) struct Extras<'a> {
    /// Begins with the day that is the PDF's date of creation: nothing depends on the moment.
    pub created: &'a str,
    /// What the PDF's identifier is made from.
    pub ident: &'a str,
    /// A QR code, as SVG.
    pub qr: Option<String>,
    /// A file to embed.
    pub attachment: Option<Attachment<'a>>,
}

/// What a template reads as `inputs.json`.
#[derive(Serialize)]
struct Inputs<'a> {
    document: Value,
    created_on: Day,
    files: &'a [Attachment<'a>],
    specimen: bool,
}

/// Sets documents. Build it once and share it: it parses the fonts, and it is cheap to ask again.
pub struct DocumentRenderer {
    workshop: Workshop,
    specimens: bool,
}

impl DocumentRenderer {
    /// Parses the built-in fonts and templates.
    ///
    /// # Errors
    /// [`DocumentError::Fonts`] when a font cannot be read.
    pub fn new() -> Result<Self, DocumentError> {
        Self::marking(false)
    }

    /// The same for documents that do not count: each page says so across it.
    ///
    /// # Errors
    /// [`DocumentError::Fonts`] when a font cannot be read.
    pub fn of_specimens() -> Result<Self, DocumentError> {
        Self::marking(true)
    }

    fn marking(specimens: bool) -> Result<Self, DocumentError> {
        Ok(Self { workshop: Workshop::new()?, specimens })
    }

    /// Sets one document.
    pub(crate) fn render(
        &self,
        template: &'static str,
        document: &impl Serialize,
        extras: Extras<'_>,
    ) -> Result<Vec<u8>, DocumentError> {
        let inputs = Inputs {
            document: self.values(document)?,
            created_on: creation_date(extras.created).ok_or(DocumentError::Undated)?,
            files: extras.attachment.as_slice(),
            specimen: self.specimens,
        };
        let inputs = serde_json::to_vec(&inputs).map_err(|error| DocumentError::Data(error.to_string()))?;
        let qr = extras.qr.map(|svg| ("qr.svg", Bytes::from_string(svg)));
        let attached = extras.attachment.as_ref().map(|file| (file.name, Bytes::from_string(file.content.to_owned())));
        let files = std::iter::once(("inputs.json", Bytes::new(inputs))).chain(qr).chain(attached);
        let pdf = typeset(&self.workshop.set_up(template, files)?, extras.ident);
        comemo::evict(REMEMBERED_DOCUMENTS);
        pdf.map_err(|message| DocumentError::Template { template, message })
    }

    /// A document's fields, every text in characters that there are glyphs for.
    fn values(&self, document: &impl Serialize) -> Result<Value, DocumentError> {
        let mut values = serde_json::to_value(document).map_err(|error| DocumentError::Data(error.to_string()))?;
        make_legible(&mut values, self.workshop.fonts());
        Ok(values)
    }
}

/// The PDF, or what Typst says of the template.
fn typeset(world: &dyn World, ident: &str) -> Result<Vec<u8>, String> {
    let pages: PagedDocument = typst::compile(world).output.map_err(|errors| messages(&errors))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        standards: PdfStandards::new(&[STANDARD]).map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options).map_err(|errors| messages(&errors))
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn printed(text: &str) -> Value {
        let values = DocumentRenderer::new().unwrap().values(&BTreeMap::from([("name", text)])).unwrap();
        values.get("name").cloned().unwrap()
    }

    #[test]
    fn names_of_all_trading_partners_are_printed_as_they_are_written() {
        let names = "Łódź Şişli Győr Đà Nẵng Москва Ελλάδα 東京ひらがなカタカナ 한국예시반도체 “‘…—·”№";
        assert_eq!(printed(names), names);
    }

    #[test]
    fn what_cannot_be_printed_is_seen_to_be_missing() {
        assert_eq!(printed("a\u{0}b\tc\r\nd ไทย 😀"), "a□b c \nd □□□ □");
    }
}
