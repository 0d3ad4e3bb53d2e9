//! Papers of a contract whose every text is as long as the register admits: none fails for it, and the code on the certificate is as
//! coarse as any.

use domain::contract::ContractForm;
use domain::registered::data_sheet_digest;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use proof::{Credential, LONGEST_ISSUER, read_credential};
use quircs::{EccLevel, Quirc};
use serde_json::{Value, json};

use crate::kinds::Cast;
use crate::on_both_databases;
use crate::support::process::{program, run_to_end};
use crate::support::{Actor, Contract, TestPortal};

on_both_databases!(
    a_certificate_with_the_longest_names_has_a_code_that_bears_the_loss_of_a_quarter,
    every_paper_of_the_longest_filings_is_set,
    a_portal_whose_address_has_no_room_in_the_code_does_not_start,
);

/// A text of so many characters, which says the same again and again.
fn repeated(text: &str, characters: usize) -> String {
    text.chars().cycle().take(characters).collect()
}

/// With the longest of everything that people type.
fn longest(contract: Contract) -> Contract {
    let text = |pointer: &str| contract.0.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
    let (name, original, summary) = (text("/name"), text("/name_original"), text("/summary"));
    let patent = |number: usize| json!({ "office": "EP", "number": format!("EP{number:038}"), "expires_on": "2035-06-30", "ipc": vec!["H01L"; 20] });
    contract
        .with("/name", repeated(&name, 200))
        .with("/name_original", repeated(&original, 300))
        .with("/summary", repeated(&summary, 4_000))
        .with("/keywords", vec![repeated("沟槽栅工艺", 40); 20])
        .with("/supplier/name", repeated("示例半导体技术控股公司", 200))
        .with("/supplier/address", repeated("慕尼黑示例街一号", 300))
        .with("/recipient/name", repeated("苏州示例微电子", 200))
        .with("/recipient/address", repeated("苏州工业园区示例路一号", 300))
        .with("/user/name", repeated("苏州示例微电子", 200))
        .with("/patents", (1..=200).map(patent).collect::<Vec<Value>>())
}

async fn a_certificate_with_the_longest_names_has_a_code_that_bears_the_loss_of_a_quarter(portal: &TestPortal) {
    let company = portal.company().await;
    let filing = portal.registered(&company, &longest(Contract::import().of(&company))).await;
    let number = filing["certificate_number"].as_str().unwrap();
    let held = company.get(&format!("/certificates/{number}")).await.expect(200);
    let (link, level) = code_on(paper(&company, &format!("/certificates/{number}/pdf")).await);
    assert_eq!((held["verify_url"].as_str(), level), (Some(link.as_str()), EccLevel::Q));

    // The code has the beginning of the names; what it commits to has them whole.
    let keys = portal.app.keys.published();
    let read = read_credential(&link, &keys).unwrap();
    let whole = Credential::from_jwt(held["credential"].as_str().unwrap(), &keys).unwrap();
    for (short, name) in [(&read.holder, &whole.holder), (&read.counterparty, &whole.counterparty)] {
        assert_eq!(name.chars().count(), 200);
        assert!(name.starts_with(short.strip_suffix('…').unwrap()), "{short}");
    }
    let versions =
        company.get(&format!("/contracts/{}/versions", filing["contract_id"].as_str().unwrap())).await.expect(200);
    let registered: ContractForm = serde_json::from_value(versions["items"][0]["contract"].clone()).unwrap();
    assert_eq!(registered.recipient.as_ref().unwrap().name.as_ref(), Some(&whole.holder));
    assert_eq!(read.data_sheet, data_sheet_digest(&registered));
    assert!(read.agrees_with(&whole));

    // It is the same certificate to whoever asks by number, by PDF or by code.
    let anyone = portal.anyone();
    let by_number = anyone.get(&format!("/verify/{number}")).await.expect(200);
    assert_eq!(by_number["holder"], whole.holder);
    for credential in [&held["credential"], &held["verify_url"]] {
        assert_eq!(anyone.post("/verify", &json!({ "credential": credential })).await.expect(200), by_number);
    }

    // One that says something else of a certificate than the register is none of it, though it is signed.
    let signer = &portal.app.keys.credential.current;
    for other in [
        Credential { holder: "苏州另一家公司".into(), ..whole.clone() },
        Credential { holder: repeated("苏州另一家", 200), ..whole.clone() },
        Credential { total: "1.00".into(), ..whole.clone() },
    ] {
        let link = proof::link(&other, signer).unwrap();
        let problem = anyone.post("/verify", &json!({ "credential": link })).await;
        assert_eq!(problem.problem(422, "credential_invalid")["errors"][0]["code"], "contents_mismatch");
    }
}

