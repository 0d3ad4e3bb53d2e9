//! Which papers are there and which are not: `documents.missing`, `document.translation_missing`.

use serde_json::json;

use super::{CheckContext, error, filled, warning};
use crate::contract::ContractForm;
use crate::filing::{AttachmentKind, FilingKind, RequestForm};
use crate::finding::Finding;
use crate::language::Bilingual;
use crate::reference::{Needed, ReferenceData};

const POINTER: &str = "/attachments";

/// A paper that an application needs or welcomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNeed {
    /// Which paper.
    pub kind: AttachmentKind,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is.
    pub present: bool,
    /// Why.
    pub reason: Bilingual,
}

/// The papers of this application, in the table's order. A translation is required when the contract has a name in
/// another language; an amendment that only settles a later royalty base needs no agreement, and one that settles none
/// needs no proof of a base. An agent shows its mandate on paper.
pub fn document_needs(
    form: &ContractForm,
    kind: FilingKind,
    request: &RequestForm,
    reference: &ReferenceData,
    attachments: &[AttachmentKind],
    agent: bool,
) -> Vec<DocumentNeed> {
    let settles = request.settlement.is_some();
    let agreed = !settles || request.agreement_on.is_some();
    let lines = reference.requirements.iter().filter(|line| {
        line.applies_to(kind, form)
            && match line.needed {
                Needed::IfSettled => settles,
                Needed::IfAgreed | Needed::IfAgreedForeign => agreed,
                Needed::Yes | Needed::No | Needed::IfForeign | Needed::IfAgent => true,
            }
    });
    lines
        .map(|line| DocumentNeed {
            kind: line.attachment,
            required: match line.needed {
                Needed::Yes | Needed::IfSettled | Needed::IfAgreed => true,
                Needed::No => false,
                Needed::IfAgent => agent,
                Needed::IfForeign | Needed::IfAgreedForeign => is_foreign_language(form),
            },
            present: attachments.contains(&line.attachment),
            reason: line.reason.clone(),
        })
        .collect()
}

pub(super) fn check(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let (request, reference) = (context.request, context.reference);
    let needs = document_needs(form, context.kind, request, reference, context.attachments, context.filer.agent);
    for need in needs.iter().filter(|need| need.required && !need.present) {
        let finding = if need.kind == AttachmentKind::ContractTranslation {
            warning(
                "document.translation_missing",
                POINTER,
                "外文合同未附中文译本；如合同本身为中文或双语，请说明",
                "There is no Chinese translation; if the contract itself is in Chinese or in both languages, say so",
            )
        } else {
            let reason = &need.reason;
            error(
                "documents.missing",
                POINTER,
                format!("{}，尚未上传", reason.zh),
                format!("{}, and it is missing", reason.en),
            )
        };
        findings.push(finding.with_evidence(json!({"kind": need.kind})));
    }
}

fn is_foreign_language(form: &ContractForm) -> bool {
    let original = filled(form.name_original.as_ref());
    original.is_some_and(|original| filled(form.name.as_ref()) != Some(original))
}
