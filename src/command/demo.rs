//! `demo`: accounts and filings to look around with. Only this command makes accounts with known passwords.

use std::process::ExitCode;
use std::sync::Arc;

use domain::finding::Language;
use domain::partner::{PublicBody, Scope};
use domain::{CompanyId, ContractId, FilingId, Role, UserId};
use portal::app::account::{NewUser, SignUp, approve, create_user, sign_up};
use portal::app::filing::{NewFiling, Submit, Upload, attach, create as create_filing, findings, read, submit};
use portal::app::mandate::give;
use portal::app::partner::{NewPartner, create};
use portal::app::reference::load_invented_rates;
use portal::app::register::PastStaff;
use portal::app::review::{OpinionBody, claim, decide, recommend, refer, return_};
use portal::app::spot_check::announce;
use portal::app::{Actor, AppError, Context, Portal, UserActor};
use portal::config::Config;
use portal::jobs::{Jobs, MailSettings, Mailer};
use serde_json::{Value, json};

use super::Failure;
use super::demo_data::{BANK, COMPANIES, Fate, PASSWORD, STAFF, filings};
use super::demo_requests::{REFERRAL, mandate, refusal, requests, return_items, spot_check};

/// Seeds, with so many contracts of earlier years, and prints who can sign in.
pub(crate) async fn demo(config: &Config, as_json: bool, lives: u64) -> Result<ExitCode, Failure> {
    let portal = super::open(config).await?;
    let printed = config.data().join("demo.json");
    let summary: Value = if printed.exists() {
        serde_json::from_str(&std::fs::read_to_string(&printed).map_err(Failure::other)?).map_err(Failure::other)?
    } else {
        let summary = seed(&portal, lives).await?;
        let mailer = Mailer::new(
            &MailSettings { smtp_url: None, plain_host: None, from: config.mail_from.clone() },
            &config.data(),
        )?;
        Jobs::new(portal.clone(), mailer, "demo".into()).catch_up().await?;
        std::fs::write(&printed, summary.to_string()).map_err(Failure::other)?;
        summary
    };
    if as_json {
        println!("{summary}");
    } else {
        print_table(&summary);
    }
    Ok(ExitCode::SUCCESS)
}

fn print_table(summary: &Value) {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    println!("\n演示账号 demo accounts");
    for account in summary.get("accounts").and_then(Value::as_array).into_iter().flatten() {
        println!("  {:<14} {:<28} {}", text(account, "role"), text(account, "email"), text(account, "password"));
    }
    println!("演示第三方系统 demo partners");
    for partner in summary.get("partners").and_then(Value::as_array).into_iter().flatten() {
        println!("  {}  {}", text(partner, "client_id"), text(partner, "client_secret"));
    }
}

/// The people who act while seeding.
struct People {
    reviewer: UserActor,
    approver: UserActor,
    manager: UserActor,
}

async fn seed(portal: &Arc<Portal>, lives: u64) -> Result<Value, Failure> {
    let mut accounts = Vec::new();
    let people = seed_staff(portal, &mut accounts).await?;
    let staff = PastStaff { reviewer: people.reviewer.id, approver: people.approver.id };
    super::demo_history::seed(portal, staff, lives).await?;
    // Where no history was invented, there are no rates yet.
    load_invented_rates(portal).await?;
    let mut companies = Vec::new();
    for company in &COMPANIES {
        let request: SignUp = serde_json::from_value(json!({
            "company": { "name": company.name, "uscc": company.uscc, "district": company.district, "ownership": company.ownership },
            "user": { "name": company.person, "email": company.email, "password": PASSWORD },
        }))
        .map_err(Failure::other)?;
        let answered = sign_up(portal, &context(Actor::Anonymous), request).await?;
        let view: Value = serde_json::from_str(&answered.body).map_err(Failure::other)?;
        let id = view
            .get("id")
            .and_then(Value::as_str)
            .and_then(CompanyId::parse)
            .ok_or_else(|| Failure::other("no company id"))?;
        approve(portal, &context(Actor::User(people.approver.clone())), id).await?;
        accounts
            .push(json!({ "role": "company", "email": company.email, "password": PASSWORD, "name": company.person }));
        companies.push((id, user_id(portal, company.email).await?));
    }
    let contracts = seed_filings(portal, &people, &companies).await?;
    seed_mandate(portal, &companies).await?;
    let announced = parsed(spot_check(portal.today()))?;
    announce(portal, &context(Actor::User(people.manager)), announced).await?;
    let bank = create(portal, bank()).await?;
    super::demo_payments::seed(portal, &bank, &contracts).await?;
    let erp = create(portal, erp(companies.first().map(|(id, _)| *id))).await?;
    Ok(json!({ "accounts": accounts, "partners": [bank, erp] }))
}

