//! Notes of the desk for itself. The company never sees them; in the journal stands their digest alone.

use chrono::{DateTime, Utc};
use domain::FilingId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::casework::{insert_note, notes_before};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::page::{Page, PageRequest};
use crate::app::view::Named;
use crate::app::{Answered, AppError, Context, Portal, digest};

/// A note.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoteView {
    /// Id.
    pub id: String,
    /// Whose.
    pub author: Named,
    /// The words.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A note to add.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteBody {
    /// The words.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

/// The notes on an application, newest first.
pub async fn notes(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    page: &PageRequest,
) -> Result<Page<NoteView>, AppError> {
    context.reviewer()?;
    let (reader, limit, before) = (context.clone(), page.limit()?, page.place(portal)?);
    let (notes, names) = portal
        .database
        .read(move |connection| {
            reader.visible(connection, id)?;
            let notes = notes_before(connection, id, before.as_deref(), limit + 1)?;
            let people: Vec<String> = notes.iter().map(|note| note.author.clone()).collect();
            let names = storage::accounts::user_names(connection, &people)?;
            Ok::<_, AppError>((notes, names))
        })
        .await?;
    Page::cut(portal, notes, limit, |note| note.id.clone()).try_map(|note| {
        let name = names.get(&note.author).map_or_else(String::new, |(name, _)| name.clone());
        Ok(NoteView {
            id: note.id,
            author: Named { id: note.author, name },
            text: note.text,
            created_at: note.created_at,
        })
    })
}

/// Adds a note.
pub async fn add_note(portal: &Portal, context: &Context, id: FilingId, body: NoteBody) -> Result<Answered, AppError> {
    let author = context.reviewer()?.clone();
    if body.text.trim().is_empty() {
        return Err(AppError::field(
            "/text",
            "validation_failed",
            context.say("请填写内容。", "Please write something."),
        ));
    }
    let (reader, note) = (context.clone(), portal.new_id().to_string());
    portal
        .execute(context, move |connection, now| {
            reader.visible_locked(connection, id)?;
            insert_note(connection, id, author.id, (&note, &body.text), now)?;
            let record = Record {
                kind: "note.added",
                subject: note.clone(),
                body: json!({ "filing": id, "digest": digest(&body.text) }),
            };
            let author = Named { id: author.id.to_string(), name: author.name };
            Done::json(201, &NoteView { id: note, author, text: body.text, created_at: now }, record)
        })
        .await
}
