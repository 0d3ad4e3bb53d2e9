//! The cases of `tests/cases/filings.json`, on whose findings and desks another implementation agreed: each goes through the API.
//! Findings about papers are not listed there, and are left out here.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::on_both_databases;
use crate::support::contract::FILING_CASES;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    every_case_has_the_findings_and_the_desk_that_were_agreed_on,
    every_case_without_errors_is_accepted_and_lies_at_the_desk_that_was_announced,
    every_case_with_errors_is_blocked_by_exactly_these,
);

/// A case: its name, what is filed, and what must be said about it.
struct Case {
    name: String,
    contract: Contract,
    desk: String,
    findings: BTreeSet<(String, String, String)>,
}

impl Case {
    fn blocks(&self) -> bool {
        self.findings.iter().any(|(_, severity, _)| severity == "error")
    }

    /// A reason for each warning.
    fn reasons(&self) -> Value {
        let reasons: Map<String, Value> =
            self.findings.iter().map(|(code, ..)| (code.clone(), "情况说明。".into())).collect();
        reasons.into()
    }

    async fn draft(&self, company: &Actor) -> String {
        company.ready_draft(&self.contract).await
    }
}

/// The cases, with the portal's clock on the day that all of them name.
fn cases(portal: &TestPortal) -> Vec<Case> {
    let file: Value = serde_json::from_str(FILING_CASES).unwrap();
    let cases: Vec<Case> = file["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| {
            assert_eq!((&case["today"], &case["kind"]), (&"2026-11-22".into(), &"registration".into()));
            Case {
                name: case["name"].as_str().unwrap().to_owned(),
                contract: Contract(case["contract"].clone()),
                desk: case["expect"]["desk"].as_str().unwrap().to_owned(),
                findings: findings(&case["expect"]["findings"]),
            }
        })
        .collect();
    assert_eq!(cases.len(), 21);
    portal.set_clock("2026-11-22T02:00:00Z");
    cases
}

/// Errors and warnings that are not about papers: code, severity, pointer.
fn findings(items: &Value) -> BTreeSet<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    items
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["severity"] != "info" && !text(&item["code"]).starts_with("document"))
        .map(|item| (text(&item["code"]), text(&item["severity"]), text(&item["pointer"])))
        .collect()
}

async fn every_case_has_the_findings_and_the_desk_that_were_agreed_on(portal: &TestPortal) {
    let cases = cases(portal);
    let company = portal.company().await;
    for case in cases {
        let id = company.draft(&case.contract).await;
        let said = company.get(&format!("/filings/{id}/findings")).await.expect(200);
        assert_eq!(findings(&said["items"]), case.findings, "{}", case.name);
        assert_eq!(said["routing"]["desk"]["code"], case.desk, "{}", case.name);
        for item in said["items"].as_array().unwrap() {
            assert!(item["message"].as_str().is_some_and(|message| !message.is_empty()), "{}: {item}", case.name);
        }
    }
}

async fn every_case_without_errors_is_accepted_and_lies_at_the_desk_that_was_announced(portal: &TestPortal) {
    let cases = cases(portal);
    let company = portal.company().await;
    for case in cases.iter().filter(|case| !case.blocks()) {
        let id = case.draft(&company).await;
        if !case.findings.is_empty() {
            let refused = company.submit(&id, Value::Object(Map::new())).await.problem(422, "reasons_required");
            assert_eq!(codes(&refused), named(case), "{}", case.name);
        }
        let filing = company.submit(&id, case.reasons()).await.expect(201);
        assert_eq!(filing["desk"]["code"], case.desk, "{}", case.name);
        assert!(filing["routing"]["rule"].is_string() && filing["routing"]["table_version"] == 1, "{}", case.name);
        assert_eq!(filing["reasons"], case.reasons(), "{}", case.name);
        // The cases share contract numbers; a withdrawn application frees its own.
        company.act(&id, "withdraw", &serde_json::json!({})).await.expect(200);
    }
}

async fn every_case_with_errors_is_blocked_by_exactly_these(portal: &TestPortal) {
    let cases = cases(portal);
    let company = portal.company().await;
    for case in cases.iter().filter(|case| case.blocks()) {
        let id = case.draft(&company).await;
        let refused = company.submit(&id, case.reasons()).await.problem(422, "findings_block");
        assert_eq!(codes(&refused), named(case), "{}", case.name);
        assert_eq!(company.filing(&id).await["status"], "draft", "{}", case.name);
    }
}

/// Codes and pointers of a refusal.
fn codes(problem: &Value) -> BTreeSet<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    problem["errors"].as_array().unwrap().iter().map(|error| (text(&error["code"]), text(&error["pointer"]))).collect()
}

/// Codes and pointers that the case names: its errors, or its warnings where it has no errors.
fn named(case: &Case) -> BTreeSet<(String, String)> {
    let severity = if case.blocks() { "error" } else { "warning" };
    case.findings
        .iter()
        .filter(|(_, found, _)| found == severity)
        .map(|(code, _, pointer)| (code.clone(), pointer.clone()))
        .collect()
}
