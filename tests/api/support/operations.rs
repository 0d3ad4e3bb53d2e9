//! The operations of the API as its own description lists them, so that no test forgets one.

use reqwest::Method;
use serde_json::Value;

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// Method.
    pub method: Method,
    /// Path with its parameters in braces.
    pub path: String,
    /// Whether it answers without a credential.
    pub public: bool,
    /// Type of the body that it takes, if any.
    pub content_type: Option<String>,
}

/// Every operation.
pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(portal::web::document()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            let Some(id) = operation["operationId"].as_str() else { continue };
            let content = operation.pointer("/requestBody/content").and_then(Value::as_object);
            found.push(Operation {
                id: id.to_owned(),
                method,
                path: path.clone(),
                public: operation["security"]
                    .as_array()
                    .is_some_and(|ways| ways.iter().any(|way| way == &serde_json::json!({}))),
                content_type: content.and_then(|content| content.keys().next().cloned()),
            });
        }
    }
    assert!(found.len() > 40, "only {} operations are described", found.len());
    found
}
