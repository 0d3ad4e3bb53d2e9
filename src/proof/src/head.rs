//! Signed heads of the journal, and the proofs that lead to them.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use domain::filing::canonical_json;
use domain::merkle::{Hash, leaf_hash, verify_consistency, verify_inclusion};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Fault, KeySet, Purpose, Signer};

/// A signed head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeadView {
    /// Number of entries.
    pub tree_size: i64,
    /// RFC 6962 root over them, hex.
    pub root_hash: Hash,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// Which key of `/.well-known/jwks.json` signed.
    pub key_id: String,
    /// Ed25519 over the canonical JSON of `root_hash`, `signed_at`, `tree_size`; base64url.
    pub signature: String,
}

impl HeadView {
    /// Signs a head.
    pub fn sign(signer: &dyn Signer, tree_size: i64, root_hash: Hash, signed_at: DateTime<Utc>) -> Self {
        let text = text(tree_size, &root_hash, signed_at);
        Self {
            tree_size,
            root_hash,
            signed_at,
            key_id: signer.public_key().id.clone(),
            signature: BASE64URL_NOPAD.encode(&signer.sign(text.as_bytes())),
        }
    }

    /// Whether a key of the journal signed it.
    pub fn check(&self, keys: &KeySet) -> Result<(), Fault> {
        let key = keys.find(Purpose::Journal, &self.key_id)?;
        let signature = BASE64URL_NOPAD.decode(self.signature.as_bytes()).map_err(|_| Fault::Signature)?;
        key.verify(text(self.tree_size, &self.root_hash, self.signed_at).as_bytes(), &signature)
    }
}

/// The text that a head's signature covers: the head's own values, as the head spells them.
fn text(tree_size: i64, root_hash: &Hash, signed_at: DateTime<Utc>) -> String {
    canonical_json(&json!({ "tree_size": tree_size, "root_hash": root_hash, "signed_at": signed_at }))
}

/// A journal entry with its proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProofView {
    /// The entry.
    pub entry: ProvenEntry,
    /// Hash of the leaf, hex: SHA-256 over 0x00 and the entry's canonical text.
    pub leaf_hash: Hash,
    /// The path from leaf to root.
    pub proof: InclusionView,
    /// The signed root that the path leads to.
    pub head: HeadView,
}

impl ProofView {
    /// Whether the entry is in the journal that the head signs.
    pub fn check(&self, keys: &KeySet) -> Result<(), Fault> {
        let same_place = self.proof.leaf_index.checked_add(1) == Some(self.entry.seq);
        let same_tree = self.proof.tree_size == self.head.tree_size;
        if leaf_hash(self.entry.canonical.as_bytes()) != self.leaf_hash || !same_place || !same_tree {
            return Err(Fault::Proof);
        }
        let (Ok(index), Ok(size)) = (u64::try_from(self.proof.leaf_index), u64::try_from(self.proof.tree_size)) else {
            return Err(Fault::Proof);
        };
        if !verify_inclusion(&self.leaf_hash, index, size, &self.proof.hashes, &self.head.root_hash) {
            return Err(Fault::Proof);
        }
        self.head.check(keys)
    }
}

/// A journal entry as it was hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProvenEntry {
    /// Its place, from 1.
    pub seq: i64,
    /// Its canonical JSON, whose bytes are the leaf.
    pub canonical: String,
}

/// An RFC 6962 inclusion proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InclusionView {
    /// Index of the leaf, from 0.
    pub leaf_index: i64,
    /// Size of the tree.
    pub tree_size: i64,
    /// Hashes, hex, from the leaf upward.
    pub hashes: Vec<Hash>,
}

/// An RFC 6962 consistency proof: the journal of `first` entries is the beginning of that of `second`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consistency {
    /// Size of the earlier tree.
    pub first: i64,
    /// Size of the later tree.
    pub second: i64,
    /// Hashes, hex.
    pub hashes: Vec<Hash>,
}

impl Consistency {
    /// Whether it leads from one head to the other. The heads' signatures are checked by themselves.
    pub fn check(&self, earlier: &HeadView, later: &HeadView) -> Result<(), Fault> {
        let sizes = (u64::try_from(self.first), u64::try_from(self.second));
        let between = (self.first, self.second) == (earlier.tree_size, later.tree_size);
        let (Ok(first), Ok(second), true) = (sizes.0, sizes.1, between) else { return Err(Fault::Proof) };
        if verify_consistency(first, second, &earlier.root_hash, &later.root_hash, &self.hashes) {
            Ok(())
        } else {
            Err(Fault::Proof)
        }
    }
}
