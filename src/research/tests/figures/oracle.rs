//! The same figures, counted as simply as can be: a list of facts for each cell, and each measure from its definition.

use std::collections::{BTreeMap, BTreeSet};

use domain::reference::StrategicFields;
use domain::statistics::{Fact, FactKind, Month};
use research::{Base, Dimension, Filter, Margins, Measure, Query, ShareOf, Spread};

/// Values by the dimensions that are kept (bits) and their keys.
pub(crate) type Figures = BTreeMap<(u8, Vec<String>), Vec<Option<String>>>;

/// A fact in a month, its own or a later one.
struct Dated<'a> {
    month: Month,
    fact: &'a Fact,
}

/// All figures of a query.
pub(crate) fn figures(query: &Query, facts: &[Fact], fields: &StrategicFields) -> Figures {
    let oracle = Oracle { query, facts, fields, dimensions: query.dimensions().collect() };
    let whole = (1_u8 << oracle.dimensions.len()) - 1;
    let shown: BTreeSet<u8> = match query.margins {
        Margins::All => (0..=whole).collect(),
        Margins::None => [0, whole].into(),
    };
    let mut figures = Figures::new();
    for kept in shown {
        let mut keys: BTreeSet<Vec<String>> = oracle.counted(0).iter().map(|dated| oracle.keys(kept, dated)).collect();
        if kept == 0 {
            keys.insert(Vec::new());
        }
        for key in keys {
            let values = query.measures.iter().map(|measure| oracle.value(*measure, kept, &key)).collect();
            figures.insert((kept, key), values);
        }
    }
    figures
}

struct Oracle<'a> {
    query: &'a Query,
    facts: &'a [Fact],
    fields: &'a StrategicFields,
    dimensions: Vec<Dimension>,
}

