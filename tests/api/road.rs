//! The main job, all of it: a company signs up, files, is asked to put something right, and gets its certificate; anyone can
//! check the receipt and the certificate; the figures are those of what was registered.

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Role;
use domain::merkle::{Hash, leaf_hash, verify_inclusion};
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::actor::PASSWORD;
use crate::support::people::credit_code;
use crate::support::{Actor, Contract, Mail, TestPortal};

on_both_databases!(a_contract_travels_from_sign_up_to_the_figures);

async fn a_contract_travels_from_sign_up_to_the_figures(portal: &TestPortal) {
    let approver = portal.approver().await;
    let company = signs_up_and_is_approved(portal, &approver).await;
    let contract = Contract::import().of(&company);
    let id = files(&company, &contract).await;
    portal.catch_up().await;
    let first = company.get(&format!("/filings/{id}/receipt")).await.expect(200);
    assert_receipt_holds(portal, &first, &id, 1).await;

    let reviewer = portal.reviewer().await;
    let contract = is_returned_and_corrected(portal, &company, &reviewer, &id, contract).await;
    let second = company.get(&format!("/filings/{id}/receipt")).await.expect(200);
    assert_receipt_holds(portal, &second, &id, 2).await;
    assert_ne!(first["digest"], second["digest"], "what was filed has changed");
    assert_receipt_holds(portal, &first, &id, 1).await;

    is_reviewed_and_decided(&reviewer, &approver, &id).await;
    let filing = company.filing(&id).await;
    assert_eq!((&filing["status"], &filing["actions"]), (&"registered".into(), &json!([])));
    is_in_the_register(&company, &filing, &contract).await;
    certificate_stands(portal, &company, &filing, &contract).await;

    portal.catch_up().await;
    figures_are_those_of_what_was_registered(portal).await;
    mails_were_written(portal, &company);
    history_tells_it_all(&company, &reviewer, &id).await;
}

async fn signs_up_and_is_approved(portal: &TestPortal, approver: &Actor) -> Actor {
    let mut company = portal.anyone();
    company.email = "wang@weidianzi.example".into();
    let facts = json!({ "name": "苏州示例微电子有限公司", "uscc": credit_code(9_999_999), "district": "320571", "ownership": "foreign_invested" });
    let user = json!({ "name": "王申报", "email": "Wang@Weidianzi.example", "password": PASSWORD });
    let signed_up = company.post("/companies", &json!({ "company": facts, "user": user })).await.expect(201);
    assert_eq!((&signed_up["status"], &signed_up["uscc"]), (&"pending".into(), &facts["uscc"]));

    assert_eq!(company.sign_in().await["user"]["company"]["status"], "pending");
    let mut party = facts.clone();
    party["id"] = signed_up["id"].clone();
    party["country"] = "CN".into();
    company.company = Some(party);
    let body = Contract::import().of(&company).registration();
    company.post("/filings", &body).await.problem(403, "company_not_approved");

    let waiting = approver.get("/companies?status=pending").await.expect(200);
    assert_eq!(waiting["items"][0]["id"], signed_up["id"]);
    let id = company.company_id();
    let approved = approver.post(&format!("/companies/{id}/approve"), &json!({})).await.expect(200);
    assert_eq!(approved["status"], "approved");
    assert_eq!(company.get("/me").await.expect(200)["company"]["status"], "approved");
    company
}

async fn files(company: &Actor, contract: &Contract) -> String {
    let unfinished =
        json!({ "kind": "registration", "contract": { "direction": "import", "name": contract.0["name"] } });
    let created = company.post("/filings", &unfinished).await;
    let draft = created.expect(201);
    let id = draft["id"].as_str().unwrap().to_owned();
    assert_eq!(created.header("location"), Some(format!("/api/v1/filings/{id}").as_str()));
    assert_eq!(created.header("etag"), Some("\"1\""));
    company.submit(&id, json!({})).await.problem(422, "findings_block");

    let saved = company.put(&format!("/filings/{id}"), 1, &contract.registration()).await.expect(200);
    assert_eq!(saved["version"], 2);
    company.put(&format!("/filings/{id}"), 1, &contract.registration()).await.problem(412, "version_mismatch");
    let missing = company.submit(&id, json!({})).await.problem(422, "findings_block");
    assert!(
        missing["errors"].as_array().unwrap().iter().all(|error| error["code"] == "documents.missing"),
        "{missing}"
    );
    company.attach_papers(&id).await;
    let findings = company.get(&format!("/filings/{id}/findings")).await.expect(200);
    assert_eq!(findings["routing"]["desk"]["code"], "sip");

    let submitted = company.submit(&id, json!({})).await;
    let filing = submitted.expect(201);
    assert_eq!(submitted.header("location"), Some(format!("/api/v1/filings/{id}/receipt").as_str()));
    assert_eq!((&filing["status"], &filing["desk"]["code"]), (&"submitted".into(), &"sip".into()));
    assert_eq!(filing["clock"]["due_on"], "2026-11-25");
    id
}

