//! Who may do what, and to whose objects. Nothing else in the house decides this.
//!
//! A function that is not someone's answers 403; an object that is not theirs answers exactly as if it did not exist.

use domain::CompanyId;
use storage::filings::Filing;

use super::{Actor, AppError, Context, UserActor};

/// A partner's scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// See amounts when verifying.
    CertificatesVerify,
    /// Read the company's applications.
    FilingsRead,
    /// Write them.
    FilingsWrite,
    /// Read figures.
    ResearchRead,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::CertificatesVerify, Self::FilingsRead, Self::FilingsWrite, Self::ResearchRead];

    /// Its name in tokens.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CertificatesVerify => "certificates:verify",
            Self::FilingsRead => "filings:read",
            Self::FilingsWrite => "filings:write",
            Self::ResearchRead => "research:read",
        }
    }
}

impl Context {
    /// The person, when one is signed in.
    pub fn user(&self) -> Result<&UserActor, AppError> {
        match &self.actor {
            Actor::User(user) => Ok(user),
            Actor::Partner(_) => Err(AppError::Forbidden("insufficient_scope")),
            Actor::Anonymous => Err(AppError::Unauthenticated),
        }
    }

    /// Refuses a system whose token lacks the scope; people pass.
    pub fn scope(&self, scope: Scope) -> Result<(), AppError> {
        match &self.actor {
            Actor::Partner(partner) if !partner.scopes.iter().any(|held| held == scope.code()) => {
                Err(AppError::Forbidden("insufficient_scope"))
            }
            Actor::Anonymous => Err(AppError::Unauthenticated),
            _ => Ok(()),
        }
    }

    /// The company for which the actor may file; it must have been approved.
    pub fn filer(&self) -> Result<CompanyId, AppError> {
        self.scope(Scope::FilingsWrite)?;
        match &self.actor {
            Actor::User(user) => {
                let company = user.company.ok_or(AppError::Forbidden("forbidden"))?;
                if !user.company_approved {
                    return Err(AppError::Forbidden("company_not_approved"));
                }
                Ok(company)
            }
            Actor::Partner(partner) => partner.company.ok_or(AppError::Forbidden("forbidden")),
            Actor::Anonymous => Err(AppError::Unauthenticated),
        }
    }

    /// A member of staff who reviews.
    pub fn reviewer(&self) -> Result<&UserActor, AppError> {
        self.staff(domain::Role::may_review)
    }

    /// A member of staff whose role passes `may`.
    pub fn staff(&self, may: fn(domain::Role) -> bool) -> Result<&UserActor, AppError> {
        let user = self.user()?;
        if user.role.is_staff() && may(user.role) { Ok(user) } else { Err(AppError::Forbidden("forbidden")) }
    }

    /// Whether this actor may read applications at all.
    pub fn may_see_any(&self) -> Result<(), AppError> {
        match &self.actor {
            Actor::Partner(_) => self.scope(Scope::FilingsRead),
            Actor::User(_) => Ok(()),
            Actor::Anonymous => Err(AppError::Unauthenticated),
        }
    }

    /// Whether this reader may know of the application: its company, or staff of the desk it lies with.
    pub fn may_see(&self, filing: &Filing) -> Result<(), AppError> {
        let sees = match &self.actor {
            Actor::Anonymous => return Err(AppError::Unauthenticated),
            Actor::Partner(partner) => partner.company == Some(filing.company_id),
            Actor::User(user) => match user.company {
                Some(company) => company == filing.company_id,
                None => {
                    user.role.may_review()
                        && filing.routed.as_ref().is_some_and(|routed| user.desks.contains(&routed.desk))
                }
            },
        };
        if sees { Ok(()) } else { Err(AppError::NotFound) }
    }
}

/// Names of every scope.
pub fn scopes() -> [&'static str; 4] {
    Scope::ALL.map(Scope::code)
}
