//! Editions of the table of rates: looked at, loaded, and kept apart.

use domain::Role;
use portal::app::reference::rates_are_missing;
use serde_json::{Value, json};

use super::facts::facts;
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(an_edition_holds_for_what_comes_after_it, a_table_is_looked_at_before_it_is_loaded);

const PATH: &str = "/reference/exchange-rates";

fn table(rows: &str) -> String {
    format!("month,currency,usd_per_unit\n{rows}\n")
}

async fn an_edition_holds_for_what_comes_after_it(portal: &TestPortal) {
    let (company, admin) = (portal.company().await, portal.staff(Role::SystemAdmin, &[]).await);
    portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    // What is waiting to be counted was registered before, too.
    let body = json!({ "version": "2026-11", "source": "中国外汇交易中心", "csv": table("2026-11,EUR,2") });
    let loaded = admin.post_under("once", PATH, &body).await;
    let edition = loaded.expect(201);
    assert_eq!(admin.post_under("once", PATH, &body).await.body, loaded.body, "asked again, it is loaded once");
    portal.registered(&company, &Contract::import().of(&company).numbered(2)).await;
    portal.catch_up().await;

    let counted: Vec<_> = facts(portal)
        .await
        .iter()
        .map(|fact| (fact.amount_usd_cents, fact.rate.map(|used| (used.edition, used.month.to_string()))))
        .collect();
    let by = |edition: i32| Some((edition, "2026-11".to_owned()));
    assert_eq!(counted, [(142_319_500, by(0)), (250_000_000, by(1))]);

    let listed = admin.get(PATH).await.expect(200);
    let numbers: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|one| &one["number"]).collect();
    assert_eq!(numbers, [1, 0]);
    assert_eq!(listed["items"][0], edition);
    let entry = "SELECT CAST(seq AS TEXT) AS value FROM journal WHERE kind = 'reference.loaded'";
    assert_eq!(edition["loaded_seq"], portal.number(entry).await);
    assert_eq!((&edition["currencies"], &listed["items"][1]["loaded_seq"]), (&json!(1), &json!(0)));
    let again = admin.post("/research/rebuild", &json!({ "check": true })).await.expect(200);
    assert_eq!(again["differing"], 0, "each by its own edition: {again}");

    // As an earlier version left it, with rates in force that nobody loaded: the next start puts none in their place.
    portal.execute("UPDATE reference_sets SET loaded_by = NULL WHERE name = 'exchange_rates'").await;
    let Some(updated) = portal.second_app().await else { return };
    assert!(rates_are_missing(&updated));
    portal.registered(&company, &Contract::import().of(&company).numbered(3)).await;
    portal.catch_up().await;
    let counted: Vec<_> = facts(portal).await.iter().map(|fact| (fact.amount_usd_cents, fact.rate.is_some())).collect();
    assert_eq!(counted, [(142_319_500, true), (250_000_000, true), (0, false)], "what was counted holds");
    assert_eq!(admin.get(PATH).await.expect(200)["items"][0]["months"], Value::Null);
}

async fn a_table_is_looked_at_before_it_is_loaded(portal: &TestPortal) {
    let admin = portal.staff(Role::SystemAdmin, &[]).await;
    let look = async |csv: String| admin.post(&format!("{PATH}/previews"), &json!({ "csv": csv })).await.expect(200);
    let seen = look(table("2026-11,EUR,2\n1999-01,EUR,1.1")).await;
    assert_eq!((&seen["rows"], &seen["added"], &seen["changed"]), (&json!(2), &json!(1), &json!(1)));
    assert_eq!(seen["months"], json!({ "from": "1999-01", "to": "2026-11" }));
    assert!(seen["removed"].as_u64().unwrap() > 100 && seen["errors"] == json!([]), "{seen}");
    let broken = table("2026-11,EUR,2\n2026-13,EUR,2");
    let seen = look(broken.clone()).await;
    assert_eq!((&seen["errors"][0]["line"], &seen["rows"]), (&json!(3), &json!(0)));

    let body = json!({ "version": "1", "source": "?", "csv": broken });
    let refused = admin.post(PATH, &body).await.problem(422, "rates_unreadable");
    assert_eq!(refused["errors"][0]["pointer"], "/csv");
    assert_eq!(admin.get(PATH).await.expect(200)["items"].as_array().unwrap().len(), 1);
}
