//! What kind of user someone is, and what that kind may do at all. Whose object it is, is decided elsewhere.

use crate::terms::terms;

terms! {
    /// The role of a user; each user has exactly one, so that no one holds two administrators' powers
    /// (GB/T 22239-2019: system, security and audit administration are separate posts).
    Role {
        /// 企业用户
        Company = "company",
        /// 受理审核人
        Reviewer = "reviewer",
        /// 审定人
        Approver = "approver",
        /// 席位负责人
        DeskManager = "desk_manager",
        /// 数据研究人员
        Researcher = "researcher",
        /// 系统管理员
        SystemAdmin = "system_admin",
        /// 安全管理员
        SecurityAdmin = "security_admin",
        /// 审计管理员
        AuditAdmin = "audit_admin",
    }
}

impl Role {
    /// Everyone who is not a company's user.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Company)
    }

    /// May claim, return, refer and recommend.
    pub const fn may_review(self) -> bool {
        matches!(self, Self::Reviewer | Self::Approver | Self::DeskManager)
    }

    /// May decide what another person recommended.
    pub const fn may_decide(self) -> bool {
        matches!(self, Self::Approver | Self::DeskManager)
    }

    /// May question the register as a whole.
    pub const fn may_research(self) -> bool {
        matches!(self, Self::Researcher | Self::Approver | Self::DeskManager | Self::Reviewer)
    }

    /// May approve a company's sign-up.
    pub const fn may_approve_companies(self) -> bool {
        matches!(self, Self::Approver | Self::DeskManager)
    }

    /// May admit the systems of public bodies, and take any system out of use.
    pub const fn may_admit_systems(self) -> bool {
        matches!(self, Self::SecurityAdmin)
    }

    /// May see whether the register holds, have it checked, and is told when it does not.
    pub const fn may_oversee(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::AuditAdmin)
    }

    /// May read the journal.
    pub const fn may_audit(self) -> bool {
        matches!(self, Self::AuditAdmin)
    }

    /// One of the three administrators.
    pub const fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn administrators_run_the_house_and_touch_no_filing() {
        for role in Role::ALL.iter().filter(|role| role.is_administrator()) {
            assert!(role.is_staff());
            assert!(!role.may_review() && !role.may_decide() && !role.may_research() && !role.may_approve_companies());
        }
    }

    #[test]
    fn a_company_has_no_power_of_the_staff() {
        let role = Role::Company;
        assert!(!role.is_staff() && !role.may_review() && !role.may_decide() && !role.may_research());
        assert!(!role.may_approve_companies() && !role.may_admit_systems() && !role.is_administrator());
    }

    #[test]
    fn whoever_decides_can_also_review() {
        assert!(Role::ALL.iter().all(|role| !role.may_decide() || role.may_review()));
    }
}
