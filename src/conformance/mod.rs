//! Judging a client of the API: what it does is watched from outside, on its way to a portal and back, while faults are put in its way;
//! what was seen is judged by pure rules. It knows HTTP alone, and the portal that is watched knows nothing of it: no fault of these
//! is in what is served.

mod judge;
mod proxy;
mod relay;
mod report;
mod rule;
mod script;
mod seen;
mod watch;

pub use judge::{Outcome, Verdict, judge};
pub use proxy::serve;
pub use report::{as_json, as_text};
pub use rule::Rule;
pub use seen::{Delivery, Exchange, Seen, SentAs};
pub use watch::{Sign, Signing, Watch};
