//! The examples of the description are answers that were given: a filing goes from its draft into the register, a bank checks its
//! certificate and records a payment, systems ask whatever a scope opens, and each step is kept in `openapi/examples.json`. What differs
//! between two runs (ids, keys, addresses) is put in one form, and long lists are cut. `make examples` writes the file anew; run it after
//! a change of these answers, and then `make openapi`.

mod systems;

use std::path::Path;

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::on_both_databases;
use crate::support::conformance::{description, differences};
use crate::support::{Actor, Answer, Contract, TestPortal};

on_both_databases!(the_examples_are_what_is_answered);

async fn the_examples_are_what_is_answered(portal: &TestPortal) {
    let mut walk = Walk::new(&portal.base_url);
    let company = portal.company().await;
    let filing = walk.file(&company).await;
    walk.decide(portal, &filing).await;
    walk.look(&company, &filing).await;
    walk.check(portal, &company, &filing).await;
    walk.systems(portal, &company, &filing).await;

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/examples.json");
    let told = format!("{}\n", serde_json::to_string_pretty(&walk.told).unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, told).unwrap();
    } else {
        let kept = std::fs::read_to_string(file).unwrap();
        assert!(kept == told, "openapi/examples.json differs from what is answered; `make examples` writes it anew");
    }
}

#[test]
fn the_examples_are_of_the_shape_that_is_described() {
    let mut seen = 0;
    let (mut found, operations) = (Vec::new(), description()["paths"].as_object().unwrap());
    for operation in operations.values().flat_map(|item| item.as_object().unwrap().values()) {
        let bodies = operation["responses"].as_object().unwrap().values().chain([&operation["requestBody"]]);
        for content in bodies.filter_map(|body| body["content"].get("application/json")) {
            if let Some(example) = content.get("example") {
                seen += 1;
                differences(&content["schema"], example, operation["operationId"].as_str().unwrap(), &mut found);
            }
        }
    }
    for problem in description()["components"]["responses"].as_object().unwrap().values() {
        let content = &problem["content"]["application/problem+json"];
        differences(&content["schema"], &content["example"], "a problem", &mut found);
    }
    assert_eq!(found, [""; 0]);
    assert!(seen > 20, "only {seen} examples are in the description");
}

