//! What a reviewer has beside an application: looks, notes, messages, similar ones; many decisions at once; the notice of a refusal.

use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::smtp::SmtpServer;
use crate::support::{Actor, Contract, TestPortal, new_id};

on_both_databases!(
    a_reviewer_sees_field_by_field_what_changed_since_the_last_look,
    notes_stay_at_the_desk,
    both_sides_write_to_each_other_and_the_company_is_not_flooded_with_mail,
    earlier_applications_of_the_company_and_about_the_counterparty_are_found,
    many_are_decided_at_once_each_with_its_own_entry,
    the_recommender_decides_from_no_client_and_in_no_bulk,
    a_refusal_names_its_grounds_and_the_notice_its_remedies,
);

async fn saved_summary(company: &Actor, id: &str, summary: &str) {
    let filing = company.filing(id).await;
    let mut contract = filing["contract"].clone();
    contract["summary"] = json!(summary);
    let body = json!({ "kind": "registration", "contract": contract });
    company.put(&format!("/filings/{id}"), filing["version"].as_i64().unwrap(), &body).await.expect(200);
}

async fn a_reviewer_sees_field_by_field_what_changed_since_the_last_look(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let (reviewer, other) = (portal.reviewer().await, portal.reviewer().await);
    let path = format!("/filings/{id}/look");
    let first = reviewer.get(&path).await.expect(200);
    assert_eq!((&first["submission"], &first["seen"], &first["changes"]), (&json!(1), &Value::Null, &Value::Null));
    let seen = reviewer.post(&path, &json!({})).await.expect(200);
    assert_eq!(seen["seen"], 1);
    reviewer.claim(&id).await;
    reviewer.return_(&id).await.expect(200);
    saved_summary(&company, &id, "第一次补充。").await;
    // Not submitted yet: for the desk nothing is different.
    assert_eq!(reviewer.get(&path).await.expect(200)["changes"], json!({ "fields": [], "papers": [] }));
    company.submit(&id, json!({})).await.expect(201);
    let now = reviewer.get(&path).await.expect(200);
    assert_eq!((&now["submission"], &now["seen"]), (&json!(2), &json!(1)));
    assert_eq!(now["changes"]["fields"][0]["pointer"], "/contract/summary");
    assert_eq!(now["changes"]["fields"][0]["to"], "第一次补充。");
    reviewer.post(&path, &json!({})).await.expect(200);
    assert_eq!(reviewer.get(&path).await.expect(200)["changes"]["fields"], json!([]));
    assert_eq!(other.get(&path).await.expect(200)["seen"], Value::Null, "each looks for themselves");
    // Who looked is nobody's business but the audit's.
    let history = company.get(&format!("/filings/{id}/history")).await.expect(200).to_string();
    assert!(!history.contains("looked"), "{history}");
    company.get(&path).await.problem(403, "forbidden");
}

async fn notes_stay_at_the_desk(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let (reviewer, colleague) = (portal.reviewer().await, portal.reviewer().await);
    let path = format!("/filings/{id}/notes");
    let words = "内部备注：与上年同一对方的合同口径不同。";
    for text in [words, "第二条"] {
        reviewer.post(&path, &json!({ "text": text })).await.expect(201);
    }
    let notes = colleague.get(&path).await.expect(200);
    let texts: Vec<&Value> = notes["items"].as_array().unwrap().iter().map(|note| &note["text"]).collect();
    assert_eq!(texts, ["第二条", words], "newest first");
    let page = colleague.get(&format!("{path}?limit=1")).await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = colleague.get(&format!("{path}?limit=1&cursor={cursor}")).await.expect(200);
    assert_eq!(rest["items"][0]["text"], words);
    reviewer.post(&path, &json!({ "text": "  " })).await.problem(422, "validation_failed");
    company.get(&path).await.problem(403, "forbidden");
    company.post(&path, &json!({ "text": "我也写" })).await.problem(403, "forbidden");
    portal.staff(Role::Reviewer, &["city"]).await.get(&path).await.problem(404, "not_found");
    for place in ["", "/history", "/messages", "/rounds"] {
        let seen = company.get(&format!("/filings/{id}{place}")).await.expect(200).to_string();
        assert!(!seen.contains("内部备注") && !seen.contains("note.added"), "{place}: {seen}");
    }
    let journal = portal.texts("SELECT body AS value FROM journal WHERE kind = 'note.added'").await;
    assert!(journal.iter().all(|body| !body.contains("内部备注")), "the journal keeps a digest");
}

