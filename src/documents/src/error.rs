//! Why a document could not be made.

/// Why a document could not be made. None of these is the reader's fault, and nothing that the register admits leads to one: templates
/// and fonts are built in, texts of any length are set, and a credential is made to fit its code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A built-in font cannot be read.
    #[error("the built-in fonts cannot be read")]
    Fonts,
    /// The document's values cannot be handed to its template.
    #[error("the document's values cannot be handed to its template: {0}")]
    Data(String),
    /// The document has no day of its own; PDF/A asks for a date of creation, and the clock's would differ each time.
    #[error("the document does not say of which day it is")]
    Undated,
    /// The template does not compile with these values, or the result cannot be written as PDF.
    #[error("the template {template} cannot be set: {message}")]
    Template {
        /// The template's file name.
        template: &'static str,
        /// What Typst says, one line for each fault.
        message: String,
    },
    /// The QR code would have finer modules than a phone reads from paper.
    #[error("{bytes} bytes are too many for a QR code that can be read from paper")]
    QrTooLong {
        /// The length of the payload.
        bytes: usize,
    },
}
