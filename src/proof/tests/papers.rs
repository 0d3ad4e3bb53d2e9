//! What is found within a PDF, and that a credential in another's paper is noticed.

#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod support;

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use proof::{Fault, KeySet, Purpose, attached_files, check_certificate, check_receipt, printed_number};
use support::{Key, credential, now};

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream(number: usize, dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("{number} 0 obj\n<<{dictionary}/Length {}>>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream\nendobj\n"].concat()
}

/// A PDF as the typesetter lays one out: metadata in clear, the attachment compressed.
fn paper(title: &str, attached: &[u8]) -> Vec<u8> {
    let metadata = format!(
        "<rdf:RDF><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title></rdf:RDF>"
    );
    [
        b"%PDF-1.7\n".to_vec(),
        stream(1, "/Filter/FlateDecode", &deflated(b"a page: stream of things")),
        stream(2, "/Type/EmbeddedFile/Subtype/application#2Fjwt/Filter/FlateDecode", &deflated(attached)),
        stream(3, "/Type/Metadata/Subtype/XML", metadata.as_bytes()),
        b"%%EOF".to_vec(),
    ]
    .concat()
}

#[test]
fn the_attachment_and_the_printed_number_are_found() {
    let pdf = paper("技术进口合同登记证 SZI26-7K3Q-XMPD-4TZ0", b"eyJ.x.y");
    assert_eq!(attached_files(&pdf), [b"eyJ.x.y".to_vec()]);
    assert_eq!(printed_number(&pdf).as_deref(), Some("SZI26-7K3Q-XMPD-4TZ0"));
    assert_eq!(printed_number(b"%PDF-1.7 nothing"), None);
    assert!(attached_files(b"%PDF-1.7\nstream endstream /EmbeddedFile stream").is_empty());
}

#[test]
fn a_paper_is_checked_by_what_is_attached_to_it() {
    let key = Key::new(1, Purpose::Credential);
    let keys = KeySet::new([key.public.clone()]);
    let said = credential();
    let jwt = said.to_jwt(&key).unwrap();
    let of = |title: &str, attached: &[u8]| {
        check_certificate(&paper(title, attached), &keys, None, now()).map(|found| found.credential.sub)
    };
    assert_eq!(of(&format!("登记证 {}", said.sub), jwt.as_bytes()), Ok(said.sub.clone()));
    assert_eq!(
        of("登记证 SZI26-AAAA-AAAA-AAAA", jwt.as_bytes()),
        Err(Fault::Paper),
        "a credential put into another paper"
    );
    assert_eq!(of("登记证", b"no credential"), Err(Fault::Unreadable));
    assert_eq!(of(&format!("登记证 {}", said.sub), &jwt.as_bytes()[..200]), Err(Fault::Incomplete));
    assert_eq!(check_receipt(&paper("受理回执", b"{\"filing_id\":"), &keys), Err(Fault::Incomplete));
    assert_eq!(check_receipt(&paper("受理回执", b"[]"), &keys), Err(Fault::Unreadable));
    assert_eq!(check_receipt(b"{}", &keys), Err(Fault::Unreadable));
}

#[test]
fn a_bomb_in_a_paper_is_let_be() {
    let bomb = deflated(&vec![b'e'; 8 << 20]);
    let pdf = [b"%PDF-1.7\n".as_slice(), &stream(1, "/Type/EmbeddedFile/Filter/FlateDecode", &bomb)].concat();
    assert!(attached_files(&pdf).iter().all(|file| file.len() <= 1 << 20));
}
