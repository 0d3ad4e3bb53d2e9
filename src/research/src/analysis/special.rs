//! The panels that no single question answers, and why one is not shown.

use domain::language::Language;

use super::PanelKind;
use super::panel::in_language;
use crate::{Dimension, Refusal};

/// A panel that no single question answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// Who brings which technology to which industry, since when, and whether they are established here.
    Suppliers,
    /// Of each strategic field: its first source, how much of it, how many sources and suppliers.
    Dependence,
    /// Patents by the year in which they expire.
    ExpiryWall,
    /// Patents by IPC subclass.
    PatentClasses,
    /// Patents by office.
    PatentOffices,
    /// Patents by country of the party abroad.
    PatentCountries,
    /// Patents by industry and by how soon they expire.
    ExpiryByIndustry,
    /// Patents by IPC subclass and office.
    ClassesByOffice,
    /// Items of returns by reason.
    ReturnReasons,
    /// Returns by month.
    ReturnsByMonth,
    /// Returns by desk.
    ReturnsByDesk,
}

impl Special {
    /// Its code, one in its analysis.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Suppliers => "suppliers",
            Self::Dependence => "dependence",
            Self::ExpiryWall => "expiry_wall",
            Self::PatentClasses => "patent_classes",
            Self::PatentOffices => "patent_offices",
            Self::PatentCountries => "patent_countries",
            Self::ExpiryByIndustry => "expiry_by_industry",
            Self::ClassesByOffice => "classes_by_office",
            Self::ReturnReasons => "return_reasons",
            Self::ReturnsByMonth => "returns_by_month",
            Self::ReturnsByDesk => "returns_by_desk",
        }
    }

    /// How it is shown first.
    pub const fn kind(self) -> PanelKind {
        match self {
            Self::Suppliers | Self::Dependence | Self::ReturnsByDesk => PanelKind::Table,
            Self::ExpiryByIndustry | Self::ClassesByOffice => PanelKind::Heat,
            Self::ReturnsByMonth => PanelKind::Line,
            Self::ExpiryWall
            | Self::PatentClasses
            | Self::PatentOffices
            | Self::PatentCountries
            | Self::ReturnReasons => PanelKind::Bar,
        }
    }

    /// The title that people read.
    pub const fn title(self, language: Language) -> &'static str {
        in_language(
            match self {
                Self::Suppliers => ["技术供方名单", "Suppliers of technology"],
                Self::Dependence => ["重点领域的来源集中度", "Dependence of strategic fields on their sources"],
                Self::ExpiryWall => ["专利到期分布", "Expiry wall"],
                Self::PatentClasses => ["按 IPC 小类", "By IPC subclass"],
                Self::PatentOffices => ["按专利受理局", "By patent office"],
                Self::PatentCountries => ["按境外方国家（地区）", "By country of the party abroad"],
                Self::ExpiryByIndustry => ["各行业的专利何时到期", "What expires when, by industry"],
                Self::ClassesByOffice => ["IPC 小类与受理局", "IPC subclasses and offices"],
                Self::ReturnReasons => ["退回原因", "Reasons for returns"],
                Self::ReturnsByMonth => ["按月退回", "Returns by month"],
                Self::ReturnsByDesk => ["各窗口退回", "Returns by desk"],
            },
            language,
        )
    }
}

/// Why a panel has no figures for this reader or under these filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The question was refused.
    Refused(Refusal),
    /// It names someone, or says what is not published.
    NotPublished,
    /// Published of a calendar year that is over, without filters.
    WholeYearOnly,
    /// It cannot be narrowed by this.
    NoFilter(Dimension),
}

impl Note {
    /// In words.
    pub fn message(self, language: Language) -> String {
        match (self, language) {
            (Self::Refused(refusal), _) => refusal.message(language),
            (Self::NotPublished, Language::Zh) => "该部分不对外公布。".to_owned(),
            (Self::NotPublished, Language::En) => "This part is not published.".to_owned(),
            (Self::WholeYearOnly, Language::Zh) => "该部分仅按已结束的单个自然年公布，不支持筛选。".to_owned(),
            (Self::WholeYearOnly, Language::En) => {
                "This part is published of one calendar year that is over, without filters.".to_owned()
            }
            (Self::NoFilter(dimension), Language::Zh) => {
                format!("该部分不能按“{}”筛选。", dimension.name(language))
            }
            (Self::NoFilter(dimension), Language::En) => {
                format!("This part cannot be filtered by {}.", dimension.name(language).to_lowercase())
            }
        }
    }
}
