//! A workbook is a zip archive of XML. Before anything parses it, it is unpacked once within bounds, so that a small file that
//! unpacks to gigabytes is refused; on the way, the rows that are hidden on each sheet are noted, which the parser does not tell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// All parts together, unpacked.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Parts at most; a workbook of one sheet has about a dozen.
const MOST_PARTS: usize = 500;

/// Why a package is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum BadPackage {
    /// Not a zip archive that can be read.
    Unreadable,
    /// Larger than a workbook has reason to be.
    TooLarge,
    /// It carries a program.
    Macros,
}

/// Numbers of the hidden rows, by the name of their sheet.
pub(super) type HiddenRows = BTreeMap<String, BTreeSet<u32>>;

/// Unpacks within the bounds of a workbook of applications.
pub(super) fn inspect(content: &[u8]) -> Result<HiddenRows, BadPackage> {
    let is_wanted = |name: &str| {
        name.starts_with("xl/worksheets/") || name == "xl/workbook.xml" || name.ends_with("workbook.xml.rels")
    };
    Ok(hidden_rows(&unpack(content, MOST_UNPACKED, is_wanted)?))
}

/// Unpacks within bounds, and keeps nothing.
pub(in crate::app) fn within(content: &[u8], most: u64) -> Result<(), BadPackage> {
    unpack(content, most, |_| false).map(|_| ())
}

/// The wanted parts as text, by their names.
fn unpack(content: &[u8], most: u64, is_wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, String>, BadPackage> {
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|_| BadPackage::Unreadable)?;
    if archive.len() > MOST_PARTS {
        return Err(BadPackage::TooLarge);
    }
    let (mut left, mut parts) = (most, BTreeMap::new());
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| BadPackage::Unreadable)?;
        let name = part.name().trim_start_matches('/').to_owned();
        if name.to_ascii_lowercase().ends_with("vbaproject.bin") {
            return Err(BadPackage::Macros);
        }
        let wanted = is_wanted(&name);
        let mut bytes = Vec::new();
        // One byte more than is left tells a part that ends there from one that goes on.
        let mut bounded = part.take(left + 1);
        let read = if wanted {
            bounded.read_to_end(&mut bytes).map(|read| read as u64)
        } else {
            std::io::copy(&mut bounded, &mut std::io::sink())
        };
        let read = read.map_err(|_| BadPackage::Unreadable)?;
        left = left.checked_sub(read).ok_or(BadPackage::TooLarge)?;
        if wanted {
            parts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(parts)
}

fn hidden_rows(parts: &BTreeMap<String, String>) -> HiddenRows {
    let text = |name: &str| parts.get(name).map(String::as_str).unwrap_or_default();
    let targets: BTreeMap<String, String> = tags(text("xl/_rels/workbook.xml.rels"), "Relationship")
        .filter_map(|tag| Some((attribute(tag, "Id")?.to_owned(), attribute(tag, "Target")?.to_owned())))
        .collect();
    tags(text("xl/workbook.xml"), "sheet")
        .filter_map(|tag| {
            let target = targets.get(attribute(tag, "r:id")?)?;
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            let rows = tags(text(&path), "row")
                .filter(|row| matches!(attribute(row, "hidden"), Some("1" | "true")))
                .filter_map(|row| attribute(row, "r")?.parse().ok())
                .collect();
            Some((attribute(tag, "name")?.to_owned(), rows))
        })
        .collect()
}

/// The opening tags of elements with this name.
fn tags<'a>(xml: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    xml.split('<').filter_map(move |piece| {
        let rest = piece.strip_prefix(name)?;
        let tag = rest.split_once('>').map_or(rest, |(tag, _)| tag);
        tag.starts_with([' ', '\n', '\r', '\t']).then_some(tag)
    })
}

/// An attribute's value as written.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag.get(..at)?.chars().next_back()?;
        let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        if before.is_whitespace() { value.get(1..)?.split_once(quote).map(|(value, _)| value) } else { None }
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_unpacks_to_more_than_its_share_is_refused() {
        let bomb = packed(&[("xl/sharedStrings.xml", vec![b' '; 65 * 1024 * 1024])]);
        assert!(bomb.len() < 100_000, "small on the way in");
        assert_eq!(inspect(&bomb), Err(BadPackage::TooLarge));
        assert_eq!(inspect(b"PK\x03\x04 no archive"), Err(BadPackage::Unreadable));
        assert_eq!(inspect(b""), Err(BadPackage::Unreadable));
        let many: Vec<(String, Vec<u8>)> = (0..501).map(|part| (part.to_string(), Vec::new())).collect();
        let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
        assert_eq!(inspect(&packed(&many)), Err(BadPackage::TooLarge));
    }

    #[test]
    fn a_workbook_that_carries_a_program_is_refused() {
        assert_eq!(inspect(&packed(&[("xl/vbaProject.bin", vec![0])])), Err(BadPackage::Macros));
    }

    #[test]
    fn hidden_rows_are_found_by_their_sheets_name() {
        let text = |text: &str| text.as_bytes().to_vec();
        let package = packed(&[
            (
                "xl/workbook.xml",
                text(r#"<workbook><sheets><sheet name="填报" sheetId="1" r:id="rId7"/></sheets></workbook>"#),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                text(r#"<Relationships><Relationship Target="worksheets/a.xml" Id="rId7"/></Relationships>"#),
            ),
            (
                "xl/worksheets/a.xml",
                text(
                    r#"<sheetData><row r="4" hidden="1"><c/></row><row r="5"/><row hidden='true' r='6'/></sheetData>"#,
                ),
            ),
        ]);
        let hidden = inspect(&package).unwrap();
        assert_eq!(hidden["填报"].iter().copied().collect::<Vec<_>>(), [4, 6]);
    }
}
