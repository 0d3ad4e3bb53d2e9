//! The figures of a publication: every question that it asks, answered as of one moment, as one text whose digest the journal keeps.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use research::analysis::Table;
use research::{Answer, AsOf, Query};
use serde_json::{Value, json};
use storage::research::publications::{FindingCount, finding_counts};

use super::contents::{Chapter, Part, chapters, headline, parts};
use super::kind::{Period, PublicationKind};
use crate::app::research::analyses::{table_cells, table_of, table_totals};
use crate::app::research::{Audience, answer};
use crate::app::{AppError, Portal, digest};

/// Of what figures are asked. The same issue has the same figures whenever they are asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Issue {
    pub(super) kind: PublicationKind,
    pub(super) period: Period,
    pub(super) audience: Audience,
    /// The journal entry up to which facts count.
    pub(super) as_of: i64,
    /// When it was published: findings up to then count.
    pub(super) published_at: DateTime<Utc>,
}

/// The figures of an issue.
pub(super) struct Figures {
    pub(super) headline: Answer,
    pub(super) parts: Vec<(&'static Part, Answer)>,
    /// Those that its audience may be told.
    pub(super) chapters: Vec<(&'static Chapter, Table)>,
    /// What detectors found, of notices.
    pub(super) findings: Vec<FindingCount>,
    /// All of it as JSON: `{as_of, audience, kind, period, figures: [{question, answer}],
    /// chapters: [{panel, cells, totals}], findings: [{desk, company, detector, count}]}`.
    pub(super) json: String,
}

impl Figures {
    /// SHA-256 of all of it, hex.
    pub(super) fn digest(&self) -> String {
        digest(&self.json)
    }

    /// How many facts counted lack a rate; for everybody no more than whether any do.
    pub(super) fn without_rate(&self) -> u64 {
        self.headline.without_rate
    }

    /// How many findings there are by what a reading of each says.
    pub(super) fn findings_by<K: Ord>(&self, key: impl Fn(&FindingCount) -> K) -> BTreeMap<K, i64> {
        self.findings.iter().fold(BTreeMap::new(), |mut counts, finding| {
            *counts.entry(key(finding)).or_default() += finding.count;
            counts
        })
    }
}

/// Asks all of it.
pub(super) async fn figures(portal: &Portal, issue: &Issue) -> Result<Figures, AppError> {
    let mut asked = vec![ask(portal, issue, headline(issue.kind, issue.period).map_err(AppError::internal)?).await?];
    for part in parts(issue.kind) {
        asked.push(ask(portal, issue, part.query(issue.period).map_err(AppError::internal)?).await?);
    }
    let mut told = Vec::new();
    for chapter in chapters(issue.kind) {
        let table = table_of(portal, issue.audience, issue.as_of, (chapter.special, issue.period.months())).await?;
        told.extend(table.map(|table| (chapter, table)));
    }
    let findings = match issue.kind {
        PublicationKind::QualityNotice => {
            let (month, at) = (issue.period.text(), issue.published_at);
            portal.database.read(move |connection| Ok::<_, AppError>(finding_counts(connection, &month, at)?)).await?
        }
        PublicationKind::MonthlyBrief | PublicationKind::YearlyReport => Vec::new(),
    };
    let json = written(issue, &asked, &told, &findings);
    let mut answers = asked.into_iter().map(|(_, answer)| answer);
    let headline = answers.next().ok_or_else(|| AppError::internal("a publication without first figures"))?;
    let parts = parts(issue.kind).iter().zip(answers).collect();
    Ok(Figures { headline, parts, chapters: told, findings, json })
}

async fn ask(portal: &Portal, issue: &Issue, query: Query) -> Result<(String, Answer), AppError> {
    let question = query.canonical();
    Ok((question, answer(portal, issue.audience, query, AsOf::At(issue.as_of)).await?))
}

/// All of it as one text, the same for the same figures.
fn written(
    issue: &Issue,
    asked: &[(String, Answer)],
    chapters: &[(&Chapter, Table)],
    findings: &[FindingCount],
) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let asked = asked
        .iter()
        .map(|(question, answer)| format!("{{\"question\":{},\"answer\":{}}}", quoted(question), answer.to_json()));
    let chapters = chapters.iter().map(|(chapter, table)| {
        json!({ "panel": chapter.special.code(), "cells": table_cells(table), "totals": table_totals(table) })
    });
    let findings: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let FindingCount { desk_code, company, detector, count } = finding;
            json!({ "desk": desk_code, "company": company, "detector": detector, "count": count })
        })
        .collect();
    format!(
        "{{\"as_of\":{},\"audience\":{},\"kind\":{},\"period\":{},\"figures\":[{}],\"chapters\":{},\"findings\":{}}}",
        issue.as_of,
        quoted(issue.audience.code()),
        quoted(issue.kind.code()),
        quoted(&issue.period.text()),
        asked.collect::<Vec<_>>().join(","),
        Value::Array(chapters.collect()),
        Value::Array(findings),
    )
}
