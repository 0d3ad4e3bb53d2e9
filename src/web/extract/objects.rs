//! Lists in the place of objects. Serde reads a list as the fields of an object in their order; no operation means that, at any depth.
//! Whatever else may be wrong with a body is found in `body.rs`, which reads it first.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;
use serde_path_to_error::Path;

/// Where the first list stands that `T` reads as an object.
pub(super) fn list_for_object<T: DeserializeOwned>(value: &Value) -> Option<Path> {
    let unread = serde_path_to_error::deserialize::<_, T>(Strict(value)).err()?;
    // What is read otherwise than a text of JSON would be is none of this module's business.
    unread.inner().is_list.then(|| unread.path().clone())
}

/// Why a value was not read.
#[derive(Debug)]
struct Unread {
    is_list: bool,
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.is_list { "a list for an object" } else { "not read" })
    }
}

impl std::error::Error for Unread {}

impl serde::de::Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { is_list: false }
    }
}

/// A value of which no list is read as an object.
#[derive(Clone, Copy)]
struct Strict<'de>(&'de Value);

impl<'de> IntoDeserializer<'de, Unread> for Strict<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(truth) => visitor.visit_bool(*truth),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(whole), _) => visitor.visit_u64(whole),
                (None, Some(whole)) => visitor.visit_i64(whole),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(Strict))),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.as_str(), Strict(value)));
                visitor.visit_map(MapDeserializer::new(fields))
            }
        }
    }

    /// Also what the variants of an enum hold.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.0.is_array() { Err(Unread { is_list: true }) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.as_str(), Strict(value)));
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(fields)))
            }
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Deserialize, Default)]
    #[serde(deny_unknown_fields, default)]
    struct Body {
        text: Option<String>,
        number: Option<i64>,
        share: Option<f64>,
        inner: Option<Inner>,
        many: Vec<Inner>,
        named: BTreeMap<String, Inner>,
        wrapped: Option<Wrapped>,
        choice: Option<Choice>,
        pair: Option<(i32, Inner)>,
        anything: Value,
    }

    #[derive(Deserialize, Default)]
    #[serde(deny_unknown_fields, default)]
    struct Inner {
        names: Vec<String>,
        deeper: Option<Box<Inner>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "what is read is not looked at")]
    struct Wrapped(Inner);

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[expect(dead_code, reason = "what is read is not looked at")]
    enum Choice {
        Plain,
        One(Inner),
        Both { inner: Inner },
    }

    #[test]
    fn a_list_is_no_object_at_any_depth() {
        for (body, place) in [
            (json!([]), "."),
            (json!({ "inner": [] }), "inner"),
            (json!({ "inner": [["a"]] }), "inner"),
            (json!({ "inner": { "deeper": { "deeper": [] } } }), "inner.deeper.deeper"),
            (json!({ "many": [{}, { "names": ["a"] }, []] }), "many[2]"),
            (json!({ "named": { "a": {}, "b": [] } }), "named.b"),
            (json!({ "named": [] }), "named"),
            (json!({ "wrapped": [] }), "wrapped"),
            (json!({ "choice": { "one": [] } }), "choice.one"),
            (json!({ "choice": { "both": [{}] } }), "choice.both"),
            (json!({ "choice": { "both": { "inner": [] } } }), "choice.both.inner"),
            (json!({ "pair": [1, []] }), "pair[1]"),
        ] {
            let found = list_for_object::<Body>(&body).map(|path| path.to_string());
            assert_eq!(found.as_deref(), Some(place), "{body}");
        }
    }

    #[test]
    fn lists_where_lists_are_meant_are_read() {
        for body in [
            json!({}),
            json!({ "text": "a", "number": -1, "share": 0.5, "inner": null, "many": [], "named": {} }),
            json!({ "many": [{ "names": ["a", "b"], "deeper": null }], "wrapped": { "names": [] } }),
            json!({ "choice": "plain", "pair": [1, { "names": [] }], "anything": [[], { "a": [1] }] }),
            json!({ "choice": { "both": { "inner": { "names": ["a"] } } } }),
        ] {
            assert!(serde_path_to_error::deserialize::<_, Body>(Strict(&body)).is_ok(), "{body}");
        }
    }
}
