//! A sandbox: a portal in which nothing counts, for partners who build on it. Its desk answers when it is asked to, its clock is moved,
//! and each partner has a company of its own. What a partner does is what the portal does: nothing here is easier than where things
//! count, but for what is said here.

mod clock;
mod desk;
mod event;
mod kind;
mod partner;
mod people;
mod report;

pub use clock::{AdvanceClock, SandboxClockView, advance_clock, clock};
pub use desk::{SandboxReturn, refuse, register, return_};
pub use event::{redeliver, sign};
pub use kind::open_as;
pub use partner::{NewSandboxPartner, SandboxCompany, SandboxPartner, create_partner};
pub use people::{prepare, reviewer};
pub use report::{SandboxReport, report};

/// What a sandbox's address ends with: the sandbox is the issuer of what is issued there under this name, and answers under it as at
/// its root.
pub const PATH: &str = "/sandbox";
/// What entries of the journal about the sandbox itself are about.
const SUBJECT: &str = "sandbox";
