//! What has changed: the feed page by page, and who is told of what.

mod feed;
mod kinds;
mod told;

use serde_json::Value;

use crate::support::Actor;

/// Everything that a reader is told, page by page.
async fn told(actor: &Actor, query: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = actor.get(&format!("/changes?limit=100{query}{cursor}")).await.expect(200);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

/// The types of events, without those of papers.
fn types(items: &[Value]) -> Vec<&str> {
    let types = items.iter().map(|item| item["type"].as_str().unwrap());
    types.filter(|kind| !kind.starts_with("attachment.")).collect()
}
