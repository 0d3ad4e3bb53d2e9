//! Fields that belong to the server cannot be set by anyone, in any object of any body.

use serde_json::{Value, json};

use super::samples::{Objects, body};
use crate::on_both_databases;
use crate::support::{Actor, Answer, Contract, Operation, TestPortal, new_id, operations};

on_both_databases!(server_owned_fields_are_refused_by_every_body, a_kind_once_chosen_and_a_status_cannot_be_typed);

/// What the server alone decides; each name is a column, a field of an answer, or something an attacker hopes for.
const SERVER_OWNED: [&str; 26] = [
    "id",
    "status",
    "version",
    "company_id",
    "company",
    "role",
    "desk",
    "desk_code",
    "claimed_by",
    "decision",
    "decided_by",
    "recommendation",
    "recommended_by",
    "contract_id",
    "certificate_number",
    "created_at",
    "created_by",
    "updated_at",
    "submitted_at",
    "due_on",
    "warnings",
    "routing",
    "approved_at",
    "password_hash",
    "fee_paid",
    "__proto__",
];

async fn server_owned_fields_are_refused_by_every_body(portal: &TestPortal) {
    let company = portal.company().await;
    let objects = Objects::of(portal, &company).await;
    let reviewer = portal.reviewer().await;
    let approver = portal.approver().await;
    let manager = portal.staff(domain::Role::DeskManager, &["sip"]).await;
    reviewer.claim(objects.id("filings")).await;
    let before = company.filing(objects.id("filings")).await;
    let entries = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal";
    let written = portal.number(entries).await;

    for operation in
        operations().iter().filter(|operation| operation.content_type.as_deref() == Some("application/json"))
    {
        let actor = match operation.id.as_str() {
            "claim_filing" | "release_filing" | "return_filing" | "recommend_filing" | "refer_filing" => &reviewer,
            "decide_filing" | "approve_company" | "reject_company" | "suspend_company" | "resume_company" => &approver,
            "replace_routing_rules" | "try_routing_rules" | "assign_filing" | "assign_filings" => &manager,
            "save_view" | "change_view" => &reviewer,
            _ => &company,
        };
        let sample = body(&operation.id);
        for place in places(&sample, String::new()) {
            for name in SERVER_OWNED {
                if sample.pointer(&place).is_some_and(|object| object.get(name).is_some()) {
                    continue; // this object has a field of that name, which its author may set
                }
                refused(actor, operation, &objects, &sample, &place, name).await;
            }
        }
    }
    assert_eq!(company.filing(objects.id("filings")).await, before);
    assert_eq!(portal.number(entries).await, written);
}

async fn refused(actor: &Actor, operation: &Operation, objects: &Objects, sample: &Value, place: &str, name: &str) {
    let mut body = sample.clone();
    body.pointer_mut(place).unwrap()[name] = json!("1");
    let request = actor
        .request(operation.method.clone(), &objects.path(&operation.path))
        .header("idempotency-key", new_id().to_string())
        .header("if-match", "\"1\"")
        .json(&body);
    let answer = Answer::of(request).await;
    assert_eq!(answer.status, 422, "{} {place}/{name}: {}", operation.id, answer.text());
    let problem = answer.problem(422, "unknown_field");
    assert_eq!(problem["errors"][0]["pointer"], format!("{place}/{name}"), "{}", operation.id);
}

/// Pointers of every object in a body whose fields are fixed; the reasons for warnings go by any code.
fn places(value: &Value, pointer: String) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let free = pointer == "/reasons";
            let inner = fields.iter().flat_map(|(name, field)| places(field, format!("{pointer}/{name}")));
            std::iter::once(pointer.clone()).filter(|_| !free).chain(inner).collect()
        }
        Value::Array(items) => items.first().map(|item| places(item, format!("{pointer}/0"))).unwrap_or_default(),
        _ => Vec::new(),
    }
}

async fn a_kind_once_chosen_and_a_status_cannot_be_typed(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company);
    let id = company.draft(&contract).await;
    let path = format!("/filings/{id}");
    let problem = company.patch(&path, 1, &json!({ "status": "registered" })).await;
    assert_eq!(problem.status, 405);
    let mut body = contract.registration();
    body["kind"] = json!("closure");
    company.put(&path, 1, &body).await.problem(422, "read_only");
    let filing = company.filing(&id).await;
    assert_eq!((filing["status"].as_str(), filing["version"].as_i64()), (Some("draft"), Some(1)));
}
