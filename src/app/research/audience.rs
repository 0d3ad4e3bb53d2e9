//! For whom a figure is: those who work with the register see everything, everybody else what disclosure control lets through.

use domain::Role;

use crate::app::authorise::Scope;
use crate::app::{Actor, AppError, Context};

/// For whom a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Staff who may research: every figure.
    Cleared,
    /// Companies, systems, and whoever reads what is published: protected figures.
    Protected,
}

impl Audience {
    /// The audience that someone belongs to.
    ///
    /// # Errors
    /// For staff whose role has no figures, for systems without `research:read`, and for whoever is not signed in.
    pub fn of(context: &Context) -> Result<Self, AppError> {
        match &context.actor {
            Actor::Anonymous => Err(AppError::Unauthenticated),
            Actor::Partner(_) => context.scope(Scope::ResearchRead).map(|()| Self::Protected),
            Actor::User(user) if user.role.is_staff() => context.staff(Role::may_research).map(|_| Self::Cleared),
            Actor::User(_) => Ok(Self::Protected),
        }
    }

    /// The audience with this code, if there is one.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Self::Cleared, Self::Protected].into_iter().find(|audience| audience.code() == code)
    }

    /// The code in answers and in what is kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Protected => "protected",
        }
    }
}
