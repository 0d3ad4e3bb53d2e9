//! Reminders over SMTP: at half time and on the last day, one mail a day, to the right person alone.

use domain::Role;

use crate::on_both_databases;
use crate::support::smtp::SmtpServer;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    one_digest_a_day_goes_to_who_can_do_something,
    who_filed_is_warned_once_before_a_return_lapses_and_the_company_is_told_when_it_has,
);

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
    for id in [&lapsing, &mended] {
        reviewer.claim(id).await;
        reviewer.return_(id).await.expect(200);
    }
    // Returned on 22 November: the last day is 22 December, and Tuesday the 15th leaves a week.
    assert_eq!(company.filing(&lapsing).await["lapses_on"], "2026-12-22");
    colleague.submit(&mended, serde_json::json!({})).await.expect(201);
    assert_eq!(company.filing(&mended).await["lapses_on"], serde_json::Value::Null);
    jobs.catch_up().await.unwrap();
    let mut seen = server.delivered().len();
    let mut sent = Vec::new();
    for now in [
        "2026-12-14T02:00:00Z",
        "2026-12-15T02:00:00Z",
        "2026-12-15T05:00:00Z",
        "2026-12-16T02:00:00Z",
        "2026-12-21T02:00:00Z",
        "2026-12-23T02:00:00Z",
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
            assert!(warning.contains("2026-12-22") && warning.contains(&format!("/filings/{lapsing}")), "{warning}");
            assert!(!warning.contains(&mended), "{warning}");
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
