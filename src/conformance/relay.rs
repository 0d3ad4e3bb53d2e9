//! The way of a webhook: passed on to the client, and after it once more; and with the first, one that nobody signed, and one that the
//! portal signed an hour ago.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use serde_json::Value;

use super::seen::{Delivery, SentAs};
use super::watch::{Endpoint, Watch};

/// How long a client may take, as the portal waits.
const PATIENCE: Duration = Duration::from_secs(15);
/// How old an old one is, in seconds.
const AGE: i64 = 3_600;

/// A webhook as it is sent.
#[derive(Clone)]
struct Message {
    id: String,
    timestamp: i64,
    signature: String,
    body: Bytes,
}

/// Takes a webhook of the portal. The portal is told how the client took it; what the client is to refuse is sent behind.
pub(super) async fn relay(request: HttpRequest, body: Bytes, watch: web::Data<Watch>) -> HttpResponse {
    let place = request.match_info().get("place").and_then(|place| place.parse::<usize>().ok());
    let Some((place, endpoint)) = place.and_then(|place| Some((place, watch.endpoint(place)?))) else {
        return HttpResponse::NotFound().finish();
    };
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let message = Message {
        id: text("webhook-id").to_owned(),
        timestamp: text("webhook-timestamp").parse().unwrap_or_default(),
        signature: text("webhook-signature").to_owned(),
        body,
    };
    let taken = send(&watch, &endpoint, &message, SentAs::Genuine).await;
    let status = taken.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::BAD_GATEWAY);
    if status.is_success() {
        let watch = watch.clone();
        actix_web::rt::spawn(async move { send_others(&watch, place, &endpoint, &message).await });
    }
    HttpResponse::build(status).finish()
}

async fn send_others(watch: &Watch, place: usize, endpoint: &Endpoint, genuine: &Message) {
    if watch.first_trial(place) {
        let forged = Message { id: format!("{}_forged", genuine.id), ..genuine.clone() };
        send(watch, endpoint, &forged, SentAs::Forged).await;
        if let Some(old) = old(watch, endpoint, genuine).await {
            send(watch, endpoint, &old, SentAs::Old).await;
        }
    }
    send(watch, endpoint, genuine, SentAs::Repeated).await;
}

/// The same under another id, as the portal would have signed it an hour ago.
async fn old(watch: &Watch, endpoint: &Endpoint, genuine: &Message) -> Option<Message> {
    let (id, timestamp) = (format!("{}_old", genuine.id), genuine.timestamp - AGE);
    let text = format!("{id}.{timestamp}.{}", std::str::from_utf8(&genuine.body).ok()?);
    let signature = watch.sign(endpoint.id.clone()?, text).await?;
    Some(Message { id, timestamp, signature, body: genuine.body.clone() })
}

/// Sends, and keeps how the client took it: its status, or none.
async fn send(watch: &Watch, endpoint: &Endpoint, message: &Message, sent_as: SentAs) -> Option<u16> {
    let sent = watch.now();
    let answer = watch
        .http
        .post(&endpoint.url)
        .timeout(PATIENCE)
        .header("content-type", "application/json")
        .header("webhook-id", &message.id)
        .header("webhook-timestamp", message.timestamp)
        .header("webhook-signature", &message.signature)
        .body(message.body.clone())
        .send()
        .await;
    let status = answer.ok().map(|answer| answer.status().as_u16());
    let about = about(&message.body);
    watch.keep_delivery(Delivery { id: message.id.clone(), sent_as, about, sent, status });
    status
}

/// The ids of what a webhook is about.
fn about(body: &[u8]) -> Vec<String> {
    let told: Value = serde_json::from_slice(body).unwrap_or_default();
    let ids = ["filing_id", "contract_id", "certificate_number"].into_iter();
    ids.filter_map(|name| told["data"][name].as_str().map(str::to_owned)).collect()
}