#[test]
fn everything_that_a_scope_opens_has_an_example() {
    let mut without = Vec::new();
    let mut seen = 0;
    for operation in
        description()["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
    {
        let ways = operation["security"].as_array().into_iter().flatten();
        if !ways.filter_map(|way| way["oauth2"].as_array()).any(|scopes| !scopes.is_empty()) {
            continue;
        }
        let done = operation["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2'));
        let bodies = done.map(|(_, response)| response).chain([&operation["requestBody"]]);
        for content in bodies.filter_map(|body| body["content"].get("application/json")) {
            seen += 1;
            if content.get("example").is_none() {
                without.push(operation["operationId"].as_str().unwrap());
            }
        }
    }
    without.dedup();
    assert_eq!(without, [""; 0], "let `systems.rs` ask for them, then `make examples` and `make openapi`");
    assert!(seen > 60, "only {seen} bodies are behind a scope");
}

/// How many items of a list are kept.
const MOST_ITEMS: usize = 12;

/// A walk through the API that keeps what was asked and answered.
struct Walk {
    told: Map<String, Value>,
    /// Addresses of this run, and what they are called in examples.
    names: Vec<(String, &'static str)>,
    ids: Vec<String>,
}

impl Walk {
    fn new(base_url: &str) -> Self {
        let names = vec![(base_url.to_owned(), "https://portal.suzhou.example")];
        Self { told: Map::new(), names, ids: Vec::new() }
    }

    /// From the draft to the submission.
    async fn file(&mut self, company: &Actor) -> String {
        let contract = Contract::import().of(company);
        let draft = self.post(company, "create_filing", "/filings", contract.registration(), 201).await;
        let id = draft["id"].as_str().unwrap().to_owned();
        let path = format!("/filings/{id}");
        let body = contract.with("/name_original", "Patent and Know-how Licence").registration();
        let saved = company.put(&path, draft["version"].as_i64().unwrap(), &body).await.expect(200);
        self.keep("save_filing", Some(body), &saved);
        company.attach_papers(&id).await;
        self.get(company, "read_findings", &format!("{path}/findings")).await;
        let body = json!({ "reasons": {}, "declaration": true });
        self.post(company, "submit_filing", &format!("{path}/submit"), body, 201).await;
        id
    }

    /// Through the desk into the register.
    async fn decide(&mut self, portal: &TestPortal, filing: &str) {
        let path = |action: &str| format!("/filings/{filing}/{action}");
        let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
        self.post(&reviewer, "claim_filing", &path("claim"), json!({}), 200).await;
        let opinion = json!({ "outcome": "register", "opinion": "材料齐全，内容一致。" });
        self.post(&reviewer, "recommend_filing", &path("recommend"), opinion, 200).await;
        let opinion = json!({ "outcome": "register", "opinion": "同意审核意见。" });
        self.post(&approver, "decide_filing", &path("decide"), opinion, 200).await;
    }

    /// What the company reads afterwards.
    async fn look(&mut self, company: &Actor, filing: &str) {
        let seen = self.get(company, "read_filing", &format!("/filings/{filing}")).await;
        for (operation, part) in [("read_history", "history"), ("read_clock", "clock"), ("read_receipt", "receipt")] {
            self.get(company, operation, &format!("/filings/{filing}/{part}")).await;
        }
        self.get(company, "list_filings", "/filings?status=registered").await;
        self.get(company, "list_contracts", "/contracts").await;
        let contract = seen["contract_id"].as_str().unwrap();
        self.get(company, "read_contract", &format!("/contracts/{contract}")).await;
        let number = seen["certificate_number"].as_str().unwrap();
        self.get(company, "read_certificate", &format!("/certificates/{number}")).await;
    }

    /// A bank's token, its check of the certificate, and a payment that it takes back.
    async fn check(&mut self, portal: &TestPortal, company: &Actor, filing: &str) {
        let number = company.filing(filing).await["certificate_number"].as_str().unwrap().to_owned();
        let scopes = ["certificates:verify", "payments:write"];
        let partner = portal.new_partner(&scopes, None).await;
        let request = portal.anyone().request(Method::POST, "/oauth/token");
        let form = "grant_type=client_credentials&scope=certificates%3Averify%20payments%3Awrite";
        let request = request
            .basic_auth(&partner.client_id, Some(&partner.client_secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let token = Answer::of(request).await.expect(200);
        self.keep("create_token", None, &token);
        let bank = portal.anyone();
        bank.use_token(token["access_token"].as_str().map(str::to_owned));

        self.get(&bank, "verify_certificate", &format!("/verify/{number}")).await;
        let credential = company.get(&format!("/certificates/{number}")).await.expect(200)["credential"].clone();
        let question = json!({ "credential": credential });
        let verified = Answer::of(bank.request(Method::POST, "/verify").json(&question)).await.expect(200);
        self.keep("verify_credential", Some(question), &verified);
        let path = format!("/certificates/{number}/payments");
        let payment =
            json!({ "currency": "EUR", "amount": "1000.00", "paid_on": "2026-11-20", "reference": "PAY-2026-0001" });
        let recorded = self.post(&bank, "record_payment", &path, payment, 201).await;
        self.get(&bank, "list_certificate_payments", &path).await;
        let made = recorded["payment"]["id"].as_str().unwrap();
        let reason = json!({ "reason": "金额录入有误。" });
        self.post(&bank, "reverse_payment", &format!("{path}/{made}/reverse"), reason, 201).await;
    }

    async fn get(&mut self, actor: &Actor, operation: &str, path: &str) -> Value {
        let answer = actor.get(path).await.expect(200);
        self.keep(operation, None, &answer);
        answer
    }

    async fn post(&mut self, actor: &Actor, operation: &str, path: &str, body: Value, status: u16) -> Value {
        let answer = actor.post(path, &body).await.expect(status);
        self.keep(operation, Some(body), &answer);
        answer
    }

    fn keep(&mut self, operation: &str, request: Option<Value>, answer: &Value) {
        let mut kept = Map::new();
        if let Some(request) = request {
            kept.insert("request".into(), self.in_one_form(&request));
        }
        kept.insert("response".into(), self.in_one_form(answer));
        self.told.insert(operation.to_owned(), Value::Object(kept));
    }

    fn in_one_form(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().take(MOST_ITEMS).map(|item| self.in_one_form(item)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, field)| {
                    let told = match (name.as_str(), field) {
                        // How long a try took is another number each time.
                        ("ms", _) => Value::from(40),
                        // A feed's place names its journal, which is another one each time.
                        ("next_cursor", Value::String(_)) => Value::from("YWRlYWE3MDUwZmIxY2ExZS42"),
                        _ => self.in_one_form(field),
                    };
                    (name.clone(), told)
                })
                .collect(),
            other => other.clone(),
        }
    }

    /// The words of a text that differ between two runs, each replaced by another of its kind.
    fn text(&mut self, text: &str) -> String {
        for begin in ["whsec_", "whpk_"] {
            if text.starts_with(begin) {
                return format!("{begin}c2hvcnRlbmVkIGluIHRoaXMgZXhhbXBsZQ==");
            }
        }
        let text = self.names.iter().fold(text.to_owned(), |text, (this, told)| text.replace(this.as_str(), told));
        let of_a_word = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        let mut told = String::new();
        let mut rest = text.as_str();
        while let Some(begin) = rest.find(of_a_word) {
            let word = &rest[begin..];
            let word = &word[..word.find(|letter: char| !of_a_word(letter)).unwrap_or(word.len())];
            told.push_str(&rest[..begin]);
            told.push_str(&self.word(word));
            rest = &rest[begin + word.len()..];
        }
        told + rest
    }

    fn word(&mut self, word: &str) -> String {
        if uuid::Uuid::try_parse(word).is_ok() && word.len() == 36 {
            let place = self.ids.iter().position(|id| id == word).unwrap_or_else(|| {
                self.ids.push(word.to_owned());
                self.ids.len() - 1
            });
            return format!("01900000-0000-7000-8000-{:012}", place + 1);
        }
        if let Some((seq, _)) = word.strip_prefix("evt_").and_then(|rest| rest.split_once('_')) {
            return format!("evt_{seq}_0a1b2c3d4e5f");
        }
        let is_certificate = word.starts_with("SZ") && word[2..].starts_with(['I', 'E']) && word[3..].contains('-');
        if is_certificate {
            let (kept, code) = word.split_at(6);
            return code.chars().fold(kept.to_owned(), |told, letter| told + if letter == '-' { "-" } else { "7" });
        }
        if word.len() == 64 && word.chars().all(|letter| letter.is_ascii_hexdigit()) {
            return "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into();
        }
        if word.len() > 40 {
            return if word.starts_with("eyJ") { "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl" } else { "c2hvcnRlbmVk" }
                .into();
        }
        word.to_owned()
    }
}
