//! What the desk keeps beside an application: looks, notes, messages with the company, the library of return reasons.

mod decidable;
mod items;
mod looks;
mod messages;
mod notes;
mod reasons;

pub use decidable::{Decidable, DecidableFilter, decidable_after, mark_clear, marked_clear};
pub use items::{Tally, insert_return_items, tally};
pub use looks::{Look, look, store_look};
pub use messages::{Message, Side, insert_message, message_before, messages_before};
pub use notes::{Note, insert_note, notes_before};
pub use reasons::{Reason, insert_reason, reason, reason_versions, reasons};
