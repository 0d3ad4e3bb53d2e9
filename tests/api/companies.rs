//! Whether a company may file, as the centre decides: approved, refused, suspended, and approved again; and what it changes of itself.

use serde_json::{Value, json};
use storage::accounts::CompanyStatus;

use crate::on_both_databases;
use crate::support::actor::PASSWORD;
use crate::support::smtp::SmtpServer;
use crate::support::{Actor, Answer, Contract, TestPortal};

on_both_databases!(
    a_refused_company_leaves_its_credit_code_to_the_true_one,
    a_company_that_was_refused_for_a_mistake_puts_it_right_and_asks_again,
    a_suspended_company_files_nothing_until_it_may_again,
    a_company_is_mailed_what_was_decided_about_it_and_why,
    what_the_centre_approved_the_centre_alone_changes,
);

/// Lets this actor decide about a company, such as `suspend`; the reason is said where one is asked for.
pub async fn decide(by: &Actor, company: &Actor, step: &str) -> Answer {
    let body = match step {
        "reject" | "suspend" => json!({ "reason": "登记信息与营业执照不符。" }),
        _ => json!({}),
    };
    by.post(&format!("/companies/{}/{step}", company.company_id()), &body).await
}

fn state(company: &Value) -> (&str, Option<&str>) {
    (company["status"].as_str().unwrap(), company["status_reason"].as_str())
}

async fn a_refused_company_leaves_its_credit_code_to_the_true_one(portal: &TestPortal) {
    let (pretender, approver) = (portal.company_with(CompanyStatus::Pending).await, portal.approver().await);
    let party = pretender.company.clone().unwrap();
    let truly = json!({
        "company": { "name": "苏州真实有限公司", "uscc": party["uscc"], "district": "320571", "ownership": "private" },
        "user": { "name": "真申报", "email": "zhen@suzhou.example", "password": PASSWORD },
    });
    portal.anyone().post("/companies", &truly).await.problem(409, "company_exists");

    decide(&portal.reviewer().await, &pretender, "reject").await.problem(403, "forbidden");
    let path = format!("/companies/{}", pretender.company_id());
    let unsaid = approver.post(&format!("{path}/reject"), &json!({ "reason": "不" })).await;
    assert_eq!(unsaid.problem(422, "validation_failed")["errors"][0]["pointer"], "/reason");
    let refused = decide(&approver, &pretender, "reject").await.expect(200);
    assert_eq!(state(&refused), ("rejected", Some("登记信息与营业执照不符。")));

    let me = pretender.get("/me").await.expect(200);
    assert_eq!(state(&me["company"]), ("rejected", Some("登记信息与营业执照不符。")), "it reads why");
    let body = Contract::import().of(&pretender).registration();
    pretender.post("/filings", &body).await.problem(403, "company_not_approved");
    for step in ["approve", "reject", "suspend", "resume"] {
        decide(&approver, &pretender, step).await.problem(409, "illegal_state");
    }

    let true_one = portal.anyone().post("/companies", &truly).await.expect(201);
    assert_eq!((&true_one["status"], &true_one["uscc"]), (&"pending".into(), &party["uscc"]));
    pretender.patch(&path, 2, &json!({ "address": "别处" })).await.problem(409, "company_exists");
    let entries = format!("SELECT kind AS value FROM journal WHERE subject = '{}'", pretender.company_id());
    assert_eq!(portal.texts(&entries).await, ["company.rejected"]);
}

async fn a_company_that_was_refused_for_a_mistake_puts_it_right_and_asks_again(portal: &TestPortal) {
    let (company, approver) = (portal.company_with(CompanyStatus::Pending).await, portal.approver().await);
    decide(&approver, &company, "reject").await.expect(200);
    let path = format!("/companies/{}", company.company_id());
    let again = company.patch(&path, 2, &json!({ "name": "苏州改正有限公司", "district": "320505" })).await.expect(200);
    assert_eq!(state(&again), ("pending", None));
    assert_eq!((&again["name"], &again["district"]), (&"苏州改正有限公司".into(), &"320505".into()));
    assert_eq!(approver.get("/companies?status=pending").await.expect(200)["items"][0]["id"], company.company_id());
    decide(&approver, &company, "approve").await.expect(200);
    company.post("/filings", &Contract::import().of(&company).registration()).await.expect(201);
}

