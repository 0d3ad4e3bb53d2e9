//! Questions to the queue that people keep under a name. A desk's manager may share one with everyone at the desk.

use chrono::{DateTime, Utc};
use domain::Role;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::views::{SavedView, delete_view, insert_view, store_view, view, views_for};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::view::{DeskView, Named};
use crate::app::{Answered, AppError, Context, Portal};

/// Most views that one person keeps.
const MOST: usize = 50;

/// What the queue is asked for, each in the spelling of the queue's parameters; what is left out is not asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QueueQuestion {
    /// A desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub desk: Option<String>,
    /// A state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub state: Option<String>,
    /// A kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub kind: Option<String>,
    /// A direction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub direction: Option<String>,
    /// A country.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2))]
    #[schema(max_length = 2)]
    pub country: Option<String>,
    /// An industry division.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2))]
    #[schema(max_length = 2)]
    pub industry: Option<String>,
    /// `overdue`, `today` or `later`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub due: Option<String>,
    /// `me`, `none` or a person's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub assignee: Option<String>,
    /// With warnings, or without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<bool>,
    /// Where the catalogue was met, or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<bool>,
    /// Words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    pub q: Option<String>,
}

/// A question under a name.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewBody {
    /// Its name.
    #[validate(length(min = 1, max = 60))]
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// The question.
    #[validate(nested)]
    pub question: QueueQuestion,
    /// One of the manager's desks, to share it with.
    #[serde(default)]
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    pub shared_with: Option<String>,
}

/// A question as it is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedViewView {
    /// Id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The question.
    pub question: QueueQuestion,
    /// The desk with which it is shared.
    pub shared_with: Option<DeskView>,
    /// Whose it is.
    pub owner: Named,
    /// Whether the reader may change it.
    pub own: bool,
    /// Version.
    pub version: i32,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// All views of a reader.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedViews {
    /// Oldest first.
    pub items: Vec<SavedViewView>,
}

/// The reader's own views, and those shared with their desks.
pub async fn views(portal: &Portal, context: &Context) -> Result<SavedViews, AppError> {
    let reader = context.reviewer()?.clone();
    let (id, desks) = (reader.id, reader.desks.clone());
    let found = portal.database.read(move |connection| Ok::<_, AppError>(views_for(connection, id, &desks)?)).await?;
    let reference = portal.reference();
    let items = found
        .into_iter()
        .map(|(view, owner)| seen(view, owner, context, &reference.desks))
        .collect::<Result<_, _>>()?;
    Ok(SavedViews { items })
}

/// Keeps a question.
pub async fn save_view(portal: &Portal, context: &Context, body: ViewBody) -> Result<Answered, AppError> {
    let owner = context.reviewer()?.clone();
    may_share(context, body.shared_with.as_deref())?;
    let (id, reader, reference) = (portal.new_id().to_string(), context.clone(), portal.reference());
    portal
        .execute(context, move |connection, now| {
            let own = views_for(connection, owner.id, &[])?;
            if own.len() >= MOST {
                return Err(AppError::conflict("too_many_views"));
            }
            let view = SavedView {
                id,
                owner: owner.id,
                desk_code: body.shared_with,
                name: body.name.trim().to_owned(),
                question: serde_json::to_value(&body.question).map_err(AppError::internal)?,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            insert_view(connection, &view)?;
            let (record, location) = (entry("view.saved", &view), format!("/api/v1/queue/views/{}", view.id));
            let view = seen(view, owner.name, &reader, &reference.desks)?;
            Ok(Done::json(201, &view, record)?.version(view.version).location(location))
        })
        .await
}

/// Replaces a question, if `read_version` is still the current one.
pub async fn change_view(
    portal: &Portal,
    context: &Context,
    id: String,
    read_version: i32,
    body: ViewBody,
) -> Result<Answered, AppError> {
    let owner = context.reviewer()?.clone();
    may_share(context, body.shared_with.as_deref())?;
    let (reader, reference) = (context.clone(), portal.reference());
    portal
        .execute(context, move |connection, now| {
            let mut view = view(connection, &id)?.filter(|view| view.owner == owner.id).ok_or(AppError::NotFound)?;
            if view.version != read_version {
                return Err(AppError::Stale);
            }
            body.name.trim().clone_into(&mut view.name);
            view.question = serde_json::to_value(&body.question).map_err(AppError::internal)?;
            view.desk_code = body.shared_with;
            view.version += 1;
            view.updated_at = now;
            store_view(connection, &view)?;
            let record = entry("view.saved", &view);
            let view = seen(view, owner.name, &reader, &reference.desks)?;
            Ok(Done::json(200, &view, record)?.version(view.version))
        })
        .await
}

/// Removes a question of one's own.
pub async fn remove_view(portal: &Portal, context: &Context, id: String) -> Result<Answered, AppError> {
    let owner = context.reviewer()?.id;
    portal
        .execute(context, move |connection, _| {
            let view = view(connection, &id)?.filter(|view| view.owner == owner).ok_or(AppError::NotFound)?;
            delete_view(connection, &id)?;
            Ok(Done::empty(entry("view.removed", &view)))
        })
        .await
}

/// Only a desk's manager shares, and only with a desk of their own.
fn may_share(context: &Context, desk: Option<&str>) -> Result<(), AppError> {
    let Some(desk) = desk else { return Ok(()) };
    let manager = context.staff(|role| role == Role::DeskManager)?;
    if manager.desks.iter().any(|own| own == desk) {
        return Ok(());
    }
    let message = context.say("只能与您负责的席位共享。", "You can share only with a desk of your own.");
    Err(AppError::field("/shared_with", "not_your_desk", message))
}

fn seen(
    view: SavedView,
    owner: String,
    context: &Context,
    desks: &[storage::routing::Desk],
) -> Result<SavedViewView, AppError> {
    Ok(SavedViewView {
        own: context.user()?.id == view.owner,
        id: view.id,
        name: view.name,
        question: serde_json::from_value(view.question).map_err(AppError::internal)?,
        shared_with: view.desk_code.map(|code| DeskView::of(&code, desks, context)),
        owner: Named { id: view.owner.to_string(), name: owner },
        version: view.version,
        updated_at: view.updated_at,
    })
}

fn entry(kind: &'static str, view: &SavedView) -> Record {
    let body = json!({ "name": view.name, "version": view.version, "shared_with": view.desk_code });
    Record { kind, subject: view.id.clone(), body }
}
