//! What is found within a PDF, and that a credential in another's paper is noticed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says where")]

mod support;

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proof::{Fault, InPdf, KeySet, Purpose, check_certificate, check_receipt, read_pdf};
use serde_json::{Value, json};
use support::{Key, credential, now};

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One part of a PDF as `tests/cases/pdfs.json` describes it.
fn part(number: usize, part: &Value) -> Vec<u8> {
    let title = |title: &str| {
        format!("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>")
    };
    if let Some(raw) = part["raw"].as_str() {
        return raw.as_bytes().to_vec();
    }
    let (kind, content) = if let Some(attached) = part["attached"].as_str() {
        ("/EmbeddedFile", attached.to_owned())
    } else {
        let title = part["title"].as_str().map(title).unwrap_or_default();
        ("/Metadata", format!("<x:xmpmeta><rdf:RDF>{title}</rdf:RDF></x:xmpmeta>"))
    };
    let (filter, content) = if part["packed"] == true {
        ("/Filter /FlateDecode", deflated(content.as_bytes()))
    } else {
        ("", content.into())
    };
    let head = format!("{number} 0 obj\n<< /Type {kind} {filter} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), &content, b"\nendstream\nendobj\n"].concat()
}

fn pdf(parts: &[Value]) -> Vec<u8> {
    let parts: Vec<u8> = parts.iter().enumerate().flat_map(|(place, one)| part(place + 10, one)).collect();
    [b"%PDF-1.7\n".as_slice(), &parts, b"%%EOF\n"].concat()
}

/// A paper as the typesetter lays one out: metadata in clear, the attachment compressed.
fn paper(title: &str, attached: &str) -> Vec<u8> {
    pdf(&[json!({ "attached": attached, "packed": true }), json!({ "title": title })])
}

#[test]
fn what_is_found_in_a_pdf_is_what_the_browser_finds() {
    let table = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/pdfs.json"));
    let table: Value = serde_json::from_str(table).unwrap();
    let cases = table["cases"].as_array().unwrap();
    assert!(cases.len() > 20);
    for case in cases {
        let found = match read_pdf(&pdf(case["parts"].as_array().unwrap())) {
            Ok(InPdf::Certificate { credential, number }) => {
                json!({ "found": { "credential": credential, "number": number } })
            }
            Ok(InPdf::Receipt(receipt)) => json!({ "found": { "receipt": receipt } }),
            Err(fault) => json!({ "fault": fault.code() }),
        };
        for member in ["found", "fault"] {
            assert_eq!(found.get(member), case.get(member), "{}", case["name"]);
        }
    }
}

#[test]
fn a_paper_is_checked_by_what_is_attached_to_it() {
    let key = Key::new(1, Purpose::Credential);
    let keys = KeySet::new([key.public.clone()]);
    let said = credential();
    let jwt = said.to_jwt(&key).unwrap();
    let of = |pdf: &[u8]| check_certificate(pdf, &keys, None, now()).map(|found| found.credential.sub);
    let (own, other) = (format!("登记证 {}", said.sub), "登记证 SZI26-AAAA-AAAA-AAAA");
    assert_eq!(of(&paper(&own, &jwt)), Ok(said.sub.clone()));
    assert_eq!(of(&paper(other, &jwt)), Err(Fault::Paper), "a credential put into another paper");
    assert_eq!(of(&paper("登记证", "no credential")), Err(Fault::Unreadable));
    assert_eq!(of(&paper("登记证", &jwt)), Err(Fault::Unnumbered));
    assert_eq!(of(&paper(&own, &jwt[..200])), Err(Fault::Incomplete));

    // Changed by somebody who adds to the file, as programs for PDFs do.
    let changed = |more: &[Value]| [paper(&own, &jwt), pdf(more)].concat();
    let second = credential_of(&key, "SZI26-AAAA-AAAA-AAAA");
    assert_eq!(of(&changed(&[json!({ "title": other })])), Err(Fault::Paper));
    assert_eq!(of(&changed(&[json!({ "attached": second, "packed": true })])), Err(Fault::Several));
    assert_eq!(of(&changed(&[json!({ "attached": second }), json!({ "title": other })])), Err(Fault::Several));

    assert_eq!(check_receipt(&paper(&own, &jwt), &keys), Err(Fault::WrongType));
    assert_eq!(of(&paper("受理回执", "{\"leaf_hash\":\"")), Err(Fault::WrongType));
    assert_eq!(check_receipt(&paper("受理回执", "{\"leaf_hash\":\""), &keys), Err(Fault::Incomplete));
    assert_eq!(check_receipt(&paper("受理回执", "[]"), &keys), Err(Fault::Unreadable));
    assert_eq!(check_receipt(b"{}", &keys), Err(Fault::Unreadable));
}

fn credential_of(key: &Key, number: &str) -> String {
    proof::Credential { sub: number.into(), ..credential() }.to_jwt(key).unwrap()
}

#[test]
fn a_bomb_in_a_paper_is_let_be() {
    let bomb = format!("eyJ{}", "e".repeat(8 << 20));
    for packed in [true, false] {
        let parts = [json!({ "attached": bomb, "packed": packed }), json!({ "title": "登记证 SZI26-7K3Q-XMPD-4TZ0" })];
        assert_eq!(read_pdf(&pdf(&parts)), Err(Fault::Unreadable));
    }
}
