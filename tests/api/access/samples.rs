//! A request of the right shape for each operation, aimed at the objects of one company.

use std::collections::BTreeMap;

use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::inner::{INNER, Inner};
use crate::support::{Actor, Contract, Operation, TestPortal, new_id};

/// The objects that requests name: an id for each place in a path, by the word before it (`/filings/{id}`: `filings`).
#[derive(Debug, Clone)]
pub struct Objects(BTreeMap<&'static str, String>);

impl Objects {
    /// One registered contract, one application that waits in the queue of the park's desk with a paper, and what goes with them.
    pub async fn of(portal: &TestPortal, company: &Actor) -> Self {
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        let registered = portal.registered(company, &Contract::import().of(company).numbered(portal.next())).await;
        let filing = company.ready_draft(&Contract::import().of(company).numbered(portal.next())).await;
        let upload = company.post(&format!("/filings/{filing}/uploads"), &body("begin_upload")).await.expect(201);
        company.submit(&filing, json!({})).await.expect(201);
        let attachments = company.filing(&filing).await["attachments"].clone();
        let agent = portal.company().await;
        let mandate = crate::mandates::give(company, &agent, json!({ "scope": "all" }), "2026-12-31").await;
        let view = portal.reviewer().await.post("/queue/views", &body("save_view")).await.expect(201);
        let kept = portal.reviewer().await.post("/research/views", &body("save_research_view")).await.expect(201);
        let cited = portal.reviewer().await.post("/research/permalinks", &body("create_permalink")).await.expect(201);
        let certificate = text(&registered["certificate_number"]);
        let bank = portal.partner(&["payments:write"], None).await;
        let recorded = bank.post(&format!("/certificates/{certificate}/payments"), &body("record_payment")).await;
        let partner = portal.new_partner(&["filings:read", "webhooks:read"], Some(company)).await.client_id;
        let endpoint = json!({ "url": "https://8.8.8.8/", "partner_id": partner });
        let endpoint = company.post("/webhooks", &endpoint).await.expect(201);
        let secret = format!("SELECT id AS value FROM partner_secrets WHERE partner_id = '{partner}'");
        let secret = portal.texts(&secret).await.remove(0);
        let duties = crate::duties::objects(portal, &text(&registered["contract_id"])).await;
        let finding = crate::research::quality::sample(portal, &text(&registered["contract_id"]), &duties.2).await;
        let colleague = portal.colleague(company).await.id;
        let bulk = crate::bulk::sample(company, &Contract::import().of(company).numbered(portal.next())).await;
        Self(BTreeMap::from([
            ("drawings", duties.0),
            ("inspections", duties.1),
            ("verification-cases", duties.2),
            ("findings", finding),
            ("companies", company.company_id().to_owned()),
            ("users", colleague),
            // One that may be suspended: nobody asks about anything else of it.
            ("idle-companies", portal.company().await.company_id().to_owned()),
            ("filings", filing),
            ("amendments", amendment(portal, company).await),
            ("attachments", text(&attachments[0]["id"])),
            ("uploads", text(&upload["id"])),
            ("contracts", text(&registered["contract_id"])),
            ("contract-numbers", text(&registered["contract"]["number"])),
            ("certificates", certificate.clone()),
            ("verify", certificate),
            ("payments", text(&recorded.expect(201)["payment"]["id"])),
            ("mandates", mandate),
            ("partners", partner),
            ("secrets", secret),
            ("webhooks", text(&endpoint["id"])),
            ("views", text(&view["id"])),
            ("research-views", text(&kept["id"])),
            // Of staff: only they see every figure.
            ("permalinks", text(&cited["id"])),
            // The credit code of a company that files for others.
            ("agents", text(&agent.company.as_ref().expect("a company")["uscc"])),
            // Nobody yet: to be replaced by one of the desk's people.
            ("people", new_id().to_string()),
            ("bulk", bulk),
            ("exchange-imports", crate::exchange::sample(portal).await),
            ("publications", crate::research::publications::sample(portal).await),
            // These are the portal's own, and the same for everyone.
            ("notices", "2026-11".to_owned()),
            ("editions", "1".to_owned()),
            ("exchange", "mofcom".to_owned()),
            ("analyses", "overview".to_owned()),
            ("return-reasons", "number_prefix".to_owned()),
            ("datasets", "trade_by_country".to_owned()),
            ("versions", "latest".to_owned()),
        ]))
    }

    /// Ids like the others', of nothing.
    pub fn missing(like: &Self) -> Self {
        let missing = |(word, id): (&&'static str, &String)| {
            let id = match *word {
                "certificates" | "verify" => format!("{}9999", id.split_at(id.len() - 4).0),
                "editions" => "999999".to_owned(),
                "return-reasons" | "exchange" | "analyses" | "notices" => "missing".to_owned(),
                _ => new_id().to_string(),
            };
            (*word, id)
        };
        Self(like.0.iter().map(missing).collect())
    }

    /// The id of the filing, company …, by the word before it in paths.
    pub fn id(&self, word: &str) -> &str {
        self.0.get(word).unwrap_or_else(|| panic!("nothing stands for `/{word}/{{…}}`: make one in Objects::of"))
    }

    /// These, with another id for a kind of object.
    pub fn replace(&mut self, word: &'static str, id: String) {
        self.0.insert(word, id);
    }

    /// These, but for one kind of object, which is the other's.
    pub fn with_other(&self, word: &'static str, other: &Self) -> Self {
        let mut mixed = self.clone();
        mixed.replace(word, other.id(word).to_owned());
        mixed
    }

    /// These, but for the places of a path that are exchanged for the other's.
    pub fn with(&self, template: &str, exchanged: &[String], other: &Self) -> Self {
        let mut mixed = self.clone();
        for (word, name) in places(template) {
            if exchanged.iter().any(|place| place == name) {
                *mixed.0.get_mut(word).unwrap_or_else(|| panic!("nothing stands for `/{word}/{{{name}}}`")) =
                    other.id(word).to_owned();
            }
        }
        mixed
    }

    /// A path with its ids in place.
    pub fn path(&self, template: &str) -> String {
        places(template)
            .into_iter()
            .fold(template.to_owned(), |path, (word, name)| path.replacen(&format!("{{{name}}}"), self.id(word), 1))
    }
}

/// An amendment that waits in the queue of the park's desk: it alone has a record of changes.
async fn amendment(portal: &TestPortal, company: &Actor) -> String {
    let contract = Contract::import().of(company).numbered(portal.next());
    let registered = portal.registered(company, &contract).await;
    let changed = contract.with("/name_original", "Licence Agreement");
    let body = json!({
        "kind": "amendment", "contract_id": registered["contract_id"], "contract": changed.0,
        "request": crate::kinds::agreed(),
    });
    let draft = company.post("/filings", &body).await.expect(201);
    let id = draft["id"].as_str().expect("an id").to_owned();
    company.attach_papers(&id).await;
    company.submit(&id, json!({})).await.expect(201);
    id
}

/// The places of ids in a path: the word before each, and its name. A record of changes is of an amendment, views are of the queue or of
/// the figures, and the company that is suspended is one that nothing else is asked of.
fn places(template: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = template.split('/').collect();
    let kind = |word| match word {
        _ if template.ends_with("/change-record.pdf") => "amendments",
        _ if template.ends_with("/suspend") => "idle-companies",
        "views" if template.contains("/research/") => "research-views",
        word => word,
    };
    words.windows(2).filter_map(|pair| Some((kind(pair[0]), pair[1].strip_prefix('{')?.split('}').next()?))).collect()
}

/// The names of the ids in a path.
pub fn parameters(template: &str) -> Vec<String> {
    places(template).into_iter().map(|(_, name)| name.to_owned()).collect()
}

/// The request that `actor` makes of `operation`.
pub fn request(actor: &Actor, operation: &Operation, objects: &Objects) -> RequestBuilder {
    // A case is about a contract of the register: without a real one nobody would reach anything.
    let place =
        INNER.iter().copied().find(|place| place.operation == operation.id && place.operation.starts_with("open_"));
    request_at(actor, operation, objects, place)
}

/// The same, with an id at a place of the body or the query.
pub fn request_at(actor: &Actor, operation: &Operation, objects: &Objects, place: Option<Inner>) -> RequestBuilder {
    let mut path = objects.path(&operation.path);
    path.extend(place.and_then(|place| place.query(objects)));
    match operation.id.as_str() {
        "read_proof" => path.push_str("?seq=1"),
        "read_consistency" => path.push_str("?first=1&second=1"),
        _ => {}
    }
    let request = actor
        .request(operation.method.clone(), &path)
        .header("idempotency-key", new_id().to_string())
        .header("if-match", "\"1\"");
    match operation.content_type.as_deref() {
        Some("application/json") => {
            let mut body = body(&operation.id);
            if let Some(place) = place {
                place.write(&mut body, objects);
            }
            request.json(&body)
        }
        Some("multipart/form-data") if operation.id.ends_with("_catalogue") => {
            request.multipart(edition(&operation.id))
        }
        Some("multipart/form-data") if operation.id.ends_with("_exchange") => {
            request.multipart(Form::new().part("file", Part::bytes("合同号\nA1\n".as_bytes()).file_name("a.csv")))
        }
        Some("multipart/form-data") if operation.id.contains("bulk") => request.multipart(workbook(place, objects)),
        Some("multipart/form-data") => {
            let file = Part::bytes(b"%PDF-1.4\n%%EOF\n".to_vec()).file_name("other.pdf");
            request.multipart(Form::new().text("kind", "other").part("file", file))
        }
        Some("application/x-www-form-urlencoded") => request.body("grant_type=client_credentials"),
        Some(part @ "application/offset+octet-stream") => {
            request.header("upload-offset", "0").header("content-type", part).body("%PDF-")
        }
        _ => request,
    }
}

/// A catalogue of one item.
fn edition(operation: &str) -> Form {
    let table = "catalogue,class,name\nexport,restricted,试验技术\n";
    let form = Form::new().part("file", Part::bytes(table.as_bytes().to_vec()).file_name("catalogue.csv"));
    if operation == "preview_catalogue" {
        return form;
    }
    form.text("name", "试验版").text("source", "试验").text("partial", "true")
}

/// What is no workbook: whose it would be is asked before it is opened.
fn workbook(place: Option<Inner>, objects: &Objects) -> Form {
    let file = Part::bytes(b"PK".to_vec()).file_name("rows.xlsx");
    let form = Form::new().text("kind", "registration").part("file", file);
    match place {
        Some(place) => form.text(place.name, objects.id(place.word).to_owned()),
        None => form,
    }
}

/// A body that an operation takes, as far as its shape goes.
pub fn body(operation: &str) -> Value {
    match operation {
        "create_filing" => {
            let mut body = Contract::import().registration();
            body["contract_id"] = Value::Null; // for the other kinds, the filer names one
            body
        }
        "save_filing" => Contract::import().registration(),
        "ask_guide" | "draw_drawing" | "remember_look" => json!({}),
        "begin_upload" => json!({ "kind": "other", "file_name": "a.pdf", "size": 5 }),
        "answer_hit" => json!({ "item": "export/203912X", "answer": "not_covered", "reason": "仅用于室内。" }),
        "judge_hit" => json!({ "item": "export/203912X", "verdict": "not_covered", "reason": "仅用于室内。" }),
        "schedule_catalogue_edition" => json!({ "from": "2026-12-01" }),
        "submit_filing" => json!({ "reasons": {}, "declaration": true }),
        "withdraw_filing" => json!({ "reason": "另行安排。" }),
        "return_filing" => {
            json!({ "items": [{ "type": "incorrect", "pointer": "/contract/summary", "message": "请补充。" }] })
        }
        "recommend_filing" | "decide_filing" => json!({ "outcome": "register", "opinion": "材料齐全。" }),
        "record_referral_step" => json!({ "step": "applied", "on": "2026-11-22" }),
        "close_referral" => json!({ "outcome": "refused", "on": "2026-11-22", "note": "未获许可。" }),
        "announce_drawing" => {
            json!({ "desk": "sip", "from_on": "2026-11-01", "to_on": "2026-11-22", "filings": 5, "inspectors": 2 })
        }
        "report_inspection" => json!({ "result": "clean", "report": "与登记内容一致。" }),
        "open_verification_case" => json!({ "contract_id": new_id().to_string(), "text": "请核对金额。" }),
        "ask_verification_case"
        | "dismiss_verification_case"
        | "answer_verification_case"
        | "return_verification_case"
        | "confirm_verification_case"
        | "correct_verification_case"
        | "report_verification_case" => json!({ "text": "已核对。" }),
        "check_calendar" | "load_calendar" => json!({
            "version": "2026", "source": "国务院办公厅通知", "content": "date,kind,name\n2026-01-01,holiday,元旦\n",
        }),
        "record_payment" => json!({
            "currency": "EUR", "amount": "1.00", "paid_on": "2026-11-20", "reference": new_id().to_string(),
        }),
        "reverse_payment" | "reject_company" | "suspend_company" => json!({ "reason": "与原件不符，有误。" }),
        "refer_filing" => json!({ "opinion": "属限制类技术。" }),
        "send_message" | "add_note" => json!({ "text": "请核对附件。" }),
        "decide_filings" => json!({ "filings": ["nothing"], "opinion": "同意。" }),
        "add_return_reason" => json!({ "code": "seal_unclear", "reason": body("change_return_reason") }),
        "change_return_reason" => json!({
            "type": "incorrect", "pointer": null, "document": "contract_copy", "active": true,
            "title": { "zh": "印章不清", "en": "Seal unclear" }, "text": { "zh": "请重新扫描。", "en": "Please scan it again." },
        }),
        "give_mandate" => {
            json!({ "agent_uscc": "91320594MA1X0A01K7", "scope": "all", "contract_id": null, "ends_on": "2026-12-31" })
        }
        "end_mandate" | "add_partner_secret" | "revoke_partner_secret" | "disable_partner" | "enable_partner" => {
            json!({})
        }
        "create_partner" => json!({ "name": "企业 ERP", "scopes": ["filings:read"] }),
        "change_partner" => json!({ "name": "企业 ERP", "scopes": ["filings:read", "webhooks:read"] }),
        "register_webhook" => json!({ "url": "https://8.8.8.8/", "partner_id": new_id().to_string() }),
        "change_webhook" => json!({ "types": ["filing.registered"] }),
        "rotate_webhook" | "test_webhook" | "enable_webhook" | "disable_webhook" => json!({}),
        "replay_webhook" => json!({ "dead": true }),
        "save_view" | "change_view" => json!({ "name": "我的视图", "question": { "desk": "sip", "warnings": true } }),
        "assign_filing" => json!({ "to": new_id().to_string() }),
        "assign_filings" => json!({ "filings": [new_id().to_string()], "to": new_id().to_string() }),
        "claim_filing" | "release_filing" | "copy_filing" | "approve_company" | "resume_company" => json!({}),
        "revoke_certificate" => json!({ "reason": "登记所据合同系伪造，依法撤销。" }),
        "verify_credential" => json!({ "credential": "nonsense" }),
        "verify_payment" => json!({ "credential": "nonsense", "currency": "EUR", "payer": { "name": "苏州示例公司" } }),
        "replace_routing_rules" | "try_routing_rules" => json!({ "version": 1, "rules": [
            { "id": "everything", "when": {}, "desk": "city", "reason": { "zh": "全部", "en": "Everything" } },
        ] }),
        other => of_accounts(other),
    }
}

/// The same for companies and people.
fn of_accounts(operation: &str) -> Value {
    match operation {
        "change_company" => json!({ "address": "苏州市示例路1号" }),
        "create_company" => json!({
            "company": { "name": "苏州新来有限公司", "uscc": "91320594MA1X0A01K7", "district": "320571", "ownership": "private" },
            "user": { "name": "新来", "email": "new@suzhou.example", "password": "a-long-sentence-that-nobody-guesses" },
        }),
        "login" => json!({ "email": "nobody@suzhou.example", "password": "a-long-sentence-that-nobody-guesses" }),
        "change_password" => json!({ "current": "not-the-password", "new": "a-long-sentence-that-nobody-guesses" }),
        "ask_password_reset" => json!({ "email": "nobody@suzhou.example" }),
        "confirm_password_reset" => json!({ "token": "nothing", "new": "a-long-sentence-that-nobody-guesses" }),
        "add_company_user" => json!({ "name": "新同事", "email": "colleague@suzhou.example" }),
        "disable_company_user" | "enable_company_user" => json!({}),
        other => of_figures(other),
    }
}

/// The same for the research centre.
fn of_figures(operation: &str) -> Value {
    match operation {
        "preview_exchange_rates" => json!({ "csv": "month,currency,usd_per_unit\n2026-01,EUR,1.1\n" }),
        "load_exchange_rates" => json!({
            "version": "2026-01", "source": "国家外汇管理局", "csv": "month,currency,usd_per_unit\n2026-01,EUR,1.1\n",
        }),
        "rebuild_figures" => json!({ "check": true }),
        "detect_data_findings" | "check_register" => json!({}),
        "create_publication" => json!({ "kind": "monthly_brief", "period": "2026-10" }),
        "save_research_view" | "change_research_view" => {
            json!({ "name": "我的视图", "question": { "query": "rows=country", "chart": "bar" }, "shared": false })
        }
        "create_permalink" => json!({ "query": "rows=country" }),
        other => panic!("{other} takes a body: describe one here"),
    }
}
