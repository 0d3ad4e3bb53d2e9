//! The real program, as an operator runs it, and other programs beside the portal.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

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
        .env("PORTAL_RESEARCH_QUOTA", "0")
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

/// A program that runs beside the portal, and what it says, line by line. Killed with this value.
pub struct Spoken {
    child: Child,
    lines: UnboundedReceiver<String>,
}

impl Spoken {
    /// How long it may be silent.
    const PATIENCE: Duration = Duration::from_secs(120);

    /// Starts it; what it says on standard error is the caller's to place.
    pub fn start(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0);
        let mut child = command.spawn().expect("the program starts");
        let (say, lines) = unbounded_channel();
        let said = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| say.send(line)));
        Self { child, lines }
    }

    /// What it says next; none once it has said all.
    pub async fn line(&mut self) -> Option<String> {
        tokio::time::timeout(Self::PATIENCE, self.lines.recv()).await.expect("it goes on, or ends")
    }

    /// Its exit code, once it has said all.
    pub fn end(mut self) -> i32 {
        self.child.wait().unwrap().code().expect("it was not killed")
    }
}

impl Drop for Spoken {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            // With the programs that it started.
            let group = format!("-{}", self.child.id());
            drop(Command::new("kill").args(["-KILL", "--", &group]).status());
            drop(self.child.wait());
        }
    }
}
