//! Data verification (核查、退回、通报): a question about what is registered, put to the company, until it is settled.

use crate::terms::terms;

terms! {
    /// Where a case stands.
    VerificationStatus {
        /// 待处理: a detector found something odd; the desk asks the company or dismisses it. Nobody outside knows of it.
        Proposed = "proposed",
        /// 核查中: the company is asked.
        Asked = "asked",
        /// 企业已答复
        Answered = "answered",
        /// 核实无误
        Confirmed = "confirmed",
        /// 已更正: by an amendment.
        Corrected = "corrected",
        /// 已通报
        Reported = "reported",
    }
}

terms! {
    /// Where a case comes from.
    VerificationOrigin {
        /// A reviewer.
        Desk = "desk",
        /// The data research centre.
        Research = "research",
        /// A spot check.
        Inspection = "inspection",
    }
}

terms! {
    /// What is done with a case.
    VerificationStep {
        /// 发起核查
        Open = "open",
        /// 向企业发起核查: of what was proposed.
        Ask = "ask",
        /// 不予核查: what was proposed is as it ought to be.
        Dismiss = "dismiss",
        /// 企业答复
        Answer = "answer",
        /// 退回: the answer does not settle it.
        Return = "return",
        /// 核实无误
        Confirm = "confirm",
        /// 以变更登记更正
        Correct = "correct",
        /// 通报
        Report = "report",
    }
}

/// Every legal step: from, by, to. Opening has no state before it, and neither has what a detector proposes.
pub const STEPS: &[(VerificationStatus, VerificationStep, VerificationStatus)] = &[
    (VerificationStatus::Proposed, VerificationStep::Ask, VerificationStatus::Asked),
    (VerificationStatus::Proposed, VerificationStep::Dismiss, VerificationStatus::Confirmed),
    (VerificationStatus::Asked, VerificationStep::Answer, VerificationStatus::Answered),
    (VerificationStatus::Asked, VerificationStep::Confirm, VerificationStatus::Confirmed),
    (VerificationStatus::Asked, VerificationStep::Correct, VerificationStatus::Corrected),
    (VerificationStatus::Asked, VerificationStep::Report, VerificationStatus::Reported),
    (VerificationStatus::Answered, VerificationStep::Return, VerificationStatus::Asked),
    (VerificationStatus::Answered, VerificationStep::Confirm, VerificationStatus::Confirmed),
    (VerificationStatus::Answered, VerificationStep::Correct, VerificationStatus::Corrected),
    (VerificationStatus::Answered, VerificationStep::Report, VerificationStatus::Reported),
];

/// Where a step leads, if it exists in this state.
pub fn next(status: VerificationStatus, step: VerificationStep) -> Option<VerificationStatus> {
    STEPS.iter().find(|(from, by, _)| (*from, *by) == (status, step)).map(|(_, _, to)| *to)
}

/// The steps that exist in this state.
pub fn offered(status: VerificationStatus) -> impl Iterator<Item = VerificationStep> {
    STEPS.iter().filter(move |(from, _, _)| *from == status).map(|(_, by, _)| *by)
}

impl VerificationStatus {
    /// Whether nothing more happens.
    pub fn is_closed(self) -> bool {
        offered(self).next().is_none()
    }
}

impl VerificationStep {
    /// Whether the company takes it; the others are the centre's.
    pub const fn is_the_companys(self) -> bool {
        matches!(self, Self::Answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_settled_case_stays_settled_and_every_state_is_reached() {
        for status in VerificationStatus::ALL {
            let first = [VerificationStatus::Proposed, VerificationStatus::Asked].contains(status);
            let reached = first || STEPS.iter().any(|(_, _, to)| to == status);
            assert!(reached, "{status:?}");
        }
        assert!(VerificationStatus::ALL.iter().filter(|status| status.is_closed()).count() == 3);
        assert_eq!(next(VerificationStatus::Confirmed, VerificationStep::Return), None);
        assert_eq!(next(VerificationStatus::Asked, VerificationStep::Return), None, "nothing was answered yet");
        for step in [VerificationStep::Answer, VerificationStep::Report, VerificationStep::Correct] {
            assert_eq!(next(VerificationStatus::Proposed, step), None, "nobody was asked yet");
        }
    }
}