fn bank() -> NewPartner {
    NewPartner {
        name: BANK.into(),
        scopes: vec![Scope::CertificatesVerify, Scope::PaymentsWrite],
        company: None,
        body: Some(PublicBody::Bank),
        contact_email: Some("bank@demo.example".into()),
    }
}

fn erp(company: Option<CompanyId>) -> NewPartner {
    NewPartner {
        name: "示例企业 ERP".into(),
        scopes: vec![
            Scope::FilingsRead,
            Scope::FilingsWrite,
            Scope::ChangesRead,
            Scope::WebhooksRead,
            Scope::WebhooksWrite,
        ],
        company,
        body: None,
        contact_email: None,
    }
}

async fn user_id(portal: &Portal, email: &'static str) -> Result<UserId, Failure> {
    let user = portal
        .database
        .read(move |connection| Ok::<_, AppError>(storage::accounts::user_by_email(connection, email)?))
        .await?;
    user.map(|user| user.id).ok_or_else(|| Failure::other(format!("{email} was not made")))
}

async fn seed_staff(portal: &Arc<Portal>, accounts: &mut Vec<Value>) -> Result<People, Failure> {
    let mut actors = Vec::new();
    for (role, email, name, desks) in STAFF {
        let desks: Vec<String> = desks.iter().map(|desk| (*desk).to_owned()).collect();
        let id = create_user(
            portal,
            NewUser {
                email: (*email).into(),
                name: (*name).into(),
                role: *role,
                company: None,
                desks: desks.clone(),
                password_hash: portal.passwords.hash(PASSWORD.into()).await?,
            },
        )
        .await?;
        accounts.push(json!({ "role": role, "email": email, "password": PASSWORD, "name": name }));
        actors.push(actor(id, name, *role, None, desks));
    }
    let first = |role: Role| {
        actors.iter().find(|actor| actor.role == role).cloned().ok_or_else(|| Failure::other("no such role"))
    };
    Ok(People {
        reviewer: first(Role::Reviewer)?,
        approver: first(Role::Approver)?,
        manager: first(Role::DeskManager)?,
    })
}

/// Files what `filings` lists; the first ones are registered, the rest lie in the queue or stay drafts. Then what happens
/// to the contracts that are registered. Answers the contract of each filing, where it has one.
async fn seed_filings(
    portal: &Arc<Portal>,
    people: &People,
    companies: &[(CompanyId, UserId)],
) -> Result<Vec<Option<ContractId>>, Failure> {
    let mut contracts = Vec::new();
    let filings = filings(portal.today());
    for (index, filing) in filings.iter().enumerate() {
        let Some(company) = companies.get(filing.company) else { continue };
        let body = json!({ "kind": "registration", "contract": filing.contract });
        let filed = file(portal, people, company, body, (filing.fate, filing.reasons())).await;
        let filed = filed.map_err(|error| Failure::other(format!("demonstration filing {index}: {error}")))?;
        contracts.push((company, filed));
    }
    for (index, request) in requests(portal.today()).into_iter().enumerate() {
        let Some((company, filed)) = contracts.get(request.of) else { continue };
        let mut body = json!({ "kind": request.kind, "contract_id": filed.contract_id, "request": request.request });
        if !request.changes.is_empty() {
            let mut contract = filed.contract.clone();
            for (pointer, value) in request.changes {
                if let Some(place) = contract.pointer_mut(pointer) {
                    *place = value;
                }
            }
            body["contract"] = serde_json::to_value(contract).map_err(Failure::other)?;
        }
        let done = file(portal, people, company, body, (request.fate, json!({}))).await;
        done.map_err(|error| Failure::other(format!("demonstration request {index}: {error}")))?;
    }
    Ok(contracts.into_iter().map(|(_, filed)| filed.contract_id).collect())
}

/// An application that was begun, and the contract that it is about.
struct Filed {
    contract_id: Option<ContractId>,
    contract: Value,
}

