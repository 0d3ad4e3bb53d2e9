//! What was released stays: a client that worked with the last release works with this one, unless the version says otherwise.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::support::conformance::description;

/// The description of the last release; `make release-openapi` writes it.
const RELEASED: &str = include_str!("../../../openapi/released.json");

#[test]
fn nothing_that_was_released_is_gone_or_narrower() {
    let released: Value = serde_json::from_str(RELEASED).unwrap();
    let found = breaks(&released, description());
    assert!(
        found.is_empty() || moved(&released, description()),
        "clients of the last release would fail; keep it, or raise the version in Cargo.toml:\n{}",
        found.join("\n")
    );
}

/// Whether the version says that clients must look: its first number, or its second one while that is 0.
fn moved(before: &Value, after: &Value) -> bool {
    let version = |document: &Value| -> Vec<u64> {
        let text = document["info"]["version"].as_str().unwrap_or_default();
        text.split('.').map(|number| number.parse().unwrap_or_default()).collect()
    };
    let (before, after) = (version(before), version(after));
    after[0] > before[0] || (before[0] == 0 && after[0] == 0 && after[1] > before[1])
}

/// Everything that a client of `before` would stumble over.
fn breaks(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in entries(&before["paths"]) {
        for (method, operation) in entries(item) {
            let at = format!("{} {path}", method.to_uppercase());
            let now = &after["paths"][path][method];
            if now.is_null() {
                found.push(format!("{at} is gone"));
                continue;
            }
            let mut comparison = Comparison { documents: (before, after), seen: BTreeSet::new(), found: Vec::new() };
            comparison.operation(&at, operation, now);
            found.append(&mut comparison.found);
        }
    }
    found
}

/// Who writes what a schema describes: the client, or the portal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Sent,
    Answered,
}

struct Comparison<'a> {
    documents: (&'a Value, &'a Value),
    /// Pairs of named schemas that were compared, since they may contain themselves.
    seen: BTreeSet<(Side, String, String)>,
    found: Vec<String>,
}

impl<'a> Comparison<'a> {
    fn say(&mut self, at: &str, what: impl std::fmt::Display) {
        self.found.push(format!("{at} {what}"));
    }

    fn operation(&mut self, at: &str, before: &'a Value, after: &'a Value) {
        self.access(at, before, after);
        self.parameters(at, before, after);
        let (body, now) = (&before["requestBody"], &after["requestBody"]);
        if now["required"] == true && body["required"] != true {
            self.say(at, "needs a body");
        }
        self.contents(Side::Sent, at, &body["content"], &now["content"]);
        for (status, response) in entries(&before["responses"]).filter(|(status, _)| status.starts_with('2')) {
            match after["responses"].get(status) {
                None => self.say(at, format!("no longer answers {status}")),
                Some(now) => self.contents(Side::Answered, at, &response["content"], &now["content"]),
            }
        }
    }

