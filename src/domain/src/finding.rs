//! What a check says about a filing: how grave it is, where, why, under which rule and on what evidence.
//! The checks themselves are in [`crate::checks`].

use serde::Serialize;
use serde_json::Value;

pub use crate::language::{Bilingual, Language};
use crate::terms::terms;

terms! {
    /// How grave a finding is.
    Severity {
        /// Submission is impossible until it is mended.
        Error = "error",
        /// Submission needs a reason from the company.
        Warning = "warning",
        /// Good to know.
        Info = "info",
    }
}

/// The rule behind a finding. Its text is quoted only where it was read in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rule {
    /// Which article of which act.
    pub citation: String,
    /// What it says, if its wording is confirmed.
    pub text: Option<String>,
}

/// One result of one check, in both languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable name, such as `deadline.late`.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// JSON pointer into the filing: `/contract/…` or `/attachments`.
    pub pointer: String,
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it; from [`crate::reference::CheckWords`].
    pub mend: Option<Bilingual>,
    /// The rule behind it.
    pub rule: Option<Rule>,
    /// What the check saw and what it expected.
    pub evidence: Option<Value>,
}

/// A finding as it is shown to one reader.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Finding))]
pub struct FindingView {
    /// Stable name, such as `deadline.late`.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// JSON pointer into the filing: `/contract/…` or `/attachments`.
    pub pointer: String,
    /// What is wrong, in the reader's language.
    pub message: String,
    /// How to mend it, in the reader's language.
    pub mend: Option<String>,
    /// The rule behind it.
    pub rule: Option<Rule>,
    /// What the check saw and what it expected.
    pub evidence: Option<Value>,
}

impl Finding {
    /// A finding without rule and evidence.
    pub fn new(code: &'static str, severity: Severity, pointer: impl Into<String>, message: Bilingual) -> Self {
        Self { code, severity, pointer: pointer.into(), message, mend: None, rule: None, evidence: None }
    }

    /// The same finding with what the check saw.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Value) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// The finding for a reader of this language.
    pub fn in_language(&self, language: Language) -> FindingView {
        FindingView {
            code: self.code.to_owned(),
            severity: self.severity,
            pointer: self.pointer.clone(),
            message: self.message.in_language(language).to_owned(),
            mend: self.mend.as_ref().map(|mend| mend.in_language(language).to_owned()),
            rule: self.rule.clone(),
            evidence: self.evidence.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reader_sees_one_language_and_all_the_rest() {
        let finding = Finding::new(
            "patent.missing",
            Severity::Error,
            "/contract/patents",
            Bilingual::new("请填写专利", "Name the patents"),
        )
        .with_evidence(json!({"legal_type": "patent_licence"}));
        let shown = serde_json::to_value(finding.in_language(Language::En)).unwrap();
        assert_eq!(
            shown,
            json!({"code": "patent.missing", "severity": "error", "pointer": "/contract/patents", "message": "Name the patents", "mend": null,
                   "rule": null, "evidence": {"legal_type": "patent_licence"}})
        );
        assert_eq!(finding.in_language(Language::Zh).message, "请填写专利");
    }
}
