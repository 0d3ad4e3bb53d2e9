//! Why a question that could be read is not answered.

use std::fmt;

use domain::language::Language;

use super::{Dimension, Measure};

/// Why a question that could be read is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// More cells than an answer may have (413).
    TooManyCells {
        /// As many as it would have; of protected figures one more than it may have.
        cells: u64,
        /// As many as it may have.
        limit: usize,
    },
    /// Growth without a time dimension or a filter on time (422).
    GrowthWithoutTime,
    /// A moment that has not come (422).
    AsOfUnknown {
        /// The newest there is.
        newest: i64,
    },
    /// A dimension by which protected figures are not given (403).
    NotPublic(Dimension),
    /// A measure that is not among protected figures (403).
    MeasureNotPublic(Measure),
    /// More dimensions, filters counted, than protected figures may have (422).
    TooDetailed {
        /// As many as they may have.
        limit: usize,
    },
}

impl Refusal {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooManyCells { .. } => "pivot_too_large",
            Self::GrowthWithoutTime => "growth_without_time",
            Self::AsOfUnknown { .. } => "as_of_unknown",
            Self::NotPublic(_) | Self::MeasureNotPublic(_) => "not_public",
            Self::TooDetailed { .. } => "too_detailed",
        }
    }

    /// What is wrong and how to mend it, for people.
    pub fn message(self, language: Language) -> String {
        match (self, language) {
            (Self::TooManyCells { cells, limit }, Language::Zh) => {
                format!("结果有 {cells} 个单元格，最多 {limit} 个。请减少维度或增加筛选条件。")
            }
            (Self::TooManyCells { cells, limit }, Language::En) => {
                format!("The answer has {cells} cells; {limit} are possible. Ask for fewer dimensions or filter more.")
            }
            (Self::GrowthWithoutTime, Language::Zh) => "计算同比或环比须选择时间维度或时间筛选。".to_owned(),
            (Self::GrowthWithoutTime, Language::En) => "Growth needs a time dimension or a filter on time.".to_owned(),
            (Self::AsOfUnknown { newest }, Language::Zh) => format!("统计时点尚未到来，最新为 {newest}。"),
            (Self::AsOfUnknown { newest }, Language::En) => {
                format!("That moment has not come; the newest is {newest}.")
            }
            (Self::NotPublic(dimension), Language::Zh) => {
                format!("“{}”不对外公布统计数据。", dimension.name(language))
            }
            (Self::NotPublic(dimension), Language::En) => {
                format!("Figures by {} are not published.", dimension.name(language).to_lowercase())
            }
            (Self::MeasureNotPublic(measure), Language::Zh) => {
                format!("“{}”不对外公布，请改用中位数。", measure.name(language))
            }
            (Self::MeasureNotPublic(measure), Language::En) => {
                format!("{} is not published. Ask for the median.", measure.name(language))
            }
            (Self::TooDetailed { limit }, Language::Zh) => {
                format!("公开统计的维度与筛选条件合计最多 {limit} 个。")
            }
            (Self::TooDetailed { limit }, Language::En) => {
                format!("Published figures may have {limit} dimensions at most, filters counted.")
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Language::En))
    }
}

impl std::error::Error for Refusal {}
