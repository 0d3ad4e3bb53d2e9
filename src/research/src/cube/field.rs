//! What is kept of a fact: the columns of texts, the columns of small numbers, and what a fact counts for.

use std::borrow::Cow;

use domain::contract::RoyaltyBase;
use domain::statistics::{Fact, FactKind};

use crate::question::{Dimension, amount_band};

/// A column of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Month,
    Kind,
    Direction,
    District,
    Country,
    Industry,
    LegalType,
    Mode,
    PaymentMode,
    RoyaltyBase,
    Ownership,
    RelatedParties,
    AmountBand,
    Desk,
    Company,
    Counterparty,
    Currency,
}

impl Field {
    /// Every one, in the order of the enum.
    pub(crate) const ALL: [Self; 17] = [
        Self::Month,
        Self::Kind,
        Self::Direction,
        Self::District,
        Self::Country,
        Self::Industry,
        Self::LegalType,
        Self::Mode,
        Self::PaymentMode,
        Self::RoyaltyBase,
        Self::Ownership,
        Self::RelatedParties,
        Self::AmountBand,
        Self::Desk,
        Self::Company,
        Self::Counterparty,
        Self::Currency,
    ];

    /// The column that a dimension is read from.
    pub(crate) const fn of(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Month | Dimension::Quarter | Dimension::Year => Self::Month,
            Dimension::Kind => Self::Kind,
            Dimension::Direction => Self::Direction,
            Dimension::District => Self::District,
            Dimension::Country => Self::Country,
            Dimension::Industry | Dimension::StrategicField => Self::Industry,
            Dimension::LegalType => Self::LegalType,
            Dimension::Mode => Self::Mode,
            Dimension::PaymentMode => Self::PaymentMode,
            Dimension::RoyaltyBase => Self::RoyaltyBase,
            Dimension::Ownership => Self::Ownership,
            Dimension::RelatedParties => Self::RelatedParties,
            Dimension::AmountBand => Self::AmountBand,
            Dimension::Desk => Self::Desk,
            Dimension::Company => Self::Company,
            Dimension::Counterparty => Self::Counterparty,
        }
    }

    /// A fact's text.
    pub(super) fn text(self, fact: &Fact) -> Cow<'_, str> {
        let place = &fact.place;
        Cow::Borrowed(match self {
            Self::Month => return fact.month().to_string().into(),
            Self::Company => return place.company.to_string().into(),
            Self::Kind => fact.kind.code(),
            Self::Direction => place.direction.code(),
            Self::District => &place.district,
            Self::Country => &place.country,
            Self::Industry => &place.industry,
            Self::LegalType => place.legal_type.code(),
            Self::Mode => place.mode.code(),
            Self::PaymentMode => place.payment_mode.code(),
            Self::RoyaltyBase => fact.royalty_base.map_or("", RoyaltyBase::code),
            Self::Ownership => place.ownership.code(),
            Self::RelatedParties if place.related_parties => "true",
            Self::RelatedParties => "false",
            Self::AmountBand => amount_band(fact.rate.map(|_| fact.standing_usd_cents)),
            Self::Desk => &place.desk,
            Self::Counterparty => &place.counterparty,
            Self::Currency => fact.currency.as_str(),
        })
    }
}

/// A column of small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// A [`Mark`].
    Mark,
    /// The royalty rate in millionths and one more; 0 where there is none.
    RoyaltyRate,
    DaysToRegister,
    Months,
    FiledLateDays,
    Returns,
}

impl Number {
    /// Every one, in the order of the enum.
    pub(super) const ALL: [Self; 6] =
        [Self::Mark, Self::RoyaltyRate, Self::DaysToRegister, Self::Months, Self::FiledLateDays, Self::Returns];

    /// A fact's number.
    pub(super) fn of(self, fact: &Fact) -> u32 {
        match self {
            Self::Mark => Mark::of(fact).0,
            Self::RoyaltyRate => {
                let millionths = fact.royalty_rate.and_then(|rate| u32::try_from(rate.millionths).ok());
                millionths.map_or(0, |millionths| millionths.saturating_add(1))
            }
            Self::DaysToRegister => fact.days_to_register.into(),
            Self::Months => fact.months.into(),
            Self::FiledLateDays => fact.filed_late_days.into(),
            Self::Returns => fact.returns.into(),
        }
    }
}

/// What a fact counts for, as one number: its contracts, its kind, its part, and whether its currency had a rate. There are 48 of
/// them, as long as a fact is of one contract at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) u32);

impl Mark {
    fn of(fact: &Fact) -> Self {
        // 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 …
        let twice = u32::from(fact.contracts.unsigned_abs()) * 2;
        let contracts = if fact.contracts < 0 { twice - 1 } else { twice };
        let (added, known) = (u32::from(fact.part == 1), u32::from(fact.rate.is_some()));
        Self(contracts * 16 + fact.kind as u32 * 4 + added * 2 + known)
    }

    /// What each mark weighs, by its number.
    pub(crate) fn table(weight: impl Fn(Self) -> i64) -> Vec<i64> {
        (0..4096).map(|mark| weight(Self(mark))).collect()
    }

    /// +1, 0 or -1.
    pub(crate) fn contracts(self) -> i64 {
        let number = i64::from(self.0 / 16);
        if number % 2 == 0 { number / 2 } else { -(number + 1) / 2 }
    }

    /// Whether it is of this kind.
    pub(crate) const fn is(self, kind: FactKind) -> bool {
        self.0 / 4 % 4 == kind as u32
    }

    /// Whether it is what is added, and not what is taken away elsewhere.
    pub(crate) const fn is_added(self) -> bool {
        self.0 / 2 % 2 == 1
    }

    /// Whether there was a rate for its currency.
    pub(crate) const fn has_rate(self) -> bool {
        self.0 % 2 == 1
    }
}
