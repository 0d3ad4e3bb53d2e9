//! Permanent links: a question with the moment and the digest of its answer. Whoever follows one is answered what was cited, or told
//! that it differs; nothing of a link can be made up, since its id follows from what it asks.

use chrono::{DateTime, Duration, Utc};
use domain::finding::Language;
use research::{AsOf, Query, pairs};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use storage::Connection;
use storage::research::permalinks::{Permalink, insert_permalink, made_since, permalink as kept};
use utoipa::ToSchema;
use validator::Validate;

use super::ask::{answer_again, read_text};
use super::citation::{citation, title};
use super::{Audience, answer};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal, digest};

/// Crockford's base 32: no letter that reads like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of an id: a hundred bits.
const LENGTH: usize = 20;
/// New links that one person, or one system, makes in a day: each stays for ever, with an entry of the journal.
const MOST_A_DAY: usize = 100;

/// A question to be cited.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPermalink {
    /// The question as the query of an address, nothing in it percent-encoded: `rows=country&measures=contracts`.
    #[validate(length(max = 20000))]
    #[schema(max_length = 20000)]
    pub query: String,
    /// The journal entry up to which is counted; the newest when absent.
    #[serde(default)]
    #[validate(range(min = 0))]
    #[schema(minimum = 0)]
    pub as_of: Option<i64>,
}

/// A question that can be cited.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PermalinkView {
    /// Its id: the same question of the same moment has the same.
    pub id: String,
    /// The address to cite.
    pub url: String,
    /// The question in its one spelling.
    pub query: String,
    /// The journal entry up to which is counted.
    pub as_of: i64,
    /// Whose figures: `cleared` or `protected`.
    pub audience: String,
    /// SHA-256 of the answer's bytes, as `GET /research/pivot` gives them, hex.
    pub digest: String,
    /// How to cite it, in the reader's language.
    pub citation: String,
}

/// A permanent link with its answer.
pub struct Cited {
    /// The link.
    pub link: PermalinkView,
    /// The answer as JSON, to the byte.
    pub answer: String,
}

/// Makes a question's answer citable. The same question gets the same link.
///
/// # Errors
/// For a company that is not approved yet, and for whoever made very many in a day.
pub async fn create_permalink(portal: &Portal, context: &Context, body: NewPermalink) -> Result<Answered, AppError> {
    let audience = Audience::of(context)?;
    context.approved()?;
    let (query, named) = read_text(portal, context, audience, ("/query", body.query.as_str())).await?;
    let question = query.canonical();
    let answer = answer(portal, audience, query, body.as_of.map_or(named, AsOf::At)).await?;
    // Of the moment of the answer: whoever asks about it again is told the same.
    let (as_of, digest) = (answer.as_of, digest(answer.to_json()));
    let (id, created_by) = (id_of(&question, as_of, audience), context.actor_text());
    let (base_url, language) = (portal.settings.base_url.clone(), context.language);
    portal
        .execute(context, move |connection, now| {
            let audience = audience.code().to_owned();
            let new = Permalink { id, question, as_of, audience, digest, created_by, created_at: now };
            within_quota(connection, &new)?;
            let known = insert_permalink(connection, &new)?;
            if known.digest != new.digest {
                return Err(differs(&known.id));
            }
            let Permalink { id, question, audience, digest, .. } = &known;
            let body = json!({ "query": question, "as_of": as_of, "audience": audience, "digest": digest });
            let record = Record { kind: "research.cited", subject: id.clone(), body };
            let location = format!("/api/v1/research/permalinks/{id}");
            Ok(Done::json(201, &seen(&base_url, language, known)?, record)?.location(location))
        })
        .await
}

/// Refuses one more new link of somebody who made as many as may be in the day before; a link that is there already is none.
fn within_quota(connection: &mut Connection, new: &Permalink) -> Result<(), AppError> {
    if kept(connection, &new.id)?.is_some() {
        return Ok(());
    }
    let day = Duration::days(1);
    let made: Vec<DateTime<Utc>> = made_since(connection, &new.created_by, new.created_at - day)?;
    match made.first() {
        Some(first) if made.len() >= MOST_A_DAY => {
            let left = (*first + day - new.created_at).num_seconds();
            Err(AppError::TooMany { retry_after: u64::try_from(left).unwrap_or(1).max(1) })
        }
        _ => Ok(()),
    }
}

/// A permanent link with its answer, counted again. Who sees every figure may follow every link; others those of protected figures.
///
/// # Errors
/// `figures_differ` where it is not what was cited.
pub async fn permalink(portal: &Portal, context: &Context, id: String) -> Result<Cited, AppError> {
    let reader = Audience::of(context)?;
    if id.len() != LENGTH || !id.bytes().all(|byte| ALPHABET.contains(&byte)) {
        return Err(AppError::NotFound);
    }
    let link = portal.database.read(move |connection| Ok::<_, AppError>(kept(connection, &id)?)).await?;
    let link = link.ok_or(AppError::NotFound)?;
    let audience = Audience::from_code(&link.audience).ok_or_else(|| AppError::internal("no such audience"))?;
    if audience == Audience::Cleared && reader == Audience::Protected {
        return Err(AppError::NotFound);
    }
    let again = answer_again(portal, audience, &link.question, link.as_of).await?;
    let same = again.map(|answer| answer.to_json()).filter(|answer| digest(answer) == link.digest);
    let answer = same.ok_or_else(|| differs(&link.id))?;
    Ok(Cited { link: seen(&portal.settings.base_url, context.language, link)?, answer })
}

/// Never silently: figures that were cited or published must be found again.
pub(super) fn differs(what: &str) -> AppError {
    tracing::error!(what, "figures that were cited or published are counted otherwise now");
    AppError::conflict("figures_differ")
}

fn seen(base_url: &str, language: Language, link: Permalink) -> Result<PermalinkView, AppError> {
    let Permalink { id, question, as_of, audience, digest, .. } = link;
    let (query, _) = Query::parse(&pairs(&question)).map_err(AppError::internal)?;
    let url = format!("{base_url}/p/{id}");
    let citation = citation(&title(&query, language), as_of, &url, language);
    Ok(PermalinkView { id, url, query: question, as_of, audience, digest, citation })
}

/// The id of a question of a moment for an audience.
fn id_of(question: &str, as_of: i64, audience: Audience) -> String {
    let hash = Sha256::digest(format!("{question}\n{as_of}\n{}", audience.code()));
    let bits = hash.iter().flat_map(|byte| (0..8).rev().map(move |bit| (byte >> bit) & 1)).collect::<Vec<u8>>();
    let places = bits.chunks(5).map(|five| five.iter().fold(0, |place, bit| (place << 1) | usize::from(*bit)));
    places.take(LENGTH).map(|place| char::from(ALPHABET[place])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_follows_from_question_moment_and_audience() {
        let id = id_of("measures=contracts", 7, Audience::Cleared);
        assert_eq!(id, "T25G5G3QS06CW4A7A9RX", "the first hundred bits");
        let others = [
            id_of("measures=contracts", 8, Audience::Cleared),
            id_of("measures=contracts", 7, Audience::Protected),
            id_of("measures=amount_usd", 7, Audience::Cleared),
        ];
        assert!(others.iter().all(|other| *other != id));
    }
}
