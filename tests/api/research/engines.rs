//! The same lives on both databases: the same facts and the same bytes of every answer, whatever ids and addresses a portal gave.

use domain::Role;
use domain::statistics::Fact;
use portal::app::digest;

use super::rebuild::lived;
use crate::support::{Engine, TestPortal, run};

/// Questions of whole numbers, of exact and of rounded decimals, of ranks and of order.
const QUESTIONS: [&str; 5] = [
    "pivot?rows=country&columns=kind&measures=contracts,amount_usd,royalty_due_usd",
    "pivot?rows=month,direction&\
     measures=amount_usd,share:amount_usd,yoy:amount_usd,mom:contracts,hhi:amount_usd:country",
    "pivot?rows=mode,industry&order=-amount_usd&\
     measures=amount_usd,rank:amount_usd,median_royalty_rate,mean_days_to_register",
    "export?rows=country,strategic_field&measures=contracts,amount_usd,technology_fee_share&format=csv",
    "analyses/lead_time?from=2026-11&to=2026-11",
];

/// What is stored of some lives, and what is answered of them.
#[derive(Debug, PartialEq)]
struct Told {
    facts: Vec<String>,
    returns: Vec<String>,
    answers: Vec<String>,
}

async fn told(portal: &TestPortal) -> Told {
    lived(portal).await;
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let mut answers = Vec::new();
    for question in QUESTIONS {
        let answer = researcher.get(&format!("/research/{question}")).await;
        assert_eq!(answer.status, 200, "{question}: {}", answer.text());
        answers.push(answer.text().replace(&portal.base_url, "https://portal.example"));
    }
    Told {
        facts: numbered(&portal.texts("SELECT body AS value FROM facts ORDER BY seq, part").await),
        returns: portal
            .texts(
                "SELECT CAST(seq AS TEXT) || ' ' || CAST(item AS TEXT) || ' ' || month || ' ' || desk_code || ' ' || kind \
                 AS value FROM return_facts ORDER BY seq, item",
            )
            .await,
        answers,
    }
}

/// Facts with a number in the place of each id, in the order in which they come.
fn numbered(texts: &[String]) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    let mut number_of = |id: &str| {
        let place = known.iter().position(|one| one == id).unwrap_or_else(|| {
            known.push(id.to_owned());
            known.len() - 1
        });
        format!("#{place}")
    };
    let numbered = texts.iter().map(|text| {
        let fact = Fact::from_json(text).unwrap();
        let ids = [fact.contract.to_string(), fact.place.company.to_string()];
        ids.iter().fold(text.clone(), |text, id| text.replace(id, &number_of(id)))
    });
    numbered.collect()
}

#[test]
fn both_databases_keep_the_same_facts_and_answer_the_same_bytes() {
    let [embedded, server] = [Engine::Sqlite, Engine::Postgresql].map(|engine| {
        let mut found = None;
        run(engine, async |portal: &TestPortal| found = Some(told(portal).await));
        found.unwrap()
    });
    assert_eq!(embedded.facts.len(), 6, "{:?}", embedded.facts);
    assert!(embedded.returns.len() == 1 && embedded.answers[0].contains("amount_usd"));
    assert_eq!(embedded, server);
    for (question, (one, other)) in QUESTIONS.iter().zip(embedded.answers.iter().zip(&server.answers)) {
        assert_eq!(digest(one), digest(other), "{question}");
    }
}
