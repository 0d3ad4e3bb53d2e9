//! Payments under registered contracts: what a bank is told, may record and take back, and who sees the ledger.

mod check;
mod kept;
mod paid;
mod seen;
mod taken_back;

use serde_json::{Value, json};

use crate::support::{Actor, Answer, Contract, TestPortal, new_id};

/// A bank that records payments; each call is another one.
async fn bank(portal: &TestPortal) -> Actor {
    portal.partner(&["payments:write"], None).await
}

/// A lump sum of 86 000.00 dollars in the register: its company, contract and certificate.
struct LumpSum {
    company: Actor,
    contract: String,
    certificate: String,
}

impl LumpSum {
    async fn of(portal: &TestPortal) -> Self {
        let company = portal.company().await;
        let filing = portal.registered(&company, &Contract::export().of(&company).numbered(portal.next())).await;
        let text = |name: &str| filing[name].as_str().unwrap().to_owned();
        Self { contract: text("contract_id"), certificate: text("certificate_number"), company }
    }

    fn path(&self) -> String {
        path(&self.certificate)
    }

    async fn ledger(&self) -> Value {
        self.company.get(&format!("/contracts/{}/payments", self.contract)).await.expect(200)
    }
}

fn path(certificate: &str) -> String {
    format!("/certificates/{certificate}/payments")
}

fn payment(currency: &str, amount: &str) -> Value {
    json!({ "currency": currency, "amount": amount, "paid_on": "2026-11-20", "reference": new_id().to_string() })
}

fn dollars(amount: &str) -> Value {
    payment("USD", amount)
}

fn euros(amount: &str) -> Value {
    payment("EUR", amount)
}

/// Registered, payable, paid, remaining.
fn figures(answer: &Value) -> [&str; 4] {
    ["registered", "payable", "paid", "remaining"].map(|name| answer["figures"][name].as_str().unwrap())
}

async fn pay(bank: &Actor, certificate: &str, body: &Value) -> String {
    let recorded = bank.post(&path(certificate), body).await.expect(201);
    recorded["payment"]["id"].as_str().unwrap().to_owned()
}

async fn take_back(bank: &Actor, certificate: &str, payment: &str) -> Answer {
    bank.post(&format!("{}/{payment}/reverse", path(certificate)), &json!({ "reason": "金额录入有误" })).await
}
