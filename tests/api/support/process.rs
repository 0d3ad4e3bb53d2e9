//! The real program, as an operator runs it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program with its settings; the subcommand is for the caller to add. What it logs goes to `log` in the folder.
pub fn program(database_url: &str, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tech-trade-portal"));
    let log = File::options().create(true).append(true).open(folder.join("log")).unwrap();
    command
        .env("DATABASE_URL", database_url)
        .env("PORTAL_DATA", folder)
        .env("PORTAL_BASE_URL", BASE_URL)
        .env("PORTAL_LISTEN", "127.0.0.1:0")
        .env("PORTAL_PUBLIC_QUOTA", "0")
        .env("PORTAL_CLIENT_QUOTA", "0")
        .stdin(Stdio::null())
        .stderr(log);
    command
}

/// What the program is told that people reach it by; it issues its tokens in this name.
pub const BASE_URL: &str = "http://portal.suzhou.example";

/// A running `serve`, killed with this value.
pub struct Process {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub base_url: String,
}

impl Process {
    /// Starts `serve` and waits until it listens.
    pub fn serve(command: &mut Command) -> Self {
        let mut child = command.arg("serve").stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let base_url = line.trim().strip_prefix("listening on ").map(str::to_owned);
        let base_url = base_url.unwrap_or_else(|| panic!("it ended with {:?}: see its log", child.wait()));
        Self { child, base_url }
    }

    /// Ends it as a power cut would, between any two instructions.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs a command to its end: its exit code, and what it said on standard output.
pub fn run_to_end(command: &mut Command) -> (i32, String) {
    let output = command.stdout(Stdio::piped()).output().expect("the program starts");
    (output.status.code().expect("it was not killed"), String::from_utf8(output.stdout).unwrap())
}
