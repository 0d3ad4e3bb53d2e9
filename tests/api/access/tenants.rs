//! Another company's object answers exactly like one that never existed.

use domain::Role;
use serde_json::{Value, json};

use super::samples::{Objects, request};
use crate::on_both_databases;
use crate::support::audit;
use crate::support::{Actor, Answer, Contract, TestPortal, operations};

on_both_databases!(
    another_companys_object_answers_like_one_that_never_existed,
    a_paper_is_reached_through_its_own_filing_only,
    lists_hold_ones_own_whatever_is_asked,
    an_unknown_id_and_an_id_in_another_spelling_are_the_same_nothing,
);

async fn another_companys_object_answers_like_one_that_never_existed(portal: &TestPortal) {
    audit::listen();
    let objects = Objects::of(portal, &portal.company().await).await;
    let missing = Objects::missing(&objects);
    let stranger = portal.company().await;
    let strangers: [(&str, Actor); 3] = [
        ("a company", portal.colleague(&stranger).await),
        ("its program", portal.partner(&["filings:read", "filings:write"], Some(&stranger)).await),
        ("another desk", portal.staff(Role::Reviewer, &["city"]).await),
    ];
    let before = everything(portal).await;
    let mut compared = 0;
    // Analyses are nobody's: everyone who may ask at all gets the same.
    let of_somebody = |path: &str| path.contains('{') && !path.contains("/research/analyses/");
    for operation in operations().iter().filter(|operation| of_somebody(&operation.path) && !operation.public) {
        for (who, actor) in &strangers {
            // A data-verification case is about the register, which is every desk's: its reviewers do act on it.
            if *who == "another desk" && operation.path.contains("/verification-cases/") {
                continue;
            }
            let theirs = Answer::of(request(actor, operation, &objects)).await;
            let nothing = Answer::of(request(actor, operation, &missing)).await;
            // The register and the companies are open to staff of every desk: there, nothing is hidden.
            let shared = *who == "another desk" && !operation.path.contains("/filings/");
            if shared {
                continue;
            }
            assert_eq!(shape(&theirs), shape(&nothing), "{} by {who}", operation.id);
            assert!(matches!(theirs.status, 403 | 404), "{} by {who}: {}", operation.id, theirs.text());
            // Only the audit log knows that there was something to be refused.
            let events = audit::of(&theirs);
            let denied = events.iter().find(|event| event["event"] == "authz.denied");
            let denied = denied.unwrap_or_else(|| panic!("{} by {who}: {events:?}", operation.id));
            assert_eq!((&denied["status"], &denied["peer"]), (&json!(theirs.status), &json!("127.0.0.1")));
            assert!(denied["actor"].as_str().is_some_and(|name| name.contains(&actor.id)), "{who}: {denied}");
            compared += 1;
        }
    }
    assert!(compared > 50, "only {compared} pairs were compared");
    assert_eq!(everything(portal).await, before);
}

/// All of an answer but what names the request, and what is said of the connection.
fn shape(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "date", "connection"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    headers.sort();
    let mut body = answer.json();
    let known = body.as_object_mut().and_then(|body| body.remove("request_id"));
    assert!(known.is_some(), "{}", answer.text());
    (answer.status, headers, body)
}

/// All rows that a request could have changed.
async fn everything(portal: &TestPortal) -> Vec<String> {
    let mut rows = Vec::new();
    for query in [
        "SELECT id || ' ' || status || ' ' || CAST(version AS TEXT) || contract AS value FROM filings ORDER BY id",
        "SELECT id || ' ' || file_name AS value FROM attachments ORDER BY id",
        "SELECT id || ' ' || name || ' ' || CAST(version AS TEXT) AS value FROM companies ORDER BY id",
        "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal",
    ] {
        rows.extend(portal.texts(query).await);
    }
    rows
}

