//! Quotas of clients, and of people at the research centre: exact, told in every answer, and each one's own. Conditional requests, which
//! spare both sides the bytes.

use chrono::Duration;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::on_both_databases;
use crate::support::portal::unlimited;
use crate::support::{Actor, Answer, Contract, TestPortal};

on_both_databases!(
    a_client_is_told_what_is_left_and_waits_when_nothing_is,
    a_second_has_a_share_of_its_own,
    a_client_that_floods_takes_nothing_from_another,
    a_bank_behind_a_busy_address_verifies_by_its_own_quota,
    wrong_secrets_use_up_the_address_and_right_ones_are_let_in,
    what_has_not_changed_is_not_sent_again,
    a_person_is_told_what_is_left_at_the_research_centre,
    the_structure_counts_as_open_data_and_a_false_token_spares_nobody,
);

/// A client at a server with these quotas.
async fn client(portal: &TestPortal, address: &str, scopes: &[&str], company: Option<&Actor>) -> Actor {
    portal.partner(scopes, company).await.at(address)
}

fn left(answer: &Answer) -> (i64, i64, i64) {
    let number = |name: &str| answer.header(name).unwrap_or_else(|| panic!("no {name}")).parse().unwrap();
    (number("ratelimit-limit"), number("ratelimit-remaining"), number("ratelimit-reset"))
}

async fn a_client_is_told_what_is_left_and_waits_when_nothing_is(portal: &TestPortal) {
    let company = portal.company().await;
    let strict = portal::web::ServerSettings { client_quota: 4, ..unlimited() };
    let address = portal.serve_also(&strict);
    let actor = client(portal, &address, &["filings:read"], Some(&company)).await;
    for (used, path) in ["/filings", "/me", "/queue"].into_iter().enumerate() {
        let answer = actor.get(path).await;
        assert_eq!(left(&answer), (4, 3 - used as i64, 300), "a refusal costs as much: {path}");
        assert_eq!(answer.header("ratelimit-policy"), Some("4;w=300"));
    }
    portal.pass(Duration::seconds(100));
    assert_eq!(left(&actor.get("/filings").await), (4, 0, 200));
    for _ in 0..2 {
        let refused = actor.get("/filings").await;
        refused.problem(429, "too_many_requests");
        assert_eq!((left(&refused), refused.header("retry-after")), ((4, 0, 200), Some("200")));
    }
    // Exactly as long as it was told, and no longer.
    portal.pass(Duration::seconds(199));
    actor.get("/filings").await.problem(429, "too_many_requests");
    portal.pass(Duration::seconds(1));
    let answer = actor.get("/filings").await;
    answer.expect(200);
    assert_eq!(left(&answer), (4, 3, 300));
    // A token is a request like any other; people and strangers have no such quota.
    let partner = portal.new_partner(&["filings:read"], Some(&company)).await;
    let request = portal.anyone().at(&address).request(Method::POST, "/oauth/token");
    let request = request.basic_auth(&partner.client_id, Some(&partner.client_secret));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let token = Answer::of(request.body("grant_type=client_credentials")).await;
    token.expect(200);
    assert_eq!(left(&token), (4, 3, 300));
    company.sign_in().await;
    for answer in [company.at(&address).get("/me").await, portal.anyone().at(&address).get("/reference").await] {
        answer.expect(200);
        assert_eq!(answer.header("ratelimit-limit"), None);
    }
    let uses = format!(
        "SELECT CAST(SUM(uses) AS TEXT) AS value FROM partner_uses WHERE outcome = 'throttled' AND partner_id = '{}'",
        actor.get("/me").await.json()["id"].as_str().unwrap()
    );
    portal.catch_up().await;
    assert_eq!(portal.number(&uses).await, 3);
}

async fn a_second_has_a_share_of_its_own(portal: &TestPortal) {
    let company = portal.company().await;
    let strict = portal::web::ServerSettings { client_quota: 100, client_burst: 3, ..unlimited() };
    let actor = client(portal, &portal.serve_also(&strict), &["filings:read"], Some(&company)).await;
    for _ in 0..3 {
        let answer = actor.get("/me").await;
        answer.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), Some("100;w=300, 3;w=1"));
    }
    let refused = actor.get("/me").await;
    refused.problem(429, "too_many_requests");
    assert_eq!((refused.header("retry-after"), left(&refused)), (Some("1"), (100, 97, 300)));
    portal.pass(Duration::seconds(1));
    actor.get("/me").await.expect(200);
}

