//! Many decisions in one go, for applications that gave no cause for doubt: recommended for registration by somebody else, and
//! nothing found at submission that a person must look at.

use chrono::{DateTime, NaiveDate, Utc};
use domain::filing::{FilingKind, FilingStatus, Outcome};
use domain::{FilingId, Role};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use storage::Connection;
use storage::casework::{Decidable, decidable_after, marked_clear};
use storage::filings::Filing;
use utoipa::ToSchema;
use validator::Validate;

pub use storage::casework::DecidableFilter;

use super::OpinionBody;
use super::decide::decide_if;
use crate::app::page::{Page, PageRequest};
use crate::app::view::{DeskView, Named};
use crate::app::{Answered, AppError, Context, Idempotency, Portal};

/// What to register together.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideManyBody {
    /// Ids of the applications.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_items = 1, max_items = 100)]
    pub filings: Vec<String>,
    /// The grounds, for each of them.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub opinion: String,
}

/// What became of each.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecidedView {
    /// In the order asked for.
    pub items: Vec<DecidedItem>,
}

/// What became of one of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecidedItem {
    /// The application.
    pub id: String,
    /// Whether it is registered now.
    pub decided: bool,
    /// Why not.
    pub code: Option<String>,
}

/// One that may be decided together with others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecidableItem {
    /// Id.
    pub id: String,
    /// What is applied for.
    pub kind: FilingKind,
    /// Number of the contract.
    pub contract_number: Option<String>,
    /// Name of the contract.
    pub contract_name: Option<String>,
    /// Who applies.
    pub company: Named,
    /// The desk.
    pub desk: DeskView,
    /// When an answer is due.
    pub due_on: NaiveDate,
    /// Who recommended it.
    pub recommended_by: Named,
    /// When.
    pub recommended_at: DateTime<Utc>,
    /// On which grounds.
    pub opinion: String,
}

/// Registers each of many applications. Each is a command of its own, with its own entry in the journal: what cannot be
/// decided so is told, and keeps nothing else back.
pub async fn decide_many(portal: &Portal, context: &Context, body: DecideManyBody) -> Result<DecidedView, AppError> {
    context.staff(Role::may_decide)?;
    let each = body.filings.iter().map(|id| decide_one(portal, context, id, &body.opinion));
    let items = join_all(each).await.into_iter().collect::<Result<_, _>>()?;
    Ok(DecidedView { items })
}

async fn decide_one(portal: &Portal, context: &Context, id: &str, opinion: &str) -> Result<DecidedItem, AppError> {
    let outcome: Result<Answered, AppError> = match FilingId::parse(id) {
        None => Err(AppError::NotFound),
        Some(filing) => {
            let mut context = context.clone();
            context.idempotency =
                context.idempotency.map(|given| Idempotency { route: format!("{} {filing}", given.route), ..given });
            let body = OpinionBody { outcome: Outcome::Register, opinion: opinion.to_owned(), grounds: Vec::new() };
            decide_if(portal, &context, filing, body, without_doubt).await
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
    Ok(DecidedItem { id: id.to_owned(), decided: code.is_none(), code: code.map(str::to_owned) })
}

/// What may be decided without being looked at one by one.
fn without_doubt(connection: &mut Connection, filing: &Filing) -> Result<(), AppError> {
    let recommended = filing.recommendation.as_ref().is_some_and(|opinion| opinion.outcome == Outcome::Register);
    if recommended && marked_clear(connection, filing.id)? {
        Ok(())
    } else {
        Err(AppError::Conflict { code: "needs_a_look", state: Some(FilingStatus::Recommended.code().into()) })
    }
}

/// What this approver may decide together, soonest due first.
pub async fn decidable(
    portal: &Portal,
    context: &Context,
    filter: DecidableFilter,
    page: &PageRequest,
) -> Result<Page<DecidableItem>, AppError> {
    let approver = context.staff(Role::may_decide)?;
    let (limit, after) = (page.limit()?, page.place(portal)?);
    let (desks, own) = (approver.desks.clone(), approver.id);
    let (found, names) = portal
        .database
        .read(move |connection| {
            let found = decidable_after(connection, &desks, own, &filter, after.as_deref(), limit + 1)?;
            let people: Vec<String> = found.iter().map(|one| one.recommendation.by.clone()).collect();
            let names = storage::accounts::user_names(connection, &people)?;
            Ok::<_, AppError>((found, names))
        })
        .await?;
    let reference = portal.reference();
    let mut page = Page::cut(portal, found, limit, |one| one.place.clone());
    page.items.retain(|one: &Decidable| one.recommendation.outcome == Outcome::Register);
    page.try_map(|one| {
        let by = one.recommendation.by;
        Ok(DecidableItem {
            id: one.id.to_string(),
            kind: one.kind,
            contract_number: one.contract_number,
            contract_name: one.contract_name,
            company: Named { id: one.company.0, name: one.company.1 },
            desk: DeskView::of(&one.desk_code, &reference.desks, context),
            due_on: one.due_on,
            recommended_by: Named { name: names.get(&by).map_or_else(String::new, |(name, _)| name.clone()), id: by },
            recommended_at: one.recommendation.at,
            opinion: one.recommendation.opinion,
        })
    })
}
