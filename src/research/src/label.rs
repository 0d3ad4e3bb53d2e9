//! Names that people read, in both languages, and those of the closed code sets. Names that an authority may change
//! (countries, districts, industries) are reference data and not here.

use domain::language::Language;

use crate::dimension::Dimension;
use crate::{AMOUNT_BANDS, STRATEGIC_FIELDS};

/// A code with its name in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// The code in facts, filters and answers.
    pub code: &'static str,
    /// The name in Chinese.
    pub zh: &'static str,
    /// The name in English.
    pub en: &'static str,
}

impl Label {
    /// A code and its names.
    pub const fn new(code: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self { code, zh, en }
    }

    /// The name in this language.
    pub const fn name(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

const DIRECTIONS: &[Label] =
    &[Label::new("import", "技术进口", "Technology import"), Label::new("export", "技术出口", "Technology export")];

const LEGAL_TYPES: &[Label] = &[
    Label::new("patent_transfer", "专利权转让", "Patent transfer"),
    Label::new("patent_application_transfer", "专利申请权转让", "Patent application transfer"),
    Label::new("patent_licence", "专利实施许可", "Patent licence"),
    Label::new("know_how_licence", "技术秘密许可", "Know-how licence"),
    Label::new("technical_service", "技术服务", "Technical service"),
    Label::new("other", "其他", "Other"),
];

const MODES: &[Label] = &[
    Label::new("patent", "专利技术", "Patented technology"),
    Label::new("know_how", "专有技术", "Know-how"),
    Label::new("consulting_service", "技术咨询、技术服务", "Consulting and service"),
    Label::new("software", "计算机软件", "Software"),
    Label::new("trademark", "商标许可", "Trademark licence"),
    Label::new("joint_production", "合资、合作生产", "Joint production"),
    Label::new("equipment", "成套设备、关键设备、生产线", "Equipment and production lines"),
    Label::new("other", "其他", "Other"),
];

const PAYMENT_MODES: &[Label] = &[
    Label::new("lump_sum", "一次总付", "Lump sum"),
    Label::new("instalments", "分期支付", "Instalments"),
    Label::new("royalty", "提成支付", "Royalty"),
    Label::new("entry_fee_and_royalty", "入门费加提成", "Entry fee and royalty"),
];

const OWNERSHIPS: &[Label] = &[
    Label::new("state", "国有", "State-owned"),
    Label::new("collective", "集体", "Collective"),
    Label::new("private", "民营", "Private"),
    Label::new("foreign_invested", "外商投资", "Foreign-invested"),
    Label::new("hmt_invested", "港澳台投资", "Invested from Hong Kong, Macao or Taiwan"),
    Label::new("other", "其他", "Other"),
];

const RELATED_PARTIES: &[Label] =
    &[Label::new("true", "关联企业间", "Related parties"), Label::new("false", "非关联企业间", "Unrelated parties")];

/// The labels of a dimension whose values are a closed set, in the order in which they are shown; none for open sets.
pub(crate) fn closed_set(dimension: Dimension) -> Box<dyn Iterator<Item = Label>> {
    let labels: &'static [Label] = match dimension {
        Dimension::Direction => DIRECTIONS,
        Dimension::LegalType => LEGAL_TYPES,
        Dimension::Mode => MODES,
        Dimension::PaymentMode => PAYMENT_MODES,
        Dimension::Ownership => OWNERSHIPS,
        Dimension::RelatedParties => RELATED_PARTIES,
        Dimension::AmountBand => return Box::new(AMOUNT_BANDS.iter().map(|band| band.label)),
        Dimension::StrategicField => {
            return Box::new(STRATEGIC_FIELDS.iter().map(|field| field.label));
        }
        Dimension::Month | Dimension::Year | Dimension::District | Dimension::Country | Dimension::Industry => &[],
    };
    Box::new(labels.iter().copied())
}
