//! The files that travel in a PDF, as a program finds them: by the catalogue's associated files.

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Array, Dict, Name, Stream, String as PdfString};

/// A file, and what the PDF says of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Embedded {
    pub name: String,
    pub media_type: String,
    pub relationship: String,
    pub content: String,
}

pub fn embedded(pdf: Vec<u8>) -> Vec<Embedded> {
    let pdf = Pdf::new(pdf).unwrap();
    let catalogue: Dict = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let Some(files) = catalogue.get::<Array>("AF") else { return Vec::new() };
    let read = |file: Dict| {
        let stream: Stream = file.get::<Dict>("EF").unwrap().get("F").unwrap();
        assert!(!file.get::<PdfString>("Desc").unwrap().as_bytes().is_empty(), "a reader is told what it is");
        Embedded {
            name: text(file.get::<PdfString>("F").unwrap().as_bytes()),
            media_type: text(&stream.dict().get::<Name>("Subtype").unwrap()),
            relationship: text(&file.get::<Name>("AFRelationship").unwrap()),
            content: text(&stream.decoded().unwrap()),
        }
    };
    files.iter::<Dict>().map(read).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
