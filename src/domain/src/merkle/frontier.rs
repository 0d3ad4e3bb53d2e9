//! The right edge of the tree: all that an append needs, and one row in the database.

use serde::{Deserialize, Serialize};

use super::{Hash, empty_root, node_hash};

/// The roots of the perfect subtrees that make up the tree, largest first: one for every set bit of its size.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    /// A stored frontier; nothing if the number of nodes cannot belong to a tree of this size.
    pub fn from_parts(size: u64, nodes: Vec<Hash>) -> Option<Self> {
        (u64::from(size.count_ones()) == nodes.len() as u64).then_some(Self { size, nodes })
    }

    /// Number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The subtree roots, largest first.
    pub fn nodes(&self) -> &[Hash] {
        &self.nodes
    }

    /// Adds a leaf hash: as many joins as the size has trailing ones, O(log n).
    pub fn append(&mut self, leaf: Hash) {
        let mut right = leaf;
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.nodes.pop() else { break };
            right = node_hash(&left, &right);
        }
        self.nodes.push(right);
        self.size += 1;
    }

    /// The root of the whole tree.
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.nodes.iter().rev();
        let Some(last) = smallest_first.next() else {
            return empty_root();
        };
        smallest_first.fold(*last, |right, left| node_hash(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::super::leaf_hash;
    use super::*;

    /// The reference tree of the certificate-transparency code base: entries, and the root after each.
    const REFERENCE: [(&[u8], &str); 8] = [
        (b"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (b"\x00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (b"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        (b"\x20\x21", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        (b"\x30\x31", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        (b"\x40\x41\x42\x43", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        (b"\x50\x51\x52\x53\x54\x55\x56\x57", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ),
    ];

    #[test]
    fn the_reference_tree_grows_to_the_reference_roots() {
        let mut frontier = Frontier::default();
        assert_eq!(frontier.root(), empty_root());
        for (entry, root) in REFERENCE {
            frontier.append(leaf_hash(entry));
            assert_eq!(frontier.root().to_string(), root);
            assert_eq!(u32::try_from(frontier.nodes().len()).unwrap(), frontier.size().count_ones());
        }
    }

    #[test]
    fn a_stored_frontier_goes_on_where_it_stopped() {
        let mut whole = Frontier::default();
        for entry in 0..100_u8 {
            let mut restored = Frontier::from_parts(whole.size(), whole.nodes().to_vec()).unwrap();
            restored.append(leaf_hash(&[entry]));
            whole.append(leaf_hash(&[entry]));
            assert_eq!(restored, whole);
        }
        assert_eq!(Frontier::from_parts(3, vec![empty_root()]), None);
    }
}
