//! Documents for people: the register's certificate and the receipt for a filing, as PDF.
//!
//! Typst sets them from the templates in `templates/` with the fonts in `fonts/`, both built in. A document's data goes to its
//! template as values and never as markup. What the documents say about a filing is decided by the caller.
mod certificate;
mod creation_date;
mod error;
mod papers;
mod qr;
mod receipt;
mod refusal_notice;
mod renderer;

pub use certificate::CertificateDocument;
pub use error::DocumentError;
pub use papers::{
    ApplicationDocument, ChangeRecordDocument, DataSheetDocument, PaperChange, PaperField, PaperHead, PaperSection,
};
pub use receipt::ReceiptDocument;
pub use refusal_notice::{NoticeGround, RefusalNotice};
pub use renderer::DocumentRenderer;
