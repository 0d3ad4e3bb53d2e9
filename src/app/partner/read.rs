//! Systems as those who look after them read them, and one as it reads itself.

use domain::partner::{PublicBody, Scope};
use domain::{CompanyId, PartnerId};
use serde::Serialize;
use storage::accounts::company_name;
use storage::partners::partners_of;
use utoipa::ToSchema;

pub use storage::partners::PartnerFilter;

use super::uses::flush_uses;
use super::view::{PartnerView, reader, seen};
use crate::app::page::{Page, PageRequest};
use crate::app::view::Named;
use crate::app::{AppError, Context, PartnerActor, Portal};

/// A page of systems, newest first: a company's, or all of them for the centre.
pub async fn partners(
    portal: &Portal,
    context: &Context,
    filter: PartnerFilter,
    page: &PageRequest,
) -> Result<Page<PartnerView>, AppError> {
    let side = reader(context)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    flush_uses(portal).await?;
    let asking = context.clone();
    let views = portal
        .database
        .read(move |connection| {
            let found = partners_of(connection, side, &filter, before.as_deref(), limit + 1)?;
            PartnerView::many(connection, &asking, found)
        })
        .await?;
    Ok(Page::cut(portal, views, limit, |view| view.id.to_string()))
}

/// One system.
pub async fn partner(portal: &Portal, context: &Context, id: PartnerId) -> Result<PartnerView, AppError> {
    let side = reader(context)?;
    flush_uses(portal).await?;
    let asking = context.clone();
    portal
        .database
        .read(move |connection| {
            let partner = seen(storage::partners::partner(connection, id)?, side)?;
            PartnerView::one(connection, &asking, partner)
        })
        .await
}

/// A system as it sees itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartnerSelf {
    /// `partner`, which tells it from a person.
    pub kind: &'static str,
    /// Id; its OAuth `client_id`.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// The company for which it files.
    pub company: Option<Named>,
    /// The public body it belongs to.
    pub body: Option<PublicBody>,
    /// What this token may be used for.
    pub scopes: Vec<Scope>,
}

/// What a system is told of itself; any of its tokens will do.
pub async fn partner_self(portal: &Portal, actor: &PartnerActor) -> Result<PartnerSelf, AppError> {
    let PartnerActor { id, name, scopes, company, body, .. } = actor.clone();
    let found = move |connection: &mut storage::Connection| {
        let named = |of: CompanyId, name: String| Named { id: of.to_string(), name };
        Ok::<_, AppError>(match company {
            Some(of) => company_name(connection, of)?.map(|name| named(of, name)),
            None => None,
        })
    };
    let company = portal.database.read(found).await?;
    Ok(PartnerSelf { kind: "partner", id, name, company, body, scopes })
}
