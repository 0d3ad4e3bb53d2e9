//! The verdicts, for people and for programs.

use std::fmt::Write;

use serde_json::{Value, json};

use super::judge::{Outcome, Verdict};

/// A table: number, outcome, what the rule says, and by what that was seen.
pub fn as_text(verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    for (place, verdict) in verdicts.iter().enumerate() {
        let outcome = match verdict.outcome {
            Outcome::Passed => "通过 passed",
            Outcome::Failed => "不符 FAILED",
            Outcome::NotExercised => "未测 not exercised",
        };
        let (zh, en) = verdict.rule.words();
        // Writing into a text cannot fail.
        let _written = writeln!(text, "{:>2}  {outcome}  {zh} · {en}", place + 1);
        if !verdict.seen.is_empty() {
            let _written = writeln!(text, "    {}", verdict.seen);
        }
    }
    text
}

/// The same for programs: whether nothing failed, and each rule by its number.
pub fn as_json(verdicts: &[Verdict]) -> Value {
    let rules: Vec<Value> = verdicts
        .iter()
        .enumerate()
        .map(|(place, verdict)| {
            let Verdict { rule, outcome, seen } = verdict;
            json!({ "number": place + 1, "rule": rule, "outcome": outcome, "seen": seen, "says": rule.words().1 })
        })
        .collect();
    let passed = verdicts.iter().all(|verdict| verdict.outcome != Outcome::Failed);
    json!({ "passed": passed, "rules": rules })
}
