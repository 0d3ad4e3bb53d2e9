//! Third-party systems: how they get a token, what it opens, who looks after them, and how others check with stock software.

mod bank;
mod clients;
mod owners;
mod secrets;
mod stock;
mod tokens;
mod uses;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Actor, Answer};

/// What `/oauth/token` answers to this form, with the client's id and secret in the header or not.
async fn ask_for_token(actor: &Actor, authorization: Option<(&str, &str)>, form: &str) -> Answer {
    let request =
        actor.request(Method::POST, "/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    let request = match authorization {
        Some((id, secret)) => request.basic_auth(id, Some(secret)),
        None => request,
    };
    Answer::of(request.body(form.to_owned())).await
}

/// Someone who calls with a token for these credentials.
async fn with_token(anyone: Actor, id: &str, secret: &str) -> Actor {
    let token = ask_for_token(&anyone, Some((id, secret)), "grant_type=client_credentials").await.expect(200);
    anyone.use_token(token["access_token"].as_str().map(str::to_owned));
    anyone
}

/// A system that the actor's company admits: its id.
async fn admitted(company: &Actor, scopes: &[&str]) -> String {
    let body = json!({ "name": "企业 ERP", "scopes": scopes });
    id_of(&company.post("/partners", &body).await.expect(201))
}

/// A new secret of a system: its id and its text.
async fn new_secret(owner: &Actor, partner: &str) -> (String, String) {
    let made = owner.post(&format!("/partners/{partner}/secrets"), &json!({})).await.expect(201);
    (id_of(&made), made["secret"].as_str().unwrap().to_owned())
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}
