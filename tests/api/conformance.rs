//! The conformance run judges real clients: the one that does everything right, and the same with one thing wrong each time.
//!
//! The run brings its own sandbox. The client that does everything right meets it on both databases. The faults are a client's own, and
//! are judged by what is seen of it from outside: for them the embedded database, which partners run it with, is enough.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::Engine;
use crate::support::database::FreshDatabase;

/// Runs of a client at a time: each waits most of its time.
const AT_ONCE: usize = 4;

const CLIENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/conformance_client.py");

/// How a run ended.
struct Run {
    code: i32,
    report: Value,
    /// What the program and the client said besides.
    log: String,
}

/// Runs a client to its end, on the run's own database.
fn run<T: AsRef<OsStr>>(client: impl IntoIterator<Item = T>) -> Run {
    run_with(&[], client)
}

/// The same with more options.
fn run_with<T: AsRef<OsStr>>(options: &[&str], client: impl IntoIterator<Item = T>) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_tech-trade-portal"))
        .args(["conformance", "--json", "--minutes", "3"])
        .args(options)
        .arg("--")
        .args(client)
        .env_remove("PORTAL_BASE_URL")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let report = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}\n{log}"));
    Run { code: output.status.code().expect("it was not killed"), report, log }
}

impl Run {
    /// Numbers of the rules with this outcome.
    fn with(&self, outcome: &str) -> Vec<u64> {
        let rules = self.report["rules"].as_array().expect("rules").iter();
        rules.filter(|rule| rule["outcome"] == outcome).map(|rule| rule["number"].as_u64().unwrap()).collect()
    }
}

mod a_correct_client_passes_all_ten_rules {
    use super::{Engine, FreshDatabase, passes};

    #[test]
    fn sqlite() {
        passes(&[]);
    }

    #[test]
    fn postgresql() {
        let folder = tempfile::tempdir().unwrap();
        let database = FreshDatabase::empty(Engine::Postgresql, folder.path());
        passes(&["--database", &database.url_text()]);
    }
}

fn passes(options: &[&str]) {
    let run = run_with(options, ["python3", CLIENT]);
    assert_eq!(run.with("passed"), (1..=10).collect::<Vec<u64>>(), "{:#}\n{}", run.report, run.log);
    assert_eq!((run.code, &run.report["client_exit"], &run.report["passed"]), (0, &0.into(), &true.into()));
}

#[test]
fn a_client_that_breaks_one_rule_fails_that_one_alone() {
    let rules: Vec<u64> = (1..=10).collect();
    for some in rules.chunks(AT_ONCE) {
        std::thread::scope(|scope| {
            let running: Vec<_> = some
                .iter()
                .map(|rule| {
                    (*rule, scope.spawn(move || run(["python3".to_owned(), CLIENT.to_owned(), rule.to_string()])))
                })
                .collect();
            for (rule, running) in running {
                let run = running.join().unwrap();
                assert_eq!(run.with("failed"), [rule], "{:#}\n{}", run.report, run.log);
                assert_eq!((run.code, run.with("passed").len()), (1, 9), "{:#}\n{}", run.report, run.log);
            }
        });
    }
}

#[test]
fn a_client_that_does_nothing_is_not_judged_and_one_that_fails_is() {
    let idle = run(["true"]);
    assert_eq!((idle.code, idle.with("not_exercised").len()), (0, 10), "{}", idle.log);
    let failing = run(["false"]);
    assert_eq!((failing.code, &failing.report["client_exit"]), (1, &1.into()), "{}", failing.log);
}
