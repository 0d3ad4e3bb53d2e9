//! The dimensions by which facts can be grouped and filtered. Grouping itself is not here.

use domain::language::Language;
use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::label::closed_set;
use crate::{amount_band, strategic_field};

/// Something that facts can be grouped and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The month of registration, `YYYY-MM`.
    Month,
    /// The year of registration, `YYYY`.
    Year,
    /// Import or export.
    Direction,
    /// The Chinese party's district.
    District,
    /// The counterparty's country.
    Country,
    /// The industry, a division of GB/T 4754.
    Industry,
    /// The strategic field of the industry.
    StrategicField,
    /// The legal type of the contract.
    LegalType,
    /// How the technology moves.
    Mode,
    /// How the price is paid.
    PaymentMode,
    /// The Chinese party's ownership.
    Ownership,
    /// Whether the parties are related.
    RelatedParties,
    /// The size class of the fact's own amount.
    AmountBand,
}

impl Dimension {
    /// Every dimension, in the order in which people are offered them (and of the enum: the cube's columns rely on it).
    pub const ALL: [Self; 13] = [
        Self::Month,
        Self::Year,
        Self::Direction,
        Self::District,
        Self::Country,
        Self::Industry,
        Self::StrategicField,
        Self::LegalType,
        Self::Mode,
        Self::PaymentMode,
        Self::Ownership,
        Self::RelatedParties,
        Self::AmountBand,
    ];

    /// The code in queries and answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
            Self::Direction => "direction",
            Self::District => "district",
            Self::Country => "country",
            Self::Industry => "industry",
            Self::StrategicField => "strategic_field",
            Self::LegalType => "legal_type",
            Self::Mode => "mode",
            Self::PaymentMode => "payment_mode",
            Self::Ownership => "ownership",
            Self::RelatedParties => "related_parties",
            Self::AmountBand => "amount_band",
        }
    }

    /// The dimension with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.code() == code)
    }

    /// The name that people read.
    pub const fn name(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Month => ("月份", "Month"),
            Self::Year => ("年份", "Year"),
            Self::Direction => ("进出口方向", "Direction"),
            Self::District => ("所属板块", "District"),
            Self::Country => ("国家（地区）", "Country or region"),
            Self::Industry => ("国民经济行业", "Industry"),
            Self::StrategicField => ("重点领域", "Strategic field"),
            Self::LegalType => ("合同类型", "Legal type"),
            Self::Mode => ("引进（出口）方式", "Mode"),
            Self::PaymentMode => ("支付方式", "Payment"),
            Self::Ownership => ("企业性质", "Ownership"),
            Self::RelatedParties => ("关联关系", "Related parties"),
            Self::AmountBand => ("金额规模", "Amount band"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// The name of a value of a closed set (`import` of the direction); `None` where names are reference data or the code is its own name.
    pub fn value_name(self, code: &str, language: Language) -> Option<&'static str> {
        closed_set(self).find(|label| label.code == code).map(|label| label.name(language))
    }

    /// This dimension's value of a fact.
    pub(crate) fn value_of(self, fact: &Fact) -> &str {
        match self {
            Self::Month => &fact.month,
            Self::Year => fact.month.get(..4).unwrap_or(&fact.month),
            Self::Direction => &fact.direction,
            Self::District => &fact.district,
            Self::Country => &fact.country,
            Self::Industry => &fact.industry,
            Self::StrategicField => strategic_field::code(&fact.industry),
            Self::LegalType => &fact.legal_type,
            Self::Mode => &fact.mode,
            Self::PaymentMode => &fact.payment_mode,
            Self::Ownership => &fact.ownership,
            Self::RelatedParties => {
                if fact.related_parties {
                    "true"
                } else {
                    "false"
                }
            }
            Self::AmountBand => amount_band::code(fact.amount_usd_cents),
        }
    }

    /// Where a value stands among its fellows: closed sets in their own order, everything else by code.
    pub(crate) fn place_of(self, value: &str) -> usize {
        closed_set(self).position(|label| label.code == value).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_the_order_of_the_enum() {
        for (place, dimension) in Dimension::ALL.into_iter().enumerate() {
            assert_eq!(dimension as usize, place);
            assert_eq!(Dimension::from_code(dimension.code()), Some(dimension));
            assert_eq!(
                serde_json::to_value(dimension).unwrap(),
                dimension.code(),
                "one spelling in JSON and in queries"
            );
        }
    }

    #[test]
    fn closed_values_have_names_in_both_languages() {
        assert_eq!(Dimension::Direction.value_name("import", Language::Zh), Some("技术进口"));
        assert_eq!(Dimension::AmountBand.value_name("1m_to_10m", Language::En), Some("USD 1 to 10 million"));
        assert_eq!(Dimension::Country.value_name("DE", Language::En), None);
    }
}
