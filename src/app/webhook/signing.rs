//! The keys of an endpoint (Standard Webhooks): a secret for `v1` (HMAC) and a key pair for `v1a` (Ed25519), both derived from the
//! portal's own key, the endpoint and how often its keys were changed. None is kept.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Duration, Utc};
use domain::EndpointId;
use domain::webhook::OVERLAP_HOURS;
use proof::Signer;
use serde_json::Value;
use sha2::{Digest, Sha256};
use storage::webhooks::Endpoint;

use crate::app::{Answered, AppError, Keys, Portal};

/// The keys of an endpoint of one generation.
pub(super) struct EndpointKeys {
    pair: Ed25519KeyPair,
    secret: [u8; 32],
}

impl EndpointKeys {
    pub(super) fn of(keys: &Keys, endpoint: EndpointId, generation: i32) -> Result<Self, AppError> {
        let seed = |purpose: &str| -> [u8; 32] {
            let text = format!("webhook {purpose}\n{endpoint}\n{generation}");
            Sha256::digest(keys.webhook.current.sign(text.as_bytes())).into()
        };
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed("v1a"))
            .map_err(|_| AppError::internal("a key of a webhook cannot be derived"))?;
        Ok(Self { pair, secret: seed("v1") })
    }

    /// What checks `v1`: for its owner alone.
    fn secret(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.secret))
    }

    /// What checks `v1a`: for everybody.
    pub(super) fn public(&self) -> String {
        format!("whpk_{}", STANDARD.encode(self.pair.public_key()))
    }

    fn signatures(&self, text: &str) -> String {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.secret), text.as_bytes());
        format!("v1,{} v1a,{}", STANDARD.encode(tag), STANDARD.encode(self.pair.sign(text.as_bytes())))
    }
}

/// Until when the keys before sign too; none when there are none, or no longer.
pub(super) fn overlap(endpoint: &Endpoint, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    endpoint.rotated_at.map(|at| at + Duration::hours(OVERLAP_HOURS)).filter(|end| now < *end)
}

/// The header `webhook-signature` of a text: by the keys in use, and for a day after a change by those before.
pub(crate) fn signatures(keys: &Keys, endpoint: &Endpoint, text: &str, now: DateTime<Utc>) -> Result<String, AppError> {
    let mut header = EndpointKeys::of(keys, endpoint.id, endpoint.generation)?.signatures(text);
    if overlap(endpoint, now).is_some() {
        header.push(' ');
        header.push_str(&EndpointKeys::of(keys, endpoint.id, endpoint.generation - 1)?.signatures(text));
    }
    Ok(header)
}

/// Adds the secret to the answer in which its owner sees it, after what is kept of that answer: a retry derives it anew.
pub(super) fn with_secret(portal: &Portal, mut answered: Answered) -> Result<Answered, AppError> {
    let strange = || AppError::internal("an endpoint was answered that cannot be read");
    let mut view: Value = serde_json::from_str(&answered.body).map_err(AppError::internal)?;
    let id = view.get("id").and_then(Value::as_str).and_then(EndpointId::parse).ok_or_else(strange)?;
    let generation = view.pointer("/keys/generation").and_then(Value::as_i64);
    let generation = generation.and_then(|number| i32::try_from(number).ok()).ok_or_else(strange)?;
    let secret = EndpointKeys::of(&portal.keys, id, generation)?.secret();
    view.as_object_mut().ok_or_else(strange)?.insert("secret".into(), secret.into());
    answered.body = view.to_string();
    Ok(answered)
}
