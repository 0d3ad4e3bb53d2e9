//! Mandates (委托代理): what a company lets an agent do in its name, and until when.
//!
//! A mandate names the agent, what it is about, and its term (《民法典》 Art. 165). It ends with its term, when the company takes
//! it back, and when the agent lays it down (Art. 173). An agent does not pass it on (Art. 169): only the agent's own users act.

use chrono::NaiveDate;
use serde::Serialize;

use crate::filing::FilingKind;
use crate::ids::{CompanyId, ContractId, MandateId};

/// What a mandate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MandateScope {
    /// 全部申请
    All,
    /// 某一类申请
    Kind(FilingKind),
    /// 某一份已登记合同
    Contract(ContractId),
}

impl MandateScope {
    /// Whether an application of this kind, about this contract of the register, is covered.
    pub fn covers(self, kind: FilingKind, contract: Option<ContractId>) -> bool {
        match self {
            Self::All => true,
            Self::Kind(covered) => covered == kind,
            Self::Contract(covered) => contract == Some(covered),
        }
    }

    /// Whether the contract itself may be read: who is to change, close or reissue contracts must see what is registered,
    /// while an agent for registrations sees what it filed.
    pub fn shows_contract(self, contract: ContractId) -> bool {
        match self {
            Self::All => true,
            Self::Kind(kind) => kind != FilingKind::Registration,
            Self::Contract(covered) => contract == covered,
        }
    }

    /// `all`, `kind` or `contract`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Kind(_) => "kind",
            Self::Contract(_) => "contract",
        }
    }
}

/// A mandate that an agent's user holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// Which.
    pub id: MandateId,
    /// Whose filings: the company that gave it.
    pub company: CompanyId,
    /// What it is about.
    pub scope: MandateScope,
}

/// Where a mandate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MandateStatus {
    /// The agent may act.
    Live,
    /// Its term is over.
    Expired,
    /// Taken back by the company, or laid down by the agent.
    Ended,
}

/// Where a mandate stands on a day, in Shanghai; its last day still counts (Art. 173, 1 and 2).
pub fn standing(ends_on: NaiveDate, ended: bool, today: NaiveDate) -> MandateStatus {
    if ended {
        MandateStatus::Ended
    } else if today > ends_on {
        MandateStatus::Expired
    } else {
        MandateStatus::Live
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ONE: &str = "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f";
    const OTHER: &str = "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60";

    fn contract(text: &str) -> ContractId {
        ContractId::parse(text).unwrap()
    }

    #[test]
    fn each_scope_covers_what_it_names() {
        let (one, other) = (contract(ONE), contract(OTHER));
        let about_one = MandateScope::Contract(one);
        let amendments = MandateScope::Kind(FilingKind::Amendment);
        let table = [
            (MandateScope::All, FilingKind::Registration, None, true),
            (MandateScope::All, FilingKind::Closure, Some(one), true),
            (amendments, FilingKind::Amendment, Some(one), true),
            (amendments, FilingKind::Registration, None, false),
            (amendments, FilingKind::Closure, Some(one), false),
            (about_one, FilingKind::Amendment, Some(one), true),
            (about_one, FilingKind::Reissue, Some(one), true),
            (about_one, FilingKind::Amendment, Some(other), false),
            (about_one, FilingKind::Registration, None, false),
        ];
        for (scope, kind, about, covered) in table {
            assert_eq!(scope.covers(kind, about), covered, "{scope:?} {kind:?} {about:?}");
        }
    }

    #[test]
    fn an_agent_for_registrations_sees_no_contract_of_the_register() {
        let (one, other) = (contract(ONE), contract(OTHER));
        assert!(MandateScope::All.shows_contract(one));
        assert!(!MandateScope::Kind(FilingKind::Registration).shows_contract(one));
        assert!(MandateScope::Kind(FilingKind::Reissue).shows_contract(one));
        assert!(MandateScope::Contract(one).shows_contract(one) && !MandateScope::Contract(one).shows_contract(other));
    }

    #[test]
    fn the_last_day_still_counts_and_an_ended_mandate_stays_ended() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let last = day("2026-12-31");
        assert_eq!(standing(last, false, last), MandateStatus::Live);
        assert_eq!(standing(last, false, day("2027-01-01")), MandateStatus::Expired);
        assert_eq!(standing(last, true, day("2026-01-01")), MandateStatus::Ended);
        assert_eq!(standing(last, true, day("2027-01-01")), MandateStatus::Ended);
    }

    proptest! {
        #[test]
        fn a_narrower_scope_never_covers_what_all_does_not(kind in proptest::sample::select(FilingKind::ALL), named in any::<bool>()) {
            let about = named.then(|| contract(ONE));
            for scope in [MandateScope::Kind(kind), MandateScope::Contract(contract(ONE))] {
                prop_assert!(!scope.covers(kind, about) || MandateScope::All.covers(kind, about));
            }
        }
    }
}
