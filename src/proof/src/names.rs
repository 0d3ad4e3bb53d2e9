//! Names of parties in a QR code, where a long one is cut short so that the code stays one that a phone reads from paper.

use std::borrow::Cow;

/// UTF-8 bytes that both names together may take. With this many, an issuer of [`LONGEST_ISSUER`](crate::LONGEST_ISSUER) bytes, and
/// everything else as long as the register admits it, the link still fits a code of 117 modules at error correction Q.
const ROOM: usize = 120;
/// Stands where something was cut off, so that nobody takes what is left for the whole.
const CUT: char = '…';

/// Both names as the code has room for them: half of it is each one's, and what one leaves is the other's.
pub(crate) fn fitted<'a>(one: &'a str, other: &'a str) -> [Cow<'a, str>; 2] {
    let left_by = |name: &str| ROOM - name.len().min(ROOM / 2);
    [shortened(one, left_by(other)), shortened(other, left_by(one))]
}

/// The name, or as many of its characters as have room before the sign.
fn shortened(name: &str, room: usize) -> Cow<'_, str> {
    if name.len() <= room {
        return Cow::Borrowed(name);
    }
    let end = name.floor_char_boundary(room.saturating_sub(CUT.len_utf8()));
    let kept = name.get(..end).unwrap_or_default();
    Cow::Owned(format!("{kept}{CUT}"))
}

/// Whether this is the name, or its beginning as a code has it.
pub(crate) fn is_written_as(name: &str, written: &str) -> bool {
    written == name || written.strip_suffix(CUT).is_some_and(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_fit_are_whole_and_others_are_cut_between_characters() {
        let (chinese, latin) = ("超".repeat(200), "W".repeat(200));
        for (one, other, expected) in [
            ("苏州", "Example", ["苏州".to_owned(), "Example".to_owned()]),
            (&chinese[..60], &latin[..60], [chinese[..60].to_owned(), latin[..60].to_owned()]),
            (&chinese[..63], &latin[..60], [format!("{}…", &chinese[..57]), latin[..60].to_owned()]),
            (&chinese[..90], &latin[..30], [chinese[..90].to_owned(), latin[..30].to_owned()]),
            (&chinese, &latin, [format!("{}…", &chinese[..57]), format!("{}…", &latin[..57])]),
            ("", &chinese, [String::new(), format!("{}…", &chinese[..117])]),
            ("a", &chinese, ["a".to_owned(), format!("{}…", &chinese[..114])]),
        ] {
            let found = fitted(one, other);
            assert_eq!(found, expected, "{one} {other}");
            assert!(found.iter().map(|name| name.len()).sum::<usize>() <= ROOM);
            assert!(is_written_as(one, &found[0]) && is_written_as(other, &found[1]));
        }
    }

    #[test]
    fn a_beginning_is_a_name_only_where_it_says_that_it_is_one() {
        for (name, written, expected) in [
            ("苏州示例有限公司", "苏州示例有限公司", true),
            ("苏州示例有限公司", "苏州示例…", true),
            ("苏州示例有限公司", "苏州示例", false),
            ("苏州示例有限公司", "苏州另一…", false),
            ("苏州", "苏州示例…", false),
            ("苏州…", "苏州…", true),
        ] {
            assert_eq!(is_written_as(name, written), expected, "{name} {written}");
        }
    }
}
