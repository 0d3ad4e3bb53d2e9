//! The status list: it says of every certificate what asking about it says.

use std::process::Command;

use proof::{Credential, LIST_LENGTH, StatusList};
use serde_json::{Value, json};

use super::{certificate, python, run, said};
use crate::kinds::{Cast, closure, reissue};
use crate::on_both_databases;
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    the_list_follows_whatever_happens_to_a_certificate,
    places_do_not_tell_how_many_were_issued,
    a_stock_library_reads_the_list,
    a_certificate_is_revoked_by_another_than_who_decided,
    a_holder_sees_by_what_kind_of_party_it_was_checked,
);

/// The list as anybody fetches it, checked with the published keys.
async fn list(portal: &TestPortal) -> StatusList {
    // A list is not made anew more often than every other second.
    portal.pass(chrono::Duration::seconds(3));
    let answer = portal.anyone().get("/certificates/status-list").await;
    assert_eq!(answer.status, 200);
    StatusList::read(&String::from_utf8(answer.body).unwrap(), &portal.app.keys.published()).unwrap()
}

/// What asking about a number says, which must be what the list says.
async fn standing(portal: &TestPortal, company: &Actor, number: &str) -> String {
    let jwt = certificate(company, number).await["credential"].as_str().unwrap().to_owned();
    let place = Credential::from_jwt(&jwt, &portal.app.keys.published()).unwrap().status.status_list;
    let answer = portal.anyone().get(&format!("/verify/{number}")).await.expect(200);
    let listed = list(portal).await.standing(&place).unwrap();
    assert_eq!(answer["status"], listed.code(), "{number}");
    answer["status"].as_str().unwrap().to_owned()
}

async fn the_list_follows_whatever_happens_to_a_certificate(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let (first, holder) = (cast.certificate.clone(), &cast.company);
    assert_eq!(standing(portal, holder, &first).await, "valid");
    let amendment = cast.amendment("/amount/total", "1300000.00").await;
    let second = cast.take_effect(&amendment).await["certificate_number"].as_str().unwrap().to_owned();
    assert_eq!(standing(portal, holder, &first).await, "superseded");
    let lost = cast.draft("reissue", &reissue()).await;
    let third = cast.take_effect(&lost).await["certificate_number"].as_str().unwrap().to_owned();
    assert_eq!(standing(portal, holder, &second).await, "reissued");
    for (effect, expected) in [("suspension", "suspended"), ("resumption", "valid"), ("termination", "terminated")] {
        let id = cast.draft("closure", &closure(effect, "2026-11-22")).await;
        cast.take_effect(&id).await;
        assert_eq!(standing(portal, holder, &third).await, expected);
    }
    assert_eq!(standing(portal, holder, &first).await, "superseded", "it stays what it was");
    portal.anyone().get("/certificates/status-list?list=1").await.problem(404, "not_found");
    portal.anyone().get("/certificates/status-list?list=-1").await.problem(404, "not_found");
    portal.anyone().get("/certificates/status-list?list=x").await.problem(422, "invalid_query");
}

async fn places_do_not_tell_how_many_were_issued(portal: &TestPortal) {
    let company = portal.company().await;
    let places = async || {
        let places = portal.texts("SELECT CAST(status_index AS TEXT) AS value FROM certificates").await;
        let mut places: Vec<i64> = places.iter().map(|place| place.parse().unwrap()).collect();
        places.sort_unstable();
        places
    };
    for number in 1..=3 {
        portal.registered(&company, &Contract::import().of(&company).numbered(number)).await;
    }
    let first = places().await;
    assert!(first[0] >= 0 && first[2] < LIST_LENGTH, "all in the first list: {first:?}");
    assert!(first[2] - first[0] > 2, "one after another they would count: {first:?}");
    // Where a list was begun, the next one has its place there.
    portal.anyone().get("/certificates/status-list?list=1").await.problem(404, "not_found");
    let begun = format!("UPDATE certificates SET status_index = {LIST_LENGTH} WHERE status_index = {}", first[2]);
    portal.execute(&begun).await;
    portal.registered(&company, &Contract::import().of(&company).numbered(4)).await;
    assert_eq!(places().await.iter().filter(|place| **place > LIST_LENGTH).count(), 1);
    assert_eq!(portal.anyone().get("/certificates/status-list?list=1").await.status, 200);
}

