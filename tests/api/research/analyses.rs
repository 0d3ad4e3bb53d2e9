//! Analyses: each is of one moment, says what its questions say, and tells nobody more than they may know.

use domain::Role;
use serde_json::{Value, json};

use crate::kinds::{Cast, closure};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    an_analysis_says_what_its_questions_say,
    a_contract_that_is_not_in_force_leaves_the_layout_of_patents,
    what_is_not_published_is_not_told_and_bad_questions_are_refused
);

const NOVEMBER: &str = "from=2026-11&to=2026-11";

/// One application returned; two imports and an export registered. All in November 2026.
async fn register(portal: &TestPortal) -> Actor {
    let company = portal.company().await;
    let returned = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&returned).await;
    reviewer.return_(&returned).await.expect(200);
    for contract in [Contract::import().numbered(2), Contract::import().numbered(3), Contract::export().numbered(4)] {
        portal.registered(&company, &contract.of(&company)).await;
    }
    portal.catch_up().await;
    company
}

async fn analysis(actor: &Actor, code: &str, query: &str) -> Value {
    actor.get(&format!("/research/analyses/{code}?{query}")).await.expect(200)
}

fn panel<'a>(analysis: &'a Value, code: &str) -> &'a Value {
    let mut panels = analysis["panels"].as_array().unwrap().iter();
    panels.find(|panel| panel["code"] == code).unwrap_or_else(|| panic!("no panel {code}"))
}

async fn an_analysis_says_what_its_questions_say(portal: &TestPortal) {
    register(portal).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let all = researcher.get("/research/analyses").await.expect(200);
    let items = all["items"].as_array().unwrap();
    assert!(items.len() == 12 && items.iter().all(|item| item["method"].as_str().unwrap().len() > 100));

    for item in items {
        let code = item["code"].as_str().unwrap();
        let found = analysis(&researcher, code, NOVEMBER).await;
        assert_eq!(found["period"], json!({ "from": "2026-11", "to": "2026-11" }));
        for panel in found["panels"].as_array().unwrap() {
            assert_eq!(panel["note"], Value::Null, "{code} {panel}");
            let Some(question) = panel["query"].as_str() else { continue };
            let asked =
                researcher.get(&format!("/research/pivot?{question}&as_of={}", found["as_of"])).await.expect(200);
            for part in ["cells", "margins", "totals"] {
                assert_eq!(panel[part], asked[part], "{code} {question}");
            }
        }
    }

    let overview = analysis(&researcher, "overview", NOVEMBER).await;
    let contracts = json!({
        "code": "contracts", "name": "合同数", "unit": "count", "value": 3, "yoy": null, "mom": null,
        "suppressed": false,
    });
    assert_eq!(overview["headline"][0], contracts);
    let december = &analysis(&researcher, "overview", "from=2026-12&to=2026-12").await["headline"][0];
    assert_eq!(december["mom"], "-1.0000", "of three in November nothing is left: {december}");
    let by_month = panel(&overview, "months")["measures"].as_array().unwrap();
    assert!(by_month.iter().any(|measure| measure["code"] == "mom:amount_usd"), "{by_month:?}");
    let citation = overview["citation"].as_str().unwrap();
    assert!(citation.contains(&format!("as_of={}", overview["as_of"])), "{citation}");
    let exports = analysis(&researcher, "overview", &format!("{NOVEMBER}&filter=direction:export")).await;
    assert_eq!(exports["headline"][0]["value"], 1);

    let suppliers = analysis(&researcher, "suppliers", NOVEMBER).await;
    let supplier = &panel(&suppliers, "suppliers")["cells"][0];
    assert!(supplier["counterparty"].as_str().unwrap().ends_with("|DE"), "{supplier}");
    for (column, value) in [
        ("main_mode", json!("patent")),
        ("technology", json!("H01L")),
        ("first_month", json!("2026-11")),
        ("newcomer", json!("true")),
        ("established", json!("false")),
        ("contracts", json!(2)),
        ("companies", json!(1)),
    ] {
        assert_eq!(supplier[column], value, "{column}");
    }
    let sought = analysis(&researcher, "suppliers", &format!("{NOVEMBER}&supplier=newcomer,not_established")).await;
    assert_eq!(panel(&sought, "suppliers")["cells"], panel(&suppliers, "suppliers")["cells"]);
    assert!(sought["citation"].as_str().unwrap().contains("&supplier=newcomer,not_established&as_of="));
    // Seen from two years later nobody is new any more.
    let until = "from=2026-11&to=2028-12";
    let later = analysis(&researcher, "suppliers", until).await;
    assert_eq!(panel(&later, "suppliers")["cells"][0]["newcomer"], "false");
    let later = analysis(&researcher, "suppliers", &format!("{until}&supplier=newcomer")).await;
    assert_eq!(panel(&later, "suppliers")["cells"], json!([]));
    // The same patent in both.
    let patents = analysis(&researcher, "patent_layout", NOVEMBER).await;
    let office = json!([{ "office": "EP", "patents": 1, "contracts": 2, "companies": 1 }]);
    assert_eq!(panel(&patents, "patent_offices")["cells"], office);
    let wall = panel(&patents, "expiry_wall");
    assert_eq!(wall["cells"][0]["expiry_year"], "2035");
    let amount = patents["headline"].as_array().unwrap().iter().find(|one| one["code"] == "amount_usd").unwrap();
    for figures in [&wall["cells"][0], &wall["totals"]] {
        assert_eq!((&figures["contracts"], &figures["amount_usd"]), (&json!(2), &amount["value"]));
    }
    let times = analysis(&researcher, "lead_time", NOVEMBER).await;
    let month = json!([{
        "month": "2026-11", "returns": 1, "items": 1, "registrations": 3, "returns_per_registration": "0.3333",
    }]);
    assert_eq!(panel(&times, "returns_by_month")["cells"], month);
    assert_eq!(panel(&times, "return_reasons")["cells"][0]["reason"], "own_words");
}

