//! Shapes say all that there is: what is written into an object with another's fields is one object, and an object has no fields
//! but those that it names.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::codes_of::is_form;

/// Makes one object of each that was put together, and closes all of them.
pub(super) fn close(document: &mut Value) {
    let open = forms(document);
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else { return };
    let collected = schemas.clone();
    for (name, schema) in schemas.iter_mut() {
        if let Some(whole) = put_together(&collected, schema) {
            *schema = whole;
        }
        if !open.contains(name) {
            seal(schema);
        }
    }
}

/// The name of the schema that something refers to.
pub(super) fn referred(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

/// OAuth has its servers pass over what they do not know in a form (RFC 6749 §3.2).
fn forms(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().into_iter().flat_map(Map::values);
    let operations = paths.filter_map(Value::as_object).flat_map(Map::values).filter(|operation| is_form(operation));
    let contents = operations.filter_map(|operation| operation.pointer("/requestBody/content")?.as_object());
    contents.flat_map(Map::values).filter_map(|content| Some(referred(&content["schema"])?.to_owned())).collect()
}

fn put_together(schemas: &Map<String, Value>, schema: &Value) -> Option<Value> {
    let (mut required, mut properties) = (Vec::new(), Map::new());
    for part in schema["allOf"].as_array()? {
        let named = referred(part).and_then(|name| schemas.get(name)).unwrap_or(part);
        let whole = put_together(schemas, named).unwrap_or_else(|| named.clone());
        required.extend(whole["required"].as_array().into_iter().flatten().cloned());
        properties.extend(whole["properties"].as_object().cloned().unwrap_or_default());
    }
    let mut whole = json!({ "type": "object", "required": required, "properties": properties });
    if let Some(description) = schema.get("description") {
        whole["description"] = description.clone();
    }
    Some(whole)
}

fn seal(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".into(), Value::Bool(false));
            }
            fields.values_mut().for_each(seal);
        }
        Value::Array(items) => items.iter_mut().for_each(seal),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_together_is_one_closed_object() {
        let line = json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } });
        let more = json!({ "type": "object", "required": ["terms"], "properties": { "terms": { "type": "string" } } });
        let detail = json!({ "allOf": [{ "$ref": "#/components/schemas/Line" }, more], "description": "In detail." });
        let mut document = json!({ "paths": {}, "components": { "schemas": { "Line": line, "Detail": detail } } });

        close(&mut document);

        let detail = &document["components"]["schemas"]["Detail"];
        assert_eq!(detail["required"], json!(["id", "terms"]));
        assert_eq!(detail["properties"].as_object().unwrap().len(), 2);
        assert_eq!((&detail["additionalProperties"], &detail["description"]), (&json!(false), &json!("In detail.")));
        assert_eq!(document["components"]["schemas"]["Line"]["additionalProperties"], json!(false));
    }

    #[test]
    fn maps_and_the_form_of_oauth_stay_open() {
        let form = json!({ "properties": { "grant_type": {} } });
        let map =
            json!({ "properties": { "reasons": { "type": "object", "additionalProperties": { "type": "string" } } } });
        let content =
            json!({ "application/x-www-form-urlencoded": { "schema": { "$ref": "#/components/schemas/Form" } } });
        let paths = json!({ "/oauth/token": { "post": { "requestBody": { "content": content } } } });
        let mut document = json!({ "paths": paths, "components": { "schemas": { "Form": form, "Map": map } } });

        close(&mut document);

        let schemas = &document["components"]["schemas"];
        assert!(schemas["Form"].get("additionalProperties").is_none());
        assert_eq!(schemas["Map"]["properties"]["reasons"]["additionalProperties"], json!({ "type": "string" }));
    }
}
