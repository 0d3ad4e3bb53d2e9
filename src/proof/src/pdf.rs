//! What lies within a PDF of this portal: the credential or the receipt that travels in it, and the number in its title.
//!
//! Streams of a PDF stand in the file as objects of their own, so that they are found without reading its tables. Nothing is
//! trusted here: what is found is checked by its signature. `frontend/src/proof/pdf.ts` and `found.ts` read PDFs by the same rule
//! (`docs/formats.md`); `tests/cases/pdfs.json` is run through both.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::Fault;

/// An attached file is a few kilobytes; a larger one is none of ours.
const LARGEST: u64 = 1 << 20;
/// Attached files looked at in one PDF, so that a hostile one ends soon.
const MOST_FILES: usize = 64;

/// What travels in a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InPdf {
    /// A certificate.
    Certificate {
        /// Its credential, a JWT; not checked yet.
        credential: String,
        /// The number with which the PDF's title ends.
        number: String,
    },
    /// A receipt as JSON, not checked yet.
    Receipt(String),
}

/// Whether this is a PDF.
pub(crate) fn is_pdf(held: &[u8]) -> bool {
    held.starts_with(b"%PDF-")
}

/// The one credential, or else the one receipt, that is attached to a PDF. Several that differ are refused: whoever changes a file
/// leaves what was in it before, and which of them counts cannot be told.
pub fn read_pdf(pdf: &[u8]) -> Result<InPdf, Fault> {
    if is_locked(pdf) {
        return Err(Fault::Unreadable);
    }
    let files = attached_files(pdf);
    let files = || files.iter().map(String::as_str);
    if let Some(credential) = only(files().filter(|file| file.starts_with("eyJ")))? {
        let number = title(pdf).as_deref().and_then(number_at_end).map(str::to_owned).ok_or(Fault::Unnumbered)?;
        return Ok(InPdf::Certificate { credential: credential.to_owned(), number });
    }
    let receipt = only(files().filter(|file| file.starts_with('{') && file.contains("\"leaf_hash\"")))?;
    receipt.map(|receipt| InPdf::Receipt(receipt.to_owned())).ok_or(Fault::Unreadable)
}

fn only<'a>(mut files: impl Iterator<Item = &'a str>) -> Result<Option<&'a str>, Fault> {
    let first = files.next();
    if files.next().is_some() { Err(Fault::Several) } else { Ok(first) }
}

/// The files attached to a PDF, each once: those that are text.
pub fn attached_files(pdf: &[u8]) -> BTreeSet<String> {
    streams(pdf)
        .filter(|(dictionary, _)| is_of_type(dictionary, "/EmbeddedFile"))
        .take(MOST_FILES)
        .filter_map(content)
        .map(|file| String::from_utf8_lossy(&file).trim().to_owned())
        .collect()
}

/// The title in the last metadata: a file that was changed keeps its earlier ones, and the last are in force.
fn title(pdf: &[u8]) -> Option<String> {
    let metadata =
        streams(pdf).filter(|(dictionary, _)| is_of_type(dictionary, "/Metadata")).last().and_then(content)?;
    let metadata = String::from_utf8_lossy(&metadata);
    let element = metadata.split_once("<dc:title>")?.1.split_once("</dc:title>")?.0;
    let text = element.split_once("<rdf:li")?.1.split_once('>')?.1.split_once("</rdf:li>")?.0;
    Some(text.to_owned())
}

/// The last word, if it is spelled as the numbers of certificates are: `SZI26-7K3Q-XMPD-4TZ0`; `SX…` is a sandbox's.
fn number_at_end(title: &str) -> Option<&str> {
    let word = title.split_whitespace().next_back()?;
    let (beginning, groups) = word.split_once('-')?;
    let [b'S', b'Z' | b'X', b'I' | b'E', year @ ..] = beginning.as_bytes() else { return None };
    let is_spelled =
        |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    let fits = year.len() == 2 && year.iter().all(u8::is_ascii_digit) && groups.split('-').all(is_spelled);
    fits.then_some(word)
}

/// Whether it says `/Encrypt 9 0 R`.
fn is_locked(pdf: &[u8]) -> bool {
    const KEY: &[u8] = b"/Encrypt";
    pdf.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY).any(|(at, _)| {
        let after = pdf.get(at + KEY.len()..).unwrap_or_default();
        let mut words = after.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let mut is_number = || words.next().is_some_and(|word| word.iter().all(u8::is_ascii_digit));
        after.first().is_some_and(u8::is_ascii_whitespace)
            && is_number()
            && is_number()
            && words.next().is_some_and(|word| word.starts_with(b"R"))
    })
}

/// Every `<<…>> stream … endstream`: the dictionary, and what follows up to its end.
fn streams(pdf: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = pdf;
    std::iter::from_fn(move || {
        let (keyword, data) = next_stream(rest)?;
        let before = rest.get(..keyword)?;
        let dictionary = before.get(rfind(before, b" obj").unwrap_or(0)..)?;
        let after = rest.get(data..)?;
        let end = find(after, b"endstream")?;
        rest = after.get(end + 9..)?;
        Some((dictionary, after.get(..end)?))
    })
}

/// Where the next word `stream` stands that ends its line, and where its data begin.
fn next_stream(bytes: &[u8]) -> Option<(usize, usize)> {
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut from = 0;
    loop {
        let at = from + find(bytes.get(from..)?, b"stream")?;
        let before = at.checked_sub(1).and_then(|place| bytes.get(place));
        let begins = before.is_some_and(|byte| !in_word(byte));
        match bytes.get(at + 6..)? {
            [b'\n', ..] if begins => return Some((at, at + 7)),
            [b'\r', b'\n', ..] if begins => return Some((at, at + 8)),
            _ => from = at + 6,
        }
    }
}

fn is_of_type(dictionary: &[u8], name: &str) -> bool {
    let dictionary = String::from_utf8_lossy(dictionary);
    let mut types = dictionary.split("/Type").skip(1).filter_map(|rest| rest.trim_start().strip_prefix(name));
    types.any(|after| !after.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
}

/// A stream's bytes; none where they are more than any file of ours has.
fn content((dictionary, bytes): (&[u8], &[u8])) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    if find(dictionary, b"/FlateDecode").is_some() {
        // Of a damaged one comes what could be read: that a part is missing shows by the signature.
        let _ = ZlibDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut found);
    } else {
        let plain = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let plain = plain.strip_suffix(b"\r").unwrap_or(plain);
        plain.take(LARGEST + 1).read_to_end(&mut found).ok()?;
    }
    (found.len() as u64 <= LARGEST).then_some(found)
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn rfind(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).rposition(|window| window == part)
}
