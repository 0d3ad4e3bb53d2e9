//! Size classes of contracts. The table is the place to edit them; the order is the order on screen.

use crate::label::Label;

/// A size class: amounts from `from_usd_cents` up to the next band's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountBand {
    /// The smallest amount that belongs here, in US cents.
    pub from_usd_cents: u64,
    /// Code and names.
    pub label: Label,
}

const CENTS: u64 = 100;

/// The size classes in rising order; the first begins at zero.
pub const AMOUNT_BANDS: &[AmountBand] = &[
    AmountBand { from_usd_cents: 0, label: Label::new("under_100k", "10万美元以下", "Under USD 100,000") },
    AmountBand {
        from_usd_cents: 100_000 * CENTS,
        label: Label::new("100k_to_1m", "10万至100万美元", "USD 100,000 to 1 million"),
    },
    AmountBand {
        from_usd_cents: 1_000_000 * CENTS,
        label: Label::new("1m_to_10m", "100万至1000万美元", "USD 1 to 10 million"),
    },
    AmountBand {
        from_usd_cents: 10_000_000 * CENTS,
        label: Label::new("10m_to_50m", "1000万至5000万美元", "USD 10 to 50 million"),
    },
    AmountBand {
        from_usd_cents: 50_000_000 * CENTS,
        label: Label::new("50m_and_over", "5000万美元及以上", "USD 50 million and over"),
    },
];

/// The code of the band of this amount. A reduction belongs to the band of its size.
pub(crate) fn code(usd_cents: i64) -> &'static str {
    AMOUNT_BANDS
        .iter()
        .rev()
        .find(|band| band.from_usd_cents <= usd_cents.unsigned_abs())
        .map_or("", |band| band.label.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_begins_at_its_own_amount() {
        assert_eq!(code(0), "under_100k");
        assert_eq!(code(9_999_999), "under_100k");
        assert_eq!(code(10_000_000), "100k_to_1m");
        assert_eq!(code(-10_000_000), "100k_to_1m");
        assert_eq!(code(i64::MIN), "50m_and_over");
    }
}
