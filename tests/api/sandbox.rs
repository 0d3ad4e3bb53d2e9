//! A sandbox as partners meet it: the real program, served with `--sandbox`.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{Datelike, Duration, NaiveDate};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::on_both_databases;
use crate::support::database::FreshDatabase;
use crate::support::process::{BASE_URL, Process, program, run_to_end};
use crate::support::webhooks::HERE;
use crate::support::{Actor, Answer, Contract, Receiver, TestPortal};

on_both_databases!(
    a_partner_files_and_the_desk_answers_when_it_is_asked,
    a_desk_refuses_too_and_answers_nobody_else,
    everything_says_that_it_counts_for_nothing,
    the_clock_moves_forward_and_stays_where_it_is,
    a_database_is_of_one_kind,
    an_event_comes_again_and_a_client_sees_what_it_did,
    where_things_count_there_is_no_sandbox,
);

/// A sandbox of one test, which ends with this.
struct Sandbox {
    process: Process,
    database: FreshDatabase,
    folder: TempDir,
}

impl Sandbox {
    fn start(portal: &TestPortal) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = FreshDatabase::empty(portal.engine, folder.path());
        let process = Process::serve(&mut sandbox(&database, &folder));
        Self { process, database, folder }
    }

    /// The program on the same data, as a portal's.
    fn command(&self) -> Command {
        program(&self.database.url_text(), self.folder.path())
    }

    fn restart(&mut self) {
        self.process.kill();
        self.process = Process::serve(&mut sandbox(&self.database, &self.folder));
    }

    fn anyone(&self, portal: &TestPortal) -> Actor {
        portal.anyone().at(&self.process.base_url)
    }

    /// A new client with a token, and its secret.
    async fn partner(&self, portal: &TestPortal, body: Value) -> (Actor, String) {
        let mut actor = self.anyone(portal);
        let made = actor.post("/sandbox/partners", &body).await.expect(201);
        actor.id = made["client_id"].as_str().unwrap().to_owned();
        actor.company = made["company"].as_object().map(|facts| {
            let mut facts = facts.clone();
            facts.insert("country".into(), "CN".into());
            Value::Object(facts)
        });
        let secret = made["client_secret"].as_str().unwrap().to_owned();
        renew(&actor, &secret).await;
        (actor, secret)
    }
}

/// The program as a sandbox.
fn sandbox(database: &FreshDatabase, folder: &TempDir) -> Command {
    let mut command = program(&database.url_text(), folder.path());
    command.arg("--sandbox").env("PORTAL_WEBHOOK_NETWORKS", format!("{HERE}/32"));
    command
}

/// Gets a new token.
async fn renew(actor: &Actor, secret: &str) {
    actor.use_token(None);
    let request = actor.request(Method::POST, "/oauth/token").basic_auth(&actor.id, Some(secret));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let token = Answer::of(request.body("grant_type=client_credentials")).await.expect(200);
    actor.use_token(token["access_token"].as_str().map(str::to_owned));
}

/// A contract of the actor's company that passes every check on the day that the sandbox's clock shows.
async fn contract(actor: &Actor) -> Contract {
    let clock = actor.get("/sandbox/clock").await.expect(200);
    let today: NaiveDate = clock["today"].as_str().unwrap().parse().unwrap();
    let signed = today - Duration::days(10);
    let later = |days: i64| (today + Duration::days(days)).to_string();
    Contract::import()
        .of(actor)
        .with("/signed_on", signed.to_string())
        .with("/effective_on", signed.to_string())
        .with("/valid_until", later(1_700))
        .with("/patents/0/expires_on", later(3_000))
        .with("/payment", json!({ "mode": "lump_sum" }))
        .with("/number", format!("{:02}DEJSY39SZ000001", signed.year() % 100))
}

