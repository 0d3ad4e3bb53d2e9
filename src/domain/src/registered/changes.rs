//! The digests by which a certificate commits to its data sheet, and to every change that led to it.

use sha2::{Digest, Sha256};

use crate::contract::ContractForm;
use crate::filing::canonical_json;
use crate::merkle::Hash;

/// SHA-256 of the data sheet (数据表): the registered version as canonical JSON.
pub fn data_sheet_digest(form: &ContractForm) -> Hash {
    // A form always is JSON: its maps have text for keys.
    let form = serde_json::to_value(form).unwrap_or_default();
    Hash(Sha256::digest(canonical_json(&form)).into())
}

/// SHA-256 over the chain of changes, oldest version first: of one version it is its own digest, and each later one is hashed
/// behind those before. None of no version.
pub fn chain_of_changes(versions: impl IntoIterator<Item = Hash>) -> Option<Hash> {
    versions.into_iter().reduce(|before, version| {
        Hash(Sha256::new().chain_update(before.as_bytes()).chain_update(version.as_bytes()).finalize().into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_and_their_order_count() {
        let [a, b, c] = [1, 2, 3].map(|byte| Hash([byte; 32]));
        assert_eq!(chain_of_changes([]), None);
        assert_eq!(chain_of_changes([a]), Some(a));
        let all = [vec![a, b], vec![b, a], vec![a, b, c], vec![a, c], vec![a, b, b]].map(chain_of_changes);
        assert!(all.iter().enumerate().all(|(at, one)| all.iter().skip(at + 1).all(|other| one != other)));
        let step = Sha256::new().chain_update([1; 32]).chain_update([2; 32]).finalize();
        assert_eq!(chain_of_changes([a, b]), Some(Hash(step.into())));
    }

    #[test]
    fn the_data_sheet_is_its_canonical_json() {
        let form = ContractForm { name: Some("许可合同".into()), ..ContractForm::default() };
        let text = canonical_json(&serde_json::to_value(&form).unwrap());
        assert_eq!(data_sheet_digest(&form), Hash(Sha256::digest(text).into()));
    }
}
