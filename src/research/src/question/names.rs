//! The values of closed sets: their order, and their names in both languages. Names that an authority may change (countries,
//! districts, industries, strategic fields) are reference data and not here.

use domain::language::Language;
use domain::statistics::size_class;

use super::Dimension;

/// A code with its name in Chinese and in English.
type Label = (&'static str, &'static str, &'static str);

const KINDS: &[Label] = &[
    ("registration", "登记", "Registration"),
    ("amendment", "变更", "Amendment"),
    ("settlement", "提成结算", "Royalty settlement"),
    ("closure", "中止、解除和恢复", "Suspension, termination or resumption"),
];

const DIRECTIONS: &[Label] =
    &[("import", "技术进口", "Technology import"), ("export", "技术出口", "Technology export")];

const LEGAL_TYPES: &[Label] = &[
    ("patent_transfer", "专利权转让", "Patent transfer"),
    ("patent_application_transfer", "专利申请权转让", "Patent application transfer"),
    ("patent_licence", "专利实施许可", "Patent licence"),
    ("know_how_licence", "技术秘密许可", "Know-how licence"),
    ("technical_service", "技术服务", "Technical service"),
    ("other", "其他", "Other"),
];

const MODES: &[Label] = &[
    ("patent", "专利技术", "Patented technology"),
    ("know_how", "专有技术", "Know-how"),
    ("consulting_service", "技术咨询、技术服务", "Consulting and service"),
    ("software", "计算机软件", "Software"),
    ("trademark", "商标许可", "Trademark licence"),
    ("joint_production", "合资、合作生产", "Joint production"),
    ("equipment", "成套设备、关键设备、生产线", "Equipment and production lines"),
    ("other", "其他", "Other"),
];

const PAYMENT_MODES: &[Label] = &[
    ("lump_sum", "一次总付", "Lump sum"),
    ("instalments", "分期支付", "Instalments"),
    ("royalty", "提成支付", "Royalty"),
    ("entry_fee_and_royalty", "入门费加提成", "Entry fee and royalty"),
];

const ROYALTY_BASES: &[Label] = &[
    ("net_sales", "产品净销售额", "Net sales"),
    ("product_price", "产品价格", "Product price"),
    ("added_output", "新增产值", "Added output"),
    ("profit", "利润", "Profit"),
    ("other", "其他", "Other"),
    ("", "无提成", "No royalty"),
];

const OWNERSHIPS: &[Label] = &[
    ("state", "国有", "State-owned"),
    ("collective", "集体", "Collective"),
    ("private", "民营", "Private"),
    ("foreign_invested", "外商投资", "Foreign-invested"),
    ("hmt_invested", "港澳台投资", "Invested from Hong Kong, Macao or Taiwan"),
    ("other", "其他", "Other"),
];

const RELATED_PARTIES: &[Label] =
    &[("true", "关联企业间", "Related parties"), ("false", "非关联企业间", "Unrelated parties")];

const AMOUNT_BANDS: &[Label] = &[
    ("under_100k", "10万美元以下", "Under USD 100,000"),
    ("100k_to_1m", "10万至100万美元", "USD 100,000 to 1 million"),
    ("1m_to_10m", "100万至1000万美元", "USD 1 to 10 million"),
    ("10m_to_50m", "1000万至5000万美元", "USD 10 to 50 million"),
    ("50m_and_over", "5000万美元及以上", "USD 50 million and over"),
    (UNKNOWN_BAND, "无汇率", "No rate"),
];

/// Of contracts whose currency had no rate.
const UNKNOWN_BAND: &str = "unknown";

/// The code of the size class of a whole contract, in US cents; none where it is not known in dollars.
pub(crate) fn amount_band(usd_cents: Option<i64>) -> &'static str {
    let class = |cents| AMOUNT_BANDS.get(size_class(cents)).map_or("", |(code, ..)| *code);
    usd_cents.map_or(UNKNOWN_BAND, class)
}

impl Dimension {
    /// The values of a closed set, in the order in which they are shown; none where values are reference data or anything.
    pub fn closed_values(self) -> impl Iterator<Item = &'static str> {
        closed_set(self).iter().map(|(code, ..)| *code)
    }

    /// The name of a value of a closed set (`import` of the direction); none where names are reference data or the code is its own
    /// name.
    pub fn value_name(self, code: &str, language: Language) -> Option<&'static str> {
        let &(_, zh, en) = closed_set(self).iter().find(|(known, ..)| *known == code)?;
        Some(match language {
            Language::Zh => zh,
            Language::En => en,
        })
    }
}

/// Where a value stands among its fellows: closed sets in their own order, everything else after one another by code.
pub(crate) fn place_of(dimension: Dimension, value: &str) -> usize {
    closed_set(dimension).iter().position(|(code, ..)| *code == value).unwrap_or(usize::MAX)
}

const fn closed_set(dimension: Dimension) -> &'static [Label] {
    match dimension {
        Dimension::Kind => KINDS,
        Dimension::Direction => DIRECTIONS,
        Dimension::LegalType => LEGAL_TYPES,
        Dimension::Mode => MODES,
        Dimension::PaymentMode => PAYMENT_MODES,
        Dimension::RoyaltyBase => ROYALTY_BASES,
        Dimension::Ownership => OWNERSHIPS,
        Dimension::RelatedParties => RELATED_PARTIES,
        Dimension::AmountBand => AMOUNT_BANDS,
        Dimension::Month
        | Dimension::Quarter
        | Dimension::Year
        | Dimension::District
        | Dimension::Country
        | Dimension::Industry
        | Dimension::StrategicField
        | Dimension::Desk
        | Dimension::Company
        | Dimension::Counterparty => &[],
    }
}

#[cfg(test)]
mod tests {
    use domain::contract::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
    use domain::statistics::FactKind;

    use super::*;

    #[test]
    fn a_closed_set_has_the_words_of_the_domain() {
        let known = |dimension: Dimension| dimension.closed_values().collect::<Vec<_>>();
        macro_rules! agree {
            ($($dimension:ident: $set:ty),+) => {$(
                let codes: Vec<&str> = <$set>::ALL.iter().map(|value| value.code()).collect();
                let ours: Vec<&str> = known(Dimension::$dimension).into_iter().filter(|code| !code.is_empty()).collect();
                assert_eq!(ours, codes);
            )+};
        }
        agree!(Kind: FactKind, Direction: Direction, LegalType: LegalType, Mode: Mode);
        agree!(PaymentMode: PaymentMode, RoyaltyBase: RoyaltyBase, Ownership: Ownership);
    }

    #[test]
    fn closed_values_have_names_in_both_languages() {
        assert_eq!(Dimension::Direction.value_name("import", Language::Zh), Some("技术进口"));
        assert_eq!(Dimension::AmountBand.value_name("1m_to_10m", Language::En), Some("USD 1 to 10 million"));
        assert_eq!(Dimension::RoyaltyBase.value_name("", Language::En), Some("No royalty"));
        assert_eq!(Dimension::Country.value_name("DE", Language::En), None);
    }

    #[test]
    fn a_band_begins_at_its_own_amount() {
        let band = |cents| amount_band(Some(cents));
        assert_eq!([band(0), band(9_999_999), band(-10_000_000)], ["under_100k"; 3]);
        assert_eq!(band(10_000_000), "100k_to_1m");
        assert_eq!(band(i64::MAX), "50m_and_over");
        assert_eq!(amount_band(None), "unknown", "what is not known is not small");
    }
}
