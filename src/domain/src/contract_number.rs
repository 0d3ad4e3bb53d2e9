//! The contract number (合同号): 17 characters whose first nine say year, country, place, direction and industry.
//! Whether they agree with the form is asked by [`crate::checks`].

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::contract::Direction;

/// The place code of a company in Jiangsu (GB/T 2260 letters).
pub const PLACE: &str = "JS";

/// A number of the standard form `^\d{2}[A-Z]{2}[A-Z]{2}[YE]\d{2}[A-Z0-9]{8}$`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContractNumber(String);

/// The text is not a contract number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a contract number of 17 characters such as 26DEJSY39SZ000001")]
pub struct ContractNumberError;

impl ContractNumber {
    /// Reads a number; nothing is trimmed or turned into capitals.
    pub fn parse(text: &str) -> Result<Self, ContractNumberError> {
        let fits = |(at, byte): (usize, u8)| match at {
            0 | 1 | 7 | 8 => byte.is_ascii_digit(),
            2..=5 => byte.is_ascii_uppercase(),
            6 => matches!(byte, b'Y' | b'E'),
            _ => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        };
        let fits = text.len() == 17 && text.bytes().enumerate().all(fits);
        if fits { Ok(Self(text.to_owned())) } else { Err(ContractNumberError) }
    }

    /// The whole number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Year in which the contract was made, its last two digits.
    pub fn year(&self) -> &str {
        self.part(0, 2)
    }

    /// Country or region of the other side, ISO 3166-1.
    pub fn country(&self) -> &str {
        self.part(2, 4)
    }

    /// Place of the company on the mainland.
    pub fn place(&self) -> &str {
        self.part(4, 6)
    }

    /// `Y` for an import, `E` for an export.
    pub fn direction(&self) -> Direction {
        if self.part(6, 7) == "Y" { Direction::Import } else { Direction::Export }
    }

    /// Industry of the technology, GB/T 4754 division.
    pub fn industry(&self) -> &str {
        self.part(7, 9)
    }

    /// The company's own eight characters.
    pub fn serial(&self) -> &str {
        self.part(9, 17)
    }

    fn part(&self, from: usize, to: usize) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }
}

/// The letter by which the number names the direction.
pub const fn direction_letter(direction: Direction) -> &'static str {
    match direction {
        Direction::Import => "Y",
        Direction::Export => "E",
    }
}

impl fmt::Display for ContractNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for ContractNumber {
    type Error = ContractNumberError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ContractNumber> for String {
    fn from(number: ContractNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_number() {
        let number = ContractNumber::parse("26DEJSY39SZ000001").unwrap();
        assert_eq!((number.year(), number.country(), number.place()), ("26", "DE", PLACE));
        assert_eq!((number.direction(), number.industry(), number.serial()), (Direction::Import, "39", "SZ000001"));
        assert_eq!(direction_letter(number.direction()), "Y");
    }

    #[test]
    fn everything_else_is_no_number() {
        for text in [
            "",
            "26DEJSY39SZ00001",
            "26DEJSY39SZ0000012",
            "26deJSY39SZ000001",
            "26DEJSX39SZ000001",
            "2ADEJSY39SZ000001",
            "26DEJSY3ASZ000001",
            "26DEJSY39SZ-00001",
            " 6DEJSY39SZ000001",
            "２6DEJSY39SZ0001",
        ] {
            assert_eq!(ContractNumber::parse(text), Err(ContractNumberError), "{text}");
        }
    }
}
