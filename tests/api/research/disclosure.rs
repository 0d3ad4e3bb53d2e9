//! What those who do not see everything are told, through the interfaces: never a cell of few companies, and never that it is nothing.

use std::collections::BTreeMap;

use domain::Role;
use domain::statistics::Fact;
use portal::app::AppError;
use portal::app::reference::load_edition;
use serde_json::{Value, json};

use super::outputs::read_elsewhere;
use crate::on_both_databases;
use crate::support::{Actor, TestPortal};

on_both_databases!(
    outside_nobody_is_told_a_cell_of_few_companies_and_inside_everybody_is,
    every_form_withholds_what_the_pivot_withholds,
    an_answer_is_the_same_whatever_was_asked_before,
    a_policy_stays_for_years_that_have_closed,
);

/// A registration of 2024: month, direction, country, company.
type Registration = (u32, &'static str, &'static str, u32);

/// Germany's and Japan's trade is one company's each; the United States' and Korea's that of eight.
fn registrations() -> Vec<Registration> {
    let mut registrations = vec![(1, "import", "DE", 9), (2, "export", "JP", 10)];
    for company in 1..=8 {
        registrations.push((2 + company, "import", "US", company));
        registrations.push((2 + company, "export", "KR", company));
    }
    registrations.sort_unstable();
    registrations
}

fn fact(seq: usize, day: &str, (_, direction, country, company): Registration) -> Fact {
    let id = |kind: u32, number: usize| format!("019373e0-5b1a-7c3d-8e2f-{kind:04x}{number:08x}");
    let cents = 100_000 + i64::from(company) * 1_000 + i64::try_from(seq).unwrap();
    let fact = json!({
        "seq": 1000 + seq, "part": 1, "kind": "registration", "contract": id(1, seq), "registered_on": day, "place": {
            "direction": direction, "district": "320571", "country": country, "industry": "39",
            "legal_type": "patent_licence", "mode": "patent", "payment_mode": "royalty", "ownership": "private",
            "related_parties": false, "desk": "sip", "company": id(2, company as usize), "counterparty": "EXAMPLE|DE"
        }, "contracts": 1, "currency": "USD", "amount_minor": cents, "technology_fee_minor": cents,
        "rate": {"edition": 0, "month": "2024-01", "rate": 100_000_000}, "amount_usd_cents": cents,
        "technology_fee_usd_cents": cents, "royalty_due_usd_cents": 0, "royalty_rate": 35_000,
        "royalty_base": "net_sales", "days_to_register": 2, "returns": 0, "months": 36, "filed_late_days": 0,
        "standing_usd_cents": cents
    });
    serde_json::from_value(fact).unwrap()
}

/// A register of a closed year, and of one contract of the next.
async fn register(portal: &TestPortal) {
    let mut facts: Vec<Fact> = Vec::new();
    for (seq, registration) in registrations().into_iter().enumerate() {
        facts.push(fact(seq, &format!("2024-{:02}-15", registration.0), registration));
    }
    facts.push(fact(facts.len(), "2025-01-15", (1, "import", "FR", 11)));
    insert(portal, &facts).await;
}

async fn insert(portal: &TestPortal, facts: &[Fact]) {
    let rows =
        facts.iter().map(|fact| format!("({}, {}, '{}', '{}')", fact.seq, fact.part, fact.contract, fact.to_json()));
    let rows = rows.collect::<Vec<_>>().join(", ");
    portal.execute(&format!("INSERT INTO facts (seq, part, contract_id, body) VALUES {rows}")).await;
}

async fn pivot(reader: &Actor, question: &str) -> Value {
    reader.get(&format!("/research/pivot?{question}")).await.expect(200)
}

/// The means that a reader is offered.
async fn means(reader: &Actor) -> Vec<String> {
    let offer = reader.get("/research/dimensions").await.expect(200);
    let codes = offer["measures"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code.starts_with("mean_")).collect()
}

/// Cells of an answer by their keys.
fn cells(answer: &Value, dimensions: &[&str]) -> BTreeMap<Vec<String>, Value> {
    let key = |cell: &Value| dimensions.iter().map(|code| cell[*code].as_str().unwrap().to_owned()).collect();
    answer["cells"].as_array().unwrap().iter().map(|cell| (key(cell), cell.clone())).collect()
}

