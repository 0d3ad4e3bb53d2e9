//! What lies within a PDF of this portal: the attached files, and the number that the paper says it has.
//!
//! Streams of a PDF stand in the file as objects of their own, so that they are found without reading its tables. Nothing is
//! trusted here: what is found is checked by its signature.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// An attached file is a few kilobytes; a larger one is none of ours.
const LARGEST: u64 = 1 << 20;
/// Streams looked at in one file, so that a hostile one ends soon.
const MOST_STREAMS: usize = 64;

/// The files attached to a PDF (`/EmbeddedFile`), in their order.
pub fn attached_files(pdf: &[u8]) -> Vec<Vec<u8>> {
    streams(pdf, b"/EmbeddedFile")
}

/// The number of the certificate that the PDF's title ends with.
pub fn printed_number(pdf: &[u8]) -> Option<String> {
    let metadata = streams(pdf, b"/Metadata").into_iter().find_map(|bytes| String::from_utf8(bytes).ok())?;
    let title = metadata.split_once("<dc:title>")?.1.split_once("</dc:title>")?.0;
    let text = title
        .split('<')
        .filter_map(|tag| tag.split_once('>'))
        .map(|(_, text)| text.trim())
        .find(|text| !text.is_empty())?;
    text.rsplit(' ').next().map(str::to_owned)
}

fn streams(pdf: &[u8], kind: &[u8]) -> Vec<Vec<u8>> {
    objects(pdf)
        .filter(|(dictionary, _)| find(dictionary, kind).is_some())
        .take(MOST_STREAMS)
        .filter_map(content)
        .collect()
}

/// Every `<<…>> stream … endstream`: the dictionary, and what follows up to its end.
fn objects(pdf: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = pdf;
    std::iter::from_fn(move || {
        let start = find(rest, b"stream")?;
        let before = rest.get(..start)?;
        let dictionary = before.get(rfind(before, b" obj").unwrap_or(0)..)?;
        let after = rest.get(start + 6..)?;
        let after = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        let end = find(after, b"endstream")?;
        rest = after.get(end + 9..)?;
        Some((dictionary, after.get(..end)?))
    })
}

fn content((dictionary, bytes): (&[u8], &[u8])) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    if find(dictionary, b"/FlateDecode").is_some() {
        ZlibDecoder::new(bytes).take(LARGEST).read_to_end(&mut found).ok()?;
        return Some(found);
    }
    let plain = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    (plain.len() as u64 <= LARGEST).then(|| plain.strip_suffix(b"\r").unwrap_or(plain).to_vec())
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn rfind(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).rposition(|window| window == part)
}
