//! The journal: one append-only table whose rows are the leaves of an RFC 6962 Merkle tree.
//!
//! An append is the last statement of every transaction that does something. It locks the frontier, the one row that holds the right
//! edge of the tree, so that `seq` has no gaps and nothing commits without its entry. Signing heads needs keys and is done
//! by the application; what is signed is kept here.

mod append;
mod audience;
mod consumers;
mod heads;
mod proof;
mod read;
mod verify;

pub use append::{NewEntry, Place, Seal, append, set_up};
pub(crate) use audience::AudienceRow;
pub use audience::{actors_of, audience_of, created_by_company, told_after};
pub use consumers::{Lease, advance, cursor, give_up, is_behind, lease, lease_for, ran_out};
pub use heads::{Head, first_head_over, head_of, heads_after, latest_head, save_head};
pub use proof::{consistency_proof, inclusion_proof, root_of};
pub(crate) use read::EntryRow;
pub use read::{Entry, about, after, before, by_seq, last_about, of_kind_between, size};
pub use verify::{Discrepancy, Part, Verified, Walk, verify};
