//! Duties by the clock and after registration: the licence channel, reminders, calendars, spot checks, data verification, and the
//! public service figures.

mod calendar;
mod referrals;
mod reminders;
mod service;
mod spot_checks;
mod verification;

use domain::Role;
use serde_json::{Value, json};

use crate::support::TestPortal;
use crate::support::people::DESKS;

/// A drawing, an inspection that it drew, and a case about a contract: their ids.
pub async fn objects(portal: &TestPortal, contract: &str) -> (String, String, String) {
    let manager = portal.staff(Role::DeskManager, &DESKS).await;
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    let announced = json!({ "from_on": "2026-11-01", "to_on": "2026-11-22", "filings": 5, "inspectors": 2 });
    let drawing = text(&manager.post("/drawings", &announced).await.expect(201)["id"]);
    let drawn = manager.post(&format!("/drawings/{drawing}/draw"), &json!({})).await.expect(200);
    let case = json!({ "contract_id": contract, "text": "请核对合同金额。" });
    let case = manager.post("/verification-cases", &case).await.expect(201);
    (drawing, text(&drawn["inspections"][0]["id"]), text(&case["id"]))
}
