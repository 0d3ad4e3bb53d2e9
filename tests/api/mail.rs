//! Mail to companies, over SMTP: sent when it should be, kept while the mail server is away, and never in anyone else's way.

use std::collections::BTreeSet;

use portal::jobs::{MailSettings, Mailer};
use serde_json::json;

use crate::on_both_databases;
use crate::support::portal::new_runtime;
use crate::support::smtp::SmtpServer;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_company_is_mailed_when_its_application_is_accepted_returned_and_decided,
    everyone_who_files_for_the_company_is_mailed_once_and_nobody_else,
    while_the_mail_server_is_away_mail_is_kept_and_sent_in_order_afterwards,
    a_mail_server_that_cannot_encrypt_gets_nothing_where_that_is_required,
    a_mail_that_is_refused_for_good_is_set_aside_and_the_others_flow,
    a_reader_that_starts_over_sends_mails_that_can_be_recognised,
);

/// The first words of the subjects of what arrived.
fn subjects(server: &SmtpServer) -> Vec<String> {
    server.delivered().iter().map(|delivered| delivered.mail.subject.split('：').next().unwrap().to_owned()).collect()
}

async fn submitted(portal: &TestPortal, number: u32) -> (Actor, String) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company).numbered(number)).await;
    (company, id)
}

async fn a_company_is_mailed_when_its_application_is_accepted_returned_and_decided(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let jobs = portal.jobs(Some(server.url.clone()));
    let (company, id) = submitted(portal, 1).await;
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    jobs.catch_up().await.unwrap();
    assert_eq!(subjects(&server), ["申请已受理"]);
    let first = server.delivered()[0].clone();
    assert_eq!(
        (first.sender.as_str(), first.recipients.as_slice()),
        ("portal@suzhou.example", [company.email.clone()].as_slice())
    );
    for part in ["2026-11-25", &id, &portal.base_url, &company.name] {
        assert!(first.mail.body.contains(part), "{part}: {}", first.mail.body);
    }

    reviewer.claim(&id).await;
    reviewer.return_(&id).await.expect(200);
    jobs.catch_up().await.unwrap();
    company.submit(&id, json!({})).await.expect(201);
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "register").await.expect(200);
    jobs.catch_up().await.unwrap();
    approver.decide(&id, "register").await.expect(200);
    jobs.catch_up().await.unwrap();
    jobs.catch_up().await.unwrap();
    assert_eq!(subjects(&server), ["申请已受理", "请补正申请", "申请已受理", "合同已登记"]);
}

async fn everyone_who_files_for_the_company_is_mailed_once_and_nobody_else(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let (company, id) = submitted(portal, 1).await;
    let (colleague, _stranger) = (portal.colleague(&company).await, portal.company().await);
    let (reviewer, approver) = (portal.reviewer().await, portal.approver().await);
    reviewer.claim(&id).await;
    reviewer.recommend(&id, "refuse").await.expect(200);
    approver.decide(&id, "refuse").await.expect(200);
    let asked = portal.anyone().post("/auth/password-reset", &json!({ "email": company.email })).await;
    asked.expect(202);
    // A full mailbox keeps neither a colleague's mail waiting nor that of later entries, and nobody is sent anything twice for it.
    server.refuse_one(&company.email, "452 mailbox full");
    let jobs = portal.jobs(Some(server.url.clone()));
    let link = "SELECT digest AS value FROM password_links";
    jobs.catch_up().await.unwrap();
    let made = portal.texts(link).await;
    assert_eq!(made.len(), 1);
    for _ in 0..3 {
        portal.pass(chrono::Duration::minutes(1));
        jobs.catch_up().await.unwrap();
        assert!(server.delivered().iter().all(|delivered| delivered.recipients == [colleague.email.clone()]));
        assert_eq!(subjects(&server), ["申请已受理", "不予登记"]);
    }
    server.refuse_with(None);
    jobs.catch_up().await.unwrap();
    assert_eq!(server.delivered().len(), 2, "it is tried once a minute");
    portal.pass(chrono::Duration::minutes(1));
    jobs.catch_up().await.unwrap();
    jobs.catch_up().await.unwrap();
    assert_eq!(portal.texts(link).await, made, "one link is made, and it is the one that is mailed");
    let sent: BTreeSet<(String, String)> = server
        .delivered()
        .iter()
        .map(|delivered| {
            (delivered.recipients.join(","), delivered.mail.subject.split('：').next().unwrap().to_owned())
        })
        .collect();
    let mut expected: BTreeSet<(String, String)> = [&company.email, &colleague.email]
        .into_iter()
        .flat_map(|email| ["申请已受理", "不予登记"].map(|subject| (email.clone(), subject.to_owned())))
        .collect();
    expected.insert((company.email.clone(), "重设密码".into()));
    assert_eq!(sent, expected);
    assert_eq!(server.delivered().len(), 5);
}

