//! A request of the right shape for each operation, aimed at the objects of one company.

use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Actor, Contract, Operation, TestPortal, new_id};

/// The objects that requests name.
#[derive(Debug, Clone)]
pub struct Objects {
    pub company: String,
    pub filing: String,
    pub attachment: String,
    pub contract: String,
    pub certificate: String,
}

impl Objects {
    /// One registered contract and one application that waits in the queue of the park's desk, with a paper.
    pub async fn of(portal: &TestPortal, company: &Actor) -> Self {
        let registered = portal.registered(company, &Contract::import().of(company).numbered(portal.next())).await;
        let filing = company.submitted(&Contract::import().of(company).numbered(portal.next())).await;
        let attachments = company.filing(&filing).await["attachments"].clone();
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        Self {
            company: company.company_id().to_owned(),
            filing,
            attachment: text(&attachments[0]["id"]),
            contract: text(&registered["contract_id"]),
            certificate: text(&registered["certificate_number"]),
        }
    }

    /// Ids like the others', of nothing.
    pub fn missing(like: &Self) -> Self {
        let id = || new_id().to_string();
        let (kept, _) = like.certificate.split_at(like.certificate.len() - 4);
        Self { company: id(), filing: id(), attachment: id(), contract: id(), certificate: format!("{kept}9999") }
    }

    fn path(&self, template: &str) -> String {
        let id = if template.contains("/companies/") {
            &self.company
        } else if template.contains("/contracts/") {
            &self.contract
        } else {
            &self.filing
        };
        template.replace("{id}", id).replace("{attachment_id}", &self.attachment).replace("{number}", &self.certificate)
    }
}

/// The request that `actor` makes of `operation`.
pub fn request(actor: &Actor, operation: &Operation, objects: &Objects) -> RequestBuilder {
    let mut path = objects.path(&operation.path);
    if operation.id == "read_proof" {
        path.push_str("?seq=1");
    }
    let request = actor
        .request(operation.method.clone(), &path)
        .header("idempotency-key", new_id().to_string())
        .header("if-match", "\"1\"");
    match operation.content_type.as_deref() {
        Some("application/json") => request.json(&body(&operation.id)),
        Some("multipart/form-data") => {
            let file = Part::bytes(b"%PDF-1.4\n%%EOF\n".to_vec()).file_name("other.pdf");
            request.multipart(Form::new().text("kind", "other").part("file", file))
        }
        Some("application/x-www-form-urlencoded") => request.body("grant_type=client_credentials"),
        _ => request,
    }
}

/// A body that an operation takes, as far as its shape goes.
pub fn body(operation: &str) -> Value {
    match operation {
        "create_filing" | "save_filing" => Contract::import().registration(),
        "submit_filing" => json!({ "reasons": {}, "declaration": true }),
        "withdraw_filing" => json!({ "reason": "另行安排。" }),
        "return_filing" => {
            json!({ "items": [{ "type": "incorrect", "pointer": "/contract/summary", "message": "请补充。" }] })
        }
        "recommend_filing" | "decide_filing" => json!({ "outcome": "register", "opinion": "材料齐全。" }),
        "refer_filing" => json!({ "opinion": "属限制类技术。" }),
        "claim_filing" | "release_filing" | "approve_company" => json!({}),
        "change_company" => json!({ "address": "苏州市示例路1号" }),
        "create_company" => json!({
            "company": { "name": "苏州新来有限公司", "uscc": "91320594MA1X0A01K7", "district": "320571", "ownership": "private" },
            "user": { "name": "新来", "email": "new@suzhou.example", "password": "a-long-sentence-that-nobody-guesses" },
        }),
        "login" => json!({ "email": "nobody@suzhou.example", "password": "a-long-sentence-that-nobody-guesses" }),
        "verify_credential" => json!({ "credential": "nonsense" }),
        "replace_routing_rules" => json!({ "version": 1, "rules": [
            { "id": "everything", "when": {}, "desk": "city", "reason": { "zh": "全部", "en": "Everything" } },
        ] }),
        other => panic!("{other} takes a body: describe one here"),
    }
}
