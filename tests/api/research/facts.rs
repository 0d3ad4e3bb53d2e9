//! What becomes of a decision: its particulars, its facts, and how soon they are seen.

use std::time::Duration;

use domain::Role;
use domain::statistics::{Fact, FactKind, Particulars};
use portal::jobs::run;
use serde_json::{Value, json};

use crate::kinds::{Cast, closure, reissue, settlement};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_decision_keeps_what_it_is_counted_by_and_its_entry_commits_to_it,
    a_life_of_a_contract_is_counted_event_by_event,
    what_is_registered_is_seen_at_once_whatever_hangs,
    a_moment_is_answered_as_it_was_and_none_before_it_comes,
    what_can_be_asked_depends_on_who_asks,
);

/// Every fact as it is stored, in the order of the journal.
pub async fn facts(portal: &TestPortal) -> Vec<Fact> {
    let texts = portal.texts("SELECT body AS value FROM facts ORDER BY seq, part").await;
    texts.iter().map(|text| Fact::from_json(text).unwrap()).collect()
}

async fn pivot(researcher: &Actor, query: &str) -> Value {
    researcher.get(&format!("/research/pivot?{query}")).await.expect(200)
}

async fn a_decision_keeps_what_it_is_counted_by_and_its_entry_commits_to_it(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let kept = portal.texts("SELECT body AS value FROM particulars").await;
    let entries = portal.texts("SELECT body AS value FROM journal WHERE kind = 'filing.registered'").await;
    let entry: Value = serde_json::from_str(&entries[0]).unwrap();
    let particulars = Particulars::from_json(&kept[0]).unwrap();
    assert_eq!((kept.len(), entries.len(), particulars.to_json()), (1, 1, kept[0].clone()));
    assert_eq!(entry["particulars"], portal::app::digest(&kept[0]));
    assert!(!entries[0].contains("1250000"), "amounts are not in the journal");

    assert_eq!(particulars.contract.to_string(), cast.id);
    assert_eq!(particulars.place.company.to_string(), cast.company.company_id());
    assert_eq!((particulars.kind, particulars.version), (FactKind::Registration, 1));
    assert_eq!((particulars.place.country.as_str(), particulars.total_minor), ("DE", 125_000_000));
    assert!(particulars.place.counterparty.ends_with("|DE") && !particulars.place.desk.is_empty(), "{particulars:?}");
    // Nothing of it is told outside the centre.
    let told = cast.company.get("/changes").await.expect(200).to_string();
    assert!(!told.contains("particulars"), "{told}");
}

async fn a_life_of_a_contract_is_counted_event_by_event(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let elsewhere = cast.amendment("/supplier/country", "AT").await;
    cast.take_effect(&elsewhere).await;
    for (kind, request) in [
        ("amendment", settlement("2026-11-10", "50000.50")),
        ("reissue", reissue()),
        ("closure", closure("termination", "2026-11-22")),
    ] {
        let id = cast.draft(kind, &request).await;
        cast.take_effect(&id).await;
    }
    portal.catch_up().await;
    let counted: Vec<Value> = facts(portal)
        .await
        .iter()
        .map(|fact| json!([fact.kind, fact.part, fact.place.country, fact.contracts, fact.amount_usd_cents]))
        .collect();
    // 1.138556 dollars a euro.
    let whole = 142_319_500;
    assert_eq!(
        counted,
        [
            json!(["registration", 1, "DE", 1, whole]),
            json!(["amendment", 0, "DE", -1, -whole]),
            json!(["amendment", 1, "AT", 1, whole]),
            json!(["settlement", 1, "AT", 0, 0]),
            json!(["closure", 1, "AT", 0, 0]),
        ]
    );
    // 3.5 % of 50 000.50 euros are 1 750.02, rounded half to even, and 1 992.50 dollars.
    assert_eq!(facts(portal).await[3].royalty_due_usd_cents, 199_250);
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let measures = "contracts,settlements,amendments,closures,royalty_due_usd";
    let totals = pivot(&researcher, &format!("measures={measures}")).await["totals"].clone();
    assert_eq!(
        totals,
        json!({ "contracts": 1, "settlements": 1, "amendments": 1, "closures": 1, "royalty_due_usd": "1992.50" })
    );
}

