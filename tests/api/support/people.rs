//! Accounts for tests, made past the expensive password hash; they sign in like everybody else.

use std::sync::OnceLock;

use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, Version};
use domain::contract::Ownership;
use domain::credit_code::{CreditCode, CreditCodeError};
use domain::partner::{PublicBody, Scope};
use domain::{CompanyId, Role};
use portal::app::account::{NewUser, create_user};
use portal::app::partner::{CreatedPartner, NewPartner, create};
use serde_json::json;
use storage::StorageError;
use storage::accounts::{Company, CompanyStatus, insert_company};

use super::actor::{Actor, PASSWORD};
use super::answer::Answer;
use super::new_id;
use super::portal::TestPortal;

/// Every desk of a new portal.
pub const DESKS: [&str; 3] = ["city", "sip", "security"];

/// A hash that costs next to nothing to verify.
pub fn password_hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    let make = || {
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        hasher.hash_password(PASSWORD.as_bytes()).unwrap().to_string()
    };
    HASH.get_or_init(make).clone()
}

/// A credit code with the right check character, registered in Suzhou Industrial Park.
pub fn credit_code(number: u32) -> String {
    let body = format!("91320594MA{number:07}");
    match CreditCode::parse(&format!("{body}0")) {
        Err(CreditCodeError::CheckCharacter { expected }) => format!("{body}{expected}"),
        Ok(code) => code.as_str().to_owned(),
        Err(error) => panic!("{body}: {error}"),
    }
}

impl TestPortal {
    /// Nobody known.
    pub fn anyone(&self) -> Actor {
        Actor::new(&self.base_url, &self.http)
    }

    /// The user of a new company in Suzhou Industrial Park that may file, signed in.
    pub async fn company(&self) -> Actor {
        self.company_with(CompanyStatus::Approved).await
    }

    /// The user of a new company with this status, signed in.
    pub async fn company_with(&self, status: CompanyStatus) -> Actor {
        let number = self.next();
        let company = Company {
            id: CompanyId(new_id()),
            name: format!("苏州测试{number}号有限公司"),
            credit_code: credit_code(number),
            district: "320571".into(),
            ownership: Ownership::Private,
            address: None,
            status,
            version: 1,
            created_at: self.app.now(),
            approved_at: (status == CompanyStatus::Approved).then(|| self.app.now()),
            approved_by: None,
            status_reason: None,
        };
        let facts = json!({
            "id": company.id, "name": company.name, "country": "CN", "uscc": company.credit_code,
            "district": company.district, "ownership": company.ownership,
        });
        let id = company.id;
        let insert = move |connection: &mut storage::Connection| insert_company(connection, &company);
        self.app.database.write::<(), StorageError, _>(insert).await.unwrap();
        let mut actor = self.account(Role::Company, Some(id), &[]).await;
        actor.company = Some(facts);
        actor
    }

    /// Another user of the same company, signed in.
    pub async fn colleague(&self, of: &Actor) -> Actor {
        let mut actor = self.account(Role::Company, CompanyId::parse(of.company_id()), &[]).await;
        actor.company.clone_from(&of.company);
        actor
    }

    /// A reviewer at every desk, signed in; another one at each call.
    pub async fn reviewer(&self) -> Actor {
        self.staff(Role::Reviewer, &DESKS).await
    }

    /// An approver at every desk, signed in; another one at each call.
    pub async fn approver(&self) -> Actor {
        self.staff(Role::Approver, &DESKS).await
    }

    /// A member of staff at these desks, signed in.
    pub async fn staff(&self, role: Role, desks: &[&str]) -> Actor {
        self.account(role, None, desks).await
    }

    async fn account(&self, role: Role, company: Option<CompanyId>, desks: &[&str]) -> Actor {
        let number = self.next();
        let mut actor = self.anyone();
        actor.email = format!("{}{number}@suzhou.example", role.code());
        actor.name = format!("测试{number}");
        let new = NewUser {
            email: actor.email.clone(),
            name: actor.name.clone(),
            role,
            company,
            desks: desks.iter().map(|desk| (*desk).to_owned()).collect(),
            password_hash: password_hash(),
        };
        actor.id = create_user(&self.app, new).await.unwrap().to_string();
        actor.sign_in().await;
        actor
    }

    /// A new third-party system and its secret; `company` is the actor for whose company it files.
    pub async fn new_partner(&self, scopes: &[&str], company: Option<&Actor>) -> CreatedPartner {
        let new = NewPartner {
            name: format!("测试系统{}", self.next()),
            scopes: scopes.iter().map(|scope| Scope::from_code(scope).expect("a scope")).collect(),
            company: company.and_then(|actor| CompanyId::parse(actor.company_id())),
            body: None,
            contact_email: None,
        };
        create(&self.app, new).await.unwrap()
    }

    /// A third-party system with a token for all of its scopes.
    pub async fn partner(&self, scopes: &[&str], company: Option<&Actor>) -> Actor {
        let partner = self.new_partner(scopes, company).await;
        self.with_a_token(&partner, scopes).await
    }

    /// The system of a public body with a token for all of its scopes.
    pub async fn system_of(&self, body: PublicBody, scopes: &[&str]) -> Actor {
        let new = NewPartner {
            name: format!("测试系统{}", self.next()),
            scopes: scopes.iter().map(|scope| Scope::from_code(scope).expect("a scope")).collect(),
            company: None,
            body: Some(body),
            contact_email: None,
        };
        let partner = create(&self.app, new).await.unwrap();
        self.with_a_token(&partner, scopes).await
    }

    async fn with_a_token(&self, partner: &CreatedPartner, scopes: &[&str]) -> Actor {
        let mut actor = self.anyone();
        actor.id.clone_from(&partner.client_id);
        let form = format!("grant_type=client_credentials&scope={}", scopes.join("+"));
        let request = actor
            .request(reqwest::Method::POST, "/oauth/token")
            .basic_auth(&partner.client_id, Some(&partner.client_secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let token = Answer::of(request).await.expect(200);
        actor.use_token(token["access_token"].as_str().map(str::to_owned));
        actor
    }
}
