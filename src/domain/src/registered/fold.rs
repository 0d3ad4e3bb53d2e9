//! The entry of the register as the fold of the applications that were registered for it: versions, status, certificates,
//! settled royalty bases. Whatever stores an entry must agree with this.

use chrono::NaiveDate;
use thiserror::Error;

use crate::contract::ContractForm;
use crate::filing::{ClosureEffect, FilingKind, RequestForm, SettlementForm};
use crate::terms::terms;

terms! {
    /// How a contract of the register stands.
    ContractStatus {
        /// 履行中
        InForce = "in_force",
        /// 已中止
        Suspended = "suspended",
        /// 已解除
        Terminated = "terminated",
    }
}

/// Every closure there is: from, by, to. Nothing follows a termination.
pub const CLOSURES: &[(ContractStatus, ClosureEffect, ContractStatus)] = &[
    (ContractStatus::InForce, ClosureEffect::Suspension, ContractStatus::Suspended),
    (ContractStatus::InForce, ClosureEffect::Termination, ContractStatus::Terminated),
    (ContractStatus::Suspended, ClosureEffect::Resumption, ContractStatus::InForce),
    (ContractStatus::Suspended, ClosureEffect::Termination, ContractStatus::Terminated),
];

impl ContractStatus {
    /// What the contract becomes by a closure; none when that closure does not follow from this status.
    pub fn after(self, effect: ClosureEffect) -> Option<Self> {
        CLOSURES.iter().find(|(from, by, _)| *from == self && *by == effect).map(|(_, _, to)| *to)
    }
}

/// An application that was registered, as far as the register keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisteredFiling {
    /// What was applied for.
    pub kind: FilingKind,
    /// The contract as registered.
    pub contract: ContractForm,
    /// What was asked for besides.
    pub request: RequestForm,
    /// The certificate that was issued; none for a closure.
    pub certificate: Option<String>,
}

/// A certificate of the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedCertificate {
    /// Its number.
    pub number: String,
    /// The version that it certifies.
    pub version: i32,
    /// Whether no later one has taken its place.
    pub stands: bool,
}

/// An entry of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Whether it is in force.
    pub status: ContractStatus,
    /// Since when it is suspended or terminated, or has been resumed.
    pub closed_on: Option<NaiveDate>,
    /// Its versions, oldest first.
    pub versions: Vec<ContractForm>,
    /// The later royalty bases, in order, with the version that settled each.
    pub settlements: Vec<(i32, SettlementForm)>,
    /// Its certificates, oldest first.
    pub certificates: Vec<FoldedCertificate>,
}

/// An application that the register cannot have taken in this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Misfit {
    /// The first is no registration, or a later one is.
    #[error("an entry begins with a registration, and has one only")]
    Registration,
    /// The closure does not follow from the status.
    #[error("the closure does not follow from the contract's status")]
    Closure,
    /// A certificate is missing, or there is one that nobody asked for.
    #[error("a version and a reissue come with a certificate, a closure does not")]
    Certificate,
}

/// The entry that these applications make, in the order in which they were registered; none from none.
pub fn fold(filings: &[RegisteredFiling]) -> Result<Option<Entry>, Misfit> {
    filings.iter().try_fold(None, |entry, filing| apply(entry, filing).map(Some))
}

fn apply(entry: Option<Entry>, filing: &RegisteredFiling) -> Result<Entry, Misfit> {
    match (filing.kind, entry) {
        (FilingKind::Registration, None) => {
            let entry = Entry {
                status: ContractStatus::InForce,
                closed_on: None,
                versions: vec![filing.contract.clone()],
                settlements: Vec::new(),
                certificates: Vec::new(),
            };
            entry.certified(filing)
        }
        (FilingKind::Amendment, Some(mut entry)) => {
            entry.versions.push(filing.contract.clone());
            let version = entry.version();
            entry.settlements.extend(filing.request.settlement.clone().map(|settlement| (version, settlement)));
            entry.certified(filing)
        }
        (FilingKind::Reissue, Some(entry)) => entry.certified(filing),
        (FilingKind::Closure, Some(mut entry)) => {
            let closure = filing.request.closure.as_ref().ok_or(Misfit::Closure)?;
            let effect = closure.effect.ok_or(Misfit::Closure)?;
            entry.status = entry.status.after(effect).ok_or(Misfit::Closure)?;
            entry.closed_on = closure.effective_on;
            if filing.certificate.is_some() { Err(Misfit::Certificate) } else { Ok(entry) }
        }
        _ => Err(Misfit::Registration),
    }
}

