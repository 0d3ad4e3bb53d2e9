//! An endpoint as those who look after it see it.

use chrono::{DateTime, Utc};
use domain::webhook::DisabledWhy;
use domain::{EndpointId, EventType};
use serde::Serialize;
use serde_json::{Value, json};
use storage::partners::Partner;
use storage::webhooks::Endpoint;
use utoipa::ToSchema;

use super::signing::{EndpointKeys, overlap};
use crate::app::command::Record;
use crate::app::view::Named;
use crate::app::{AppError, Keys};

/// Where events are delivered to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EndpointView {
    /// Id.
    pub id: EndpointId,
    /// The system whose it is.
    pub partner: Named,
    /// Its address.
    pub url: String,
    /// What its owner says of it.
    pub description: Option<String>,
    /// The events that it wants; all when there is none.
    pub types: Vec<EventType>,
    /// Why nothing is delivered; null while it is in use.
    pub disabled: Option<DisabledView>,
    /// Since when every try has failed. An endpoint that fails until a delivery is given up is switched off.
    pub failing_since: Option<DateTime<Utc>>,
    /// Events after this place of the journal are delivered. Switching off puts it where delivering ended: replay from here.
    pub since_seq: i64,
    /// What checks its signatures.
    pub keys: EndpointKeysView,
    /// What checks `v1` signatures, from `whsec_`. Only in the answer that made it: it is kept nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// Counts changes; the ETag.
    pub version: i32,
}

/// That nothing is delivered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DisabledView {
    /// Why.
    pub why: DisabledWhy,
    /// Since when.
    pub at: DateTime<Utc>,
}

/// The public keys of an endpoint.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EndpointKeysView {
    /// Counts its keys, from 1.
    pub generation: i32,
    /// Checks `v1a` signatures: `whpk_` and an Ed25519 key in base64.
    pub public_key: String,
    /// The one before, which signs too for a day after a change.
    pub previous_public_key: Option<String>,
    /// Until when.
    pub previous_until: Option<DateTime<Utc>>,
}

impl EndpointView {
    pub(super) fn of(keys: &Keys, endpoint: Endpoint, system: &Partner, now: DateTime<Utc>) -> Result<Self, AppError> {
        let public = |generation| EndpointKeys::of(keys, endpoint.id, generation).map(|keys| keys.public());
        let previous_until = overlap(&endpoint, now);
        let keys = EndpointKeysView {
            generation: endpoint.generation,
            public_key: public(endpoint.generation)?,
            previous_public_key: previous_until.map(|_| public(endpoint.generation - 1)).transpose()?,
            previous_until,
        };
        Ok(Self {
            id: endpoint.id,
            partner: Named { id: system.id.to_string(), name: system.name.clone() },
            url: endpoint.url,
            description: endpoint.description,
            types: endpoint.types,
            disabled: endpoint.disabled.map(|disabled| DisabledView { why: disabled.why, at: disabled.at }),
            failing_since: endpoint.failing_since,
            since_seq: endpoint.since_seq,
            keys,
            secret: None,
            created_at: endpoint.created_at,
            version: endpoint.version,
        })
    }
}

/// The journal's record of what was done with an endpoint. Its address may hold a secret of its owner, and is not in it.
pub(super) fn entry(kind: &'static str, endpoint: &Endpoint, facts: Value) -> Record {
    let mut body = json!({ "partner": endpoint.partner_id });
    if let (Some(body), Value::Object(facts)) = (body.as_object_mut(), facts) {
        body.extend(facts);
    }
    Record { kind, subject: endpoint.id.to_string(), body }
}
