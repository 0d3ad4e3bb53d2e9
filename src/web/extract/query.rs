//! What stands in a query: every name is one that the operation knows, and each comes once and with a value, so that a filter with a
//! slip in its name, or one whose value got lost, does not list everything. A list of values alone is written by repeating its name.

use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use domain::finding::Language;
use domain::text::forbidden_character;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use utoipa::IntoParams;

use crate::app::page::PageRequest;
use crate::app::{AppError, FieldError};
use crate::web::guard::{RequestInfo, language};
use crate::web::problem::WebError;

/// Names with their values, in the order in which they came.
type Pairs = Vec<(String, String)>;

/// The parameters of a question.
pub(in crate::web) struct Parameters<T>(pub(in crate::web) T);

/// The parameters of a list: its filter, the page, and which fields of its items.
pub(in crate::web) struct List<T = Everything> {
    pub(in crate::web) filter: T,
    pub(in crate::web) page: PageRequest,
    pub(in crate::web) fields: Option<String>,
}

/// The filter of a list that has none.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Everything {}

/// Which page, and what of it.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::web) struct PageQuery {
    /// Items on the page, 1 to 100; 20 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Only these fields of each item, by comma; all of them when absent.
    fields: Option<String>,
}

impl<T: DeserializeOwned> FromRequest for Parameters<T> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = parameters(request.query_string(), language_of(request));
        ready(read.map(Self).map_err(WebError::from))
    }
}

impl<T: DeserializeOwned> FromRequest for List<T> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(list(request.query_string(), language_of(request)).map_err(WebError::from))
    }
}

fn language_of(request: &HttpRequest) -> Language {
    request.extensions().get::<RequestInfo>().map_or_else(|| language(request.headers()), |info| info.language)
}

fn parameters<T: DeserializeOwned>(text: &str, language: Language) -> Result<T, AppError> {
    let pairs = pairs_of(text)?;
    refuse_faulty(&pairs, names_of::<T>(), language)?;
    read(&pairs, language)
}

fn list<T: DeserializeOwned>(text: &str, language: Language) -> Result<List<T>, AppError> {
    let (pairs, of_page) = (pairs_of(text)?, names_of::<PageQuery>());
    refuse_faulty(&pairs, &[names_of::<T>(), of_page].concat(), language)?;
    let (page, filter): (Pairs, Pairs) = pairs.into_iter().partition(|(name, _)| of_page.contains(&name.as_str()));
    let PageQuery { limit, cursor, fields } = read(&page, language)?;
    Ok(List { filter: read(&filter, language)?, page: PageRequest { limit, cursor }, fields })
}

/// The pairs of a text such as `status=returned&q=x`.
pub(super) fn pairs_of(text: &str) -> Result<Pairs, AppError> {
    #[expect(clippy::disallowed_types, reason = "the one home of queries")]
    let pairs = web::Query::<Pairs>::from_query(text);
    Ok(pairs.map_err(|_| AppError::BadRequest("invalid_query"))?.into_inner())
}

/// Refuses names that are not known, and values that are empty or hold control characters; a cursor is ours or not.
fn refuse_faulty(pairs: &[(String, String)], known: &[&str], language: Language) -> Result<(), AppError> {
    let fault_in = |(name, value): &(String, String)| {
        if !known.contains(&name.as_str()) {
            Some(fault(Fault::Unknown, name, language))
        } else if name != "cursor" && (value.is_empty() || forbidden_character(value).is_some()) {
            Some(fault(Fault::Value, name, language))
        } else {
            None
        }
    };
    let errors: Vec<FieldError> = pairs.iter().filter_map(fault_in).collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { code: "invalid_query", errors }) }
}

/// What is wrong with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// The operation has none of this name.
    Unknown,
    /// It comes more than once.
    Twice,
    /// It is needed.
    Missing,
    /// Its value is not one.
    Value,
}

/// A fault in the words of whoever asked.
fn fault(fault: Fault, name: &str, language: Language) -> FieldError {
    let (code, zh, en) = match fault {
        Fault::Unknown => ("unknown_field", "没有这个查询参数。", "There is no such query parameter."),
        Fault::Twice => ("duplicate_field", "这个查询参数只能出现一次。", "This query parameter may come once only."),
        Fault::Missing => ("missing_field", "缺少这个查询参数。", "This query parameter is missing."),
        Fault::Value => ("invalid_value", "查询参数的值不对。", "The query parameter has no such value."),
    };
    let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
    FieldError::new(pointer, code, if language == Language::Zh { zh } else { en })
}

fn read<T: DeserializeOwned>(pairs: &[(String, String)], language: Language) -> Result<T, AppError> {
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in pairs {
        values.entry(name).or_default().push(value);
    }
    let entries = Entries { left: values.into_iter(), now: None };
    T::deserialize(MapAccessDeserializer::new(entries)).map_err(|Unread { what, name }| AppError::Invalid {
        code: "invalid_query",
        errors: vec![fault(what, &name, language)],
    })
}

/// Why a query could not be read.
#[derive(Debug)]
struct Unread {
    what: Fault,
    name: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.what, self.name)
    }
}

impl std::error::Error for Unread {}

