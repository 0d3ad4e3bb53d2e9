//! The reviewer's verdict on a hit of screening. It is kept for good; the newest one counts, and a contract is not
//! recommended for registration while one is missing or says that the item covers the technology.

use domain::FilingId;
use domain::filing::FilingStatus;
use domain::screening::{CatalogueHit, Verdict};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::screening::{KeptVerdict, insert_verdict, verdicts_of};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::filing::{hits, must_be_met, screening_view};
use crate::app::{Answered, AppError, Context, FieldError, Portal};

/// A verdict with its grounds.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerdictBody {
    /// The item, as `GET /filings/{id}/screening` names it.
    #[validate(length(min = 1, max = 400))]
    #[schema(min_length = 1, max_length = 400)]
    pub item: String,
    /// Covered, not covered, or not sure.
    pub verdict: Verdict,
    /// The grounds.
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: String,
}

/// Keeps a verdict on a hit; for the reviewer who has claimed the application.
pub async fn judge(portal: &Portal, context: &Context, id: FilingId, body: VerdictBody) -> Result<Answered, AppError> {
    let reviewer = context.reviewer()?.id.to_string();
    let (reader, reference) = (context.clone(), portal.reference());
    portal
        .execute(context, move |connection, now| {
            let filing = reader.visible_locked(connection, id)?;
            if filing.status != FilingStatus::InReview {
                return Err(AppError::Conflict { code: "illegal_state", state: Some(filing.status.code().into()) });
            }
            if filing.claimed_by.as_deref() != Some(reviewer.as_str()) {
                return Err(AppError::conflict("not_claimed_by_you"));
            }
            if body.reason.trim().is_empty() {
                return Err(AppError::invalid_field(
                    "/reason",
                    "invalid_value",
                    reader.say("请写明理由。", "Say why."),
                ));
            }
            must_be_met(&reader, &hits(&reference, &filing), &body.item)?;
            let kept = KeptVerdict {
                filing_id: id,
                item: body.item,
                edition: reference.data.catalogue.number,
                verdict: body.verdict,
                reason: body.reason.trim().to_owned(),
                by: reviewer,
                at: now,
            };
            insert_verdict(connection, &kept)?;
            let view = screening_view(connection, &reference, &reader, &filing)?;
            let record = Record {
                kind: "screening.judged",
                subject: format!("screening/{id}"),
                body: json!({ "filing": id, "item": kept.item, "verdict": kept.verdict, "reason": kept.reason,
                              "edition": kept.edition }),
            };
            Done::json(200, &view, record)
        })
        .await
}

/// What screening meets in an application now, read before the transaction that asks for verdicts.
pub(super) async fn hits_of(portal: &Portal, id: FilingId) -> Result<Vec<CatalogueHit>, AppError> {
    let reference = portal.reference();
    portal
        .database
        .read(move |connection| {
            let filing = storage::filings::filing(connection, id)?.ok_or(AppError::NotFound)?;
            Ok::<_, AppError>(hits(&reference, &filing))
        })
        .await
}

/// Refuses to recommend registration while a hit has no verdict, or one that says that it is covered.
pub(super) fn refuse_open_hits(
    connection: &mut Connection,
    reader: &Context,
    id: FilingId,
    hits: &[CatalogueHit],
) -> Result<(), AppError> {
    if hits.is_empty() {
        return Ok(());
    }
    let verdicts = verdicts_of(connection, id)?;
    let open = |hit: &CatalogueHit| match verdicts.get(&hit.item).map(|kept| kept.verdict) {
        None => Some((
            "verdict_missing",
            reader.say(
                &format!("请先对目录条目“{}”作出判断。", hit.name),
                &format!("Judge the catalogue's item “{}” first.", hit.name),
            ),
        )),
        Some(Verdict::Covered) => Some((
            "hit_covered",
            reader.say(
                &format!("已判断属于目录条目“{}”，不能准予登记，请转办。", hit.name),
                &format!("It was found to be covered by “{}”: it cannot be registered, refer it.", hit.name),
            ),
        )),
        Some(Verdict::NotCovered | Verdict::Unsure) => None,
    };
    let errors: Vec<FieldError> = hits
        .iter()
        .filter_map(|hit| open(hit).map(|(code, message)| FieldError::new(&hit.pointer, code, message)))
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { code: "verdicts_required", errors }) }
}
