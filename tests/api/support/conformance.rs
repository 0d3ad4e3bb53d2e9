//! Whether an answer is one that the description of the API knows: its status, its code, its type, and all that stands in it.

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDate};
use reqwest::Method;
use serde_json::{Map, Value};

use super::answer::Answer;

/// The description, made once.
pub fn description() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(portal::web::document)
}

/// The description of a sandbox, in which all operations are.
fn everything() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(portal::web::sandbox_document)
}

/// What is wrong with an answer; nothing where the description knows no such operation.
pub fn faults(method: &Method, path: &str, answer: &Answer) -> Vec<String> {
    let sandbox = answer.header("x-sandbox").is_some();
    let Some(operation) = operation(sandbox, method, path) else { return Vec::new() };
    let id = operation["operationId"].as_str().unwrap_or_default();
    let Some(response) = operation["responses"].get(answer.status.to_string()) else {
        return vec![format!("{id} does not name this status")];
    };
    let response = resolved(response);
    if answer.body.is_empty() {
        return if response["content"].is_null() { Vec::new() } else { vec![format!("{id} names a body")] };
    }
    let kind = answer.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
    let Some(content) = response["content"].get(kind).or(response["content"].get("*/*")) else {
        return vec![format!("{id} names no {kind:?}")];
    };
    let mut found = Vec::new();
    if kind == "application/json" || kind == "application/problem+json" {
        let body = answer.json();
        let codes = &operation["x-codes"];
        let listed = |codes: &Value| codes.as_array().is_some_and(|codes| codes.contains(&body["code"]));
        if kind == "application/problem+json" && !codes.is_null() && !listed(&codes[answer.status.to_string()]) {
            found.push(format!(
                "(&[\"{id}\"], {}, &[{}]) is missing in web/openapi/codes_of.rs",
                answer.status, body["code"]
            ));
        }
        differences(&content["schema"], &body, "", &mut found);
    }
    found
}

/// An address in its parts, and what is described there.
type Address = (Vec<&'static str>, &'static Value);

/// The addresses of a description, those with fewer parameters first; taken apart once, since every answer is looked up here.
fn addresses(sandbox: bool) -> &'static [Address] {
    static ADDRESSES: [OnceLock<Vec<Address>>; 2] = [OnceLock::new(), OnceLock::new()];
    ADDRESSES[usize::from(sandbox)].get_or_init(|| {
        let described = if sandbox { everything() } else { description() };
        let mut paths: Vec<(&String, &Value)> = described["paths"].as_object().unwrap().iter().collect();
        paths.sort_by_key(|(template, _)| template.matches('{').count());
        paths.into_iter().map(|(template, item)| (template.split('/').collect(), item)).collect()
    })
}

/// The operation at an address: the one with the fewest parameters, where several would fit.
fn operation(sandbox: bool, method: &Method, path: &str) -> Option<&'static Value> {
    let given: Vec<&str> = path.split('/').collect();
    let fits = |template: &[&str]| {
        let mut pairs = template.iter().zip(&given);
        template.len() == given.len()
            && pairs.all(|(part, given)| part == given || (part.starts_with('{') && !given.is_empty()))
    };
    let (_, item) = addresses(sandbox).iter().find(|(template, _)| fits(template))?;
    item.get(method.as_str().to_lowercase())
}

/// What a reference stands for.
fn resolved(part: &'static Value) -> &'static Value {
    match part["$ref"].as_str() {
        Some(place) => {
            everything().pointer(place.trim_start_matches('#')).unwrap_or_else(|| panic!("nothing at {place}"))
        }
        None => part,
    }
}

/// Adds what of a value its schema does not allow: as much of JSON Schema as the description uses.
pub fn differences(schema: &'static Value, value: &Value, pointer: &str, found: &mut Vec<String>) {
    let schema = resolved(schema);
    if let Some(ways) = schema["oneOf"].as_array() {
        let fitting = ways.iter().filter(|way| {
            let mut faults = Vec::new();
            differences(way, value, pointer, &mut faults);
            faults.is_empty()
        });
        if fitting.count() != 1 {
            found.push(format!("{pointer}: {value} is not one of {}", schema["oneOf"]));
        }
        return;
    }
    assert!(schema["allOf"].is_null() && schema["anyOf"].is_null(), "not understood here: {schema}");
    if !is_of_type(&schema["type"], value) {
        found.push(format!("{pointer}: {value} is not of type {}", schema["type"]));
        return;
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        found.push(format!("{pointer}: {value} is none of {}", schema["enum"]));
    }
    match value {
        Value::Object(fields) => in_object(schema, fields, pointer, found),
        Value::Array(items) => {
            within(schema, ["minItems", "maxItems"], items.len() as f64, pointer, found);
            for (place, item) in items.iter().enumerate() {
                differences(&schema["items"], item, &format!("{pointer}/{place}"), found);
            }
        }
        Value::String(text) => {
            within(schema, ["minLength", "maxLength"], text.chars().count() as f64, pointer, found);
            if !has_format(schema["format"].as_str().unwrap_or_default(), text) {
                found.push(format!("{pointer}: {text:?} is no {}", schema["format"]));
            }
        }
        Value::Number(number) => {
            within(schema, ["minimum", "maximum"], number.as_f64().unwrap_or_default(), pointer, found);
        }
        Value::Bool(_) | Value::Null => {}
    }
}

fn in_object(schema: &'static Value, fields: &Map<String, Value>, pointer: &str, found: &mut Vec<String>) {
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            found.push(format!("{pointer}/{name} is missing"));
        }
    }
    for (name, field) in fields {
        let others = &schema["additionalProperties"];
        match schema["properties"].get(name) {
            Some(known) => differences(known, field, &format!("{pointer}/{name}"), found),
            None if others.is_object() => differences(others, field, &format!("{pointer}/{name}"), found),
            None if others == &Value::Bool(false) => found.push(format!("{pointer}/{name} is not described")),
            None => {}
        }
    }
}

