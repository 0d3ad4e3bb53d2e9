//! The dimensions by which facts are grouped and filtered. How a fact has a value in one is the cube's business.

use domain::language::Language;
use serde::{Deserialize, Serialize};

/// Something that facts are grouped and filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// The month of the entry, `YYYY-MM`.
    Month,
    /// Its quarter, `YYYY-Q1` to `YYYY-Q4`.
    Quarter,
    /// Its year, `YYYY`.
    Year,
    /// What was registered: `registration`, `amendment`, `settlement`, `closure`.
    Kind,
    /// Import or export.
    Direction,
    /// The company's area of Suzhou.
    District,
    /// The counterparty's country or region, ISO 3166-1 alpha-2.
    Country,
    /// Industry of the technology, GB/T 4754 division.
    Industry,
    /// The strategic field of the industry.
    StrategicField,
    /// The legal type of the contract.
    LegalType,
    /// How the technology moves.
    Mode,
    /// How the price is paid.
    PaymentMode,
    /// What a royalty is a share of; empty where there is none.
    RoyaltyBase,
    /// The company's nature.
    Ownership,
    /// Whether the parties are related: `true` or `false`.
    RelatedParties,
    /// The size class of the whole contract.
    AmountBand,
    /// The desk that registered it. Never public.
    Desk,
    /// The company, by id. Never public.
    Company,
    /// The counterparty, by its key. Never public.
    Counterparty,
}

impl Dimension {
    /// Every dimension, in the order in which people are offered them (and of the enum: columns may rely on it).
    pub const ALL: [Self; 19] = [
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::Kind,
        Self::Direction,
        Self::District,
        Self::Country,
        Self::Industry,
        Self::StrategicField,
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
    ];

    /// The code in queries and answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::Direction => "direction",
            Self::District => "district",
            Self::Country => "country",
            Self::Industry => "industry",
            Self::StrategicField => "strategic_field",
            Self::LegalType => "legal_type",
            Self::Mode => "mode",
            Self::PaymentMode => "payment_mode",
            Self::RoyaltyBase => "royalty_base",
            Self::Ownership => "ownership",
            Self::RelatedParties => "related_parties",
            Self::AmountBand => "amount_band",
            Self::Desk => "desk",
            Self::Company => "company",
            Self::Counterparty => "counterparty",
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
            Self::Quarter => ("季度", "Quarter"),
            Self::Year => ("年份", "Year"),
            Self::Kind => ("登记事项", "Kind of event"),
            Self::Direction => ("进出口方向", "Direction"),
            Self::District => ("所属板块", "District"),
            Self::Country => ("国家（地区）", "Country or region"),
            Self::Industry => ("国民经济行业", "Industry"),
            Self::StrategicField => ("重点领域", "Strategic field"),
            Self::LegalType => ("合同类型", "Legal type"),
            Self::Mode => ("引进（出口）方式", "Mode"),
            Self::PaymentMode => ("支付方式", "Payment"),
            Self::RoyaltyBase => ("提成基数", "Royalty base"),
            Self::Ownership => ("企业性质", "Ownership"),
            Self::RelatedParties => ("关联关系", "Related parties"),
            Self::AmountBand => ("金额规模", "Amount band"),
            Self::Desk => ("办理窗口", "Desk"),
            Self::Company => ("企业", "Company"),
            Self::Counterparty => ("境外方", "Party abroad"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// The coarser dimension that this one's values are gathered in: months in quarters, quarters in years, industries in
    /// strategic fields.
    pub const fn parent(self) -> Option<Self> {
        match self {
            Self::Month => Some(Self::Quarter),
            Self::Quarter => Some(Self::Year),
            Self::Industry => Some(Self::StrategicField),
            _ => None,
        }
    }

    /// Whether it tells when.
    pub const fn is_time(self) -> bool {
        matches!(self, Self::Month | Self::Quarter | Self::Year)
    }

    /// Whether it names someone: never public, whatever the policy says.
    pub const fn names_someone(self) -> bool {
        matches!(self, Self::Desk | Self::Company | Self::Counterparty)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_dimension_has_one_spelling_and_its_place() {
        for (place, dimension) in Dimension::ALL.into_iter().enumerate() {
            assert_eq!(dimension as usize, place);
            assert_eq!(Dimension::from_code(dimension.code()), Some(dimension));
            assert_eq!(serde_json::to_value(dimension).unwrap(), dimension.code());
        }
        assert_eq!(Dimension::from_code("planet"), None);
    }
}
