//! The guide (我要办什么、需要什么材料): a few questions, one at a time, lead to the kind of application with its papers and a
//! begun draft, or to the authority that the matter belongs to. Triage after the Regulation, Art. 2, 8 to 16, 28 to 35 and 42,
//! and the Measures, Art. 4, 5, 7, 14 and 16; what is said of each destination is data ([`crate::reference::GuideWords`]).

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::checks::{DocumentNeed, document_needs};
use crate::contract::{ContractForm, Direction, LegalType, PaymentForm, PaymentMode};
use crate::filing::{ClosureEffect, ClosureForm, FilingKind, ReissueForm, RequestForm, SettlementForm};
use crate::reference::ReferenceData;
use crate::terms::terms;

terms! {
    /// What someone has come for.
    Task {
        /// 新签合同登记
        Registration = "registration",
        /// 已登记的合同有变更
        Amendment = "amendment",
        /// 形成新一期提成基准金额
        Settlement = "settlement",
        /// 合同中止、解除或恢复履行
        Closure = "closure",
        /// 登记证遗失
        Reissue = "reissue",
    }
}

terms! {
    /// What may be special about the technology.
    Concern {
        /// 一般技术
        None = "none",
        /// 属于禁止目录
        Prohibited = "prohibited",
        /// 属于限制目录
        Restricted = "restricted",
        /// 两用物项、核、军品
        DualUse = "dual_use",
        /// 涉及国家秘密
        StateSecret = "state_secret",
        /// 不确定
        Unsure = "unsure",
    }
}

terms! {
    /// Whose project an import belongs to.
    Project {
        /// 不属于经批准的项目
        None = "none",
        /// 国务院或其投资主管部门批准
        StateCouncil = "state_council",
        /// 其他机关批准
        Other = "other",
    }
}

terms! {
    /// A question of the guide.
    Question {
        /// 要办什么
        Task = "task",
        /// 是否一方在境内、一方在境外
        CrossBorder = "cross_border",
        /// 境内一方是否在苏州
        Local = "local",
        /// 进口还是出口
        Direction = "direction",
        /// 技术有无特殊情况
        Concern = "concern",
        /// 是否属于经批准的项目
        Project = "project",
        /// 是否作为设立外商投资企业的出资
        CapitalContribution = "capital_contribution",
        /// 合同类型
        LegalType = "legal_type",
        /// 支付方式
        PaymentMode = "payment_mode",
        /// 是否外文合同
        ForeignLanguage = "foreign_language",
        /// 中止、解除还是恢复
        Effect = "effect",
    }
}

terms! {
    /// Where a matter belongs.
    Destination {
        /// 在此登记
        Registration = "registration",
        /// 在此变更
        Amendment = "amendment",
        /// 在此办理提成结算
        Settlement = "settlement",
        /// 在此备案
        Closure = "closure",
        /// 在此补发
        Reissue = "reissue",
        /// 不需要登记
        NotNeeded = "not_needed",
        /// 企业所在地的主管部门
        OtherCity = "other_city",
        /// 不得进出口
        Prohibited = "prohibited",
        /// 省级许可渠道
        ProvincialLicence = "provincial_licence",
        /// 出口管制
        ExportControl = "export_control",
        /// 保密审查
        SecrecyReview = "secrecy_review",
        /// 商务部
        Ministry = "ministry",
        /// 外商投资渠道
        ForeignInvestment = "foreign_investment",
    }
}

/// The answers given so far; those to questions that do not arise are not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct GuideAnswers {
    /// What they have come for.
    pub task: Option<Task>,
    /// Whether one party is in the mainland and one is not.
    pub cross_border: Option<bool>,
    /// Whether the party in the mainland is in Suzhou.
    pub local: Option<bool>,
    /// Import or export.
    pub direction: Option<Direction>,
    /// What is special about the technology.
    pub concern: Option<Concern>,
    /// Whose project it belongs to.
    pub project: Option<Project>,
    /// Whether it is capital contributed when a foreign-invested company was founded.
    pub capital_contribution: Option<bool>,
    /// Legal type.
    pub legal_type: Option<LegalType>,
    /// How it is paid.
    pub payment_mode: Option<PaymentMode>,
    /// Whether the contract, or the agreement that amends it, is in a foreign language.
    pub foreign_language: Option<bool>,
    /// What becomes of the contract.
    pub effect: Option<ClosureEffect>,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// This is to be answered.
    Ask(Question),
    /// Nothing more needs to be known.
    Go(Destination),
}

/// The first question that is open, or where the answers lead.
pub fn step(answers: &GuideAnswers) -> Step {
    use Destination as To;
    let Some(task) = answers.task else { return Step::Ask(Question::Task) };
    match task {
        Task::Registration => registration(answers),
        Task::Amendment if answers.foreign_language.is_none() => Step::Ask(Question::ForeignLanguage),
        Task::Amendment => Step::Go(To::Amendment),
        Task::Settlement => Step::Go(To::Settlement),
        Task::Closure if answers.effect.is_none() => Step::Ask(Question::Effect),
        Task::Closure => Step::Go(To::Closure),
        Task::Reissue => Step::Go(To::Reissue),
    }
}