async fn a_contract_that_is_not_in_force_leaves_the_layout_of_patents(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    portal.catch_up().await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let contracts = async |query: &str| {
        let found = analysis(&researcher, "patent_layout", &format!("{NOVEMBER}{query}")).await;
        (panel(&found, "expiry_wall")["totals"]["contracts"].clone(), found["as_of"].clone())
    };
    let (before, as_of) = contracts("").await;
    assert_eq!(before, 1);
    for (effect, day) in [("suspension", "2026-11-21"), ("termination", "2026-11-22")] {
        let id = cast.draft("closure", &closure(effect, day)).await;
        cast.take_effect(&id).await;
        portal.catch_up().await;
        assert_eq!(contracts("").await.0, 0, "{effect}");
    }
    assert_eq!(contracts(&format!("&as_of={as_of}")).await.0, 1, "as it was");
}

async fn what_is_not_published_is_not_told_and_bad_questions_are_refused(portal: &TestPortal) {
    let company = register(portal).await;
    let partner = portal.partner(&["research:read"], None).await;
    for actor in [&company, &partner] {
        for (code, special) in
            [("suppliers", "suppliers"), ("patent_layout", "patent_offices"), ("lead_time", "return_reasons")]
        {
            let found = analysis(actor, code, NOVEMBER).await;
            let panel = panel(&found, special);
            assert!(panel["note"].is_string() && panel["cells"] == json!([]), "{panel}");
            let text = found.to_string();
            assert!(
                found["audience"] == "protected" && !text.contains("1423195") && !text.contains("2846390"),
                "{text}"
            );
        }
        let usual = analysis(actor, "overview", "").await;
        assert_eq!(usual["period"], json!({ "from": "2025-01", "to": "2025-12" }));
        actor.get("/research/analyses/overview?filter=company:x").await.problem(403, "not_public");
    }

    let researcher = portal.staff(Role::Researcher, &[]).await;
    let ask = async |query: &str| researcher.get(&format!("/research/analyses/{query}")).await;
    ask("weather").await.problem(404, "not_found");
    for (query, code, pointer) in [
        ("from=2026-13", "invalid_query", "/from"),
        ("from=2026-02&to=2026-01", "contradictory_period", "/to"),
        ("filter=year:2026", "invalid_query", "/filter"),
        ("filter=planet:mars", "invalid_query", "/filter"),
        ("as_of=now", "invalid_query", "/as_of"),
        ("form=2026-01", "invalid_query", "/form"),
        ("supplier=newcomer", "invalid_query", "/supplier"),
    ] {
        let problem = ask(&format!("overview?{query}")).await.problem(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
    let problem = ask("suppliers?supplier=large").await.problem(422, "invalid_query");
    assert_eq!(problem["errors"][0]["pointer"], "/supplier");
    ask("overview?as_of=999999").await.problem(422, "as_of_unknown");
    portal.anyone().get("/research/analyses").await.problem(401, "unauthenticated");
}
