//! Documents as pictures: the first page of each against the one that a person approved, and the QR code as a scanner reads it.
//!
//! After a change that is meant: `APPROVE=1 cargo test -p documents`, and look at the pictures in `tests/approved` before they
//! are committed.

use std::fs;
use std::path::{Path, PathBuf};

use documents::DocumentRenderer;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use quircs::{EccLevel, Quirc};

use crate::RENDERER;
use crate::samples::{EVERY, certificate, longest_link};

/// Fine enough for a person to read all but the smallest print.
const APPROVED_DPI: f32 = 96.0;

/// What a scanner in an office does when asked for fine; the decoder of these tests needs it, those of phones do with less.
const SCANNED_DPI: f32 = 400.0;

/// The same for the finest code.
const SCANNED_FINE_DPI: f32 = 600.0;

/// A pixel is another one when a channel differs by more than this: processors round differently.
const LEVELS: u8 = 24;

/// So many pixels of the page's nine hundred thousand may be others: fewer than one changed digit makes.
const TOLERATED: usize = 16;

/// The first page, on white.
fn picture(pdf: Vec<u8>, dpi: f32) -> Pixmap {
    let pdf = Pdf::new(pdf).unwrap();
    let settings = RenderSettings { x_scale: dpi / 72.0, y_scale: dpi / 72.0, bg_color: WHITE, ..Default::default() };
    render(&pdf.pages()[0], &RenderCache::new(), &InterpreterSettings::default(), &settings)
}

/// How many pixels are others.
fn differences(one: &Pixmap, other: &Pixmap) -> usize {
    if (one.width(), one.height()) != (other.width(), other.height()) {
        return one.data().len();
    }
    let (one, other) = (one.data_as_u8_slice().as_chunks::<4>().0, other.data_as_u8_slice().as_chunks::<4>().0);
    one.iter()
        .zip(other)
        .filter(|(one, other)| one.iter().zip(*other).any(|(left, right)| left.abs_diff(*right) > LEVELS))
        .count()
}

fn folder(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
}

#[test]
fn every_document_looks_as_it_was_approved() {
    let approve = std::env::var_os("APPROVE").is_some();
    let mut faults = Vec::new();
    for (name, set) in EVERY {
        let now = picture(set(&RENDERER).unwrap(), APPROVED_DPI);
        let approved = folder("tests/approved").join(format!("{name}.png"));
        if approve {
            fs::write(approved, now.into_png().unwrap()).unwrap();
            continue;
        }
        let before = fs::read(&approved).map(|bytes| Pixmap::from_png(std::io::Cursor::new(bytes)).unwrap());
        let others = before.map_or(now.data().len(), |before| differences(&before, &now));
        if others > TOLERATED {
            let seen = folder("../../target/documents").join(format!("{name}.png"));
            fs::create_dir_all(seen.parent().unwrap()).unwrap();
            faults.push(format!("{name}: {others} of {} pixels differ; see {}", now.data().len(), seen.display()));
            fs::write(seen, now.into_png().unwrap()).unwrap();
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nif that is how they should look: APPROVE=1 cargo test -p documents",
        faults.join("\n")
    );
}

#[test]
fn a_changed_digit_is_seen() {
    let changed = documents::CertificateDocument { contract_number: "26DEJSY39SZ000002".to_owned(), ..certificate() };
    let one = picture(RENDERER.certificate(&certificate()).unwrap(), APPROVED_DPI);
    let other = picture(RENDERER.certificate(&changed).unwrap(), APPROVED_DPI);
    assert_eq!(differences(&one, &one), 0);
    assert!(differences(&one, &other) > TOLERATED);
}

#[test]
fn a_specimen_says_so_across_its_page_and_its_code_is_read_all_the_same() {
    let specimens = DocumentRenderer::of_specimens().unwrap();
    for (name, set) in EVERY {
        let one = picture(set(&RENDERER).unwrap(), APPROVED_DPI);
        let other = picture(set(&specimens).unwrap(), APPROVED_DPI);
        let marked = differences(&one, &other);
        assert!((5_000..one.data().len() / 4).contains(&marked), "{name}: {marked} pixels are others");
    }
    scan(&specimens, &certificate(), SCANNED_DPI, 23);
}

#[test]
fn a_scanner_reads_the_credential_from_the_printed_certificate() {
    scan(&RENDERER, &certificate(), SCANNED_DPI, 23);
}

#[test]
fn a_scanner_reads_the_longest_credential_at_the_same_error_correction() {
    let longest = documents::CertificateDocument { qr_payload: longest_link(), ..certificate() };
    scan(&RENDERER, &longest, SCANNED_FINE_DPI, 25);
}

fn scan(renderer: &DocumentRenderer, document: &documents::CertificateDocument, dpi: f32, version: usize) {
    let page = picture(renderer.certificate(document).unwrap(), dpi);
    let grey: Vec<u8> = page.data().iter().map(|pixel| pixel.g).collect();
    let mut scanner = Quirc::new();
    let codes: Vec<_> = scanner.identify(page.width().into(), page.height().into(), &grey).collect();
    assert_eq!(codes.len(), 1);
    let read = codes[0].as_ref().unwrap().decode().unwrap();
    assert_eq!(String::from_utf8(read.payload).unwrap(), document.qr_payload);
    assert_eq!((read.version, read.ecc_level), (version, EccLevel::Q));
}