async fn a_suspended_company_files_nothing_until_it_may_again(portal: &TestPortal) {
    let (company, approver) = (portal.company().await, portal.approver().await);
    let program = portal.partner(&["filings:read", "filings:write"], Some(&company)).await;
    let contract = Contract::import().of(&company);
    let draft = company.ready_draft(&contract).await;
    let declaration = json!({ "reasons": {}, "declaration": true });
    let suspended = decide(&approver, &company, "suspend").await.expect(200);
    assert_eq!(state(&suspended), ("suspended", Some("登记信息与营业执照不符。")));
    for actor in [&company, &program] {
        actor.post("/filings", &contract.registration()).await.problem(403, "company_not_approved");
        actor.act(&draft, "submit", &declaration).await.problem(403, "company_not_approved");
        assert_eq!(actor.filing(&draft).await["status"], "draft", "what it began it still reads");
    }
    assert_eq!(state(&decide(&approver, &company, "resume").await.expect(200)), ("approved", None));
    company.submit(&draft, json!({})).await.expect(201);
}

async fn a_company_is_mailed_what_was_decided_about_it_and_why(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let (company, pretender) =
        (portal.company_with(CompanyStatus::Pending).await, portal.company_with(CompanyStatus::Pending).await);
    let approver = portal.approver().await;
    for step in ["approve", "suspend", "resume"] {
        decide(&approver, &company, step).await.expect(200);
    }
    decide(&approver, &pretender, "reject").await.expect(200);
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    let delivered = server.delivered();
    let told: Vec<(&str, &str, bool)> = delivered
        .iter()
        .map(|one| {
            let subject = one.mail.subject.split('：').next().unwrap();
            (one.recipients[0].as_str(), subject, one.mail.body.contains("登记信息与营业执照不符。"))
        })
        .collect();
    let (email, other) = (company.email.as_str(), pretender.email.as_str());
    assert_eq!(
        told,
        [
            (email, "企业已开通", false),
            (email, "企业已停用", true),
            (email, "企业已恢复", false),
            (other, "企业注册未通过", true)
        ]
    );
    assert!(delivered.iter().all(|one| one.mail.body.contains("/own-company")));
}

async fn what_the_centre_approved_the_centre_alone_changes(portal: &TestPortal) {
    let (company, approver) = (portal.company().await, portal.approver().await);
    let path = format!("/companies/{}", company.company_id());
    let moved = json!({ "name": "苏州改名有限公司", "district": "320505", "address": "苏州市示例路3号" });
    let problem = company.patch(&path, 1, &moved).await.problem(422, "read_only");
    let places: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(places, ["/name", "/district"]);
    let before = company.get(&path).await.expect(200);
    assert_eq!((&before["version"], &before["address"]), (&1.into(), &Value::Null), "nothing of it was changed");

    let same = json!({ "name": before["name"], "district": before["district"], "address": "苏州市示例路3号" });
    let changed = company.patch(&path, 1, &same).await.expect(200);
    assert_eq!((&changed["status"], &changed["address"]), (&"approved".into(), &"苏州市示例路3号".into()));
    decide(&approver, &company, "suspend").await.expect(200);
    company.patch(&path, 3, &moved).await.problem(422, "read_only");
    let renamed = approver.patch(&path, 3, &moved).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["district"]), (&moved["name"], &moved["district"]));
    assert_eq!(renamed["status"], "suspended");

    // Before the centre has looked, everything is the company's own.
    let pending = portal.company_with(CompanyStatus::Pending).await;
    let path = format!("/companies/{}", pending.company_id());
    assert_eq!(state(&pending.patch(&path, 1, &moved).await.expect(200)), ("pending", None));
}
