//! Figures: they are those of what was registered, however they are cut, and they can be made again.

use chrono::Duration;
use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    the_totals_are_those_of_what_was_registered,
    cut_by_any_two_dimensions_the_cells_add_up_to_the_totals,
    filters_narrow_the_figures,
    the_export_says_what_the_pivot_says,
    figures_made_again_from_the_journal_are_the_same,
    figures_follow_the_journal_and_say_how_far,
    what_cannot_be_asked_is_refused_with_the_parameter,
    figures_are_for_researchers,
);

/// Three contracts in the register, one refused, one still waiting. Registered over a weekend: Friday 20 to Monday 23 November.
async fn register(portal: &TestPortal) -> Actor {
    portal.set_clock("2026-11-20T02:00:00Z");
    let company = portal.company().await;
    let imports = [
        Contract::import().of(&company).numbered(1),
        Contract::import()
            .of(&company)
            .numbered(2)
            .with("/amount/total", "1000000.00")
            .with("/amount/technology_fee", "600000.00")
            .with("/amount/equipment_fee", "400000.00"),
        Contract::import().of(&company).numbered(4),
    ];
    let export = Contract::export().of(&company).numbered(3);
    let mut ids = Vec::new();
    for contract in imports.iter().chain([&export]) {
        ids.push(company.submitted(contract).await);
    }
    company.submitted(&Contract::export().of(&company).numbered(5)).await;

    portal.set_clock("2026-11-23T02:00:00Z");
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    for (index, id) in ids.iter().enumerate() {
        let outcome = if index == 2 { "refuse" } else { "register" };
        reviewer.claim(id).await;
        reviewer.recommend(id, outcome).await.expect(200);
        approver.decide(id, outcome).await.expect(200);
    }
    portal.catch_up().await;
    portal.staff(Role::Researcher, &[]).await
}

async fn pivot(researcher: &Actor, query: &str) -> Value {
    researcher.get(&format!("/research/pivot?{query}")).await.expect(200)
}

async fn the_totals_are_those_of_what_was_registered(portal: &TestPortal) {
    let researcher = register(portal).await;
    let all = pivot(
        &researcher,
        "measures=contracts,amount_usd,technology_fee_usd,technology_fee_share,mean_royalty_rate,mean_days_to_register",
    )
    .await;
    // 1 250 000.00 and 1 000 000.00 euros, 1.138556 dollars each in November 2026, and 86 000.00 dollars.
    let totals = &all["totals"];
    assert_eq!(totals["contracts"], 3);
    assert_eq!(totals["amount_usd"], "2647751.00", "1423195.00 + 1138556.00 + 86000.00");
    assert_eq!(totals["technology_fee_usd"], "2192328.60", "1423195.00 + 683133.60 + 86000.00");
    assert_eq!(totals["technology_fee_share"], "0.8280");
    assert_eq!(totals["mean_royalty_rate"], "3.5000");
    assert_eq!(totals["mean_days_to_register"], "1.00", "Friday to Monday is one working day");
    assert_eq!(all["cells"].as_array().unwrap().len(), 1);

    let by = pivot(&researcher, "rows=country&columns=direction&measures=contracts,amount_usd").await;
    let expected = json!([
        { "country": "DE", "direction": "import", "contracts": 2, "amount_usd": "2561751.00" },
        { "country": "SG", "direction": "export", "contracts": 1, "amount_usd": "86000.00" },
    ]);
    assert_eq!(by["cells"], expected);
}

/// Cents of a decimal text.
fn cents(value: &Value) -> i64 {
    value.as_str().unwrap().replace('.', "").parse().unwrap()
}

