//! The real program is killed in the middle of its work, again and again: nothing that it acknowledged is lost, and what it did
//! not acknowledge can be sent again under its key.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::support::Engine;
use crate::support::database::FreshDatabase;
use crate::support::portal::{new_runtime, plain_http};
use crate::support::process::{Process, program, run_to_end};

use self::prepared::{Prepared, prepare};

pub mod prepared;

/// How often the program is killed.
const ROUNDS: usize = 100;
/// Clients that submit at once.
const CLIENTS: usize = 4;
/// Most acknowledgements that are waited for in a round before the program is killed: few, so that a round is little more than a start.
const MOST_IN_A_ROUND: usize = 6;

#[test]
fn nothing_acknowledged_is_lost_in_a_hundred_kills_of_the_embedded_database() {
    new_runtime().block_on(kill_again_and_again(Engine::Sqlite));
}

#[test]
fn nothing_acknowledged_is_lost_in_a_hundred_kills_beside_a_server() {
    new_runtime().block_on(kill_again_and_again(Engine::Postgresql));
}

/// An acknowledged submission, and the bytes that said so.
struct Acknowledged {
    id: String,
    body: Vec<u8>,
}

/// What the clients share.
struct Work {
    http: reqwest::Client,
    prepared: Prepared,
    waiting: Mutex<VecDeque<String>>,
    done: Mutex<Vec<Acknowledged>>,
    replayed: Mutex<usize>,
    count: watch::Sender<usize>,
}

async fn kill_again_and_again(engine: Engine) {
    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::create(engine, folder.path());
    // Each client may be answered once more while the program is being killed.
    let prepared = prepare(&database, folder.path(), ROUNDS * (MOST_IN_A_ROUND / 2 + CLIENTS) + CLIENTS).await;
    let waiting = Mutex::new(prepared.drafts.iter().cloned().collect());
    let work = Arc::new(Work {
        http: plain_http().build().unwrap(),
        prepared,
        waiting,
        done: Mutex::default(),
        replayed: Mutex::default(),
        count: watch::Sender::new(0),
    });
    let command = || program(&database.url_text(), folder.path());

    let mut checked = 0;
    for round in 0..ROUNDS {
        let began = Instant::now();
        let mut process = Process::serve(&mut command());
        assert!(began.elapsed() < Duration::from_secs(10), "it serves again after {:?}", began.elapsed());
        checked = still_there(&work, &process.base_url, checked).await;
        let goal = *work.count.borrow() + round * 5 % (MOST_IN_A_ROUND + 1);
        let clients: Vec<_> =
            (0..CLIENTS).map(|_| tokio::spawn(submit_until_it_dies(work.clone(), process.base_url.clone()))).collect();
        work.count.subscribe().wait_for(|count| *count >= goal).await.unwrap();
        process.kill();
        for client in clients {
            client.await.unwrap();
        }
    }

    // One more start, and everything that was sent is there, once. What was under way at the last kill waits in front; what is behind
    // it was never sent.
    work.waiting.lock().unwrap().truncate(CLIENTS);
    let mut process = Process::serve(&mut command());
    submit_until_it_dies(work.clone(), process.base_url.clone()).await;
    still_there(&work, &process.base_url, 0).await;
    let (code, said) = run_to_end(command().args(["journal", "verify"]));
    assert_eq!(code, 0, "beside the running program: {said}");
    process.kill();
    let (code, said) = run_to_end(command().args(["journal", "verify"]));
    assert_eq!(code, 0, "{said}");

    if engine == Engine::Sqlite {
        assert_eq!(prepared::damage(&database).await, ["ok"]);
    }
    let acknowledged = work.done.lock().unwrap().len();
    let replayed = *work.replayed.lock().unwrap();
    assert!(work.waiting.lock().unwrap().is_empty());
    assert_eq!(prepared::submissions_in_journal(&database).await, acknowledged, "each filing was submitted once");
    assert!(replayed > 0, "in {ROUNDS} rounds the program never died between a commit and its answer");
    println!(
        "{ROUNDS} kills, {acknowledged} submissions acknowledged, {replayed} of them by a retry after the program had died"
    );
}

/// Submits one draft after the other; one whose answer never came goes back to the front, to be sent again under its key.
async fn submit_until_it_dies(work: Arc<Work>, base_url: String) {
    loop {
        let Some(id) = work.waiting.lock().unwrap().pop_front() else { return };
        match submit(&work, &base_url, &id).await {
            Some((replayed, body)) => {
                *work.replayed.lock().unwrap() += usize::from(replayed);
                work.done.lock().unwrap().push(Acknowledged { id, body });
                work.count.send_modify(|count| *count += 1);
            }
            None => {
                work.waiting.lock().unwrap().push_front(id);
                return;
            }
        }
    }
}

/// Whether it was a replay, and the answer; nothing when the program died before all of it had come.
async fn submit(work: &Work, base_url: &str, id: &str) -> Option<(bool, Vec<u8>)> {
    let request = work
        .http
        .post(format!("{base_url}/api/v1/filings/{id}/submit"))
        .bearer_auth(&work.prepared.token)
        .header("idempotency-key", id)
        .json(&serde_json::json!({ "reasons": {}, "declaration": true }));
    let response = request.send().await.ok()?;
    let (status, replayed) = (response.status(), response.headers().contains_key("idempotent-replayed"));
    let body = response.bytes().await.ok()?.to_vec();
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
    Some((replayed, body))
}

/// What was acknowledged from `first` on is answered again with the same bytes; how many there are.
async fn still_there(work: &Work, base_url: &str, first: usize) -> usize {
    let known: Vec<(String, Vec<u8>)> =
        work.done.lock().unwrap().iter().skip(first).map(|done| (done.id.clone(), done.body.clone())).collect();
    for (id, body) in &known {
        let again = submit(work, base_url, id).await;
        assert_eq!(
            again.as_ref(),
            Some(&(true, body.clone())),
            "filing {id} was acknowledged before the program was killed"
        );
    }
    first + known.len()
}
