//! Documents as files that an archive keeps and a program reads: PDF/A, of their own day, the same bytes every time, with the
//! files that travel in them.

use documents::{CertificateDocument, DocumentError, DocumentRenderer};

use crate::RENDERER;
use crate::briefs::{monthly_brief, yearly_report};
use crate::embedded::{Embedded, embedded};
use crate::samples::{EVERY, certificate, data_sheet, receipt};

#[test]
fn every_document_is_for_the_archive_and_dated_by_its_contents() {
    let days = ["20261013", "20261009", "20261013", "20261008", "20261008", "20261008", "20261106", "20260108"];
    for ((name, set), day) in EVERY.into_iter().zip(days) {
        let pdf = set(&RENDERER).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"), "{name}");
        let text = String::from_utf8_lossy(&pdf);
        for part in ["<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "/StructTreeRoot"] {
            assert!(text.contains(part), "{name} without {part}");
        }
        assert!(text.contains(&format!("/CreationDate(D:{day}")), "{name} is of another day than {day}");
    }
}

#[test]
fn the_same_contents_give_the_same_bytes_also_from_another_renderer() {
    let afresh = DocumentRenderer::new().unwrap();
    for (name, set) in EVERY {
        let first = set(&RENDERER).unwrap();
        assert!(first == set(&RENDERER).unwrap(), "{name} twice");
        assert!(first == set(&afresh).unwrap(), "{name} from another renderer");
    }
}

#[test]
fn a_specimen_is_for_the_archive_too_and_another_document() {
    let specimens = DocumentRenderer::of_specimens().unwrap();
    for (name, set) in EVERY {
        let marked = set(&specimens).unwrap();
        assert!(String::from_utf8_lossy(&marked).contains("<pdfaid:part>3</pdfaid:part>"), "{name}");
        assert!(marked != set(&RENDERER).unwrap(), "{name}");
        assert!(marked == set(&specimens).unwrap(), "{name} twice");
    }
}

#[test]
fn nothing_of_one_document_is_in_the_next() {
    let one = certificate();
    let other = CertificateDocument {
        holder: "另一家示例公司".to_owned(),
        number: "SZE26-0000-0000-0".to_owned(),
        registered_on: "2026-10-14".to_owned(),
        credential: "another".to_owned(),
        ..certificate()
    };
    let set = |document| RENDERER.certificate(document).unwrap();
    let (first, second) = (set(&one), set(&other));
    for _ in 0..3 {
        assert!(first == set(&one), "the one, after the other");
        assert!(second == set(&other), "the other, after the one");
    }
    let text = String::from_utf8_lossy(&second);
    assert!(text.contains("/CreationDate(D:20261014") && !text.contains("20261013"), "it is of its own day");
    assert_eq!(embedded(second.clone()).first().map(|file| file.content.as_str()), Some("another"));
}

#[test]
fn another_content_is_another_document() {
    let other = CertificateDocument { version: 2, ..certificate() };
    assert!(RENDERER.certificate(&certificate()).unwrap() != RENDERER.certificate(&other).unwrap());
    let other = CertificateDocument { credential: "another".to_owned(), ..certificate() };
    assert!(RENDERER.certificate(&certificate()).unwrap() != RENDERER.certificate(&other).unwrap());
}

#[test]
fn a_document_without_a_day_is_refused() {
    let document = CertificateDocument { registered_on: "soon".to_owned(), ..certificate() };
    assert_eq!(RENDERER.certificate(&document), Err(DocumentError::Undated));
}

#[test]
fn what_a_program_reads_travels_in_the_pdf_byte_for_byte() {
    let json = "application/json";
    let expected = [
        ("certificate", "credential.jwt", "application/jwt", "Alternative", certificate().credential),
        ("receipt", "receipt.json", json, "Data", receipt().json),
        ("data-sheet", "contract.json", json, "Data", data_sheet().contract),
        ("monthly-brief", "figures.json", json, "Data", monthly_brief().json),
        ("yearly-report", "figures.json", json, "Data", yearly_report().json),
    ];
    for (name, set) in EVERY {
        let files = embedded(set(&RENDERER).unwrap());
        let wanted: Vec<Embedded> = expected
            .iter()
            .filter(|(of, ..)| *of == name)
            .map(|(_, file, media_type, relationship, content)| Embedded {
                name: (*file).to_owned(),
                media_type: (*media_type).to_owned(),
                relationship: (*relationship).to_owned(),
                content: content.clone(),
            })
            .collect();
        assert_eq!(files, wanted, "{name}");
    }
}
