//! The tutorial for partners, run as it is printed: the blocks `sh`, in order, against a portal whose desk answers and whose webhooks are
//! sent when one is queued. Where the text shows what a command says, it must say that; `…` stands for what differs each time. What is
//! commented out is not shown yet, and not run; nor are the blocks `console`.

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::process::Command;

use serde_json::Value;

use crate::on_both_databases;
use crate::support::process::Spoken;
use crate::support::webhooks::HERE;
use crate::support::{Actor, TestPortal};

on_both_databases!(every_command_of_the_tutorial_does_what_it_says);

const TUTORIAL: &str = include_str!("../../docs/partners.md");

/// Commands, and what they are to say.
struct Block {
    /// Line of the tutorial, from 1.
    line: usize,
    commands: String,
    says: Option<String>,
}

/// The tutorial without what is commented out; every line stays in its place.
fn shown() -> String {
    let mut text = TUTORIAL.to_owned();
    while let Some(start) = text.find("<!--") {
        let length = text[start..].find("-->").expect("a comment ends") + "-->".len();
        let lines = "\n".repeat(text[start..start + length].matches('\n').count());
        text.replace_range(start..start + length, &lines);
    }
    text
}

fn blocks() -> Vec<Block> {
    let shown = shown();
    let mut blocks: Vec<Block> = Vec::new();
    let mut lines = shown.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let content: Vec<&str> = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        match language {
            "sh" => blocks.push(Block { line: number + 1, commands: content.join("\n"), says: None }),
            "text" => blocks.last_mut().expect("commands before what they say").says = Some(content.join("\n")),
            "console" => {}
            other => panic!("line {}: what is {other:?}?", number + 1),
        }
    }
    assert!(blocks.len() > 20, "only {} blocks were found", blocks.len());
    blocks
}

/// Whether a line is as it was printed.
fn fits(printed: &str, line: &str) -> bool {
    let pieces: Vec<&str> = printed.split('…').collect();
    let [first, middle @ .., last] = pieces.as_slice() else { return printed == line };
    let Some(mut rest) = line.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else { return false };
    middle.iter().all(|piece| rest.split_once(piece).map(|(_, after)| rest = after).is_some())
}

/// The people of the desk: they return what they see for the first time, and register it the second time.
struct Desk {
    reviewer: Actor,
    approver: Actor,
    returned: HashSet<String>,
}

impl Desk {
    async fn deals_with(&mut self, id: &str) {
        self.reviewer.claim(id).await;
        if self.returned.insert(id.to_owned()) {
            self.reviewer.return_(id).await.expect(200);
        } else {
            self.reviewer.recommend(id, "register").await.expect(200);
            self.approver.decide(id, "register").await.expect(200);
        }
    }
}

async fn every_command_of_the_tutorial_does_what_it_says(portal: &TestPortal) {
    let blocks = blocks();
    let folder = portal.folder().join("tutorial");
    std::fs::create_dir(&folder).unwrap();
    // A mark before each block says whose words follow.
    let marked = |(number, block): (usize, &Block)| format!("printf '\\036%d\\n' {number}\n{}\n", block.commands);
    std::fs::write(folder.join("tutorial.sh"), blocks.iter().enumerate().map(marked).collect::<String>()).unwrap();
    let company = portal.company().await;
    let scopes = ["filings:read", "filings:write", "changes:read", "webhooks:read", "webhooks:write"];
    let client = portal.new_partner(&scopes, Some(&company)).await;
    let bank = portal.new_partner(&["certificates:verify", "payments:write"], None).await;
    let named = |field: &str| company.company.as_ref().unwrap()[field].as_str().unwrap().to_owned();
    let mut command = Command::new("bash");
    command
        .args(["-eu", "-o", "pipefail", "tutorial.sh"])
        .current_dir(&folder)
        .stderr(File::create(folder.join("errors")).unwrap())
        .env("PORTAL", &portal.base_url)
        .env("CLIENT_ID", &client.client_id)
        .env("CLIENT_SECRET", &client.client_secret)
        .env("BANK_ID", &bank.client_id)
        .env("BANK_SECRET", &bank.client_secret)
        .env("COMPANY_NAME", named("name"))
        .env("COMPANY_USCC", named("uscc"))
        .env("TODAY", "2026-11-22")
        .env("EVERY", "0.1")
        .env("RECEIVER", HERE)
        .env("no_proxy", "*");
    let mut desk =
        Desk { reviewer: portal.reviewer().await, approver: portal.approver().await, returned: HashSet::new() };
    let mut program = Spoken::start(&mut command);
    let (mut current, mut said) = (0, vec![Vec::new(); blocks.len()]);
    while let Some(line) = program.line().await {
        if let Some(number) = line.strip_prefix('\u{1e}') {
            current = number.parse().unwrap();
            continue;
        }
        if let Some(id) = line.strip_prefix("submitted ") {
            desk.deals_with(id).await;
        }
        if line.starts_with("queued ") {
            portal.catch_up_webhooks().await;
        }
        said[current].push(line);
    }
    let ended = program.end();
    let errors = std::fs::read_to_string(folder.join("errors")).unwrap();
    let at = &blocks[current];
    assert_eq!(ended, 0, "docs/partners.md:{} {}\nsaid {:?}\n{errors}", at.line, at.commands, said[current]);
    for (block, said) in blocks.iter().zip(&said) {
        let printed: Vec<&str> = block.says.iter().flat_map(|says| says.lines()).collect();
        let same = printed.len() == said.len() && printed.iter().zip(said).all(|(printed, line)| fits(printed, line));
        assert!(same, "docs/partners.md:{}\nprinted {printed:#?}\nsaid {said:#?}", block.line);
    }
    assert_eq!(desk.returned.len(), 2, "one was filed by hand, one by the program");
}

#[test]
fn every_operation_that_the_tutorial_names_exists() {
    // A sandbox has all of them.
    let described = portal::web::sandbox_document();
    let methods = |item: &Value| item.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let paths = described["paths"].as_object().unwrap().iter();
    let known: BTreeSet<String> = paths
        .flat_map(|(path, item)| {
            methods(item).into_iter().map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let shown = shown();
    let mut found = 0;
    for words in shown.split('`').map(|text| text.split_whitespace().collect::<Vec<_>>()) {
        let [method, path] = words[..] else { continue };
        if !path.starts_with('/') || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            continue;
        }
        let at_the_root = ["/.well-known/", "/docs/"].iter().any(|root| path.starts_with(root));
        let whole = format!("{method} {}{path}", if at_the_root { "" } else { "/api/v1" });
        assert!(known.contains(&whole), "there is no {whole}");
        found += 1;
    }
    assert!(found >= 16, "only {found} operations were found in the text");
}

#[test]
fn the_client_bears_what_may_go_wrong() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/client_test.py");
    let output = Command::new("python3").arg(script).output().expect("python3 is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_line_is_compared_with_what_was_printed() {
    for (printed, line, expected) in [
        ("registered", "registered", true),
        ("registered", "registered SZI", false),
        ("draft …", "draft 0193", true),
        ("draft …", "a draft", false),
        ("signed SZI… valid until …", "signed SZI26-1 valid until 2031-10-07", true),
        ("signed SZI… valid until …", "signed SZI26-1 until 2031-10-07", false),
        ("a…b…c", "abbc", true),
        ("a…b…c", "ac", false),
    ] {
        assert_eq!(fits(printed, line), expected, "{printed:?} {line:?}");
    }
}
