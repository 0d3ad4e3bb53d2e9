//! The credential: what it commits to, and how it is checked and refused.

use std::process::Command;

use domain::merkle::Hash;
use domain::registered::{chain_of_changes, data_sheet_digest};
use proof::{Credential, Purpose, Signer};
use serde_json::{Value, json};

use super::{certificate, python, run, said};
use crate::kinds::Cast;
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    a_stock_cose_library_verifies_the_code_on_paper,
    a_credential_commits_to_data_sheet_changes_and_journal,
    every_form_of_a_credential_gets_the_same_answer,
    what_is_wrong_with_a_credential_is_said_exactly,
    ten_thousand_guesses_find_nothing_and_break_nothing,
);

/// Finds the key by the first bytes of its thumbprint, as docs/formats.md says, and prints the claims.
const VERIFY: &str = r##"
import base64, json, sys, urllib.request
from cbor2 import loads
from pycose.keys import OKPKey
from pycose.messages import Sign1Message
url, link = sys.argv[1:]
unpadded = lambda text: text + "=" * (-len(text) % 8)
message = Sign1Message.decode(base64.b32decode(unpadded(link.split("#")[1])))
kid = next(value for key, value in message.phdr.items() if getattr(key, "fullname", "") == "KID")
for key in json.load(urllib.request.urlopen(url))["keys"]:
    raw = lambda text: base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if key["purpose"] == "credential" and raw(key["kid"])[:8] == kid:
        message.key = OKPKey(crv="ED25519", x=raw(key["x"]), optional_params={})
assert message.verify_signature()
claims = loads(message.payload)
print(json.dumps({"iss": claims[1], "sub": claims[2], "ours": [c.hex() if isinstance(c, bytes) else c for c in claims[-65537]]}))
"##;

async fn a_stock_cose_library_verifies_the_code_on_paper(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let link = certificate(&company, number).await["verify_url"].as_str().unwrap().to_owned();
    let keys = format!("{}/.well-known/jwks.json", portal.base_url);
    let verify = async |link: String| {
        let mut command = Command::new(python());
        command.args(["-c", VERIFY, &keys, &link]);
        run(command).await
    };
    let verified = verify(link.clone()).await;
    assert!(verified.status.success(), "{}", said(&verified));
    let claims: Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!((&claims["iss"], &claims["sub"]), (&portal.base_url.clone().into(), &number.into()));
    assert_eq!((&claims["ours"][8], &claims["ours"][9]), (&"EUR".into(), &"1250000.00".into()));
    // Within what is signed, behind the name of the key.
    let (address, code) = link.split_once('#').unwrap();
    let other = if code[200..].starts_with('A') { "B" } else { "A" };
    let altered = format!("{address}#{}{other}{}", &code[..200], &code[201..]);
    assert!(!verify(altered).await.status.success());
}

