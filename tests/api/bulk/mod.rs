//! Many applications in one workbook: the template, the dry run by row and cell, the drafts, and the rows that come back.

mod access;
pub mod book;
mod cells;
mod drafts;
mod refusals;
mod template;

use domain::filing::FilingKind;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Contract, new_id};

const REGISTRATION: FilingKind = FilingKind::Registration;

/// A workbook on its way.
struct Sent<'a> {
    path: &'a str,
    kind: FilingKind,
    book: &'a [u8],
    on_behalf_of: Option<&'a str>,
    language: &'a str,
    key: String,
}

impl<'a> Sent<'a> {
    fn new(path: &'a str, kind: FilingKind, book: &'a [u8]) -> Self {
        Self { path, kind, book, on_behalf_of: None, language: "zh-CN", key: new_id().to_string() }
    }

    async fn by(self, actor: &Actor) -> Answer {
        let file = Part::bytes(self.book.to_vec()).file_name("填报.xlsx");
        let mut form = Form::new().text("kind", self.kind.code()).part("file", file);
        if let Some(company) = self.on_behalf_of {
            form = form.text("on_behalf_of", company.to_owned());
        }
        let request = actor.request(Method::POST, self.path);
        let request = request.header("idempotency-key", self.key).header("accept-language", self.language);
        Answer::of(request.multipart(form)).await
    }
}

async fn dry_run(actor: &Actor, kind: FilingKind, book: &[u8]) -> Value {
    Sent::new("/bulk-dry-run", kind, book).by(actor).await.expect(200)
}

/// Uploads, and reads what became of each row.
async fn upload(actor: &Actor, kind: FilingKind, book: &[u8]) -> Value {
    let made = Sent::new("/bulk", kind, book).by(actor).await.expect(201);
    actor.get(&format!("/bulk/{}", made["id"].as_str().unwrap())).await.expect(200)
}

/// An upload of this company's, of one good row; its id. Other tests ask who reaches it.
pub async fn sample(company: &Actor, contract: &Contract) -> String {
    let made = upload(company, REGISTRATION, &one_row(contract)).await;
    made["upload"]["id"].as_str().unwrap().to_owned()
}

/// A workbook of one registration.
pub fn one_row(contract: &Contract) -> Vec<u8> {
    book::filled(REGISTRATION, &[form(contract)])
}

fn form(contract: &Contract) -> Value {
    json!({ "contract": contract.0 })
}

/// `row`, with the cell, code and column of each thing said of it that keeps it from becoming a draft.
fn errors(result: &Value, row: u32) -> Vec<(String, String)> {
    let items = result["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["row"] == row).unwrap_or_else(|| panic!("no row {row}: {result}"));
    let errors = item["notes"].as_array().unwrap().iter().filter(|note| note["severity"] == "error");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.map(|note| (text(&note["cell"]), text(&note["code"]))).collect()
}

/// What became of each row.
fn outcomes(result: &Value) -> Vec<&str> {
    result["items"].as_array().unwrap().iter().map(|item| item["outcome"].as_str().unwrap()).collect()
}
