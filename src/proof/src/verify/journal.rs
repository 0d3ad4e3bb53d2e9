//! Heads and entries of the journal, a line each.

use std::io::{BufRead, BufReader, Read};

use domain::merkle::{Frontier, leaf_hash};
use proof::{Consistency, HeadView, KeySet};

use crate::No;

/// Checks heads: signatures, that they only grow, and that each extends the one before where there is a proof.
pub(crate) fn heads(keys: &KeySet, text: &str, proofs: Option<&str>) -> Result<String, No> {
    let heads = parse(keys, text)?;
    let proofs: Vec<Consistency> = match proofs {
        Some(text) => lines(text)?,
        None => Vec::new(),
    };
    let mut proven = 0;
    for (earlier, later) in heads.iter().zip(heads.iter().skip(1)) {
        let place = format!("heads over {} and {} entries", earlier.tree_size, later.tree_size);
        if later.tree_size < earlier.tree_size {
            return Err(No::False(format!("{place}: the journal became shorter")));
        }
        if later.tree_size == earlier.tree_size && later.root_hash != earlier.root_hash {
            return Err(No::False(format!("{place}: two roots for the same size")));
        }
        let between = |proof: &&Consistency| (proof.first, proof.second) == (earlier.tree_size, later.tree_size);
        if let Some(proof) = proofs.iter().find(between) {
            proof.check(earlier, later).map_err(|fault| No::False(format!("{place}: {fault}")))?;
            proven += 1;
        }
    }
    Ok(format!("{} heads hold, {proven} of them proven to extend the one before", heads.len()))
}

/// Builds the tree from the entries, and compares it with every head.
pub(crate) fn entries(keys: &KeySet, entries: impl Read, text: &str) -> Result<String, No> {
    let mut waiting = parse(keys, text)?.into_iter().peekable();
    let mut frontier = Frontier::default();
    let mut compared = 0;
    for line in BufReader::new(entries).lines() {
        let line = line.map_err(|error| No::Unread(error.to_string()))?;
        frontier.append(leaf_hash(line.as_bytes()));
        let size = i64::try_from(frontier.size()).unwrap_or(i64::MAX);
        while let Some(head) = waiting.next_if(|head| head.tree_size <= size) {
            if head.tree_size < size {
                return Err(No::False(format!("the head over {} entries is out of order", head.tree_size)));
            }
            if head.root_hash != frontier.root() {
                let why = "an entry up to here was altered, dropped or put in";
                return Err(No::False(format!("the first {size} entries are not those that were signed: {why}")));
            }
            compared += 1;
        }
    }
    match waiting.next() {
        Some(head) => {
            Err(No::False(format!("{} entries, but a head over {} was signed", frontier.size(), head.tree_size)))
        }
        None => {
            Ok(format!("{} entries hold, under {compared} signed heads, root {}", frontier.size(), frontier.root()))
        }
    }
}

fn parse(keys: &KeySet, text: &str) -> Result<Vec<HeadView>, No> {
    let heads: Vec<HeadView> = lines(text)?;
    for head in &heads {
        let place = |fault| No::False(format!("the head over {} entries: {fault}", head.tree_size));
        head.check(keys).map_err(place)?;
    }
    Ok(heads)
}

fn lines<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, No> {
    let read = |(number, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| No::Unread(format!("line {}: {error}", number + 1)))
    };
    text.lines().enumerate().map(read).collect()
}
