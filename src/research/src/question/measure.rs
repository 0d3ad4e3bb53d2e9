//! The measures: what is counted, and how each is spelled, named and written. Counting over facts is not here.

use std::fmt;

use domain::language::Language;

use super::Dimension;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $code:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$value_doc])* $value,)+ }

        impl $name {
            /// Every value, in the order in which people are offered them.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The code in queries and answers.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code,)+ }
            }

            /// The value with this code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$value),)+ _ => None }
            }

            /// The name that people read.
            pub const fn name(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$value, Language::Zh) => $zh, (Self::$value, Language::En) => $en,)+
                }
            }
        }
    };
}

words! {
    /// A sum over facts, from which other measures derive.
    Base {
        /// Contracts registered.
        Contracts = "contracts", "合同数", "Contracts";
        /// Contract totals, US dollars.
        AmountUsd = "amount_usd", "合同金额（美元）", "Amount (USD)";
        /// Technology fees, US dollars.
        TechnologyFeeUsd = "technology_fee_usd", "技术费（美元）", "Technology fee (USD)";
        /// Royalties due on the bases settled, US dollars.
        RoyaltyDueUsd = "royalty_due_usd", "应付提成费（美元）", "Royalty due (USD)";
        /// Settlements of later royalty bases.
        Settlements = "settlements", "提成结算次数", "Royalty settlements";
        /// Amendments.
        Amendments = "amendments", "变更次数", "Amendments";
        /// Suspensions, terminations and resumptions.
        Closures = "closures", "中止、解除和恢复次数", "Closures";
    }
}

words! {
    /// A value of each contract, as registered first, of which means and quantiles are taken.
    Spread {
        /// The royalty rate agreed, per cent.
        RoyaltyRate = "royalty_rate", "提成率（%）", "royalty rate (%)";
        /// Working days from submission to registration.
        DaysToRegister = "days_to_register", "登记用时（工作日）", "working days to register";
        /// The contract total, US dollars.
        AmountUsd = "amount_usd", "合同金额（美元）", "amount (USD)";
        /// Months from effect to the last day of validity.
        Months = "months", "合同期限（月）", "duration (months)";
    }
}

words! {
    /// What a share is of.
    ShareOf {
        /// Of everything that passed the filters.
        Total = "total", "占总计比重", "share of the total";
        /// Of the row.
        Row = "row", "占行合计比重", "share of the row";
        /// Of the column.
        Column = "column", "占列合计比重", "share of the column";
    }
}

words! {
    /// The unit of a value.
    Unit {
        /// A number of things.
        Count = "count", "个", "count";
        /// US dollars.
        Usd = "usd", "美元", "USD";
        /// 1 is the whole.
        Ratio = "ratio", "比率", "ratio";
        /// Per cent.
        Percent = "percent", "百分比", "per cent";
        /// Working days.
        WorkingDays = "working_days", "工作日", "working days";
        /// Months.
        Months = "months", "月", "months";
        /// A place in an order, from 1.
        Rank = "rank", "名次", "rank";
        /// The Herfindahl-Hirschman index, 0 to 10000.
        Index = "index", "指数", "index";
    }
}

/// Something that a query asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// The sum itself; cells add up to their total.
    Sum(Base),
    /// A share of a total, from 0 to 1; undefined where the total is 0.
    Share(Base, ShareOf),
    /// Technology fees over contract totals; undefined where the total is 0.
    FeeShare,
    /// The plain mean.
    Mean(Spread),
    /// The median: the nearest rank.
    Median(Spread),
    /// The ninetieth percentile: the nearest rank.
    P90(Spread),
    /// Growth over the same period a year before; undefined where that was 0 or less, or before the first fact.
    YearOnYear(Base),
    /// Growth over the month, quarter or year before.
    MonthOnMonth(Base),
    /// The place in its column, the largest first; equal ones share a place, and the places after them stay empty.
    Rank(Base),
    /// Concentration over a dimension (Herfindahl-Hirschman): 10000 is one only.
    Hhi(Base, Dimension),
}

