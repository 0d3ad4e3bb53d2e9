//! Every id that a body or a query can hold, found in the API's description. One that no row of the matrix exchanges fails here, so that
//! a new operation cannot be reached through an id that nobody thought of.

use std::collections::BTreeSet;

use serde_json::Value;

use super::inner::INNER;
use crate::support::operations;

/// Names of texts that stand for somebody's object wherever they are; besides, everything that the description calls a UUID, and
/// every name that ends in `_id`.
const NAMES: [&str; 5] = ["on_behalf_of", "assignee", "filings", "contract_number", "certificate_number"];

/// Names that do so at the top of a body, or of a query: a number within a contract is what its company calls it.
const AT_THE_TOP: [&str; 3] = ["to", "number", "?number"];

/// What is kept as it was written and reaches nothing: whoever looks with it asks the queue, at `?assignee`.
const KEPT_AS_WRITTEN: [(&str, &str); 2] = [("save_view", "question/assignee"), ("change_view", "question/assignee")];

#[test]
fn every_id_of_a_body_or_a_query_is_exchanged() {
    let described = described();
    let place = |(operation, name): (&str, &str)| (operation.to_owned(), name.to_owned());
    let mut known: BTreeSet<(String, String)> =
        INNER.iter().map(|inner| place((inner.operation, inner.name))).collect();
    known.extend(KEPT_AS_WRITTEN.map(place));
    let missing: Vec<String> =
        described.difference(&known).map(|(operation, name)| format!("    {operation} [{name}]")).collect();
    assert!(
        missing.is_empty(),
        "these ids are exchanged by no row: list each in INNER (tests/api/access/inner.rs), and judge the line that is measured:\n{}",
        missing.join("\n")
    );
    let gone: Vec<_> = known.difference(&described).collect();
    assert!(gone.is_empty(), "no body and no query has these any more (tests/api/access/inner.rs): {gone:?}");
}

/// Operation and name of each place, a name in a query after a question mark; of everything that needs a credential.
fn described() -> BTreeSet<(String, String)> {
    let document = serde_json::to_value(portal::web::document()).unwrap();
    let mut found = BTreeSet::new();
    for operation in operations().into_iter().filter(|operation| !operation.public) {
        let described = &document["paths"][&operation.path][operation.method.as_str().to_lowercase()];
        let mut names = Vec::new();
        for body in described["requestBody"]["content"].as_object().into_iter().flatten().map(|(_, body)| body) {
            within(&document, &body["schema"], "", &mut names);
        }
        for parameter in described["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "query") {
            let name = format!("?{}", parameter["name"].as_str().unwrap());
            if is_id(&document, &name, &parameter["schema"]) {
                names.push(name);
            }
        }
        found.extend(names.into_iter().map(|name| (operation.id.clone(), name)));
    }
    found
}

/// The ids within a schema, by their names from the top.
fn within(document: &Value, schema: &Value, at: &str, found: &mut Vec<String>) {
    for form in forms(document, schema) {
        for (name, field) in form["properties"].as_object().into_iter().flatten() {
            let name = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
            if is_id(document, &name, field) {
                found.push(name.clone());
            }
            within(document, field, &name, found);
        }
    }
}

/// Whether a text of this name and schema stands for somebody's object.
fn is_id(document: &Value, name: &str, schema: &Value) -> bool {
    let forms = forms(document, schema);
    let is_uuid = |form: &&Value| {
        form["format"] == "uuid" || form["pattern"].as_str().is_some_and(|pattern| pattern.contains("[0-9a-f]{12}"))
    };
    let is_text = |form: &&Value| {
        form["type"] == "string" || form["type"].as_array().is_some_and(|types| types.iter().any(|one| one == "string"))
    };
    let last = name.trim_start_matches('?').rsplit('/').next().unwrap_or_default();
    let is_name = last.ends_with("_id") || NAMES.contains(&last) || AT_THE_TOP.contains(&name);
    forms.iter().any(is_uuid) || (is_name && forms.iter().any(is_text))
}

/// What a schema may be: itself, what it refers to, each of its alternatives, and what it is a list of.
fn forms<'a>(document: &'a Value, schema: &'a Value) -> Vec<&'a Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#'));
        return forms(document, target.unwrap_or_else(|| panic!("the description has no {reference}")));
    }
    let others = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|word| schema[word].as_array()).flatten();
    let others = others.chain(schema.get("items")).flat_map(|other| forms(document, other));
    std::iter::once(schema).chain(others).collect()
}
