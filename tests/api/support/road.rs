//! The steps of the road from a draft to the register, as the actors take them over the API.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::actor::Actor;
use super::answer::Answer;
use super::contract::Contract;
use super::new_id;
use super::portal::TestPortal;

/// The least that is taken as a PDF.
pub const PAPER: &[u8] = b"%PDF-1.4\n% a paper\n%%EOF\n";

impl Actor {
    /// Begins an application for registration; its id.
    pub async fn draft(&self, contract: &Contract) -> String {
        let filing = self.post("/filings", &contract.registration()).await.expect(201);
        filing["id"].as_str().unwrap().to_owned()
    }

    /// The application as this actor sees it.
    pub async fn filing(&self, id: &str) -> Value {
        self.get(&format!("/filings/{id}")).await.expect(200)
    }

    /// Adds a paper.
    pub async fn attach(&self, id: &str, kind: &str, file_name: &str, content: &[u8]) -> Answer {
        let file = Part::bytes(content.to_vec()).file_name(file_name.to_owned());
        let form = Form::new().text("kind", kind.to_owned()).part("file", file);
        let request = self.request(Method::POST, &format!("/filings/{id}/attachments"));
        Answer::of(request.header("idempotency-key", new_id().to_string()).multipart(form)).await
    }

    /// Adds every paper that is required and not there yet.
    pub async fn attach_papers(&self, id: &str) {
        let findings = self.get(&format!("/filings/{id}/findings")).await.expect(200);
        for paper in findings["documents"].as_array().unwrap() {
            if paper["required"] == true && paper["present"] == false {
                let kind = paper["kind"].as_str().unwrap();
                self.attach(id, kind, &format!("{kind}.pdf"), PAPER).await.expect(201);
            }
        }
    }

    /// Acts on an application: `claim`, `return`, `withdraw` …
    pub async fn act(&self, id: &str, action: &str, body: &Value) -> Answer {
        self.post(&format!("/filings/{id}/{action}"), body).await
    }

    /// Submits with reasons for warnings, by their codes.
    pub async fn submit(&self, id: &str, reasons: Value) -> Answer {
        self.act(id, "submit", &json!({ "reasons": reasons, "declaration": true })).await
    }

    /// A complete draft that only waits to be submitted.
    pub async fn ready_draft(&self, contract: &Contract) -> String {
        let id = self.draft(contract).await;
        self.attach_papers(&id).await;
        id
    }

    /// An application that was submitted.
    pub async fn submitted(&self, contract: &Contract) -> String {
        let id = self.ready_draft(contract).await;
        self.submit(&id, json!({})).await.expect(201);
        id
    }

    /// Takes it from the queue.
    pub async fn claim(&self, id: &str) -> Value {
        self.act(id, "claim", &json!({})).await.expect(200)
    }

    /// Recommends `register` or `refuse`.
    pub async fn recommend(&self, id: &str, outcome: &str) -> Answer {
        self.act(id, "recommend", &json!({ "outcome": outcome, "opinion": "材料齐全，内容一致。" })).await
    }

    /// Decides `register` or `refuse`.
    pub async fn decide(&self, id: &str, outcome: &str) -> Answer {
        self.act(id, "decide", &json!({ "outcome": outcome, "opinion": "同意审核意见。" })).await
    }

    /// Sends it back with one thing to put right.
    pub async fn return_(&self, id: &str) -> Answer {
        let item = json!({ "type": "incorrect", "pointer": "/contract/summary", "message": "请补充技术内容。" });
        self.act(id, "return", &json!({ "items": [item] })).await
    }
}

impl TestPortal {
    /// Takes a contract all the way into the register; the application as its company then sees it.
    pub async fn registered(&self, company: &Actor, contract: &Contract) -> Value {
        let id = company.submitted(contract).await;
        let (reviewer, approver) = (self.reviewer().await, self.approver().await);
        reviewer.claim(&id).await;
        reviewer.recommend(&id, "register").await.expect(200);
        approver.decide(&id, "register").await.expect(200);
        company.filing(&id).await
    }
}
