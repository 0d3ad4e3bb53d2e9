//! A file that travels inside a PDF, for programs: what the page says to people, and what proves it.

use typst::foundations::{Bytes, Dict, IntoValue, Value};

/// How the file stands to the page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Relationship {
    /// The page was set from it.
    Data,
    /// It says the same in another form.
    Alternative,
}

/// A file to embed.
#[derive(Debug)]
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
    pub content: &'a str,
}

impl Attachment<'_> {
    /// As `common.typ` takes it.
    pub(crate) fn into_value(self) -> Value {
        let relationship = match self.relationship {
            Relationship::Data => "data",
            Relationship::Alternative => "alternative",
        };
        let mut value = Dict::new();
        for (key, text) in [
            ("name", self.name),
            ("media-type", self.media_type),
            ("relationship", relationship),
            ("description", self.description),
        ] {
            value.insert(key.into(), text.into_value());
        }
        value.insert("content".into(), Bytes::from_string(self.content.to_owned()).into_value());
        value.into_value()
    }
}
