//! The company's answer to a hit of screening: kept at once, so that no word is lost, and changed until the application is filed.

use std::collections::BTreeMap;

use domain::FilingId;
use domain::filing::{Action, next};
use domain::screening::{Answer, CatalogueHit};
use serde::Deserialize;
use serde_json::json;
use storage::screening::{KeptAnswer, store_answer};
use utoipa::ToSchema;
use validator::Validate;

use super::agency::under;
use super::screening::{hits, view};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// The finding that asks for answers.
const MATCH: &str = "catalogue.match";

/// What a company says about a hit.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// The item, as `GET /filings/{id}/screening` names it.
    #[validate(length(min = 1, max = 400))]
    #[schema(min_length = 1, max_length = 400)]
    pub item: String,
    /// Not covered, or not sure.
    pub answer: Answer,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Keeps an answer.
pub async fn answer(portal: &Portal, context: &Context, id: FilingId, body: AnswerBody) -> Result<Answered, AppError> {
    context.filer()?;
    let (reader, reference) = (context.clone(), portal.reference());
    portal
        .execute(context, move |connection, now| {
            let (filing, mandate) = reader.filed_locked(connection, id)?;
            next(filing.status, Action::Save, None)?;
            if body.reason.trim().is_empty() {
                return Err(AppError::invalid_field(
                    "/reason",
                    "invalid_value",
                    reader.say("请写明理由。", "Say why."),
                ));
            }
            must_be_met(&reader, &hits(&reference, &filing), &body.item)?;
            let kept = KeptAnswer {
                answer: body.answer,
                reason: body.reason.trim().to_owned(),
                by: reader.actor_text(),
                at: now,
            };
            store_answer(connection, id, &body.item, &kept)?;
            let view = view(connection, &reference, &reader, &filing)?;
            let record = Record {
                kind: "screening.answered",
                subject: format!("screening/{id}"),
                body: json!({ "filing": id, "item": body.item, "answer": body.answer,
                              "edition": reference.data.catalogue.number }),
            };
            Done::json(200, &view, under(connection, mandate, id, now, record)?)
        })
        .await
}

/// An answer or a verdict is about something that screening has met.
pub(crate) fn must_be_met(reader: &Context, hits: &[CatalogueHit], item: &str) -> Result<(), AppError> {
    if hits.iter().any(|hit| hit.item == item) {
        return Ok(());
    }
    let message =
        reader.say("比对结果中没有这个条目，请刷新后再试。", "Screening does not meet this item; read it again.");
    Err(AppError::invalid_field("/item", "unknown_item", message))
}

/// Where every hit has its answer, they are the reason for the warning; a reason that was given stands.
pub(super) fn as_reason(
    mut reasons: BTreeMap<String, String>,
    hits: &[CatalogueHit],
    answers: &BTreeMap<String, KeptAnswer>,
) -> BTreeMap<String, String> {
    let given = reasons.get(MATCH).is_some_and(|reason| !reason.trim().is_empty());
    let lines: Option<Vec<String>> = hits
        .iter()
        .map(|hit| {
            let kept = answers.get(&hit.item)?;
            let said = match kept.answer {
                Answer::NotCovered => "不属于该控制要点",
                Answer::Unsure => "不能确定",
            };
            Some(format!("{}：{said}。{}", hit.name, kept.reason))
        })
        .collect();
    if let Some(lines) = lines.filter(|lines| !given && !lines.is_empty()) {
        reasons.insert(MATCH.to_owned(), lines.join("\n"));
    }
    reasons
}
