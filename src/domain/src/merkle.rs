//! The Merkle tree of the journal: RFC 6962 hashing, proofs and their verification. Leaves and signatures live elsewhere;
//! a proof is planned here as ranges of leaves, so that whoever stores them can fetch or cache what it needs.

mod frontier;
mod proof;

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hex;
pub use frontier::Frontier;
pub use proof::{
    Range, consistency_path, consistency_proof, inclusion_path, inclusion_proof, verify_consistency, verify_inclusion,
};

/// A SHA-256 value; lower-case hex in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Reads 64 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode_32(text).map(Self)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(&self.0))
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not 64 lower-case hexadecimal digits")
    }
}

impl TryFrom<&[u8]> for Hash {
    type Error = &'static str;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self).map_err(|_| "not 32 bytes")
    }
}

/// The hash of an entry: SHA-256 over `0x00` and its bytes (RFC 6962 §2.1).
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// The hash over two subtrees: SHA-256 over `0x01`, left, right (RFC 6962 §2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// The root of a tree without leaves: SHA-256 over nothing.
pub fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

/// The root over these leaf hashes: a whole tree, or one of the ranges that a proof asks for.
pub fn subtree_root(leaves: &[Hash]) -> Hash {
    leaves
        .iter()
        .fold(Frontier::default(), |mut frontier, leaf| {
            frontier.append(*leaf);
            frontier
        })
        .root()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_lower_case_hex_in_json() {
        let json = format!("\"{}\"", empty_root());
        assert_eq!(json, "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), empty_root());
        assert!(serde_json::from_str::<Hash>(&json.to_uppercase()).is_err());
    }

    #[test]
    fn a_leaf_is_never_a_node() {
        let (left, right) = (leaf_hash(b"a"), leaf_hash(b"b"));
        let spliced: Vec<u8> = left.0.iter().chain(&right.0).copied().collect();
        assert_ne!(leaf_hash(&spliced), node_hash(&left, &right));
    }
}
