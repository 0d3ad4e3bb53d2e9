//! The one place that reads the time of day.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, NaiveDate, Utc};

/// Where "now" comes from.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds: the precision that both databases and the journal keep.
    fn now(&self) -> DateTime<Utc>;

    /// Today in Shanghai.
    fn today(&self) -> NaiveDate {
        domain::clock::shanghai_date(self.now())
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one home of the machine's clock")]
    fn now(&self) -> DateTime<Utc> {
        let now = Utc::now();
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }
}

/// The machine's clock, ahead of it by as much as partners have moved it: a sandbox's. It never goes back, since times of the journal
/// do not.
#[derive(Debug, Default)]
pub struct SandboxClock(AtomicI64);

impl SandboxClock {
    /// A clock that is ahead by so much.
    pub fn ahead_by(ahead: Duration) -> Self {
        Self(AtomicI64::new(ahead.num_milliseconds().max(0)))
    }

    /// How far it is ahead.
    pub fn ahead(&self) -> Duration {
        Duration::milliseconds(self.0.load(Ordering::SeqCst))
    }

    /// Moves it until it is ahead by so much; one that is further already stays.
    pub fn move_to(&self, ahead: Duration) {
        self.0.fetch_max(ahead.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for SandboxClock {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + self.ahead()
    }
}

/// A clock that stands still until it is moved: for tests.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(AtomicI64::new(now.timestamp_millis()))
    }

    /// Shows another time from now on.
    pub fn set(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp_millis(), Ordering::SeqCst);
    }

    /// Moves forward.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_clock_moves_forward_only() {
        let clock = SandboxClock::ahead_by(Duration::hours(2));
        assert!(clock.now() - SystemClock.now() > Duration::minutes(119));
        clock.move_to(Duration::hours(1));
        assert_eq!(clock.ahead(), Duration::hours(2));
        clock.move_to(Duration::days(1));
        assert_eq!(clock.ahead(), Duration::days(1));
        assert_eq!(SandboxClock::ahead_by(Duration::hours(-1)).ahead(), Duration::zero());
    }
}