/// One asks five hundred times, a hundred of them at once; of the other's requests none is refused.
async fn a_client_that_floods_takes_nothing_from_another(portal: &TestPortal) {
    let (one, other) = (portal.company().await, portal.company().await);
    let strict = portal::web::ServerSettings { client_quota: 60, workers: 2, ..unlimited() };
    let address = portal.serve_also(&strict);
    let flooding = client(portal, &address, &["filings:read"], Some(&one)).await;
    let modest = client(portal, &address, &["filings:read", "filings:write"], Some(&other)).await;
    let body = Contract::import().of(&other).registration();
    let flood = async {
        let mut answers = Vec::new();
        for _ in 0..5 {
            answers.extend(join_all((0..100).map(|_| flooding.get("/filings"))).await);
        }
        answers
    };
    let work = async {
        let mut answers = Vec::new();
        for _ in 0..20 {
            answers.push(modest.get("/filings").await);
            answers.push(modest.post("/filings", &body).await);
        }
        answers
    };
    let (flood, work) = futures_util::future::join(flood, work).await;
    let refused = flood.iter().filter(|answer| answer.status == 429).count();
    assert!(flood.iter().all(|answer| matches!(answer.status, 200 | 429)));
    assert!((440..500).contains(&refused), "its quota of 60, less what was one too many at once: {refused} refused");
    for (position, answer) in work.iter().enumerate() {
        assert!(matches!(answer.status, 200 | 201), "{}", answer.text());
        assert_eq!(left(answer).1, 59 - position as i64);
    }
}

async fn a_bank_behind_a_busy_address_verifies_by_its_own_quota(portal: &TestPortal) {
    let strict = portal::web::ServerSettings { public_quota: 5, client_quota: 40, ..unlimited() };
    let address = portal.serve_also(&strict);
    let stranger = portal.anyone().at(&address);
    let number = "/verify/SZI26-0000-0000-0000";
    for _ in 0..5 {
        stranger.get(number).await.problem(404, "not_found");
    }
    stranger.get(number).await.problem(429, "too_many_requests");
    let bank = client(portal, &address, &["certificates:verify"], None).await;
    for used in 1..=40 {
        let answer = bank.get(number).await;
        answer.problem(404, "not_found");
        assert_eq!(left(&answer).1, 40 - used);
    }
    let refused = bank.get(number).await;
    refused.problem(429, "too_many_requests");
    assert_eq!(refused.header("ratelimit-remaining"), Some("0"));
    // An account is had for the asking: who is signed in guesses no more than whoever else has the address.
    let person = portal.company().await.at(&address);
    person.get(number).await.problem(429, "too_many_requests");
    person.get("/me").await.expect(200);
    // A token of nobody learns nothing, however often it is shown.
    stranger.use_token(Some("nonsense".into()));
    for _ in 0..20 {
        stranger.get(number).await.problem(401, "unauthenticated");
    }
}

async fn wrong_secrets_use_up_the_address_and_right_ones_are_let_in(portal: &TestPortal) {
    let strict = portal::web::ServerSettings { public_quota: 15, ..unlimited() };
    let anyone = portal.anyone().at(&portal.serve_also(&strict));
    let partner = portal.new_partner(&["research:read"], None).await;
    let ask = async |secret: &str| {
        let request = anyone
            .request(Method::POST, "/oauth/token")
            .basic_auth(&partner.client_id, Some(secret))
            .header("content-type", "application/x-www-form-urlencoded");
        Answer::of(request.body("grant_type=client_credentials")).await
    };
    for _ in 0..30 {
        ask(&partner.client_secret).await.expect(200);
    }
    for _ in 0..3 {
        ask("wrong").await.problem(401, "invalid_client");
    }
    ask("wrong").await.problem(429, "too_many_requests");
    ask(&partner.client_secret).await.expect(200);
    // Signing in is counted apart.
    let guess = json!({ "email": "nobody@suzhou.example", "password": "a guess" });
    anyone.post("/auth/login", &guess).await.problem(401, "unauthenticated");
}

