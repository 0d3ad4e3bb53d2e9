//! What differs between two forms of one contract, leaf by leaf, and how changes are carried over to a newer version.

use serde::Serialize;
use serde_json::{Map, Value};

use super::ContractForm;
use crate::filing::RequestForm;

/// One difference between two forms.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// JSON pointer of the field (`/contract/…`).
    pub pointer: String,
    /// What was registered; null for nothing.
    #[cfg_attr(feature = "openapi", schema(value_type = serde_json::Value))]
    pub from: Value,
    /// What is asked for; null for nothing.
    #[cfg_attr(feature = "openapi", schema(value_type = serde_json::Value))]
    pub to: Value,
}

/// Every field that differs, in the form's order. Nothing, an empty text and an empty list are the same.
pub fn changes(from: &ContractForm, to: &ContractForm) -> Vec<Change> {
    let mut found = Vec::new();
    collect(&json(from), &json(to), "/contract", &mut found);
    found
}

/// The same of what is asked for besides the contract; pointers begin with `/request`.
pub fn changes_of_request(from: &RequestForm, to: &RequestForm) -> Vec<Change> {
    let json = |request: &RequestForm| serde_json::to_value(request).unwrap_or_default();
    let mut found = Vec::new();
    collect(&json(from), &json(to), "/request", &mut found);
    found
}

/// The changes from `base` to `asked`, made to `current` instead; where both changed one field, `asked` wins.
pub fn carried_over(base: &ContractForm, asked: &ContractForm, current: &ContractForm) -> ContractForm {
    let merged = merge(&json(base), &json(asked), json(current));
    serde_json::from_value(merged).unwrap_or_else(|_| asked.clone())
}

fn json(form: &ContractForm) -> Value {
    serde_json::to_value(form).unwrap_or_default()
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.values().all(is_nothing),
        _ => false,
    }
}

fn collect(from: &Value, to: &Value, pointer: &str, found: &mut Vec<Change>) {
    if from == to || (is_nothing(from) && is_nothing(to)) {
        return;
    }
    if (from.is_object() || to.is_object()) && (from.is_object() || from.is_null()) && (to.is_object() || to.is_null())
    {
        let none = Map::new();
        let (left, right) = (from.as_object().unwrap_or(&none), to.as_object().unwrap_or(&none));
        let more = right.keys().filter(|key| !left.contains_key(*key));
        for key in left.keys().chain(more) {
            let of = |members: &Map<String, Value>| members.get(key).cloned().unwrap_or_default();
            collect(&of(left), &of(right), &format!("{pointer}/{key}"), found);
        }
    } else {
        found.push(Change { pointer: pointer.to_owned(), from: from.clone(), to: to.clone() });
    }
}

fn merge(base: &Value, asked: &Value, current: Value) -> Value {
    match (base, asked, current) {
        (base, asked, current) if base == asked => current,
        (Value::Object(base), Value::Object(asked), Value::Object(mut current)) => {
            for (key, asked) in asked {
                let before = base.get(key).unwrap_or(&Value::Null);
                let now = current.remove(key).unwrap_or_default();
                current.insert(key.clone(), merge(before, asked, now));
            }
            for key in base.keys().filter(|key| !asked.contains_key(*key)) {
                current.remove(key);
            }
            Value::Object(current)
        }
        (_, asked, _) => asked.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(json: Value) -> ContractForm {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn every_leaf_that_differs_is_named_and_nothing_equals_nothing() {
        let from = form(json!({"name": "甲", "name_original": "", "amount": {"currency": "EUR", "total": "1.00"},
            "patents": [{"office": "EP", "number": "1"}]}));
        let to = form(json!({"name": "乙", "amount": {"currency": "EUR", "total": "2.00"}, "keywords": [],
            "user": {"name": "丙"}, "patents": [{"office": "EP", "number": "1"}, {"office": "CN", "number": "2"}]}));
        let found = changes(&from, &to);
        let mut pointers: Vec<_> = found.iter().map(|change| change.pointer.as_str()).collect();
        pointers.sort_unstable();
        assert_eq!(pointers, ["/contract/amount/total", "/contract/name", "/contract/patents", "/contract/user/name"]);
        assert_eq!(changes(&from, &from), []);
        let total = found.iter().find(|change| change.pointer.ends_with("total")).unwrap();
        assert_eq!((&total.from, &total.to), (&json!("1.00"), &json!("2.00")));
    }

    #[test]
    fn changes_are_carried_over_to_a_newer_version() {
        let base = form(json!({"name": "甲", "summary": "旧", "user": {"name": "丙", "country": "CN"}}));
        let asked = form(json!({"name": "甲", "summary": "新", "user": {"name": "丁", "country": "CN"}}));
        let current =
            form(json!({"name": "乙", "summary": "旧", "user": {"name": "丙", "country": "CN", "address": "苏州"}}));
        let carried = carried_over(&base, &asked, &current);
        assert_eq!(
            carried,
            form(json!({"name": "乙", "summary": "新",
            "user": {"name": "丁", "country": "CN", "address": "苏州"}}))
        );
        assert_eq!(carried_over(&base, &base, &current), current);
        assert_eq!(carried_over(&base, &asked, &base), asked);
    }
}
