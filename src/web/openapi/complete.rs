//! Completes the collected description: what follows for an operation from its shape is written down once, here. Handlers say
//! what is theirs alone; their `4XX` stands for the problems that are put in its place.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use domain::finding::Language;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;

use super::codes_of::{by_shape, has_quota, own, parameters};
use super::schemas::{close, referred};
use super::words::{HEADERS, LINKS, PROBLEMS, TAGS, parameter};
use crate::web::problem::problem;

/// A request and its answer for each operation that has them here; `tests/api/openapi/examples.rs` writes them, and keeps them true.
const EXAMPLES: &str = include_str!("../../../openapi/examples.json");

/// What an operation is completed from.
struct Known {
    schemas: Value,
    examples: Value,
    /// The parameters in the path of each operation, in order.
    places: BTreeMap<String, Vec<String>>,
}

/// The whole description.
pub(super) fn complete(collected: &OpenApi) -> Value {
    // All keys are texts and the examples are JSON, which a test sees to: neither can fail.
    let mut document = serde_json::to_value(collected).unwrap_or_default();
    close(&mut document);
    let known = Known {
        schemas: document["components"]["schemas"].clone(),
        examples: serde_json::from_str(EXAMPLES).unwrap_or_default(),
        places: places(&document),
    };
    let paths = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for (method, operation) in paths.filter_map(Value::as_object_mut).flatten() {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        parameters.into_iter().flatten().for_each(describe);
        let_out(operation, &known.schemas);
        refusals(method, operation);
        answers(operation, &known);
    }
    share(&mut document);
    document
}

fn places(document: &Value) -> BTreeMap<String, Vec<String>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(_, item)| item.as_object().into_iter().flat_map(Map::values));
    let in_path = |operation: &Value| -> Vec<String> {
        let named = parameters(operation).filter(|one| one["in"] == "path");
        named.filter_map(|one| one["name"].as_str().map(str::to_owned)).collect()
    };
    operations.filter_map(|one| Some((one["operationId"].as_str()?.to_owned(), in_path(one)))).collect()
}

/// What is referred to from everywhere, and what the document says of itself.
fn share(document: &mut Value) {
    document["servers"] = json!([{ "url": "/", "description": "The portal that gives this description." }]);
    document["externalDocs"] =
        json!({ "url": "/docs/errors", "description": "Every error code: what it says and where it comes from." });
    let used = document["paths"].to_string();
    let tags = TAGS.iter().filter(|(name, _)| used.contains(&format!("\"tags\":[\"{name}\"]")));
    document["tags"] = tags.map(|(name, said)| json!({ "name": name, "description": said })).collect();
    for (name, said, kind) in HEADERS {
        document["components"]["headers"][*name] = json!({ "description": said, "schema": { "type": kind } });
    }
    for (status, name, code, said) in PROBLEMS {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let example = problem(status, code, "01900000-0000-7000-8000-000000000000", Language::En, Vec::new());
        let content = json!({ "schema": { "$ref": "#/components/schemas/Problem" }, "example": example });
        let names: &[&str] = match status {
            StatusCode::UNAUTHORIZED => &["WWW-Authenticate"],
            StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE => &["Retry-After"],
            StatusCode::TOO_MANY_REQUESTS => {
                &["Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]
            }
            _ => &[],
        };
        let response = &mut document["components"]["responses"][name];
        *response = json!({ "description": said, "content": { "application/problem+json": content } });
        if !names.is_empty() {
            response["headers"] = headers(names);
        }
    }
}

fn headers(names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }))).collect()
}

fn describe(one: &mut Value) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some((said, schema)) = parameter(&text(&one["in"]), &text(&one["name"])) {
        if one["description"].is_null() {
            one["description"] = json!(said);
        }
        one["schema"] = schema;
    }
    if one["in"] == "query" {
        fill(&mut one["schema"]);
    }
}

/// No text of a query is empty: `web/extract/query.rs` refuses it.
fn fill(schema: &mut Value) {
    if schema["type"] == "string" && ["enum", "format", "pattern"].iter().all(|word| schema.get(word).is_none()) {
        schema["minLength"] = json!(1);
    }
    if let Some(items) = schema.get_mut("items") {
        fill(items);
    }
}

