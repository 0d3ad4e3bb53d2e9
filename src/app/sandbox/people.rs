//! The people of a sandbox's desk: two, since nobody decides what they recommended. They have accounts, and passwords that nobody
//! knows; what they do, they do as everybody does it.

use domain::finding::Language;
use domain::{Role, UserId};
use storage::accounts::user_by_email;

use crate::app::account::{NewUser, create_user};
use crate::app::reference::load_invented_rates;
use crate::app::tokens::random_secret;
use crate::app::{Actor, AppError, Context, Idempotency, Portal, UserActor};

/// Role, address and name of each.
const PEOPLE: [(Role, &str, &str); 2] = [
    (Role::Reviewer, "reviewer@sandbox.invalid", "沙箱审核员"),
    (Role::Approver, "approver@sandbox.invalid", "沙箱审批员"),
];

/// Who works at the desk.
pub(super) struct Desk {
    pub(super) reviewer: UserActor,
    pub(super) approver: UserActor,
}

/// Gives a sandbox the invented rates and its desk, if it has none yet.
pub async fn prepare(portal: &Portal) -> Result<(), AppError> {
    portal.sandbox()?;
    load_invented_rates(portal).await?;
    for (role, email, name) in PEOPLE {
        if find(portal, email).await?.is_some() {
            continue;
        }
        let password_hash = portal.passwords.hash(random_secret("")?).await?;
        let new = NewUser {
            email: email.to_owned(),
            name: name.to_owned(),
            role,
            company: None,
            desks: desks(portal),
            password_hash,
        };
        create_user(portal, new).await?;
    }
    Ok(())
}

/// The people of the desk.
pub(super) async fn desk(portal: &Portal) -> Result<Desk, AppError> {
    let [reviewer, approver] = PEOPLE;
    Ok(Desk { reviewer: person(portal, reviewer).await?, approver: person(portal, approver).await? })
}

/// The reviewer as they ask for something themselves: for a desk that deals with whatever comes, without being asked.
pub async fn reviewer(portal: &Portal) -> Result<Context, AppError> {
    let actor = Actor::User(desk(portal).await?.reviewer);
    Ok(Context { actor, language: Language::Zh, request_id: "sandbox".to_owned(), idempotency: None })
}

async fn person(portal: &Portal, (role, email, name): (Role, &'static str, &str)) -> Result<UserActor, AppError> {
    let id = find(portal, email).await?.ok_or_else(|| AppError::internal("a sandbox without its desk"))?;
    Ok(UserActor {
        id,
        name: name.to_owned(),
        role,
        company: None,
        company_approved: false,
        mandates: Vec::new(),
        desks: desks(portal),
        session: String::new(),
    })
}

async fn find(portal: &Portal, email: &'static str) -> Result<Option<UserId>, AppError> {
    let found = portal.database.read(move |connection| Ok::<_, AppError>(user_by_email(connection, email)?)).await?;
    Ok(found.map(|user| user.id))
}

fn desks(portal: &Portal) -> Vec<String> {
    portal.reference().desks.iter().map(|desk| desk.code.clone()).collect()
}

/// Somebody's turn, for whoever asked for it: under a key that follows from theirs, so that a request that is repeated is done once.
pub(super) fn turn_of(person: &UserActor, asked: &Context, step: &str) -> Context {
    let key = asked.idempotency.as_ref();
    Context {
        actor: Actor::User(person.clone()),
        language: asked.language,
        request_id: asked.request_id.clone(),
        idempotency: key.map(|given| Idempotency { route: format!("{} {step}", given.route), ..given.clone() }),
    }
}
