//! Many clients for a fixed time, and what their waiting adds up to.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::Failure;
use super::client::{Client, Request};

/// What one client does next: some requests in a row that count as one; none when it has nothing left.
pub(crate) type Plan = Box<dyn FnMut() -> Option<Vec<Request>> + Send>;

/// What was measured.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub(crate) struct Figures {
    /// Finished in a second.
    pub(crate) per_second: f64,
    /// Half took at most so many milliseconds.
    pub(crate) p50_ms: f64,
    /// 95 of 100.
    pub(crate) p95_ms: f64,
    /// 99 of 100.
    pub(crate) p99_ms: f64,
    /// How many were finished.
    pub(crate) count: usize,
    /// How many answers were no success.
    pub(crate) errors: usize,
    /// The first of those.
    pub(crate) first_error: Option<String>,
}

#[derive(Default)]
struct Taken {
    waits: Vec<Duration>,
    errors: usize,
    first_error: Option<String>,
}

/// Lets every plan run on a connection of its own until the time is over or no plan has anything left.
pub(crate) async fn measure(address: SocketAddr, seconds: u64, plans: Vec<Plan>) -> Result<Figures, Failure> {
    let mut clients = Vec::new();
    for plan in plans {
        clients.push((Client::connect(address).await?, plan));
    }
    let started = Instant::now();
    let end = started + Duration::from_secs(seconds);
    let mut tasks = JoinSet::new();
    for (client, plan) in clients {
        tasks.spawn(follow(client, plan, end));
    }
    let mut all = Taken::default();
    while let Some(taken) = tasks.join_next().await {
        let taken = taken??;
        all.waits.extend(taken.waits);
        all.errors += taken.errors;
        all.first_error = all.first_error.or(taken.first_error);
    }
    Ok(figures(all, started.elapsed()))
}

async fn follow(mut client: Client, mut plan: Plan, end: Instant) -> Result<Taken, Failure> {
    let mut taken = Taken::default();
    while Instant::now() < end {
        let Some(requests) = plan() else { break };
        let began = Instant::now();
        for request in &requests {
            let answer = client.ask(request).await?;
            if !(200..300).contains(&answer.status) {
                taken.errors += 1;
                let what = || format!("{} {}", answer.status, String::from_utf8_lossy(answer.body));
                taken.first_error.get_or_insert_with(what);
            }
        }
        taken.waits.push(began.elapsed());
    }
    Ok(taken)
}

/// The figures of what took so long each, and of what did not come at all.
pub(crate) fn of_waits(waits: Vec<Duration>, errors: usize, took: Duration) -> Figures {
    let first_error = (errors > 0).then(|| "it did not arrive".to_owned());
    figures(Taken { waits, errors, first_error }, took)
}

#[expect(clippy::cast_precision_loss, reason = "counts of seconds' work")]
fn figures(mut taken: Taken, took: Duration) -> Figures {
    taken.waits.sort_unstable();
    let count = taken.waits.len();
    let at = |hundredths: usize| {
        let place = (count * hundredths / 100).min(count.saturating_sub(1));
        taken.waits.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
    };
    Figures {
        per_second: count as f64 / took.as_secs_f64(),
        p50_ms: at(50),
        p95_ms: at(95),
        p99_ms: at(99),
        count,
        errors: taken.errors,
        first_error: taken.first_error,
    }
}
