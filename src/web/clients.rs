//! How often one client may ask: so many times in five minutes, so many in a second, so many at once; and how often one person may ask
//! for figures. Each has its own, so that one that asks too much takes nothing from the others. Every process counts for itself, by the
//! portal's clock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpMessage, HttpRequest, web};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::quota::{Quotas, Spared};
use crate::app::{Actor, AppError, PartnerActor, Portal};

/// The time over which requests are counted.
const WINDOW_SECONDS: i64 = 300;
/// Requests of one client that are worked on at once; more would only wait for each other, and for them everyone else.
const MOST_AT_ONCE: u32 = 16;
/// The same of one person who asks for figures: a dashboard asks some twenty questions as it opens, and a few may be opened together.
const MOST_QUESTIONS_AT_ONCE: u32 = 64;
/// Clients, or people, remembered before those that have been quiet are forgotten.
const MOST_CLIENTS: usize = 10_000;
/// Under which people have a quota: what they ask there is counted for them.
const FIGURES: &str = "/api/v1/research/";

/// What a client, or a person, has used.
#[derive(Debug)]
struct Window {
    opened: DateTime<Utc>,
    used: u32,
    second: i64,
    in_second: u32,
    at_once: u32,
}

impl Window {
    const fn new(opened: DateTime<Utc>) -> Self {
        Self { opened, used: 0, second: 0, in_second: 0, at_once: 0 }
    }

    /// Seconds until it is over; none when it is, or when the clock was set back.
    fn left(&self, now: DateTime<Utc>) -> Option<i64> {
        let elapsed = now - self.opened;
        (elapsed.num_milliseconds() >= 0 && elapsed.num_seconds() < WINDOW_SECONDS)
            .then(|| WINDOW_SECONDS - elapsed.num_seconds())
    }

    /// Counts one more, or says how many seconds to wait; what is refused is not counted.
    fn take(&mut self, Shares { quota, burst, at_once }: Shares, now: DateTime<Utc>) -> Result<(), i64> {
        if self.left(now).is_none() {
            *self = Self { at_once: self.at_once, ..Self::new(now) };
        }
        if self.second != now.timestamp() {
            (self.second, self.in_second) = (now.timestamp(), 0);
        }
        if self.used >= quota {
            return Err(self.left(now).unwrap_or(WINDOW_SECONDS));
        }
        if (burst > 0 && self.in_second >= burst) || self.at_once >= at_once {
            return Err(1);
        }
        self.used += 1;
        self.in_second += 1;
        self.at_once += 1;
        Ok(())
    }
}

/// How much each may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shares {
    /// In a window; 0 is no limit.
    quota: u32,
    /// Of these in a second; 0 is no limit.
    burst: u32,
    at_once: u32,
}

/// The quotas of all clients, or of all people, by their ids.
pub(super) struct Clients {
    shares: Shares,
    windows: Mutex<HashMap<Uuid, Window>>,
}

/// What is left to a client, or to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    shares: Shares,
    remaining: u32,
    reset: i64,
}

/// A request that is being worked on, until it is dropped.
struct Running(Arc<Clients>, Uuid);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(window) = self.0.windows().get_mut(&self.1) {
            window.at_once = window.at_once.saturating_sub(1);
        }
    }
}

impl Clients {
    /// So many requests of a client in five minutes, and of these so many in a second; 0 is no limit.
    pub(super) fn new(quota: u32, burst: u32) -> Arc<Self> {
        Self::with(Shares { quota, burst, at_once: MOST_AT_ONCE })
    }

    /// So many questions for figures of a person in five minutes; 0 is no limit.
    pub(super) fn people(quota: u32) -> Arc<Self> {
        Self::with(Shares { quota, burst: 0, at_once: MOST_QUESTIONS_AT_ONCE })
    }

