//! The history that `demo` invents, through the real program: it is whole, and the checker finds nothing.

use serde_json::Value;

use crate::support::Engine;
use crate::support::database::FreshDatabase;
use crate::support::process::{program, run_to_end};

/// Enough for amendments, settlements, closures and returns.
const LIVES: usize = 80;

#[test]
fn an_invented_history_holds_on_sqlite() {
    holds(Engine::Sqlite);
}

#[test]
fn an_invented_history_holds_on_postgresql() {
    holds(Engine::Postgresql);
}

fn holds(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(engine, folder.path());
    let run = |arguments: &[&str]| {
        let (code, said) = run_to_end(program(&database.url_text(), folder.path()).args(arguments));
        assert_eq!(code, 0, "{arguments:?}: {said}");
        said
    };

    let accounts = run(&["demo", "--json", "--lives", &LIVES.to_string()]);
    assert!(accounts.contains("researcher@demo.example"), "{accounts}");

    let report: Value = serde_json::from_str(&run(&["check"])).unwrap();
    assert_eq!(report["discrepancies"], serde_json::json!([]));
    let contracts = report["contracts"].as_u64().unwrap();
    assert!(contracts > LIVES as u64, "the history, and what was walked after it: {contracts}");
    assert!(report["entries"].as_u64().unwrap() > 6 * LIVES as u64, "{report}");
    run(&["journal", "verify"]);
    let counted: Value = serde_json::from_str(&run(&["research", "rebuild", "--check"])).unwrap();
    assert_eq!(counted["differing"], 0, "{counted}");
    assert!(counted["facts"].as_u64().unwrap() > contracts, "{counted}");

    // Asked again it does nothing.
    assert_eq!(run(&["demo", "--json"]), accounts);
}
