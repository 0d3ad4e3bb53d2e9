//! Documents for people: certificate, receipt, notice of refusal, and the papers that a company stamps, as PDF/A-3a.
//!
//! Typst sets them from the templates in `templates/` with the fonts in `fonts/`, both built in. A document's data goes to its
//! template as values and never as markup. What the documents say about a filing, and which file of data travels in them, is
//! decided by the caller.
mod attachment;
mod certificate;
mod creation_date;
mod error;
mod glyphs;
mod papers;
mod qr;
mod receipt;
mod refusal_notice;
mod renderer;
mod world;

pub use certificate::CertificateDocument;
pub use error::DocumentError;
pub use papers::{
    ApplicationDocument, ChangeRecordDocument, DataSheetDocument, EnclosedPaper, PaperChange, PaperField, PaperHead,
    PaperSection,
};
pub use receipt::{ReceiptDocument, ReceivedPaper};
pub use refusal_notice::{NoticeGround, RefusalNotice};
pub use renderer::DocumentRenderer;
