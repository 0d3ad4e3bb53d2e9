//! Signed heads of the journal and proofs over it. What they look like is `proof`'s.

use chrono::{DateTime, Utc};
use domain::Role;
use futures_util::StreamExt;
use proof::{Consistency, HeadView, InclusionView, ProofView, ProvenEntry};
use serde::Serialize;
use storage::accounts::user_names;
use storage::journal::{
    Discrepancy, Head, Part, Verified, Walk, before, by_seq, consistency_proof, head_of, heads_after, inclusion_proof,
    latest_head, root_of, save_head, size,
};
use storage::{Connection, Database};
use utoipa::ToSchema;

use super::page::{Page, PageRequest};
use super::{AppError, Context, FieldError, KeyRing, Portal};

/// The file in the data folder to which every signed head is appended, where a rewritten database cannot reach it.
pub const EXPORTED_HEADS: &str = "heads.jsonl";

/// A head as outsiders have it.
pub fn head_view(head: &Head) -> HeadView {
    HeadView {
        tree_size: head.tree_size,
        root_hash: head.root,
        signed_at: head.signed_at,
        key_id: head.key_id.clone(),
        signature: head.signature.clone(),
    }
}

/// Whether a key of the journal signed a head.
pub fn head_is_genuine(head: &Head, keys: &KeyRing) -> bool {
    head_view(head).check(&keys.public).is_ok()
}

/// Signs the journal as it is now, and keeps the head; nothing new, nothing signed.
pub async fn sign_head(portal: &Portal) -> Result<Option<HeadView>, AppError> {
    let (entries, newest) =
        portal.database.read(|connection| Ok::<_, AppError>((size(connection)?, latest_head(connection)?))).await?;
    if let Some(head) = newest.filter(|head| head.tree_size == entries) {
        return Ok(Some(head_view(&head)));
    }
    if entries == 0 {
        return Ok(None);
    }
    let tree_size = entries.unsigned_abs();
    let root = portal.database.read(move |connection| Ok::<_, AppError>(root_of(connection, tree_size)?)).await?;
    let view = HeadView::sign(&portal.keys.journal.current, entries, root, portal.now());
    let head = Head {
        tree_size: entries,
        root,
        signed_at: view.signed_at,
        key_id: view.key_id.clone(),
        signature: view.signature.clone(),
    };
    portal.database.write(move |connection| Ok::<_, AppError>(save_head(connection, &head)?)).await?;
    Ok(Some(view))
}

/// Whether the journal holds what a head says it held; else what is wrong.
pub async fn holds(portal: &Portal, head: &HeadView) -> Result<Result<(), String>, AppError> {
    if let Err(fault) = head.check(&portal.keys.journal.public) {
        return Ok(Err(format!("the head over {} entries: {fault}", head.tree_size)));
    }
    let (signed, expected) = (head.tree_size, head.root_hash);
    let (entries, root) = portal
        .database
        .read(move |connection| {
            let entries = size(connection)?;
            let root = if entries < signed { None } else { Some(root_of(connection, signed.unsigned_abs())?) };
            Ok::<_, AppError>((entries, root))
        })
        .await?;
    Ok(match root {
        None => Err(format!(
            "the journal has {entries} entries, but a head over {signed} was signed: the database is older than its last head"
        )),
        Some(root) if root != expected => {
            Err(format!("the first {signed} entries of the journal are not those that were signed"))
        }
        Some(_) => Ok(()),
    })
}

/// The newest head; one is signed where there is none.
pub async fn head(portal: &Portal) -> Result<HeadView, AppError> {
    let newest = portal.database.read(|connection| Ok::<_, AppError>(latest_head(connection)?)).await?;
    match newest {
        Some(head) => Ok(head_view(&head)),
        None => sign_head(portal).await?.ok_or(AppError::NotFound),
    }
}

/// Proves that the entry at `seq` is in the journal, under the newest head that covers it; where none does yet, one is signed.
pub(crate) async fn prove(portal: &Portal, seq: i64) -> Result<ProofView, AppError> {
    if let Some(proof) = proven(portal, seq).await? {
        return Ok(proof);
    }
    sign_head(portal).await?;
    proven(portal, seq).await?.ok_or(AppError::NotFound)
}

/// The proof under the newest head, if that covers the entry.
async fn proven(portal: &Portal, seq: i64) -> Result<Option<ProofView>, AppError> {
    if seq < 1 {
        return Err(AppError::NotFound);
    }
    let proof = move |connection: &mut Connection| -> Result<_, AppError> {
        let Some(head) = latest_head(connection)?.filter(|head| head.tree_size >= seq) else { return Ok(None) };
        let entry = by_seq(connection, seq)?.ok_or(AppError::NotFound)?;
        let hashes = inclusion_proof(connection, (seq - 1).unsigned_abs(), head.tree_size.unsigned_abs())?;
        Ok(Some(ProofView {
            leaf_hash: entry.leaf,
            proof: InclusionView { leaf_index: seq - 1, tree_size: head.tree_size, hashes },
            entry: ProvenEntry { seq, canonical: entry.canonical() },
            head: head_view(&head),
        }))
    };
    portal.database.read(proof).await
}

