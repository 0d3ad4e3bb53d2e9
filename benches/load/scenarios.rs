//! What people do, as requests: loading, starting, then one thing after the other.

use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::client::{Client, Request};
use crate::common::measure::{Figures, Plan, measure as run_plans, of_waits};
use crate::common::server::Server;
use crate::load::{self, Loaded};
use crate::webhooks::{PACE, Receiver};
use crate::{Failure, Options, bulk, invented, proofs, tokens};

/// Names of what is measured.
pub(crate) const PDF: &str = "certificate as PDF, one client";
pub(crate) const INCLUSION: &str = "inclusion proof, one client";
pub(crate) const DRY_RUN: &str = "dry run of 2,000 rows";
pub(crate) const TOKEN: &str = "token";
pub(crate) const WEBHOOKS: &str = "webhook from commit to receipt, 100 endpoints of which 10 hang";

/// The figures of one database with so many filings.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Run {
    /// Seconds to load it, and entries of the journal afterwards.
    pub(crate) loaded_in: f64,
    /// Entries of the journal after loading.
    pub(crate) entries: i64,
    /// Seconds to start on it.
    pub(crate) started_in: f64,
    /// Milliseconds of the first question to the research figures, which reads all facts.
    pub(crate) first_pivot_ms: f64,
    /// Resident memory after everything, MiB.
    pub(crate) memory_mib: f64,
    /// Resident memory at its highest, MiB.
    pub(crate) highest_memory_mib: f64,
    /// Entries of the journal that `journal verify` checks in a second.
    pub(crate) verified_per_second: f64,
    /// Milliseconds in which a certificate is checked with the public keys alone.
    pub(crate) offline_ms: f64,
    /// Load averages when the measuring began.
    pub(crate) load: String,
    /// Figures by what was done, in order.
    pub(crate) figures: Vec<(String, Figures)>,
}

/// Keeps the figures as they come, and says them at once.
struct Bench<'a> {
    options: &'a Options,
    server: Server,
    loaded: Loaded,
    figures: Vec<(String, Figures)>,
}