async fn what_is_registered_is_seen_at_once_whatever_hangs(portal: &TestPortal) {
    // A mail server that takes connections and never says a word.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let jobs = portal.jobs(Some(format!("smtp://{}", silent.local_addr().unwrap())));
    let running = tokio::spawn(run(jobs));
    let researcher = portal.staff(Role::Researcher, &[]).await;
    for seen in 1..=2 {
        let company = portal.company().await;
        portal.registered(&company, &Contract::export().of(&company).numbered(seen)).await;
        let counted = async {
            while pivot(&researcher, "measures=contracts").await["totals"]["contracts"] != seen {
                tokio::task::yield_now().await;
            }
        };
        // Within a second on a machine that does nothing else; a mail server is waited for much longer.
        tokio::time::timeout(Duration::from_secs(4), counted).await.expect("it is seen at once");
    }
    running.abort();
}

async fn a_moment_is_answered_as_it_was_and_none_before_it_comes(portal: &TestPortal) {
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let company = portal.company().await;
    portal.registered(&company, &Contract::export().of(&company).numbered(1)).await;
    portal.catch_up().await;
    let first = researcher.get("/research/pivot?rows=country").await;
    let as_of = first.expect(200)["as_of"].as_i64().unwrap();
    portal.registered(&company, &Contract::export().of(&company).numbered(2)).await;
    portal.catch_up().await;
    assert_eq!(pivot(&researcher, "rows=country").await["totals"]["contracts"], 2);
    let again = researcher.get(&format!("/research/pivot?rows=country&as_of={as_of}")).await;
    assert_eq!(again.body, first.body, "the same moment, the same bytes");
    let nothing = pivot(&researcher, "rows=country&as_of=0").await;
    assert_eq!((&nothing["as_of"], &nothing["cells"]), (&json!(0), &json!([])));
    for path in ["pivot", "dimensions"] {
        let refused = researcher.get(&format!("/research/{path}?as_of=1000000")).await.problem(422, "as_of_unknown");
        assert_eq!(refused["errors"][0]["pointer"], "/as_of");
        researcher.get(&format!("/research/{path}?as_of=yesterday")).await.problem(422, "invalid_query");
    }
}

async fn what_can_be_asked_depends_on_who_asks(portal: &TestPortal) {
    let company = portal.company().await;
    portal.registered(&company, &Contract::export().of(&company)).await;
    portal.catch_up().await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let values = |offer: &Value, code: &str| -> Option<Vec<String>> {
        let dimension = offer["dimensions"].as_array().unwrap().iter().find(|one| one["code"] == code)?;
        let values = dimension["values"].as_array().unwrap().iter();
        Some(values.map(|value| value["code"].as_str().unwrap().to_owned()).collect())
    };
    let all = researcher.get("/research/dimensions").await.expect(200);
    assert_eq!((&all["audience"], &all["latest_month"]), (&json!("cleared"), &json!("2026-11")));
    assert_eq!(values(&all, "country").unwrap(), ["SG"], "what occurs");
    assert_eq!(values(&all, "company").unwrap(), [company.company_id()]);
    assert_eq!(all["dimensions"].as_array().unwrap().len(), 19);

    let system = portal.partner(&["research:read"], None).await;
    for reader in [&company, &system] {
        let public = reader.get("/research/dimensions").await.expect(200);
        assert_eq!(public["audience"], "protected");
        assert!(values(&public, "country").unwrap().len() > 100, "what there is");
        assert_eq!(values(&public, "year").unwrap(), [""; 0], "no year has closed");
        for hidden in ["company", "counterparty", "desk"] {
            assert_eq!(values(&public, hidden), None);
            reader.get(&format!("/research/pivot?rows={hidden}")).await.problem(403, "not_public");
        }
        assert_eq!(reader.get("/research/pivot?rows=country").await.expect(200)["cells"], json!([]));
    }
}
