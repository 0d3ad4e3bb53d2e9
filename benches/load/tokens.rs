//! Tokens: a client for each company, which asks for one token after the other and keeps none.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::Failure;
use crate::client::{Client, Request};
use crate::measure::Plan;

/// Admits a client for each of these people's companies; what each of them asks.
pub(crate) async fn plans(server: SocketAddr, filers: &[String]) -> Result<Vec<Plan>, Failure> {
    let mut client = Client::connect(server).await?;
    let mut plans = Vec::new();
    for (number, filer) in filers.iter().enumerate() {
        let body = json!({ "name": format!("token {number}"), "scopes": ["filings:read"] });
        let system = client.create("/api/v1/partners", filer, &format!("token-{number}"), &body).await?;
        let id = text(&system, "id")?;
        let path = format!("/api/v1/partners/{id}/secrets");
        let secret = client.create(&path, filer, &format!("secret-{number}"), &json!({})).await?;
        let request = Request::token(id, text(&secret, "secret")?);
        plans.push(Box::new(move || Some(vec![request.clone()])) as Plan);
    }
    Ok(plans)
}

fn text<'a>(view: &'a Value, name: &str) -> Result<&'a str, Failure> {
    Ok(view.get(name).and_then(Value::as_str).ok_or_else(|| format!("no {name}: {view}"))?)
}
