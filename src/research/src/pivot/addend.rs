//! What is added up over facts.

use domain::statistics::FactKind;

use super::chosen::Chosen;
use super::tally::Sum;
use crate::cube::Mark;
use crate::question::{Base, Spread};

/// Something that is added up over the facts of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addend {
    /// A sum that can be asked for.
    Base(Base),
    /// The values of a spread.
    Spread(Spread),
    /// How many values the spread has.
    Values(Spread),
    /// Registrations.
    Registrations,
    /// Facts whose currency had a rate.
    Rated,
}

impl Addend {
    /// What each [`Mark`] adds, for those that are told by it; nothing for the others.
    pub(super) fn weights(self) -> Vec<i64> {
        let of_kind = |kind| Mark::table(|mark| i64::from(mark.is(kind) && mark.is_added()));
        match self {
            Self::Base(Base::Contracts) => Mark::table(Mark::contracts),
            Self::Base(Base::Settlements) => of_kind(FactKind::Settlement),
            Self::Base(Base::Amendments) => of_kind(FactKind::Amendment),
            Self::Base(Base::Closures) => of_kind(FactKind::Closure),
            Self::Registrations => Mark::table(|mark| i64::from(mark.is(FactKind::Registration))),
            Self::Rated => Mark::table(|mark| i64::from(mark.has_rate())),
            // Of registrations only, and no amount where the currency had no rate.
            Self::Spread(of) | Self::Values(of) => Mark::table(|mark| {
                i64::from(mark.is(FactKind::Registration) && (of != Spread::AmountUsd || mark.has_rate()))
            }),
            Self::Base(Base::AmountUsd | Base::TechnologyFeeUsd | Base::RoyaltyDueUsd) => Vec::new(),
        }
    }

    /// Adds what the chosen facts have to the sums of their slots. `weights` are its own.
    pub(super) fn add<S: Sum>(self, weights: &[i64], chosen: &Chosen<'_>, sums: &mut [S]) {
        let segment = chosen.segment;
        match self {
            Self::Base(Base::AmountUsd) => chosen.add_amounts(segment.amounts(), sums),
            Self::Base(Base::TechnologyFeeUsd) => chosen.add_amounts(segment.technology_fees(), sums),
            Self::Base(Base::RoyaltyDueUsd) => {
                for (place, due) in chosen.facts.among(segment.royalties_due()) {
                    sums[chosen.slot(place)] += S::from(due);
                }
            }
            Self::Spread(of) => chosen.each_value(of, weights, |slot, value, counts| {
                sums[slot] += S::from(if counts { value } else { 0 });
            }),
            Self::Values(of) => {
                chosen.each_value(of, weights, |slot, _, counts| sums[slot] += S::from(i64::from(counts)));
            }
            Self::Base(Base::Contracts | Base::Settlements | Base::Amendments | Base::Closures)
            | Self::Registrations
            | Self::Rated => chosen.add_marks(weights, sums),
        }
    }
}
