//! A desk's manager gives an application to one of the desk's reviewers, or many at once.

use domain::filing::Action;
use domain::{FilingId, Role, UserId};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Connection;
use storage::accounts::colleagues;
use utoipa::ToSchema;
use validator::Validate;

use super::act::{By, act};
use crate::app::command::Record;
use crate::app::{Answered, AppError, Context, Idempotency, Portal};

/// To whom.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignBody {
    /// Id of a reviewer at the application's desk.
    #[validate(length(min = 1, max = 36))]
    #[schema(min_length = 1, max_length = 36)]
    pub to: String,
}

/// Several applications, and to whom.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignManyBody {
    /// Ids of applications.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_items = 1, max_items = 100)]
    pub filings: Vec<String>,
    /// Id of a reviewer at their desk.
    #[validate(length(min = 1, max = 36))]
    #[schema(min_length = 1, max_length = 36)]
    pub to: String,
}

/// What became of one application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignedItem {
    /// The application.
    pub id: String,
    /// Whether it is theirs now.
    pub assigned: bool,
    /// Where it is not: why, as a stable code.
    pub code: Option<String>,
}

/// What became of each application.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignedView {
    /// In the order in which they were named.
    pub items: Vec<AssignedItem>,
}

/// Gives an application to a reviewer, whether or not somebody has it already.
pub async fn assign(portal: &Portal, context: &Context, id: FilingId, body: AssignBody) -> Result<Answered, AppError> {
    context.staff(|role| role == Role::DeskManager)?;
    let not_there = AppError::field(
        "/to",
        "not_at_desk",
        context.say("该人员不在此席位办理审核。", "This person does not review at the filing's desk."),
    );
    act(portal, context, id, (Action::Assign, None, By::Desk), move |connection, filing, _, _| {
        let desk = filing.routed.as_ref().map(|routed| routed.desk.clone()).unwrap_or_default();
        let Some(person) = UserId::parse(&body.to) else { return Err(not_there) };
        if !reviews_at(connection, person, desk)? {
            return Err(not_there);
        }
        let before = filing.claimed_by.replace(person.to_string());
        let body = json!({ "to": person, "from": before });
        Ok(Record { kind: "filing.assigned", subject: id.to_string(), body })
    })
    .await
}

/// Gives each of many applications to a reviewer. Each is a command of its own, with its own entry in the journal: what cannot be
/// given is told, and keeps nothing else back.
pub async fn assign_many(portal: &Portal, context: &Context, body: AssignManyBody) -> Result<AssignedView, AppError> {
    context.staff(|role| role == Role::DeskManager)?;
    let each = body.filings.iter().map(|id| assign_one(portal, context, id, &body.to));
    let items = join_all(each).await.into_iter().collect::<Result<_, _>>()?;
    Ok(AssignedView { items })
}

async fn assign_one(portal: &Portal, context: &Context, id: &str, to: &str) -> Result<AssignedItem, AppError> {
    let outcome = match FilingId::parse(id) {
        None => Err(AppError::NotFound),
        Some(filing) => {
            let mut context = context.clone();
            context.idempotency =
                context.idempotency.map(|given| Idempotency { route: format!("{} {filing}", given.route), ..given });
            assign(portal, &context, filing, AssignBody { to: to.to_owned() }).await
        }
    };
    let code = match outcome {
        Ok(_) => None,
        Err(AppError::NotFound) => Some("not_found"),
        Err(AppError::Conflict { code, .. } | AppError::Invalid { code, .. })
            if code != "idempotency_mismatch" && code != "idempotency_in_flight" =>
        {
            Some(code)
        }
        Err(other) => return Err(other),
    };
    Ok(AssignedItem { id: id.to_owned(), assigned: code.is_none(), code: code.map(str::to_owned) })
}

fn reviews_at(connection: &mut Connection, person: UserId, desk: String) -> Result<bool, AppError> {
    let id = person.to_string();
    Ok(colleagues(connection, &[desk])?.iter().any(|colleague| colleague.id == id && colleague.role.may_review()))
}