    /// Each way in must still be one, with the scopes that it took.
    fn access(&mut self, at: &str, before: &'a Value, after: &'a Value) {
        let scopes = |way: &Value, scheme: &str| -> BTreeSet<String> {
            list(&way[scheme]).filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let enough = |way: &Value, now: &Value| {
            entries(now)
                .all(|(scheme, _)| way.get(scheme).is_some() && scopes(now, scheme).is_subset(&scopes(way, scheme)))
        };
        for way in list(&before["security"]) {
            if !list(&after["security"]).any(|now| enough(way, now)) {
                self.say(at, format!("no longer lets in {way}"));
            }
        }
    }

    fn parameters(&mut self, at: &str, before: &'a Value, after: &'a Value) {
        let same = |one: &Value, other: &Value| one["in"] == other["in"] && one["name"] == other["name"];
        for one in list(&before["parameters"]) {
            match list(&after["parameters"]).find(|now| same(one, now)) {
                None => self.say(at, format!("no longer takes {} in {}", one["name"], one["in"])),
                Some(now) => self.schema(Side::Sent, &format!("{at} {}", one["name"]), &one["schema"], &now["schema"]),
            }
        }
        for now in list(&after["parameters"]).filter(|now| now["required"] == true) {
            if !list(&before["parameters"]).any(|one| same(one, now) && one["required"] == true) {
                self.say(at, format!("needs {} in {}", now["name"], now["in"]));
            }
        }
    }

    fn contents(&mut self, side: Side, at: &str, before: &'a Value, after: &'a Value) {
        for (kind, content) in entries(before) {
            match after.get(kind) {
                None => self.say(at, format!("no longer knows {kind}")),
                Some(now) => self.schema(side, at, &content["schema"], &now["schema"]),
            }
        }
    }

    fn schema(&mut self, side: Side, at: &str, before: &'a Value, after: &'a Value) {
        let names = (name_of(before), name_of(after));
        if let (Some(one), Some(now)) = names
            && !self.seen.insert((side, one.to_owned(), now.to_owned()))
        {
            return;
        }
        let (before, after) = (Plain::of(self.documents.0, before), Plain::of(self.documents.1, after));
        // What is sent must still be taken; what is answered must still be expected.
        let (less, more) = match side {
            Side::Sent => (&before, &after),
            Side::Answered => (&after, &before),
        };
        if (less.nullable && !more.nullable) || !more.takes_types_of(less) {
            let verb = if side == Side::Sent { "no longer takes" } else { "may now be" };
            self.say(at, format!("{verb} {}", less.shown()));
            return;
        }
        if more.values().is_some_and(|known| !less.values().is_some_and(|values| values.is_subset(&known))) {
            let verb = if side == Side::Sent { "takes fewer values" } else { "may have other values" };
            self.say(at, verb);
        }
        for word in ["format", "pattern"] {
            if before.schema[word] != after.schema[word] && (side == Side::Answered || !after.schema[word].is_null()) {
                self.say(at, format!("has another {word}"));
            }
        }
        if side == Side::Sent {
            self.bounds(at, before.schema, after.schema);
        }
        self.properties(side, at, before.schema, after.schema);
        if !before.schema["items"].is_null() {
            self.schema(side, &format!("{at}/-"), &before.schema["items"], &after.schema["items"]);
        }
    }

    fn bounds(&mut self, at: &str, before: &Value, after: &Value) {
        for word in ["minimum", "minLength", "minItems"] {
            if after[word].as_f64().is_some_and(|now| before[word].as_f64().is_none_or(|least| now > least)) {
                self.say(at, format!("has a higher {word}"));
            }
        }
        for word in ["maximum", "maxLength", "maxItems"] {
            if after[word].as_f64().is_some_and(|now| before[word].as_f64().is_none_or(|most| now < most)) {
                self.say(at, format!("has a lower {word}"));
            }
        }
    }

    fn properties(&mut self, side: Side, at: &str, before: &'a Value, after: &'a Value) {
        for (name, property) in entries(&before["properties"]) {
            match after["properties"].get(name) {
                None => self.say(at, format!("lost the field {name}")),
                Some(now) => self.schema(side, &format!("{at}/{name}"), property, now),
            }
        }
        let (less, more) = if side == Side::Sent { (before, after) } else { (after, before) };
        for name in list(&more["required"]).filter(|name| !list(&less["required"]).any(|known| known == *name)) {
            let verb = if side == Side::Sent { "needs" } else { "may lack" };
            self.say(at, format!("{verb} the field {name}"));
        }
        if side == Side::Sent && after["additionalProperties"] == false && before["additionalProperties"] != false {
            self.say(at, "takes no other fields");
        }
    }
}

/// A schema without its reference and without the way in which it says that it may be null.
struct Plain<'a> {
    schema: &'a Value,
    nullable: bool,
}

impl<'a> Plain<'a> {
    fn of(document: &'a Value, schema: &'a Value) -> Self {
        if let Some(name) = name_of(schema) {
            return Self::of(document, &document["components"]["schemas"][name]);
        }
        let ways: Vec<&Value> = list(&schema["oneOf"]).collect();
        match ways.as_slice() {
            [one, null] if null["type"] == "null" => Self { nullable: true, ..Self::of(document, one) },
            _ => Self { schema, nullable: list(&schema["type"]).any(|kind| kind == "null") },
        }
    }

