//! A system as those who look after it see it, and who they are: a company's users, and the centre's security administrator.

use chrono::{DateTime, Utc};
use domain::partner::{Binding, DisabledBy, PublicBody, Scope, grantable};
use domain::{CompanyId, PartnerId, Role, SecretId};
use serde::Serialize;
use storage::Connection;
use storage::accounts::company_name;
use storage::partners::{Partner, Secret, last_uses, live_secrets, partner_to_change};
use utoipa::ToSchema;

use crate::app::view::Named;
use crate::app::{AppError, Context};

/// A third-party system.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartnerView {
    /// Id; its OAuth `client_id`.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// The company for which it files.
    pub company: Option<Named>,
    /// The public body it belongs to. Neither this nor a company: the operator admitted it for nobody in particular.
    pub body: Option<PublicBody>,
    /// What it may be let do.
    pub scopes: Vec<Scope>,
    /// What it may be granted.
    pub grantable: Vec<Scope>,
    /// Where notices about it go, beside a company's users.
    pub contact_email: Option<String>,
    /// Who took it out of use; null while it is in use.
    pub disabled_by: Option<DisabledBy>,
    /// Its secrets in use, the oldest first; two at most.
    pub secrets: Vec<SecretView>,
    /// When it was admitted.
    pub created_at: DateTime<Utc>,
    /// Counts changes; the ETag.
    pub version: i32,
    /// Whether the reader may change it and give it secrets.
    pub may_change: bool,
    /// Whether it is out of use, and the reader may let it in again.
    pub may_enable: bool,
}

/// A secret, but for what it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SecretView {
    /// Id.
    pub id: SecretId,
    /// Its last characters; empty for one that is older than hints.
    pub hint: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When a token or a call last relied on it, within the last six months.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl PartnerView {
    /// One system.
    pub(super) fn one(connection: &mut Connection, reader: &Context, partner: Partner) -> Result<Self, AppError> {
        let views = Self::many(connection, reader, vec![partner])?;
        views.into_iter().next().ok_or_else(|| AppError::internal("a system without a view"))
    }

    /// A page of them.
    pub(super) fn many(
        connection: &mut Connection,
        reader: &Context,
        partners: Vec<Partner>,
    ) -> Result<Vec<Self>, AppError> {
        let ids: Vec<PartnerId> = partners.iter().map(|partner| partner.id).collect();
        let secrets = live_secrets(connection, &ids)?;
        let secret_ids: Vec<SecretId> = secrets.iter().map(|secret| secret.id).collect();
        let used = last_uses(connection, &secret_ids)?;
        let secret = |secret: &Secret| SecretView {
            id: secret.id,
            hint: secret.hint.clone(),
            created_at: secret.created_at,
            last_used_at: used.get(&secret.id).copied(),
        };
        let mut views = Vec::with_capacity(partners.len());
        for partner in partners {
            let company = match partner.company_id {
                Some(id) => company_name(connection, id)?.map(|name| Named { id: id.to_string(), name }),
                None => None,
            };
            views.push(Self {
                company,
                grantable: grantable(binding(&partner)).to_vec(),
                secrets: secrets.iter().filter(|secret| secret.partner_id == partner.id).map(secret).collect(),
                may_change: admitter(reader).is_ok_and(|side| side == partner.company_id),
                may_enable: may_enable(reader, &partner),
                id: partner.id,
                name: partner.name,
                body: partner.body,
                scopes: partner.scopes,
                contact_email: partner.contact_email,
                disabled_by: partner.disabled_by,
                created_at: partner.created_at,
                version: partner.version,
            });
        }
        Ok(views)
    }
}

/// Whose systems the actor sees: a company's users those of the company, the centre's security administrator all.
pub(super) fn reader(context: &Context) -> Result<Option<CompanyId>, AppError> {
    match context.user()?.company {
        Some(company) => Ok(Some(company)),
        None => context.staff(Role::may_admit_systems).map(|_| None),
    }
}

/// The company for which the actor admits and changes systems, which must have been approved; none for public bodies.
pub(super) fn admitter(context: &Context) -> Result<Option<CompanyId>, AppError> {
    match reader(context)? {
        Some(_) => context.filer().map(Some),
        None => Ok(None),
    }
}

/// The system with this id, for whoever sees it; another's answers as if it did not exist.
pub(super) fn seen(found: Option<Partner>, side: Option<CompanyId>) -> Result<Partner, AppError> {
    found.filter(|partner| side.is_none() || side == partner.company_id).ok_or(AppError::NotFound)
}

/// The system with this id, locked, for whoever changes it: the centre sees a company's, and leaves it to the company.
pub(super) fn to_change(
    connection: &mut Connection,
    id: PartnerId,
    side: Option<CompanyId>,
) -> Result<Partner, AppError> {
    let partner = seen(partner_to_change(connection, id)?, side)?;
    if side == partner.company_id { Ok(partner) } else { Err(AppError::Forbidden("forbidden")) }
}

/// Whether the actor may let a system in again: whoever took it out of use does.
pub(super) fn may_enable(context: &Context, partner: &Partner) -> bool {
    match (partner.disabled_by, admitter(context)) {
        (Some(DisabledBy::Company), Ok(side)) => side.is_some() && side == partner.company_id,
        (Some(DisabledBy::Centre), Ok(side)) => side.is_none(),
        _ => false,
    }
}

pub(super) fn binding(partner: &Partner) -> Binding {
    match (partner.company_id, partner.body) {
        (Some(_), _) => Binding::Company,
        (None, Some(body)) => Binding::Body(body),
        (None, None) => Binding::None,
    }
}

/// That each scope may be granted on this side, or is held already: what the operator granted stays.
pub(super) fn check_scopes(
    context: &Context,
    binding: Binding,
    held: &[Scope],
    wanted: &[Scope],
) -> Result<(), AppError> {
    let refused = wanted.iter().position(|scope| !held.contains(scope) && !grantable(binding).contains(scope));
    let Some(position) = refused else { return Ok(()) };
    let message = context.say("该系统不能获得这项权限。", "This system cannot be granted this scope.");
    Err(AppError::field(&format!("/scopes/{position}"), "scope_not_grantable", message))
}

/// That somebody can be told: a public body has no users here.
pub(super) fn check_contact(context: &Context, binding: Binding, email: Option<&str>) -> Result<(), AppError> {
    if binding == Binding::Company || email.is_some() {
        return Ok(());
    }
    let message = context
        .say("请填写接收通知的邮箱，例如 name@example.com。", "Write where notices go, such as name@example.com.");
    Err(AppError::invalid_field("/contact_email", "missing_field", message))
}

/// A name that is not only spaces.
pub(super) fn name_of(context: &Context, text: &str) -> Result<String, AppError> {
    let name = text.trim();
    if name.is_empty() {
        let message = context.say("请填写系统名称。", "Give the system a name.");
        return Err(AppError::invalid_field("/name", "missing_field", message));
    }
    Ok(name.to_owned())
}

/// Scopes once each, in their order.
pub(super) fn ordered(scopes: &[Scope]) -> Vec<Scope> {
    Scope::ALL.iter().filter(|scope| scopes.contains(scope)).copied().collect()
}
