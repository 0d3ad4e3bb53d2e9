//! Documents for people: certificate, receipt, notice of refusal, the papers that a company stamps, and what the research centre
//! publishes, as PDF/A-3a.
//!
//! Typst sets them from the templates in `templates/` with the fonts in `fonts/`, both built in. A document's data goes to its
//! template as values and never as markup. What the documents say about a filing, and which file of data travels in them, is
//! decided by the caller.
mod attachment;
mod brief;
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

pub use brief::{
    BriefChart, BriefChartKind, BriefDocument, BriefHeadline, BriefMark, BriefRow, BriefSection, BriefTable,
};
pub use certificate::CertificateDocument;
pub use error::DocumentError;
pub use papers::{
    ApplicationDocument, ChangeRecordDocument, DataSheetDocument, EnclosedPaper, PaperChange, PaperField, PaperHead,
    PaperSection,
};
pub use receipt::{ReceiptDocument, ReceivedPaper};
pub use refusal_notice::{NoticeGround, RefusalNotice};
pub use renderer::DocumentRenderer;
