//! What the program is given to do while it is killed: drafts that only wait to be submitted, and someone signed in.

use std::path::Path;
use std::sync::Arc;

use chrono::{Datelike, Duration, NaiveDate};
use domain::filing::{AttachmentKind, FilingKind, FilingStatus};
use domain::{AttachmentId, CompanyId, FilingId, Role, UserId};
use portal::app::account::{NewUser, SignIn, create_user, sign_in};
use portal::app::webhook::WebhookSettings;
use portal::app::{Actor, Context, Keys, Portal, Settings, SystemClock};
use storage::accounts::{Company, CompanyStatus, insert_company};
use storage::blobs::Blobs;
use storage::filings::{Attachment, Filing, insert_attachment, insert_filing};
use storage::{Access, Database, StorageError};

use crate::support::actor::PASSWORD;
use crate::support::database::FreshDatabase;
use crate::support::people::password_hash;
use crate::support::process::BASE_URL;
use crate::support::sql::texts;
use crate::support::{Contract, new_id};

/// Drafts, and the token of a person of their company.
pub struct Prepared {
    pub token: String,
    pub drafts: Vec<String>,
}

/// The papers that the drafts need.
const PAPERS: [AttachmentKind; 5] = [
    AttachmentKind::ApplicationForm,
    AttachmentKind::ContractCopy,
    AttachmentKind::ContractTranslation,
    AttachmentKind::LegalStatusSupplier,
    AttachmentKind::LegalStatusRecipient,
];

/// Puts them straight into the database that the program will open.
pub async fn prepare(fresh: &FreshDatabase, folder: &Path, count: usize) -> Prepared {
    let database = Database::open(&fresh.url, Access::Exclusive, 1).unwrap();
    let keys = Keys::in_folder(&folder.join("keys")).unwrap();
    let blobs = Blobs::in_folder(&folder.join("blobs")).unwrap();
    let webhooks = WebhookSettings::default();
    let settings =
        Settings { base_url: BASE_URL.into(), data: folder.into(), webhooks, correction_days: 30, sandbox: None };
    let portal = Portal::new(database, blobs, keys, Arc::new(SystemClock), settings).await.unwrap();
    let company = company(&portal).await;
    let user = person(&portal, company).await;
    let filings: Vec<Filing> = (0..count).map(|number| draft(&portal, company, user, number)).collect();
    let drafts = filings.iter().map(|filing| filing.id.to_string()).collect();
    let now = portal.now();
    let insert = move |connection: &mut storage::Connection| {
        for filing in &filings {
            insert_filing(connection, filing)?;
            for kind in PAPERS {
                insert_attachment(
                    connection,
                    &Attachment {
                        id: AttachmentId(new_id()),
                        filing_id: filing.id,
                        kind,
                        file_name: "a.pdf".into(),
                        media_type: "application/pdf".into(),
                        size: 9,
                        sha256: portal::app::digest("%PDF-1.4\n"),
                        uploaded_by: filing.created_by.clone(),
                        uploaded_at: now,
                    },
                )?;
            }
        }
        Ok::<_, StorageError>(())
    };
    portal.database.write(insert).await.unwrap();
    let nobody = Context {
        actor: Actor::Anonymous,
        language: domain::finding::Language::Zh,
        request_id: "test".into(),
        idempotency: None,
    };
    let credentials = SignIn { email: "kill@suzhou.example".into(), password: PASSWORD.into() };
    let token = sign_in(&portal, &nobody, credentials).await.unwrap().access_token;
    Prepared { token, drafts }
}

async fn company(portal: &Portal) -> CompanyId {
    let id = CompanyId(new_id());
    let now = portal.now();
    let party = Contract::export().0["supplier"].clone();
    let text = |name: &str| party[name].as_str().unwrap().to_owned();
    let company = Company {
        id,
        name: text("name"),
        credit_code: text("uscc"),
        district: text("district"),
        ownership: domain::contract::Ownership::Private,
        address: None,
        status: CompanyStatus::Approved,
        version: 1,
        created_at: now,
        approved_at: Some(now),
        approved_by: None,
        status_reason: None,
    };
    portal.database.write::<_, StorageError, _>(move |connection| insert_company(connection, &company)).await.unwrap();
    id
}

async fn person(portal: &Portal, company: CompanyId) -> UserId {
    let new = NewUser {
        email: "kill@suzhou.example".into(),
        name: "经办".into(),
        role: Role::Company,
        company: Some(company),
        desks: Vec::new(),
        password_hash: password_hash(),
    };
    create_user(portal, new).await.unwrap()
}

/// A draft that passes every check whatever the machine's date is.
fn draft(portal: &Portal, company: CompanyId, user: UserId, number: usize) -> Filing {
    let (now, today) = (portal.now(), portal.today());
    let signed: NaiveDate = today - Duration::days(10);
    let contract = Contract::export()
        .with("/signed_on", signed.to_string())
        .with("/effective_on", signed.to_string())
        .with("/valid_until", (today + Duration::days(700)).to_string())
        .with("/number", format!("{:02}SGJSE65KS{number:06}", signed.year() % 100))
        .with("/name", format!("工业视觉检测软件技术服务合同（{number}）"));
    Filing {
        id: FilingId(new_id()),
        kind: FilingKind::Registration,
        status: FilingStatus::Draft,
        version: 1,
        company_id: company,
        contract: serde_json::from_value(contract.0).unwrap(),
        request: domain::filing::RequestForm::default(),
        routed: None,
        warnings: 0,
        catalogue_hit: false,
        claimed_by: None,
        recommendation: None,
        decision: None,
        contract_id: None,
        base_version: None,
        certificate_number: None,
        mandate_id: None,
        created_by: format!("user:{user}"),
        created_at: now,
        updated_at: now,
        submitted_at: None,
        due_on: None,
    }
}

/// What the embedded database says of its own pages: `ok` alone where they are whole.
pub async fn damage(fresh: &FreshDatabase) -> Vec<String> {
    let database = Database::open(&fresh.url, Access::ReadOnly, 1).unwrap();
    let query = "SELECT integrity_check AS value FROM pragma_integrity_check";
    let read = move |connection: &mut storage::Connection| Ok::<_, StorageError>(texts(connection, query)?);
    database.read(read).await.unwrap()
}

/// How many filings the journal says were submitted; each may be there once only.
pub async fn submissions_in_journal(fresh: &FreshDatabase) -> usize {
    let database = Database::open(&fresh.url, Access::ReadOnly, 1).unwrap();
    let query = "SELECT subject AS value FROM journal WHERE kind = 'filing.submitted' ORDER BY subject";
    let read = move |connection: &mut storage::Connection| Ok::<_, StorageError>(texts(connection, query)?);
    let mut subjects = database.read(read).await.unwrap();
    let entries = subjects.len();
    subjects.dedup();
    assert_eq!(subjects.len(), entries, "a filing was submitted twice");
    entries
}
