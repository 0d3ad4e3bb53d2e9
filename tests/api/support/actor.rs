//! Someone who calls the API: a person with an account, a system with a token, or nobody known.

use std::sync::{Mutex, PoisonError};

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::answer::Answer;
use super::new_id;

/// The password of every account that tests make.
pub const PASSWORD: &str = "ceshi-mima-bu-chang-jian-42";

/// What is not under `/api/v1`.
const AT_THE_ROOT: [&str; 7] =
    ["/api/", "/oauth/", "/.well-known/", "/health/", "/docs", "/verify-page", "/service-worker.js"];

/// Someone who calls.
pub struct Actor {
    /// Id of the account or of the system; empty for nobody.
    pub id: String,
    /// Address with which they sign in; empty for nobody and for systems.
    pub email: String,
    /// Name.
    pub name: String,
    /// The company they file for, as a party of a contract: `name`, `country`, `uscc`, `district`, `ownership`; and its `id`.
    pub company: Option<Value>,
    base_url: String,
    http: reqwest::Client,
    token: Mutex<Option<String>>,
}

impl Actor {
    pub(super) fn new(base_url: &str, http: &reqwest::Client) -> Self {
        Self {
            id: String::new(),
            email: String::new(),
            name: String::new(),
            company: None,
            base_url: base_url.to_owned(),
            http: http.clone(),
            token: Mutex::new(None),
        }
    }

    /// The same person at another server of the same portal.
    pub fn at(&self, base_url: &str) -> Self {
        Self {
            id: self.id.clone(),
            email: self.email.clone(),
            name: self.name.clone(),
            company: self.company.clone(),
            base_url: base_url.to_owned(),
            http: self.http.clone(),
            token: Mutex::new(self.token()),
        }
    }

    /// The access token, if any.
    pub fn token(&self) -> Option<String> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Calls with this token from now on; with none, anonymously.
    pub fn use_token(&self, token: Option<String>) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// Signs in with the account's password, and calls with the new token from now on.
    pub async fn sign_in(&self) -> Value {
        let credentials = json!({ "email": self.email, "password": PASSWORD });
        let answer = Answer::of(self.http.post(self.url("/auth/login")).json(&credentials)).await.expect(200);
        self.use_token(answer["access_token"].as_str().map(str::to_owned));
        answer
    }

    /// Id of their company.
    pub fn company_id(&self) -> &str {
        self.company.as_ref().and_then(|company| company["id"].as_str()).expect("an actor with a company")
    }

    /// A request to be completed by the test. Paths are under `/api/v1` unless they begin like one at the root. Signed with the
    /// token; nothing else is added.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, self.url(path));
        match self.token() {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    /// Creates or acts, under a key of its own.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_under(&new_id().to_string(), path, body).await
    }

    /// Creates or acts under a given key.
    pub async fn post_under(&self, key: &str, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::POST, path).header("idempotency-key", key).json(body)).await
    }

    /// Replaces the version that was read.
    pub async fn put(&self, path: &str, version: i64, body: &Value) -> Answer {
        Answer::of(self.request(Method::PUT, path).header("if-match", format!("\"{version}\"")).json(body)).await
    }

    /// Changes the version that was read.
    pub async fn patch(&self, path: &str, version: i64, body: &Value) -> Answer {
        Answer::of(self.request(Method::PATCH, path).header("if-match", format!("\"{version}\"")).json(body)).await
    }

    /// Removes.
    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    fn url(&self, path: &str) -> String {
        let prefix = if AT_THE_ROOT.iter().any(|root| path.starts_with(root)) { "" } else { "/api/v1" };
        [&self.base_url, prefix, path].concat()
    }
}
