//! Which characters a text may hold. Nothing is changed silently: a text is taken as it is, or refused.

/// The first control character that no text may hold: everything below U+0020 but tab and line breaks, DEL and
/// U+0080-U+009F. They have no meaning in a form, and databases and logs disagree about them.
pub fn forbidden_character(text: &str) -> Option<char> {
    text.chars().find(|character| character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
}

/// The first character that makes an identifier (a name, a number, an address) look like another: direction marks,
/// zero-width characters, the byte-order mark, and control characters of any kind.
pub fn confusable_in_identifier(text: &str) -> Option<char> {
    text.chars().find(|character| character.is_control() || is_invisible(*character))
}

const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00ad}' // soft hyphen
        | '\u{061c}' // Arabic letter mark
        | '\u{180e}' // Mongolian vowel separator
        | '\u{200b}'..='\u{200f}' // zero-width space and joiners, direction marks
        | '\u{2028}'..='\u{202e}' // line and paragraph separators, embeddings and overrides
        | '\u{2060}'..='\u{206f}' // word joiner, isolates, deprecated formats
        | '\u{feff}' // byte-order mark
        | '\u{fff9}'..='\u{fffb}' // interlinear annotation
        | '\u{e0000}'..='\u{e007f}' // tags
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_may_have_lines_but_no_control_characters() {
        assert_eq!(forbidden_character("第一行\r\n\t第二行 𠮷 🙂"), None);
        for character in ['\0', '\u{1b}', '\u{7f}', '\u{85}'] {
            assert_eq!(forbidden_character(&format!("a{character}b")), Some(character));
        }
    }

    #[test]
    fn an_identifier_shows_every_character_it_has() {
        for fair in ["苏州示例微电子有限公司", "Müller & Söhne GmbH", "𬺓科技", "株式会社サンプル"]
        {
            assert_eq!(confusable_in_identifier(fair), None);
        }
        for trick in ['\u{202e}', '\u{2066}', '\u{200b}', '\u{200d}', '\u{feff}', '\n', '\u{ad}'] {
            assert_eq!(confusable_in_identifier(&format!("苏州{trick}公司")), Some(trick));
        }
    }
}