impl Entry {
    /// The number of the version in force.
    pub fn version(&self) -> i32 {
        i32::try_from(self.versions.len()).unwrap_or(i32::MAX)
    }

    fn certified(mut self, filing: &RegisteredFiling) -> Result<Self, Misfit> {
        let number = filing.certificate.clone().ok_or(Misfit::Certificate)?;
        for earlier in &mut self.certificates {
            earlier.stands = false;
        }
        let version = self.version();
        self.certificates.push(FoldedCertificate { number, version, stands: true });
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::filing::ClosureForm;

    fn filing(kind: FilingKind, number: usize) -> RegisteredFiling {
        RegisteredFiling {
            kind,
            contract: ContractForm { name: Some(format!("合同 {number}")), ..ContractForm::default() },
            request: RequestForm::default(),
            certificate: (kind != FilingKind::Closure).then(|| format!("SZ-{number}")),
        }
    }

    fn closure(effect: ClosureEffect, number: usize) -> RegisteredFiling {
        let closure = Some(ClosureForm { effect: Some(effect), effective_on: None });
        RegisteredFiling {
            request: RequestForm { closure, ..RequestForm::default() },
            ..filing(FilingKind::Closure, number)
        }
    }

    #[test]
    fn an_amendment_makes_a_version_a_reissue_only_a_certificate_a_closure_neither() {
        let mut settled = filing(FilingKind::Amendment, 4);
        settled.request.settlement =
            Some(SettlementForm { base_amount: Some("100.00".into()), ..SettlementForm::default() });
        let entry = fold(&[
            filing(FilingKind::Registration, 1),
            filing(FilingKind::Amendment, 2),
            filing(FilingKind::Reissue, 3),
            settled,
            closure(ClosureEffect::Suspension, 5),
        ])
        .unwrap()
        .unwrap();
        assert_eq!((entry.version(), entry.status), (3, ContractStatus::Suspended));
        let certificates: Vec<_> =
            entry.certificates.iter().map(|one| (one.number.as_str(), one.version, one.stands)).collect();
        assert_eq!(certificates, [("SZ-1", 1, false), ("SZ-2", 2, false), ("SZ-3", 2, false), ("SZ-4", 3, true)]);
        assert_eq!(entry.settlements.len(), 1);
        assert_eq!(entry.settlements[0].0, 3);
    }

    #[test]
    fn what_cannot_follow_is_no_entry() {
        use ClosureEffect::{Resumption, Suspension, Termination};
        let first = filing(FilingKind::Registration, 1);
        assert_eq!(fold(&[]), Ok(None));
        assert_eq!(fold(&[filing(FilingKind::Amendment, 1)]), Err(Misfit::Registration));
        assert_eq!(fold(&[first.clone(), first.clone()]), Err(Misfit::Registration));
        for (effects, possible) in [
            (vec![Suspension, Resumption, Suspension, Termination], true),
            (vec![Resumption], false),
            (vec![Suspension, Suspension], false),
            (vec![Termination, Resumption], false),
            (vec![Termination, Termination], false),
        ] {
            let mut filings = vec![first.clone()];
            filings.extend(effects.iter().map(|effect| closure(*effect, 2)));
            assert_eq!(fold(&filings).is_ok(), possible, "{effects:?}");
        }
        let without = RegisteredFiling { certificate: None, ..filing(FilingKind::Amendment, 2) };
        assert_eq!(fold(&[first, without]), Err(Misfit::Certificate));
    }

    proptest! {
        #[test]
        fn one_certificate_stands_and_certifies_the_version_in_force(
            kinds in proptest::collection::vec(proptest::sample::select(&[FilingKind::Amendment, FilingKind::Reissue][..]), 0..20)
        ) {
            let mut filings = vec![filing(FilingKind::Registration, 0)];
            filings.extend(kinds.iter().enumerate().map(|(at, kind)| filing(*kind, at + 1)));
            let entry = fold(&filings).unwrap().unwrap();
            let standing: Vec<_> = entry.certificates.iter().filter(|one| one.stands).collect();
            prop_assert_eq!(standing.len(), 1);
            prop_assert_eq!(standing[0].version, entry.version());
            let amendments = kinds.iter().filter(|kind| **kind == FilingKind::Amendment).count();
            prop_assert_eq!(entry.versions.len(), amendments + 1);
        }
    }
}
