//! Open data: what closed years say, protected, in versions that stay as they were released.

use portal::app::reference::load_edition;
use serde_json::{Value, json};

use super::outputs::read_elsewhere;
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(a_version_is_released_when_a_year_closes_and_stays_as_it_was,);

/// A licence of each of four companies, registered in 2026: each of a European patent of its own, two of an American one as well, and
/// another of a Japanese one.
async fn register_licences(portal: &TestPortal) {
    portal.set_clock("2026-11-20T02:00:00Z");
    for offices in [&["EP", "US"][..], &["EP", "US"], &["EP", "JP"], &["EP"]] {
        let (company, number) = (portal.company().await, portal.next());
        let patent = |office: &&str| {
            let named = format!("{office}{number}");
            json!({ "office": office, "number": named, "expires_on": "2035-06-30", "ipc": ["H01L"] })
        };
        let patents: Vec<Value> = offices.iter().map(patent).collect();
        let contract = Contract::import().of(&company).numbered(number).with("/patents", patents);
        portal.registered(&company, &contract).await;
    }
    reckon(portal).await;
}

/// A contract of a company, signed and registered on a day.
async fn register(portal: &TestPortal, day: &str) {
    portal.set_clock(&format!("{day}T02:00:00Z"));
    let company = portal.company().await;
    let contract = Contract::export()
        .of(&company)
        .numbered(portal.next())
        .with("/signed_on", day)
        .with("/effective_on", day)
        .with("/valid_until", "2030-12-31");
    let number = contract.0["number"].as_str().unwrap().to_owned();
    let contract = contract.with("/number", format!("{}{}", &day[2..4], &number[2..]));
    portal.registered(&company, &contract).await;
    reckon(portal).await;
}

/// Counts what was registered, and does what time calls for.
async fn reckon(portal: &TestPortal) {
    portal.catch_up().await;
    portal.jobs(None).sweep().await.unwrap();
}

/// Of the offices of a closed year's patents one has enough companies, and the two others are told together alone, as the rest.
async fn tells_of_no_licensee(reader: &Actor) {
    let layout = reader.get("/research/analyses/patent_layout?from=2026-01&to=2026-12").await.expect(200);
    let panel = |code: &str| {
        let mut panels = layout["panels"].as_array().unwrap().iter();
        panels.find(|panel| panel["code"] == code).unwrap_or_else(|| panic!("no panel {code}"))
    };
    let offices = panel("patent_offices");
    let withheld = |office: &str| json!({ "office": office, "patents": null, "suppressed": true });
    let expected = json!([{ "office": "EP", "patents": 4 }, withheld("JP"), withheld("US")]);
    assert_eq!((&offices["cells"], &offices["totals"]), (&expected, &json!({ "patents": 7 })));
    for (code, dimension, key) in [
        ("expiry_wall", "expiry_year", "2035"),
        ("patent_classes", "ipc", "H01L"),
        ("patent_countries", "country", "DE"),
    ] {
        let all = json!([{ dimension: key, "patents": 7 }]);
        assert_eq!((&panel(code)["cells"], &panel(code)["note"]), (&all, &Value::Null), "{code}");
    }
    for code in ["expiry_by_industry", "classes_by_office"] {
        assert!(panel(code)["note"].is_string() && panel(code)["cells"] == json!([]), "{code}");
    }
}

async fn versions(portal: &TestPortal) -> Vec<Value> {
    let listed = portal.anyone().get("/open/datasets/trade_by_country/versions").await.expect(200);
    listed["items"].as_array().unwrap().clone()
}

/// It is of the same year, and leaves the earlier ones what they were.
async fn another_question_is_another_version(portal: &TestPortal, earlier: [Value; 2]) {
    let sets = portal.texts("SELECT content AS value FROM reference_sets WHERE name = 'open_datasets'").await;
    let asked = "rows=year,country,direction&measures=contracts,amount_usd";
    let other = sets[0].replace(&format!("trade_by_country,\"{asked}\""), "trade_by_country,\"rows=year,country\"");
    assert_ne!(other, sets[0]);
    load_edition(&portal.app, "open_datasets", "2", "会议纪要", other).await.unwrap();
    portal.jobs(None).sweep().await.unwrap();
    let [third, rest @ ..]: [Value; 3] = versions(portal).await.try_into().unwrap();
    assert_eq!((&third["number"], &third["period"]), (&json!(3), &json!("2027")));
    assert_eq!((&third["changes"]["question_changed"], rest), (&json!(true), earlier));
}

