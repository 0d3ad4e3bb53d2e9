//! Figures as files: each form says what the pivot says, to those who may know it, read by software that is not ours.

use std::io::Cursor;
use std::path::PathBuf;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::proof::{python, run};
use crate::support::{Actor, Answer, Contract, TestPortal};

on_both_databases!(
    every_form_says_what_the_pivot_says,
    facts_are_for_those_who_see_every_figure,
    what_cannot_be_written_is_refused,
);

const QUESTION: &str = "rows=year,country&columns=direction&measures=contracts,amount_usd,mean_royalty_rate";

/// Two contracts in the register, and someone who asks about them.
async fn researcher(portal: &TestPortal) -> Actor {
    let company = portal.company().await;
    portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    portal.registered(&company, &Contract::export().of(&company).numbered(2)).await;
    portal.catch_up().await;
    portal.staff(Role::Researcher, &[]).await
}

async fn file(portal: &TestPortal, name: &str, answer: &Answer) -> PathBuf {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let path = portal.folder().join(name);
    std::fs::write(&path, &answer.body).unwrap();
    path
}

/// The rows of a sheet as texts, without its headings.
fn sheet(book: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number:.2}"),
        other => other.to_string(),
    };
    range.rows().skip(1).map(|row| row.iter().map(text).collect()).collect()
}

/// A file as software reads it that is not ours: the first sheet of the workbook, and as `sdmx`, `parquet`, `types` and `about` what
/// `sdmx.py` says of the others. The address ends before its `format`.
pub async fn read_elsewhere(portal: &TestPortal, reader: &Actor, address: &str) -> (Vec<Vec<String>>, Value) {
    let export = async |format: &str| reader.get(&format!("{address}format={format}")).await;
    let book = export("xlsx").await;
    assert_eq!(book.status, 200, "{}", book.text());
    let structure = file(portal, "structure.json", &portal.anyone().get("/open/sdmx/structure").await).await;
    let sdmx = file(portal, "figures.csv", &export("sdmx-csv").await).await;
    let parquet = file(portal, "figures.parquet", &export("parquet").await).await;
    let mut command = Command::new(python());
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/api/research/sdmx.py")).args([structure, sdmx, parquet]);
    let output = run(command).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (sheet(&book.body, "数据"), serde_json::from_slice(&output.stdout).unwrap())
}

async fn every_form_says_what_the_pivot_says(portal: &TestPortal) {
    let researcher = researcher(portal).await;
    let pivot = researcher.get(&format!("/research/pivot?{QUESTION}")).await.expect(200);
    let cells = pivot["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 2, "{pivot}");
    let export = async |format: &str| researcher.get(&format!("/research/export?{QUESTION}&format={format}")).await;

    let csv = export("csv").await;
    assert_eq!(
        csv.text().lines().collect::<Vec<_>>(),
        [
            "year,country,direction,contracts,amount_usd,mean_royalty_rate",
            "2026,DE,import,1,1423195.00,3.5000",
            "2026,SG,export,1,86000.00,",
        ]
    );
    assert_eq!(csv.header("content-disposition"), Some("attachment; filename=\"figures.csv\""));
    let cited = csv.header("link").unwrap();
    let page = format!("<{}/research/workbench?rows=year,country&columns=direction&measures=", portal.base_url);
    assert!(
        cited.starts_with(&page) && cited.ends_with(&format!("&as_of={}>; rel=\"cite-as\"", pivot["as_of"])),
        "{cited}"
    );

    let (figures, read) = read_elsewhere(portal, &researcher, &format!("/research/export?{QUESTION}&")).await;
    let expected =
        [["2026", "DE", "import", "1.00", "1423195.00", "3.50"], ["2026", "SG", "export", "1.00", "86000.00", ""]];
    let padded = |mut row: Vec<String>| {
        row.resize(6, String::new());
        row
    };
    assert_eq!(figures.into_iter().map(padded).collect::<Vec<_>>(), expected);
    assert!(sheet(&export("xlsx").await.body, "代码").contains(&["country", "DE", "德国"].map(str::to_owned).to_vec()));

    let expected = json!([
        { "year": "2026", "country": "DE", "direction": "import", "contracts": 1, "amount_usd": "1423195.00", "mean_royalty_rate": "3.5000" },
        { "year": "2026", "country": "SG", "direction": "export", "contracts": 1, "amount_usd": "86000.00", "mean_royalty_rate": null },
    ]);
    assert_eq!(read["parquet"], expected);
    assert_eq!(read["types"]["amount_usd"], "DECIMAL(18,2)");
    assert_eq!(read["about"]["as_of"], pivot["as_of"].to_string());
    let observed: Vec<Value> = read["sdmx"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            json!([
                one["FREQ"],
                one["TIME_PERIOD"],
                one["COUNTRY"],
                one["DIRECTION"],
                one["INDUSTRY"],
                one["MEASURE"],
                one["OBS_VALUE"],
                one["OBS_STATUS"]
            ])
        })
        .collect();
    assert_eq!(
        observed,
        [
            json!(["A", "2026", "DE", "import", "_T", "contracts", 1.0, "A"]),
            json!(["A", "2026", "DE", "import", "_T", "amount_usd", 1_423_195.0, "A"]),
            json!(["A", "2026", "DE", "import", "_T", "mean_royalty_rate", 3.5, "A"]),
            json!(["A", "2026", "SG", "export", "_T", "contracts", 1.0, "A"]),
            json!(["A", "2026", "SG", "export", "_T", "amount_usd", 86_000.0, "A"]),
            json!(["A", "2026", "SG", "export", "_T", "mean_royalty_rate", null, "M"]),
        ]
    );
}

async fn facts_are_for_those_who_see_every_figure(portal: &TestPortal) {
    let researcher = researcher(portal).await;
    let facts = researcher.get("/research/facts").await;
    let lines: Vec<String> = facts.text().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 1 + 2, "{lines:?}");
    assert!(lines[0].starts_with("month,kind,direction,district,country,industry,") && lines[0].ends_with(",seq,part"));
    assert!(
        lines[1].starts_with("2026-11,registration,import,") && lines[1].contains(",1,1423195.00,"),
        "{}",
        lines[1]
    );
    // As of a moment, as everything else.
    let first = lines[1].split(',').rev().nth(1).unwrap();
    assert_eq!(researcher.get(&format!("/research/facts?as_of={first}")).await.text().lines().count(), 2);

    let book = researcher.get("/research/facts?format=xlsx").await;
    assert_eq!(sheet(&book.body, "数据").len(), 2);
    assert!(researcher.get("/research/facts?format=parquet").await.body.ends_with(b"PAR1"));
    portal.company().await.get("/research/facts").await.problem(403, "forbidden");
    portal.partner(&["research:read"], None).await.get("/research/facts").await.problem(403, "forbidden");
}

async fn what_cannot_be_written_is_refused(portal: &TestPortal) {
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let refused = researcher.get("/research/export?rows=country&format=pdf").await.problem(422, "invalid_query");
    assert_eq!(refused["errors"][0]["pointer"], "/format");
    researcher.get("/research/facts?format=sdmx-csv").await.problem(422, "invalid_query");
    researcher.get("/research/facts?as_of=1000000").await.problem(422, "as_of_unknown");
    researcher.get("/research/export?rows=planet").await.problem(422, "invalid_query");
    researcher.get("/research/export?filters=country:DE").await.problem(422, "invalid_query");
    portal.company().await.get("/research/export?rows=company").await.problem(403, "not_public");
}
