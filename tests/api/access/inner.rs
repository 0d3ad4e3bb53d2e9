//! Ids that stand in a body or a query instead of a path: places like any other, to be exchanged.

use serde_json::{Value, json};

use super::samples::Objects;
use crate::support::Answer;

/// A place of an id in the body or the query of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inner {
    /// The operation.
    pub operation: &'static str,
    /// The name in the body, or in the query after a question mark.
    pub name: &'static str,
    /// What kind of object the id names: the word of `Objects`.
    pub word: &'static str,
}

const fn inner(operation: &'static str, name: &'static str, word: &'static str) -> Inner {
    Inner { operation, name, word }
}

/// Every such place whose id decides what is reached; `named.rs` finds those that are missing.
pub const INNER: [Inner; 23] = [
    inner("open_verification_case", "contract_id", "contracts"),
    inner("open_verification_case", "contract_number", "contract-numbers"),
    inner("create_filing", "contract_id", "contracts"),
    inner("create_filing", "on_behalf_of", "companies"),
    inner("upload_bulk", "on_behalf_of", "companies"),
    inner("check_bulk", "on_behalf_of", "companies"),
    inner("check_bulk_workbook", "on_behalf_of", "companies"),
    inner("give_mandate", "contract_id", "contracts"),
    inner("assign_filing", "to", "people"),
    inner("assign_filings", "to", "people"),
    inner("assign_filings", "filings", "filings"),
    inner("decide_filings", "filings", "filings"),
    inner("verify_payment", "number", "certificates"),
    inner("list_filings", "?company", "companies"),
    inner("list_filings", "?contract_number", "contract-numbers"),
    inner("list_filings", "?certificate_number", "certificates"),
    inner("list_finished", "?number", "contract-numbers"),
    inner("list_contracts", "?company", "companies"),
    inner("list_contracts", "?number", "contract-numbers"),
    inner("read_queue", "?assignee", "people"),
    inner("list_verification_cases", "?contract", "contracts"),
    inner("register_webhook", "partner_id", "partners"),
    inner("list_webhooks", "?partner", "partners"),
];

impl Inner {
    /// The body in which the id stands at this place. What else the place needs to be meant comes with it.
    pub fn write(self, body: &mut Value, objects: &Objects) {
        let id = objects.id(self.word);
        body[self.name] = if self.name == "filings" { json!([id]) } else { id.into() };
        // Who gives something to somebody needs both to be there; one of them is the place.
        if self.operation == "assign_filings" && self.name == "to" {
            body["filings"] = json!([objects.id("filings")]);
        } else if self.operation == "assign_filings" {
            body["to"] = objects.id("people").into();
        }
        if self.operation == "give_mandate" {
            body["scope"] = "contract".into();
            body["agent_uscc"] = objects.id("agents").into();
        }
        if self.operation == "verify_payment" {
            body["credential"] = Value::Null; // one of the two
        }
        if self.name == "contract_number" {
            body["contract_id"] = Value::Null; // one of the two
        }
        if self.operation == "create_filing" && self.name == "contract_id" {
            *body = json!({ "kind": "amendment", "contract_id": id });
        }
    }

    /// The query in which the id stands at this place.
    pub fn query(self, objects: &Objects) -> Option<String> {
        self.name.strip_prefix('?').map(|name| format!("?{name}={}", objects.id(self.word)))
    }

    /// `y` reached, `x` not this one's function, `-` nothing there. What a body names and the caller does not have is refused at that
    /// very place, or told beside it; a list of nothing shows nothing.
    pub fn judge(self, answer: &Answer) -> char {
        let at_place =
            |error: &Value| error["pointer"].as_str().is_some_and(|at| at.trim_start_matches('/') == self.name);
        match answer.status {
            403 => 'x',
            404 => '-',
            422 if answer.json()["errors"].as_array().is_some_and(|errors| errors.iter().any(at_place)) => '-',
            200 if self.name.starts_with('?') && answer.json()["items"] == json!([]) => '-',
            200 if self.name == "filings" && answer.json()["items"][0]["code"] == "not_found" => '-',
            200 if self.name == "to" && answer.json()["items"][0]["code"] == "not_at_desk" => '-',
            200..=299 | 409 | 412 | 422 => 'y',
            other => panic!("{}: {other} {}", self.operation, answer.text()),
        }
    }
}