async fn a_version_is_released_when_a_year_closes_and_stays_as_it_was(portal: &TestPortal) {
    let anyone = portal.anyone();
    register_licences(portal).await;
    assert!(versions(portal).await.is_empty(), "the year is not over");
    anyone.get("/open/datasets/trade_by_country/versions/latest/data").await.problem(404, "not_found");

    register(portal, "2027-01-05").await;
    tells_of_no_licensee(&portal.partner(&["research:read"], None).await).await;
    let listed = anyone.get("/open/datasets").await.expect(200);
    let listed = listed["items"].as_array().unwrap();
    assert_eq!(listed.len(), 9);
    let dataset = anyone.get("/open/datasets/trade_by_country").await.expect(200);
    assert_eq!((&dataset["latest"]["number"], &dataset["latest"]["period"]), (&json!(1), &json!("2026")));
    let columns: Vec<&str> =
        dataset["columns"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(columns, ["year", "country", "direction", "contracts", "amount_usd"]);
    assert_eq!(listed.iter().find(|one| one["code"] == "trade_by_country").unwrap()["latest"], dataset["latest"]);

    let data = "/open/datasets/trade_by_country/versions/1/data";
    let csv = anyone.get(data).await;
    let four_contracts = "2026,DE,import,4,5692780.00,";
    assert_eq!(
        csv.text().lines().collect::<Vec<_>>(),
        ["year,country,direction,contracts,amount_usd,flag", four_contracts]
    );
    let [first]: [Value; 1] = versions(portal).await.try_into().unwrap();
    assert_eq!((&first["digest"], &first["row_count"]), (&json!(portal::app::digest(&csv.body)), &json!(1)));
    assert_eq!(first["changes"]["added"], 1);
    assert_eq!(csv.header("cache-control"), Some("public, max-age=3600"));
    let cited = csv.header("link").unwrap();
    assert!(cited.starts_with('<') && cited.ends_with(">; rel=\"cite-as\""), "{cited}");
    let english =
        anyone.request(reqwest::Method::GET, "/open/datasets/trade_by_country").header("accept-language", "en");
    assert_eq!(crate::support::Answer::of(english).await.expect(200)["title"], "By country or region");
    let tag = csv.header("etag").unwrap();
    let known = anyone.request(reqwest::Method::GET, data).header("if-none-match", tag);
    assert_eq!(crate::support::Answer::of(known).await.status, 304);
    for format in ["xlsx", "sdmx-csv", "parquet"] {
        assert_eq!(anyone.get(&format!("{data}?format={format}")).await.status, 200);
    }
    anyone.get(&format!("{data}?format=pdf")).await.problem(422, "invalid_query");
    for path in
        ["/open/datasets/none", "/open/datasets/none/versions", "/open/datasets/trade_by_country/versions/9/data"]
    {
        anyone.get(path).await.problem(404, "not_found");
    }
    let entries = "SELECT subject AS value FROM journal WHERE kind = 'research.released' ORDER BY subject";
    let released = portal.texts(entries).await;
    assert!(released.contains(&"trade_by_country/1".to_owned()), "{released:?}");
    portal.jobs(None).sweep().await.unwrap();
    assert_eq!(portal.texts(entries).await, released, "nothing new is released");

    // Of 2027 there is one company: its row is there, and withheld.
    register(portal, "2028-01-05").await;
    let [second, before]: [Value; 2] = versions(portal).await.try_into().unwrap();
    assert_eq!((&second["number"], &second["period"]), (&json!(2), &json!("2027")));
    assert_eq!(before, first);
    let newest = anyone.get("/open/datasets/trade_by_country/versions/latest/data").await.text();
    let lines: Vec<&str> = newest.lines().collect();
    assert!(lines.contains(&four_contracts) && lines.contains(&"2027,SG,export,,,c"), "{newest}");
    let (sheet, read) = read_elsewhere(portal, &anyone, "/open/datasets/trade_by_country/versions/latest/data?").await;
    let of_year = |year: &str| sheet.iter().find(|row| row[0] == year).unwrap()[3..5].to_vec();
    assert_eq!((of_year("2026"), of_year("2027")), (vec!["4.00".into(), "5692780.00".into()], vec!["⊘".into(); 2]));
    let rows = read["parquet"].as_array().unwrap().iter();
    let rows: Vec<Value> = rows.map(|row| json!([row["year"], row["contracts"], row["amount_usd"]])).collect();
    assert!(
        rows.contains(&json!(["2026", 4, "5692780.00"])) && rows.contains(&json!(["2027", null, null])),
        "{rows:?}"
    );
    let observed = read["sdmx"].as_array().unwrap().iter().filter(|one| one["TIME_PERIOD"] == "2027");
    let observed: Vec<Value> =
        observed.map(|one| json!([one["OBS_VALUE"], one["OBS_STATUS"], one["CONF_STATUS"]])).collect();
    assert_eq!(observed, vec![json!([null, "Q", "C"]); 2]);

    another_question_is_another_version(portal, [second, first]).await;
    assert_eq!(anyone.get(data).await.body, csv.body, "what was released stays");
    portal.execute("UPDATE open_versions SET digest = 'other' WHERE number = 1").await;
    anyone.get(data).await.problem(409, "figures_differ");
}
