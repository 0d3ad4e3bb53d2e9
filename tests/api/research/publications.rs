//! Publications: made when they are due, for whom they are, and from figures that can be counted again.

use domain::Role;
use portal::app::digest;
use proof::attached_files;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    what_is_due_is_published_once_and_stays_what_it_was,
    a_year_is_published_for_everyone_when_it_is_closed,
);

const PATH: &str = "/research/publications";
const ENTRIES: &str = "SELECT body AS value FROM journal WHERE kind = 'research.published' ORDER BY seq";

/// Analyses and their panels that are chapters.
const OF_MONTH: [[&str; 2]; 2] = [["suppliers", "suppliers"], ["lead_time", "return_reasons"]];
const OF_YEAR: [[&str; 2]; 5] = [
    ["dependence", "dependence"],
    ["suppliers", "suppliers"],
    ["patent_layout", "expiry_wall"],
    ["patent_layout", "patent_classes"],
    ["lead_time", "return_reasons"],
];

/// A publication of a month that nothing else is published of; its id.
pub async fn sample(portal: &TestPortal) -> String {
    let number = portal.next();
    let period = format!("{:04}-{:02}", 1990 + number / 12 % 30, number % 12 + 1);
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let made = researcher.post(PATH, &json!({ "kind": "monthly_brief", "period": period })).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

async fn listed(actor: &Actor, path: &str) -> Vec<Value> {
    actor.get(path).await.expect(200)["items"].as_array().unwrap().clone()
}

async fn what_is_due_is_published_once_and_stays_what_it_was(portal: &TestPortal) {
    let company = portal.company().await;
    portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    portal.catch_up().await;
    let jobs = portal.jobs(None);
    // Tuesday 1 December is the first working day, Monday 7 December the fifth.
    for (now, published) in [("2026-12-04T02:00:00Z", 0), ("2026-12-07T02:00:00Z", 2), ("2026-12-08T02:00:00Z", 2)] {
        portal.set_clock(now);
        jobs.sweep().await.unwrap();
        assert_eq!(portal.texts(ENTRIES).await.len(), published, "{now}");
    }

    let researcher = portal.staff(Role::Researcher, &[]).await;
    let items = listed(&researcher, PATH).await;
    let kinds: Vec<&Value> = items.iter().map(|item| &item["kind"]).collect();
    assert_eq!(kinds, ["quality_notice", "monthly_brief"], "none of 2025, when nothing was registered");
    let brief = listed(&researcher, &format!("{PATH}?kind=monthly_brief&language=en")).await.remove(0);
    assert_eq!(brief["title"], "Monthly Brief on Technology Trade, Suzhou, November 2026");
    assert_eq!((&brief["period"], &brief["audience"]), (&json!("2026-11"), &json!("cleared")));
    let committed: Vec<Value> =
        portal.texts(ENTRIES).await.iter().map(|body| serde_json::from_str(body).unwrap()).collect();
    assert!(committed.iter().any(|entry| entry["digest"] == brief["digest"] && entry["as_of"] == brief["as_of"]));

    let paper = format!("{PATH}/{}/pdf", brief["id"].as_str().unwrap());
    let first = researcher.get(&format!("{paper}?language=zh-CN")).await;
    assert!(first.status == 200 && first.body.starts_with(b"%PDF"), "{}", first.status);
    assert!(first.header("content-disposition").unwrap().contains("monthly-brief-2026-11-internal-zh-CN.pdf"));
    assert!(researcher.get(&format!("{paper}?language=en")).await.body != first.body);
    // What is registered later is not in it.
    company.sign_in().await;
    portal.registered(&company, &Contract::export().of(&company).numbered(2)).await;
    portal.catch_up().await;
    assert!(researcher.get(&format!("{paper}?language=zh-CN")).await.body == first.body);

    assert!(listed(&company, PATH).await.is_empty());
    company.get(&paper).await.problem(404, "not_found");
    portal
        .anyone()
        .get(&format!("/open/publications/{}/pdf", brief["id"].as_str().unwrap()))
        .await
        .problem(404, "not_found");
    let figures = figures_in(&first.body, &brief);
    assert_eq!(figures["chapters"][0]["cells"].as_array().unwrap().len(), 1, "one supplier");
    tells_what_analyses_tell(&researcher, &figures, ["2026-11"; 2], &OF_MONTH).await;

    // The fifth working day of January: the year is due, too. Nothing of the next year is registered, so that everybody waits.
    portal.set_clock("2027-01-08T02:00:00Z");
    jobs.sweep().await.unwrap();
    assert_eq!(portal.texts(ENTRIES).await.len(), 5);
    researcher.sign_in().await;
    let years = listed(&researcher, &format!("{PATH}?kind=yearly_report")).await;
    let told: Vec<[&Value; 2]> = years.iter().map(|item| [&item["period"], &item["audience"]]).collect();
    assert_eq!(told, [[&json!("2026"), &json!("cleared")]]);
    portal.execute("UPDATE publications SET digest = replace(digest, substr(digest, 1, 4), 'ffff')").await;
    researcher.get(&paper).await.problem(409, "figures_differ");
}

/// The figures that travel in a paper.
fn figures_in(paper: &[u8], made: &Value) -> Value {
    let attached = attached_files(paper).into_iter().find(|file| file.starts_with('{')).unwrap();
    assert_eq!(made["digest"], digest(attached.as_bytes()));
    serde_json::from_str(&attached).unwrap()
}

/// The chapters of a paper say what the analyses tell this reader: of what they tell nothing, there is none.
async fn tells_what_analyses_tell(reader: &Actor, figures: &Value, months: [&str; 2], panels: &[[&str; 2]]) {
    let mut chapters = figures["chapters"].as_array().unwrap().iter();
    for [analysis, code] in panels {
        let [from, to] = months;
        let path = format!("/research/analyses/{analysis}?from={from}&to={to}&as_of={}", figures["as_of"]);
        let shown = reader.get(&path).await.expect(200);
        let panel = shown["panels"].as_array().unwrap().iter().find(|panel| panel["code"] == *code).unwrap();
        if panel["note"].is_null() {
            let chapter = chapters.next().unwrap();
            let told = (&chapter["panel"], &chapter["cells"], &chapter["totals"]);
            assert_eq!(told, (&panel["code"], &panel["cells"], &panel["totals"]));
        }
    }
    assert_eq!(chapters.next(), None);
}

/// The figures that travel in a paper for everyone: of the year's only company none is told, as to whoever asks the portal.
async fn tells_what_the_pivot_tells(reader: &Actor, paper: &[u8], made: &Value) {
    let figures = figures_in(paper, made);
    tells_what_analyses_tell(reader, &figures, ["2026-01", "2026-12"], &OF_YEAR).await;
    let named = ["suppliers", "return_reasons"].map(Value::from);
    let chapters = figures["chapters"].as_array().unwrap();
    assert!(chapters.iter().all(|chapter| !named.contains(&chapter["panel"])), "{chapters:?}");
    assert_eq!((&figures["audience"], &figures["findings"]), (&json!("protected"), &json!([])));
    let answers = figures["figures"].as_array().unwrap();
    assert!(answers.len() > 5, "{figures}");
    for one in answers {
        let (question, answer) = (one["question"].as_str().unwrap(), &one["answer"]);
        let asked = reader.get(&format!("/research/pivot?{question}&as_of={}", figures["as_of"])).await.expect(200);
        assert_eq!((&answer["cells"], &answer["totals"]), (&asked["cells"], &asked["totals"]), "{question}");
        let cells = answer["cells"].as_array().unwrap();
        let told = cells.iter().chain([&answer["totals"]]).find(|cell| cell["suppressed"] != true);
        assert_eq!(told, None, "{question}");
    }
}

async fn a_year_is_published_for_everyone_when_it_is_closed(portal: &TestPortal) {
    let company = portal.company().await;
    portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    portal.catch_up().await;
    portal.set_clock("2027-01-04T02:00:00Z");
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let year = json!({ "kind": "yearly_report", "period": "2026" });
    let made = researcher.post_under("once", PATH, &year).await;
    assert_eq!(made.expect(201)["audience"], "cleared");
    assert_eq!(researcher.post_under("once", PATH, &year).await.body, made.body, "asked again, it is made once");
    researcher.post(PATH, &year).await.problem(409, "already_exists");
    assert!(listed(&portal.anyone(), "/open/publications").await.is_empty());

    company.sign_in().await;
    let later = Contract::export().of(&company).numbered(2);
    let later = later.with("/signed_on", "2026-12-15").with("/effective_on", "2026-12-20");
    portal.registered(&company, &later).await;
    portal.catch_up().await;
    // The year has closed later than its report was due: everybody's edition is made by the next sweep.
    portal.set_clock("2027-01-08T02:00:00Z");
    company.sign_in().await;
    researcher.sign_in().await;
    portal.jobs(None).sweep().await.unwrap();
    let made = listed(&researcher, &format!("{PATH}?kind=yearly_report")).await.remove(0);
    assert_eq!(made["audience"], "protected");
    for (who, path) in [(&company, PATH), (&portal.anyone(), "/open/publications")] {
        let items = listed(who, path).await;
        assert_eq!(items.len(), 1);
        assert_eq!(items[0]["digest"], made["digest"]);
    }
    let paper = portal.anyone().get(&format!("/open/publications/{}/pdf", made["id"].as_str().unwrap())).await;
    assert!(paper.status == 200 && paper.body.starts_with(b"%PDF"), "{}", paper.status);
    tells_what_the_pivot_tells(&company, &paper.body, &made).await;
    assert_eq!(listed(&researcher, &format!("{PATH}?kind=yearly_report")).await.len(), 2);

    let refused = researcher.post(PATH, &json!({ "kind": "yearly_report", "period": "2027" })).await;
    assert_eq!(refused.problem(422, "period_not_closed")["errors"][0]["pointer"], "/period");
    for period in ["2026", "2026-13", "1900-01"] {
        let refused = researcher.post(PATH, &json!({ "kind": "monthly_brief", "period": period })).await;
        assert_eq!(refused.problem(422, "validation_failed")["errors"][0]["pointer"], "/period", "{period}");
    }
    researcher.get(&format!("{PATH}?kind=weekly")).await.problem(422, "invalid_query");
}
