//! Signed heads of the journal and proofs over it.

use chrono::{DateTime, Utc};
use domain::filing::canonical_json;
use serde::Serialize;
use serde_json::json;
use storage::journal::{Head, by_seq, inclusion_proof, latest_head, root_of, save_head, size};
use utoipa::ToSchema;

use super::{AppError, Context, Portal, SigningKey};

/// A signed head.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeadView {
    /// Number of entries.
    pub tree_size: i64,
    /// RFC 6962 root over them, hex.
    pub root_hash: String,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// Which key of `/.well-known/jwks.json` signed.
    pub key_id: String,
    /// Ed25519 over the canonical JSON of `root_hash`, `signed_at`, `tree_size`; base64url.
    pub signature: String,
}

impl From<&Head> for HeadView {
    fn from(head: &Head) -> Self {
        Self {
            tree_size: head.tree_size,
            root_hash: head.root.to_string(),
            signed_at: head.signed_at,
            key_id: head.key_id.clone(),
            signature: head.signature.clone(),
        }
    }
}

/// A journal entry with its proof.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProofView {
    /// The entry.
    pub entry: ProvenEntry,
    /// Hash of the leaf, hex: SHA-256 over 0x00 and the entry's canonical text.
    pub leaf_hash: String,
    /// The path from leaf to root.
    pub proof: InclusionView,
    /// The signed root that the path leads to.
    pub head: HeadView,
}

/// A journal entry as it was hashed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProvenEntry {
    /// Its place, from 1.
    pub seq: i64,
    /// Its canonical JSON, whose bytes are the leaf.
    pub canonical: String,
}

/// An RFC 6962 inclusion proof.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InclusionView {
    /// Index of the leaf, from 0.
    pub leaf_index: i64,
    /// Size of the tree.
    pub tree_size: i64,
    /// Hashes, hex, from the leaf upward.
    pub hashes: Vec<String>,
}

/// The text that a head's signature covers: the head's own values, spelled as [`HeadView`] spells them, so that whoever has
/// the head has the text.
fn head_text(tree_size: i64, root_hash: &str, signed_at: DateTime<Utc>) -> String {
    canonical_json(&json!({ "tree_size": tree_size, "root_hash": root_hash, "signed_at": signed_at }))
}

/// Whether a head bears this key's signature.
pub fn head_is_genuine(head: &Head, key: &SigningKey) -> bool {
    head.key_id == key.id
        && key.verifies(head_text(head.tree_size, &head.root.to_string(), head.signed_at).as_bytes(), &head.signature)
}

/// Signs the journal as it is now, and keeps the head; nothing new, nothing signed.
pub async fn sign_head(portal: &Portal) -> Result<Option<HeadView>, AppError> {
    let (entries, newest) =
        portal.database.read(|connection| Ok::<_, AppError>((size(connection)?, latest_head(connection)?))).await?;
    if let Some(head) = newest.filter(|head| head.tree_size == entries) {
        return Ok(Some(HeadView::from(&head)));
    }
    if entries == 0 {
        return Ok(None);
    }
    let tree_size = entries.unsigned_abs();
    let root = portal.database.read(move |connection| Ok::<_, AppError>(root_of(connection, tree_size)?)).await?;
    let signed_at = portal.now();
    let head = Head {
        tree_size: entries,
        root,
        signed_at,
        key_id: portal.keys.journal.id.clone(),
        signature: portal.keys.journal.sign(head_text(entries, &root.to_string(), signed_at).as_bytes()),
    };
    let view = HeadView::from(&head);
    portal.database.write(move |connection| Ok::<_, AppError>(save_head(connection, &head)?)).await?;
    Ok(Some(view))
}

/// The newest head; one is signed where there is none.
pub async fn head(portal: &Portal) -> Result<HeadView, AppError> {
    let newest = portal.database.read(|connection| Ok::<_, AppError>(latest_head(connection)?)).await?;
    match newest {
        Some(head) => Ok(HeadView::from(&head)),
        None => sign_head(portal).await?.ok_or(AppError::NotFound),
    }
}

/// Proves that the entry at `seq` is in the journal, under the newest head that covers it.
pub(crate) async fn prove(portal: &Portal, seq: i64) -> Result<ProofView, AppError> {
    let newest = head(portal).await?;
    let head = if newest.tree_size >= seq { newest } else { sign_head(portal).await?.ok_or(AppError::NotFound)? };
    if seq < 1 || head.tree_size < seq {
        return Err(AppError::NotFound);
    }
    let (index, tree_size) = ((seq - 1).unsigned_abs(), head.tree_size.unsigned_abs());
    let (entry, hashes) = portal
        .database
        .read(move |connection| {
            let entry = by_seq(connection, seq)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>((entry, inclusion_proof(connection, index, tree_size)?))
        })
        .await?;
    Ok(ProofView {
        leaf_hash: entry.leaf.to_string(),
        proof: InclusionView {
            leaf_index: seq - 1,
            tree_size: head.tree_size,
            hashes: hashes.iter().map(ToString::to_string).collect(),
        },
        entry: ProvenEntry { seq, canonical: entry.canonical() },
        head,
    })
}

/// The proof of one entry, for those who may read the journal.
pub async fn proof(portal: &Portal, context: &Context, seq: i64) -> Result<ProofView, AppError> {
    context.staff(|role| role == domain::Role::AuditAdmin || role.may_decide())?;
    prove(portal, seq).await
}

/// Whether the database answers.
pub async fn check(portal: &Portal) -> Result<(), AppError> {
    portal.database.read(|connection| Ok::<_, AppError>(size(connection).map(|_| ())?)).await
}
