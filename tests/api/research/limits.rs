//! Questions that ask for too much at once: refused with the limit, by every way to ask, and inside only with how much it was.

use domain::Role;
use domain::statistics::Fact;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{Actor, TestPortal};

on_both_databases!(
    more_cells_than_an_answer_may_have_are_refused_with_the_limit,
    outside_a_refusal_does_not_tell_how_many_cells_have_a_fact,
);

/// As many cells as an answer may have.
const LIMIT: u32 = 100_000;
/// Stand in the text of a fact for its entry and for its party abroad.
const SEQ: i64 = 424_242;
const PARTY: &str = "PARTY";

/// A registration of a day by country, industry and company.
fn fact(seq: i64, day: &str, country: &str, industry: &str) -> Fact {
    let id = |kind: u32| format!("019373e0-5b1a-7c3d-8e2f-{kind:04x}{seq:08x}");
    let fact = json!({
        "seq": seq, "part": 1, "kind": "registration", "contract": id(1), "registered_on": day, "place": {
            "direction": "import", "district": "320571", "country": country, "industry": industry,
            "legal_type": "patent_licence", "mode": "patent", "payment_mode": "royalty", "ownership": "private",
            "related_parties": false, "desk": "sip", "company": id(2), "counterparty": PARTY
        }, "contracts": 1, "currency": "USD", "amount_minor": 100, "technology_fee_minor": 100,
        "rate": {"edition": 0, "month": "2024-01", "rate": 100_000_000}, "amount_usd_cents": 100,
        "technology_fee_usd_cents": 100, "royalty_due_usd_cents": 0, "royalty_rate": 35_000,
        "royalty_base": "net_sales", "days_to_register": 2, "returns": 0, "months": 36, "filed_late_days": 0,
        "standing_usd_cents": 100
    });
    serde_json::from_value(fact).unwrap()
}

/// One more registration than an answer may have cells, each with a party abroad of its own; the database makes them.
async fn one_too_many(portal: &TestPortal) {
    let fact = fact(SEQ, "2024-03-15", "DE", "39");
    let number = "' || CAST(number AS TEXT) || '";
    let body = fact.to_json().replace(&SEQ.to_string(), number).replace(PARTY, &format!("P{number}"));
    portal
        .execute(&format!(
            "WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number <= {LIMIT}) \
             INSERT INTO facts (seq, part, contract_id, body) SELECT number, 1, '{}', '{body}' FROM numbers",
            fact.contract
        ))
        .await;
}

/// What each way to ask a question says of it.
async fn refusals(reader: &Actor, question: &str) -> Vec<Value> {
    let cited = json!({ "query": question });
    vec![
        reader.get(&format!("/research/pivot?{question}")).await.problem(413, "pivot_too_large"),
        reader.get(&format!("/research/export?{question}&format=csv")).await.problem(413, "pivot_too_large"),
        reader.post("/research/permalinks", &cited).await.problem(413, "pivot_too_large"),
    ]
}

async fn more_cells_than_an_answer_may_have_are_refused_with_the_limit(portal: &TestPortal) {
    one_too_many(portal).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    for refused in refusals(&researcher, "rows=month,counterparty&columns=company&measures=contracts").await {
        assert_eq!((&refused["limit"], &refused["cells"]), (&json!(LIMIT), &json!(LIMIT + 1)), "{refused}");
        assert!(!refused["title"].as_str().unwrap().is_empty());
    }
    let links = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM permalinks";
    assert_eq!(portal.number(links).await, 0, "what cannot be answered cannot be cited");

    // Narrowed by one party it is as many as may be.
    let most = "rows=counterparty&filter=!counterparty:P1&measures=contracts&margins=none";
    let answer = researcher.get(&format!("/research/pivot?{most}")).await.expect(200);
    assert_eq!(answer["cells"].as_array().unwrap().len(), LIMIT as usize);
    let coarse = researcher.get("/research/pivot?rows=month&measures=contracts").await.expect(200);
    assert_eq!(coarse["totals"]["contracts"], LIMIT + 1);
}

/// A hundred registrations, each of a country of its own, in ninety industries and every month of 2024; and one of the next year.
async fn sparse(portal: &TestPortal) {
    let letter = |place: usize| char::from(b'A' + u8::try_from(place).unwrap());
    let mut facts: Vec<Fact> = (0..100_usize)
        .map(|number| {
            let day = format!("2024-{:02}-15", number * 12 / 100 + 1);
            let country = format!("{}{}", letter(number / 26), letter(number % 26));
            fact(i64::try_from(number).unwrap() + 1, &day, &country, &format!("{:02}", number % 90 + 1))
        })
        .collect();
    facts.push(fact(101, "2025-01-15", "AA", "01"));
    let row = |fact: &Fact| format!("({}, {}, '{}', '{}')", fact.seq, fact.part, fact.contract, fact.to_json());
    let rows = facts.iter().map(row).collect::<Vec<_>>().join(", ");
    portal.execute(&format!("INSERT INTO facts (seq, part, contract_id, body) VALUES {rows}")).await;
}

async fn outside_a_refusal_does_not_tell_how_many_cells_have_a_fact(portal: &TestPortal) {
    sparse(portal).await;
    let question = "rows=month,country,industry&filter=year:2024&measures=contracts";
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let inside = researcher.get(&format!("/research/pivot?{question}")).await.expect(200);
    assert_eq!(inside["cells"].as_array().unwrap().len(), 100);
    // 108 000 cells might have a fact, and all of them are withheld, so that nobody learns which do.
    for reader in [portal.company().await, portal.partner(&["research:read"], None).await] {
        for refused in refusals(&reader, question).await {
            assert_eq!((&refused["limit"], &refused["cells"]), (&json!(LIMIT), &json!(LIMIT + 1)), "{refused}");
        }
    }
}