impl serde::de::Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { what: Fault::Value, name: String::new() }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { what: Fault::Missing, name: field.to_owned() }
    }
}

/// Each name with all its values.
struct Entries<'a> {
    left: btree_map::IntoIter<&'a str, Vec<&'a str>>,
    now: Option<(&'a str, Vec<&'a str>)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unread> {
        self.now = self.left.next();
        self.now.as_ref().map(|(name, _)| seed.deserialize((*name).into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        let (name, values) = self.now.take().unwrap_or_default();
        seed.deserialize(Values(values)).map_err(|unread| Unread { name: name.to_owned(), ..unread })
    }
}

/// The values of one name, which are text whatever they stand for.
struct Values<'a>(Vec<&'a str>);

impl<'a> Values<'a> {
    fn one(&self) -> Result<&'a str, Unread> {
        match self.0.as_slice() {
            [one] => Ok(*one),
            _ => Err(Unread { what: Fault::Twice, name: String::new() }),
        }
    }

    fn parsed<T: FromStr>(&self) -> Result<T, Unread> {
        self.one()?.parse().map_err(|_| Unread { what: Fault::Value, name: String::new() })
    }
}

impl<'de> Deserializer<'de> for Values<'de> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_borrowed_str(self.one()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_some(self)
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
        visitor.visit_enum(self.one()?.into_deserializer())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_bool(self.parsed()?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_i32(self.parsed()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_i64(self.parsed()?)
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct map
        struct identifier ignored_any
    }
}

/// The names of a struct's fields, as its `Deserialize` asks for them.
fn names_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut asked: &'static [&'static str] = &[];
    // It always fails: there is nothing to read.
    let _nothing = T::deserialize(Names(&mut asked));
    asked
}

struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unread> {
        Err(serde::de::Error::custom("only structs have names"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate, Utc};
    use domain::CompanyId;
    use domain::filing::FilingStatus;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Question {
        #[serde(rename = "type")]
        kind: Option<FilingStatus>,
        company: Option<CompanyId>,
        on: Option<NaiveDate>,
        since: Option<DateTime<Utc>>,
        late: Option<bool>,
        size: i64,
        #[serde(default)]
        list: i32,
        words: Option<Vec<String>>,
    }

    fn asked(text: &str) -> Result<Question, Vec<(String, String)>> {
        parameters(text, Language::En).map_err(|error| match error {
            AppError::Invalid { code: "invalid_query", errors } => {
                errors.into_iter().map(|error| (error.pointer, error.code)).collect()
            }
            other => vec![(other.to_string(), String::new())],
        })
    }

    #[test]
    fn every_sort_of_value_is_read() {
        let company = "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f";
        let text = format!(
            "type=in_review&company={company}&on=2026-11-23&since=2026-11-23T00%3A00%3A00Z&late=true&size=7&list=2&words=b&words=a"
        );
        let expected = Question {
            kind: Some(FilingStatus::InReview),
            company: CompanyId::parse(company),
            on: NaiveDate::from_ymd_opt(2026, 11, 23),
            since: "2026-11-23T00:00:00Z".parse().ok(),
            late: Some(true),
            size: 7,
            list: 2,
            words: Some(vec!["b".into(), "a".into()]),
        };
        assert_eq!(asked(&text), Ok(expected));
        assert_eq!(asked("size=-3").map(|question| (question.size, question.list, question.kind)), Ok((-3, 0, None)));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let named = |pairs: &[(&str, &str)]| {
            Err(pairs.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect::<Vec<_>>())
        };
        assert_eq!(asked("size=1&tpye=draft"), named(&[("/tpye", "unknown_field")]));
        assert_eq!(asked("size=1&kind=draft"), named(&[("/kind", "unknown_field")]));
        assert_eq!(
            asked("size=1&size=1&a%2Fb=&%E4%B8%AD=x"),
            named(&[("/a~1b", "unknown_field"), ("/中", "unknown_field")])
        );
        assert_eq!(asked("size=1&size=1"), named(&[("/size", "duplicate_field")]));
        assert_eq!(asked("size=1&late=true&late=false"), named(&[("/late", "duplicate_field")]));
        assert_eq!(asked(""), named(&[("/size", "missing_field")]));
        for (text, pointer) in [
            ("size=x", "/size"),
            ("size=", "/size"),
            ("size=1.5", "/size"),
            ("size=99999999999999999999", "/size"),
            ("size=1&type=nothing", "/type"),
            ("size=1&type=", "/type"),
            ("size=1&words=a&words=", "/words"),
            ("size=1&company=1", "/company"),
            ("size=1&on=2026-02-30", "/on"),
            ("size=1&since=yesterday", "/since"),
            ("size=1&late=perhaps", "/late"),
            ("size=1&list=3000000000", "/list"),
            ("size=1&type=a%00b", "/type"),
        ] {
            assert_eq!(asked(text), named(&[(pointer, "invalid_value")]), "{text}");
        }
    }

    #[test]
    fn a_list_without_a_filter_knows_the_page_alone() {
        assert_eq!(names_of::<Everything>(), [""; 0]);
        assert_eq!(names_of::<PageQuery>(), ["limit", "cursor", "fields"]);
    }
}
