//! The analyses: which there are, what their questions are, and the panels that no single question answers.
//!
//! Most of an analysis is data ([`ANALYSES`]) that the cube answers, or disclosure control does. Suppliers and dependence are put
//! together from several answers; patents and returns are counted here, since the cube has no facts of them. Who may see what is
//! decided by the caller; what may be published of patents is decided here.

mod catalogue;
pub mod dependence;
mod group;
mod layout;
mod panel;
mod patents;
mod period;
pub mod returns;
mod special;
pub mod suppliers;
mod table;
mod texts;

pub use catalogue::{ANALYSES, analysis};
pub use layout::{layout, published_layout};
pub use panel::{Analysis, Panel, PanelKind};
pub use patents::{LicenceEvent, Licences, PatentTable};
pub use period::Period;
pub use returns::{ReturnItem, ReturnTable};
pub use special::{Note, Special};
pub use table::{Column, Row, Table, place_of_word};
