//! Use cases, one verb a file. Each authorises the actor, lets `domain` decide, stores, and appends to the journal, in one
//! transaction. No HTTP in here, and no SQL.

pub mod account;
mod authorise;
pub mod bulk;
pub mod calendar;
pub mod catalogue;
pub mod check;
mod clock;
mod command;
mod context;
mod counter;
mod error;
pub mod filing;
pub mod guide;
pub mod journal;
mod keys;
pub mod mandate;
pub mod page;
pub mod papers;
pub mod partner;
mod passwords;
pub mod payment;
mod portal;
pub mod reference;
pub mod referral;
pub mod register;
pub mod research;
pub mod review;
pub mod routing;
pub mod service;
pub mod spot_check;
mod tokens;
pub mod verification;
pub mod view;
pub mod webhook;

pub use authorise::scopes;
pub use clock::{Clock, FixedClock, SystemClock};
pub use command::{Answered, InFlight};
pub use context::{Actor, Context, Idempotency, PartnerActor, UserActor};
pub use error::{AppError, FieldError};
pub use keys::{KeyRing, Keys, SigningKey, announce_key, rotate_key};
pub use passwords::Passwords;
pub use portal::{Portal, Settings};
pub(crate) use tokens::random_u16;
pub use tokens::{AccessClaims, TokenKind, digest};
