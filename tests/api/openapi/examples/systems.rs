//! What the systems of companies, banks and bodies ask besides: everything that a scope opens and that answers JSON.

use domain::partner::{Binding, PublicBody, grantable};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::Walk;
use crate::support::road::PAPER;
use crate::support::{Actor, Answer, Contract, Receiver, TestPortal, new_id};

/// What the control catalogue has something to say about.
const SUMMARY: &str = "本合同许可软件。包括无人机飞行控制系统的自主导航、路径规划和避障算法，以及文档。";

/// All that a system on this side may be granted.
fn all(binding: Binding) -> Vec<&'static str> {
    grantable(binding).iter().map(|scope| scope.code()).collect()
}

fn id(view: &Value) -> &str {
    view["id"].as_str().unwrap()
}

impl Walk {
    /// After the walk of a filing into the register.
    pub(super) async fn systems(&mut self, portal: &TestPortal, company: &Actor, filing: &str) {
        let registered = company.filing(filing).await;
        let erp = portal.partner(&all(Binding::Company), Some(company)).await;
        self.register(&erp, &registered).await;
        self.screening_and_papers(portal, company, &erp).await;
        self.casework(portal, company, &erp).await;
        self.questions(portal, &erp, &registered).await;
        self.workbook(portal, company, &erp).await;
        self.webhooks(portal, &erp).await;
        let bank = Binding::Body(PublicBody::Bank);
        let bank = portal.system_of(PublicBody::Bank, &all(bank)).await;
        self.payment(&bank, company, &registered).await;
        let ministry = portal.system_of(PublicBody::Commerce, &all(Binding::Body(PublicBody::Commerce))).await;
        self.exchange(&ministry).await;
        self.figures(portal, &ministry).await;
    }

    /// What follows a registration.
    async fn register(&mut self, erp: &Actor, registered: &Value) {
        self.get(erp, "list_changes", "/changes?after=0&limit=3").await;
        let contract = format!("/contracts/{}", registered["contract_id"].as_str().unwrap());
        self.get(erp, "list_contract_versions", &format!("{contract}/versions")).await;
        self.get(erp, "list_contract_payments", &format!("{contract}/payments")).await;
        let number = registered["certificate_number"].as_str().unwrap();
        self.get(erp, "list_certificate_checks", &format!("/certificates/{number}/checks")).await;
    }

    async fn screening_and_papers(&mut self, portal: &TestPortal, company: &Actor, erp: &Actor) {
        let contract = Contract::export().of(company).numbered(portal.next()).with("/summary", SUMMARY);
        let draft = company.ready_draft(&contract).await;
        let path = |action: &str| format!("/filings/{draft}/{action}");
        let screened = self.get(erp, "read_screening", &path("screening")).await;
        let item = &screened["items"][0]["hit"]["item"];
        let answer = json!({ "item": item, "answer": "not_covered", "reason": "仅用于室内演示，没有飞行控制。" });
        self.done(erp, "answer_hit", &path("answers"), answer).await;
        let begun = json!({ "kind": "other", "file_name": "附件.pdf", "size": PAPER.len() });
        let begun = self.done(erp, "begin_upload", &path("uploads"), begun).await;
        let upload = path(&format!("uploads/{}", id(&begun)));
        self.get(erp, "read_upload", &upload).await;
        let part = erp.request(Method::PATCH, &upload).header("upload-offset", "0");
        let part = part.header("content-type", "application/offset+octet-stream").body(PAPER.to_vec());
        self.sent("append_upload", part).await;
        self.upload(erp, "add_attachment", &path("attachments"), ("kind", "other"), "说明.pdf", PAPER.to_vec()).await;
    }

    /// What the desk and the company have to do with each other.
    async fn casework(&mut self, portal: &TestPortal, company: &Actor, erp: &Actor) {
        let reviewer = portal.reviewer().await;
        let another = async || company.submitted(&Contract::import().of(company).numbered(portal.next())).await;
        let waiting = another().await;
        let path = |action: &str| format!("/filings/{waiting}/{action}");
        self.done(erp, "send_message", &path("messages"), json!({ "text": "附件二是合同的价格表。" })).await;
        self.get(erp, "list_messages", &path("messages")).await;
        self.get(erp, "list_rounds", &path("rounds")).await;
        self.done(erp, "withdraw_filing", &path("withdraw"), json!({ "reason": "另行安排。" })).await;
        let referred = another().await;
        reviewer.claim(&referred).await;
        reviewer.act(&referred, "refer", &json!({ "opinion": "属限制类技术。" })).await.expect(200);
        self.get(erp, "read_referral", &format!("/filings/{referred}/referral")).await;
        self.get(erp, "list_referrals", "/referrals").await;
        self.done(erp, "copy_filing", &format!("/filings/{referred}/copy"), json!({})).await;
    }

    /// What the desk asks about registered data.
    async fn questions(&mut self, portal: &TestPortal, erp: &Actor, registered: &Value) {
        let body = json!({ "contract_id": registered["contract_id"], "text": "请核对合同总价。", "answer_days": 3 });
        let case = portal.reviewer().await.post("/verification-cases", &body).await.expect(201);
        let path = format!("/verification-cases/{}", id(&case));
        self.get(erp, "list_verification_cases", "/verification-cases").await;
        self.get(erp, "read_verification_case", &path).await;
        let text = json!({ "text": "金额无误，见附件。" });
        self.done(erp, "answer_verification_case", &format!("{path}/answer"), text).await;
    }

