//! Loading a calendar: seen before it is in force, and due days move with it.

use domain::Role;
use portal::app::reference::refresh;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(a_calendar_is_tried_then_loaded_and_due_days_follow);

async fn a_calendar_is_tried_then_loaded_and_due_days_follow(portal: &TestPortal) {
    portal.set_clock("2026-12-31T02:00:00Z");
    let company = portal.company().await;
    let id = company
        .submitted(&Contract::import().of(&company).with("/payment/royalty/first_base_formed_on", "2026-12-01"))
        .await;
    let clock = company.get(&format!("/filings/{id}/clock")).await.expect(200);
    assert_eq!((&clock["due_on"], &clock["provisional"]), (&"2027-01-05".into(), &true.into()));

    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let shipped = include_str!("../../../src/domain/data/working_days.csv");
    let later = format!("{}\n2027-01-01,holiday,元旦\n2027-01-04,holiday,元旦\n", shipped.trim_end());
    let mut body = json!({ "version": "2020-2027", "source": "试验用通知", "content": later });
    let now = admin.get("/calendar?year=2027").await.expect(200);
    assert_eq!(now["days"], json!([]));
    let diff = admin.post("/calendar/check", &body).await.expect(200);
    assert_eq!((diff["days"].as_array().unwrap().len(), &diff["years_added"]), (2, &json!([2027])));
    assert_eq!(diff["replaces"], now["digest"]);
    assert_eq!((&diff["moved"], &diff["filings"][0]["to"]), (&1.into(), &"2027-01-07".into()));
    assert_eq!(company.filing(&id).await["clock"]["due_on"], "2027-01-05", "a dry run changes nothing");

    admin.post("/calendar", &body).await.problem(412, "version_mismatch");
    body["replaces"] = diff["replaces"].clone();
    portal.staff(Role::DeskManager, &["sip"]).await.post("/calendar", &body).await.problem(403, "forbidden");
    admin.post("/calendar", &body).await.expect(200);
    let clock = company.get(&format!("/filings/{id}/clock")).await.expect(200);
    assert_eq!((&clock["due_on"], &clock["provisional"]), (&"2027-01-07".into(), &false.into()));
    let queue = portal.reviewer().await.get("/queue").await.expect(200);
    assert_eq!(queue["items"][0]["due_on"], "2027-01-07");
    let mut bad = body.clone();
    bad["content"] = Value::from("date,kind,name\n2027-02-30,holiday,x\n");
    admin.post("/calendar/check", &bad).await.problem(422, "calendar_unreadable");

    // What another instance loads into the same database is taken up by this one.
    let years = async || portal.anyone().get("/reference").await.expect(200)["calendar"]["years"].clone();
    refresh(&portal.app).await.unwrap();
    let before = years().await;
    let elsewhere = "UPDATE reference_sets SET content = content || '2028-01-03,holiday,元旦\n', \
        loaded_at = '2027-01-01 00:00:00' WHERE name = 'working_days'";
    portal.execute(elsewhere).await;
    assert_eq!(years().await, before);
    refresh(&portal.app).await.unwrap();
    assert!(years().await.as_array().unwrap().contains(&2028.into()));
}
