//! The digest that a receipt signs: the contract and its papers, reduced to one SHA-256 that anyone can recompute.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{AttachmentKind, RequestForm};
use crate::contract::ContractForm;
use crate::hex;

/// One spelling of a JSON value: keys in order of their UTF-16 code units, no spaces (RFC 8785, which for the
/// strings, integers and booleans used here is also `serde_json`'s spelling).
pub fn canonical_json(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

/// Lower-case hex SHA-256 over the contract and its papers (kind and SHA-256 of the bytes), in whatever order they came,
/// and over what is asked for besides, where anything is.
pub fn filing_digest(form: &ContractForm, request: &RequestForm, attachments: &[(AttachmentKind, String)]) -> String {
    let mut papers: Vec<_> = attachments.iter().map(|(kind, sha256)| (kind.code(), sha256)).collect();
    papers.sort_unstable();
    let papers: Vec<Value> = papers.into_iter().map(|(kind, sha256)| json!({"kind": kind, "sha256": sha256})).collect();
    let mut filed = json!({"contract": form, "attachments": papers});
    if !request.is_empty() {
        filed["request"] = json!(request);
    }
    hex::encode(&Sha256::digest(canonical_json(&filed).as_bytes()))
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_canonical(item, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
            text.push('{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write_canonical(member, text);
            }
            text.push('}');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Direction;

    #[test]
    fn keys_are_sorted_at_every_depth_and_nothing_is_padded() {
        let value: Value = serde_json::from_str(r#"{ "b": [ {"z":1, "a":null} ], "a": "x\n\"é", "€": true }"#).unwrap();
        assert_eq!(canonical_json(&value), r#"{"a":"x\n\"é","b":[{"a":null,"z":1}],"€":true}"#);
    }

    #[test]
    fn keys_beyond_the_basic_plane_sort_by_utf16_as_rfc_8785_says() {
        let value = json!({"\u{fb33}": 1, "\u{1f600}": 2});
        assert_eq!(canonical_json(&value), "{\"\u{1f600}\":2,\"\u{fb33}\":1}");
    }

    #[test]
    fn the_order_of_papers_does_not_matter_but_every_byte_does() {
        let form = ContractForm { direction: Some(Direction::Import), ..ContractForm::default() };
        let copy = (AttachmentKind::ContractCopy, "aa".repeat(32));
        let other = (AttachmentKind::Other, "bb".repeat(32));
        let none = RequestForm::default();
        let digest = filing_digest(&form, &none, &[copy.clone(), other.clone()]);
        assert_eq!(digest.len(), 64);
        assert_eq!(digest, filing_digest(&form, &none, &[other.clone(), copy.clone()]));
        assert_ne!(digest, filing_digest(&form, &none, std::slice::from_ref(&copy)));
        assert_ne!(digest, filing_digest(&ContractForm::default(), &none, &[copy.clone(), other.clone()]));
        let asked = RequestForm { reason: Some("遗失".into()), ..RequestForm::default() };
        assert_ne!(digest, filing_digest(&form, &asked, &[copy, other]));
    }
}
