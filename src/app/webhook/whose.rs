//! Whose endpoints somebody has to do with: a system its own, a company's users those of the company's systems, the security
//! administrator those of public bodies.

use domain::{EndpointId, PartnerId, Role};
use storage::Connection;
use storage::partners::{Partner, partner, partner_to_change};
use storage::webhooks::{Endpoint, Whose};

use crate::app::authorise::Scope;
use crate::app::{Actor, AppError, Context};

/// Whose endpoints the actor has to do with; a system needs the scope.
pub(super) fn whose(context: &Context, scope: Scope) -> Result<Whose, AppError> {
    match &context.actor {
        Actor::Partner(system) => context.scope(scope).map(|()| Whose::Partner(system.id)),
        Actor::User(user) if user.company.is_some() => context.filer().map(Whose::Company),
        _ => context.staff(Role::may_admit_systems).map(|_| Whose::Bodies),
    }
}

/// Whether a system is among those.
pub(super) fn includes(whose: Whose, system: &Partner) -> bool {
    match whose {
        Whose::Partner(id) => system.id == id,
        Whose::Company(company) => system.company_id == Some(company),
        Whose::Bodies => system.company_id.is_none(),
    }
}

/// The endpoint with this id and its system; another's answers as if it did not exist.
pub(super) fn found(
    connection: &mut Connection,
    whose: Whose,
    id: EndpointId,
) -> Result<(Endpoint, Partner), AppError> {
    let endpoint = storage::webhooks::endpoint(connection, id)?.ok_or(AppError::NotFound)?;
    let system = owner(connection, endpoint.partner_id)?;
    if includes(whose, &system) { Ok((endpoint, system)) } else { Err(AppError::NotFound) }
}

/// The same for a change: nobody else changes endpoints of the system until the transaction ends.
pub(super) fn to_change(
    connection: &mut Connection,
    whose: Whose,
    id: EndpointId,
) -> Result<(Endpoint, Partner), AppError> {
    let (endpoint, _) = found(connection, whose, id)?;
    partner_to_change(connection, endpoint.partner_id)?;
    found(connection, whose, id)
}

/// The system of an endpoint.
pub(super) fn owner(connection: &mut Connection, id: PartnerId) -> Result<Partner, AppError> {
    partner(connection, id)?.ok_or_else(|| AppError::internal("an endpoint without its system"))
}
