//! An application (申请件): its kinds, states and papers, and the digest that its receipt proves.
//! What is being applied for is a [`crate::contract::ContractForm`].

pub mod digest;
pub mod request;
pub mod returns;
pub mod state;

use serde::{Deserialize, Serialize};

use crate::terms::terms;

pub use digest::{canonical_json, filing_digest};
pub use request::{ClosureEffect, ClosureForm, ReissueForm, RequestForm, SettlementForm};
pub use returns::{
    AnswerFault, AnswerKind, CorrectionAnswer, Filed, FiledChanges, FiledPaper, PaperChange, PaperFate, answer_faults,
};
pub use state::{IllegalAction, TRANSITIONS, allowed, is_terminal, next};

terms! {
    /// What is applied for.
    FilingKind {
        /// 登记: a contract enters the register.
        Registration = "registration",
        /// 变更: a registered item changes, or a later royalty base has formed (the Measures, Art. 7 and 12).
        Amendment = "amendment",
        /// 中止/解除 (the Regulation, Art. 21 and 40).
        Closure = "closure",
        /// 遗失补发 (the Measures, Art. 14).
        Reissue = "reissue",
    }
}

terms! {
    /// Where an application stands.
    FilingStatus {
        /// 草稿
        Draft = "draft",
        /// 已提交，待受理
        Submitted = "submitted",
        /// 审核中
        InReview = "in_review",
        /// 退回补正
        Returned = "returned",
        /// 已提出审核意见，待审定
        Recommended = "recommended",
        /// 准予登记
        Registered = "registered",
        /// 不予登记
        Refused = "refused",
        /// 转办 (restricted technology → the licence channel of the province)
        Referred = "referred",
        /// 已撤回
        Withdrawn = "withdrawn",
        /// 逾期未补正，视为放弃
        Lapsed = "lapsed",
    }
}

terms! {
    /// What someone does to an application.
    Action {
        /// 保存
        Save = "save",
        /// 上传或删除材料
        Attach = "attach",
        /// 提交
        Submit = "submit",
        /// 撤回
        Withdraw = "withdraw",
        /// 删除草稿
        Delete = "delete",
        /// 领取
        Claim = "claim",
        /// 指派 (by a desk's manager, to one of its reviewers)
        Assign = "assign",
        /// 放回
        Release = "release",
        /// 退回补正
        Return = "return",
        /// 提出审核意见
        Recommend = "recommend",
        /// 审定
        Decide = "decide",
        /// 转办
        Refer = "refer",
        /// 逾期失效 (by the timer, never by a person)
        Lapse = "lapse",
    }
}

terms! {
    /// What a reviewer recommends and an approver decides.
    Outcome {
        /// 准予登记
        Register = "register",
        /// 不予登记
        Refuse = "refuse",
    }
}

terms! {
    /// Why an item of an application was sent back.
    CorrectionType {
        /// 填报有误
        Incorrect = "incorrect",
        /// 材料不齐
        Incomplete = "incomplete",
    }
}

terms! {
    /// What a paper is.
    AttachmentKind {
        /// 登记申请书 (the Regulation, Art. 18 and 37)
        ApplicationForm = "application_form",
        /// 合同数据表
        DataSheet = "data_sheet",
        /// 合同副本
        ContractCopy = "contract_copy",
        /// 合同中文译本
        ContractTranslation = "contract_translation",
        /// 技术供方法律地位证明
        LegalStatusSupplier = "legal_status_supplier",
        /// 技术受方法律地位证明
        LegalStatusRecipient = "legal_status_recipient",
        /// 提成基准金额证明 (the Measures, Art. 7)
        RoyaltyBaseProof = "royalty_base_proof",
        /// 项目批准文件
        ProjectApproval = "project_approval",
        /// 不属于限制技术的说明
        UnrestrictedStatement = "unrestricted_statement",
        /// 代理委托书
        AgencyMandate = "agency_mandate",
        /// 合同变更协议 (the Measures, Art. 12)
        AmendmentAgreement = "amendment_agreement",
        /// 合同数据变更记录表 (the Measures, Art. 12)
        ChangeRecord = "change_record",
        /// 原登记证 (the Measures, Art. 13)
        RegistrationCertificate = "registration_certificate",
        /// 中止或解除的证明 (agreement, judgment, award)
        ClosureEvidence = "closure_evidence",
        /// 公开挂失的证明 (the Measures, Art. 14)
        LossNotice = "loss_notice",
        /// 有关部门出具的证明 (the Measures, Art. 14)
        DepartmentProof = "department_proof",
        /// 其他材料
        Other = "other",
    }
}

/// One thing to put right, about a field or about a paper. All of them are told at once (行政许可法 Art. 32).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Wrong, or missing.
    #[serde(rename = "type")]
    pub kind: CorrectionType,
    /// JSON pointer of the field (`/contract/…`, `/request/…`); null when the item is about a paper.
    #[serde(default)]
    pub pointer: Option<String>,
    /// The paper; null when the item is about a field.
    #[serde(default)]
    pub document: Option<AttachmentKind>,
    /// What to mend, in the reviewer's words.
    pub message: String,
    /// The reason of the library that it began with, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An item of a return, as the reviewer writes it: the same thing the company reads as a [`Correction`].
pub type ReturnItem = Correction;

impl Correction {
    /// Whether the item says what it is about (exactly one of field and paper) and what to do.
    pub fn is_complete(&self) -> bool {
        let of_form = |pointer: &str| ["/contract", "/request"].iter().any(|part| pointer.starts_with(part));
        let about_field = self.pointer.as_deref().is_some_and(of_form);
        let about_something =
            if self.pointer.is_some() { about_field && self.document.is_none() } else { self.document.is_some() };
        about_something && !self.message.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Correction;

    fn correction(json: &str) -> Correction {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn an_item_is_about_one_field_or_one_paper() {
        for (json, complete) in [
            (r#"{"type":"incorrect","pointer":"/contract/number","message":"号码与国别不符"}"#, true),
            (r#"{"type":"incomplete","document":"contract_copy","message":"缺签字页"}"#, true),
            (r#"{"type":"incorrect","pointer":"/request/settlement/base_amount","message":"与审计报告不符"}"#, true),
            (r#"{"type":"incomplete","message":"缺签字页"}"#, false),
            (r#"{"type":"incorrect","pointer":"/contract/number","document":"other","message":"x"}"#, false),
            (r#"{"type":"incorrect","pointer":"/status","message":"x"}"#, false),
            (r#"{"type":"incorrect","pointer":"/contract/number","message":" "}"#, false),
        ] {
            assert_eq!(correction(json).is_complete(), complete, "{json}");
        }
    }
}
