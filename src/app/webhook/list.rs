//! Reading endpoints.

use domain::{EndpointId, PartnerId};
use storage::webhooks::{Whose, endpoints_of};

use super::view::EndpointView;
use super::whose::{found, includes, owner, whose};
use crate::app::authorise::Scope;
use crate::app::page::{Page, PageRequest};
use crate::app::{AppError, Context, Portal};

/// Endpoints, newest first: all that the reader has to do with, or those of one system, or in use, or switched off.
pub async fn endpoints(
    portal: &Portal,
    context: &Context,
    of: Option<PartnerId>,
    in_use: Option<bool>,
    page: &PageRequest,
) -> Result<Page<EndpointView>, AppError> {
    let side = whose(context, Scope::WebhooksRead)?;
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let (keys, now) = (portal.keys.clone(), portal.now());
    let views = portal
        .database
        .read(move |connection| {
            if let Some(id) = of {
                storage::partners::partner(connection, id)?
                    .filter(|system| includes(side, system))
                    .ok_or(AppError::NotFound)?;
            }
            let whose = of.map_or(side, Whose::Partner);
            let endpoints = endpoints_of(connection, whose, in_use, before.as_deref(), limit + 1)?;
            let mut views = Vec::with_capacity(endpoints.len());
            for endpoint in endpoints {
                let system = owner(connection, endpoint.partner_id)?;
                views.push(EndpointView::of(&keys, endpoint, &system, now)?);
            }
            Ok::<_, AppError>(views)
        })
        .await?;
    Ok(Page::cut(portal, views, limit, |view| view.id.to_string()))
}

/// One endpoint.
pub async fn endpoint(portal: &Portal, context: &Context, id: EndpointId) -> Result<EndpointView, AppError> {
    let side = whose(context, Scope::WebhooksRead)?;
    let (keys, now) = (portal.keys.clone(), portal.now());
    portal
        .database
        .read(move |connection| {
            let (endpoint, system) = found(connection, side, id)?;
            EndpointView::of(&keys, endpoint, &system, now)
        })
        .await
}