    /// Many applications at once.
    async fn workbook(&mut self, portal: &TestPortal, company: &Actor, erp: &Actor) {
        let book = crate::bulk::one_row(&Contract::import().of(company).numbered(portal.next()));
        let kind = ("kind", "registration");
        self.upload(erp, "check_bulk", "/bulk-dry-run", kind, "填报.xlsx", book.clone()).await;
        let made = self.upload(erp, "upload_bulk", "/bulk", kind, "填报.xlsx", book).await;
        self.get(erp, "read_bulk", &format!("/bulk/{}", id(&made))).await;
        self.get(erp, "list_bulks", "/bulk").await;
    }

    async fn webhooks(&mut self, portal: &TestPortal, erp: &Actor) {
        let receiver = Receiver::start().await;
        self.names.push((receiver.url.clone(), "https://hooks.example.com/"));
        let made = self.done(erp, "register_webhook", "/webhooks", json!({ "url": receiver.url })).await;
        let path = |action: &str| format!("/webhooks/{}{action}", id(&made));
        let types = json!({ "types": ["filing.returned", "filing.registered"] });
        let changed = erp.patch(&path(""), 1, &types).await.expect(200);
        self.keep("change_webhook", Some(types), &changed);
        self.get(erp, "list_webhooks", "/webhooks").await;
        self.get(erp, "read_webhook", &path("")).await;
        self.done(erp, "test_webhook", &path("/test"), json!({})).await;
        portal.catch_up_webhooks().await;
        let listed = self.get(erp, "list_deliveries", &path("/deliveries?type=endpoint.test")).await;
        let again = json!({ "seqs": [listed["items"][0]["seq"]] });
        self.done(erp, "replay_webhook", &path("/replay"), again).await;
        self.done(erp, "rotate_webhook", &path("/rotate"), json!({})).await;
        self.done(erp, "disable_webhook", &path("/disable"), json!({})).await;
        self.done(erp, "enable_webhook", &path("/enable"), json!({})).await;
    }

    async fn payment(&mut self, bank: &Actor, company: &Actor, registered: &Value) {
        let number = registered["certificate_number"].as_str().unwrap();
        let credential = company.get(&format!("/certificates/{number}")).await.expect(200)["credential"].clone();
        let question = json!({
            "credential": credential, "payer": { "name": company.company.as_ref().unwrap()["name"] },
            "currency": "EUR", "amount": "1000.00", "pay_on": "2026-11-22",
        });
        let asked = bank.request(Method::POST, "/verify/payment").json(&question);
        let answer = Answer::of(asked).await.expect(200);
        self.keep("verify_payment", Some(question), &answer);
    }

    async fn exchange(&mut self, ministry: &Actor) {
        let theirs = "合同号,合同名称\n26DEJSY39SZ999999,不在登记簿中\n";
        self.get(ministry, "list_counterparts", "/exchange").await;
        for (operation, place) in [("check_exchange", "dry-run"), ("import_exchange", "imports")] {
            let path = format!("/exchange/mofcom/{place}");
            let since = ("since", "2026-11-01");
            let kept = self.upload(ministry, operation, &path, since, "对账.csv", theirs.into()).await;
            if operation == "import_exchange" {
                let path = format!("/exchange-imports/{}", id(&kept));
                self.get(ministry, "read_exchange_import", &path).await;
            }
        }
        self.get(ministry, "list_exchange_imports", "/exchange-imports").await;
    }

    async fn figures(&mut self, portal: &TestPortal, ministry: &Actor) {
        portal.catch_up().await;
        crate::research::publications::sample(portal).await;
        self.get(ministry, "list_dimensions", "/research/dimensions").await;
        self.get(ministry, "read_pivot", "/research/pivot?rows=country&measures=contracts").await;
        self.get(ministry, "read_series", "/research/series?columns=direction&measures=contracts").await;
        self.get(ministry, "list_analyses", "/research/analyses").await;
        self.get(ministry, "read_analysis", "/research/analyses/overview").await;
        let question = json!({ "query": "rows=country&measures=contracts" });
        let link = self.done(ministry, "create_permalink", "/research/permalinks", question).await;
        self.get(ministry, "read_permalink", &format!("/research/permalinks/{}", id(&link))).await;
        self.get(ministry, "list_publications", "/research/publications").await;
    }

    /// Creates or acts; whatever success it is.
    async fn done(&mut self, actor: &Actor, operation: &str, path: &str, body: Value) -> Value {
        let answer = answered(operation, &actor.post(path, &body).await);
        self.keep(operation, Some(body), &answer);
        answer
    }

    /// The same with a body that is no JSON.
    async fn sent(&mut self, operation: &str, request: RequestBuilder) -> Value {
        let answer = answered(operation, &Answer::of(request).await);
        self.keep(operation, None, &answer);
        answer
    }

    /// The same with a file, and a word beside it.
    async fn upload(
        &mut self,
        actor: &Actor,
        operation: &str,
        path: &str,
        (name, word): (&'static str, &'static str),
        file_name: &'static str,
        content: Vec<u8>,
    ) -> Value {
        let form = Form::new().text(name, word).part("file", Part::bytes(content).file_name(file_name));
        let request = actor.request(Method::POST, path).header("idempotency-key", new_id().to_string());
        self.sent(operation, request.multipart(form)).await
    }
}

fn answered(operation: &str, answer: &Answer) -> Value {
    assert!((200..300).contains(&answer.status), "{operation} answered {}: {}", answer.status, answer.text());
    answer.json()
}
