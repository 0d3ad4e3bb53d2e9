//! Lower-case hexadecimal, the one spelling of a hash here.

use std::fmt::Write as _;

/// Two lower-case digits a byte.
pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}

/// Thirty-two bytes from sixty-four lower-case digits; nothing else is read.
pub(crate) fn decode_32(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text.bytes().map(digit).collect::<Option<_>>()?;
    let bytes: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    (digits.len() == 64).then_some(bytes)?.try_into().ok()
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode_32, encode};

    #[test]
    fn what_is_written_is_read_back() {
        let bytes: [u8; 32] = std::array::from_fn(|index| u8::try_from(index * 8).unwrap());
        assert_eq!(decode_32(&encode(&bytes)), Some(bytes));
    }

    #[test]
    fn upper_case_and_other_lengths_are_refused() {
        for text in ["AA".repeat(32), "aa".repeat(31), "aa".repeat(33), "a".repeat(63), "ag".repeat(32)] {
            assert_eq!(decode_32(&text), None, "{text}");
        }
    }
}
