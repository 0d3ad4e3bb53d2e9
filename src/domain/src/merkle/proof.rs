//! Proofs that an entry is in the tree (inclusion) and that a later tree only added to an earlier one (consistency):
//! RFC 6962 §2.1.1-2.1.2 to make them, RFC 9162 §2.1.3.2 and §2.1.4.2 to verify them.

use super::{Hash, empty_root, node_hash, subtree_root};

/// Leaves `start .. start + len`, whose [`subtree_root`] is one hash of a proof.
pub type Range = (u64, u64);

/// The ranges whose roots prove that leaf `index` is in the tree of `size` leaves, nearest the leaf first.
/// Empty for a tree of one leaf, and for an index outside the tree (which then cannot be verified).
pub fn inclusion_path(index: u64, size: u64) -> Vec<Range> {
    let mut path = Vec::new();
    let (mut start, mut len) = (0, if index < size { size } else { 0 });
    while len > 1 {
        let left = split(len);
        if index - start < left {
            path.push((start + left, len - left));
            len = left;
        } else {
            path.push((start, left));
            start += left;
            len -= left;
        }
    }
    path.reverse();
    path
}

/// The ranges whose roots prove that the tree of `old` leaves is the beginning of the tree of `new` leaves.
/// Empty when there is nothing to prove: `old` is zero, equals `new`, or is larger.
pub fn consistency_path(old: u64, new: u64) -> Vec<Range> {
    let mut path = Vec::new();
    if old == 0 || old >= new {
        return path;
    }
    let (mut start, mut len, mut rest) = (0, new, old);
    while rest != len {
        let left = split(len);
        if rest <= left {
            path.push((start + left, len - left));
            len = left;
        } else {
            path.push((start, left));
            start += left;
            len -= left;
            rest -= left;
        }
    }
    if start > 0 {
        path.push((start, len)); // otherwise it is the old root itself, which the verifier has
    }
    path.reverse();
    path
}

/// The inclusion proof over leaves held in memory.
pub fn inclusion_proof(index: u64, leaves: &[Hash]) -> Vec<Hash> {
    roots(&inclusion_path(index, leaves.len() as u64), leaves)
}

/// The consistency proof over leaves held in memory.
pub fn consistency_proof(old: u64, leaves: &[Hash]) -> Vec<Hash> {
    roots(&consistency_path(old, leaves.len() as u64), leaves)
}

/// Whether the proof leads from this leaf to this root.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            climb_while(&mut node, &mut last, |node| node & 1 == 0 && node != 0);
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the proof shows that the old tree is the beginning of the new one.
pub fn verify_consistency(old: u64, new: u64, old_root: &Hash, new_root: &Hash, proof: &[Hash]) -> bool {
    if old == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    if old >= new {
        return old == new && proof.is_empty() && old_root == new_root;
    }
    let mut hashes = old.is_power_of_two().then_some(old_root).into_iter().chain(proof);
    let Some(first) = hashes.next() else {
        return false;
    };
    let (mut node, mut last) = (old - 1, new - 1);
    climb_while(&mut node, &mut last, |node| node & 1 == 1);
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in hashes {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            climb_while(&mut node, &mut last, |node| node & 1 == 0 && node != 0);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

/// The largest power of two below `len` (`len` > 1).
const fn split(len: u64) -> u64 {
    1 << (len - 1).ilog2()
}

fn climb_while(node: &mut u64, last: &mut u64, condition: impl Fn(u64) -> bool) {
    while condition(*node) {
        *node >>= 1;
        *last >>= 1;
    }
}

fn roots(path: &[Range], leaves: &[Hash]) -> Vec<Hash> {
    let slice = |(start, len): &Range| {
        let (start, len) = (usize::try_from(*start).ok()?, usize::try_from(*len).ok()?);
        leaves.get(start..start.checked_add(len)?)
    };
    path.iter().filter_map(slice).map(subtree_root).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::leaf_hash;
    use super::*;

    fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|entry| leaf_hash(&entry.to_be_bytes())).collect()
    }

    #[test]
    fn the_paths_of_rfc_6962_section_2_1_3() {
        // The seven-leaf tree drawn there: d0 → [b, h, l], d3 → [c, g, l], d4 → [f, j, k], d6 → [i, k].
        assert_eq!(inclusion_path(0, 7), [(1, 1), (2, 2), (4, 3)]);
        assert_eq!(inclusion_path(3, 7), [(2, 1), (0, 2), (4, 3)]);
        assert_eq!(inclusion_path(4, 7), [(5, 1), (6, 1), (0, 4)]);
        assert_eq!(inclusion_path(6, 7), [(4, 2), (0, 4)]);
        // PROOF(3, D[7]) = [c, d, g, l], PROOF(4, D[7]) = [l], PROOF(6, D[7]) = [i, j, k].
        assert_eq!(consistency_path(3, 7), [(2, 1), (3, 1), (0, 2), (4, 3)]);
        assert_eq!(consistency_path(4, 7), [(4, 3)]);
        assert_eq!(consistency_path(6, 7), [(4, 2), (6, 1), (0, 4)]);
    }

    #[test]
    fn there_is_nothing_to_say_about_what_is_not_there() {
        assert!(inclusion_path(7, 7).is_empty());
        assert!(!verify_inclusion(&empty_root(), 0, 0, &[], &empty_root()));
        assert!(verify_consistency(0, 5, &empty_root(), &subtree_root(&leaves(5)), &[]));
        assert!(!verify_consistency(5, 4, &subtree_root(&leaves(5)), &subtree_root(&leaves(4)), &[]));
        assert!(!verify_consistency(3, 5, &subtree_root(&leaves(3)), &subtree_root(&leaves(5)), &[]));
    }

    proptest! {
        #[test]
        fn every_leaf_is_provable_and_no_other_leaf_index_or_size_is(size in 1_u64..200, pick in any::<u64>(), other in 0_u64..200) {
            let (leaves, index) = (leaves(size), pick % size);
            let (root, proof) = (subtree_root(&leaves), inclusion_proof(index, &leaves));
            let leaf = &leaves[usize::try_from(index).unwrap()];
            prop_assert!(verify_inclusion(leaf, index, size, &proof, &root));
            prop_assert!(!verify_inclusion(&leaf_hash(b"forged"), index, size, &proof, &root));
            if other != index {
                prop_assert!(!verify_inclusion(leaf, other, size, &proof, &root));
            }
            for longer in [&proof[..proof.len().saturating_sub(1)], &[proof.as_slice(), &[root]].concat()] {
                prop_assert!(longer.len() == proof.len() || !verify_inclusion(leaf, index, size, longer, &root));
            }
        }

        #[test]
        fn growth_is_provable_and_rewriting_is_not(old in 1_u64..150, added in 0_u64..150, broken in any::<u64>()) {
            let new = old + added;
            let leaves = leaves(new);
            let old_size = usize::try_from(old).unwrap();
            let (old_root, new_root) = (subtree_root(&leaves[..old_size]), subtree_root(&leaves));
            let proof = consistency_proof(old, &leaves);
            prop_assert!(verify_consistency(old, new, &old_root, &new_root, &proof));

            let mut rewritten = leaves.clone();
            rewritten[usize::try_from(broken % old).unwrap()] = leaf_hash(b"forged");
            let forged = consistency_proof(old, &rewritten);
            prop_assert!(!verify_consistency(old, new, &old_root, &subtree_root(&rewritten), &forged));
        }
    }
}
