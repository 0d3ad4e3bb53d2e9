//! Amendment, royalty settlement, closure and reissue: the same road as a registration, and what each does to the register.

mod copies;
mod figures;
mod fold;
mod races;
mod road;

use serde_json::{Value, json};

use crate::support::{Actor, Contract, TestPortal};

/// Someone of each side, and a contract in the register.
pub struct Cast {
    pub company: Actor,
    pub reviewer: Actor,
    pub approver: Actor,
    pub contract: Contract,
    /// The contract's id in the register.
    pub id: String,
    /// Its first certificate.
    pub certificate: String,
}

impl Cast {
    pub async fn of(portal: &TestPortal) -> Self {
        let (company, reviewer, approver) = (portal.company().await, portal.reviewer().await, portal.approver().await);
        let contract = Contract::import().of(&company).numbered(portal.next());
        let filing = portal.registered(&company, &contract).await;
        let text = |name: &str| filing[name].as_str().unwrap().to_owned();
        let (id, certificate) = (text("contract_id"), text("certificate_number"));
        Self { company, reviewer, approver, contract, id, certificate }
    }

    /// Begins a draft on the contract.
    pub async fn draft(&self, kind: &str, request: &Value) -> String {
        let body = json!({ "kind": kind, "contract_id": self.id, "request": request });
        self.company.post("/filings", &body).await.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// Begins an amendment that sets one item of the contract.
    pub async fn amendment(&self, pointer: &str, value: impl Into<Value>) -> String {
        let id = self.draft("amendment", &agreed()).await;
        self.change(&id, pointer, value).await;
        id
    }

    /// Sets one item of the contract in a draft.
    pub async fn change(&self, id: &str, pointer: &str, value: impl Into<Value>) -> Value {
        let filing = self.company.filing(id).await;
        let contract = Contract(filing["contract"].clone()).with(pointer, value);
        let body = json!({ "kind": filing["kind"], "contract": contract.0, "request": filing["request"] });
        self.company.put(&format!("/filings/{id}"), filing["version"].as_i64().unwrap(), &body).await.expect(200)
    }

    /// Adds the papers and submits.
    pub async fn submit(&self, id: &str) -> Value {
        self.company.attach_papers(id).await;
        self.company.submit(id, json!({})).await.expect(201)
    }

    /// Reviews what was submitted, and decides `register` or `refuse`; the application as its company then sees it.
    pub async fn decide(&self, id: &str, outcome: &str) -> Value {
        self.reviewer.claim(id).await;
        self.reviewer.recommend(id, outcome).await.expect(200);
        self.approver.decide(id, outcome).await.expect(200);
        self.company.filing(id).await
    }

    /// Submits and registers.
    pub async fn take_effect(&self, id: &str) -> Value {
        self.submit(id).await;
        self.decide(id, "register").await
    }

    /// The contract as the register shows it.
    pub async fn registered(&self) -> Value {
        self.company.get(&format!("/contracts/{}", self.id)).await.expect(200)
    }
}

/// What an amendment that changes something asks for.
pub fn agreed() -> Value {
    json!({ "reason": "双方协商一致", "agreement_on": "2026-11-20" })
}

/// What a closure asks for.
pub fn closure(effect: &str, day: &str) -> Value {
    json!({ "reason": "项目安排调整", "closure": { "effect": effect, "effective_on": day } })
}

/// What a settlement asks for.
pub fn settlement(day: &str, amount: &str) -> Value {
    json!({ "reason": "年度结算", "settlement": { "formed_on": day, "base_amount": amount } })
}

/// What a reissue asks for.
pub fn reissue() -> Value {
    let notice = json!({ "lost_on": "2026-11-22", "notice_on": "2026-11-22", "notice_in": "苏州日报" });
    json!({ "reason": "办公室搬迁时遗失", "reissue": notice })
}
