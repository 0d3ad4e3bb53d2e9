//! The service page's figures, for everybody, from the journal: each decision once, and nothing of few.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    figures_count_each_decision_once_by_desk_and_month,
    what_is_of_few_is_withheld_with_what_would_tell_it
);

async fn figures_count_each_decision_once_by_desk_and_month(portal: &TestPortal) {
    let empty = portal.anyone().get("/open/service").await.expect(200);
    assert_eq!((&empty["total"]["filings"], &empty["desks"]), (&0.into(), &json!([])));
    assert_eq!((&empty["withheld"], &empty["least_filings"]), (&false.into(), &10.into()));
    let company = portal.company().await;
    // On the day itself, and one that was returned, answered again, and decided late.
    portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    let id = company.submitted(&Contract::import().of(&company).numbered(2)).await;
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    reviewer.claim(&id).await;
    reviewer.return_(&id).await.expect(200);
    portal.set_clock("2026-11-23T02:00:00Z");
    company.sign_in().await;
    company.submit(&id, json!({})).await.expect(201);
    portal.set_clock("2026-11-30T02:00:00Z");
    for actor in [&reviewer, &approver] {
        actor.sign_in().await;
    }
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "refuse").await.expect(200);
    approver.decide(&id, "refuse").await.expect(200);
    portal.catch_up().await;
    portal.execute("UPDATE consumers SET seq = 0 WHERE name = 'service'").await;
    portal.catch_up().await;
    assert_eq!(portal.number("SELECT CAST(sum(filings) AS TEXT) AS value FROM service_counts").await, 2);
    let few = portal.anyone().get("/open/service").await.expect(200);
    assert_eq!((&few["withheld"], &few["total"]["filings"]), (&true.into(), &0.into()), "two are too few");
    assert_eq!((&few["desks"], &few["months"]), (&json!([]), &json!([])));
    assert_eq!((&few["withheld_desks"][0]["code"], &few["withheld_months"]), (&"sip".into(), &json!(["2026-11"])));

    // Six as each of them.
    portal.execute("UPDATE service_counts SET filings = filings * 6").await;
    let view = portal.anyone().get("/open/service").await.expect(200);
    let total = &view["total"];
    assert_eq!(
        (&total["filings"], &total["median_working_days"], &total["p90_working_days"]),
        (&12.into(), &0.into(), &5.into())
    );
    assert_eq!((&total["on_time_percent"], &total["returned_percent"]), (&"50.0".into(), &"50.0".into()));
    assert_eq!(
        (&view["desks"][0]["desk"]["code"], &view["desks"][0]["months"][0]["month"]),
        (&"sip".into(), &"2026-11".into())
    );
    assert_eq!(view["withheld"], false);
    assert!(view["as_of"].as_i64().unwrap() > 5);
}

/// The months that a part of the answer tells, with how many were decided, and those that it withholds.
fn months(of: &Value) -> (Vec<(&str, i64)>, Vec<&str>) {
    let told = of["months"].as_array().unwrap().iter();
    let told = told.map(|one| (one["month"].as_str().unwrap(), one["filings"].as_i64().unwrap()));
    (told.collect(), of["withheld_months"].as_array().unwrap().iter().map(|month| month.as_str().unwrap()).collect())
}

async fn what_is_of_few_is_withheld_with_what_would_tell_it(portal: &TestPortal) {
    // Of the month that is still running one desk has decided three.
    let counts = [
        ("2026-10", "city", 40),
        ("2026-11", "city", 30),
        ("2026-10", "sip", 20),
        ("2026-11", "sip", 3),
        ("2026-10", "security", 15),
        ("2026-11", "security", 12),
    ];
    for (month, desk, filings) in counts {
        let row = format!("('{month}', '{desk}', 1, TRUE, FALSE, {filings})");
        let columns = "month, desk_code, working_days, on_time, returned, filings";
        portal.execute(&format!("INSERT INTO service_counts ({columns}) VALUES {row}")).await;
    }
    let view = portal.anyone().get("/open/service").await.expect(200);
    assert_eq!(months(&view), (vec![("2026-11", 45), ("2026-10", 75)], vec![]), "the totals hide nobody");
    let desk = |code: &str| view["desks"].as_array().unwrap().iter().find(|one| one["desk"]["code"] == code).unwrap();
    assert_eq!(months(desk("city")), (vec![("2026-11", 30), ("2026-10", 40)], vec![]));
    for (code, total) in [("sip", 23), ("security", 27)] {
        assert_eq!(months(desk(code)), (vec![], vec!["2026-11", "2026-10"]), "{code}: else the difference tells");
        assert_eq!(desk(code)["total"]["filings"], total);
    }

    // A desk that decided four in all is withheld, with the desk from which all others would tell it.
    portal.execute("DELETE FROM service_counts WHERE desk_code = 'security'").await;
    portal.execute("UPDATE service_counts SET filings = 4 WHERE desk_code = 'sip' AND month = '2026-10'").await;
    portal.execute("UPDATE service_counts SET filings = 0 WHERE desk_code = 'sip' AND month = '2026-11'").await;
    let view = portal.anyone().get("/open/service").await.expect(200);
    let withheld = view["withheld_desks"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap());
    assert_eq!((withheld.collect::<Vec<_>>(), &view["desks"]), (vec!["city", "sip"], &json!([])));
    assert_eq!(view["total"]["filings"], 74);
}