/// As IETF draft-ietf-oauth-status-list says, with PyJWT and zlib.
const READ: &str = r#"
import base64, json, sys, urllib.request, zlib, jwt
base, credential = sys.argv[1:]
client = jwt.PyJWKClient(base + "/.well-known/jwks.json")
untimed = {"verify_exp": False, "verify_iat": False}
read = lambda token: jwt.decode(token, client.get_signing_key_from_jwt(token).key, algorithms=["EdDSA"], options=untimed)
place = read(credential)["status"]["status_list"]
answer = urllib.request.urlopen(place["uri"])
assert answer.headers["Content-Type"] == "application/statuslist+jwt", answer.headers["Content-Type"]
token = answer.read().decode()
assert jwt.get_unverified_header(token)["typ"] == "statuslist+jwt"
claims = read(token)
assert claims["sub"] == place["uri"] and claims["status_list"]["bits"] == 4
packed = claims["status_list"]["lst"]
values = zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
print(values[place["idx"] // 2] >> 4 * (place["idx"] % 2) & 15)
"#;

async fn a_stock_library_reads_the_list(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let old = certificate(&cast.company, &cast.certificate).await["credential"].as_str().unwrap().to_owned();
    let amendment = cast.amendment("/amount/total", "1300000.00").await;
    let new = cast.take_effect(&amendment).await["certificate_number"].as_str().unwrap().to_owned();
    let new = certificate(&cast.company, &new).await["credential"].as_str().unwrap().to_owned();
    portal.pass(chrono::Duration::seconds(3));
    for (credential, value) in [(old, "3"), (new, "0")] {
        let mut command = Command::new(python());
        command.args(["-c", READ, &portal.base_url, &credential]);
        let read = run(command).await;
        assert_eq!(said(&read).trim(), value);
    }
}

async fn a_certificate_is_revoked_by_another_than_who_decided(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let amendment = cast.amendment("/amount/total", "1300000.00").await;
    let number = cast.take_effect(&amendment).await["certificate_number"].as_str().unwrap().to_owned();
    let path = format!("/certificates/{number}/revoke");
    let grounds = json!({ "reason": "登记所据合同系伪造，依《技术进出口管理条例》第四十七条撤销。" });
    let other = portal.approver().await;
    cast.company.post(&path, &grounds).await.problem(403, "forbidden");
    cast.reviewer.post(&path, &grounds).await.problem(403, "forbidden");
    cast.approver.post(&path, &grounds).await.problem(409, "four_eyes");
    other.post(&path, &json!({ "reason": "短" })).await.problem(422, "validation_failed");
    other.post("/certificates/SZI26-AAAA-AAAA-AAAA/revoke", &grounds).await.problem(404, "not_found");
    assert_eq!(other.post(&path, &grounds).await.status, 204);
    assert_eq!(standing(portal, &cast.company, &number).await, "revoked");
    let again = other.post(&path, &grounds).await.problem(409, "illegal_state");
    assert_eq!(again["state"], "revoked");
    let entries = portal.texts("SELECT body AS value FROM journal WHERE kind = 'certificate.revoked'").await;
    assert_eq!(entries.len(), 1);
}

async fn a_holder_sees_by_what_kind_of_party_it_was_checked(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let number = &cast.certificate;
    let held = certificate(&cast.company, number).await;
    let bank = portal.partner(&["certificates:verify"], None).await;
    let (stranger, anyone) = (portal.company().await, portal.anyone());
    for who in [&bank, &stranger, &anyone, &anyone, &cast.company] {
        who.get(&format!("/verify/{number}")).await.expect(200);
    }
    anyone.post("/verify", &json!({ "credential": held["verify_url"] })).await.expect(200);
    let path = format!("/certificates/{number}/checks");
    let seen = cast.company.get(&path).await.expect(200);
    let mut counts: Vec<(&str, &str, i64)> = seen["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["party"].as_str().unwrap(), item["way"].as_str().unwrap(), item["checks"].as_i64().unwrap()))
        .collect();
    counts.sort_unstable();
    let expected =
        [("company", "number", 1), ("partner", "number", 1), ("public", "credential", 1), ("public", "number", 2)];
    assert_eq!(counts, expected, "one's own look is no check");
    for item in seen["items"].as_array().unwrap() {
        let told: Vec<&str> = item.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(told, ["checks", "hour", "party", "way"], "nobody is named");
    }
    anyone.get(&format!("/verify/{number}")).await.expect(200);
    let later = cast.company.get(&path).await.expect(200);
    let public = |item: &&Value| item["party"] == "public" && item["way"] == "number";
    assert_eq!(later["items"].as_array().unwrap().iter().find(public).unwrap()["checks"], 3);
    stranger.get(&path).await.problem(404, "not_found");
}
