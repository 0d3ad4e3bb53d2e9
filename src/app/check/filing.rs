//! An application that was registered: the road that its journal entries tell, who took its steps, and what was filed.

use domain::FilingId;
use domain::filing::{Action, FilingStatus, Outcome, filing_digest, next};
use domain::merkle::Hash;
use sha2::{Digest, Sha256};
use storage::Connection;
use storage::filings::{Filing, attachments_of, submissions_of};
use storage::journal::{Entry, about};

use super::{Discrepancy, Register};
use crate::app::AppError;

/// The step that an entry tells of; none for those that take none.
fn step(kind: &str) -> Option<(Action, Option<Outcome>)> {
    Some(match kind {
        "filing.submitted" => (Action::Submit, None),
        "filing.claimed" => (Action::Claim, None),
        "filing.assigned" => (Action::Assign, None),
        "filing.released" => (Action::Release, None),
        "filing.returned" => (Action::Return, None),
        "filing.recommended" => (Action::Recommend, None),
        "filing.registered" => (Action::Decide, Some(Outcome::Register)),
        "filing.refused" => (Action::Decide, Some(Outcome::Refuse)),
        "filing.referred" => (Action::Refer, None),
        "filing.withdrawn" => (Action::Withdraw, None),
        "filing.lapsed" => (Action::Lapse, None),
        _ => return None,
    })
}

/// Checks one application.
pub(super) fn check(
    connection: &mut Connection,
    filing: &Filing,
    found: &mut Vec<Discrepancy>,
) -> Result<(), AppError> {
    let entries = about(connection, &filing.id.to_string())?;
    road(filing, &entries, found);
    four_eyes(filing, &entries, found);
    filed(connection, filing, &entries, found)
}

fn road(filing: &Filing, entries: &[Entry], found: &mut Vec<Discrepancy>) {
    let mut status = FilingStatus::Draft;
    for entry in entries {
        let Some((action, outcome)) = step(&entry.kind) else { continue };
        match next(status, action, outcome) {
            Ok(there) => status = there,
            Err(illegal) => {
                let why = format!("journal entry {}: {illegal}", entry.seq);
                return found.push(Discrepancy::new("state_illegal", &filing.id, why));
            }
        }
    }
    if status != filing.status {
        let why = format!("the journal leads to {}, the record says {}", status.code(), filing.status.code());
        found.push(Discrepancy::new("state_differs", &filing.id, why));
    }
}

/// Who recommended did not decide: by the journal, and the record names the same people.
fn four_eyes(filing: &Filing, entries: &[Entry], found: &mut Vec<Discrepancy>) {
    let actor = |kind: &str| entries.iter().rfind(|entry| entry.kind == kind).map(|entry| entry.actor.clone());
    let (proposer, decider) = (actor("filing.recommended"), actor("filing.registered"));
    if proposer.is_none() || proposer == decider {
        found.push(Discrepancy::new("four_eyes", &filing.id, "one person recommended and decided it"));
    }
    let recorded = [&filing.recommendation, &filing.decision]
        .map(|opinion| opinion.as_ref().map(|opinion| format!("user:{}", opinion.by)));
    if recorded != [proposer, decider] {
        let why = "the record names other people than the journal for recommendation and decision";
        found.push(Discrepancy::new("people_differ", &filing.id, why));
    }
}

/// What was decided on is what was filed, and what was filed is what the receipt says.
fn filed(
    connection: &mut Connection,
    filing: &Filing,
    entries: &[Entry],
    found: &mut Vec<Discrepancy>,
) -> Result<(), AppError> {
    let submissions = submissions_of(connection, filing.id)?;
    let told: Vec<Option<&str>> = entries
        .iter()
        .filter(|entry| entry.kind == "filing.submitted")
        .map(|entry| entry.body.get("digest").and_then(serde_json::Value::as_str))
        .collect();
    let stored: Vec<Option<&str>> = submissions.iter().map(|one| Some(one.digest.as_str())).collect();
    if told != stored {
        found.push(Discrepancy::new("submission_differs", &filing.id, "its submissions are not those of the journal"));
    }
    let Some((last, filed)) = submissions.last().and_then(|last| Some((last, last.filed.as_ref()?))) else {
        found.push(Discrepancy::new("submission_missing", &filing.id, "what was filed is not there"));
        return Ok(());
    };
    let papers: Vec<_> = filed.papers.iter().map(|paper| (paper.kind, paper.sha256.clone())).collect();
    if filing_digest(&filed.contract, &filed.request, &papers) != last.digest {
        found.push(Discrepancy::new("digest_differs", &filing.id, "what is kept as filed has another digest"));
    }
    if (&filed.contract, &filed.request) != (&filing.contract, &filing.request) {
        found.push(Discrepancy::new("filing_altered", &filing.id, "the record is not what was filed"));
    }
    let mut kept: Vec<_> =
        attachments_of(connection, filing.id)?.into_iter().map(|paper| (paper.kind.code(), paper.sha256)).collect();
    let mut filed: Vec<_> = papers.into_iter().map(|(kind, sha256)| (kind.code(), sha256)).collect();
    kept.sort();
    filed.sort();
    if kept != filed {
        found.push(Discrepancy::new("papers_differ", &filing.id, "its papers are not those that were filed"));
    }
    Ok(())
}

/// The bytes of an application's papers, against their digests. Answers how many were read.
pub(super) async fn papers(
    register: &Register,
    filing: FilingId,
    found: &mut Vec<Discrepancy>,
) -> Result<usize, AppError> {
    let papers =
        register.database.read(move |connection| Ok::<_, AppError>(attachments_of(connection, filing)?)).await?;
    for paper in &papers {
        let kept = register.blobs.get(&paper.id.to_string()).await?;
        let whole = kept.is_some_and(|bytes| Hash(Sha256::digest(&bytes).into()).to_string() == paper.sha256);
        if !whole {
            let why = format!("the bytes of {} are not those that were filed", paper.file_name);
            found.push(Discrepancy::new("paper_altered", &filing, why));
        }
    }
    Ok(papers.len())
}