/// Checks a receipt with nothing but the receipt and the portal's public keys.
async fn assert_receipt_holds(portal: &TestPortal, receipt: &Value, filing: &str, submission: i64) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let entry: Value = serde_json::from_str(&text(&receipt["entry"]["canonical"])).unwrap();
    assert_eq!((&entry["kind"], &entry["subject"]), (&"filing.submitted".into(), &filing.into()));
    assert_eq!((&entry["body"]["digest"], &entry["body"]["submission"]), (&receipt["digest"], &submission.into()));
    assert_eq!(receipt["submission"], submission);

    let (proof, head) = (&receipt["proof"], &receipt["head"]);
    let leaf = leaf_hash(text(&receipt["entry"]["canonical"]).as_bytes());
    assert_eq!(receipt["leaf_hash"], leaf.to_string());
    let hashes: Vec<Hash> =
        proof["hashes"].as_array().unwrap().iter().map(|hash| Hash::parse(&text(hash)).unwrap()).collect();
    let root = Hash::parse(&text(&head["root_hash"])).unwrap();
    let (index, size) = (proof["leaf_index"].as_u64().unwrap(), proof["tree_size"].as_u64().unwrap());
    assert_eq!((Some(index + 1), Some(size)), (receipt["entry"]["seq"].as_u64(), head["tree_size"].as_u64()));
    assert!(verify_inclusion(&leaf, index, size, &hashes, &root));
    let forged = leaf_hash(text(&receipt["entry"]["canonical"]).replace(filing, "another").as_bytes());
    assert!(!verify_inclusion(&forged, index, size, &hashes, &root));

    let signed =
        format!(r#"{{"root_hash":{},"signed_at":{},"tree_size":{size}}}"#, head["root_hash"], head["signed_at"]);
    let keys = portal.anyone().get("/.well-known/jwks.json").await.expect(200);
    let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == head["key_id"]).expect("a public key");
    let public = URL_SAFE_NO_PAD.decode(text(&key["x"])).unwrap();
    let signature = URL_SAFE_NO_PAD.decode(text(&head["signature"])).unwrap();
    UnparsedPublicKey::new(&ED25519, public).verify(signed.as_bytes(), &signature).expect("the journal's signature");
}

async fn is_returned_and_corrected(
    portal: &TestPortal,
    company: &Actor,
    reviewer: &Actor,
    id: &str,
    contract: Contract,
) -> Contract {
    let elsewhere = portal.staff(Role::Reviewer, &["city"]).await;
    assert_eq!(elsewhere.get("/queue").await.expect(200)["items"], json!([]), "it lies at another desk");
    let queue = reviewer.get("/queue?desk=sip").await.expect(200);
    assert_eq!((&queue["items"][0]["id"], &queue["items"][0]["due_on"]), (&id.into(), &"2026-11-25".into()));
    assert_eq!(reviewer.claim(id).await["claimed_by"]["id"], reviewer.id);
    let items = json!([
        { "type": "incorrect", "pointer": "/contract/summary", "message": "请写明专利的具体实施方式。" },
        { "type": "incomplete", "document": "project_approval", "message": "如有项目批复，请一并上传。" },
    ]);
    let returned = reviewer.act(id, "return", &json!({ "items": items })).await.expect(200);
    assert_eq!((&returned["status"], &returned["claimed_by"]), (&"returned".into(), &Value::Null));

    let seen = company.filing(id).await;
    assert_eq!(seen["corrections"].as_array().unwrap().len(), 2);
    assert_eq!(seen["corrections"][0]["message"], items[0]["message"]);
    let corrected = contract.with("/summary", "许可方授予受让方在中国境内制造沟槽栅功率器件的普通许可，并派员指导。");
    let version = seen["version"].as_i64().unwrap();
    company.put(&format!("/filings/{id}"), version, &corrected.registration()).await.expect(200);
    company.submit(id, json!({})).await.expect(201);
    corrected
}

async fn is_reviewed_and_decided(reviewer: &Actor, approver: &Actor, id: &str) {
    reviewer.claim(id).await;
    let recommended = reviewer.recommend(id, "register").await.expect(200);
    assert_eq!(recommended["recommendation"]["by"]["id"], reviewer.id);
    reviewer.decide(id, "register").await.problem(403, "forbidden");
    let decided = approver.decide(id, "register").await.expect(200);
    assert_eq!(
        (&decided["decision"]["outcome"], &decided["decision"]["by"]["id"]),
        (&"register".into(), &approver.id.clone().into())
    );
}

