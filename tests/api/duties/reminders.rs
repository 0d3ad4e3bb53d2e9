//! Reminders over SMTP: at half time and on the last day, one mail a day, to the right person alone.

use domain::Role;
use serde_json::json;

use crate::on_both_databases;
use crate::support::smtp::SmtpServer;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    one_digest_a_day_goes_to_who_can_do_something,
    who_filed_is_warned_once_before_a_return_lapses_and_the_company_is_told_when_it_has,
    a_question_that_waits_for_an_answer_is_remembered_until_it_is_answered,
    a_limit_of_a_referral_is_remembered_by_the_managers_of_its_desk,
);

/// To whom what was mailed from this place on, by the first words of the subject.
fn told(server: &SmtpServer, from: usize) -> Vec<(String, String)> {
    let first = |subject: &str| subject.split('：').next().unwrap().to_owned();
    server.delivered()[from..].iter().map(|one| (one.recipients.join(","), first(&one.mail.subject))).collect()
}

async fn a_question_that_waits_for_an_answer_is_remembered_until_it_is_answered(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let (company, researcher) = (portal.company().await, portal.staff(Role::Researcher, &[]).await);
    let registered = portal.registered(&company, &Contract::import().of(&company).numbered(1)).await;
    let case = json!({ "contract_id": registered["contract_id"], "text": "请核对合同金额。", "answer_days": 10 });
    let case = researcher.post("/verification-cases", &case).await.expect(201);
    let (id, due) = (case["id"].as_str().unwrap(), case["answer_due_on"].as_str().unwrap());
    jobs.catch_up().await.unwrap();
    let before = server.delivered().len();
    // Long before it, nothing; on its last day, once.
    for now in ["2026-11-24T02:00:00Z".to_owned(), format!("{due}T02:00:00Z"), format!("{due}T05:00:00Z")] {
        portal.set_clock(&now);
        jobs.sweep().await.unwrap();
        jobs.catch_up().await.unwrap();
    }
    assert_eq!(told(&server, before), [(company.email.clone(), "期限提醒".to_owned())]);
    let mail = server.delivered()[before].mail.body.clone();
    assert!(mail.contains(due) && mail.contains(&format!("/verification-cases/{id}")), "{mail}");
}

async fn a_limit_of_a_referral_is_remembered_by_the_managers_of_its_desk(portal: &TestPortal) {
    portal.set_clock("2026-03-02T02:00:00Z");
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let (company, manager) = (portal.company().await, portal.staff(Role::DeskManager, &["sip"]).await);
    let _elsewhere = portal.staff(Role::DeskManager, &["city"]).await;
    let contract = Contract::import()
        .of(&company)
        .with("/signed_on", "2026-02-20")
        .with("/effective_on", "2026-02-20")
        .with("/payment/royalty/first_base_formed_on", "2026-03-01");
    let id = company.submitted(&contract).await;
    let reviewer = portal.reviewer().await;
    reviewer.claim(&id).await;
    reviewer.act(&id, "refer", &json!({ "opinion": "属限制类技术。" })).await.expect(200);
    let step = json!({ "step": "applied", "on": "2026-03-02", "reference": "示例号" });
    reviewer.post(&format!("/filings/{id}/referral/steps"), &step).await.expect(200);
    jobs.catch_up().await.unwrap();
    let before = server.delivered().len();
    // The letter of intent is due on 14 April.
    for now in ["2026-04-09T02:00:00Z", "2026-04-14T02:00:00Z", "2026-04-15T02:00:00Z"] {
        portal.set_clock(now);
        jobs.sweep().await.unwrap();
        jobs.catch_up().await.unwrap();
    }
    let reminders: Vec<_> = told(&server, before).into_iter().filter(|(_, subject)| subject == "期限提醒").collect();
    assert_eq!(reminders, [(manager.email.clone(), "期限提醒".to_owned())]);
    let sent = server.delivered();
    let mail = sent.iter().find(|one| one.mail.subject.starts_with("期限提醒")).unwrap();
    assert!(mail.mail.body.contains(&format!("/referrals/{id}")), "{}", mail.mail.body);
}

