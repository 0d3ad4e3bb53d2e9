//! The audit log of the portals in this process, by the id of the request that it tells of.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, Mutex, Once, PoisonError};

use serde_json::Value;

use super::answer::Answer;

static EVENTS: LazyLock<Mutex<HashMap<String, Vec<Value>>>> = LazyLock::new(Mutex::default);

struct Kept;

impl Write for Kept {
    /// Takes one line, which is one event: they are written whole.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        let fields = serde_json::from_slice::<Value>(line)?["fields"].clone();
        if let Some(id) = fields["request_id"].as_str().map(str::to_owned) {
            EVENTS.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().push(fields);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// From now on what is said to the audit log is kept.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing_subscriber::fmt().json().with_env_filter("audit=info").with_writer(|| Kept).init());
}

/// What the audit log says of the request that got this answer: the fields of each event.
pub fn of(answer: &Answer) -> Vec<Value> {
    let id = answer.header("x-request-id").expect("each answer has one");
    EVENTS.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned().unwrap_or_default()
}
