//! What belongs to a portal is copied beside it while it serves, and comes back elsewhere, whole or not at all.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::database::FreshDatabase;
use crate::support::process::{Process, program, run_to_end};
use crate::support::road::PAPER;
use crate::support::{Contract, Engine, TestPortal, run};

on_both_databases!(
    what_was_acknowledged_before_a_backup_is_found_where_it_is_restored,
    a_backup_with_one_byte_changed_is_refused_and_nothing_is_written,
    a_backup_is_restored_into_an_empty_place_only,
    a_paper_that_is_not_there_is_named,
);

/// A place with nothing in it, and the commands of a portal there.
struct Elsewhere {
    database: FreshDatabase,
    folder: tempfile::TempDir,
}

impl Elsewhere {
    fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: FreshDatabase::empty(engine, folder.path()), folder }
    }

    fn command(&self) -> Command {
        program(&self.database.url_text(), self.folder.path())
    }

    fn restore(&self, backup: &Path) -> (i32, String) {
        run_to_end(self.command().arg("restore").arg(backup))
    }

    /// What the commands said on standard error.
    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    fn has_keys(&self) -> bool {
        self.folder.path().join("keys").exists()
    }
}

fn back_up(portal: &TestPortal, to: &Path) -> (i32, String) {
    run_to_end(program(&portal.database.url_text(), portal.folder()).arg("backup").arg(to))
}

/// A backup of a portal at which something was submitted.
async fn backed_up(portal: &TestPortal) -> tempfile::TempDir {
    let company = portal.company().await;
    company.submitted(&Contract::import().of(&company)).await;
    let backup = tempfile::tempdir().unwrap();
    let (code, said) = back_up(portal, backup.path());
    assert_eq!(code, 0, "{said}");
    backup
}

fn manifest(backup: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(backup.join("manifest.json")).unwrap()).unwrap()
}

async fn what_was_acknowledged_before_a_backup_is_found_where_it_is_restored(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let head = portal::app::journal::sign_head(&portal.app).await.unwrap().unwrap();
    let line = serde_json::to_string(&head).unwrap();
    std::fs::write(portal.folder().join("heads.jsonl"), format!("{line}\n")).unwrap();

    // While people go on filing.
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("2026-11-22");
    let mut command = program(&portal.database.url_text(), portal.folder());
    command.arg("backup").arg(&backup);
    let copying = tokio::task::spawn_blocking(move || run_to_end(&mut command));
    let mut drafts = 0;
    while !copying.is_finished() && drafts < 50 {
        company.draft(&Contract::import().of(&company)).await;
        drafts += 1;
    }
    let (code, said) = copying.await.unwrap();
    assert_eq!(code, 0, "{said}");
    let made = manifest(&backup);
    assert!(said.contains(made["root"].as_str().unwrap()), "{said}");
    assert_eq!((&made["missing_papers"], &made["papers_in"]), (&json!([]), &Value::Null));

    let elsewhere = Elsewhere::new(portal.engine);
    let (code, said) = elsewhere.restore(&backup);
    assert_eq!(code, 0, "{said}{}", elsewhere.log());
    assert!(said.contains("all hold") && said.contains(made["root"].as_str().unwrap()), "{said}");
    let (code, said) = run_to_end(elsewhere.command().args(["journal", "verify"]));
    assert_eq!(code, 0, "{said}");
    let heads = std::fs::read_to_string(elsewhere.folder.path().join("heads.jsonl")).unwrap();
    assert_eq!(heads.trim(), line);

    // It is the portal that it was: same accounts, same keys, same papers.
    let process = Process::serve(&mut elsewhere.command());
    let there = company.at(&process.base_url);
    there.sign_in().await;
    let filing = there.filing(&id).await;
    assert_eq!(filing["status"], "submitted");
    let paper = filing["attachments"][0]["id"].as_str().unwrap();
    assert_eq!(there.get(&format!("/filings/{id}/attachments/{paper}")).await.body, PAPER);
}

