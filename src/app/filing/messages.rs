//! What the company and the desk write to each other about an application. Both see all of it; the company is mailed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::FilingId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::casework::{Message, Side, insert_message, messages_before};
use storage::filings::lock_filing;
use utoipa::ToSchema;
use validator::Validate;

use super::agency::under;
use super::history::HistoryActor;
use crate::app::command::{Done, Record};
use crate::app::page::{Page, PageRequest};
use crate::app::{Actor, Answered, AppError, Context, Portal, digest};

/// A message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MessageView {
    /// Id.
    pub id: String,
    /// `company` or `desk`.
    pub side: &'static str,
    /// Whether this reader wrote it.
    pub own: bool,
    /// Who, as far as this reader may know.
    pub author: Option<HistoryActor>,
    /// The words.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A message to send.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageBody {
    /// The words.
    #[validate(length(min = 1, max = 4000))]
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

type Names = BTreeMap<String, (String, String)>;

/// The messages about an application, newest first; those since a time, where one is given.
pub async fn messages(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    since: Option<DateTime<Utc>>,
    page: &PageRequest,
) -> Result<Page<MessageView>, AppError> {
    context.may_see_any()?;
    let (reader, limit, before) = (context.clone(), page.limit()?, page.place(portal)?);
    let (messages, names) = portal
        .database
        .read(move |connection| {
            reader.visible(connection, id)?;
            let messages = messages_before(connection, id, since, before.as_deref(), limit + 1)?;
            let people: Vec<String> =
                messages.iter().filter_map(|message| person(message).map(str::to_owned)).collect();
            let names = storage::accounts::user_names(connection, &people)?;
            Ok::<_, AppError>((messages, names))
        })
        .await?;
    Page::cut(portal, messages, limit, |message| message.id.clone())
        .try_map(|message| Ok(view(context, &names, message)))
}

fn person(message: &Message) -> Option<&str> {
    message.author.strip_prefix("user:")
}

/// A company is told the role of staff, not their names.
fn view(reader: &Context, names: &Names, message: Message) -> MessageView {
    let staff = matches!(&reader.actor, Actor::User(user) if user.role.is_staff());
    let author = person(&message).and_then(|id| names.get(id)).map(|(name, role)| HistoryActor {
        name: if staff || message.side == Side::Company { name.clone() } else { String::new() },
        role: role.clone(),
    });
    MessageView {
        own: message.author == reader.actor_text(),
        id: message.id,
        side: message.side.code(),
        author,
        text: message.text,
        created_at: message.created_at,
    }
}

/// Sends a message: the desk's to the company, or the company's to the desk. The journal keeps its digest.
pub async fn send_message(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    body: MessageBody,
) -> Result<Answered, AppError> {
    let side = match &context.actor {
        Actor::User(user) if user.role.is_staff() => context.reviewer().map(|_| Side::Desk)?,
        _ => context.filer().map(|_| Side::Company)?,
    };
    if body.text.trim().is_empty() {
        return Err(AppError::field(
            "/text",
            "validation_failed",
            context.say("请填写内容。", "Please write something."),
        ));
    }
    let (reader, message) = (context.clone(), portal.new_id().to_string());
    portal
        .execute(context, move |connection, now| {
            let filing = lock_filing(connection, id)?.ok_or(AppError::NotFound)?;
            let mandate = match side {
                Side::Desk => reader.may_see(&filing).map(|()| None)?,
                Side::Company => reader.files(&filing)?,
            };
            if filing.submitted_at.is_none() {
                return Err(AppError::conflict("not_submitted"));
            }
            let message = Message { id: message, side, author: reader.actor_text(), text: body.text, created_at: now };
            insert_message(connection, id, &message)?;
            let record = Record {
                kind: "filing.messaged",
                subject: id.to_string(),
                body: json!({ "id": message.id, "side": side.code(), "digest": digest(&message.text) }),
            };
            let record = under(connection, mandate, id, now, record)?;
            let people: Vec<String> = person(&message).map(str::to_owned).into_iter().collect();
            let names = storage::accounts::user_names(connection, &people)?;
            Done::json(201, &view(&reader, &names, message), record)
        })
        .await
}