impl Measure {
    /// Reads a code, such as `amount_usd`, `share:amount_usd:row`, `median_royalty_rate` or `hhi:amount_usd:country`.
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.split(':');
        let (head, base, more, rest) = (parts.next()?, parts.next(), parts.next(), parts.next());
        if rest.is_some() {
            return None;
        }
        let Some(base) = base else { return Self::parse_plain(head) };
        let base = Base::from_code(base)?;
        match (head, more) {
            ("share", None) => Some(Self::Share(base, ShareOf::Total)),
            ("share", Some("row")) => Some(Self::Share(base, ShareOf::Row)),
            ("share", Some("column")) => Some(Self::Share(base, ShareOf::Column)),
            ("yoy", None) => Some(Self::YearOnYear(base)),
            ("mom", None) => Some(Self::MonthOnMonth(base)),
            ("rank", None) => Some(Self::Rank(base)),
            ("hhi", Some(dimension)) => Dimension::from_code(dimension).map(|dimension| Self::Hhi(base, dimension)),
            _ => None,
        }
    }

    fn parse_plain(code: &str) -> Option<Self> {
        let spread = |prefix: &str| code.strip_prefix(prefix).and_then(Spread::from_code);
        if code == FEE_SHARE {
            return Some(Self::FeeShare);
        }
        Base::from_code(code)
            .map(Self::Sum)
            .or_else(|| spread("mean_").map(Self::Mean))
            .or_else(|| spread("median_").map(Self::Median))
            .or_else(|| spread("p90_").map(Self::P90))
    }

    /// The code in queries and answers: its one spelling.
    pub fn code(self) -> String {
        self.to_string()
    }

    /// The name that people read.
    pub fn name(self, language: Language) -> String {
        let base = |base: Base| base.name(language);
        match (self, language) {
            (Self::Sum(of), _) => base(of).to_owned(),
            (Self::Share(of, whole), Language::Zh) => format!("{}{}", base(of), whole.name(language)),
            (Self::Share(of, whole), Language::En) => format!("{}, {}", base(of), whole.name(language)),
            (Self::FeeShare, Language::Zh) => "技术费占比".to_owned(),
            (Self::FeeShare, Language::En) => "Technology fee share".to_owned(),
            (Self::Mean(of), Language::Zh) => format!("平均{}", of.name(language)),
            (Self::Mean(of), Language::En) => format!("Mean {}", of.name(language)),
            (Self::Median(of), Language::Zh) => format!("{}中位数", of.name(language)),
            (Self::Median(of), Language::En) => format!("Median {}", of.name(language)),
            (Self::P90(of), Language::Zh) => format!("{}P90", of.name(language)),
            (Self::P90(of), Language::En) => format!("P90 of {}", of.name(language)),
            (Self::YearOnYear(of), Language::Zh) => format!("{}同比", base(of)),
            (Self::YearOnYear(of), Language::En) => format!("{}, year on year", base(of)),
            (Self::MonthOnMonth(of), Language::Zh) => format!("{}环比", base(of)),
            (Self::MonthOnMonth(of), Language::En) => format!("{}, on the period before", base(of)),
            (Self::Rank(of), Language::Zh) => format!("{}排名", base(of)),
            (Self::Rank(of), Language::En) => format!("{}, rank", base(of)),
            (Self::Hhi(of, over), Language::Zh) => format!("{}集中度（按{}）", base(of), over.name(language)),
            (Self::Hhi(of, over), Language::En) => {
                format!("{}, concentration by {}", base(of), over.name(language).to_lowercase())
            }
        }
    }

    /// The unit of its values.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Sum(Base::AmountUsd | Base::TechnologyFeeUsd | Base::RoyaltyDueUsd) => Unit::Usd,
            Self::Sum(_) => Unit::Count,
            Self::Share(..) | Self::FeeShare | Self::YearOnYear(_) | Self::MonthOnMonth(_) => Unit::Ratio,
            Self::Mean(of) | Self::Median(of) | Self::P90(of) => match of {
                Spread::RoyaltyRate => Unit::Percent,
                Spread::DaysToRegister => Unit::WorkingDays,
                Spread::AmountUsd => Unit::Usd,
                Spread::Months => Unit::Months,
            },
            Self::Rank(_) => Unit::Rank,
            Self::Hhi(..) => Unit::Index,
        }
    }

    /// Decimals of its values.
    pub const fn digits(self) -> u8 {
        match self.unit() {
            Unit::Usd | Unit::WorkingDays | Unit::Months => 2,
            Unit::Ratio | Unit::Percent => 4,
            Unit::Count | Unit::Rank | Unit::Index => 0,
        }
    }

    /// Whether the cells of an answer add up to its total.
    pub const fn is_additive(self) -> bool {
        matches!(self, Self::Sum(_))
    }

    /// Whether those who do not see every figure may ask for it. The mean amount is of registrations only, while amounts hold what was
    /// amended: a told amount less contracts times their mean would be the amendments of a cell, be they one company's.
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Mean(Spread::AmountUsd))
    }

    /// Whether it compares with an earlier period, and so needs a time dimension or a filter on time.
    pub const fn needs_time(self) -> bool {
        matches!(self, Self::YearOnYear(_) | Self::MonthOnMonth(_))
    }
}

