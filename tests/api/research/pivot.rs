//! Figures: they are those of what was registered, however they are cut, and an earlier answer can be asked again.

use chrono::Duration;
use domain::Role;
use research::Dimension;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    the_totals_are_those_of_what_was_registered,
    cut_by_any_two_dimensions_the_cells_add_up_to_the_totals,
    filters_narrow_the_figures,
    totals_shares_growth_and_quantiles_come_in_one_answer,
    a_series_is_the_pivot_down_the_months,
    an_earlier_answer_can_be_asked_again,
    figures_follow_the_journal_and_say_how_far,
    what_cannot_be_asked_is_refused_with_the_parameter,
    a_value_that_there_is_not_is_named_not_counted_as_none,
    figures_are_for_those_who_may_ask,
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
    let codes = Dimension::ALL.map(Dimension::code);
    for (at, rows) in codes.iter().enumerate() {
        for columns in &codes[at + 1..] {
            let cut = pivot(
                &researcher,
                &format!("rows={rows}&columns={columns}&measures=contracts,amount_usd,technology_fee_usd"),
            )
            .await;
            let whole = cut["cells"].as_array().unwrap();
            let margins = cut["margins"].as_array().unwrap().iter().map(|margin| margin["cells"].as_array().unwrap());
            for cells in [whole].into_iter().chain(margins) {
                let contracts: i64 = cells.iter().map(|cell| cell["contracts"].as_i64().unwrap()).sum();
                assert_eq!(contracts, 3, "{rows} by {columns}");
                for measure in ["amount_usd", "technology_fee_usd"] {
                    let sum: i64 = cells.iter().map(|cell| cents(&cell[measure])).sum();
                    assert_eq!(sum, cents(&cut["totals"][measure]), "{measure} by {rows} and {columns}");
                }
            }
            assert!(whole.iter().all(|cell| cell[*rows].is_string() && cell[*columns].is_string()), "{cut}");
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
        ("filter=country:FR", 0),
    ] {
        let narrowed = pivot(&researcher, &format!("rows=country&{filters}")).await;
        assert_eq!(narrowed["totals"]["contracts"], contracts, "{filters}");
    }
}

async fn totals_shares_growth_and_quantiles_come_in_one_answer(portal: &TestPortal) {
    let researcher = register(portal).await;
    let question = "rows=country&columns=year&order=-amount_usd&top=1\
        &measures=amount_usd,share:amount_usd,yoy:amount_usd,rank:amount_usd,median_royalty_rate,hhi:contracts:company";
    let answer = pivot(&researcher, question).await;
    let first = json!({
        "country": "DE", "year": "2026", "amount_usd": "2561751.00", "share:amount_usd": "0.9675", "yoy:amount_usd": null,
        "rank:amount_usd": 1, "median_royalty_rate": "3.5000", "hhi:contracts:company": 10000,
    });
    assert_eq!(answer["cells"], json!([first]));
    assert_eq!((&answer["latest_month"], &answer["disclosure"]), (&"2026-11".into(), &Value::Null));
    let margins = answer["margins"].as_array().unwrap();
    let dimensions: Vec<&Value> = margins.iter().map(|margin| &margin["dimensions"]).collect();
    assert_eq!(dimensions, [&json!(["country"]), &json!(["year"])]);
    assert_eq!(margins[0]["cells"].as_array().unwrap().len(), 2, "margins are of everything");
    assert_eq!(answer["totals"]["share:amount_usd"], "1.0000");
}

async fn a_series_is_the_pivot_down_the_months(portal: &TestPortal) {
    let researcher = register(portal).await;
    let question = "columns=direction&measures=contracts,mom:contracts&filter=year:2026&margins=none";
    for (rows, asked) in [("month", ""), ("quarter", "rows=quarter&"), ("year", "rows=year&")] {
        let pivot = researcher.get(&format!("/research/pivot?rows={rows}&{question}")).await;
        let series = researcher.get(&format!("/research/series?{asked}{question}")).await;
        assert_eq!((series.status, series.body), (pivot.status, pivot.body), "{rows}");
    }
    for rows in ["country", "day", "month,country"] {
        let refused = researcher.get(&format!("/research/series?rows={rows}")).await.problem(422, "invalid_query");
        assert_eq!(refused["errors"][0]["pointer"], "/rows", "{rows}");
    }
}