async fn a_paper_is_reached_through_its_own_filing_only(portal: &TestPortal) {
    let company = portal.company().await;
    let first = company.ready_draft(&Contract::import().of(&company).numbered(1)).await;
    let second = company.draft(&Contract::import().of(&company).numbered(2)).await;
    let paper = company.filing(&first).await["attachments"][0]["id"].as_str().unwrap().to_owned();
    let elsewhere = format!("/filings/{second}/attachments/{paper}");
    company.get(&elsewhere).await.problem(404, "not_found");
    company.delete(&elsewhere).await.problem(404, "not_found");
    assert_eq!(company.get(&format!("/filings/{first}/attachments/{paper}")).await.status, 200);
    // Nor can it be named in the filing's body, whoever's it is: papers come by upload alone.
    let stranger = portal.company().await;
    let theirs = stranger.ready_draft(&Contract::import().of(&stranger)).await;
    let theirs = stranger.filing(&theirs).await["attachments"][0]["id"].clone();
    let (path, before) = (format!("/filings/{second}"), company.filing(&second).await);
    let mut refused = Vec::new();
    for named in [json!(paper), theirs, json!(crate::support::new_id().to_string())] {
        let mut body = Contract::import().of(&company).registration();
        body["attachments"] = json!([named]);
        let answer = company.put(&path, 1, &body).await;
        let problem = answer.problem(422, "unknown_field");
        assert_eq!(problem["errors"][0]["pointer"], "/attachments");
        refused.push(shape(&answer));
    }
    assert!(refused.iter().all(|one| *one == refused[0]), "one that is another's answers like one that is not there");
    assert_eq!(company.filing(&second).await, before);
}

async fn lists_hold_ones_own_whatever_is_asked(portal: &TestPortal) {
    let (mine, theirs) = (portal.company().await, portal.company().await);
    let own = mine.submitted(&Contract::import().of(&mine).numbered(1)).await;
    let name = "只有对方才有的合同名称";
    portal.registered(&theirs, &Contract::import().of(&theirs).numbered(2).with("/name", name)).await;
    for query in ["", "?q=%20", "?limit=100"] {
        let page = mine.get(&format!("/filings{query}")).await.expect(200);
        let ids: Vec<&str> =
            page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids, [own.as_str()], "{query}");
        assert!(page.get("total").is_none(), "a total would count others' rows");
    }
    // What it does not know might be meant to narrow: it is refused, and not passed over.
    for name in ["company_id", "filter[company]", "user_id", "Company", "company ", "statsu"] {
        let problem = mine.get(&format!("/filings?{name}={}", theirs.company_id())).await.problem(422, "invalid_query");
        assert_eq!(problem["errors"][0]["pointer"], format!("/{name}"));
        assert_eq!(problem["errors"][0]["code"], "unknown_field");
    }
    let page = mine.get(&format!("/filings?q={name}")).await.expect(200);
    assert_eq!(page["items"], serde_json::json!([]));
    let register = mine.get("/contracts").await.expect(200);
    assert_eq!(register["items"], serde_json::json!([]));
    // Whose lists an agent may name is what its mandates say; without one, the company is nobody's.
    for list in ["/filings", "/contracts"] {
        mine.get(&format!("{list}?company={}", theirs.company_id())).await.problem(404, "not_found");
    }
    // The queue is the desks' alone.
    mine.get("/queue").await.problem(403, "forbidden");
    let elsewhere = portal.staff(Role::Reviewer, &["city"]).await;
    assert_eq!(elsewhere.get("/queue?desk=sip").await.expect(200)["items"], serde_json::json!([]));
}

async fn an_unknown_id_and_an_id_in_another_spelling_are_the_same_nothing(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.draft(&Contract::import().of(&company)).await;
    let spellings = [
        id.to_uppercase(),
        format!("%7B{id}%7D"),
        format!("urn:uuid:{id}"),
        id.replace('-', ""),
        format!("{id}%00"),
        format!("{id}%20"),
        "1".to_owned(),
        "%27%20OR%201=1--".to_owned(),
        "..".to_owned(),
    ];
    for spelling in spellings {
        let answer = company.get(&format!("/filings/{spelling}")).await;
        assert!(matches!(answer.status, 404), "{spelling}: {} {}", answer.status, answer.text());
    }
    company.get(&format!("/filings/{id}")).await.expect(200);
}