async fn every_paper_of_the_longest_filings_is_set(portal: &TestPortal) {
    let (company, reviewer, approver) = (portal.company().await, portal.reviewer().await, portal.approver().await);
    let id = company.submitted(&longest(Contract::import().of(&company))).await;
    for name in ["application.pdf", "data-sheet.pdf", "receipt/pdf"] {
        paper(&company, &format!("/filings/{id}/{name}")).await;
    }

    reviewer.claim(&id).await;
    let known = reviewer.get("/refusal-grounds").await.expect(200);
    let grounds: Vec<&Value> =
        known["items"].as_array().unwrap().iter().map(|ground| &ground["code"]).take(10).collect();
    let refusal =
        json!({ "outcome": "refuse", "opinion": repeated("合同主体与材料不符。", 4_000), "grounds": grounds });
    for (actor, action) in [(&reviewer, "recommend"), (&approver, "decide")] {
        actor.act(&id, action, &refusal).await.expect(200);
    }
    paper(&company, &format!("/filings/{id}/refusal-notice.pdf")).await;

    let cast = Cast::of(portal).await;
    let reason = json!({ "reason": repeated("双方协商一致。", 2_000), "agreement_on": "2026-11-20" });
    let amendment = cast.draft("amendment", &reason).await;
    let changed = longest(Contract(cast.company.filing(&amendment).await["contract"].clone()));
    for pointer in ["/name", "/name_original", "/summary", "/supplier/name", "/recipient/name", "/patents"] {
        let value = changed.0.pointer(pointer).unwrap().clone();
        cast.change(&amendment, pointer, value).await;
    }
    for name in ["application.pdf", "data-sheet.pdf", "change-record.pdf"] {
        paper(&cast.company, &format!("/filings/{amendment}/{name}")).await;
    }
}

async fn a_portal_whose_address_has_no_room_in_the_code_does_not_start(portal: &TestPortal) {
    let address = format!("https://{}.example", "a".repeat(LONGEST_ISSUER));
    let folder = tempfile::tempdir().unwrap();
    let mut serve = program(&portal.database.url_text(), folder.path());
    let (code, _) = run_to_end(serve.env("PORTAL_BASE_URL", &address).arg("serve"));
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert_eq!(code, 78, "{log}");
    assert!(log.contains("PORTAL_BASE_URL") && log.contains(&address), "{log}");
}

/// The paper at this path.
async fn paper(reader: &Actor, path: &str) -> Vec<u8> {
    let answer = reader.get(path).await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/pdf")),
        "{path}: {}",
        answer.text()
    );
    answer.body
}

/// What a scanner reads from the first page, and how much damage the code bears.
fn code_on(pdf: Vec<u8>) -> (String, EccLevel) {
    const SCALE: f32 = 600.0 / 72.0;
    let pdf = Pdf::new(pdf).unwrap();
    let settings = RenderSettings { x_scale: SCALE, y_scale: SCALE, bg_color: WHITE, ..Default::default() };
    let page = render(&pdf.pages()[0], &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let grey: Vec<u8> = page.data().iter().map(|pixel| pixel.g).collect();
    let read = Quirc::new().identify(page.width().into(), page.height().into(), &grey).next().unwrap().unwrap();
    let read = read.decode().unwrap();
    (String::from_utf8(read.payload).unwrap(), read.ecc_level)
}
