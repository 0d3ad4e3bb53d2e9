//! Who reaches what. The requests are made from the API's own description, so that a new route is covered when it appears.

mod fields;
mod inner;
mod matrix;
mod named;
mod races;
mod roles;
mod samples;
mod schemathesis;
mod taken;
mod tenants;
