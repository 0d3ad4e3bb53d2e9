//! Texts in characters that the fonts have. PDF/A admits no character without a glyph, and no document may fail for a name.

use serde_json::Value;
use typst::text::Font;
use unicode_normalization::UnicodeNormalization;

/// Stands where no font has the character, so that nobody takes what is left for the whole.
const MISSING: char = '□';

/// Every text in these values, legible.
pub(crate) fn make_legible(value: &mut Value, fonts: &[Font]) {
    match value {
        Value::String(text) => *text = legible(text, |character| has(fonts, character)),
        Value::Array(items) => items.iter_mut().for_each(|item| make_legible(item, fonts)),
        Value::Object(members) => members.values_mut().for_each(|member| make_legible(member, fonts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A font may map controls, NUL among them, to an empty glyph; PDF/A does not admit them as text.
fn has(fonts: &[Font], character: char) -> bool {
    !character.is_control() && fonts.iter().any(|font| font.info().coverage.contains(u32::from(character)))
}

fn legible(text: &str, has: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.nfc().filter(|character| !is_invisible(*character)) {
        if character == '\n' || has(character) {
            shown.push(character);
        } else if character.is_whitespace() {
            shown.push(' ');
        } else if std::iter::once(character).nfkd().all(&has) {
            shown.extend(std::iter::once(character).nfkd());
        } else {
            shown.push(MISSING);
        }
    }
    shown
}

/// Characters without a picture: they join, direct or vary others. They are left out, those that turn the direction of writing
/// also because a text must not read otherwise on paper than it was checked.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_fonts_have_stays_and_the_rest_is_seen_to_be_missing() {
        let has = |character: char| character.is_ascii_graphic() || " é中".contains(character);
        for (text, shown) in [
            ("a 中\né", "a 中\né"),
            ("e\u{301}", "é"),
            ("ﬁ №\u{ff21}", "fi NoA"),
            ("a\tb\r\nc\u{2028}d", "a b \nc d"),
            ("\u{feff}a\u{200b}b\u{202e}c\u{fe0f}", "abc"),
            ("𠮷 \u{0} \u{e000} 😀", "□ □ □ □"),
        ] {
            assert_eq!(legible(text, has), shown, "{text:?}");
        }
    }
}
