//! Templates, fonts and Typst put together once; a document's values in, PDF bytes out.

use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Array, Bytes, Dict, IntoValue, Smart};
use typst::text::Font;
use typst_as_lib::{TypstAsLibError, TypstEngine};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::DocumentError;
use crate::attachment::Attachment;
use crate::creation_date::creation_date;
use crate::glyphs::make_legible;

/// `common.typ` says what each is for.
const FONTS: [&[u8]; 5] = [
    include_bytes!("../fonts/NotoSansSC_400Regular.ttf"),
    include_bytes!("../fonts/NotoSansSC_700Bold.ttf"),
    include_bytes!("../fonts/NotoSans_400Regular.ttf"),
    include_bytes!("../fonts/NotoSans_700Bold.ttf"),
    include_bytes!("../fonts/NotoSansKR_400Regular.otf"),
];

const TEMPLATES: [(&str, &str); 8] = [
    ("common.typ", include_str!("../templates/common.typ")),
    ("certificate.typ", include_str!("../templates/certificate.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("paper.typ", include_str!("../templates/paper.typ")),
    ("data_sheet.typ", include_str!("../templates/data_sheet.typ")),
    ("application.typ", include_str!("../templates/application.typ")),
    ("change_record.typ", include_str!("../templates/change_record.typ")),
    ("refusal_notice.typ", include_str!("../templates/refusal_notice.typ")),
];

/// Typst keeps what it has worked out for this many later documents; the templates and fonts are the same every time.
const REMEMBERED_COMPILATIONS: usize = 8;

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

/// Sets documents. Build it once and share it: it parses the fonts, and it is cheap to ask again.
pub struct DocumentRenderer {
    engine: TypstEngine,
    fonts: Vec<Font>,
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
        let fonts: Vec<Font> = FONTS.into_iter().filter_map(|data| Font::new(Bytes::new(data), 0)).collect();
        if fonts.len() != FONTS.len() {
            return Err(DocumentError::Fonts);
        }
        let engine = TypstEngine::builder()
            .fonts(fonts.clone())
            .with_static_source_file_resolver(TEMPLATES)
            .comemo_evict_max_age(Some(REMEMBERED_COMPILATIONS))
            .build();
        Ok(Self { engine, fonts, specimens })
    }

    /// Sets one document.
    pub(crate) fn render(
        &self,
        template: &'static str,
        document: &impl Serialize,
        extras: Extras,
    ) -> Result<Vec<u8>, DocumentError> {
        let fault = |message| DocumentError::Template { template, message };
        let mut inputs = Dict::new();
        inputs.insert("document".into(), self.values(document)?.into_value());
        inputs.insert("created_on".into(), creation_date(extras.created).ok_or(DocumentError::Undated)?.into_value());
        let files: Array = extras.attachment.into_iter().map(Attachment::into_value).collect();
        inputs.insert("files".into(), files.into_value());
        inputs.insert("specimen".into(), self.specimens.into_value());
        if let Some(svg) = extras.qr {
            inputs.insert("qr".into(), Bytes::from_string(svg).into_value());
        }
        let pages: PagedDocument =
            self.engine.compile_with_input(template, inputs).output.map_err(|error| fault(compile_message(&error)))?;
        let options = PdfOptions {
            ident: Smart::Custom(extras.ident.to_owned()),
            standards: PdfStandards::new(&[STANDARD]).map_err(|error| fault(error.message().to_string()))?,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&pages, &options).map_err(|errors| fault(messages(&errors)))
    }

    /// A document's fields as Typst values, every text in characters that there are glyphs for.
    fn values(&self, document: &impl Serialize) -> Result<Dict, DocumentError> {
        let fault = |error: serde_json::Error| DocumentError::Data(error.to_string());
        let mut value = serde_json::to_value(document).map_err(fault)?;
        make_legible(&mut value, &self.fonts);
        serde_json::from_value(value).map_err(fault)
    }
}

fn compile_message(error: &TypstAsLibError) -> String {
    match error {
        TypstAsLibError::TypstSource(errors) => messages(errors),
        other => other.to_string(),
    }
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use typst::foundations::Value;

    use super::*;

    fn printed(text: &str) -> Value {
        let values = DocumentRenderer::new().unwrap().values(&BTreeMap::from([("name", text)])).unwrap();
        values.at("name".into(), None).unwrap()
    }

    #[test]
    fn names_of_all_trading_partners_are_printed_as_they_are_written() {
        let names = "Łódź Şişli Győr Đà Nẵng Москва Ελλάδα 東京ひらがなカタカナ 한국예시반도체 “‘…—·”№";
        assert_eq!(printed(names), names.into_value());
    }

    #[test]
    fn what_cannot_be_printed_is_seen_to_be_missing() {
        assert_eq!(printed("a\u{0}b\tc\r\nd ไทย 😀"), "a□b c \nd □□□ □".into_value());
    }
}
