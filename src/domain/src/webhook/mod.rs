//! Events on their way to the endpoints of third-party systems (Standard Webhooks): where they may go, when one is tried again,
//! and what is signed. Sending is `jobs`' business.

mod schedule;
mod target;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::EndpointId;
use crate::terms::terms;

pub use schedule::{PATIENCE, next_attempt};
pub use target::{Reach, Target, TargetFault, is_public, may_connect};

/// Endpoints that one client has at most.
pub const MOST_ENDPOINTS: usize = 20;
/// How long the key before still signs beside the new one, in hours.
pub const OVERLAP_HOURS: i64 = 24;
/// Tries that the log of a delivery keeps; the oldest give way.
pub const MOST_LOGGED: usize = 20;

terms! {
    /// How far a delivery has come.
    DeliveryStatus {
        /// 等待投递: it has not been tried, or is tried again.
        Waiting = "waiting",
        /// 已送达
        Delivered = "delivered",
        /// 未送达: it is not tried any more, unless somebody asks for it.
        Dead = "dead",
    }
}

terms! {
    /// How a try ended.
    DeliveryOutcome {
        /// The endpoint answered with 2xx.
        Delivered = "delivered",
        /// With 410: it wants nothing any more.
        Gone = "gone",
        /// With 3xx, which is not followed.
        Redirect = "redirect",
        /// With any other status.
        Status = "status",
        /// Not in time.
        Timeout = "timeout",
        /// Its certificate or its TLS will not do.
        Tls = "tls",
        /// Its name has no address.
        Dns = "dns",
        /// Its address is none to which deliveries may go.
        Blocked = "blocked",
        /// The connection was refused or broken.
        Reset = "reset",
    }
}

impl DeliveryOutcome {
    /// What a status of HTTP means.
    pub const fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Delivered,
            300..=399 => Self::Redirect,
            410 => Self::Gone,
            _ => Self::Status,
        }
    }
}

terms! {
    /// Why an endpoint gets nothing.
    DisabledWhy {
        /// Somebody switched it off.
        Asked = "asked",
        /// It answered 410.
        Gone = "gone",
        /// Nothing arrived while a delivery was tried to the end of its [`PATIENCE`].
        Failing = "failing",
    }
}

/// A try of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attempt {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How.
    pub outcome: DeliveryOutcome,
    /// The status of HTTP, where there was an answer.
    pub status: Option<u16>,
    /// Milliseconds that it took.
    pub ms: i64,
}

/// The type of the event that somebody sends to try an endpoint out.
pub const TRIAL: &str = "endpoint.test";

/// The header `webhook-id`: the same at every try, also when an event is sent again much later, so that whoever receives it twice
/// can tell.
pub fn message_id(endpoint: EndpointId, seq: i64) -> String {
    // The end of an id is its random part.
    format!("evt_{seq}_{}", endpoint.0.simple().to_string().split_off(20))
}

/// What is signed: id, seconds since 1970 and payload.
pub fn signed_text(message_id: &str, timestamp: i64, payload: &str) -> String {
    format!("{message_id}.{timestamp}.{payload}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_id_and_no_two_share_one() {
        let [one, two] = ["019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f", "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60"]
            .map(|id| EndpointId::parse(id).unwrap());
        assert_eq!(message_id(one, 7), "evt_7_0a1b2c3d4e5f");
        assert_ne!(message_id(one, 7), message_id(one, 8));
        assert_ne!(message_id(one, 7), message_id(two, 7));
    }

    #[test]
    fn what_is_signed_is_spelled_as_standard_webhooks_spells_it() {
        assert_eq!(signed_text("evt_7_0a", 1_674_087_231, r#"{"a":1}"#), r#"evt_7_0a.1674087231.{"a":1}"#);
    }

    #[test]
    fn every_status_means_something() {
        for (status, outcome) in [
            (200, DeliveryOutcome::Delivered),
            (204, DeliveryOutcome::Delivered),
            (301, DeliveryOutcome::Redirect),
            (400, DeliveryOutcome::Status),
            (410, DeliveryOutcome::Gone),
            (429, DeliveryOutcome::Status),
            (503, DeliveryOutcome::Status),
            (103, DeliveryOutcome::Status),
        ] {
            assert_eq!(DeliveryOutcome::of_status(status), outcome, "{status}");
        }
    }
}
