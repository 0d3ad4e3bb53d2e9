//! Who may do what, and to whose objects. Nothing else in the house decides this.
//!
//! A function that is not someone's answers 403; an object that is not theirs answers exactly as if it did not exist.

use domain::filing::FilingKind;
use domain::mandate::MandateScope;
use domain::partner::PublicBody;
pub(crate) use domain::partner::Scope;
use domain::{Audience, CompanyId, ContractId, FilingId, MandateId};
use storage::Connection;
use storage::filings::{Filing, filing, lock_filing};

use super::{Actor, AppError, Context, PartnerActor, UserActor};

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
            Actor::Partner(partner) if !partner.scopes.iter().any(|held| held.implies(scope)) => {
                Err(AppError::Forbidden("insufficient_scope"))
            }
            Actor::Anonymous => Err(AppError::Unauthenticated),
            _ => Ok(()),
        }
    }

    /// The system whose token has the scope; no person has its functions.
    pub fn partner(&self, scope: Scope) -> Result<&PartnerActor, AppError> {
        match &self.actor {
            Actor::Partner(partner) => self.scope(scope).map(|()| partner),
            Actor::User(_) => Err(AppError::Forbidden("forbidden")),
            Actor::Anonymous => Err(AppError::Unauthenticated),
        }
    }

    /// That the actor is of no company that the centre has not approved.
    pub fn approved(&self) -> Result<(), AppError> {
        let (company, approved) = match &self.actor {
            Actor::User(user) => (user.company, user.company_approved),
            Actor::Partner(partner) => (partner.company, partner.company_approved),
            Actor::Anonymous => return Err(AppError::Unauthenticated),
        };
        if company.is_none() || approved { Ok(()) } else { Err(AppError::Forbidden("company_not_approved")) }
    }

    /// The company for which the actor may file; it must have been approved.
    pub fn filer(&self) -> Result<CompanyId, AppError> {
        self.scope(Scope::FilingsWrite)?;
        let (company, approved) = match &self.actor {
            Actor::User(user) => (user.company, user.company_approved),
            Actor::Partner(partner) => (partner.company, partner.company_approved),
            Actor::Anonymous => return Err(AppError::Unauthenticated),
        };
        let company = company.ok_or(AppError::Forbidden("forbidden"))?;
        if approved { Ok(company) } else { Err(AppError::Forbidden("company_not_approved")) }
    }

    /// That the actor may file everything for this company: their own, or one whose mandate covers all filings. Where there is an
    /// application, ask [`Context::files`], which also knows narrower mandates.
    pub fn files_for(&self, company: CompanyId) -> Result<Option<MandateId>, AppError> {
        self.held(company, |scope| scope == MandateScope::All)
    }

    /// That the actor may file this application: for their own company, or under a mandate, which is answered.
    pub fn files(&self, filing: &Filing) -> Result<Option<MandateId>, AppError> {
        self.files_of(filing.company_id, filing.kind, filing.contract_id)
    }

    /// That the actor may file an application of this kind, about this contract of the register, for this company.
    pub fn files_of(
        &self,
        company: CompanyId,
        kind: FilingKind,
        contract: Option<ContractId>,
    ) -> Result<Option<MandateId>, AppError> {
        self.held(company, |scope| scope.covers(kind, contract))
    }

    /// Under which mandate, if it is not their own company; what is neither answers as if it did not exist.
    fn held(&self, company: CompanyId, covers: impl Fn(MandateScope) -> bool) -> Result<Option<MandateId>, AppError> {
        if self.filer()? == company {
            return Ok(None);
        }
        let Actor::User(user) = &self.actor else { return Err(AppError::NotFound) };
        let mandate = user.mandates.iter().find(|mandate| mandate.company == company && covers(mandate.scope));
        mandate.map(|mandate| Some(mandate.id)).ok_or(AppError::NotFound)
    }

    /// Whose lists the actor reads, and what of them: all of their own company's; of another, what their mandates cover.
    pub fn lists_of(&self, company: Option<CompanyId>) -> Result<(CompanyId, Vec<MandateScope>), AppError> {
        self.scope(Scope::FilingsRead)?;
        self.covered_of(company)
    }

    fn covered_of(&self, company: Option<CompanyId>) -> Result<(CompanyId, Vec<MandateScope>), AppError> {
        let (own, mandates) = match &self.actor {
            Actor::User(user) => (user.company, user.mandates.as_slice()),
            Actor::Partner(partner) => (partner.company, &[] as &[_]),
            Actor::Anonymous => return Err(AppError::Unauthenticated),
        };
        let own = own.ok_or(AppError::Forbidden("forbidden"))?;
        let Some(other) = company.filter(|company| *company != own) else { return Ok((own, vec![MandateScope::All])) };
        let covered: Vec<MandateScope> =
            mandates.iter().filter(|mandate| mandate.company == other).map(|mandate| mandate.scope).collect();
        if covered.is_empty() { Err(AppError::NotFound) } else { Ok((other, covered)) }
    }

    /// Whose contracts the actor lists, and which of them: all of their own company's; of another, what their mandates show.
    pub fn lists_contracts_of(
        &self,
        company: Option<CompanyId>,
    ) -> Result<(CompanyId, Option<Vec<ContractId>>), AppError> {
        self.scope(Scope::ContractsRead)?;
        let (company, covered) = self.covered_of(company)?;
        let every = |scope: &MandateScope| match scope {
            MandateScope::All => true,
            MandateScope::Kind(kind) => *kind != FilingKind::Registration,
            MandateScope::Contract(_) => false,
        };
        if covered.iter().any(every) {
            return Ok((company, None));
        }
        let named = covered.iter().filter_map(|scope| match scope {
            MandateScope::Contract(contract) => Some(*contract),
            _ => None,
        });
        Ok((company, Some(named.collect())))
    }

    /// Whether an agent's mandates show a contract that this company has in the register.
    pub fn agent_sees_contract(&self, company: CompanyId, contract: ContractId) -> bool {
        let Actor::User(user) = &self.actor else { return false };
        user.mandates.iter().any(|mandate| mandate.company == company && mandate.scope.shows_contract(contract))
    }

    /// Whether an agent holds any mandate of this company.
    pub fn acts_for(&self, company: CompanyId) -> bool {
        matches!(&self.actor, Actor::User(user) if user.mandates.iter().any(|mandate| mandate.company == company))
    }

    /// As whom the actor is told of what happens: a company's people and systems as the company, a system also as itself.
    pub fn audiences(&self) -> Result<Vec<Audience>, AppError> {
        self.scope(Scope::ChangesRead)?;
        match &self.actor {
            Actor::User(user) => {
                let company = user.company.ok_or(AppError::Forbidden("forbidden"))?;
                Ok(vec![Audience::Company(company)])
            }
            Actor::Partner(partner) => {
                let company = partner.company.map(Audience::Company);
                Ok(company.into_iter().chain([Audience::Partner(partner.id)]).collect())
            }
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

    /// That the actor exchanges files about the register at all: staff who may decide, and the system of a public body.
    pub fn exchanges(&self, scope: Scope) -> Result<(), AppError> {
        match &self.actor {
            Actor::Partner(partner) => {
                self.scope(scope)?;
                if partner.body.is_some() { Ok(()) } else { Err(AppError::Forbidden("forbidden")) }
            }
            _ => self.staff(domain::Role::may_decide).map(|_| ()),
        }
    }

    /// Whether who exchanges files does so with a counterpart of this body: staff with every one, a system with its own body's.
    pub fn exchanges_with(&self, body: PublicBody) -> bool {
        match &self.actor {
            Actor::Partner(partner) => partner.body == Some(body),
            Actor::User(_) => true,
            Actor::Anonymous => false,
        }
    }

    /// Whether this actor may read applications at all.
    pub fn may_see_any(&self) -> Result<(), AppError> {
        self.scope(Scope::FilingsRead)
    }

    /// Whether this reader may know of the application: its company, an agent whose mandate covers it, or staff of the desk it
    /// lies with.
    pub fn may_see(&self, filing: &Filing) -> Result<(), AppError> {
        let sees = match &self.actor {
            Actor::Anonymous => return Err(AppError::Unauthenticated),
            Actor::Partner(partner) => partner.company == Some(filing.company_id),
            Actor::User(user) => match user.company {
                Some(company) => {
                    company == filing.company_id
                        || user.mandates.iter().any(|mandate| {
                            mandate.company == filing.company_id
                                && mandate.scope.covers(filing.kind, filing.contract_id)
                        })
                }
                None => {
                    user.role.may_review()
                        && filing.routed.as_ref().is_some_and(|routed| user.desks.contains(&routed.desk))
                }
            },
        };
        if sees { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// The application with this id, for a reader who may know of it.
    pub(crate) fn visible(&self, connection: &mut Connection, id: FilingId) -> Result<Filing, AppError> {
        let found = filing(connection, id)?.ok_or(AppError::NotFound)?;
        self.may_see(&found).map(|()| found)
    }

    /// The same, with its row locked for a step that changes something.
    pub(crate) fn visible_locked(&self, connection: &mut Connection, id: FilingId) -> Result<Filing, AppError> {
        let found = lock_filing(connection, id)?.ok_or(AppError::NotFound)?;
        self.may_see(&found).map(|()| found)
    }

    /// The application with this id, its row locked, for whoever may file it; and the mandate under which they do.
    pub(crate) fn filed_locked(
        &self,
        connection: &mut Connection,
        id: FilingId,
    ) -> Result<(Filing, Option<MandateId>), AppError> {
        let found = lock_filing(connection, id)?.ok_or(AppError::NotFound)?;
        let mandate = self.files(&found)?;
        Ok((found, mandate))
    }
}

/// Names of every scope.
pub fn scopes() -> Vec<&'static str> {
    Scope::ALL.iter().map(|scope| scope.code()).collect()
}