const FEE_SHARE: &str = "technology_fee_share";

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sum(of) => formatter.write_str(of.code()),
            Self::Share(of, ShareOf::Total) => write!(formatter, "share:{}", of.code()),
            Self::Share(of, whole) => write!(formatter, "share:{}:{}", of.code(), whole.code()),
            Self::FeeShare => formatter.write_str(FEE_SHARE),
            Self::Mean(of) => write!(formatter, "mean_{}", of.code()),
            Self::Median(of) => write!(formatter, "median_{}", of.code()),
            Self::P90(of) => write!(formatter, "p90_{}", of.code()),
            Self::YearOnYear(of) => write!(formatter, "yoy:{}", of.code()),
            Self::MonthOnMonth(of) => write!(formatter, "mom:{}", of.code()),
            Self::Rank(of) => write!(formatter, "rank:{}", of.code()),
            Self::Hhi(of, over) => write!(formatter, "hhi:{}:{}", of.code(), over.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Measure> {
        let bases = Base::ALL.iter().flat_map(|base| {
            let shares = ShareOf::ALL.iter().map(|whole| Measure::Share(*base, *whole));
            let indices = Dimension::ALL.iter().map(|over| Measure::Hhi(*base, *over));
            [Measure::Sum(*base), Measure::YearOnYear(*base), Measure::MonthOnMonth(*base), Measure::Rank(*base)]
                .into_iter()
                .chain(shares)
                .chain(indices)
                .collect::<Vec<_>>()
        });
        let spreads = Spread::ALL.iter().flat_map(|of| [Measure::Mean(*of), Measure::Median(*of), Measure::P90(*of)]);
        bases.chain(spreads).chain([Measure::FeeShare]).collect()
    }

    #[test]
    fn every_measure_has_one_spelling_and_a_name_of_its_own() {
        let all = all();
        for measure in &all {
            assert_eq!(Measure::parse(&measure.code()), Some(*measure));
        }
        for language in [Language::Zh, Language::En] {
            let mut names: Vec<String> = all.iter().map(|measure| measure.name(language)).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all.len());
        }
    }

    #[test]
    fn other_spellings_are_no_measure() {
        for code in [
            "",
            "joy",
            "share",
            "share:joy",
            "share:amount_usd:total",
            "share:amount_usd:row:row",
            "hhi:amount_usd",
            "hhi:amount_usd:planet",
            "yoy:amount_usd:country",
            "mean_joy",
            "technology_fee_share:contracts",
        ] {
            assert_eq!(Measure::parse(code), None, "{code}");
        }
        assert_eq!(Measure::parse("mean_royalty_rate").map(Measure::unit), Some(Unit::Percent));
    }
}
