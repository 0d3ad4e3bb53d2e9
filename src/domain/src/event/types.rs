//! Which entries of the journal are events, what each is about, and which of its facts are told.

use crate::filing::FilingStatus;
use crate::terms::terms;

terms! {
    /// What happened, by the name that its entry has in the journal.
    EventType {
        /// 新建申请
        FilingCreated = "filing.created",
        /// 删除草稿
        FilingDeleted = "filing.deleted",
        /// 上传材料
        AttachmentAdded = "attachment.added",
        /// 删除材料
        AttachmentRemoved = "attachment.removed",
        /// 提交
        FilingSubmitted = "filing.submitted",
        /// 领取: a reviewer works on it.
        FilingClaimed = "filing.claimed",
        /// 指派: a reviewer was given it.
        FilingAssigned = "filing.assigned",
        /// 放回: it waits for a reviewer again.
        FilingReleased = "filing.released",
        /// 来信: the desk or the company wrote.
        FilingMessaged = "filing.messaged",
        /// 退回补正
        FilingReturned = "filing.returned",
        /// 已提出审核意见; which is told with the decision.
        FilingRecommended = "filing.recommended",
        /// 准予登记: a contract was entered, amended or closed, or its certificate reissued.
        FilingRegistered = "filing.registered",
        /// 不予登记
        FilingRefused = "filing.refused",
        /// 转办
        FilingReferred = "filing.referred",
        /// 转办进展
        ReferralStep = "filing.referral_step",
        /// 转办办结
        ReferralClosed = "filing.referral_closed",
        /// 已撤回
        FilingWithdrawn = "filing.withdrawn",
        /// 逾期未补正，视为放弃
        FilingLapsed = "filing.lapsed",
        /// 登记证吊销
        CertificateRevoked = "certificate.revoked",
        /// 登记付款
        PaymentRecorded = "payment.recorded",
        /// 冲销付款
        PaymentReversed = "payment.reversed",
        /// 委托代理
        MandateGiven = "mandate.given",
        /// 委托终止
        MandateEnded = "mandate.ended",
        /// 发起数据核查
        VerificationOpened = "verification.open",
        /// 就检测结果发起数据核查
        VerificationAsked = "verification.ask",
        /// 企业答复
        VerificationAnswered = "verification.answer",
        /// 核查退回
        VerificationReturned = "verification.return",
        /// 核实无误
        VerificationConfirmed = "verification.confirm",
        /// 以变更登记更正
        VerificationCorrected = "verification.correct",
        /// 核查通报
        VerificationReported = "verification.report",
        /// 企业获准申报
        CompanyApproved = "company.approved",
        /// 企业资料变更
        CompanyChanged = "company.changed",
        /// 接入系统登记
        PartnerCreated = "partner.created",
        /// 接入系统变更: its name, scopes or contact.
        PartnerChanged = "partner.changed",
        /// 接入系统停用
        PartnerDisabled = "partner.disabled",
        /// 接入系统启用
        PartnerEnabled = "partner.enabled",
        /// 新增密钥
        SecretAdded = "partner_secret.added",
        /// 密钥作废
        SecretRevoked = "partner_secret.revoked",
        /// 推送地址停用: too many of its deliveries failed, or somebody stopped it.
        WebhookDisabled = "webhook.disabled",
    }
}

impl EventType {
    /// Where an application stands afterwards; none where that is not what changed.
    pub const fn status(self) -> Option<FilingStatus> {
        Some(match self {
            Self::FilingCreated => FilingStatus::Draft,
            Self::FilingSubmitted | Self::FilingReleased => FilingStatus::Submitted,
            Self::FilingClaimed | Self::FilingAssigned => FilingStatus::InReview,
            Self::FilingReturned => FilingStatus::Returned,
            Self::FilingRecommended => FilingStatus::Recommended,
            Self::FilingRegistered => FilingStatus::Registered,
            Self::FilingRefused => FilingStatus::Refused,
            Self::FilingReferred | Self::ReferralStep | Self::ReferralClosed => FilingStatus::Referred,
            Self::FilingWithdrawn => FilingStatus::Withdrawn,
            Self::FilingLapsed => FilingStatus::Lapsed,
            _ => return None,
        })
    }

