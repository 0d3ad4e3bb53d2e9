//! Over HTTP: each question by one client and by many, and how soon a registration is seen in the figures.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::FilingId;
use serde_json::{Value, json};

use crate::common::Load;
use crate::common::client::{Client, Request};
use crate::common::measure::{Figures, Plan, measure, of_waits};
use crate::common::server::Server;
use crate::queries::QUERIES;
use crate::stored::{APPROVER, PASSWORD, RESEARCHER};
use crate::{Failure, Options};

/// How long a registration is waited for.
const LAST: Duration = Duration::from_secs(10);
/// The question by which a registration is seen.
const TOTAL: &str = "/api/v1/research/pivot?measures=contracts&margins=none";

/// What was measured on one database.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Served {
    /// Seconds to start, and milliseconds of the first question.
    pub(crate) started_in: f64,
    /// Milliseconds of the first question after the start.
    pub(crate) first_ms: f64,
    /// By one client, and by many.
    pub(crate) alone: Vec<Figures>,
    /// By as many clients as the options say.
    pub(crate) together: Vec<Figures>,
    /// From the answer to a decision to the first figures that count it.
    pub(crate) visible: Figures,
    /// Resident memory, MiB.
    pub(crate) memory_mib: f64,
}

/// Serves a database and asks.
pub(crate) async fn served(options: &Options, url: &str, data: &Path, waiting: &[FilingId]) -> Result<Served, Failure> {
    let server = Server::start(&options.binary, url, data).await?;
    let researcher = signed_in(&server, RESEARCHER).await?;
    let mut client = Client::connect(server.address).await?;
    let began = Instant::now();
    client.ask(&Request::get(TOTAL, Some(&researcher))).await?;
    let first_ms = began.elapsed().as_secs_f64() * 1e3;
    println!("started in {:.2} s; first question {first_ms:.0} ms", server.started_in);
    let mut found = [Vec::new(), Vec::new()];
    for (place, clients) in [1, options.clients].into_iter().enumerate() {
        // A token lives for a quarter of an hour.
        let token = signed_in(&server, RESEARCHER).await?;
        for asked in QUERIES {
            // As people ask: with totals.
            let question = asked.question.replace("&margins=none", "");
            let request = Request::get(&format!("/api/v1/research/pivot?{question}"), Some(&token));
            let plan = || {
                let request = request.clone();
                Box::new(move || Some(vec![request.clone()])) as Plan
            };
            let load = Load { clients, seconds: options.seconds };
            let figures = measure(server.address, load.seconds, (0..load.clients).map(|_| plan()).collect()).await?;
            println!(
                "{:<46} {clients:>2} clients {:>7.0}/s  p50 {:>7.2} ms  p95 {:>7.2} ms  {} errors",
                asked.name, figures.per_second, figures.p50_ms, figures.p95_ms, figures.errors
            );
            if let Some(error) = &figures.first_error {
                println!("    {}", error.chars().take(300).collect::<String>());
            }
            if let Some(figures_of) = found.get_mut(place) {
                figures_of.push(figures);
            }
        }
    }
    let visible = visible(&server, waiting).await?;
    println!("registration → visible: p50 {:.0} ms  p95 {:.0} ms", visible.p50_ms, visible.p95_ms);
    let [alone, together] = found;
    let memory_mib = server.memory()?.0;
    Ok(Served { started_in: server.started_in, first_ms, alone, together, visible, memory_mib })
}

/// Registers what waits, one after the other, and asks until the figures count it.
async fn visible(server: &Server, waiting: &[FilingId]) -> Result<Figures, Failure> {
    let (approver, researcher) = (signed_in(server, APPROVER).await?, signed_in(server, RESEARCHER).await?);
    let mut client = Client::connect(server.address).await?;
    let (mut waits, mut missing, began) = (Vec::new(), 0, Instant::now());
    let mut counted = contracts(&mut client, &researcher).await?;
    for id in waiting {
        let path = format!("/api/v1/filings/{id}/decide");
        let body = r#"{"outcome":"register","opinion":"同意登记。"}"#;
        let answer = client.ask(&Request::post(&path, Some(&approver), "decide", body)).await?;
        if answer.status != 200 {
            return Err(format!("{path}: {} {}", answer.status, String::from_utf8_lossy(answer.body)).into());
        }
        let committed = Instant::now();
        loop {
            let now = contracts(&mut client, &researcher).await?;
            if now > counted {
                counted = now;
                waits.push(committed.elapsed());
                break;
            }
            if committed.elapsed() > LAST {
                missing += 1;
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    Ok(of_waits(waits, missing, began.elapsed()))
}

async fn contracts(client: &mut Client, token: &str) -> Result<i64, Failure> {
    let answer = client.ask(&Request::get(TOTAL, Some(token))).await?;
    let answer: Value = serde_json::from_slice(answer.body)?;
    let contracts = answer.pointer("/totals/contracts").and_then(Value::as_i64);
    contracts.ok_or_else(|| format!("no contracts in {answer}").into())
}

async fn signed_in(server: &Server, email: &str) -> Result<String, Failure> {
    let mut client = Client::connect(server.address).await?;
    let body = json!({ "email": email, "password": PASSWORD }).to_string();
    let answer = client.ask(&Request::post("/api/v1/auth/login", None, "sign-in", &body)).await?;
    let answer: Value = serde_json::from_slice(answer.body)?;
    let token = answer.get("access_token").and_then(Value::as_str);
    token.map(str::to_owned).ok_or_else(|| format!("no token: {answer}").into())
}
