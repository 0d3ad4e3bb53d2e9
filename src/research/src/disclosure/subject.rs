//! What a figure is about: figures about one thing are withheld together.

use crate::{Base, Dimension, Measure, Spread};

/// What a figure is about. Each subject has contributors of its own: who pays a royalty in a cell is not who trades in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Contracts, amounts and technology fees: one pattern for all three.
    Trade,
    /// Another sum. Told by time alone, and withheld at least where trade is.
    Sum(Base),
    /// Means and quantiles. Withheld at least where trade is.
    Spread(Spread),
}

impl Subject {
    /// What a measure is about.
    pub const fn of(measure: Measure) -> Self {
        match measure {
            Measure::FeeShare => Self::Trade,
            Measure::Mean(of) | Measure::Median(of) | Measure::P90(of) => Self::Spread(of),
            Measure::Sum(base)
            | Measure::Share(base, _)
            | Measure::YearOnYear(base)
            | Measure::MonthOnMonth(base)
            | Measure::Rank(base)
            | Measure::Hhi(base, _) => match base {
                Base::Contracts | Base::AmountUsd | Base::TechnologyFeeUsd => Self::Trade,
                Base::RoyaltyDueUsd | Base::Settlements | Base::Amendments | Base::Closures => Self::Sum(base),
            },
        }
    }

    /// Whether it may be told by a dimension. Other sums than trade are told by time alone: trade tells of which combinations there is
    /// nothing at all, and so no royalty and no amendment, and what the corners of a hypercube take up may not be there.
    pub const fn is_told_by(self, dimension: Dimension) -> bool {
        !matches!(self, Self::Sum(_)) || dimension.is_time()
    }
}
