//! Submitting: the checks pass, the clock starts, the application goes to its desk.

use std::collections::BTreeMap;

use domain::FilingId;
use domain::checks::is_clear;
use domain::clock::{due_on, shanghai_date};
use domain::filing::{Action, CorrectionAnswer, filing_digest, next};
use domain::finding::Severity;
use serde::Deserialize;
use serde_json::{Value, json};
use storage::casework::mark_clear;
use storage::filings::{Filing, Submission, attachments_of, insert_submission, store_filing, submissions_of};
use storage::screening::{Screening, insert_screening};
use storage::{Constraint, StorageError};
use utoipa::ToSchema;
use validator::Validate;

use super::agency::under;
use super::answer::as_reason;
use super::assess::{Assessment, assess};
use super::reply::{accepted, filed};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, FieldError, Portal};

/// What a company says when it submits.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Submit {
    /// A reason for each warning, by its code.
    #[serde(default, deserialize_with = "crate::app::filing::submit::unique_keys")]
    #[schema(value_type = BTreeMap<String, String>)]
    pub reasons: BTreeMap<String, String>,
    /// The company declares that what it files is true and complete.
    pub declaration: bool,
    /// After a return: an answer to each of its items. Whoever answers answers all of them.
    #[serde(default)]
    #[validate(length(max = 100), nested)]
    #[schema(max_items = 100)]
    pub answers: Option<Vec<CorrectionAnswer>>,
}

/// Submits a draft or a returned application.
pub async fn submit(portal: &Portal, context: &Context, id: FilingId, request: Submit) -> Result<Answered, AppError> {
    context.filer()?;
    let (reader, reference, today) = (context.clone(), portal.reference(), portal.today());
    // Checked on a reader's connection, so that the one writer is not kept waiting; the version ties both together.
    let checked = portal
        .database
        .read({
            let (reader, reference) = (reader.clone(), reference.clone());
            move |connection| {
                let mut filing = storage::filings::filing(connection, id)?.ok_or(AppError::NotFound)?;
                filing.mandate_id = reader.files(&filing)?;
                let attachments = attachments_of(connection, id)?;
                let assessment = assess(connection, &reference, today, &filing, &attachments)?;
                let answers = storage::screening::answers_of(connection, id)?;
                Ok::<_, AppError>((filing, attachments, assessment, answers))
            }
        })
        .await?;
    let view = portal.view_of();
    portal
        .execute(context, move |connection, now| {
            let (read, attachments, assessment, answers) = checked;
            let hits = assessment.hits();
            let reasons = as_reason(request.reasons, &hits, &answers);
            let request = Submit { reasons, ..request };
            let (mut filing, mandate) = reader.filed_locked(connection, id)?;
            filing.status = next(filing.status, Action::Submit, None)?;
            if filing.version != read.version {
                return Err(AppError::conflict("changed_meanwhile"));
            }
            refuse_unready(&reader, &assessment, &request)?;
            let papers: Vec<_> = attachments.iter().map(|paper| (paper.kind, paper.sha256.clone())).collect();
            let (earlier, now_filed) = (submissions_of(connection, id)?, filed(&filing, &attachments));
            let replies = accepted(connection, &reader, earlier.last(), &now_filed, request.answers.clone())?;
            let submission = Submission {
                filing_id: id,
                number: i32::try_from(earlier.len()).map_err(AppError::internal)? + 1,
                submitted_by: reader.actor_text(),
                submitted_at: now,
                reasons: serde_json::to_value(&request.reasons).map_err(AppError::internal)?,
                findings: summary(&assessment),
                digest: filing_digest(&filing.contract, &filing.request, &papers),
                filed: Some(now_filed),
                answers: replies,
            };
            insert_submission(connection, &submission)?;
            let edition = reference.data.catalogue.number;
            if !hits.is_empty() {
                let kept = Screening { filing_id: id, submission: submission.number, edition, hits, screened_at: now };
                insert_screening(connection, &kept)?;
            }
            filing.warnings = i32::try_from(assessment.of(Severity::Warning).count()).map_err(AppError::internal)?;
            filing.catalogue_hit = assessment.catalogue_hit();
            filing.routed = assessment.routed;
            filing.claimed_by = None;
            filing.mandate_id = mandate;
            filing.submitted_at = Some(now);
            filing.due_on = Some(due_on(shanghai_date(now), &reference.data.calendar));
            filing.version += 1;
            filing.updated_at = now;
            store_filing(connection, &filing).map_err(under_way)?;
            if is_clear(&assessment.findings) {
                mark_clear(connection, id)?;
            }
            let view = view(connection, &reader, &filing)?;
            let record = under(connection, mandate, id, now, submitted(&filing, &submission, edition))?;
            Ok(Done::json(201, &view, record)?
                .version(filing.version)
                .location(format!("/api/v1/filings/{id}/receipt")))
        })
        .await
}

