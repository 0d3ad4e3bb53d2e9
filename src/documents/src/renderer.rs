//! Templates, fonts and Typst put together once; a document's values in, PDF bytes out.

use serde::Serialize;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Dict, IntoValue, Smart};
use typst::text::Font;
use typst_as_lib::{TypstAsLibError, TypstEngine};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::DocumentError;
use crate::creation_date::creation_date;

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSansSC_400Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSansSC_700Bold.ttf");

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

/// Sets documents. Build it once and share it: it parses the fonts, and it is cheap to ask again.
pub struct DocumentRenderer {
    engine: TypstEngine,
}

impl DocumentRenderer {
    /// Parses the built-in fonts and templates.
    ///
    /// # Errors
    /// [`DocumentError::Fonts`] when a font cannot be read.
    pub fn new() -> Result<Self, DocumentError> {
        let fonts: Vec<Font> = [REGULAR, BOLD].into_iter().filter_map(|data| Font::new(Bytes::new(data), 0)).collect();
        if fonts.len() != 2 {
            return Err(DocumentError::Fonts);
        }
        let engine = TypstEngine::builder()
            .fonts(fonts)
            .with_static_source_file_resolver(TEMPLATES)
            .comemo_evict_max_age(Some(REMEMBERED_COMPILATIONS))
            .build();
        Ok(Self { engine })
    }

    /// Sets one document. `created` gives the PDF its date and `ident` its identifier, so that nothing depends on the moment.
    pub(crate) fn render(
        &self,
        template: &'static str,
        document: &impl Serialize,
        created: &str,
        ident: &str,
        qr: Option<String>,
    ) -> Result<Vec<u8>, DocumentError> {
        let mut inputs = Dict::new();
        inputs.insert("document".into(), values(document)?.into_value());
        inputs.insert("created_on".into(), creation_date(created));
        if let Some(svg) = qr {
            inputs.insert("qr".into(), Bytes::from_string(svg).into_value());
        }
        let fault = |message| DocumentError::Template { template, message };
        let pages: PagedDocument =
            self.engine.compile_with_input(template, inputs).output.map_err(|error| fault(compile_message(&error)))?;
        let options = PdfOptions { ident: Smart::Custom(ident.to_owned()), ..PdfOptions::default() };
        typst_pdf::pdf(&pages, &options).map_err(|errors| fault(messages(&errors)))
    }
}

/// A document's fields as Typst values.
fn values(document: &impl Serialize) -> Result<Dict, DocumentError> {
    serde_json::to_value(document)
        .and_then(serde_json::from_value)
        .map_err(|error| DocumentError::Data(error.to_string()))
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