/// A body of which no field is needed may be left out: `web/extract/body.rs` reads nothing as `{}`.
fn let_out(operation: &mut Value, schemas: &Value) {
    let Some(body) = operation.get_mut("requestBody") else { return };
    let schema = &body["content"]["application/json"]["schema"];
    let schema = referred(schema).map_or(schema, |name| &schemas[name]);
    if schema["type"] == "object" && schema["required"].as_array().is_none_or(Vec::is_empty) {
        body["required"] = json!(false);
    }
}

/// Puts the problems that an operation may answer with in the place of `4XX`, and their codes beside them.
fn refusals(method: &str, operation: &mut Value) {
    let own = own(operation["operationId"].as_str().unwrap_or_default());
    let mut codes = by_shape(method, operation);
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    if responses.remove("4XX").is_none() {
        return;
    }
    for (status, more) in &own {
        codes.entry(*status).or_default().extend(more);
    }
    for (status, name, _, said) in PROBLEMS.iter().filter(|(status, ..)| codes.contains_key(status)) {
        let mut refusal = json!({ "$ref": format!("#/components/responses/{name}") });
        if let Some(more) = own.get(status) {
            let more: Vec<String> = more.iter().map(|code| format!("[`{code}`](/docs/errors#{code})")).collect();
            refusal["description"] = json!(format!("{said} Here also {}.", more.join(", ")));
        }
        responses.insert(status.to_string(), refusal);
    }
    operation["x-codes"] = json!(codes);
}

/// Completes what an operation answers when it does what was asked.
fn answers(operation: &mut Value, known: &Known) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let example = &known.examples[&id];
    if let Some(content) = operation.pointer_mut("/requestBody/content/application~1json")
        && !example["request"].is_null()
    {
        content["example"] = example["request"].clone();
    }
    let replayed = parameters(operation).any(|one| one["name"] == "Idempotency-Key");
    let limited = has_quota(operation);
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if let Some((.., said)) = PROBLEMS.iter().find(|(problem, ..)| *status == problem.to_string()) {
            if is_unsaid(response) {
                response["description"] = json!(said);
            }
            continue;
        }
        let schema = body(response, &example["response"]).and_then(|name| known.schemas.get(&name));
        if is_unsaid(response) {
            let said = schema.and_then(|schema| schema["description"].as_str());
            response["description"] = json!(said.unwrap_or(if status == "204" { "It is done." } else { "The file." }));
        }
        let mut names = Vec::new();
        names.extend((status == "201").then_some("Location"));
        names.extend(schema.filter(|schema| schema["properties"]["version"]["type"] == "integer").map(|_| "ETag"));
        names.extend(replayed.then_some("Idempotent-Replayed"));
        if limited {
            names.extend(["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]);
        }
        if !names.is_empty() {
            response["headers"] = headers(&names);
        }
        if let Some(links) = links(&id, known) {
            response["links"] = links;
        }
    }
}

fn is_unsaid(response: &Value) -> bool {
    response["$ref"].is_null() && response["description"].as_str().is_none_or(str::is_empty)
}

/// Completes a body; the name of its schema, where it has one.
fn body(response: &mut Value, example: &Value) -> Option<String> {
    let content = response.get_mut("content")?.as_object_mut()?;
    for (kind, described) in content.iter_mut() {
        if kind == "application/json" && described["schema"].is_null() {
            described["schema"] = json!({ "type": "object" });
        }
        if kind == "application/json" && !example.is_null() {
            described["example"] = example.clone();
        }
    }
    content.values().find_map(|described| referred(&described["schema"]).map(str::to_owned))
}

/// The last parameter of what follows comes out of the answer, those before it out of the request.
fn links(id: &str, known: &Known) -> Option<Value> {
    let (_, pointer, targets) = LINKS.iter().find(|(from, ..)| *from == id)?;
    let link = |target: &&str| {
        let (last, before) = known.places.get(*target)?.split_last()?;
        let mut values: Map<String, Value> =
            before.iter().map(|name| (name.clone(), json!(format!("$request.path.{name}")))).collect();
        values.insert(last.clone(), json!(format!("$response.body#{pointer}")));
        Some(((*target).to_owned(), json!({ "operationId": target, "parameters": values })))
    };
    Some(targets.iter().filter_map(link).collect())
}
