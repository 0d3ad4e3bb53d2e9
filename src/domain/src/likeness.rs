//! Whether two names of contracts may mean the same contract.
//!
//! Names are compared as they sound, not as they are typed: width, case, spaces and punctuation do not count, and a word put in or
//! left out does not make another contract. A numeral does: the second phase is not the first.

use crate::search::fold;

/// Of the pairs of neighbouring characters of both names, the share that they have in common, in percent: from here on they are alike.
const ALIKE_PERCENT: usize = 80;

/// A name, prepared to be compared with many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    pairs: Vec<[char; 2]>,
    numerals: String,
}

impl Likeness {
    /// Of a name; none where it holds less than two characters to compare.
    pub fn of(name: &str) -> Option<Self> {
        let folded = fold(name);
        let words: Vec<char> = folded.chars().filter(|one| one.is_alphanumeric() && !one.is_numeric()).collect();
        let mut pairs: Vec<[char; 2]> = words.windows(2).filter_map(|pair| <[char; 2]>::try_from(pair).ok()).collect();
        pairs.sort_unstable();
        let numerals = folded.chars().filter(|one| one.is_numeric()).collect();
        (!pairs.is_empty()).then_some(Self { pairs, numerals })
    }

    /// Whether the other name may mean the same.
    pub fn is_like(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (self.pairs.iter().peekable(), other.pairs.iter().peekable());
        let mut common = 0;
        while let (Some(one), Some(another)) = (mine.peek(), theirs.peek()) {
            match one.cmp(another) {
                std::cmp::Ordering::Less => {
                    mine.next();
                }
                std::cmp::Ordering::Greater => {
                    theirs.next();
                }
                std::cmp::Ordering::Equal => {
                    common += 2;
                    mine.next();
                    theirs.next();
                }
            }
        }
        self.numerals == other.numerals && common * 100 >= (self.pairs.len() + other.pairs.len()) * ALIKE_PERCENT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: &str = "功率半导体沟槽栅工艺专利实施许可合同";

    fn alike(one: &str, other: &str) -> bool {
        let (one, other) = (Likeness::of(one).unwrap(), Likeness::of(other).unwrap());
        assert_eq!(one.is_like(&other), other.is_like(&one));
        one.is_like(&other)
    }

    #[test]
    fn the_same_contract_in_another_hand_is_alike() {
        for other in [
            NAME,
            "功率半导体沟槽栅工艺专利许可合同",
            "功率半导体 沟槽栅工艺 专利实施许可合同。",
            "关于功率半导体沟槽栅工艺的专利实施许可合同",
        ] {
            assert!(alike(NAME, other), "{other}");
        }
        assert!(alike("ＥＴＣＨ Process Licence", "Etch process licence"));
    }

    #[test]
    fn another_contract_is_not() {
        for other in ["功率半导体封装工艺技术服务合同", "伺服电机绕组工艺专利实施许可合同", "专利实施许可合同"]
        {
            assert!(!alike(NAME, other), "{other}");
        }
        assert!(!alike("技术服务合同（1）", "技术服务合同（2）"));
        assert_eq!(Likeness::of("—"), None);
    }
}
