//! How a certificate stands: by its own status, its contract's, and the day.

use chrono::NaiveDate;

use super::ContractStatus;
use crate::terms::terms;

terms! {
    /// What was done to a certificate since it was issued; that its time is over is seen from its last day.
    CertificateStatus {
        /// Nothing: it is the contract's newest.
        Valid = "valid",
        /// A later version took its place.
        Superseded = "superseded",
        /// It was lost, and another was issued in its place (the Measures, Art. 14).
        Reissued = "reissued",
        /// It was withdrawn.
        Revoked = "revoked",
    }
}

terms! {
    /// What whoever checks a certificate is told.
    Standing {
        /// 有效
        Valid = "valid",
        /// 已过有效期
        Expired = "expired",
        /// 已被新版本取代
        Superseded = "superseded",
        /// 合同已中止
        Suspended = "suspended",
        /// 合同已解除
        Terminated = "terminated",
        /// 已遗失补发
        Reissued = "reissued",
        /// 已撤销
        Revoked = "revoked",
    }
}

impl Standing {
    /// How a certificate stands on a day. One that nothing was done to is worth no more than its contract.
    pub fn of(status: CertificateStatus, contract: ContractStatus, valid_until: NaiveDate, today: NaiveDate) -> Self {
        match (status, contract) {
            (CertificateStatus::Superseded, _) => Self::Superseded,
            (CertificateStatus::Reissued, _) => Self::Reissued,
            (CertificateStatus::Revoked, _) => Self::Revoked,
            (CertificateStatus::Valid, ContractStatus::Terminated) => Self::Terminated,
            (CertificateStatus::Valid, _) if valid_until < today => Self::Expired,
            (CertificateStatus::Valid, ContractStatus::Suspended) => Self::Suspended,
            (CertificateStatus::Valid, ContractStatus::InForce) => Self::Valid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_worth_no_more_than_its_contract_and_its_time() {
        use CertificateStatus::{Reissued, Revoked, Superseded, Valid};
        use ContractStatus::{InForce, Suspended, Terminated};
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        for (status, contract, today, expected) in [
            (Valid, InForce, 10, Standing::Valid),
            (Valid, InForce, 11, Standing::Expired),
            (Valid, Suspended, 10, Standing::Suspended),
            (Valid, Suspended, 11, Standing::Expired),
            (Valid, Terminated, 11, Standing::Terminated),
            (Superseded, InForce, 11, Standing::Superseded),
            (Reissued, Suspended, 1, Standing::Reissued),
            (Revoked, Terminated, 1, Standing::Revoked),
        ] {
            assert_eq!(
                Standing::of(status, contract, day(10), day(today)),
                expected,
                "{status:?} {contract:?} {today}"
            );
        }
    }
}