    fn types(&self) -> BTreeSet<&'a str> {
        let one = self.schema["type"].as_str();
        one.into_iter()
            .chain(list(&self.schema["type"]).filter_map(Value::as_str))
            .filter(|kind| *kind != "null")
            .collect()
    }

    /// Whether every value of the other's types is one of these; without a type, every value is.
    fn takes_types_of(&self, other: &Self) -> bool {
        let types = self.types();
        let wider = |kind: &&str| types.contains(kind) || (*kind == "integer" && types.contains("number"));
        types.is_empty() || (!other.types().is_empty() && other.types().iter().all(wider))
    }

    fn values(&self) -> Option<BTreeSet<String>> {
        self.schema["enum"].as_array().map(|values| values.iter().map(ToString::to_string).collect())
    }

    fn shown(&self) -> String {
        let mut types: Vec<&str> = self.types().into_iter().collect();
        types.extend(self.nullable.then_some("null"));
        types.join(" or ")
    }
}

fn name_of(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A small description on which breaks are tried.
fn sample() -> Value {
    let text = |most: u32| json!({ "type": "string", "maxLength": most });
    let optional = json!({ "oneOf": [{ "$ref": "#/components/schemas/Kind" }, { "type": "null" }] });
    let new = json!({
        "type": "object", "required": ["name"], "additionalProperties": false,
        "properties": { "name": text(40), "kind": optional, "tags": { "type": "array", "maxItems": 5, "items": text(9) } },
    });
    let seen = json!({
        "type": "object", "required": ["id", "kind"], "additionalProperties": false,
        "properties": {
            "id": { "type": "string", "format": "uuid" }, "kind": { "$ref": "#/components/schemas/Kind" },
            "note": { "type": ["string", "null"] }, "size": { "type": "integer" },
        },
    });
    let content =
        |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    json!({
        "info": { "version": "0.1.0" },
        "paths": { "/things": { "post": {
            "security": [{ "oauth2": ["things:write"] }, { "bearer": [] }],
            "parameters": [
                { "in": "query", "name": "limit", "required": false, "schema": { "type": "integer", "minimum": 1, "maximum": 100 } },
                { "in": "header", "name": "If-Match", "required": false, "schema": { "type": "string" } },
            ],
            "requestBody": { "required": true, "content": content("New") },
            "responses": { "201": { "content": content("Seen") }, "404": {} },
        } } },
        "components": { "schemas": {
            "New": new, "Seen": seen, "Kind": { "type": "string", "enum": ["import", "export"] },
        } },
    })
}

const POST: &str = "/paths/~1things/post";
const NEW: &str = "/components/schemas/New";
const SEEN: &str = "/components/schemas/Seen";

/// The sample with a value in another's place.
fn with(place: &str, value: Value) -> Value {
    let mut document = sample();
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {place}"));
    match parent {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        _ => parent[name] = value,
    }
    document
}

/// The sample without something.
fn without(place: &str) -> Value {
    let mut document = sample();
    let (parent, name) = place.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        Value::Object(fields) => assert!(fields.remove(name).is_some(), "nothing at {place}"),
        other => panic!("{other}"),
    }
    document
}