async fn while_the_mail_server_is_away_mail_is_kept_and_sent_in_order_afterwards(portal: &TestPortal) {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let away = format!("smtp://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let (company, id) = submitted(portal, 1).await;
    let reviewer = portal.reviewer().await;
    for _ in 0..20 {
        portal.jobs(Some(away.clone())).catch_up().await.unwrap();
    }
    reviewer.claim(&id).await;
    reviewer.return_(&id).await.expect(200);
    portal.jobs(Some(away)).catch_up().await.unwrap();
    assert_eq!(company.filing(&id).await["status"], "returned", "filing goes on without mail");

    let server = SmtpServer::start().await;
    server.refuse_with(Some("451 try again later"));
    for _ in 0..20 {
        portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    }
    // One that is about to close has said nothing about the mail, however old that is.
    server.refuse_with(Some("421 closing"));
    portal.pass(chrono::Duration::hours(2));
    for _ in 0..8 {
        portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    }
    assert_eq!(subjects(&server), [""; 0]);
    server.refuse_with(None);
    // One that takes a mail and is gone before it says so has not taken it.
    server.hang_up(true);
    for _ in 0..8 {
        portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    }
    server.hang_up(false);
    assert_eq!(subjects(&server), [""; 0]);
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    assert_eq!(subjects(&server), ["申请已受理", "请补正申请"]);
    assert_eq!(portal.number("SELECT CAST(count(*) AS TEXT) AS value FROM dead_letters").await, 0);
}

async fn a_mail_server_that_cannot_encrypt_gets_nothing_where_that_is_required(portal: &TestPortal) {
    // As one whose offer of STARTTLS somebody on the way takes away.
    let server = SmtpServer::start().await;
    submitted(portal, 1).await;
    for _ in 0..8 {
        portal.jobs(Some(format!("{}?tls=required", server.url))).catch_up().await.unwrap();
    }
    assert_eq!(subjects(&server), [""; 0]);
    assert_eq!(portal.number("SELECT CAST(count(*) AS TEXT) AS value FROM dead_letters").await, 0, "it is kept");
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    assert_eq!(subjects(&server), ["申请已受理"]);
}

#[test]
fn mail_leaves_the_machine_encrypted_or_the_portal_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let accepted = |url: &str| {
        let settings = MailSettings {
            smtp_url: Some(url.to_owned()),
            plain_host: Some("mail.inside.example".into()),
            from: "portal@suzhou.example".into(),
        };
        Mailer::new(&settings, folder.path()).is_ok()
    };
    let runtime = new_runtime();
    let _entered = runtime.enter();
    for url in [
        "smtps://user:password@mail.example",
        "smtp://user:password@mail.example?tls=required",
        "smtp://mail.example:2525?tls=required",
        "smtp://localhost:1025",
        "smtp://mail.inside.example:1025",
        "smtp://127.0.0.1:1025",
        "smtp://[::1]:1025",
    ] {
        assert!(accepted(url), "{url}");
    }
    for url in [
        "smtp://mail.example",
        "smtp://user:password@mail.example:587",
        "smtp://10.20.0.5:25",
        "smtp://mail.example?tls=opportunistic",
        "smtp://mail.example?tls=opportunistic&tls=required",
        "smtp://127.0.0.1.example",
        "smtp://localhost@mail.example",
        "mail.example",
    ] {
        assert!(!accepted(url), "{url}");
    }
}

async fn a_mail_that_is_refused_for_good_is_set_aside_and_the_others_flow(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let (_, first) = submitted(portal, 1).await;
    server.refuse_with(Some("550 no such mailbox"));
    for _ in 0..8 {
        portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    }
    let set_aside =
        "SELECT consumer || ' ' || subject AS value FROM dead_letters JOIN journal ON journal.seq = dead_letters.seq";
    assert_eq!(portal.texts(set_aside).await, [format!("mailer {first}")]);
    // One that is to come again later, and still after an hour, is given up as well.
    server.refuse_with(Some("452 mailbox full"));
    let (_, full) = submitted(portal, 2).await;
    portal.pass(chrono::Duration::minutes(61));
    for _ in 0..8 {
        portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    }
    let mut aside = portal.texts(set_aside).await;
    aside.sort();
    let mut expected = [&first, &full].map(|id| format!("mailer {id}"));
    expected.sort();
    assert_eq!(aside, expected);
    server.refuse_with(None);
    let (second, _) = submitted(portal, 3).await;
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    assert_eq!(server.delivered().len(), 1);
    assert_eq!(server.delivered()[0].recipients, [second.email]);
}

async fn a_reader_that_starts_over_sends_mails_that_can_be_recognised(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    submitted(portal, 1).await;
    submitted(portal, 2).await;
    let jobs = portal.jobs(Some(server.url.clone()));
    jobs.catch_up().await.unwrap();
    portal.execute("UPDATE consumers SET seq = 0 WHERE name = 'mailer'").await;
    jobs.catch_up().await.unwrap();
    let ids: Vec<String> = server.delivered().into_iter().map(|delivered| delivered.mail.id).collect();
    assert_eq!(ids.len(), 4);
    assert_eq!(ids[..2], ids[2..], "the same entry makes the same Message-ID");
    assert_ne!(ids[0], ids[1]);
}
