//! What the checks say about an application now, where it would go, and which papers it needs.

use domain::FilingId;
use domain::checks::document_needs;
use domain::filing::{Action, AttachmentKind, next};
use domain::finding::FindingView;
use serde::Serialize;
use storage::filings::attachments_of;
use utoipa::ToSchema;

use super::assess::assess;
use crate::app::view::DeskView;
use crate::app::{AppError, Context, Portal};

/// Everything the checks say.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingsView {
    /// Findings: errors block submission, warnings need a reason.
    pub items: Vec<FindingView>,
    /// Where the application would go, or went.
    pub routing: Option<RoutingPreview>,
    /// The papers this application needs.
    pub documents: Vec<DocumentView>,
}

/// Where an application goes, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingPreview {
    /// The desk.
    pub desk: DeskView,
    /// The rule that fires.
    pub rule: String,
    /// Version of the table.
    pub table_version: i32,
    /// In plain words.
    pub reason: String,
}

/// A paper that is needed, or welcome.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentView {
    /// What paper.
    pub kind: AttachmentKind,
    /// Whether the application is refused without it.
    pub required: bool,
    /// Whether it is attached.
    pub present: bool,
    /// Why it is needed.
    pub reason: String,
}

/// Checks an application.
pub async fn findings(portal: &Portal, context: &Context, id: FilingId) -> Result<FindingsView, AppError> {
    context.may_see_any()?;
    let (reader, reference, today) = (context.clone(), portal.reference(), portal.today());
    portal
        .database
        .read(move |connection| {
            let mut filing = reader.visible(connection, id)?;
            // Whoever may submit it is told what would be said to them: an agent needs its mandate on paper.
            if next(filing.status, Action::Submit, None).is_ok()
                && let Ok(mandate) = reader.files(&filing)
            {
                filing.mandate_id = mandate;
            }
            let attachments = attachments_of(connection, id)?;
            let assessment = assess(connection, &reference, today, &filing, &attachments)?;
            let routed = filing.routed.as_ref().or(assessment.routed.as_ref());
            let kinds: Vec<AttachmentKind> = attachments.iter().map(|attachment| attachment.kind).collect();
            let (form, request, agent) = (&filing.contract, &filing.request, filing.mandate_id.is_some());
            let documents = document_needs(form, filing.kind, request, &reference.data, &kinds, agent);
            Ok(FindingsView {
                routing: routed.map(|routed| RoutingPreview {
                    desk: DeskView::of(&routed.desk, &reference.desks, &reader),
                    rule: routed.rule.clone(),
                    table_version: routed.table_version,
                    reason: routed.reason.in_language(reader.language).to_owned(),
                }),
                items: assessment.findings.iter().map(|finding| finding.in_language(reader.language)).collect(),
                documents: documents
                    .into_iter()
                    .map(|document| DocumentView {
                        kind: document.kind,
                        required: document.required,
                        present: document.present,
                        reason: document.reason.in_language(reader.language).to_owned(),
                    })
                    .collect(),
            })
        })
        .await
}