async fn a_backup_with_one_byte_changed_is_refused_and_nothing_is_written(portal: &TestPortal) {
    let backup = backed_up(portal).await;
    let made = manifest(backup.path());
    let names: Vec<&str> = made["files"].as_object().unwrap().keys().map(String::as_str).collect();
    let of = |folder: &str| *names.iter().find(|name| name.starts_with(folder)).unwrap();
    let elsewhere = Elsewhere::new(portal.engine);
    for name in [of("database."), of("keys/"), of("papers/")] {
        let path = backup.path().join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut altered = whole.clone();
        let middle = altered.len() / 2;
        altered[middle] ^= 1;
        for (damage, bytes) in [("altered", Some(altered)), ("cut", Some(whole[1..].to_vec())), ("lost", None)] {
            match bytes {
                Some(bytes) => std::fs::write(&path, bytes).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            let (code, said) = elsewhere.restore(backup.path());
            assert_eq!(code, 1, "{name} {damage}: {said}");
            assert!(!elsewhere.has_keys(), "{name} {damage}: something was written");
        }
        assert!(elsewhere.log().contains(name), "{}", elsewhere.log());
        std::fs::write(&path, whole).unwrap();
    }
    let path = backup.path().join("manifest.json");
    for (what, altered) in [("another schema", json!("20991231000000")), ("a schema of nothing", json!(""))] {
        let mut newer = made.clone();
        newer["schema"] = altered;
        std::fs::write(&path, newer.to_string()).unwrap();
        assert_eq!(elsewhere.restore(backup.path()).0, 1, "{what}");
    }
    std::fs::remove_file(&path).unwrap();
    assert_eq!(elsewhere.restore(backup.path()).0, 1, "no manifest");
    assert!(!elsewhere.has_keys());

    // A journal that is not the one of the manifest is put back, but not called whole.
    let mut other = made.clone();
    other["root"] = json!("00".repeat(32));
    std::fs::write(&path, other.to_string()).unwrap();
    let (code, said) = elsewhere.restore(backup.path());
    assert!(code == 1 && said.contains("not those of the manifest"), "{said}");
}

async fn a_backup_is_restored_into_an_empty_place_only(portal: &TestPortal) {
    let backup = backed_up(portal).await;
    let (code, _) = back_up(portal, backup.path());
    assert_eq!(code, 1, "a backup is not written over another");
    let (code, _) = run_to_end(program(&portal.database.url_text(), portal.folder()).arg("restore").arg(backup.path()));
    assert_eq!(code, 1, "nor over the portal that it was made of");

    let elsewhere = Elsewhere::new(portal.engine);
    assert_eq!(elsewhere.restore(backup.path()).0, 0, "{}", elsewhere.log());
    let (code, said) = elsewhere.restore(backup.path());
    assert_eq!(code, 1, "{said}");
    assert!(elsewhere.log().contains("empty place only"), "{}", elsewhere.log());
    // Also where the database is another, and only keys or papers are in the way.
    for kept in ["keys", "blobs"] {
        let place = Elsewhere::new(portal.engine);
        std::fs::rename(elsewhere.folder.path().join(kept), place.folder.path().join(kept)).unwrap();
        assert_eq!(place.restore(backup.path()).0, 1, "{kept}");
        std::fs::rename(place.folder.path().join(kept), elsewhere.folder.path().join(kept)).unwrap();
    }
    let (code, said) = run_to_end(elsewhere.command().args(["journal", "verify"]));
    assert_eq!(code, 0, "all of it is as it was: {said}");
}

async fn a_paper_that_is_not_there_is_named(portal: &TestPortal) {
    let company = portal.company().await;
    let id = company.submitted(&Contract::import().of(&company)).await;
    let lost = company.filing(&id).await["attachments"][0]["id"].as_str().unwrap().to_owned();
    portal.app.blobs.delete(&lost).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (code, said) = back_up(portal, folder.path());
    assert!(code == 0 && said.contains(&lost), "{said}");
    assert_eq!(manifest(folder.path())["missing_papers"], json!([lost]));
}

#[test]
fn papers_in_a_bucket_are_not_copied_and_that_is_said() {
    run(Engine::Sqlite, async |portal: &TestPortal| {
        let company = portal.company().await;
        company.submitted(&Contract::import().of(&company)).await;
        let folder = tempfile::tempdir().unwrap();
        let mut command = program(&portal.database.url_text(), portal.folder());
        command.env("PORTAL_BLOBS", "s3://papers").env("AWS_REGION", "us-east-1");
        command.env("AWS_ACCESS_KEY_ID", "nobody").env("AWS_SECRET_ACCESS_KEY", "nothing");
        let (code, said) = run_to_end(command.arg("backup").arg(folder.path()));
        assert!(code == 0 && said.contains("s3://papers were NOT copied"), "{said}");
        assert_eq!(manifest(folder.path())["papers_in"], "s3://papers");
        assert!(!folder.path().join("papers").exists());
    });
}

#[test]
fn the_password_of_a_server_is_no_argument_of_its_programs_and_who_lacks_them_is_told() {
    run(Engine::Postgresql, async |portal: &TestPortal| {
        use std::os::unix::fs::PermissionsExt;
        portal.company().await;
        let programs = tempfile::tempdir().unwrap();
        let url = portal.database.url_text().replacen("portal@", "portal:ge%20heim%40@", 1);
        let command = |to: &Path| {
            let mut command = program(&url, portal.folder());
            command.env("PATH", programs.path()).arg("backup").arg(to);
            command
        };
        let folder = tempfile::tempdir().unwrap();
        let (code, _) = run_to_end(&mut command(&folder.path().join("one")));
        let log = std::fs::read_to_string(portal.folder().join("log")).unwrap();
        assert_eq!(code, 1);
        assert!(log.contains("pg_dump was not found") && log.contains("postgresql-client"), "{log}");
        assert!(!folder.path().join("one/manifest.json").exists());

        let stand_in = programs.path().join("pg_dump");
        let script = "#!/bin/sh\nfor last; do :; done\n{ echo \"$@\"; echo \"$PGPASSWORD\"; } >\"$last\"\n";
        std::fs::write(&stand_in, script).unwrap();
        std::fs::set_permissions(&stand_in, std::fs::Permissions::from_mode(0o755)).unwrap();
        let two = folder.path().join("two");
        let (code, said) = run_to_end(&mut command(&two));
        assert_eq!(code, 0, "{said}");
        let told = std::fs::read_to_string(two.join("database.dump")).unwrap();
        let (arguments, password) = told.trim_end().split_once('\n').unwrap();
        assert_eq!(password, "ge heim@");
        assert!(arguments.contains(&portal.database.url_text()) && arguments.contains("--snapshot="), "{arguments}");
        assert!(!arguments.contains("heim"), "{arguments}");
    });
}
