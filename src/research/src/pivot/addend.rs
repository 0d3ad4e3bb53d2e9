//! What is added up over facts.

use domain::statistics::FactKind;

use super::groups::Chosen;
use super::sums::Sums;
use crate::cube::{Mark, Number};
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
    /// Facts whose currency had no rate.
    WithoutRate,
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
            Self::WithoutRate => Mark::table(|mark| i64::from(!mark.has_rate())),
            Self::Base(Base::AmountUsd | Base::TechnologyFeeUsd | Base::RoyaltyDueUsd)
            | Self::Spread(_)
            | Self::Values(_) => Vec::new(),
        }
    }

    /// Adds what the chosen facts have to the sums of their groups. `weights` are its own.
    pub(super) fn add(self, weights: &[i64], chosen: &Chosen<'_>, sums: &mut Sums) {
        let Chosen { segment, facts, groups } = chosen;
        match self {
            Self::Base(Base::AmountUsd) => add_each(segment.amounts(), facts, groups, sums),
            Self::Base(Base::TechnologyFeeUsd) => add_each(segment.technology_fees(), facts, groups, sums),
            Self::Base(Base::RoyaltyDueUsd) => {
                for (fact, due) in segment.royalties_due() {
                    if let Ok(at) = facts.binary_search(fact) {
                        sums.add(groups[at], *due);
                    }
                }
            }
            Self::Spread(of) => chosen.values(of).for_each(|(group, value)| sums.add(group, value)),
            Self::Values(of) => chosen.values(of).for_each(|(group, _)| sums.add(group, 1)),
            Self::Base(Base::Contracts | Base::Settlements | Base::Amendments | Base::Closures)
            | Self::Registrations
            | Self::WithoutRate => {
                let add = |group: &u32, mark: usize| sums.add(*group, weights[mark]);
                segment.numbers(Number::Mark).each(facts, groups.iter(), add);
            }
        }
    }
}

fn add_each(amounts: &[i64], facts: &[u16], groups: &[u32], sums: &mut Sums) {
    for (fact, group) in facts.iter().zip(groups) {
        sums.add(*group, amounts[usize::from(*fact)]);
    }
}