async fn outside_nobody_is_told_a_cell_of_few_companies_and_inside_everybody_is(portal: &TestPortal) {
    register(portal).await;
    let inside = portal.staff(Role::Researcher, &[]).await;
    let outside = [portal.partner(&["research:read"], None).await, portal.company().await];
    for reader in &outside {
        let mut withheld = 0;
        for dimensions in [&["country"][..], &["direction"], &["country", "direction"], &["quarter", "country"]] {
            let rows = dimensions.join(",");
            let companies = pivot(&inside, &format!("rows={rows},company&filter=year:2024")).await;
            let everything = cells(&pivot(&inside, &format!("rows={rows}&filter=year:2024")).await, dimensions);
            let answer = pivot(reader, &format!("rows=year,{rows}")).await;
            let told = cells(&answer, dimensions);
            for (key, cell) in &told {
                let of_cell = |other: &&Value| dimensions.iter().zip(key).all(|(code, key)| other[*code] == **key);
                let contributors = companies["cells"].as_array().unwrap().iter().filter(of_cell).count();
                if cell["suppressed"] == true {
                    withheld += 1;
                    assert!(cell["contracts"].is_null() && cell["amount_usd"].is_null(), "{cell}");
                } else {
                    assert!(contributors >= 3, "{contributors} companies: {cell}");
                    assert_eq!(cell["amount_usd"], everything[key]["amount_usd"]);
                }
                assert_eq!(cell["year"], "2024", "nothing of a year that is open");
            }
            assert!(everything.keys().all(|key| told.contains_key(key)), "what is withheld is marked: {answer}");
            assert_eq!(answer["disclosure"]["policy"], 2000);
        }
        assert!(withheld > 4, "{withheld}");
        let by_country = pivot(reader, "rows=country").await;
        let marked = |country: &str| cells(&by_country, &["country"])[&vec![country.to_owned()]]["suppressed"].clone();
        assert_eq!((marked("DE"), marked("JP")), (true.into(), true.into()));
        assert_eq!(by_country["totals"]["contracts"], 18);
        assert_eq!(pivot(reader, "filter=country:DE").await["totals"]["suppressed"], true);
        assert_eq!(
            pivot(reader, "filter=!country:DE").await["totals"]["suppressed"],
            true,
            "else the difference is it"
        );
        assert_eq!(pivot(reader, "filter=year:2025").await["totals"]["suppressed"], true);

        let export = reader.get("/research/export?rows=country&measures=contracts").await;
        let of_germany = export.text().lines().find(|line| line.starts_with("DE")).unwrap().to_owned();
        assert!(of_germany.chars().all(|character| !character.is_ascii_digit()), "{of_germany}");

        for (question, status, code) in [
            ("rows=company", 403, "not_public"),
            ("rows=country&filter=counterparty:X", 403, "not_public"),
            ("rows=desk", 403, "not_public"),
            ("measures=contracts,mean_amount_usd", 403, "not_public"),
            ("rows=country,industry,mode,direction", 422, "too_detailed"),
        ] {
            reader.get(&format!("/research/pivot?{question}")).await.problem(status, code);
            reader.get(&format!("/research/export?{question}")).await.problem(status, code);
        }
        assert_eq!(means(reader).await, ["mean_royalty_rate", "mean_days_to_register", "mean_months"]);
    }
    let cited = json!({ "query": "measures=mean_amount_usd" });
    outside[1].post("/research/permalinks", &cited).await.problem(403, "not_public");
    inside.post("/research/permalinks", &cited).await.expect(201);
    assert!(means(&inside).await.contains(&"mean_amount_usd".to_owned()));
    let all = pivot(&inside, "rows=country").await;
    assert_eq!((&all["disclosure"], &all["totals"]["contracts"]), (&Value::Null, &19.into()));
    assert!(!all.to_string().contains("suppressed"), "{all}");
}

