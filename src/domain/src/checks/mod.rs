//! What a filing is checked for: the same checks while the company types and when the reviewer opens the case.
//! Each family of checks is a file; a check never looks at anything but the form and its [`CheckContext`].

mod amendment;
mod amounts;
mod asked;
mod catalogue;
mod closure;
mod completeness;
mod dates;
mod documents;
mod duplicates;
mod jurisdiction;
mod number;
mod parties;
mod patents;
mod reissue;
mod royalty;
mod settlement;
mod target;

use chrono::NaiveDate;

use crate::contract::{ContractForm, Direction};
use crate::filing::{AttachmentKind, FilingKind, RequestForm};
use crate::finding::{Bilingual, Finding, Severity};
use crate::reference::ReferenceData;
use crate::screening::Screener;
use asked::{missing, on_day};
pub use documents::{DocumentNeed, document_needs};
pub use target::Target;

/// Everything that the checks know besides the form.
#[derive(Debug, Clone, Copy)]
pub struct CheckContext<'a> {
    /// The day in Shanghai.
    pub today: NaiveDate,
    /// What is applied for.
    pub kind: FilingKind,
    /// What is asked for besides the contract.
    pub request: &'a RequestForm,
    /// The contract of the register that it is about; none for a registration.
    pub target: Option<&'a Target>,
    /// Code sets, calendar, rates, citations.
    pub reference: &'a ReferenceData,
    /// The control catalogue, prepared.
    pub screener: &'a Screener,
    /// Which papers are attached.
    pub attachments: &'a [AttachmentKind],
    /// Other contracts that this one may repeat.
    pub earlier: &'a EarlierContracts,
    /// In whose name it is filed.
    pub filer: &'a Filer,
}

/// The company in whose name an application is filed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filer {
    /// Its credit code.
    pub uscc: String,
    /// Credit codes of the companies that have given it a mandate which would cover the application.
    pub principals: Vec<String>,
    /// Whether an agent files for it.
    pub agent: bool,
}

/// Contracts already filed or registered, other than the one at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EarlierContracts {
    /// What carries the same contract number (ids of filings or contracts).
    pub same_number: Vec<String>,
    /// What looks like the same contract under another number.
    pub similar: Vec<SimilarContract>,
}

/// A contract that looks like the one at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimilarContract {
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Day of signature.
    pub signed_on: Option<NaiveDate>,
}

/// Runs every check that the kind of application calls for; errors come first, then warnings, then information.
pub fn check(form: &ContractForm, context: &CheckContext<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    documents::check(form, context, &mut findings);
    if matches!(context.kind, FilingKind::Registration | FilingKind::Amendment) {
        contract(form, context, &mut findings);
    }
    if let Some(target) = context.target {
        findings.extend(asked::alone(target));
        match context.kind {
            FilingKind::Registration => {}
            FilingKind::Amendment => amended(form, target, context, &mut findings),
            FilingKind::Closure => closure::check(target, context, &mut findings),
            FilingKind::Reissue => reissue::check(target, context, &mut findings),
        }
    }
    for finding in &mut findings {
        if finding.rule.is_none() {
            finding.rule = context.reference.citations.rule(finding.code).cloned();
        }
        finding.mend = context.reference.words.mend(finding.code).cloned();
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// What the contract itself must satisfy, whether it is new or amended.
fn contract(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    completeness::check(form, findings);
    number::check(form, context, findings);
    parties::check(form, context, findings);
    dates::check(form, context, findings);
    amounts::check(form, context, findings);
    royalty::check(form, context, findings);
    patents::check(form, findings);
    catalogue::check(form, context, findings);
    jurisdiction::check(form, findings);
    duplicates::check(context, findings);
}

/// What an amendment must satisfy besides. A question that the company answered at registration is not asked again: what
/// stands unchanged since then is information.
fn amended(form: &ContractForm, target: &Target, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let mut known = Vec::new();
    contract(&target.registered, context, &mut known);
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Warning) {
        if known.contains(finding) {
            finding.severity = Severity::Info;
        }
    }
    amendment::check(form, target, context, findings);
    if let Some(settlement) = &context.request.settlement {
        settlement::check(form, settlement, target, context, findings);
    }
}

/// Whether there is nothing that blocks submission.
pub fn may_be_submitted(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity != Severity::Error)
}

/// Whether nothing was found that a person must look at before a decision. Information counts as well: another holder than the
/// company that files, a suspended contract, related parties, what an amendment leaves as it was warned of. Only what is ordinary and
/// asks nothing of anybody does not: the sum that every settlement of a royalty has, and a currency without a rate.
pub fn is_clear(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| matches!(finding.code, "settlement.cumulative" | "rate.missing"))
}

/// Pointer and name of the role that the company on the mainland's side has.
fn domestic_pointer(direction: Direction) -> &'static str {
    match direction {
        Direction::Import => "/contract/recipient",
        Direction::Export => "/contract/supplier",
    }
}

fn error(code: &'static str, pointer: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding::new(code, Severity::Error, pointer, Bilingual::new(zh, en))
}

fn warning(code: &'static str, pointer: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding::new(code, Severity::Warning, pointer, Bilingual::new(zh, en))
}

fn info(code: &'static str, pointer: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding::new(code, Severity::Info, pointer, Bilingual::new(zh, en))
}

/// The text, unless it is missing or blank.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod words_tests;