    /// What the entry is about.
    pub const fn about(self) -> About {
        match self {
            Self::FilingCreated
            | Self::FilingDeleted
            | Self::AttachmentAdded
            | Self::AttachmentRemoved
            | Self::FilingSubmitted
            | Self::FilingClaimed
            | Self::FilingAssigned
            | Self::FilingReleased
            | Self::FilingMessaged
            | Self::FilingReturned
            | Self::FilingRecommended
            | Self::FilingRegistered
            | Self::FilingRefused
            | Self::FilingReferred
            | Self::ReferralStep
            | Self::ReferralClosed
            | Self::FilingWithdrawn
            | Self::FilingLapsed
            | Self::CertificateRevoked => About::Filing,
            Self::PaymentRecorded | Self::PaymentReversed => About::Contract,
            Self::MandateGiven | Self::MandateEnded => About::Mandate,
            Self::VerificationOpened
            | Self::VerificationAsked
            | Self::VerificationAnswered
            | Self::VerificationReturned
            | Self::VerificationConfirmed
            | Self::VerificationCorrected
            | Self::VerificationReported => About::VerificationCase,
            Self::CompanyApproved | Self::CompanyChanged => About::Company,
            Self::PartnerCreated
            | Self::PartnerChanged
            | Self::PartnerDisabled
            | Self::PartnerEnabled
            | Self::SecretAdded
            | Self::SecretRevoked
            | Self::WebhookDisabled => About::Partner,
        }
    }

    /// The facts of an entry that its company reads. Who reviews, what was recommended, and digests of what it cannot see are
    /// not among them.
    pub(super) const fn facts(self) -> &'static [&'static str] {
        match self {
            Self::FilingCreated => &["kind", "contract", "copied_from", "mandate"],
            Self::FilingSubmitted => &["submission", "digest", "kind", "contract_number", "answers", "mandate"],
            Self::AttachmentAdded => &["attachment", "kind", "sha256", "size", "mandate"],
            Self::AttachmentRemoved => &["attachment", "mandate"],
            Self::FilingMessaged => &["id", "side", "mandate"],
            Self::FilingReturned => &["submission", "items"],
            Self::FilingRegistered => &[
                "kind",
                "opinion",
                "contract",
                "contract_number",
                "version",
                "certificate",
                "changed",
                "settlement",
                "effect",
                "effective_on",
                "contract_status",
                "replaces",
            ],
            Self::FilingRefused => &["opinion", "grounds"],
            Self::FilingReferred => &["opinion"],
            Self::ReferralStep => &["step", "on", "reference", "route", "ip_review"],
            Self::ReferralClosed => &["outcome", "on", "reference", "opinion", "successor"],
            Self::FilingWithdrawn => &["reason", "mandate"],
            Self::FilingLapsed => &["days"],
            Self::CertificateRevoked => &["certificate", "contract", "reason"],
            Self::PaymentRecorded | Self::PaymentReversed => &["payment", "reverses"],
            Self::MandateGiven => &["scope", "kind", "contract", "ends_on"],
            Self::MandateEnded => &["by"],
            Self::VerificationOpened | Self::VerificationAsked => &["contract", "answer_due_on"],
            Self::FilingDeleted
            | Self::FilingClaimed
            | Self::FilingAssigned
            | Self::FilingReleased
            | Self::FilingRecommended
            | Self::VerificationAnswered
            | Self::VerificationReturned
            | Self::VerificationConfirmed
            | Self::VerificationCorrected
            | Self::VerificationReported
            | Self::CompanyApproved
            | Self::CompanyChanged
            | Self::PartnerCreated
            | Self::PartnerChanged
            | Self::PartnerDisabled
            | Self::PartnerEnabled
            | Self::SecretAdded
            | Self::SecretRevoked
            | Self::WebhookDisabled => &[],
        }
    }
}

/// What an event is about: whose id the subject of its entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// An application.
    Filing,
    /// A contract of the register.
    Contract,
    /// A mandate.
    Mandate,
    /// A case of data verification.
    VerificationCase,
    /// A company.
    Company,
    /// A third-party system, or something of its own; then the entry names it.
    Partner,
}