async fn cut_by_any_two_dimensions_the_cells_add_up_to_the_totals(portal: &TestPortal) {
    let researcher = register(portal).await;
    let dimensions = researcher.get("/research/dimensions").await.expect(200);
    let codes: Vec<&str> =
        dimensions["dimensions"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(codes.len() >= 12, "{codes:?}");
    for dimension in dimensions["dimensions"].as_array().unwrap() {
        let named = |value: &Value| value["name"].as_str().is_some_and(|name| !name.is_empty());
        assert!(named(dimension) && dimension["values"].as_array().unwrap().iter().all(named), "{dimension}");
    }
    for rows in &codes {
        for columns in codes.iter().filter(|code| *code != rows) {
            let cut = pivot(
                &researcher,
                &format!("rows={rows}&columns={columns}&measures=contracts,amount_usd,technology_fee_usd"),
            )
            .await;
            let cells = cut["cells"].as_array().unwrap();
            let contracts: i64 = cells.iter().map(|cell| cell["contracts"].as_i64().unwrap()).sum();
            assert_eq!(contracts, 3, "{rows} by {columns}");
            for measure in ["amount_usd", "technology_fee_usd"] {
                let sum: i64 = cells.iter().map(|cell| cents(&cell[measure])).sum();
                assert_eq!(sum, cents(&cut["totals"][measure]), "{measure} by {rows} and {columns}");
            }
            assert!(cells.iter().all(|cell| cell[*rows].is_string() && cell[*columns].is_string()), "{cut}");
        }
    }
}

async fn filters_narrow_the_figures(portal: &TestPortal) {
    let researcher = register(portal).await;
    for (filters, contracts) in [
        ("filter=direction:import", 2),
        ("filter=country:DE,SG", 3),
        ("filter=country:DE,SG&filter=direction:export", 1),
        ("filter=country:SG&filter=direction:import", 0),
        ("filter=month:2026-11", 3),
        ("filter=month:2026-10", 0),
        ("filter=country:XX", 0),
    ] {
        let narrowed = pivot(&researcher, &format!("rows=country&{filters}")).await;
        assert_eq!(narrowed["totals"]["contracts"], contracts, "{filters}");
    }
}

async fn the_export_says_what_the_pivot_says(portal: &TestPortal) {
    let researcher = register(portal).await;
    let query = "rows=country&columns=direction&measures=contracts,amount_usd";
    let export = researcher.get(&format!("/research/export?{query}")).await;
    assert_eq!((export.status, export.header("content-type")), (200, Some("text/csv; charset=utf-8")));
    let lines: Vec<String> = export.text().lines().map(str::to_owned).collect();
    assert_eq!(lines, ["country,direction,contracts,amount_usd", "DE,import,2,2561751.00", "SG,export,1,86000.00"]);
}

async fn figures_made_again_from_the_journal_are_the_same(portal: &TestPortal) {
    let researcher = register(portal).await;
    let query = "rows=country,industry&columns=direction,payment_mode&measures=contracts,amount_usd,mean_royalty_rate";
    let before = researcher.get(&format!("/research/pivot?{query}")).await;
    portal.execute("UPDATE consumers SET seq = 0 WHERE name = 'facts'").await;
    portal.catch_up().await;
    assert_eq!(portal.number("SELECT CAST(count(*) AS TEXT) AS value FROM facts").await, 3, "none is counted twice");
    portal.execute("DELETE FROM facts; UPDATE consumers SET seq = 0 WHERE name = 'facts'").await;
    portal.catch_up().await;
    assert_eq!(researcher.get(&format!("/research/pivot?{query}")).await.body, before.body);
    assert_eq!(portal.number("SELECT CAST(count(*) AS TEXT) AS value FROM facts").await, 3);
    assert_eq!(portal.number("SELECT CAST(count(*) AS TEXT) AS value FROM dead_letters").await, 0);
}

async fn figures_follow_the_journal_and_say_how_far(portal: &TestPortal) {
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let nothing = pivot(&researcher, "rows=country").await;
    assert_eq!(
        (&nothing["as_of"], &nothing["cells"], &nothing["totals"]["contracts"]),
        (&0.into(), &json!([]), &0.into())
    );
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::export().of(&company)).await;
    assert_eq!(pivot(&researcher, "rows=country").await, nothing, "until its reader has had its turn");
    portal.catch_up().await;
    let figures = pivot(&researcher, "rows=country").await;
    assert_eq!(figures["totals"]["contracts"], 1);
    let seq = format!(
        "SELECT CAST(seq AS TEXT) AS value FROM journal WHERE kind = 'filing.registered' AND subject = '{}'",
        filing["id"].as_str().unwrap()
    );
    assert_eq!(figures["as_of"], portal.number(&seq).await);
    portal.pass(Duration::minutes(5));
    assert_eq!(pivot(&researcher, "rows=country").await, figures);
}

async fn what_cannot_be_asked_is_refused_with_the_parameter(portal: &TestPortal) {
    let researcher = portal.staff(Role::Researcher, &[]).await;
    for (query, parameter) in [
        ("rows=colour", "/rows"),
        ("columns=country,colour", "/columns"),
        ("measures=weight", "/measures"),
        ("filter=colour:red", "/filter"),
        ("filter=country", "/filter"),
        ("rows=country&columns=country", "/columns"),
        ("rows=country,industry,mode&columns=direction,district", "/rows"),
    ] {
        for path in ["pivot", "export"] {
            let refused = researcher.get(&format!("/research/{path}?{query}")).await.problem(422, "invalid_query");
            assert_eq!(refused["errors"][0]["pointer"], parameter, "{query}");
        }
    }
    for (query, parameter) in [("rows=country&rows=mode", "/rows"), ("row=country", "/row")] {
        let refused = researcher.get(&format!("/research/pivot?{query}")).await.problem(422, "invalid_query");
        assert_eq!(refused["errors"][0]["pointer"], parameter, "{query}");
    }
}

async fn figures_are_for_researchers(portal: &TestPortal) {
    let company = portal.company().await;
    for path in ["/research/dimensions", "/research/pivot?rows=country", "/research/export?rows=country"] {
        company.get(path).await.problem(403, "forbidden");
        portal.anyone().get(path).await.problem(401, "unauthenticated");
        for reader in [portal.staff(Role::Researcher, &[]).await, portal.partner(&["research:read"], None).await] {
            assert_eq!(reader.get(path).await.status, 200, "{path}");
        }
    }
}
