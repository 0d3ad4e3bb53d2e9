//! A file that travels inside a PDF, for programs: what the page says to people, and what proves it.

use serde::Serialize;

/// How the file stands to the page.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Relationship {
    /// The page was set from it.
    Data,
    /// It says the same in another form.
    Alternative,
}

/// A file to embed. Serialized, it is what `common.typ` is told of it; the file itself is there under its name.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Attachment<'a> {
    /// File name.
    pub name: &'static str,
    /// MIME type.
    pub media_type: &'static str,
    /// How it stands to the page.
    pub relationship: Relationship,
    /// What a reader's list of attachments says of it.
    pub description: &'static str,
    /// Its bytes.
    #[serde(skip)]
    pub content: &'a str,
}
