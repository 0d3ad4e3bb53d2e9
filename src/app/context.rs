//! Who asks, in which language, and under which key a retry would be recognised.

use domain::finding::Language;
use domain::mandate::Mandate;
use domain::partner::Scope;
use domain::{CompanyId, PartnerId, Role, SecretId, UserId};

/// Someone signed in.
#[derive(Debug, Clone)]
pub struct UserActor {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The company they file for.
    pub company: Option<CompanyId>,
    /// Whether that company may file.
    pub company_approved: bool,
    /// What they may do for other companies: mandates in force that their company holds.
    pub mandates: Vec<Mandate>,
    /// The desks they work at.
    pub desks: Vec<String>,
    /// Their session.
    pub session: String,
}

/// A third-party system with a token.
#[derive(Debug, Clone)]
pub struct PartnerActor {
    /// Which.
    pub id: PartnerId,
    /// Its name.
    pub name: String,
    /// The secret that its token was got with.
    pub secret: SecretId,
    /// What this token may be used for.
    pub scopes: Vec<Scope>,
    /// The company it acts for, if any.
    pub company: Option<CompanyId>,
    /// Whether that company may file.
    pub company_approved: bool,
}

/// Who acts.
#[derive(Debug, Clone)]
pub enum Actor {
    /// Nobody known.
    Anonymous,
    /// A person.
    User(UserActor),
    /// A system.
    Partner(PartnerActor),
}

/// The client's name for one intent: a retry under it is answered, not done again.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// Method and path.
    pub route: String,
    /// The client's key.
    pub key: String,
    /// SHA-256 of the body, hex.
    pub fingerprint: String,
}

/// What every use case is told of the request.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who asks.
    pub actor: Actor,
    /// In which language messages are wanted.
    pub language: Language,
    /// Found again in logs and problem bodies.
    pub request_id: String,
    /// Set on requests that create or act.
    pub idempotency: Option<Idempotency>,
}

impl Context {
    /// The actor as the journal writes it.
    pub fn actor_text(&self) -> String {
        match &self.actor {
            Actor::Anonymous => "anonymous".to_owned(),
            Actor::User(user) => format!("user:{}", user.id),
            Actor::Partner(partner) => format!("partner:{}", partner.id),
        }
    }

    /// Chooses between two texts by the reader's language.
    pub fn say(&self, zh: &str, en: &str) -> String {
        match self.language {
            Language::Zh => zh.to_owned(),
            Language::En => en.to_owned(),
        }
    }
}
