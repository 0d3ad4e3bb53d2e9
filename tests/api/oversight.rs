//! What those who look after the portal see of it: whether the register holds, and the journal, entry by entry.

use domain::Role;
use serde_json::{Value, json};

use crate::kinds::Cast;
use crate::on_both_databases;
use crate::support::TestPortal;
use crate::support::smtp::SmtpServer;

on_both_databases!(
    a_check_is_made_when_it_is_asked_for_and_read_afterwards,
    what_a_check_finds_is_mailed_to_those_who_look_after_the_portal,
    the_journal_is_listed_from_its_end_to_its_beginning,
);

fn damage(cast: &Cast) -> String {
    format!("UPDATE contracts SET status = 'terminated' WHERE id = '{}'", cast.id)
}

async fn a_check_is_made_when_it_is_asked_for_and_read_afterwards(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let (system, audit) = (portal.staff(Role::SystemAdmin, &[]).await, portal.staff(Role::AuditAdmin, &[]).await);
    assert_eq!(audit.get("/register-check").await.expect(200), json!({ "last": null, "running": false }));
    let first = system.post("/register-check", &json!({})).await.expect(200);
    assert_eq!((&first["last"]["contracts"], &first["last"]["named"]), (&1.into(), &json!([])));

    portal.execute(&damage(&cast)).await;
    let found = audit.post("/register-check", &json!({})).await.expect(200);
    let named = found["last"]["named"].as_array().unwrap();
    assert!(named.iter().any(|one| one["code"] == "register_differs" && one["subject"] == cast.id), "{found}");
    assert_eq!(found["last"]["discrepancies"], named.len());
    assert_eq!(system.get("/register-check").await.expect(200), found);
    let entries = "SELECT actor AS value FROM journal WHERE kind = 'register.checked' ORDER BY seq";
    assert_eq!(portal.texts(entries).await, [format!("user:{}", system.id), format!("user:{}", audit.id)]);
}

async fn what_a_check_finds_is_mailed_to_those_who_look_after_the_portal(portal: &TestPortal) {
    let server = SmtpServer::start().await;
    let cast = Cast::of(portal).await;
    let (system, audit) = (portal.staff(Role::SystemAdmin, &[]).await, portal.staff(Role::AuditAdmin, &[]).await);
    portal.staff(Role::SecurityAdmin, &[]).await;
    system.post("/register-check", &json!({})).await.expect(200);
    portal.execute(&damage(&cast)).await;
    system.post("/register-check", &json!({})).await.expect(200);
    portal.jobs(Some(server.url.clone())).catch_up().await.unwrap();
    let mails: Vec<_> =
        server.delivered().into_iter().filter(|one| one.mail.subject.starts_with("登记库核对")).collect();
    let told: Vec<&str> = mails.iter().map(|one| one.recipients[0].as_str()).collect();
    assert_eq!(
        told,
        [system.email.as_str(), audit.email.as_str()],
        "of the check that found something, and nobody else"
    );
    for part in [cast.id.as_str(), "register_differs", "/oversight"] {
        assert!(mails.iter().all(|one| one.mail.body.contains(part)), "{part}");
    }
}

async fn the_journal_is_listed_from_its_end_to_its_beginning(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let audit = portal.staff(Role::AuditAdmin, &[]).await;
    let (mut entries, mut cursor) = (Vec::<Value>::new(), String::new());
    loop {
        let page = audit.get(&format!("/journal/entries?limit=7{cursor}")).await.expect(200);
        entries.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    let size = portal.number("SELECT CAST(COUNT(*) AS TEXT) AS value FROM journal").await;
    let places: Vec<i64> = entries.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect();
    assert_eq!(places, (1..=size).rev().collect::<Vec<_>>());
    assert!(entries.iter().all(|entry| entry.get("body").is_none()), "what an entry says in full is in its proof");

    let registered = entries.iter().find(|entry| entry["kind"] == "filing.registered").unwrap();
    assert!(registered["actor"].as_str().unwrap().starts_with("user:") && registered["actor_name"].is_string());
    let proof = audit.get(&format!("/journal/proof?seq={}", registered["seq"])).await.expect(200);
    let canonical = proof["entry"]["canonical"].as_str().unwrap();
    assert!(canonical.contains("filing.registered") && canonical.contains(&cast.certificate), "{canonical}");
    audit.get("/journal/entries?cursor=bm90").await.problem(400, "invalid_cursor");
}