async fn a_credential_commits_to_data_sheet_changes_and_journal(portal: &TestPortal) {
    let cast = Cast::of(portal).await;
    let id = cast.amendment("/amount/total", "1300000.00").await;
    let amended = cast.take_effect(&id).await;
    let number = amended["certificate_number"].as_str().unwrap();
    let read = async |number: &str| {
        let jwt = certificate(&cast.company, number).await["credential"].as_str().unwrap().to_owned();
        Credential::from_jwt(&jwt, &portal.app.keys.published()).unwrap()
    };
    let (first, second) = (read(&cast.certificate).await, read(number).await);
    let versions = cast.company.get(&format!("/contracts/{}/versions", cast.id)).await.expect(200);
    let digests: Vec<Hash> = versions["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| data_sheet_digest(&serde_json::from_value(version["contract"].clone()).unwrap()))
        .collect();
    assert_eq!([first.data_sheet, second.data_sheet], digests[..]);
    assert_eq!((first.changes, Some(second.changes)), (digests[0], chain_of_changes(digests.clone())));
    assert_eq!((first.version, second.version, second.total.as_str()), (1, 2, "1300000.00"));
    assert_ne!(first.status_index(), second.status_index());
    // Its leaf is the entry that registered it, and that entry names the same digests.
    let auditor = portal.staff(domain::Role::AuditAdmin, &[]).await;
    let proof = auditor.get(&format!("/journal/proof?seq={}", second.entry)).await.expect(200);
    assert_eq!(proof["leaf_hash"], second.leaf.to_string());
    let entry: Value = serde_json::from_str(proof["entry"]["canonical"].as_str().unwrap()).unwrap();
    assert_eq!((&entry["kind"], &entry["body"]["certificate"]), (&"filing.registered".into(), &number.into()));
    assert_eq!(entry["body"]["data_sheet"], second.data_sheet.to_string());
    assert_eq!(entry["body"]["changes"], second.changes.to_string());
}

async fn every_form_of_a_credential_gets_the_same_answer(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let held = certificate(&company, number).await;
    let link = held["verify_url"].as_str().unwrap();
    let anyone = portal.anyone();
    let by_number = anyone.get(&format!("/verify/{number}")).await.expect(200);
    let code = link.split_once('#').unwrap().1;
    for credential in [held["credential"].as_str().unwrap(), link, code, &format!(" {code}\n")] {
        assert_eq!(anyone.post("/verify", &json!({ "credential": credential })).await.expect(200), by_number);
    }
}

async fn what_is_wrong_with_a_credential_is_said_exactly(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &Contract::import().of(&company)).await;
    let held = certificate(&company, filing["certificate_number"].as_str().unwrap()).await;
    let jwt = held["credential"].as_str().unwrap();
    let code = held["verify_url"].as_str().unwrap().split_once('#').unwrap().1;
    let keys = &portal.app.keys;
    let genuine = Credential::from_jwt(jwt, &keys.published()).unwrap();
    let elsewhere = Credential { iss: "https://elsewhere.example".into(), ..genuine.clone() };
    let unheard = Credential { sub: "SZI26-AAAA-AAAA-AAAA".into(), ..genuine.clone() };
    let (signer, journal) = (&keys.credential.current, &keys.journal.current);
    assert_eq!(signer.public_key().purpose, Purpose::Credential);
    let list = portal.anyone().get("/certificates/status-list").await;
    let list = String::from_utf8(list.body).unwrap();
    for (credential, expected) in [
        ("what is this", "unreadable"),
        (&jwt[..jwt.len() / 2], "incomplete"),
        (&jwt[..jwt.len() - 9], "incomplete"),
        (&code[..code.len() - 30], "incomplete"),
        (&jwt.replacen(".e", ".f", 1), "signature_invalid"),
        (&genuine.to_jwt(journal).unwrap(), "unknown_key"),
        (&proof::link(&genuine, journal).unwrap(), "unknown_key"),
        (&elsewhere.to_jwt(signer).unwrap(), "foreign_issuer"),
        (&unheard.to_jwt(signer).unwrap(), "contents_mismatch"),
        (&list, "wrong_type"),
        (&company.token().unwrap(), "wrong_type"),
    ] {
        let problem = portal.anyone().post("/verify", &json!({ "credential": credential })).await;
        let problem = problem.problem(422, "credential_invalid");
        assert_eq!(problem["errors"][0]["code"], expected, "{credential}");
        assert_eq!(problem["errors"][0]["pointer"], "/credential");
    }
    // A code from another paper is genuine, and says whose it is.
    let other = portal.registered(&company, &Contract::export().of(&company)).await;
    let other = certificate(&company, other["certificate_number"].as_str().unwrap()).await;
    let answer = portal.anyone().post("/verify", &json!({ "credential": other["verify_url"] })).await.expect(200);
    assert_eq!(answer["number"], other["number"]);
    // Where somebody put its credential in the place of the first one's in the database, nothing is told of it under that number.
    let (first, second) = (held["number"].as_str().unwrap(), other["number"].as_str().unwrap());
    let theirs = other["credential"].as_str().unwrap();
    portal.execute(&format!("UPDATE certificates SET credential = '{theirs}' WHERE number = '{first}'")).await;
    portal.anyone().get(&format!("/verify/{first}")).await.problem(500, "internal");
    portal.anyone().post("/verify", &json!({ "credential": jwt })).await.problem(500, "internal");
    company.get(&format!("/certificates/{first}/pdf")).await.problem(500, "internal");
    portal.anyone().get(&format!("/verify/{second}")).await.expect(200);
}

async fn ten_thousand_guesses_find_nothing_and_break_nothing(portal: &TestPortal) {
    let strict = portal::web::ServerSettings { public_quota: 600, ..crate::support::portal::unlimited() };
    let address = portal.serve_also(&strict);
    let http = reqwest::Client::new();
    let mut seen = std::collections::BTreeMap::<u16, u32>::new();
    for guess in 0..10_000_u32 {
        let answer = http.get(format!("{address}/api/v1/verify/SZI26-{guess:04}-0000-0000")).send().await.unwrap();
        *seen.entry(answer.status().as_u16()).or_default() += 1;
    }
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), [404, 429], "{seen:?}");
    assert!(seen[&404] <= 700, "{seen:?}");
}