fn registration(answers: &GuideAnswers) -> Step {
    use Destination as To;
    match answers.cross_border {
        None => return Step::Ask(Question::CrossBorder),
        Some(false) => return Step::Go(To::NotNeeded),
        Some(true) => {}
    }
    let Some(direction) = answers.direction else { return Step::Ask(Question::Direction) };
    let export = direction == Direction::Export;
    match answers.concern {
        None => return Step::Ask(Question::Concern),
        Some(Concern::Prohibited) => return Step::Go(To::Prohibited),
        Some(Concern::StateSecret) if export => return Step::Go(To::SecrecyReview),
        Some(Concern::DualUse) if export => return Step::Go(To::ExportControl),
        Some(Concern::Restricted) => return Step::Go(To::ProvincialLicence),
        Some(Concern::None | Concern::Unsure | Concern::StateSecret | Concern::DualUse) => {}
    }
    if !export {
        match answers.project {
            None => return Step::Ask(Question::Project),
            Some(Project::StateCouncil) => return Step::Go(To::Ministry),
            Some(Project::None | Project::Other) => {}
        }
        match answers.capital_contribution {
            None => return Step::Ask(Question::CapitalContribution),
            Some(true) => return Step::Go(To::ForeignInvestment),
            Some(false) => {}
        }
    }
    match answers.local {
        None => Step::Ask(Question::Local),
        Some(false) => Step::Go(To::OtherCity),
        Some(true) if answers.legal_type.is_none() => Step::Ask(Question::LegalType),
        Some(true) if answers.payment_mode.is_none() => Step::Ask(Question::PaymentMode),
        Some(true) if answers.foreign_language.is_none() => Step::Ask(Question::ForeignLanguage),
        Some(true) => Step::Go(To::Registration),
    }
}

impl Question {
    /// What may be answered, as codes; yes and no where it is one of those.
    pub fn options(self) -> Vec<&'static str> {
        fn codes<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|one| code(*one)).collect()
        }
        match self {
            Self::Task => codes(Task::ALL, Task::code),
            Self::Direction => codes(Direction::ALL, Direction::code),
            Self::Concern => codes(Concern::ALL, Concern::code),
            Self::Project => codes(Project::ALL, Project::code),
            Self::LegalType => codes(LegalType::ALL, LegalType::code),
            Self::PaymentMode => codes(PaymentMode::ALL, PaymentMode::code),
            Self::Effect => codes(ClosureEffect::ALL, ClosureEffect::code),
            Self::CrossBorder | Self::Local | Self::CapitalContribution | Self::ForeignLanguage => vec!["yes", "no"],
        }
    }
}

/// What is begun here: the kind of application, with what the answers already say.
#[derive(Debug, Clone, PartialEq)]
pub struct Beginning {
    /// The kind.
    pub kind: FilingKind,
    /// The contract as far as it is known; for a registered contract the register has the rest.
    pub contract: ContractForm,
    /// What is asked for besides.
    pub request: RequestForm,
}

/// What a destination begins in this portal; none where another authority is the right one.
pub fn beginning(destination: Destination, answers: &GuideAnswers) -> Option<Beginning> {
    let begin = |kind, request| Some(Beginning { kind, contract: ContractForm::default(), request });
    match destination {
        Destination::Registration => {
            let contract = ContractForm {
                direction: answers.direction,
                legal_type: answers.legal_type,
                payment: answers.payment_mode.map(|mode| PaymentForm { mode: Some(mode), ..PaymentForm::default() }),
                ..ContractForm::default()
            };
            Some(Beginning { kind: FilingKind::Registration, contract, request: RequestForm::default() })
        }
        Destination::Amendment => begin(FilingKind::Amendment, RequestForm::default()),
        Destination::Settlement => begin(
            FilingKind::Amendment,
            RequestForm { settlement: Some(SettlementForm::default()), ..RequestForm::default() },
        ),
        Destination::Closure => {
            let closure = Some(ClosureForm { effect: answers.effect, ..ClosureForm::default() });
            begin(FilingKind::Closure, RequestForm { closure, ..RequestForm::default() })
        }
        Destination::Reissue => {
            let reissue = Some(ReissueForm::default());
            begin(FilingKind::Reissue, RequestForm { reissue, ..RequestForm::default() })
        }
        _ => None,
    }
}

/// The papers that it will need: the same table, read by the same function as the checks'.
pub fn papers(beginning: &Beginning, answers: &GuideAnswers, reference: &ReferenceData) -> Vec<DocumentNeed> {
    let mut form = beginning.contract.clone();
    if answers.foreign_language == Some(true) {
        form.name_original = Some("another language".to_owned());
    }
    document_needs(&form, beginning.kind, &beginning.request, reference, &[], false)
}

#[cfg(test)]
#[path = "guide_tests.rs"]
mod tests;
