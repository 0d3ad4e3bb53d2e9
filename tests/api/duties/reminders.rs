//! Reminders over SMTP: at half time and on the last day, one mail a day, to the right person alone.

use domain::Role;

use crate::on_both_databases;
use crate::support::smtp::SmtpServer;
use crate::support::{Contract, TestPortal};

on_both_databases!(one_digest_a_day_goes_to_who_can_do_something);

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
