//! The rules of filing a technology import or export contract.
//!
//! Pure: no I/O, no clock, no random. `today`, ids and reference data are arguments.
//! A form ([`contract`]) is checked ([`checks`]) against [`reference`](mod@reference) data, routed ([`routing`]) and timed ([`clock`]);
//! its life is a table ([`filing`]); what it becomes is a [`registered`] contract. [`merkle`] makes the journal provable.

mod hex;
mod terms;

pub mod bulk;
pub mod calendar;
pub mod checks;
pub mod clock;
pub mod contract;
pub mod contract_number;
pub mod credit_code;
pub mod drawing;
pub mod event;
pub mod exchange;
pub mod filing;
pub mod finding;
pub mod guide;
pub mod ids;
pub mod language;
pub mod licence;
pub mod likeness;
pub mod mandate;
pub mod merkle;
pub mod money;
pub mod names;
pub mod partner;
pub mod password;
pub mod payments;
pub mod quality;
pub mod reference;
pub mod registered;
pub mod reminder;
pub mod role;
pub mod routing;
pub mod screening;
pub mod search;
pub mod service;
pub mod sparse;
pub mod spreadsheet;
pub mod statistics;
pub mod text;
pub mod verification;
pub mod webhook;

pub use event::{Audience, Event, EventType};
pub use ids::{
    AttachmentId, CompanyId, ContractId, DrawingId, EndpointId, ExchangeImportId, FilingId, FindingId, InspectionId,
    MandateId, PartnerId, PaymentId, PublicationId, ResearchViewId, SecretId, SessionId, UploadId, UserId,
    VerificationCaseId,
};
pub use role::Role;
