//! Third-party systems (OAuth clients): admitted by companies for themselves and by the centre for public bodies, their secrets, their
//! tokens and what they used them for.

mod change;
mod create;
mod disable;
mod read;
mod secret;
mod token;
mod uses;
mod view;

pub use change::{ChangePartner, change};
pub use create::{AdmitPartner, CreatedPartner, NewPartner, admit, create};
pub use disable::{disable, enable};
pub use read::{PartnerFilter, PartnerSelf, partner, partner_self, partners};
pub use secret::{NewSecretView, add_secret, revoke};
pub use token::{TokenView, known_client, token};
pub use uses::{UseFilter, UseView, count_use, flush_uses, uses};
pub use view::{PartnerView, SecretView};