impl<'a> Oracle<'a> {
    /// The facts that pass, each so many months later.
    fn counted(&self, months: i32) -> Vec<Dated<'a>> {
        let dated = self.facts.iter().map(|fact| Dated { month: fact.month().plus(months), fact });
        let passes = |dated: &Dated<'_>| {
            self.query.filters.iter().all(|filter| filter.admits(&self.key(filter.dimension(), dated)))
        };
        dated.filter(passes).collect()
    }

    fn key(&self, dimension: Dimension, dated: &Dated<'_>) -> String {
        let (fact, place, month) = (dated.fact, &dated.fact.place, dated.month);
        match dimension {
            Dimension::Month => month.to_string(),
            Dimension::Quarter => format!("{:04}-Q{}", month.year(), (month.number() + 2) / 3),
            Dimension::Year => month.to_string()[..4].to_owned(),
            Dimension::Kind => fact.kind.code().to_owned(),
            Dimension::Direction => place.direction.code().to_owned(),
            Dimension::District => place.district.clone(),
            Dimension::Country => place.country.clone(),
            Dimension::Industry => place.industry.clone(),
            Dimension::StrategicField => self.fields.of_industry(&place.industry).unwrap().code.clone(),
            Dimension::LegalType => place.legal_type.code().to_owned(),
            Dimension::Mode => place.mode.code().to_owned(),
            Dimension::PaymentMode => place.payment_mode.code().to_owned(),
            Dimension::RoyaltyBase => fact.royalty_base.map_or("", |base| base.code()).to_owned(),
            Dimension::Ownership => place.ownership.code().to_owned(),
            Dimension::RelatedParties => place.related_parties.to_string(),
            Dimension::AmountBand => fact.rate.map_or("unknown", |_| band(fact.standing_usd_cents)).to_owned(),
            Dimension::Desk => place.desk.clone(),
            Dimension::Company => place.company.to_string(),
            Dimension::Counterparty => place.counterparty.clone(),
        }
    }

    fn keys(&self, kept: u8, dated: &Dated<'_>) -> Vec<String> {
        let kept = self.dimensions.iter().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
        kept.map(|(_, dimension)| self.key(*dimension, dated)).collect()
    }

    /// The facts of a cell, moved so many months.
    fn cell(&self, months: i32, kept: u8, key: &[String]) -> Vec<Dated<'a>> {
        self.counted(months).into_iter().filter(|dated| self.keys(kept, dated) == key).collect()
    }

    fn value(&self, measure: Measure, kept: u8, key: &[String]) -> Option<String> {
        let cell = self.cell(0, kept, key);
        let sum = |base| total(base, &cell);
        let rows = (1_u8 << self.query.rows.len()) - 1;
        match measure {
            Measure::Sum(base @ (Base::AmountUsd | Base::TechnologyFeeUsd | Base::RoyaltyDueUsd)) => {
                divided(known(base, &cell)?, 100, 2)
            }
            Measure::Sum(base) => Some(sum(base).to_string()),
            Measure::FeeShare => divided(sum(Base::TechnologyFeeUsd), sum(Base::AmountUsd), 4),
            Measure::Share(base, of) => {
                let whole = match of {
                    ShareOf::Total => 0,
                    ShareOf::Row => kept & rows,
                    ShareOf::Column => kept & !rows,
                };
                divided(known(base, &cell)?, total(base, &self.cell(0, whole, &self.shorter(kept, key, whole))), 4)
            }
            Measure::Mean(of) => {
                let values = spread(of, &cell);
                let (one, digits) = unit(of);
                divided(values.iter().copied().map(i128::from).sum(), values.len() as i128 * one, digits)
            }
            Measure::Median(of) => quantile(of, &cell, 50),
            Measure::P90(of) => quantile(of, &cell, 90),
            Measure::YearOnYear(base) | Measure::MonthOnMonth(base) => {
                let before = total(base, &self.cell(self.months(measure, kept)?, kept, key));
                if before > 0 { divided(known(base, &cell)? - before, before, 4) } else { None }
            }
            Measure::Rank(base) => {
                let sum = known(base, &cell)?;
                let column = kept & !rows;
                let own = self.shorter(kept, key, column);
                let others: BTreeSet<Vec<String>> =
                    self.counted(0).iter().map(|dated| self.keys(kept, dated)).collect();
                let larger = others.iter().filter(|other| {
                    self.shorter(kept, other, column) == own
                        && known(base, &self.cell(0, kept, other)).is_some_and(|other| other > sum)
                });
                Some((larger.count() + 1).to_string())
            }
            Measure::Hhi(base, over) => {
                let mut parts: BTreeMap<String, Vec<Dated<'a>>> = BTreeMap::new();
                for dated in self.cell(0, kept, key) {
                    parts.entry(self.key(over, &dated)).or_default().push(dated);
                }
                let parts: Vec<i128> = parts.values().map(|part| total(base, part)).collect();
                let whole: i128 = parts.iter().sum();
                let squares = parts.iter().map(|part| part * part).sum::<i128>();
                if parts.iter().any(|part| *part < 0) { None } else { divided(squares * 10_000, whole * whole, 0) }
            }
        }
    }

    /// Of the keys of a cell, those of fewer dimensions.
    fn shorter(&self, kept: u8, key: &[String], fewer: u8) -> Vec<String> {
        let kept = (0..self.dimensions.len()).filter(|axis| (kept >> axis) & 1 == 1);
        kept.zip(key).filter(|(axis, _)| (fewer >> axis) & 1 == 1).map(|(_, key)| key.clone()).collect()
    }

    fn months(&self, measure: Measure, kept: u8) -> Option<i32> {
        let has = |wanted: Dimension| {
            self.dimensions.iter().enumerate().any(|(axis, own)| *own == wanted && (kept >> axis) & 1 == 1)
        };
        let periods = [(Dimension::Month, 1), (Dimension::Quarter, 3), (Dimension::Year, 12)];
        let own = periods.into_iter().find(|(dimension, _)| has(*dimension)).map(|(_, months)| months);
        let filtered = periods.into_iter().find_map(|(dimension, months)| match self.query.filter(dimension)? {
            // Tests filter by one period only.
            Filter::OneOf(..) => Some(months),
            _ => None,
        });
        let period = own.or(filtered)?;
        Some(if matches!(measure, Measure::YearOnYear(_)) { 12 } else { period })
    }
}