/// The journal's entry of a submission.
pub(in crate::app) fn submitted(filing: &Filing, submission: &Submission, edition: i32) -> Record {
    Record {
        kind: "filing.submitted",
        subject: filing.id.to_string(),
        body: json!({
            "submission": submission.number,
            "digest": submission.digest,
            "company": filing.company_id,
            "kind": filing.kind,
            "contract_number": filing.contract.number,
            "routing": filing.routed.as_ref().map(|routed| json!({
                "desk": routed.desk, "rule": routed.rule, "table_version": routed.table_version,
            })),
            "findings": submission.findings,
            "answers": submission.answers.len(),
            "catalogue_edition": edition,
        }),
    }
}

/// Errors block, each with its pointer; warnings need a reason; the declaration must be made.
fn refuse_unready(reader: &Context, assessment: &Assessment, request: &Submit) -> Result<(), AppError> {
    let errors: Vec<FieldError> = assessment
        .of(Severity::Error)
        .map(|finding| FieldError::new(&finding.pointer, finding.code, finding.message.in_language(reader.language)))
        .collect();
    if !errors.is_empty() {
        return Err(AppError::Invalid { code: "findings_block", errors });
    }
    if !request.declaration {
        return Err(AppError::field(
            "/declaration",
            "declaration_required",
            reader.say("请确认所填内容真实、完整。", "Please declare that what you file is true and complete."),
        ));
    }
    let unexplained: Vec<FieldError> = assessment
        .of(Severity::Warning)
        .filter(|finding| request.reasons.get(finding.code).is_none_or(|reason| reason.trim().is_empty()))
        .map(|finding| FieldError::new(&finding.pointer, finding.code, finding.message.in_language(reader.language)))
        .collect();
    if unexplained.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid { code: "reasons_required", errors: unexplained })
    }
}

/// Two applications for one contract were submitted at once: the database lets one of them pass.
fn under_way(error: StorageError) -> AppError {
    match error {
        StorageError::Conflict(Constraint::Unique(what))
            if what.contains("one_open") || what.contains("contract_id") =>
        {
            AppError::conflict("contract_under_way")
        }
        other => other.into(),
    }
}

fn summary(assessment: &Assessment) -> Value {
    assessment
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Info)
        .map(|finding| json!({ "code": finding.code, "severity": finding.severity, "pointer": finding.pointer }))
        .collect()
}

/// A JSON object whose keys must differ: the second of two equal keys is an error, not the winner.
pub(crate) fn unique_keys<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = BTreeMap<String, String>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object of texts")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut entries = BTreeMap::new();
            while let Some((key, value)) = access.next_entry::<String, String>()? {
                if entries.insert(key.clone(), value).is_some() {
                    return Err(serde::de::Error::custom(format!("duplicate field `{key}`")));
                }
            }
            Ok(entries)
        }
    }
    deserializer.deserialize_map(Visitor)
}
