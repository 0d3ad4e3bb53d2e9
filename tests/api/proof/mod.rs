//! What outsiders check: credentials in both forms, the status list, receipts, the journal's heads. Each with programs that share no
//! code with the portal.

mod credentials;
mod keys;
mod log;
mod status;

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::support::{Actor, TestPortal};

/// A Python with the stock software of `tests/support/requirements.txt`.
pub(crate) fn python() -> &'static str {
    static PYTHON: OnceLock<String> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/python.sh");
        let made = Command::new(script).output().expect("tests/support/python.sh runs");
        assert!(made.status.success(), "tests/support/python.sh: {}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap().trim().to_owned()
    })
}

/// Runs a program beside the portal.
pub(crate) async fn run(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().expect("the program starts")).await.unwrap()
}

/// Writes a file for a verifier.
fn file(portal: &TestPortal, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = portal.folder().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// The published keys, as a file.
async fn jwks(portal: &TestPortal) -> PathBuf {
    let keys = reqwest::get(format!("{}/.well-known/jwks.json", portal.base_url)).await.unwrap().text().await.unwrap();
    file(portal, "jwks.json", keys)
}

/// The program that checks without a portal; it is a member of the workspace and lies beside the portal's own program.
fn portal_verify() -> Command {
    let portal = PathBuf::from(env!("CARGO_BIN_EXE_tech-trade-portal"));
    let program = portal.with_file_name("portal-verify");
    assert!(program.exists(), "{}: build the workspace", program.display());
    Command::new(program)
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat()
}

/// A certificate's JSON as its holder reads it.
async fn certificate(company: &Actor, number: &str) -> serde_json::Value {
    company.get(&format!("/certificates/{number}")).await.expect(200)
}
