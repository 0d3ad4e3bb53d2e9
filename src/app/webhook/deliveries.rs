//! What became of each delivery.

use chrono::{DateTime, Utc};
use domain::EndpointId;
use domain::webhook::{Attempt, DeliveryStatus, message_id};
use serde::Serialize;
use serde_json::Value;
use storage::webhooks::{Delivery, DeliveryFilter, deliveries_of};
use utoipa::ToSchema;

use super::whose::{found, whose};
use crate::app::authorise::Scope;
use crate::app::page::{Page, PageRequest};
use crate::app::{AppError, Context, Portal};

/// An event on its way, or there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeliveryView {
    /// Its `webhook-id`, the same at every try.
    pub id: String,
    /// The entry of the journal that it tells of.
    pub seq: i64,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// How far it has come.
    pub status: DeliveryStatus,
    /// When it is tried next, while it waits.
    pub next_at: Option<DateTime<Utc>>,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// What is sent.
    #[schema(value_type = Object)]
    pub payload: Value,
    /// Its last twenty tries, oldest first.
    pub attempts: Vec<Attempt>,
}

impl TryFrom<Delivery> for DeliveryView {
    type Error = AppError;

    fn try_from(delivery: Delivery) -> Result<Self, AppError> {
        Ok(Self {
            id: message_id(delivery.endpoint_id, delivery.seq),
            seq: delivery.seq,
            kind: delivery.kind,
            status: delivery.status,
            next_at: delivery.next_at,
            created_at: delivery.created_at,
            payload: serde_json::from_str(&delivery.payload).map_err(AppError::internal)?,
            attempts: delivery.log,
        })
    }
}

/// Which deliveries are wanted.
#[derive(Debug, Clone, Default)]
pub struct DeliveryRequest {
    /// As far as this.
    pub status: Option<DeliveryStatus>,
    /// Of what happened.
    pub kind: Option<String>,
    /// Queued since then.
    pub since: Option<DateTime<Utc>>,
}

/// Deliveries of an endpoint, newest first. Delivered ones are kept for a month, the others for three.
pub async fn deliveries(
    portal: &Portal,
    context: &Context,
    id: EndpointId,
    request: DeliveryRequest,
    page: &PageRequest,
) -> Result<Page<DeliveryView>, AppError> {
    let side = whose(context, Scope::WebhooksRead)?;
    let (limit, place) = (page.limit()?, page.place(portal)?);
    let before = place.map(|place| place.parse()).transpose().map_err(|_| AppError::BadRequest("invalid_cursor"))?;
    let filter = DeliveryFilter { status: request.status, kind: request.kind, since: request.since };
    let found = portal
        .database
        .read(move |connection| {
            found(connection, side, id)?;
            Ok::<_, AppError>(deliveries_of(connection, id, &filter, before, limit + 1)?)
        })
        .await?;
    Page::cut(portal, found, limit, |delivery| delivery.seq.to_string()).try_map(DeliveryView::try_from)
}
