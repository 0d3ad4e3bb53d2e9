//! Third-party systems: made from the command line in this first step, and their tokens.

mod create;
mod token;

pub use create::{CreatedPartner, NewPartner, create};
pub use token::{TokenRequest, TokenView, token};