    fn with(shares: Shares) -> Arc<Self> {
        Arc::new(Self { shares, windows: Mutex::default() })
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<Uuid, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(self: &Arc<Self>, client: Uuid, now: DateTime<Utc>) -> (Standing, Result<Running, AppError>) {
        let mut windows = self.windows();
        if windows.len() >= MOST_CLIENTS {
            windows.retain(|_, window| window.at_once > 0 || window.left(now).is_some());
        }
        let window = windows.entry(client).or_insert_with(|| Window::new(now));
        let taken = window.take(self.shares, now);
        let standing = Standing {
            shares: self.shares,
            remaining: self.shares.quota.saturating_sub(window.used),
            reset: window.left(now).unwrap_or(WINDOW_SECONDS),
        };
        let running = taken
            .map(|()| Running(self.clone(), client))
            .map_err(|seconds| AppError::TooMany { retry_after: u64::try_from(seconds).unwrap_or(1).max(1) });
        (standing, running)
    }
}

/// A request that is counted, for as long as it lives.
pub(super) struct Admitted {
    /// The client; none where a person asks.
    pub(super) client: Option<PartnerActor>,
    standing: Option<Standing>,
    _running: Option<Running>,
}

/// Lets a request of a client in, or of a person who asks for figures, or says how long to wait. A request is counted once, however
/// often it is asked who sent it.
pub(super) fn admit(request: &HttpRequest, actor: &Actor) -> Result<(), AppError> {
    if request.extensions().contains::<Admitted>() {
        return Ok(());
    }
    let quotas = request.app_data::<web::Data<Quotas>>().ok_or_else(|| AppError::internal("no quotas are mounted"))?;
    let portal = request.app_data::<web::Data<Portal>>().ok_or_else(|| AppError::internal("no portal is mounted"))?;
    let (limits, id, client) = match actor {
        Actor::Partner(client) => (&quotas.clients, client.id.0, Some(client.clone())),
        // The path as routes see it: one that is written otherwise leads to the same figures.
        Actor::User(user) if request.match_info().as_str().starts_with(FIGURES) => (&quotas.people, user.id.0, None),
        Actor::User(_) => {
            // Counted where strangers are, and as one: an account is had for the asking.
            let spared = request.extensions_mut().remove::<Spared>();
            return spared.map_or(Ok(()), |Spared(limit)| limit.check(request.peer_addr(), request.headers()));
        }
        Actor::Anonymous => return Ok(()),
    };
    let (standing, running) = if limits.shares.quota == 0 {
        (None, Ok(None))
    } else {
        let (standing, running) = limits.enter(id, portal.now());
        (Some(standing), running.map(Some))
    };
    let (running, outcome) = match running {
        Ok(running) => (running, Ok(())),
        Err(refusal) => (None, Err(refusal)),
    };
    request.extensions_mut().insert(Admitted { client, standing, _running: running });
    outcome
}

impl Admitted {
    /// Tells whoever asked what is left (the headers of draft-ietf-httpapi-ratelimit-headers-06).
    pub(super) fn tell(&self, headers: &mut HeaderMap) {
        let Some(standing) = self.standing else { return };
        let of = |quota: u32, seconds: i64| format!("{quota};w={seconds}");
        let quota = standing.shares.quota;
        let policy = match standing.shares.burst {
            0 => of(quota, WINDOW_SECONDS),
            burst => format!("{}, {}", of(quota, WINDOW_SECONDS), of(burst, 1)),
        };
        for (name, value) in [
            ("ratelimit-limit", quota.to_string()),
            ("ratelimit-remaining", standing.remaining.to_string()),
            ("ratelimit-reset", standing.reset.to_string()),
            ("ratelimit-policy", policy),
        ] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(1_000_000 + seconds)
    }

    #[test]
    fn a_window_takes_as_many_as_it_may_and_begins_anew_when_it_is_over() {
        let mut window = Window::new(at(0));
        let shares = Shares { quota: 3, burst: 0, at_once: MOST_AT_ONCE };
        let mut take = |seconds| window.take(shares, at(seconds));
        assert_eq!([take(0), take(1), take(299)], [Ok(()); 3]);
        assert_eq!(take(299), Err(1));
        assert_eq!(take(299), Err(1), "what is refused is not counted");
        assert_eq!(take(300), Ok(()));
        assert_eq!([take(310), take(320), take(330)], [Ok(()), Ok(()), Err(270)]);
        assert_eq!(take(-5), Ok(()), "a clock that was set back opens another window");
    }

    #[test]
    fn a_second_takes_no_more_than_its_share() {
        let mut window = Window::new(at(0));
        let shares = Shares { quota: 100, burst: 2, at_once: MOST_AT_ONCE };
        let outcomes: Vec<_> =
            [0, 0, 0, 1, 1, 1, 2].into_iter().map(|second| window.take(shares, at(second))).collect();
        assert_eq!(outcomes, [Ok(()), Ok(()), Err(1), Ok(()), Ok(()), Err(1), Ok(())]);
        assert_eq!(window.used, 5);
    }

    #[test]
    fn one_client_has_no_more_at_once_than_its_share_and_takes_nothing_from_another() {
        let clients = Clients::new(1000, 0);
        let [one, other] = [1, 2].map(Uuid::from_u128);
        let running: Vec<_> = (0..MOST_AT_ONCE).map(|_| clients.enter(one, at(0)).1.unwrap()).collect();
        assert!(matches!(clients.enter(one, at(0)).1, Err(AppError::TooMany { retry_after: 1 })));
        assert_eq!(clients.enter(one, at(0)).0.remaining, 1000 - MOST_AT_ONCE);
        let (standing, entered) = clients.enter(other, at(0));
        assert!(entered.is_ok());
        assert_eq!((standing.remaining, standing.reset), (999, 300));
        drop(running);
        assert!(clients.enter(one, at(0)).1.is_ok());
    }

    #[test]
    fn a_few_dashboards_may_be_opened_together() {
        let people = Clients::people(1000);
        let person = Uuid::from_u128(1);
        let questions: Vec<_> = (0..3 * 20).map(|_| people.enter(person, at(0)).1.unwrap()).collect();
        assert_eq!((questions.len(), people.enter(person, at(0)).0.remaining), (60, 939));
    }
}