async fn is_in_the_register(company: &Actor, filing: &Value, contract: &Contract) {
    let id = filing["contract_id"].as_str().unwrap();
    let listed = company.get("/contracts").await.expect(200);
    assert_eq!(listed["items"][0]["id"], id);
    let registered = company.get(&format!("/contracts/{id}")).await.expect(200);
    assert_eq!((&registered["number"], &registered["version"]), (&contract.0["number"], &1.into()));
    assert_eq!(registered["contract"]["summary"], contract.0["summary"]);
    let versions = company.get(&format!("/contracts/{id}/versions")).await.expect(200);
    assert_eq!(versions["items"][0]["filing_id"], filing["id"]);
}

async fn certificate_stands(portal: &TestPortal, company: &Actor, filing: &Value, contract: &Contract) {
    let number = filing["certificate_number"].as_str().unwrap();
    let certificate = company.get(&format!("/certificates/{number}")).await.expect(200);
    assert_eq!((&certificate["status"], &certificate["contract_number"]), (&"valid".into(), &contract.0["number"]));
    let credential = certificate["credential"].as_str().unwrap();
    let link = certificate["verify_url"].as_str().unwrap();
    assert!(link.starts_with(&format!("{}/verify/{number}#", portal.base_url)), "{link}");

    let pdf = company.get(&format!("/certificates/{number}/pdf")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (200, Some("application/pdf")));
    assert!(pdf.body.starts_with(b"%PDF-") && pdf.body.len() > 10_000, "{} bytes", pdf.body.len());
    let again = company.get(&format!("/certificates/{number}/pdf")).await;
    assert_eq!(pdf.body, again.body, "the same certificate is the same paper");

    let anyone = portal.anyone();
    let by_number = anyone.get(&format!("/verify/{number}")).await.expect(200);
    let by_credential = anyone.post("/verify", &json!({ "credential": credential })).await.expect(200);
    assert_eq!(by_number, by_credential);
    assert_eq!((&by_number["valid"], &by_number["holder"]), (&true.into(), &contract.0["recipient"]["name"]));
    assert_eq!(by_number["total"], Value::Null, "no trade secrets for anyone");
    anyone.get("/verify/SZI26-0000-0000-0000").await.problem(404, "not_found");
    let mut forged = credential.to_owned();
    forged.insert(credential.len() - 20, 'A');
    anyone.post("/verify", &json!({ "credential": forged })).await.problem(422, "credential_invalid");
}

async fn figures_are_those_of_what_was_registered(portal: &TestPortal) {
    let researcher = portal.staff(Role::Researcher, &[]).await;
    let pivot = researcher
        .get("/research/pivot?rows=country&columns=direction&measures=contracts,amount_usd")
        .await
        .expect(200);
    assert_eq!(pivot["cells"].as_array().unwrap().len(), 1);
    let cell = &pivot["cells"][0];
    assert_eq!((&cell["country"], &cell["direction"], &cell["contracts"]), (&"DE".into(), &"import".into(), &1.into()));
    assert_eq!(cell["amount_usd"], pivot["totals"]["amount_usd"]);
}

fn mails_were_written(portal: &TestPortal, company: &Actor) {
    let mails = Mail::in_folder(&portal.folder().join("mail"));
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.split('：').next().unwrap()).collect();
    assert_eq!(subjects.len(), 5, "{subjects:?}");
    for (subject, times) in [("企业已开通", 1), ("申请已受理", 2), ("请补正申请", 1), ("合同已登记", 1)]
    {
        assert_eq!(subjects.iter().filter(|found| **found == subject).count(), times, "{subjects:?}");
    }
    assert!(mails.iter().all(|mail| mail.to.contains(&company.email)), "{mails:?}");
    assert_eq!(mails.iter().filter(|mail| mail.body.contains("/filings/")).count(), 4, "{mails:?}");
    assert!(mails.iter().any(|mail| mail.body.contains("2026-11-25")), "the day on which an answer is due");
}

async fn history_tells_it_all(company: &Actor, reviewer: &Actor, id: &str) {
    let history = company.get(&format!("/filings/{id}/history")).await.expect(200);
    let items = history["items"].as_array().unwrap();
    let kinds: Vec<&str> =
        items.iter().map(|item| item["kind"].as_str().unwrap()).filter(|kind| *kind != "attachment.added").collect();
    assert_eq!(
        kinds,
        [
            "filing.created",
            "filing.submitted",
            "filing.claimed",
            "filing.returned",
            "filing.submitted",
            "filing.claimed",
            "filing.recommended",
            "filing.registered",
        ]
    );
    let by_reviewer = items.iter().find(|item| item["kind"] == "filing.returned").unwrap();
    assert_eq!(by_reviewer["actor"], json!({ "name": "", "role": "reviewer" }), "staff have no names for a company");
    let seen_by_staff = reviewer.get(&format!("/filings/{id}/history")).await.expect(200);
    let same =
        seen_by_staff["items"].as_array().unwrap().iter().find(|item| item["kind"] == "filing.returned").unwrap();
    assert_eq!(same["actor"]["name"], reviewer.name);
}