/// Starts, measures.
pub(crate) async fn measure(options: &Options, url: &str, place: &Path, loaded: &Loaded) -> Result<Run, Failure> {
    let load_averages = crate::common::machine::load()?;
    // The same entries on another database are another history, whose heads are not this one's.
    std::fs::remove_file(place.join("heads.jsonl")).or_else(|error| match error.kind() {
        ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    let server = Server::start(&options.binary, url, place).await?;
    println!("started in {:.2} s; load {load_averages}", server.started_in);
    let mut bench = Bench { options, server, loaded: loaded.clone(), figures: Vec::new() };
    let first_pivot_ms = bench.all().await?;
    let (memory_mib, highest_memory_mib) = bench.server.memory()?;
    println!("memory {memory_mib:.0} MiB, at its highest {highest_memory_mib:.0} MiB");
    let offline_ms = bench.offline(place).await?;
    let Bench { server, figures, .. } = bench;
    let started_in = server.started_in;
    drop(server);
    let verified_per_second = proofs::journal(options, url, place)?;
    println!("offline verification {offline_ms:.2} ms; journal verify {verified_per_second:.0} entries/s");
    Ok(Run {
        loaded_in: loaded.took,
        entries: loaded.entries,
        started_in,
        first_pivot_ms,
        memory_mib,
        highest_memory_mib,
        verified_per_second,
        offline_ms,
        load: load_averages,
        figures,
    })
}

/// Numbers that look thrown but are the same each time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        // Knuth's multiplier; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

impl Bench<'_> {
    async fn all(&mut self) -> Result<f64, Failure> {
        let (filed, certificates) = (self.loaded.filings, self.loaded.certificates.clone());
        self.reading("GET /health/live", |_| "/health/live".into(), None).await?;
        let filers = self.sign_in(load::filer).await?;
        let reviewers = self.sign_in(load::reviewer).await?;
        let approvers = self.sign_in(load::approver).await?;
        self.tokens(&filers).await?;
        self.reading(
            "filing by id",
            move |dice| format!("/api/v1/filings/{}", invented::filing_id(filed_number(dice, filed))),
            Some(&reviewers),
        )
        .await?;
        self.reading("queue, first page", |_| "/api/v1/queue".into(), Some(&reviewers)).await?;
        let places = self.deep_places(&reviewers).await?;
        self.reading("queue, deep page", move |dice| deep(&places, dice), Some(&reviewers)).await?;
        self.searches(&reviewers).await?;
        self.reading(
            "verify by number",
            move |dice| format!("/api/v1/verify/{}", certified(dice, &certificates)),
            None,
        )
        .await?;
        let pivot = "/api/v1/research/pivot?rows=country&columns=direction&measures=contracts,amount_usd";
        let first = self.first_pivot(&approvers, pivot).await?;
        self.reading("pivot country × direction", move |_| pivot.into(), Some(&approvers)).await?;
        let wide = "/api/v1/research/pivot?rows=industry&columns=month&measures=contracts,amount_usd";
        self.reading("pivot industry × month", move |_| wide.into(), Some(&approvers)).await?;
        self.proofs(&approvers).await?;
        let entries = u64::try_from(self.loaded.entries)?;
        self.reading("changes page", move |dice| changes(entries, dice), Some(&filers)).await?;
        self.dry_run(&filers).await?;
        self.commands(&filers, &approvers).await?;
        self.webhooks().await?;
        Ok(first)
    }

    /// Tokens, one after the other.
    async fn tokens(&mut self, filers: &[String]) -> Result<(), Failure> {
        if !TOKEN.contains(&self.options.only) {
            return Ok(());
        }
        let plans = tokens::plans(self.server.address, filers).await?;
        self.run(TOKEN, plans).await
    }

    /// A steady pace of new drafts, each told to the endpoints of its company. Last, since there are endpoints from then on.
    async fn webhooks(&mut self) -> Result<(), Failure> {
        if !WEBHOOKS.contains(&self.options.only) {
            return Ok(());
        }
        // Tokens of the beginning may have run out.
        let filers = self.sign_in(load::filer).await?;
        let receiver = Receiver::start(self.server.address, &filers).await?;
        let signed = portal::app::Clock::now(&portal::app::SystemClock) - chrono::Duration::days(20);
        let mut client = Client::connect(self.server.address).await?;
        let mut pace = tokio::time::interval(Duration::from_millis(1_000 / PACE));
        let (began, mut expected) = (Instant::now(), 0);
        for number in 0..PACE * self.options.seconds {
            pace.tick().await;
            let filer = usize::try_from(number)? % filers.len().max(1);
            let contract = invented::contract(self.loaded.first_free() + 30_000_000 + number, filer as u64, signed)?;
            let body = json!({ "kind": "registration", "contract": contract }).to_string();
            let token = filers.get(filer).map(String::as_str);
            let answer = client.ask(&Request::post("/api/v1/filings", token, &format!("told-{number}"), &body)).await?;
            if answer.status == 201 {
                expected += receiver.told(filer);
            }
        }
        let took = began.elapsed();
        let waits = receiver.waits(expected).await;
        let missing = expected.saturating_sub(waits.len());
        self.keep(WEBHOOKS, of_waits(waits, missing, took))
    }

    /// Words that every filing has, and words that one has: in the queue, and in the register.
    async fn searches(&mut self, reviewers: &[String]) -> Result<(), Failure> {
        // 工艺参数, and the number in brackets that ends a contract's name.
        const FREQUENT: &str = "%E5%B7%A5%E8%89%BA%E5%8F%82%E6%95%B0";
        let filings = self.loaded.filings;
        self.reading("queue search, frequent word", |_| format!("/api/v1/queue?q={FREQUENT}"), Some(reviewers)).await?;
        let waiting = move |dice: &mut Dice| dice.below(filings) / 100 * 100 + 72 + dice.below(20);
        self.reading(
            "queue search, rare word",
            move |dice| format!("/api/v1/queue?q=%EF%BC%88{}%EF%BC%89", waiting(dice)),
            Some(reviewers),
        )
        .await?;
        self.reading(
            "register search, rare word",
            move |dice| {
                let number = dice.below(filings) / 100 * 100 + dice.below(72);
                format!("/api/v1/contracts?q=%EF%BC%88{number}%EF%BC%89")
            },
            Some(reviewers),
        )
        .await
    }

    /// What somebody waits for alone: a certificate typeset, an entry proved.
    async fn proofs(&mut self, approvers: &[String]) -> Result<(), Failure> {
        let (certificates, entries) = (self.loaded.certificates.clone(), self.loaded.entries.unsigned_abs());
        let alone = |path: Box<dyn Fn(&mut Dice) -> String + Send>| {
            let (mut dice, token) = (Dice(1), approvers.first().cloned());
            vec![Box::new(move || Some(vec![Request::get(&path(&mut dice), token.as_deref())])) as Plan]
        };
        let paper = alone(Box::new(move |dice| format!("/api/v1/certificates/{}/pdf", certified(dice, &certificates))));
        self.run(PDF, paper).await?;
        let place = alone(Box::new(move |dice| format!("/api/v1/journal/proof?seq={}", 1 + dice.below(entries))));
        self.run(INCLUSION, place).await
    }

    /// A certificate checked with the public keys alone.
    async fn offline(&self, place: &Path) -> Result<f64, Failure> {
        let approvers = self.sign_in(load::approver).await?;
        let mut client = Client::connect(self.server.address).await?;
        let path = format!("/api/v1/certificates/{}", certified(&mut Dice(1), &self.loaded.certificates));
        let answer: Value = serde_json::from_slice(
            client.ask(&Request::get(&path, approvers.first().map(String::as_str))).await?.body,
        )?;
        let credential = answer.get("credential").and_then(Value::as_str).ok_or("a certificate without credential")?;
        proofs::certificate(place, credential)
    }

    /// One company's whole workbook, one after the other; nothing is kept.
    async fn dry_run(&mut self, filers: &[String]) -> Result<(), Failure> {
        let signed = portal::app::Clock::now(&portal::app::SystemClock) - chrono::Duration::days(20);
        let Some(token) = filers.first() else { return Ok(()) };
        let workbook = bulk::workbook(self.loaded.first_free() + 20_000_000, 0, signed)?;
        let request = Request::workbook("/api/v1/bulk-dry-run", token, &workbook);
        self.run(DRY_RUN, vec![Box::new(move || Some(vec![request.clone()])) as Plan]).await
    }

    async fn commands(&mut self, filers: &[String], approvers: &[String]) -> Result<(), Failure> {
        let (clients, half) = (self.options.clients as u64, self.loaded.prepared / 2);
        let (drafts, decisions, free) =
            (self.loaded.first_draft(), self.loaded.first_recommended(), self.loaded.first_free());
        let signed = portal::app::Clock::now(&portal::app::SystemClock) - chrono::Duration::days(20);
        let create = move |number: u64, client: u64, token: &str| -> Option<Request> {
            let contract = invented::contract(number, client, signed).ok()?;
            let body = json!({ "kind": "registration", "contract": contract }).to_string();
            Some(Request::post("/api/v1/filings", Some(token), &format!("create-{number}"), &body))
        };
        let submit = |number: u64, token: &str| {
            let path = format!("/api/v1/filings/{}/submit", invented::filing_id(number));
            Request::post(&path, Some(token), "submit", r#"{"reasons":{},"declaration":true}"#)
        };
        let decide = |number: u64, token: &str| {
            let path = format!("/api/v1/filings/{}/decide", invented::filing_id(number));
            Request::post(&path, Some(token), "decide", r#"{"outcome":"register","opinion":"同意登记。"}"#)
        };
        // Each client takes every sixteenth number, since every sixteenth draft is of its company.
        let turn = move |client: u64, turns: u64| client + turns * clients;
        self.writing("submit", filers, move |client, turns, token| {
            let number = turn(client, turns);
            (number < half).then(|| vec![submit(drafts + number, token)])
        })
        .await?;
        self.writing("draft", filers, move |client, turns, token| {
            Some(vec![create(free + turn(client, turns), client, token)?])
        })
        .await?;
        self.writing("draft + submit", filers, move |client, turns, token| {
            let number = half.next_multiple_of(clients) + turn(client, turns);
            let draft = create(free + 10_000_000 + number, client, token)?;
            (number < 2 * half).then(|| vec![draft, submit(drafts + number, token)])
        })
        .await?;
        self.writing("decide + certificate", approvers, move |client, turns, token| {
            let number = turn(client, turns);
            // The first approver decided the loaded filings, and may decide these too: the reviewer recommended them.
            (number < 2 * half).then(|| vec![decide(decisions + number, token)])
        })
        .await
    }

    async fn reading<F>(&mut self, name: &str, path: F, tokens: Option<&[String]>) -> Result<(), Failure>
    where
        F: Fn(&mut Dice) -> String + Clone + Send + 'static,
    {
        let plan = |client: usize| {
            let (path, mut dice) = (path.clone(), Dice(client as u64 + 1));
            let token = tokens.and_then(|tokens| tokens.get(client)).cloned();
            Box::new(move || Some(vec![Request::get(&path(&mut dice), token.as_deref())])) as Plan
        };
        let plans = (0..self.options.clients).map(plan).collect();
        self.run(name, plans).await
    }

    async fn writing<F>(&mut self, name: &str, tokens: &[String], requests: F) -> Result<(), Failure>
    where
        F: Fn(u64, u64, &str) -> Option<Vec<Request>> + Clone + Send + 'static,
    {
        let plan = |(client, token): (usize, &String)| {
            let (requests, token, mut turns) = (requests.clone(), token.clone(), 0);
            Box::new(move || {
                turns += 1;
                requests(client as u64, turns - 1, &token)
            }) as Plan
        };
        let plans = tokens.iter().enumerate().map(plan).collect();
        self.run(name, plans).await
    }

    async fn run(&mut self, name: &str, plans: Vec<Plan>) -> Result<(), Failure> {
        if !name.contains(&self.options.only) {
            return Ok(());
        }
        let figures = run_plans(self.server.address, self.options.seconds, plans).await?;
        self.keep(name, figures)
    }

    fn keep(&mut self, name: &str, figures: Figures) -> Result<(), Failure> {
        println!(
            "{name:<26} {:>9.0}/s  p50 {:>7.2} ms  p99 {:>7.2} ms  {} errors  {:>4.0} MiB",
            figures.per_second,
            figures.p50_ms,
            figures.p99_ms,
            figures.errors,
            self.server.memory()?.0
        );
        if let Some(error) = &figures.first_error {
            println!("    {error}");
        }
        self.figures.push((name.to_owned(), figures));
        Ok(())
    }

    /// Access tokens, one a client.
    async fn sign_in(&self, email: fn(usize) -> String) -> Result<Vec<String>, Failure> {
        let mut client = Client::connect(self.server.address).await?;
        let mut tokens = Vec::new();
        for number in 0..self.options.clients {
            let body = json!({ "email": email(number), "password": load::PASSWORD }).to_string();
            let answer: Value = serde_json::from_slice(
                client.ask(&Request::post("/api/v1/auth/login", None, "sign-in", &body)).await?.body,
            )?;
            tokens.push(
                answer
                    .get("access_token")
                    .and_then(Value::as_str)
                    .ok_or_else(|| format!("no token: {answer}"))?
                    .to_owned(),
            );
        }
        Ok(tokens)
    }

    async fn first_pivot(&self, tokens: &[String], path: &str) -> Result<f64, Failure> {
        let mut client = Client::connect(self.server.address).await?;
        let began = Instant::now();
        client.ask(&Request::get(path, tokens.first().map(String::as_str))).await?;
        Ok(began.elapsed().as_secs_f64() * 1e3)
    }

    /// Cursors of pages further down the queue, every tenth of a hundred lines each, up to fifty.
    async fn deep_places(&self, tokens: &[String]) -> Result<Vec<String>, Failure> {
        let mut client = Client::connect(self.server.address).await?;
        let mut places: Vec<String> = Vec::new();
        for _ in 0..50 {
            let path = places.last().map_or_else(
                || "/api/v1/queue?limit=100".into(),
                |cursor| format!("/api/v1/queue?limit=100&cursor={cursor}"),
            );
            let answer: Value = serde_json::from_slice(
                client.ask(&Request::get(&path, tokens.first().map(String::as_str))).await?.body,
            )?;
            let Some(cursor) = answer.get("next_cursor").and_then(Value::as_str) else { break };
            places.push(cursor.to_owned());
        }
        Ok(places)
    }
}

/// The number of a certificate.
fn certified(dice: &mut Dice, certificates: &[String]) -> String {
    let place = usize::try_from(dice.below(certificates.len() as u64)).unwrap_or_default();
    certificates.get(place).cloned().unwrap_or_default()
}

/// A filing that was submitted: staff do not see drafts.
fn filed_number(dice: &mut Dice, filings: u64) -> u64 {
    dice.below(filings) / 100 * 100 + dice.below(97)
}

/// What has changed since the beginning, since some position of the journal, or since a moment ago, with the applications.
fn changes(entries: u64, dice: &mut Dice) -> String {
    let after = match dice.below(3) {
        0 => 0,
        1 => dice.below(entries),
        _ => entries,
    };
    format!("/api/v1/changes?after={after}&limit=100&expand=filing")
}

fn deep(places: &[String], dice: &mut Dice) -> String {
    let place = usize::try_from(dice.below(places.len() as u64)).ok().and_then(|place| places.get(place));
    place.map_or_else(|| "/api/v1/queue".into(), |cursor| format!("/api/v1/queue?cursor={cursor}"))
}