async fn every_form_withholds_what_the_pivot_withholds(portal: &TestPortal) {
    register(portal).await;
    let reader = portal.company().await;
    let question = "rows=year,country&measures=contracts,amount_usd";
    let told = cells(&pivot(&reader, question).await, &["year", "country"]);
    let is_withheld = |key: &[String]| told[key]["suppressed"] == true;
    let withheld = told.keys().filter(|key| is_withheld(key)).count();
    assert!(withheld >= 2 && withheld < told.len(), "{withheld} of {}", told.len());

    let address = format!("/research/export?{question}&");
    let csv = reader.get(&format!("{address}format=csv")).await.text();
    assert_eq!(csv.lines().filter(|line| line.ends_with(",,,c")).count(), withheld, "{csv}");
    let (sheet, read) = read_elsewhere(portal, &reader, &address).await;
    assert_eq!(sheet.len(), told.len());
    for row in &sheet {
        let signs = row[2..4].iter().filter(|value| *value == "⊘").count();
        assert_eq!(signs, if is_withheld(&row[..2]) { 2 } else { 0 }, "{row:?}");
    }
    let key = |one: &Value, columns: [&str; 2]| columns.map(|column| one[column].as_str().unwrap().to_owned());
    let rows = read["parquet"].as_array().unwrap();
    assert_eq!(rows.len(), told.len());
    for one in rows {
        let key = key(one, ["year", "country"]);
        let cell = &told[&key[..]];
        assert_eq!((&one["contracts"], &one["amount_usd"]), (&cell["contracts"], &cell["amount_usd"]), "{one}");
        assert_eq!(one["flag"] == "c", is_withheld(&key), "{one}");
    }
    let observed = read["sdmx"].as_array().unwrap();
    assert_eq!(observed.len(), 2 * told.len());
    for one in observed {
        let key = key(one, ["TIME_PERIOD", "COUNTRY"]);
        let marks = [&one["OBS_STATUS"], &one["CONF_STATUS"]];
        if is_withheld(&key) {
            assert!(one["OBS_VALUE"].is_null() && marks == ["Q", "C"], "{one}");
        } else {
            let value = &told[&key[..]][one["MEASURE"].as_str().unwrap()];
            let number = value.as_f64().or_else(|| value.as_str()?.parse().ok());
            assert!(one["OBS_VALUE"].as_f64() == number && marks == ["A", "F"], "{one}: {value}");
        }
    }
}

async fn an_answer_is_the_same_whatever_was_asked_before(portal: &TestPortal) {
    register(portal).await;
    let reader = portal.partner(&["research:read"], None).await;
    let questions = [
        "rows=country&columns=direction",
        "rows=direction",
        "rows=month,country&filter=direction:import",
        "rows=year&measures=contracts,share:amount_usd,median_royalty_rate,hhi:amount_usd:direction",
        "rows=quarter",
    ];
    let mut first = Vec::new();
    for question in questions {
        first.push(reader.get(&format!("/research/pivot?{question}")).await.body);
    }
    // Of the open year nothing is told, not even that something more was registered.
    let next = registrations().len() + 1;
    insert(portal, &[fact(next, "2025-02-15", (2, "export", "FR", 12))]).await;
    // As after another start: everything that was made from the facts is made anew.
    portal.execute("UPDATE research_generation SET number = number + 1").await;
    for (question, body) in questions.iter().zip(&first).rev() {
        let again = reader.get(&format!("/research/pivot?{question}")).await.body;
        assert_eq!(&again, body, "{question}");
    }
}

async fn a_policy_stays_for_years_that_have_closed(portal: &TestPortal) {
    register(portal).await;
    let load =
        async |text: &str| load_edition(&portal.app, "disclosure_policy", "2", "会议纪要", text.to_owned()).await;
    let texts = portal.texts("SELECT content AS value FROM reference_sets WHERE name = 'disclosure_policy'").await;
    let current = &texts[0];
    let later = |year: i32, rule: &str, value: u32| {
        let rows = current.lines().filter(|line| line.starts_with("2000,"));
        let rows = rows.map(|line| line.replacen("2000,", &format!("{year},"), 1));
        let changed = format!("{year},{rule},");
        let rows = rows.map(|line| if line.starts_with(&changed) { format!("{changed}{value}") } else { line });
        format!("{}\n{}\n", current.trim_end(), rows.collect::<Vec<_>>().join("\n"))
    };
    for (text, code) in [
        (current.replace("min_contributors,3", "min_contributors,4"), "policy_of_closed_year"),
        (later(2024, "min_contributors", 5), "policy_of_closed_year"),
        (later(2025, "min_contributors", 2), "policy_does_not_protect"),
    ] {
        match load(&text).await {
            Err(AppError::Invalid { code: found, .. }) => assert_eq!(found, code),
            other => panic!("{other:?}"),
        }
    }
    load(&later(2025, "min_contributors", 5)).await.unwrap();
    let reader = portal.partner(&["research:read"], None).await;
    assert_eq!(pivot(&reader, "rows=year").await["disclosure"]["policy"], 2000, "2024 was closed before");
}
