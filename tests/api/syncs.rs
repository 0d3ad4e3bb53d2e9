//! An acknowledged submission is on disk, not in a cache of the machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use futures_util::future::join_all;
use serde_json::json;

use crate::kill::prepared::{Prepared, prepare};
use crate::support::database::FreshDatabase;
use crate::support::portal::{new_runtime, plain_http};
use crate::support::process::{Process, program};
use crate::support::{Contract, Engine, TestPortal, run};

/// Counts the syncs of the database's files, and does them.
const COUNTER: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One byte a sync, appended to the file that COUNT_SYNCS names. */
static void count(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = 0;
    const char *counts = getenv("COUNT_SYNCS");
    if (!counts || !strstr(path, "portal.db")) return;
    int out = open(counts, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (out >= 0) { if (write(out, "x", 1) != 1) abort(); close(out); }
}
/* Counted once it is done: a count means that the bytes are down. */
int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    int outcome = real(fd);
    if (outcome == 0) count(fd);
    return outcome;
}
int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    int outcome = real(fd);
    if (outcome == 0) count(fd);
    return outcome;
}
"#;

fn compiled(folder: &Path) -> PathBuf {
    let (source, library) = (folder.join("counter.c"), folder.join("counter.so"));
    std::fs::write(&source, COUNTER).unwrap();
    let outcome =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).arg("-ldl").status();
    assert!(outcome.expect("a C compiler, which the build needs too").success());
    library
}

#[test]
fn the_embedded_database_is_synced_before_each_acknowledgement() {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(Engine::Sqlite, folder.path());
    let counts = folder.path().join("counts");
    let syncs = || std::fs::metadata(&counts).map_or(0, |file| file.len());
    new_runtime().block_on(async {
        let (one_by_one, at_once) = (20, 64);
        let prepared = prepare(&database, folder.path(), one_by_one + at_once).await;
        let mut command = program(&database.url_text(), folder.path());
        let process = Process::serve(command.env("LD_PRELOAD", compiled(folder.path())).env("COUNT_SYNCS", &counts));
        let (first, rest) = prepared.drafts.split_at(one_by_one);
        for id in first {
            let before = syncs();
            submit(&process, &prepared, id).await;
            assert!(syncs() > before, "acknowledged after {before} syncs, and no further one");
        }
        let before = syncs();
        join_all(rest.iter().map(|id| submit(&process, &prepared, id))).await;
        let spent = syncs() - before;
        // Those that wait together share a commit of at most 64, and its sync.
        assert!(spent >= 1, "{at_once} submissions, {spent} syncs");
    });
}

async fn submit(process: &Process, prepared: &Prepared, id: &str) {
    let request = plain_http()
        .build()
        .unwrap()
        .post(format!("{}/api/v1/filings/{id}/submit", process.base_url))
        .bearer_auth(&prepared.token)
        .header("idempotency-key", id)
        .json(&json!({ "reasons": {}, "declaration": true }));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 201, "{}", response.text().await.unwrap());
}

#[test]
fn the_server_has_flushed_its_log_before_each_acknowledgement() {
    run(Engine::Postgresql, async |portal: &TestPortal| {
        let company = portal.company().await;
        let place = async |function: &str| {
            portal.number(&format!("SELECT CAST({function}() - '0/0'::pg_lsn AS TEXT) AS value")).await
        };
        for number in 0..10 {
            let id = company.ready_draft(&Contract::import().of(&company).numbered(number)).await;
            let before = place("pg_current_wal_insert_lsn").await;
            company.submit(&id, json!({})).await.expect(201);
            let flushed = place("pg_current_wal_flush_lsn").await;
            assert!(flushed > before, "acknowledged with the log flushed to {flushed}, and begun at {before}");
        }
        assert_eq!(portal.texts("SELECT current_setting('synchronous_commit') AS value").await, ["on"]);
    });
}
