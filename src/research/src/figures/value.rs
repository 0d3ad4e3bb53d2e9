//! A value of an answer. 0, undefined and withheld are three things.

use std::fmt::Write;

/// A value of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Count(i64),
    /// An exact decimal.
    Fixed {
        /// How many 10^-`digits`.
        units: i128,
        /// Decimals.
        digits: u8,
    },
    /// There is none: a mean of nothing, a growth from nothing.
    Undefined,
    /// There may be one, and it is not told.
    Suppressed,
}

impl Value {
    /// Decimal text with exactly its decimals; none where there is no value to tell.
    pub fn text(self) -> Option<String> {
        let mut text = String::new();
        self.write(&mut text).then_some(text)
    }

    /// Writes that text; whether there is one.
    pub(crate) fn write(self, text: &mut String) -> bool {
        match self {
            Self::Count(count) => {
                let _ = write!(text, "{count}"); // writing to a String cannot fail
            }
            Self::Fixed { units, digits } => write_decimal(text, units, digits),
            Self::Undefined | Self::Suppressed => return false,
        }
        true
    }

    /// Whether it is withheld.
    pub const fn is_suppressed(self) -> bool {
        matches!(self, Self::Suppressed)
    }
}

/// Writes an integer of 10^-`digits` with exactly that many decimals.
fn write_decimal(text: &mut String, units: i128, digits: u8) {
    let (sign, size, width) = (if units < 0 { "-" } else { "" }, units.unsigned_abs(), usize::from(digits));
    // Writing to a String cannot fail. 128 bits are slow to write, and amounts of this world need 64.
    let _ = match (u64::try_from(size), digits) {
        (_, 0) => write!(text, "{sign}{size}"),
        (Ok(size), 1..=18) => {
            let one = 10_u64.pow(u32::from(digits));
            write!(text, "{sign}{}.{:0width$}", size / one, size % one)
        }
        _ => {
            let all = format!("{size:0>least$}", least = width + 1);
            let (whole, fraction) = all.split_at(all.len() - width);
            write!(text, "{sign}{whole}.{fraction}")
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_in_full_or_not_at_all() {
        assert_eq!(Value::Count(-3).text().as_deref(), Some("-3"));
        assert_eq!(Value::Fixed { units: 5, digits: 2 }.text().as_deref(), Some("0.05"));
        assert_eq!(Value::Fixed { units: -1234, digits: 3 }.text().as_deref(), Some("-1.234"));
        assert_eq!(Value::Fixed { units: 7, digits: 0 }.text().as_deref(), Some("7"));
        assert_eq!(
            Value::Fixed { units: i128::MIN, digits: 2 }.text().as_deref(),
            Some("-1701411834604692317316873037158841057.28")
        );
        assert_eq!(Value::Fixed { units: 1, digits: 20 }.text().as_deref(), Some("0.00000000000000000001"));
        assert_eq!(Value::Undefined.text(), None);
        assert!(Value::Suppressed.text().is_none() && Value::Suppressed.is_suppressed());
    }
}