async fn one_digest_a_day_goes_to_who_can_do_something(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let manager = portal.staff(Role::DeskManager, &["sip"]).await;
    let _elsewhere = portal.staff(Role::DeskManager, &["city"]).await;
    let (reviewer, company) = (portal.reviewer().await, portal.company().await);
    // Submitted on Sunday: due on Wednesday, half of the time is over on Tuesday.
    let mine = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    let another = company.submitted(&Contract::import().of(&company).numbered(2)).await;
    let nobodys = company.submitted(&Contract::import().of(&company).numbered(3)).await;
    reviewer.claim(&mine).await;
    reviewer.claim(&another).await;
    jobs.catch_up().await.unwrap();
    let before = server.delivered().len();
    let mut sent = Vec::new();
    let mut seen = before;
    for now in [
        "2026-11-23T02:00:00Z",
        "2026-11-23T23:00:00Z",
        "2026-11-24T01:00:00Z",
        "2026-11-24T05:00:00Z",
        "2026-11-25T01:00:00Z",
    ] {
        portal.set_clock(now);
        jobs.sweep().await.unwrap();
        jobs.sweep().await.unwrap();
        jobs.catch_up().await.unwrap();
        let delivered = server.delivered();
        sent.push(delivered.len() - seen);
        seen = delivered.len();
    }
    // Nothing on the first day; nothing before eight in Suzhou; one to each of two people on the second and the third day.
    assert_eq!(sent, [0, 0, 2, 0, 2]);
    let delivered = server.delivered();
    for mail in &delivered[before..] {
        let to = mail.recipients.join(",");
        let text = &mail.mail.body;
        assert!(to == reviewer.email || to == manager.email, "{to}");
        let names = |id: &str| text.contains(id);
        let expected = if to == reviewer.email { (true, true, false) } else { (false, false, true) };
        assert_eq!((names(&mine), names(&another), names(&nobodys)), expected, "{text}");
    }
    assert!(delivered[before].mail.body.contains("时限过半") && delivered[seen - 1].mail.body.contains("今日到期"));
}

async fn who_filed_is_warned_once_before_a_return_lapses_and_the_company_is_told_when_it_has(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let (reviewer, company) = (portal.reviewer().await, portal.company().await);
    let colleague = portal.colleague(&company).await;
    let lapsing = company.submitted(&Contract::import().of(&company).numbered(1)).await;
    let mended = colleague.submitted(&Contract::import().of(&company).numbered(2)).await;
    let earlier = company.submitted(&Contract::import().of(&company).numbered(3)).await;
    for id in [&lapsing, &mended, &earlier] {
        reviewer.claim(id).await;
        reviewer.return_(id).await.expect(200);
    }
    // Returned on 22 November: the last day is 23 December, and Wednesday the 16th leaves a week.
    assert_eq!(company.filing(&lapsing).await["lapses_on"], "2026-12-23");
    // What was returned while the setting gave more days keeps them.
    portal.execute(&format!("UPDATE corrections SET correction_days = 45 WHERE filing_id = '{earlier}'")).await;
    assert_eq!(company.filing(&earlier).await["lapses_on"], "2027-01-06");
    colleague.submit(&mended, json!({})).await.expect(201);
    assert_eq!(company.filing(&mended).await["lapses_on"], serde_json::Value::Null);
    jobs.catch_up().await.unwrap();
    let mut seen = server.delivered().len();
    let mut sent = Vec::new();
    for now in [
        "2026-12-15T02:00:00Z",
        "2026-12-16T02:00:00Z",
        "2026-12-16T05:00:00Z",
        "2026-12-17T02:00:00Z",
        "2026-12-22T02:00:00Z",
        "2026-12-24T02:00:00Z",
    ] {
        portal.set_clock(now);
        jobs.sweep().await.unwrap();
        jobs.catch_up().await.unwrap();
        let delivered = server.delivered();
        let ours = |to: &str| to == company.email || to == colleague.email;
        let new = delivered[seen..].iter().filter(|mail| mail.recipients.iter().any(|to| ours(to)));
        sent.push(new.map(|mail| (mail.recipients.join(","), mail.mail.subject.clone())).collect::<Vec<_>>());
        seen = delivered.len();
        if !sent.last().unwrap().is_empty() && sent.len() == 2 {
            let warning = &delivered[seen - 1].mail.body;
            assert!(warning.contains("2026-12-23") && warning.contains(&format!("/filings/{lapsing}")), "{warning}");
            assert!(!warning.contains(&mended) && !warning.contains(&earlier), "{warning}");
        }
    }
    let subjects: Vec<Vec<(&str, &str)>> = sent
        .iter()
        .map(|day| day.iter().map(|(to, subject)| (to.as_str(), subject.split('：').next().unwrap())).collect())
        .collect();
    let (nothing, company, colleague) = (Vec::new(), company.email.as_str(), colleague.email.as_str());
    assert_eq!(
        subjects[..5],
        [nothing.clone(), vec![(company, "补正提醒")], nothing.clone(), nothing.clone(), nothing]
    );
    let mut told = subjects[5].clone();
    told.sort_unstable();
    let mut both = [(company, "申请已失效"), (colleague, "申请已失效")];
    both.sort_unstable();
    assert_eq!(told, both);
}
