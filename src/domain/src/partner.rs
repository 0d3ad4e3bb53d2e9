//! Third-party systems (OAuth clients): on whose side one stands, and what it may be let do.

use crate::terms::terms;

terms! {
    /// A public body whose systems ask the portal.
    PublicBody {
        /// 银行
        Bank = "bank",
        /// 税务机关
        Tax = "tax",
        /// 海关
        Customs = "customs",
        /// 外汇管理机关
        ForeignExchange = "foreign_exchange",
        /// 商务主管部门
        Commerce = "commerce",
        /// 国际贸易单一窗口
        SingleWindow = "single_window",
    }
}

terms! {
    /// Who took a client out of use; whoever did lets it in again.
    DisabledBy {
        /// 企业自行停用
        Company = "company",
        /// 中心停用
        Centre = "centre",
    }
}

terms! {
    /// What became of a use.
    UseOutcome {
        /// It was let in.
        Ok = "ok",
        /// The client or its token lacks the right.
        Refused = "refused",
        /// It came too often.
        Throttled = "throttled",
    }
}

terms! {
    /// What a client may be let do: one resource, one verb.
    Scope {
        /// See what a bank compares with a payment when verifying.
        CertificatesVerify = "certificates:verify",
        /// Follow what changes of what the client may see.
        ChangesRead = "changes:read",
        /// Read registered contracts and their certificates.
        ContractsRead = "contracts:read",
        /// Read registered contracts as exchange files.
        ExchangeRead = "exchange:read",
        /// Compare a counterpart's file with the register.
        ExchangeWrite = "exchange:write",
        /// Read the company's applications.
        FilingsRead = "filings:read",
        /// Write them.
        FilingsWrite = "filings:write",
        /// Read the payments that one has recorded.
        PaymentsRead = "payments:read",
        /// Record payments under certificates.
        PaymentsWrite = "payments:write",
        /// Read figures.
        ResearchRead = "research:read",
        /// Read one's webhooks and their deliveries.
        WebhooksRead = "webhooks:read",
        /// Set webhooks up and send them again.
        WebhooksWrite = "webhooks:write",
    }
}

impl Scope {
    /// Whether whoever was granted this may do what `other` names: itself, and what it covered before that had a name of its own.
    pub fn implies(self, other: Self) -> bool {
        self == other
            || matches!(
                (self, other),
                (Self::FilingsRead, Self::ContractsRead) | (Self::PaymentsWrite, Self::PaymentsRead)
            )
    }
}

/// On whose side a client stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// A company's, for which it files.
    Company,
    /// A public body's.
    Body(PublicBody),
    /// Nobody's in particular: admitted by the operator, before clients were bound.
    None,
}

/// What a client on this side may be granted by those who look after it. The operator's console is not bound by it.
pub const fn grantable(binding: Binding) -> &'static [Scope] {
    use Scope::{
        CertificatesVerify, ChangesRead, ContractsRead, ExchangeRead, ExchangeWrite, FilingsRead, FilingsWrite,
        PaymentsRead, PaymentsWrite, ResearchRead, WebhooksRead, WebhooksWrite,
    };
    match binding {
        Binding::Company => &[FilingsRead, FilingsWrite, ContractsRead, ChangesRead, WebhooksRead, WebhooksWrite],
        Binding::Body(PublicBody::Bank) => {
            &[CertificatesVerify, PaymentsRead, PaymentsWrite, ChangesRead, WebhooksRead, WebhooksWrite]
        }
        Binding::Body(PublicBody::Tax | PublicBody::Customs | PublicBody::Commerce) => {
            &[CertificatesVerify, ResearchRead, ExchangeRead, ExchangeWrite, ChangesRead, WebhooksRead, WebhooksWrite]
        }
        Binding::Body(PublicBody::ForeignExchange) => {
            &[CertificatesVerify, ResearchRead, ChangesRead, WebhooksRead, WebhooksWrite]
        }
        Binding::Body(PublicBody::SingleWindow) => &[CertificatesVerify, ChangesRead, WebhooksRead, WebhooksWrite],
        Binding::None => &[
            CertificatesVerify,
            PaymentsRead,
            PaymentsWrite,
            ResearchRead,
            ExchangeRead,
            ExchangeWrite,
            ChangesRead,
            WebhooksRead,
            WebhooksWrite,
        ],
    }
}

/// Secrets that a client has at once: the one in use, and the one that takes its place.
pub const MOST_SECRETS: usize = 2;

#[cfg(test)]
mod tests {
    use super::{Binding, PublicBody, Scope, grantable};

    #[test]
    fn a_scope_implies_itself_and_what_it_used_to_cover() {
        for scope in Scope::ALL {
            let implied: Vec<&str> =
                Scope::ALL.iter().filter(|other| scope.implies(**other)).map(|other| other.code()).collect();
            let expected: &[&str] = match scope {
                Scope::FilingsRead => &["contracts:read", "filings:read"],
                Scope::PaymentsWrite => &["payments:read", "payments:write"],
                other => &[other.code()],
            };
            assert_eq!(implied, expected, "{}", scope.code());
        }
    }

    fn bindings() -> impl Iterator<Item = Binding> {
        [Binding::Company, Binding::None].into_iter().chain(PublicBody::ALL.iter().map(|body| Binding::Body(*body)))
    }

    #[test]
    fn only_a_company_files_and_it_learns_nothing_of_others() {
        for binding in bindings() {
            let granted = grantable(binding);
            let files = granted.contains(&Scope::FilingsWrite);
            assert_eq!(files, binding == Binding::Company, "{binding:?}");
            if files {
                for foreign in
                    [Scope::CertificatesVerify, Scope::ResearchRead, Scope::PaymentsWrite, Scope::ExchangeRead]
                {
                    assert!(!granted.contains(&foreign), "{binding:?} {}", foreign.code());
                }
            }
        }
    }

    #[test]
    fn payments_are_recorded_by_banks_and_each_scope_is_granted_to_someone() {
        let bodies =
            PublicBody::ALL.iter().filter(|body| grantable(Binding::Body(**body)).contains(&Scope::PaymentsWrite));
        assert_eq!(bodies.collect::<Vec<_>>(), [&PublicBody::Bank]);
        for scope in Scope::ALL {
            assert!(bindings().any(|binding| grantable(binding).contains(scope)), "{}", scope.code());
        }
    }
}
