//! The unified social credit code (统一社会信用代码, GB 32100-2015) and the organisation code inside it (GB 11714).

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The 31 characters of GB 32100-2015; I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Weights of the first 17 characters: 3^(i-1) mod 31.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Weights of the eight characters of an organisation code (GB 11714).
const ORGANISATION_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Eighteen characters whose last agrees with the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a text is not a credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CreditCodeError {
    /// Not 18 characters of the alphabet with six digits of a division from the third. Lower case and full width are
    /// not read as something else.
    #[error("not 18 capital letters and digits of a unified social credit code")]
    Format,
    /// The last character does not agree. Real codes exist that fail here, so this alone proves nothing.
    #[error("the check character should be {expected}")]
    CheckCharacter {
        /// What the last character should be.
        expected: char,
    },
}

impl CreditCode {
    /// Reads and checks a code.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let values: Vec<u32> = text.bytes().map(value).collect::<Option<_>>().ok_or(CreditCodeError::Format)?;
        let division_is_digits = text.bytes().skip(2).take(6).all(|byte| byte.is_ascii_digit());
        let [body @ .., last] = values.as_slice() else {
            return Err(CreditCodeError::Format);
        };
        if body.len() != WEIGHTS.len() || !division_is_digits {
            return Err(CreditCodeError::Format);
        }
        let sum: u32 = body.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
        let expected = (31 - sum % 31) % 31; // 31 stands for 0
        if *last == expected {
            return Ok(Self(text.to_owned()));
        }
        let expected = ALPHABET.get(expected as usize).map_or('0', |byte| char::from(*byte));
        Err(CreditCodeError::CheckCharacter { expected })
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The six digits of the division whose office registered the body.
    pub fn registered_in(&self) -> &str {
        self.0.get(2..8).unwrap_or_default()
    }

    /// The organisation code inside, written with its hyphen: `19220382-1`.
    pub fn organisation_code(&self) -> String {
        format!("{}-{}", self.0.get(8..16).unwrap_or_default(), self.0.get(16..17).unwrap_or_default())
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

/// Whether this is an organisation code with its hyphen and a check character that agrees (GB 11714).
pub fn is_organisation_code(text: &str) -> bool {
    let Some((body, check)) = text.split_once('-') else {
        return false;
    };
    let value = |byte: u8| char::from(byte).to_digit(36).filter(|_| !byte.is_ascii_lowercase());
    let Some(values) = body.bytes().map(value).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let sum: u32 = values.iter().zip(ORGANISATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    let expected = match 11 - sum % 11 {
        10 => "X".to_owned(),
        11 => "0".to_owned(),
        digit => digit.to_string(),
    };
    values.len() == ORGANISATION_WEIGHTS.len() && check == expected
}

fn value(character: u8) -> Option<u32> {
    ALPHABET.iter().position(|known| *known == character).and_then(|at| u32::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VECTORS: &str = include_str!("../data/uscc_vectors.csv");

    #[test]
    fn every_known_code_is_judged_as_known() {
        for record in csv::Reader::from_reader(VECTORS.as_bytes()).records() {
            let record = record.unwrap();
            let (code, verdict) = (&record[0], &record[2]);
            match CreditCode::parse(code) {
                Ok(parsed) => {
                    assert_eq!(verdict, "valid", "{code}");
                    assert_eq!(parsed.organisation_code(), record[3], "{code}");
                }
                Err(CreditCodeError::CheckCharacter { expected }) => {
                    assert_eq!(verdict, format!("invalid(expected {expected})"), "{code}");
                }
                Err(CreditCodeError::Format) => assert!(code.contains('O'), "{code}"),
            }
            assert_eq!(is_organisation_code(&record[3]), &record[4] == "valid", "{}", &record[3]);
        }
    }

    #[test]
    fn a_sum_divisible_by_31_ends_in_zero() {
        // A table over index 31 is the usual mistake; this code's weighted sum is a multiple of 31.
        let code = (0..31_u32).find_map(|n| {
            let body = format!("9132059400000{:04}", n * 37);
            CreditCode::parse(&format!("{body}0")).ok()
        });
        assert!(code.unwrap().as_str().ends_with('0'));
    }

    #[test]
    fn other_spellings_are_not_read_as_the_code() {
        for text in [
            "",
            "91320594ma1nhmca0t",
            "９1320594MA1NHMCA0T",
            " 91320594MA1NHMCA0T",
            "91320594MA1NHMCA0",
            "9132059AMA1NHMCA0T",
        ] {
            assert_eq!(CreditCode::parse(text), Err(CreditCodeError::Format), "{text}");
        }
        assert_eq!(CreditCode::parse("91320594MA1NHMCA0T").unwrap().registered_in(), "320594");
    }
}