async fn an_earlier_answer_can_be_asked_again(portal: &TestPortal) {
    let researcher = register(portal).await;
    let question = "rows=country,month&columns=direction&measures=contracts,amount_usd,p90_days_to_register";
    let before = researcher.get(&format!("/research/pivot?{question}")).await;
    let as_of = before.expect(200)["as_of"].as_i64().unwrap();
    let company = portal.company().await;
    portal.registered(&company, &Contract::export().of(&company).numbered(6)).await;
    portal.catch_up().await;

    let now = researcher.get(&format!("/research/pivot?{question}")).await;
    assert_ne!(now.body, before.body);
    let again = researcher.get(&format!("/research/pivot?{question}&as_of={as_of}")).await;
    assert_eq!(again.body, before.body, "to the byte");
    let nothing = pivot(&researcher, &format!("{question}&as_of=0")).await;
    assert_eq!((&nothing["as_of"], &nothing["cells"], &nothing["latest_month"]), (&0.into(), &json!([]), &Value::Null));
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
    let many = vec!["DE"; 501].join(",");
    for (query, code, parameter) in [
        ("rows=colour", "invalid_query", "/rows"),
        ("columns=country,colour", "invalid_query", "/columns"),
        ("measures=weight", "invalid_query", "/measures"),
        ("measures=hhi:contracts:colour", "invalid_query", "/measures"),
        ("filter=colour:red", "invalid_query", "/filter"),
        ("filter=country", "invalid_query", "/filter"),
        ("filter=country:DE&filter=country:US", "invalid_query", "/filter"),
        ("filter=month:2026-13", "invalid_query", "/filter"),
        ("filter=month:2026-12..2026-01", "contradictory_period", "/filter"),
        ("filter=country:%00", "invalid_query", "/filter"),
        ("filter=country:%FF", "invalid_query", "/filter"),
        (&*format!("filter=country:{many}"), "invalid_query", "/filter"),
        ("rows=country&columns=country", "invalid_query", "/columns"),
        ("rows=country,industry,mode&columns=direction,district", "invalid_query", "/rows"),
        ("margins=some", "invalid_query", "/margins"),
        ("order=amount_usd&measures=contracts", "invalid_query", "/order"),
        ("top=0", "invalid_query", "/top"),
        ("as_of=-1", "invalid_query", "/as_of"),
        ("as_of=now", "invalid_query", "/as_of"),
        ("rows=country&rows=mode", "invalid_query", "/rows"),
        ("row=country", "invalid_query", "/row"),
        ("filters=country:DE", "invalid_query", "/filters"),
    ] {
        let refused = researcher.get(&format!("/research/pivot?{query}")).await.problem(422, code);
        assert_eq!(refused["errors"][0]["pointer"], parameter, "{query}");
    }
    for (query, code) in [
        ("as_of=999999999", "as_of_unknown"),
        ("measures=yoy:contracts", "growth_without_time"),
        ("rows=country&measures=mom:amount_usd&filter=!year:2026", "growth_without_time"),
    ] {
        researcher.get(&format!("/research/pivot?{query}")).await.problem(422, code);
    }
    // What no fact has, and conditions that contradict each other, select nothing.
    for query in [
        "filter=year:2024&filter=month:2023-01",
        "filter=quarter:2026-Q4&filter=month:2026-01..2026-03",
        "filter=industry:39&filter=strategic_field:biomedicine",
        "rows=country,mode&filter=country:FR",
        "filter=company:x",
        "filter=counterparty:x",
    ] {
        let answer = pivot(&researcher, query).await;
        assert_eq!((&answer["cells"], &answer["totals"]["contracts"]), (&json!([]), &0.into()), "{query}");
    }
}

async fn a_value_that_there_is_not_is_named_not_counted_as_none(portal: &TestPortal) {
    let researcher = register(portal).await;
    let partner = portal.partner(&["research:read"], None).await;
    for (filter, value) in [
        ("country:XX", "XX"),
        ("!country:DE,Germany", "Germany"),
        ("country:de", "de"),
        ("industry:999", "999"),
        ("district:320000", "320000"),
        ("strategic_field:magic", "magic"),
        ("kind:removal", "removal"),
        ("direction:imports", "imports"),
        ("legal_type:gift", "gift"),
        ("mode:patents", "patents"),
        ("payment_mode:barter", "barter"),
        ("royalty_base:sales", "sales"),
        ("ownership:mine", "mine"),
        ("related_parties:yes", "yes"),
        ("amount_band:huge", "huge"),
        ("desk:nowhere", "nowhere"),
    ] {
        let of_desk = filter.starts_with("desk");
        for path in ["pivot?", "export?", "analyses/overview?"] {
            let address = format!("/research/{path}filter={filter}");
            let refused = researcher.get(&address).await.problem(422, "invalid_query");
            let error = &refused["errors"][0];
            assert_eq!(error["pointer"], "/filter", "{address}");
            assert!(error["message"].as_str().unwrap().contains(&format!("“{value}”")), "{error}");
            let (status, code) = if of_desk { (403, "not_public") } else { (422, "invalid_query") };
            partner.get(&address).await.problem(status, code);
        }
        let cited = json!({ "query": format!("rows=year&filter={filter}") });
        let refused = researcher.post("/research/permalinks", &cited).await.problem(422, "invalid_query");
        assert_eq!(refused["errors"][0]["pointer"], "/query", "{filter}");
    }
    // What there is, but not here, is none; so is what was a code when something was registered under it.
    assert_eq!(pivot(&researcher, "filter=country:FR,JP&filter=royalty_base:").await["totals"]["contracts"], 0);
    portal.execute(r#"UPDATE facts SET body = replace(body, '"country":"SG"', '"country":"YU"')"#).await;
    portal.execute("UPDATE research_generation SET number = number + 1").await;
    assert_eq!(pivot(&researcher, "filter=country:YU").await["totals"]["contracts"], 1);
}

async fn figures_are_for_those_who_may_ask(portal: &TestPortal) {
    portal.anyone().get("/research/pivot?rows=country").await.problem(401, "unauthenticated");
    let administrator = portal.staff(Role::SystemAdmin, &[]).await;
    administrator.get("/research/pivot?rows=country").await.problem(403, "forbidden");
    let researcher = portal.staff(Role::Researcher, &[]).await;
    assert_eq!(researcher.get("/research/pivot?rows=country").await.status, 200);
}
