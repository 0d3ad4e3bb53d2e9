//! The moment that an answer is of.

/// The journal entry up to which facts are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AsOf {
    /// The newest there is.
    #[default]
    Latest,
    /// This one; facts after it are not counted.
    At(i64),
}

impl AsOf {
    /// Reads a seq: digits only, 0 for nothing at all.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self::At)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_are_a_moment() {
        assert_eq!(AsOf::parse("123"), Some(AsOf::At(123)));
        for text in ["", "-1", "+1", "1.0", "now", "99999999999999999999"] {
            assert_eq!(AsOf::parse(text), None, "{text}");
        }
    }
}