/// Takes one application as far as it is to come.
async fn file(
    portal: &Arc<Portal>,
    people: &People,
    (company, user): &(CompanyId, UserId),
    body: Value,
    (fate, reasons): (Fate, Value),
) -> Result<Filed, Failure> {
    let filer = context(Actor::User(actor(*user, "演示", Role::Company, Some(*company), Vec::new())));
    let body: NewFiling = serde_json::from_value(body).map_err(Failure::other)?;
    let answered = create_filing(portal, &filer, body).await?;
    let view: Value = serde_json::from_str(&answered.body).map_err(Failure::other)?;
    let id = view.get("id").and_then(Value::as_str).and_then(FilingId::parse);
    let id = id.ok_or_else(|| Failure::other("no filing id"))?;
    if fate != Fate::Draft {
        attach_papers(portal, &filer, id).await?;
        let request: Submit =
            serde_json::from_value(json!({ "reasons": reasons, "declaration": true })).map_err(Failure::other)?;
        submit(portal, &filer, id, request).await?;
    }
    match fate {
        Fate::Registered => {
            let agreed = |opinion: &str| json!({ "outcome": "register", "opinion": opinion });
            let (first, second) = (agreed("材料齐全，内容一致，建议准予登记。"), agreed("同意登记。"));
            settle(portal, people, id, first, second).await?;
        }
        Fate::Refused => settle(portal, people, id, refusal("建议不予登记。"), refusal("同意初审意见。")).await?,
        Fate::Returned | Fate::Referred => {
            let reviewer = context(Actor::User(people.reviewer.clone()));
            claim(portal, &reviewer, id).await?;
            if fate == Fate::Returned {
                return_(portal, &reviewer, id, parsed(return_items())?).await?;
            } else {
                refer(portal, &reviewer, id, parsed(json!({ "opinion": REFERRAL }))?).await?;
            }
        }
        Fate::Queued | Fate::Draft => {}
    }
    let filing = read(portal, &filer, id).await?;
    Ok(Filed {
        contract_id: filing.contract_id.as_deref().and_then(ContractId::parse),
        contract: serde_json::to_value(filing.contract).map_err(Failure::other)?,
    })
}

/// What one person recommends and another decides.
async fn settle(
    portal: &Arc<Portal>,
    people: &People,
    id: FilingId,
    first: Value,
    second: Value,
) -> Result<(), Failure> {
    let reviewer = context(Actor::User(people.reviewer.clone()));
    claim(portal, &reviewer, id).await?;
    recommend(portal, &reviewer, id, parsed::<OpinionBody>(first)?).await?;
    decide(portal, &context(Actor::User(people.approver.clone())), id, parsed::<OpinionBody>(second)?).await?;
    Ok(())
}

/// The second company lets the third one, an agent, file for it.
async fn seed_mandate(portal: &Portal, companies: &[(CompanyId, UserId)]) -> Result<(), Failure> {
    let [_, (company, user), ..] = companies else { return Ok(()) };
    let giver = context(Actor::User(actor(*user, "演示", Role::Company, Some(*company), Vec::new())));
    give(portal, &giver, parsed(mandate(COMPANIES[2].uscc, portal.today()))?).await?;
    Ok(())
}

fn parsed<T: serde::de::DeserializeOwned>(body: Value) -> Result<T, Failure> {
    serde_json::from_value(body).map_err(Failure::other)
}

/// Attaches every paper that the application needs.
async fn attach_papers(portal: &Portal, context: &Context, id: FilingId) -> Result<(), Failure> {
    for need in findings(portal, context, id).await?.documents.into_iter().filter(|need| need.required) {
        let paper = b"%PDF-1.4\n% demonstration paper\n%%EOF\n".to_vec().into();
        let file_name = format!("{}.pdf", need.kind.code());
        attach(portal, context, id, Upload { kind: need.kind, file_name, content: paper }).await?;
    }
    Ok(())
}

fn actor(id: UserId, name: &str, role: Role, company: Option<CompanyId>, desks: Vec<String>) -> UserActor {
    UserActor {
        id,
        name: name.into(),
        role,
        company,
        company_approved: company.is_some(),
        mandates: Vec::new(),
        desks,
        session: String::new(),
    }
}

pub(super) fn context(actor: Actor) -> Context {
    Context { actor, language: Language::Zh, request_id: "demo".into(), idempotency: None }
}
