//! Data verification by the research centre: what is odd is found once, the centre alone knows of it until a desk asks the company,
//! and every month the desks are told how good their data are.

use domain::Role;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::smtp::SmtpServer;
use crate::support::{Actor, Contract, TestPortal, new_id};

on_both_databases!(
    what_is_found_is_the_centres_own_until_the_company_is_asked,
    what_is_dismissed_stays_so_and_is_never_told,
    the_register_is_looked_through_by_night_and_managers_are_told_once_a_month,
);

/// A finding about a contract, with a case of its own; its id.
pub async fn sample(portal: &TestPortal, contract: &str, case: &str) -> String {
    let id = new_id().to_string();
    portal
        .execute(&format!(
            "INSERT INTO data_findings (id, detector, contract_id, seq, month, desk_code, evidence, as_of, found_at) \
             VALUES ('{id}', 'filed_late', '{contract}', 1, '2026-11', 'sip', '{{\"late_days\":400}}', 1, \
             '2026-11-22 02:00:00'); \
             UPDATE verification_cases SET finding_id = '{id}' WHERE id = '{case}'"
        ))
        .await;
    id
}

/// A registered contract whose patent had expired before it took effect.
async fn odd(portal: &TestPortal, company: &Actor) -> Value {
    let patents = json!([{ "office": "EP", "number": "EP3000001", "expires_on": "2026-10-01", "ipc": ["H01L"] }]);
    let contract = Contract::import().of(company).numbered(portal.next()).with("/patents", patents);
    let id = company.ready_draft(&contract).await;
    company.submit(&id, json!({ "patent.expired_before_end": "专利到期后不再计收费用。" })).await.expect(201);
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "register").await.expect(200);
    approver.decide(&id, "register").await.expect(200);
    portal.catch_up().await;
    company.filing(&id).await
}

async fn detect(actor: &Actor) -> Value {
    actor.post("/research/detections", &json!({})).await.expect(200)
}

async fn found(actor: &Actor, query: &str) -> Vec<Value> {
    actor.get(&format!("/research/findings?{query}")).await.expect(200)["items"].as_array().unwrap().clone()
}