/// The proof of one entry, for those who may read the journal.
pub async fn proof(portal: &Portal, context: &Context, seq: i64) -> Result<ProofView, AppError> {
    context.staff(|role| role.may_audit() || role.may_decide())?;
    prove(portal, seq).await
}

/// An entry of the journal, without its facts: its proof has those.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JournalEntryView {
    /// Place in the journal, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it, as the journal writes it: `user:…`, `partner:…` or `system`.
    pub actor: String,
    /// Their name, where it was a person.
    pub actor_name: Option<String>,
    /// What happened.
    pub kind: String,
    /// About what: an id, or the name of what there is one of.
    pub subject: String,
}

/// Entries, newest first, for those who read the journal.
pub async fn entries(
    portal: &Portal,
    context: &Context,
    subject: Option<String>,
    page: &PageRequest,
) -> Result<Page<JournalEntryView>, AppError> {
    context.staff(Role::may_audit)?;
    let (limit, place) = (page.limit()?, page.place(portal)?);
    let place =
        place.map(|place| place.parse::<i64>().map_err(|_| AppError::BadRequest("invalid_cursor"))).transpose()?;
    let read = move |connection: &mut Connection| -> Result<_, AppError> {
        let entries = before(connection, subject.as_deref(), place, limit + 1)?;
        let people = entries.iter().filter_map(|entry| entry.actor.strip_prefix("user:").map(str::to_owned));
        let names = user_names(connection, &people.collect::<Vec<_>>())?;
        let name = |actor: &str| Some(names.get(actor.strip_prefix("user:")?)?.0.clone());
        let view = |entry: storage::journal::Entry| JournalEntryView {
            seq: entry.seq,
            at: entry.at,
            actor_name: name(&entry.actor),
            actor: entry.actor,
            kind: entry.kind,
            subject: entry.subject,
        };
        Ok(entries.into_iter().map(view).collect::<Vec<_>>())
    };
    let entries = portal.database.read(read).await?;
    Ok(Page::cut(portal, entries, limit, |entry| entry.seq.to_string()))
}

/// Checks the whole journal, so many parts of it at once.
pub async fn verify(
    database: &Database,
    keys: &KeyRing,
    at_once: usize,
) -> Result<Result<Verified, Discrepancy>, AppError> {
    let mut walk = database.read(|connection| Ok::<_, AppError>(Walk::begin(connection)?)).await?;
    let read = |after| database.read(move |connection| Ok::<_, AppError>(Part::read(connection, after)?));
    let parts: Vec<_> = walk.parts().map(read).collect();
    let mut parts = futures_util::stream::iter(parts).buffered(at_once);
    while let Some(part) = parts.next().await {
        if let Err(bad) = walk.pass(part?, |head| head_is_genuine(head, keys)) {
            return Ok(Err(bad));
        }
    }
    Ok(walk.end()?)
}

/// Signed heads, smallest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeadsView {
    /// The heads.
    pub items: Vec<HeadView>,
}

/// Heads over more than `after` entries.
pub async fn heads(portal: &Portal, after: i64, limit: i64) -> Result<HeadsView, AppError> {
    let found =
        portal.database.read(move |connection| Ok::<_, AppError>(heads_after(connection, after, limit)?)).await?;
    Ok(HeadsView { items: found.iter().map(head_view).collect() })
}

/// The proof that the journal of `first` entries is the beginning of that of `second`, for sizes that have a signed head.
pub async fn consistency(portal: &Portal, context: &Context, first: i64, second: i64) -> Result<Consistency, AppError> {
    let (Ok(earlier), Ok(later)) = (u64::try_from(first), u64::try_from(second)) else {
        return Err(out_of_order(context));
    };
    if earlier == 0 || earlier > later {
        return Err(out_of_order(context));
    }
    let hashes = portal
        .database
        .read(move |connection| {
            for size in [first, second] {
                head_of(connection, size)?.ok_or(AppError::NotFound)?;
            }
            Ok::<_, AppError>(consistency_proof(connection, earlier, later)?)
        })
        .await?;
    Ok(Consistency { first, second, hashes })
}

fn out_of_order(context: &Context) -> AppError {
    let message =
        context.say("first 不得小于 1，也不得大于 second。", "`first` must be at least 1, and not more than `second`.");
    AppError::Invalid { code: "validation_failed", errors: vec![FieldError::new("/first", "out_of_order", message)] }
}

/// Whether the database answers.
pub async fn check(portal: &Portal) -> Result<(), AppError> {
    portal.database.read(|connection| Ok::<_, AppError>(size(connection).map(|_| ())?)).await
}