#[test]
fn every_kind_of_break_is_found_and_named() {
    let at = |place: &str, rest: &str| format!("{place}{rest}");
    let needed = json!({ "in": "query", "name": "limit", "required": true, "schema": { "type": "integer", "minimum": 1, "maximum": 100 } });
    for (after, said) in [
        (without(POST), "POST /things is gone"),
        (without(&at(POST, "/responses/201")), "no longer answers 201"),
        (without(&at(POST, "/parameters/0")), "no longer takes \"limit\" in \"query\""),
        (with(&at(POST, "/parameters/0"), needed), "needs \"limit\" in \"query\""),
        (with(&at(POST, "/parameters/0/schema/maximum"), json!(50)), "\"limit\" has a lower maximum"),
        (with(&at(POST, "/parameters/0/schema/minimum"), json!(2)), "\"limit\" has a higher minimum"),
        (with(&at(POST, "/parameters/1/schema/pattern"), json!("^x$")), "\"If-Match\" has another pattern"),
        (with(&at(POST, "/security"), json!([{ "bearer": [] }])), "no longer lets in {\"oauth2\":[\"things:write\"]}"),
        (with(&at(POST, "/security/0/oauth2"), json!(["things:write", "things:read"])), "no longer lets in"),
        (with(&at(POST, "/requestBody/content"), json!({ "text/csv": {} })), "no longer knows application/json"),
        (with(&at(NEW, "/properties/name/maxLength"), json!(39)), "/name has a lower maxLength"),
        (with(&at(NEW, "/properties/name/minLength"), json!(1)), "/name has a higher minLength"),
        (with(&at(NEW, "/properties/name/type"), json!("integer")), "/name no longer takes string"),
        (with(&at(NEW, "/properties/tags/maxItems"), json!(4)), "/tags has a lower maxItems"),
        (with(&at(NEW, "/properties/tags/items/maxLength"), json!(8)), "/tags/- has a lower maxLength"),
        (
            with(&at(NEW, "/properties/kind"), json!({ "$ref": "#/components/schemas/Kind" })),
            "/kind no longer takes string or null",
        ),
        (with(&at(NEW, "/required"), json!(["name", "kind"])), "needs the field \"kind\""),
        (without(&at(NEW, "/properties/tags")), "lost the field tags"),
        (without(&at(SEEN, "/properties/size")), "lost the field size"),
        (with(&at(SEEN, "/required"), json!(["id"])), "may lack the field \"kind\""),
        (with(&at(SEEN, "/properties/size/type"), json!("string")), "/size may now be string"),
        (with(&at(SEEN, "/properties/size/type"), json!(["integer", "null"])), "/size may now be integer or null"),
        (without(&at(SEEN, "/properties/id/format")), "/id has another format"),
        (with("/components/schemas/Kind/enum", json!(["import"])), "/kind takes fewer values"),
        (with("/components/schemas/Kind/enum", json!(["import", "export", "both"])), "/kind may have other values"),
    ] {
        let found = breaks(&sample(), &after);
        assert!(found.iter().any(|one| one.contains(said)), "{said}: {found:?}");
        assert_eq!(found.len(), 1, "{said}: {found:?}");
    }
}

#[test]
fn what_only_adds_or_widens_breaks_nobody() {
    let at = |place: &str, rest: &str| format!("{place}{rest}");
    for after in [
        sample(),
        with("/paths/~1others", json!({ "get": { "responses": {} } })),
        with(&at(POST, "/responses/409"), json!({})),
        without(&at(POST, "/responses/404")),
        with(&at(POST, "/parameters/0/schema/maximum"), json!(200)),
        with(&at(POST, "/security"), json!([{}])),
        with(&at(NEW, "/properties/name/maxLength"), json!(50)),
        with(&at(NEW, "/properties/note"), json!({ "type": "string" })),
        with(&at(NEW, "/required"), json!([])),
        with(&at(SEEN, "/properties/more"), json!({ "type": "string" })),
        with(&at(SEEN, "/properties/note/type"), json!("string")),
        with(&at(SEEN, "/required"), json!(["id", "kind", "size"])),
    ] {
        assert_eq!(breaks(&sample(), &after), [""; 0]);
    }
}

#[test]
fn a_version_that_moved_tells_clients_to_look() {
    let version = |text: &str| json!({ "info": { "version": text } });
    for (before, after, expected) in [
        ("0.1.0", "0.1.1", false),
        ("0.1.0", "0.2.0", true),
        ("0.9.0", "1.0.0", true),
        ("1.2.0", "1.3.0", false),
        ("1.2.0", "2.0.0", true),
        ("2.0.0", "1.9.0", false),
    ] {
        assert_eq!(moved(&version(before), &version(after)), expected, "{before} {after}");
    }
}