fn is_of_type(types: &Value, value: &Value) -> bool {
    let is = |kind: &Value| match kind.as_str().unwrap_or_default() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no such type: {other}"),
    };
    match types {
        Value::Null => true,
        Value::Array(types) => types.iter().any(is),
        one => is(one),
    }
}

fn within(schema: &Value, [least, most]: [&str; 2], size: f64, pointer: &str, found: &mut Vec<String>) {
    let under = schema[least].as_f64().is_some_and(|least| size < least);
    if under || schema[most].as_f64().is_some_and(|most| size > most) {
        found.push(format!("{pointer}: {size} is outside of {} to {}", schema[least], schema[most]));
    }
}

fn has_format(format: &str, text: &str) -> bool {
    match format {
        "uuid" => uuid::Uuid::try_parse(text).is_ok_and(|id| id.hyphenated().to_string() == text),
        "date" => text.parse::<NaiveDate>().is_ok(),
        "date-time" => DateTime::parse_from_rfc3339(text).is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(schema: Value, value: Value) -> Vec<String> {
        let mut found = Vec::new();
        differences(Box::leak(Box::new(schema)), &value, "", &mut found);
        found
    }

    #[test]
    fn what_a_schema_does_not_allow_is_named() {
        let object = json!({
            "type": "object", "required": ["id"], "additionalProperties": false,
            "properties": {
                "id": { "type": "string", "format": "uuid" },
                "on": { "type": ["string", "null"], "format": "date" },
                "lines": { "type": "array", "maxItems": 1, "items": { "type": "integer", "minimum": 1 } },
                "status": { "oneOf": [{ "type": "string", "enum": ["open"] }, { "type": "null" }] },
            },
        });
        let id = "01900000-0000-7000-8000-000000000000";
        assert_eq!(faults(object.clone(), json!({ "id": id, "on": null, "lines": [1], "status": "open" })), [""; 0]);
        for (value, fault) in [
            (json!({}), "/id is missing"),
            (json!({ "id": "1" }), "/id: \"1\" is no \"uuid\""),
            (json!({ "id": id, "on": "yesterday" }), "/on: \"yesterday\" is no \"date\""),
            (json!({ "id": id, "more": 1 }), "/more is not described"),
            (json!({ "id": id, "lines": [1, 2] }), "/lines: 2 is outside of null to 1"),
            (json!({ "id": id, "lines": [0] }), "/lines/0: 0 is outside of 1 to null"),
            (json!({ "id": 1 }), "/id: 1 is not of type \"string\""),
        ] {
            assert_eq!(faults(object.clone(), value), [fault]);
        }
        assert_eq!(faults(object, json!({ "id": id, "status": "closed" })).len(), 1);
    }

    #[test]
    fn an_answer_that_the_description_does_not_know_is_caught() {
        let answer = |status, body: &Value, kind: &'static str| {
            let mut headers = reqwest::header::HeaderMap::new();
            headers.insert("content-type", reqwest::header::HeaderValue::from_static(kind));
            Answer { status, headers, body: body.to_string().into_bytes() }
        };
        let faults =
            |status, body: Value, kind| super::faults(&Method::GET, "/health/live", &answer(status, &body, kind));
        assert_eq!(faults(200, json!({ "status": "ok" }), "application/json"), [""; 0]);
        assert_eq!(faults(404, json!({}), "application/json"), ["live does not name this status"]);
        assert_eq!(faults(200, json!({ "status": "ok" }), "text/plain"), ["live names no \"text/plain\""]);
        assert_eq!(faults(200, json!({ "state": "ok" }), "application/json").len(), 2);
        let problem = json!({
            "type": "", "title": "", "status": 404, "code": "no_such_code", "detail": "", "request_id": "", "errors": [],
        });
        let found =
            super::faults(&Method::GET, "/api/v1/filings/1", &answer(404, &problem, "application/problem+json"));
        assert_eq!(found, ["(&[\"read_filing\"], 404, &[\"no_such_code\"]) is missing in web/openapi/codes_of.rs"]);
    }
}