async fn both_sides_write_to_each_other_and_the_company_is_not_flooded_with_mail(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let company = portal.company().await;
    let id = company.ready_draft(&Contract::import().of(&company)).await;
    let path = format!("/filings/{id}/messages");
    company.post(&path, &json!({ "text": "早了点" })).await.problem(409, "not_submitted");
    company.submit(&id, json!({})).await.expect(201);
    let reviewer = portal.reviewer().await;
    let write = async |actor: &Actor, text: &str| actor.post(&path, &json!({ "text": text })).await.expect(201);
    for text in ["请问附件二在哪里？", "另请说明金额构成。", "谢谢。"] {
        write(&reviewer, text).await;
    }
    write(&company, "已在附件二说明。").await;
    write(&reviewer, "收到。").await;
    jobs.catch_up().await.unwrap();
    let told = server.delivered().iter().filter(|one| one.mail.subject.starts_with("受理席位来信")).count();
    assert_eq!(told, 2, "three messages in a row make one mail; after the answer comes another");
    assert!(server.delivered().iter().all(|one| !one.mail.body.contains("附件二")), "mail tells, it does not repeat");

    let seen = company.get(&path).await.expect(200);
    let items = seen["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    assert_eq!((&items[0]["side"], &items[0]["own"]), (&json!("desk"), &json!(false)));
    assert_eq!(items[0]["author"]["name"], "", "a company is told the role of staff, not their names");
    assert_eq!((&items[1]["side"], &items[1]["own"]), (&json!("company"), &json!(true)));
    let desk = reviewer.get(&path).await.expect(200);
    assert_eq!(desk["items"][1]["author"]["name"], company.name);
    portal.company().await.post(&path, &json!({ "text": "我是谁" })).await.problem(404, "not_found");
    portal.company().await.get(&path).await.problem(404, "not_found");
    portal.staff(Role::Researcher, &[]).await.post(&path, &json!({ "text": "？" })).await.problem(403, "forbidden");
}

async fn earlier_applications_of_the_company_and_about_the_counterparty_are_found(portal: &TestPortal) {
    let (company, neighbour) = (portal.company().await, portal.company().await);
    let name = "Gemeinsame Technik GmbH";
    let of = |actor: &Actor, number| Contract::import().of(actor).numbered(number).with("/supplier/name", name);
    let earlier = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    let theirs = neighbour.submitted(&of(&neighbour, 2)).await;
    company.draft(&of(&company, 3)).await; // a draft is nobody's but its company's
    let id = company.submitted(&of(&company, 4)).await;
    let found = portal.reviewer().await.get(&format!("/filings/{id}/similar")).await.expect(200);
    let ids = |list: &str| {
        let items = found[list].as_array().unwrap();
        items.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("company"), [earlier]);
    assert_eq!(ids("counterparty"), [theirs]);
    company.get(&format!("/filings/{id}/similar")).await.problem(403, "forbidden");
}

/// An application that this reviewer recommends.
async fn recommended(company: &Actor, reviewer: &Actor, number: u32, outcome: &str) -> String {
    recommend(company, reviewer, &Contract::import().of(company).numbered(number), outcome).await
}

async fn recommend(company: &Actor, reviewer: &Actor, contract: &Contract, outcome: &str) -> String {
    let id = company.submitted(contract).await;
    reviewer.claim(&id).await;
    reviewer.recommend(&id, outcome).await.expect(200);
    id
}

async fn many_are_decided_at_once_each_with_its_own_entry(portal: &TestPortal) {
    let company = portal.company().await;
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    let first = recommended(&company, &reviewer, 1, "register").await;
    let second = recommended(&company, &reviewer, 2, "register").await;
    let refused = recommended(&company, &reviewer, 3, "refuse").await;
    let own = recommended(&company, &approver, 4, "register").await;
    let open = company.submitted(&Contract::import().of(&company).numbered(5)).await;
    // What is only told counts as well: who the holder would be, that the parties are related.
    let strangers = Contract::import().of(&portal.company().await).numbered(6);
    let strangers = recommend(&company, &reviewer, &strangers, "register").await;
    let related = Contract::import().of(&company).numbered(7).with("/related_parties", true);
    let related = recommend(&company, &reviewer, &related, "register").await;

    let offered = approver.get("/decisions").await.expect(200);
    let ids: Vec<&str> = offered["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [first.as_str(), second.as_str()]);
    for (query, count) in [("desk=sip&kind=registration", 2), ("desk=city", 0), ("kind=amendment", 0)] {
        let narrowed = approver.get(&format!("/decisions?{query}")).await.expect(200);
        assert_eq!(narrowed["items"].as_array().unwrap().len(), count, "{query}");
    }
    reviewer.get("/decisions").await.problem(403, "forbidden");

    let missing = new_id().to_string();
    let body = json!({
        "filings": [first, second, refused, own, open, strangers, related, missing, "no-id"], "opinion": "同意初审意见。",
    });
    let entries = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal WHERE kind = 'filing.registered'";
    let key = new_id().to_string();
    let answer = approver.post_under(&key, "/decisions", &body).await.expect(200);
    let codes: Vec<&Value> = answer["items"].as_array().unwrap().iter().map(|item| &item["code"]).collect();
    assert_eq!(
        codes,
        [
            &Value::Null,
            &Value::Null,
            &json!("needs_a_look"),
            &json!("four_eyes"),
            &json!("illegal_state"),
            &json!("needs_a_look"),
            &json!("needs_a_look"),
            &json!("not_found"),
            &json!("not_found"),
        ]
    );
    assert_eq!(portal.number(entries).await, 2);
    assert!(company.filing(&first).await["certificate_number"].is_string());
    // Asked again under the same key, nothing is done twice.
    let again = approver.post_under(&key, "/decisions", &body).await.expect(200);
    assert_eq!(again, answer);
    assert_eq!(portal.number(entries).await, 2);
    reviewer.post("/decisions", &body).await.problem(403, "forbidden");
}

async fn the_recommender_decides_from_no_client_and_in_no_bulk(portal: &TestPortal) {
    let company = portal.company().await;
    let approver = portal.approver().await;
    let id = recommended(&company, &approver, 1, "register").await;
    // Another session of the same person: another token, the same two eyes.
    let session = approver.at(&portal.base_url);
    session.sign_in().await;
    assert_ne!(session.token(), approver.token());
    session.decide(&id, "register").await.problem(409, "four_eyes");
    session.decide(&id, "refuse").await.problem(409, "four_eyes");
    let body = json!({ "filings": [id], "opinion": "同意。" });
    let answer = session.post("/decisions", &body).await.expect(200);
    assert_eq!(answer["items"][0]["code"], "four_eyes");
    assert_eq!(company.filing(&id).await["status"], "recommended");
}

async fn a_refusal_names_its_grounds_and_the_notice_its_remedies(portal: &TestPortal) {
    let company = portal.company().await;
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    let grounds = reviewer.get("/refusal-grounds").await.expect(200);
    assert!(grounds["remedies"]["citation"].as_str().unwrap().contains("第五十条"));
    assert!(grounds["items"].as_array().unwrap().iter().all(|ground| ground["code"] != "remedies"));
    let id = company.submitted(&Contract::import().of(&company)).await;
    reviewer.claim(&id).await;
    let notice = format!("/filings/{id}/refusal-notice.pdf");
    company.get(&notice).await.problem(409, "not_refused");
    let opinion = |codes: Value| json!({ "outcome": "refuse", "opinion": "合同主体与材料不符。", "grounds": codes });
    let problem = reviewer.act(&id, "recommend", &opinion(json!(["no_such"]))).await.problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/grounds/0");
    reviewer.act(&id, "recommend", &opinion(json!(["contract_differs"]))).await.expect(200);
    // A decision without grounds of its own takes those of the recommendation.
    approver.decide(&id, "refuse").await.expect(200);
    let filing = company.filing(&id).await;
    let ground = &filing["decision"]["grounds"][0];
    assert_eq!(ground["code"], "contract_differs");
    assert!(ground["citation"].as_str().unwrap().contains("第十八条"), "{ground}");
    for actor in [&company, &reviewer] {
        let pdf = actor.get(&notice).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")));
        assert!(pdf.body.starts_with(b"%PDF"));
    }
    portal.company().await.get(&notice).await.problem(404, "not_found");
}