fn claims(token: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

async fn a_partner_files_and_the_desk_answers_when_it_is_asked(portal: &TestPortal) {
    let sandbox = Sandbox::start(portal);
    let (erp, _) = sandbox.partner(portal, json!({})).await;
    let filing = erp.submitted(&contract(&erp).await).await;
    let path = |step: &str| format!("/sandbox/filings/{filing}/{step}");

    let returned = erp.post(&path("return"), &json!({})).await.expect(200);
    assert_eq!(
        (&returned["status"], &returned["corrections"][0]["pointer"]),
        (&json!("returned"), &json!("/contract/summary"))
    );

    let mut contract = returned["contract"].clone();
    contract["summary"] =
        json!("许可方许可受让方使用沟槽栅功率器件相关专利制造和销售产品，并提供工艺文件、流程卡和现场培训。");
    let corrected = json!({ "kind": "registration", "request": returned["request"], "contract": contract });
    let version = returned["version"].as_i64().unwrap();
    erp.put(&format!("/filings/{filing}"), version, &corrected).await.expect(200);
    let answers = json!([{ "item": 0, "answer": "corrected" }]);
    let again = json!({ "reasons": {}, "declaration": true, "answers": answers });
    erp.act(&filing, "submit", &again).await.expect(201);

    let registered = erp.post_under("once", &path("register"), &json!({})).await.expect(200);
    assert_eq!(registered["status"], "registered");
    assert!(registered["certificate_number"].as_str().unwrap().starts_with("SXI"), "{registered}");
    let by = |opinion: &str| registered[opinion]["by"]["id"].as_str().unwrap().to_owned();
    assert_ne!(by("recommendation"), by("decision"), "nobody decides what they recommended");

    // A request that is repeated is done once; another one comes too late.
    let repeated = erp.post_under("once", &path("register"), &json!({})).await.expect(200);
    assert_eq!(repeated["version"], registered["version"]);
    erp.post(&path("register"), &json!({})).await.problem(409, "illegal_state");
    let history = erp.get(&format!("/filings/{filing}/history")).await.expect(200);
    let kinds: Vec<&str> =
        history["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "filing.registered").count(), 1, "{kinds:?}");
}

async fn a_desk_refuses_too_and_answers_nobody_else(portal: &TestPortal) {
    let sandbox = Sandbox::start(portal);
    let (erp, _) = sandbox.partner(portal, json!({})).await;
    let (other, _) = sandbox.partner(portal, json!({})).await;
    assert_ne!(erp.company_id(), other.company_id(), "each has a company of its own");
    let draft = erp.ready_draft(&contract(&erp).await).await;
    let path = format!("/sandbox/filings/{draft}/refuse");
    erp.post(&path, &json!({})).await.problem(409, "not_submitted");
    erp.submit(&draft, json!({})).await.expect(201);
    other.post(&path, &json!({})).await.problem(404, "not_found");
    sandbox.anyone(portal).post(&path, &json!({})).await.problem(401, "unauthenticated");
    let refused = erp.post(&path, &json!({})).await.expect(200);
    assert_eq!((&refused["status"], &refused["decision"]["outcome"]), (&json!("refused"), &json!("refuse")));

    let (bank, _) = sandbox.partner(portal, json!({ "body": "bank" })).await;
    assert!(bank.company.is_none());
    bank.get("/verify/SXI26-0000-0000-0000").await.problem(404, "not_found");
    bank.post(&path, &json!({})).await.problem(403, "insufficient_scope");
}

async fn everything_says_that_it_counts_for_nothing(portal: &TestPortal) {
    let sandbox = Sandbox::start(portal);
    let (erp, _) = sandbox.partner(portal, json!({})).await;
    let filing = erp.submitted(&contract(&erp).await).await;
    let registered = erp.post(&format!("/sandbox/filings/{filing}/register"), &json!({})).await.expect(200);
    let number = registered["certificate_number"].as_str().unwrap();
    let certificate = erp.get(&format!("/certificates/{number}")).await.expect(200);

    let stranger = sandbox.anyone(portal);
    for answer in [stranger.get("/health/live").await, stranger.get("/filings").await, erp.get("/me").await] {
        assert_eq!(answer.header("x-sandbox"), Some("true"));
    }
    let page = stranger.get("/verify-page").await.text();
    assert!(page.contains("<html data-sandbox"), "{page}");
    assert_eq!(stranger.get("/openapi.json").await.expect(200), portal::web::sandbox_document());

    // What is issued names an issuer that is found, and answers, under its name.
    let issuer = format!("{BASE_URL}/sandbox");
    let credential = certificate["credential"].as_str().unwrap();
    let said = claims(credential);
    assert_eq!(said["iss"], json!(issuer));
    let list = said["status"]["status_list"]["uri"].as_str().unwrap().strip_prefix(&issuer).unwrap().to_owned();
    let named = portal.anyone().at(&format!("{}/sandbox", sandbox.process.base_url));
    assert_eq!(claims(&named.get(&list).await.text())["sub"], said["status"]["status_list"]["uri"]);
    let metadata = stranger.get("/.well-known/oauth-authorization-server/sandbox").await.json();
    assert_eq!(metadata["issuer"], json!(issuer));
    assert_eq!(named.get("/.well-known/oauth-authorization-server").await.json(), metadata);
    let checked = named.post("/verify", &json!({ "credential": credential })).await.expect(200);
    assert_eq!((&checked["valid"], &checked["number"]), (&json!(true), &json!(number)));
    assert!(certificate["verify_url"].as_str().unwrap().starts_with(&format!("{issuer}/verify/{number}#")));

    let pdf = erp.get(&format!("/certificates/{number}/pdf")).await;
    assert!(pdf.status == 200 && pdf.body.starts_with(b"%PDF"), "{}", pdf.status);
    let (code, entries) = run_to_end(sandbox.command().args(["journal", "export"]));
    let begun: Vec<&str> = entries.lines().take(2).collect();
    assert!(code == 0 && begun[0].contains(r#""kind":"sandbox.created","seq":1,"#), "{begun:?}");
    assert!(begun[1].contains(r#""kind":"reference.loaded","seq":2,"#), "the invented rates: {begun:?}");
}

async fn the_clock_moves_forward_and_stays_where_it_is(portal: &TestPortal) {
    let mut sandbox = Sandbox::start(portal);
    let (erp, secret) = sandbox.partner(portal, json!({})).await;
    let ahead = async |actor: &Actor| actor.get("/sandbox/clock").await.expect(200)["ahead_seconds"].clone();
    assert_eq!(ahead(&erp).await, 0);
    for seconds in [0, -60, 31_622_401] {
        let refused = erp.post("/sandbox/clock", &json!({ "advance_seconds": seconds })).await;
        assert_eq!(refused.problem(422, "validation_failed")["errors"][0]["pointer"], "/advance_seconds");
    }
    sandbox
        .anyone(portal)
        .post("/sandbox/clock", &json!({ "advance_seconds": 1 }))
        .await
        .problem(401, "unauthenticated");

    let hour = json!({ "advance_seconds": 3_600 });
    let moved = erp.post_under("an-hour", "/sandbox/clock", &hour).await.expect(200);
    assert_eq!(moved["ahead_seconds"], 3_600);
    // Tokens live for ten minutes.
    erp.get("/me").await.problem(401, "unauthenticated");
    renew(&erp, &secret).await;
    assert_eq!(
        erp.post_under("an-hour", "/sandbox/clock", &hour).await.expect(200),
        moved,
        "a request that is repeated is done once"
    );
    assert_eq!(ahead(&erp).await, 3_600);
    erp.post("/sandbox/clock", &json!({ "advance_seconds": 60 })).await.expect(200);

    sandbox.restart();
    assert_eq!(ahead(&sandbox.anyone(portal)).await, 3_660);

    // Nobody moves it out of everybody's reach: ten years, a year at a time.
    let erp = erp.at(&sandbox.process.base_url);
    let year = json!({ "advance_seconds": 31_622_400 });
    for _ in 0..9 {
        renew(&erp, &secret).await;
        erp.post("/sandbox/clock", &year).await.expect(200);
    }
    renew(&erp, &secret).await;
    let refused = erp.post("/sandbox/clock", &year).await.problem(422, "validation_failed");
    assert_eq!(refused["errors"][0]["pointer"], "/advance_seconds");
    assert_eq!(ahead(&erp).await, 3_660 + 9 * 31_622_400_i64);
}

async fn a_database_is_of_one_kind(portal: &TestPortal) {
    let mut sandbox = Sandbox::start(portal);
    sandbox.process.kill();
    let (code, _) = run_to_end(sandbox.command().arg("migrate"));
    assert_eq!(code, 78, "a sandbox's database is not a portal's");
    let (code, said) = run_to_end(sandbox.command().args(["--sandbox", "migrate"]));
    assert_eq!(code, 0, "{said}");

    let folder = tempfile::tempdir().unwrap();
    let database = FreshDatabase::empty(portal.engine, folder.path());
    let command = || program(&database.url_text(), folder.path());
    let (code, said) = run_to_end(command().args(["admin", "create-partner", "银行", "--scopes", "research:read"]));
    assert_eq!(code, 0, "{said}");
    let (code, _) = run_to_end(command().args(["migrate", "--sandbox"]));
    assert_eq!(code, 78, "a portal's database is not a sandbox's");
    let keys = |name: &str| folder.path().join(name).exists();
    assert_eq!((keys("keys"), keys("sandbox-keys")), (true, false));
}

async fn an_event_comes_again_and_a_client_sees_what_it_did(portal: &TestPortal) {
    let sandbox = Sandbox::start(portal);
    let (erp, _) = sandbox.partner(portal, json!({})).await;
    let receiver = Receiver::start().await;
    let endpoint = erp.listen_at(&receiver).await;
    erp.draft(&contract(&erp).await).await;
    receiver.wait_for(1).await;
    let first = receiver.arrived().remove(0);
    // The sandbox notes that it arrived a moment after it has.
    while erp.deliveries(&endpoint).await[0]["status"] != "delivered" {}
    let id = first.header("webhook-id").to_owned();
    let queued = erp.post(&format!("/sandbox/events/{id}/redeliver"), &json!({})).await.expect(200);
    assert_eq!(queued["queued"], 1);
    receiver.wait_for(2).await;
    let again = receiver.arrived().remove(1);
    assert_eq!((again.header("webhook-id"), &again.body), (id.as_str(), &first.body));

    let (other, _) = sandbox.partner(portal, json!({})).await;
    other.post(&format!("/sandbox/events/{id}/redeliver"), &json!({})).await.problem(404, "not_found");
    erp.post("/sandbox/events/evt_1_0a1b2c3d4e5f/redeliver", &json!({})).await.problem(404, "not_found");
    erp.post("/sandbox/events/nonsense/redeliver", &json!({})).await.problem(404, "not_found");

    let report = erp.get("/sandbox/report").await.expect(200);
    assert_eq!(report["client_id"], json!(erp.id));
    let used = |operation: &str| report["uses"].as_array().unwrap().iter().any(|use_| use_["operation"] == operation);
    assert!(used("POST /api/v1/filings") && used("POST /api/v1/sandbox/events/{event}/redeliver"), "{report}");
    sandbox.anyone(portal).get("/sandbox/report").await.problem(401, "unauthenticated");
}

async fn where_things_count_there_is_no_sandbox(portal: &TestPortal) {
    let company = portal.company().await;
    let answer = company.get("/sandbox/clock").await;
    answer.problem(404, "not_found");
    assert_eq!(answer.header("x-sandbox"), None);
    company.post("/sandbox/partners", &json!({})).await.problem(404, "not_found");
    company.post("/sandbox/clock", &json!({ "advance_seconds": 60 })).await.problem(404, "not_found");
    assert!(!portal.anyone().get("/verify-page").await.text().contains("data-sandbox"));
    let named = portal.anyone().at(&format!("{}/sandbox", portal.base_url));
    assert!(!named.get("/api/v1/reference").await.text().contains("countries"), "it answers at its root alone");
}
