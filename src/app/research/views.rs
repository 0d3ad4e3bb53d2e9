//! Questions to the figures that people keep under a name, and share with everyone who may research.

use chrono::{DateTime, Utc};
use domain::{ResearchViewId, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::research::views::{
    ResearchView, count_research_views, delete_research_view, insert_research_view, research_view, research_views_for,
    store_research_view,
};
use utoipa::ToSchema;
use validator::Validate;

use super::Audience;
use super::ask::read_text;
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal, UserActor};

/// Most views that one person keeps.
const MOST: i64 = 50;

/// How an answer is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResearchChart {
    /// Bars.
    Bar,
    /// Lines over time.
    Line,
    /// A heat map.
    Heat,
    /// Flows.
    Sankey,
    /// A map of the districts in tiles.
    TileMap,
    /// The table alone.
    Table,
}

/// What is asked, and how it is drawn.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResearchQuestion {
    /// The question as the query of an address, nothing in it percent-encoded.
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    pub query: String,
    /// How it is drawn.
    pub chart: ResearchChart,
}

/// A question under a name.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResearchViewBody {
    /// Its name.
    #[validate(length(min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// The question.
    #[validate(nested)]
    pub question: ResearchQuestion,
    /// Whether everyone who may research sees it.
    #[serde(default)]
    pub shared: bool,
}

/// A question as it is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResearchViewView {
    /// Id.
    pub id: ResearchViewId,
    /// Its name.
    pub name: String,
    /// The question.
    pub question: ResearchQuestion,
    /// Whether everyone who may research sees it.
    pub shared: bool,
    /// Whether the reader may change it.
    pub own: bool,
    /// Whose it is.
    pub owner_name: String,
    /// Version.
    pub version: i32,
    /// When it was kept first.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// The views of a reader.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResearchViews {
    /// Oldest first.
    pub items: Vec<ResearchViewView>,
}

/// The reader's own views, and those that others share.
pub async fn research_views(portal: &Portal, context: &Context) -> Result<ResearchViews, AppError> {
    let reader = researcher(context)?.id;
    let found =
        portal.database.read(move |connection| Ok::<_, AppError>(research_views_for(connection, reader)?)).await?;
    let items = found.into_iter().map(|(view, owner)| {
        let own = view.owner == reader;
        seen(view, owner, own)
    });
    Ok(ResearchViews { items: items.collect::<Result<_, _>>()? })
}

/// Keeps a question.
pub async fn save_research_view(
    portal: &Portal,
    context: &Context,
    body: ResearchViewBody,
) -> Result<Answered, AppError> {
    let owner = researcher(context)?.clone();
    read_text(portal, context, Audience::Cleared, ("/question/query", body.question.query.as_str())).await?;
    let id = ResearchViewId::from(portal.new_id());
    portal
        .execute(context, move |connection, now| {
            if count_research_views(connection, owner.id)? >= MOST {
                return Err(AppError::conflict("too_many_views"));
            }
            let view = ResearchView {
                id,
                owner: owner.id,
                name: body.name.trim().to_owned(),
                question: serde_json::to_value(&body.question).map_err(AppError::internal)?,
                shared: body.shared,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            insert_research_view(connection, &view)?;
            let record = entry("view.saved", &view);
            let view = seen(view, owner.name, true)?;
            let location = format!("/api/v1/research/views/{}", view.id);
            Ok(Done::json(201, &view, record)?.version(view.version).location(location))
        })
        .await
}

/// Replaces a question of one's own, if `read_version` is still the current one.
pub async fn change_research_view(
    portal: &Portal,
    context: &Context,
    id: ResearchViewId,
    read_version: i32,
    body: ResearchViewBody,
) -> Result<Answered, AppError> {
    let owner = researcher(context)?.clone();
    read_text(portal, context, Audience::Cleared, ("/question/query", body.question.query.as_str())).await?;
    portal
        .execute(context, move |connection, now| {
            let found = research_view(connection, id)?.filter(|view| view.owner == owner.id);
            let mut view = found.ok_or(AppError::NotFound)?;
            if view.version != read_version {
                return Err(AppError::Stale);
            }
            body.name.trim().clone_into(&mut view.name);
            view.question = serde_json::to_value(&body.question).map_err(AppError::internal)?;
            view.shared = body.shared;
            view.version += 1;
            view.updated_at = now;
            store_research_view(connection, &view)?;
            let record = entry("view.saved", &view);
            let view = seen(view, owner.name, true)?;
            Ok(Done::json(200, &view, record)?.version(view.version))
        })
        .await
}

/// Removes a question of one's own.
pub async fn remove_research_view(
    portal: &Portal,
    context: &Context,
    id: ResearchViewId,
) -> Result<Answered, AppError> {
    let owner = researcher(context)?.id;
    portal
        .execute(context, move |connection, _| {
            let found = research_view(connection, id)?.filter(|view| view.owner == owner);
            let view = found.ok_or(AppError::NotFound)?;
            delete_research_view(connection, id)?;
            Ok(Done::empty(entry("view.removed", &view)))
        })
        .await
}

fn researcher(context: &Context) -> Result<&UserActor, AppError> {
    context.staff(Role::may_research)
}

fn seen(view: ResearchView, owner_name: String, own: bool) -> Result<ResearchViewView, AppError> {
    Ok(ResearchViewView {
        id: view.id,
        name: view.name,
        question: serde_json::from_value(view.question).map_err(AppError::internal)?,
        shared: view.shared,
        own,
        owner_name,
        version: view.version,
        created_at: view.created_at,
        updated_at: view.updated_at,
    })
}

fn entry(kind: &'static str, view: &ResearchView) -> Record {
    let body = json!({ "name": view.name, "version": view.version, "shared": view.shared });
    Record { kind, subject: view.id.to_string(), body }
}
