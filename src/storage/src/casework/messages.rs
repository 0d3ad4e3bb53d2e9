//! What the company and the desk write to each other about an application: added, never changed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use domain::FilingId;

use crate::schema::messages;
use crate::text::{known, utc};
use crate::{Connection, Result};

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The company, its agent, or its program.
    Company,
    /// The desk.
    Desk,
}

impl Side {
    /// Its code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Desk => "desk",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Company, Self::Desk].into_iter().find(|side| side.code() == code)
    }
}

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Id.
    pub id: String,
    /// Who writes.
    pub side: Side,
    /// The actor: `user:<id>` or `partner:<id>`.
    pub author: String,
    /// The words.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

type Row = (String, String, String, String, String, NaiveDateTime);

fn read((id, _, side, author, text, at): Row) -> Result<Message> {
    Ok(Message { id, side: known(Side::from_code(&side), &side)?, author, text, created_at: utc(at) })
}

/// Adds a message.
pub fn insert_message(connection: &mut Connection, filing: FilingId, message: &Message) -> Result<()> {
    diesel::insert_into(messages::table)
        .values((
            messages::id.eq(&message.id),
            messages::filing_id.eq(filing.to_string()),
            messages::side.eq(message.side.code()),
            messages::author.eq(&message.author),
            messages::text.eq(&message.text),
            messages::created_at.eq(message.created_at.naive_utc()),
        ))
        .execute(connection)?;
    Ok(())
}

/// An application's messages, newest first, after the one with id `before`; where a time is given, those since.
pub fn messages_before(
    connection: &mut Connection,
    filing: FilingId,
    since: Option<DateTime<Utc>>,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<Message>> {
    let mut query = messages::table.filter(messages::filing_id.eq(filing.to_string())).into_boxed();
    if let Some(since) = since {
        query = query.filter(messages::created_at.ge(since.naive_utc()));
    }
    if let Some(before) = before {
        query = query.filter(messages::id.lt(before.to_owned()));
    }
    let rows: Vec<Row> = query.order(messages::id.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(read).collect()
}

/// The message before the one with this id.
pub fn message_before(connection: &mut Connection, filing: FilingId, id: &str) -> Result<Option<Message>> {
    Ok(messages_before(connection, filing, None, Some(id), 1)?.pop())
}
