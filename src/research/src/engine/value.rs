//! A value of an answer. 0, undefined and withheld are three things.

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
        match self {
            Self::Count(count) => Some(count.to_string()),
            Self::Fixed { units, digits } => Some(decimal_text(units, digits)),
            Self::Undefined | Self::Suppressed => None,
        }
    }

    /// Whether it is withheld.
    pub const fn is_suppressed(self) -> bool {
        matches!(self, Self::Suppressed)
    }
}

/// Writes an integer of 10^-`digits` with exactly that many decimals.
fn decimal_text(units: i128, digits: u8) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let width = usize::from(digits) + 1;
    let text = format!("{:0width$}", units.unsigned_abs());
    let (whole, fraction) = text.split_at(text.len() - usize::from(digits));
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
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
        assert_eq!(Value::Undefined.text(), None);
        assert!(Value::Suppressed.text().is_none() && Value::Suppressed.is_suppressed());
    }
}