async fn a_person_is_told_what_is_left_at_the_research_centre(portal: &TestPortal) {
    let strict = portal::web::ServerSettings { research_quota: 3, ..unlimited() };
    let address = portal.serve_also(&strict);
    let one = portal.staff(domain::Role::Researcher, &[]).await.at(&address);
    let other = portal.company().await.at(&address);
    // However the path is written.
    for (used, path) in ["/research/analyses", "/rese%61rch/analyses", "/research/views"].into_iter().enumerate() {
        let answer = one.get(path).await;
        answer.expect(200);
        assert_eq!(left(&answer), (3, 2 - used as i64, 300), "{path}");
    }
    let refused = one.get("/research/analyses").await;
    refused.problem(429, "too_many_requests");
    assert_eq!((left(&refused), refused.header("retry-after")), ((3, 0, 300), Some("300")));
    // Neither another person nor anything else has to wait.
    let answer = other.get("/research/analyses").await;
    answer.expect(200);
    assert_eq!(left(&answer), (3, 2, 300));
    let elsewhere = one.get("/me").await;
    elsewhere.expect(200);
    assert_eq!(elsewhere.header("ratelimit-limit"), None);
    portal.pass(Duration::seconds(300));
    assert_eq!(left(&one.get("/research/analyses").await), (3, 2, 300));
}

async fn the_structure_counts_as_open_data_and_a_false_token_spares_nobody(portal: &TestPortal) {
    let strict = portal::web::ServerSettings { public_quota: 5, ..unlimited() };
    let stranger = portal.anyone().at(&portal.serve_also(&strict));
    for _ in 0..4 {
        stranger.get("/open/sdmx/structure").await.expect(200);
    }
    stranger.get("/open/datasets").await.expect(200);
    stranger.get("/open/sdmx/structure").await.problem(429, "too_many_requests");
    stranger.use_token(Some("nonsense".into()));
    for path in ["/open/sdmx/structure", "/open/datasets/trade_by_country/versions"] {
        stranger.get(path).await.problem(401, "unauthenticated");
    }
}

async fn what_has_not_changed_is_not_sent_again(portal: &TestPortal) {
    let company = portal.company().await;
    let contract = Contract::import().of(&company);
    let registered = portal.registered(&company, &contract).await;
    let (entry, number) =
        (registered["contract_id"].as_str().unwrap(), registered["certificate_number"].as_str().unwrap());
    let draft = company.draft(&Contract::export().of(&company)).await;
    let filing = format!("/filings/{draft}");
    let ask = async |path: &str, tag: &str, language: &str| {
        let request = company.request(Method::GET, path);
        Answer::of(request.header("if-none-match", tag).header("accept-language", language)).await
    };
    for path in [
        filing.as_str(),
        &format!("/contracts/{entry}"),
        &format!("/certificates/{number}"),
        "/certificates/status-list",
        "/openapi.json",
    ] {
        let first = ask(path, "\"another\"", "zh-CN").await;
        assert_eq!(first.status, 200, "{path}");
        let tag = first.header("etag").unwrap_or_else(|| panic!("{path} has no tag")).to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
            let again = ask(path, &known, "zh-CN").await;
            assert_eq!((again.status, again.body.len()), (304, 0), "{path} {known}");
            assert_eq!(again.header("etag"), Some(tag.as_str()));
            assert_eq!(again.header("cache-control"), first.header("cache-control"));
        }
    }
    // The tag of an application is its version for If-Match, and of these very words for If-None-Match.
    let tag = ask(&filing, "", "zh-CN").await.header("etag").unwrap().to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    let body = Contract::export().of(&company).registration();
    let save =
        async |tag: &str| Answer::of(company.request(Method::PUT, &filing).header("if-match", tag).json(&body)).await;
    save(&tag).await.expect(200);
    save(&tag).await.problem(412, "version_mismatch");
    assert_eq!(ask(&filing, &tag, "zh-CN").await.status, 200, "it has changed");
    let list = ask("/certificates/status-list", "", "zh-CN").await.header("etag").unwrap().to_owned();
    portal.pass(Duration::seconds(61));
    assert_eq!(ask("/certificates/status-list", &list, "zh-CN").await.status, 200, "it is signed anew each minute");
}
