//! Which fault is put in the way of which request. Each client meets each fault once, and no request meets two of them, so that whoever
//! waits and tries again comes through.

use std::collections::{HashMap, VecDeque};

use super::seen::Exchange;

/// How often in a row a request is told that the portal is busy: three waits can be compared.
const BUSY_TIMES: u32 = 3;

/// What is put in the way of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// 503, which says nothing of how long to wait.
    Busy,
    /// 429 with `Retry-After`.
    TooMany,
    /// 401, to this and to whatever comes with the same token.
    Refused,
    /// It is done, and the connection ends before the answer.
    Cut,
    /// 412, as if somebody else had been faster.
    Stale,
}

/// What a client has met and is to meet.
struct Plan {
    waiting: VecDeque<Fault>,
    /// Requests that have met a fault.
    met: Vec<Exchange>,
    /// The request that is told that the portal is busy, and how often it still will be.
    busy: Option<(Exchange, u32)>,
    refused: Vec<u64>,
    cut: bool,
    stale: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            waiting: VecDeque::from([Fault::Busy, Fault::TooMany, Fault::Refused]),
            met: Vec::new(),
            busy: None,
            refused: Vec::new(),
            cut: false,
            stale: false,
        }
    }
}

/// The plans of all clients.
#[derive(Default)]
pub(super) struct Script(HashMap<String, Plan>);

impl Script {
    /// The fault for a request, if it is to meet one. Whether one is cut is told by [`Script::was_cut`]: only what was done is.
    pub(super) fn due(&mut self, asked: &Exchange) -> Option<Fault> {
        let is_portals = asked.path.starts_with("/api/v1/") && !asked.path.starts_with("/api/v1/sandbox/");
        if asked.client.is_empty() || asked.token == 0 || !is_portals {
            return None;
        }
        let plan = self.0.entry(asked.client.clone()).or_default();
        if plan.refused.contains(&asked.token) {
            return Some(Fault::Refused);
        }
        if let Some((_, left)) = plan.busy.as_mut().filter(|(busy, left)| *left > 0 && busy.repeats(asked)) {
            *left -= 1;
            return Some(Fault::Busy);
        }
        if plan.met.iter().any(|met| met.repeats(asked)) {
            return None;
        }
        if !plan.cut && is_worth_cutting(asked) {
            return Some(Fault::Cut);
        }
        let stale = !plan.stale && asked.if_match.is_some();
        let fault = if stale { Fault::Stale } else { plan.waiting.pop_front()? };
        match fault {
            Fault::Stale => plan.stale = true,
            Fault::Busy => plan.busy = Some((asked.clone(), BUSY_TIMES - 1)),
            Fault::Refused => plan.refused.push(asked.token),
            Fault::TooMany | Fault::Cut => {}
        }
        plan.met.push(asked.clone());
        Some(fault)
    }

    /// The answer to a request was cut off.
    pub(super) fn was_cut(&mut self, asked: &Exchange) {
        let plan = self.0.entry(asked.client.clone()).or_default();
        plan.cut = true;
        plan.met.push(asked.clone());
    }
}

/// Commands that must not be done twice: applications and payments.
fn is_worth_cutting(asked: &Exchange) -> bool {
    let places = ["/api/v1/filings", "/api/v1/certificates/"];
    asked.method == "POST" && asked.key.is_some() && places.iter().any(|place| asked.path.starts_with(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &str, path: &str, token: u64) -> Exchange {
        let key = (method == "POST").then(|| path.to_owned());
        let if_match = (method == "PUT").then(|| "\"1\"".to_owned());
        let path = format!("/api/v1{path}");
        Exchange { client: "a".into(), token, method: method.into(), path, key, if_match, ..Exchange::default() }
    }

    #[test]
    fn each_fault_is_met_once_and_no_request_meets_two() {
        let mut script = Script::default();
        let mut due = |method: &str, path: &str, token| script.due(&asked(method, path, token));
        assert_eq!(
            [1; 4].map(|token| due("GET", "/changes", token)),
            [Some(Fault::Busy), Some(Fault::Busy), Some(Fault::Busy), None]
        );
        assert_eq!([1; 2].map(|token| due("GET", "/me", token)), [Some(Fault::TooMany), None]);
        assert_eq!(
            [1, 1, 2].map(|token| due("GET", "/filings", token)),
            [Some(Fault::Refused), Some(Fault::Refused), None]
        );
        assert_eq!(due("GET", "/me", 1), Some(Fault::Refused), "whatever comes with the same token");
        assert_eq!([2; 2].map(|token| due("PUT", "/filings/7", token)), [Some(Fault::Stale), None]);
        assert_eq!(due("GET", "/contracts", 2), None, "nothing is left");
    }

    #[test]
    fn only_what_was_done_is_cut_and_that_once() {
        let mut script = Script::default();
        let draft = asked("POST", "/filings", 1);
        assert_eq!(script.due(&draft), Some(Fault::Cut));
        assert_eq!(script.due(&draft), Some(Fault::Cut), "it had failed");
        script.was_cut(&draft);
        assert_eq!(script.due(&draft), None);
        assert_eq!(script.due(&asked("POST", "/filings/7/submit", 1)), Some(Fault::Busy));
    }

    #[test]
    fn clients_have_faults_of_their_own_and_strangers_none() {
        let mut script = Script::default();
        let one = asked("GET", "/changes", 1);
        let other = Exchange { client: "b".into(), ..one.clone() };
        assert_eq!([&one, &other].map(|asked| script.due(asked)), [Some(Fault::Busy); 2]);
        let unknown = Exchange { client: String::new(), ..one.clone() };
        let outside = Exchange { path: "/oauth/token".into(), ..one.clone() };
        let sandbox = asked("POST", "/sandbox/clock", 1);
        assert_eq!([unknown, outside, sandbox].map(|asked| script.due(&asked)), [None; 3]);
    }
}
