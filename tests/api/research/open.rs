//! Open data: what closed years say, protected, in versions that stay as they were released.

use serde_json::{Value, json};

use super::outputs::read_elsewhere;
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(a_version_is_released_when_a_year_closes_and_stays_as_it_was,);

/// A contract of each of so many companies, signed and registered on a day; then what time calls for.
async fn register(portal: &TestPortal, day: &str, companies: usize) {
    portal.set_clock(&format!("{day}T02:00:00Z"));
    for _ in 0..companies {
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
    }
    portal.catch_up().await;
    portal.jobs(None).sweep().await.unwrap();
}

async fn versions(portal: &TestPortal) -> Vec<Value> {
    let listed = portal.anyone().get("/open/datasets/trade_by_country/versions").await.expect(200);
    listed["items"].as_array().unwrap().clone()
}

async fn a_version_is_released_when_a_year_closes_and_stays_as_it_was(portal: &TestPortal) {
    let anyone = portal.anyone();
    register(portal, "2026-11-20", 4).await;
    assert!(versions(portal).await.is_empty(), "the year is not over");
    anyone.get("/open/datasets/trade_by_country/versions/latest/data").await.problem(404, "not_found");

    register(portal, "2027-01-05", 1).await;
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
    let four_contracts = "2026,SG,export,4,344000.00,";
    assert_eq!(
        csv.text().lines().collect::<Vec<_>>(),
        ["year,country,direction,contracts,amount_usd,flag", four_contracts]
    );
    let [first]: [Value; 1] = versions(portal).await.try_into().unwrap();
    assert_eq!((&first["digest"], &first["row_count"]), (&json!(portal::app::digest(&csv.body)), &json!(1)));
    assert_eq!(first["changes"]["added"], 1);
    assert_eq!(csv.header("cache-control"), Some("public, max-age=3600"));
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
    register(portal, "2028-01-05", 1).await;
    let [second, before]: [Value; 2] = versions(portal).await.try_into().unwrap();
    assert_eq!((&second["number"], &second["period"]), (&json!(2), &json!("2027")));
    assert_eq!(before, first);
    let newest = anyone.get("/open/datasets/trade_by_country/versions/latest/data").await.text();
    let lines: Vec<&str> = newest.lines().collect();
    assert!(lines.contains(&four_contracts) && lines.contains(&"2027,SG,export,,,c"), "{newest}");
    assert_eq!(anyone.get(data).await.body, csv.body, "what was released stays");
    let (sheet, read) = read_elsewhere(portal, &anyone, "/open/datasets/trade_by_country/versions/latest/data?").await;
    let of_year = |year: &str| sheet.iter().find(|row| row[0] == year).unwrap()[3..5].to_vec();
    assert_eq!((of_year("2026"), of_year("2027")), (vec!["4.00".into(), "344000.00".into()], vec!["⊘".into(); 2]));
    let rows = read["parquet"].as_array().unwrap().iter();
    let rows: Vec<Value> = rows.map(|row| json!([row["year"], row["contracts"], row["amount_usd"]])).collect();
    assert!(rows.contains(&json!(["2026", 4, "344000.00"])) && rows.contains(&json!(["2027", null, null])), "{rows:?}");
    let observed = read["sdmx"].as_array().unwrap().iter().filter(|one| one["TIME_PERIOD"] == "2027");
    let observed: Vec<Value> =
        observed.map(|one| json!([one["OBS_VALUE"], one["OBS_STATUS"], one["CONF_STATUS"]])).collect();
    assert_eq!(observed, vec![json!([null, "Q", "C"]); 2]);

    portal.execute("UPDATE open_versions SET digest = 'other' WHERE number = 1").await;
    anyone.get(data).await.problem(409, "figures_differ");
}