/// The types of what somebody outside is told of cases.
async fn told(outside: &Actor) -> Vec<String> {
    let types = "verification.open,verification.ask,verification.confirm,verification.report";
    let told = outside.get(&format!("/changes?limit=100&type={types}")).await.expect(200);
    told["items"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

async fn what_is_found_is_the_centres_own_until_the_company_is_asked(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = odd(portal, &company).await;
    let (researcher, reviewer) = (portal.staff(Role::Researcher, &[]).await, portal.reviewer().await);
    let first = detect(&researcher).await;
    assert_eq!((&first["found"], &first["proposed"]), (&json!(1), &json!(1)));
    assert!(first["as_of"].as_i64().unwrap() > 0, "{first}");
    assert_eq!(detect(&reviewer).await["found"], 0, "it is known");

    let items = found(&researcher, "detector=impossible_sequence&month=2026-11&desk=sip&status=proposed").await;
    assert_eq!(items.len(), 1);
    let one = &items[0];
    assert_eq!((&one["contract_id"], &one["company"]["id"]), (&filing["contract_id"], &json!(company.company_id())));
    let problems = json!([{ "code": "patent_expired", "first": "2026-10-01", "second": "2026-10-08" }]);
    assert_eq!(one["evidence"]["problems"], problems);
    assert_eq!(researcher.get(&format!("/research/findings/{}", one["id"].as_str().unwrap())).await.expect(200), *one);
    for other in ["detector=duplicate", "month=2026-10", "desk=city", "status=asked"] {
        assert_eq!(found(&researcher, other).await, Vec::<Value>::new(), "{other}");
    }
    researcher.get("/research/findings?month=2026-13").await.problem(422, "invalid_query");

    let path = format!("/verification-cases/{}", one["case_id"].as_str().unwrap());
    let system = portal.partner(&["filings:read", "changes:read"], Some(&company)).await;
    let text = json!({ "text": "请核对所涉专利的有效期。" });
    for outside in [&company, &system] {
        outside.get(&path).await.problem(404, "not_found");
        assert_eq!(outside.get("/verification-cases").await.expect(200)["items"], json!([]));
        assert_eq!(told(outside).await, [""; 0]);
        assert_eq!(outside.get("/research/findings").await.status, 403);
    }
    company.post(&format!("{path}/answer"), &text).await.problem(404, "not_found");
    let proposed = reviewer.get(&path).await.expect(200);
    assert_eq!((&proposed["actions"], &proposed["steps"]), (&json!(["ask", "dismiss"]), &json!([])));
    assert_eq!((&proposed["finding"]["id"], &proposed["finding"]["evidence"]), (&one["id"], &one["evidence"]));
    researcher.post(&format!("{path}/ask"), &text).await.problem(403, "forbidden");
    reviewer.post(&format!("{path}/report"), &text).await.problem(403, "forbidden");
    reviewer.post(&format!("{path}/confirm"), &text).await.problem(409, "illegal_state");

    let own = "/research/quality/own?month=2026-11";
    let line = |asked: u64| json!({ "month": "2026-11", "facts": 1, "late_share": "0.0000", "asked": asked, "corrected": 0, "reported": 0 });
    assert_eq!(company.get(own).await.expect(200), line(0), "what waits at the desk is not told");

    let ask = json!({ "text": "请核对所涉专利的有效期。", "answer_days": 3 });
    let asked = reviewer.post(&format!("{path}/ask"), &ask).await.expect(200);
    assert_eq!((&asked["status"], &asked["answer_due_on"]), (&json!("asked"), &json!("2026-11-25")));
    for outside in [&company, &system] {
        let seen = outside.get(&path).await.expect(200);
        assert_eq!((&seen["steps"][0]["step"], &seen["finding"]), (&json!("ask"), &Value::Null));
        assert_eq!(told(outside).await, ["verification.ask"]);
    }
    assert_eq!(company.get(own).await.expect(200), line(1));
    assert_eq!(portal.company().await.get(own).await.expect(200)["facts"], 0, "only one's own");
    assert_eq!(company.get("/research/quality/own").await.expect(200)["month"], "2026-10");
    company.get("/research/quality/own?month=2026-13").await.problem(422, "invalid_query");
    researcher.get(own).await.problem(403, "forbidden");
    company.post(&format!("{path}/answer"), &text).await.expect(200);
    reviewer.post(&format!("{path}/confirm"), &text).await.expect(200);
    assert_eq!(found(&researcher, "").await[0]["case_status"], "confirmed", "what came of it");

    let notice = researcher.get("/research/quality/notices/2026-11?desk=sip").await.expect(200);
    let desk = &notice["by_desk"][0];
    assert_eq!((&desk["desk"], &desk["facts"], &desk["confirmed"]), (&json!("sip"), &json!(1), &json!(1)));
    assert_eq!(desk["findings"], json!([{ "detector": "impossible_sequence", "count": 1 }]));
    assert_eq!((&desk["proposed"], &desk["asked"], &desk["late_share"]), (&json!(0), &json!(0), &json!("0.0000")));
    let of = &notice["by_company"][0];
    assert_eq!((&of["company"]["id"], &of["findings"]), (&json!(company.company_id()), &json!(1)));
    let empty = researcher.get("/research/quality/notices/2026-11?desk=city").await.expect(200);
    assert_eq!((&empty["by_desk"], &empty["by_company"]), (&json!([]), &json!([])));
    researcher.get("/research/quality/notices/2026-13").await.problem(404, "not_found");
}

async fn what_is_dismissed_stays_so_and_is_never_told(portal: &TestPortal) {
    let company = portal.company().await;
    odd(portal, &company).await;
    let reviewer = portal.reviewer().await;
    detect(&reviewer).await;
    let case = found(&reviewer, "").await[0]["case_id"].as_str().unwrap().to_owned();
    let path = format!("/verification-cases/{case}");
    let text = json!({ "text": "合同另约定到期专利不计费，无需核查。" });
    let dismissed = reviewer.post(&format!("{path}/dismiss"), &text).await.expect(200);
    assert_eq!((&dismissed["status"], &dismissed["actions"]), (&json!("confirmed"), &json!([])));
    reviewer.post(&format!("{path}/ask"), &text).await.problem(409, "illegal_state");
    company.get(&path).await.problem(404, "not_found");
    assert_eq!(company.get("/verification-cases").await.expect(200)["items"], json!([]));
    assert_eq!(told(&company).await, [""; 0]);
    assert_eq!(detect(&reviewer).await["proposed"], 0);
    // A question that a person asks about the same contract is another one.
    let contract = found(&reviewer, "").await[0]["contract_id"].clone();
    reviewer.post("/verification-cases", &json!({ "contract_id": contract, "text": "请核对。" })).await.expect(201);
    assert_eq!(company.get("/verification-cases").await.expect(200)["items"].as_array().unwrap().len(), 1);
}

async fn the_register_is_looked_through_by_night_and_managers_are_told_once_a_month(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let manager = portal.staff(Role::DeskManager, &["sip"]).await;
    let _elsewhere = portal.staff(Role::DeskManager, &["city"]).await;
    let company = portal.company().await;
    odd(portal, &company).await;
    let proposed = async || portal.texts("SELECT status AS value FROM verification_cases").await;
    // At noon nobody looks; at two in the morning in Suzhou once, however often the timer rings.
    for (now, cases) in [("2026-11-23T04:00:00Z", 0), ("2026-11-23T18:00:00Z", 1), ("2026-11-23T19:00:00Z", 1)] {
        portal.set_clock(now);
        jobs.sweep().await.unwrap();
        assert_eq!(proposed().await, vec!["proposed"; cases], "{now}");
    }
    let looked = "SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal WHERE kind = 'research.detected'";
    assert_eq!(portal.number(looked).await, 1);

    jobs.catch_up().await.unwrap();
    let mut seen = server.delivered().len();
    let mut sent = Vec::new();
    // The last day of the month; the first working day, before eight and after, twice; the day after.
    for now in [
        "2026-11-30T02:00:00Z",
        "2026-11-30T23:00:00Z",
        "2026-12-01T01:00:00Z",
        "2026-12-01T03:00:00Z",
        "2026-12-02T02:00:00Z",
    ] {
        portal.set_clock(now);
        jobs.sweep().await.unwrap();
        jobs.catch_up().await.unwrap();
        let delivered = server.delivered();
        sent.push(delivered.len() - seen);
        seen = delivered.len();
    }
    assert_eq!(sent, [0, 0, 1, 0, 0]);
    let last = server.delivered().pop().unwrap();
    assert_eq!((&last.recipients, last.mail.subject.as_str()), (&vec![manager.email.clone()], "数据质量通报：2026-11"));
    let body = &last.mail.body;
    assert!(body.contains("检测结果 1 项（待处理 1") && body.contains("/research/quality/2026-11"), "{body}");
    assert_eq!(body.lines().filter(|line| line.starts_with('·')).count(), 1, "{body}");
}