fn total(base: Base, facts: &[Dated<'_>]) -> i128 {
    let of_kind = |fact: &Fact, kind| i128::from(fact.kind == kind && fact.part == 1);
    let one = |fact: &Fact| match base {
        Base::Contracts => fact.contracts.into(),
        Base::AmountUsd => fact.amount_usd_cents.into(),
        Base::TechnologyFeeUsd => fact.technology_fee_usd_cents.into(),
        Base::RoyaltyDueUsd => fact.royalty_due_usd_cents.into(),
        Base::Settlements => of_kind(fact, FactKind::Settlement),
        Base::Amendments => of_kind(fact, FactKind::Amendment),
        Base::Closures => of_kind(fact, FactKind::Closure),
    };
    facts.iter().map(|dated| one(dated.fact)).sum()
}

/// The sum; none of amounts that no rate converted.
fn known(base: Base, facts: &[Dated<'_>]) -> Option<i128> {
    let is_converted = matches!(base, Base::AmountUsd | Base::TechnologyFeeUsd);
    let sum = total(base, facts);
    let is_unknown = is_converted && !facts.is_empty() && facts.iter().all(|dated| dated.fact.rate.is_none());
    if sum == 0 && is_unknown { None } else { Some(sum) }
}

fn spread(of: Spread, facts: &[Dated<'_>]) -> Vec<i64> {
    let one = |fact: &Fact| match of {
        Spread::RoyaltyRate => fact.royalty_rate.map(|rate| rate.millionths),
        Spread::DaysToRegister => Some(fact.days_to_register.into()),
        Spread::AmountUsd => fact.rate.map(|_| fact.amount_usd_cents),
        Spread::Months => Some(fact.months.into()),
    };
    let weighing = facts.iter().map(|dated| dated.fact).filter(|fact| fact.weighs());
    let mut values: Vec<i64> = weighing.filter_map(one).collect();
    values.sort_unstable();
    values
}

/// How many of what is kept make one of what is shown, and the decimals that are shown.
fn unit(of: Spread) -> (i128, u32) {
    match of {
        Spread::RoyaltyRate => (10_000, 4),
        Spread::AmountUsd => (100, 2),
        Spread::DaysToRegister | Spread::Months => (1, 2),
    }
}

fn quantile(of: Spread, facts: &[Dated<'_>], percent: usize) -> Option<String> {
    let values = spread(of, facts);
    let (one, digits) = unit(of);
    let at_or_below = |value: i64| values.iter().filter(|other| **other <= value).count();
    let value = values.iter().find(|value| at_or_below(**value) * 100 >= values.len() * percent)?;
    divided(i128::from(*value), one, digits)
}

/// A quotient as decimal text, rounded half to even.
fn divided(numerator: i128, denominator: i128, digits: u32) -> Option<String> {
    let scaled = numerator.unsigned_abs() * 10_u128.pow(digits);
    let size = denominator.unsigned_abs();
    let (whole, rest) = (scaled.checked_div(size)?, scaled % size);
    let up = rest * 2 > size || (rest * 2 == size && whole % 2 == 1);
    let rounded = whole + u128::from(up);
    let negative = (numerator < 0) != (denominator < 0) && rounded > 0;
    let sign = if negative { "-" } else { "" };
    if digits == 0 {
        return Some(format!("{sign}{rounded}"));
    }
    let width = digits as usize;
    let one = 10_u128.pow(digits);
    Some(format!("{sign}{}.{:0width$}", rounded / one, rounded % one))
}

fn band(usd_cents: i64) -> &'static str {
    match usd_cents / 100 {
        50_000_000.. => "50m_and_over",
        10_000_000.. => "10m_to_50m",
        1_000_000.. => "1m_to_10m",
        100_000.. => "100k_to_1m",
        _ => "under_100k",
    }
}
