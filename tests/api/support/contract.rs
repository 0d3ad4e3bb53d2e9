//! Contracts to file: two that pass every check, taken from `tests/cases/filings.json`, and ways to vary them.

use serde_json::{Map, Value, json};

use super::actor::Actor;

/// Cases that another implementation of the rules agreed with.
pub const FILING_CASES: &str = include_str!("../../cases/filings.json");

/// A contract as it is typed.
#[derive(Debug, Clone)]
pub struct Contract(pub Value);

impl Contract {
    /// Patent licence from Germany to a company in Suzhou Industrial Park, with entry fee and royalty.
    pub fn import() -> Self {
        Self::case(0)
    }

    /// Technical service from a company in Kunshan to Singapore, for a lump sum.
    pub fn export() -> Self {
        Self::case(1)
    }

    fn case(index: usize) -> Self {
        let cases: Value = serde_json::from_str(FILING_CASES).unwrap();
        Self(cases["cases"][index]["contract"].clone())
    }

    /// With another value at a JSON pointer into the contract, such as `/amount/total`.
    #[track_caller]
    pub fn with(mut self, pointer: &str, value: impl Into<Value>) -> Self {
        let (parent, name) = pointer.rsplit_once('/').expect("a JSON pointer");
        let place = self.0.pointer_mut(parent).unwrap_or_else(|| panic!("{parent} is not in the contract"));
        match name.parse::<usize>() {
            Ok(index) if place.is_array() => place[index] = value.into(),
            _ => place[name] = value.into(),
        }
        self
    }

    /// Filed by this actor's company, which becomes the Chinese party.
    pub fn of(self, actor: &Actor) -> Self {
        let company = actor.company.as_ref().expect("an actor with a company");
        let party: Map<String, Value> = ["name", "country", "uscc", "district", "ownership"]
            .into_iter()
            .map(|name| (name.to_owned(), company[name].clone()))
            .collect();
        if self.0["direction"] == "import" {
            let user = json!({ "name": party["name"], "country": "CN" });
            self.with("/recipient", party).with("/user", user)
        } else {
            self.with("/supplier", party)
        }
    }

    /// With its own number and name, so that it is no duplicate of another one.
    pub fn numbered(self, number: u32) -> Self {
        let text = self.0["number"].as_str().unwrap().to_owned();
        let name = format!("{}（{number}）", self.0["name"].as_str().unwrap());
        let kept = text.len() - 6;
        self.with("/number", format!("{}{number:06}", &text[..kept])).with("/name", name)
    }

    /// The body with which it is filed for registration.
    pub fn registration(&self) -> Value {
        json!({ "kind": "registration", "contract": self.0 })
    }
}
