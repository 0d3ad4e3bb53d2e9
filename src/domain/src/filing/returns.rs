//! A return and what came back: the company's answer to each item, and what changed where the item pointed.
//!
//! All that is wrong is told at once (行政许可法 Art. 32); the company answers item by item, and nobody has to look for
//! what it did about each.

use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{AttachmentKind, Correction, RequestForm};
use crate::contract::{Change, ContractForm, changes, changes_of_request};
use crate::terms::terms;

terms! {
    /// What a company says about one item of a return.
    AnswerKind {
        /// 已改正
        Corrected = "corrected",
        /// 作出说明 (nothing to mend, and why)
        Explained = "explained",
    }
}

/// The answer to one item of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CorrectionAnswer {
    /// Which item: its place in the list, from 0.
    pub item: usize,
    /// Mended, or explained.
    pub answer: AnswerKind,
    /// The explanation; may be added to a correction too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 2000))]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub text: Option<String>,
}

/// What is wrong with a list of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// This answer is about no item of the return, or about one that is answered already; its place in the list.
    Stray(usize),
    /// This answer explains without an explanation; its place in the list.
    Unexplained(usize),
    /// This answer says “corrected”, and nothing changed there; its place in the list.
    Unchanged(usize),
    /// This item has no answer; its place in the return.
    Missing(usize),
}

/// What keeps these answers from being complete: each item is answered once, an explanation explains, and what is said to be
/// corrected did change. An amended paper must have been uploaded anew.
pub fn answer_faults(items: &[Correction], answers: &[CorrectionAnswer], changed: &FiledChanges) -> Vec<AnswerFault> {
    let mut faults = Vec::new();
    for (place, answer) in answers.iter().enumerate() {
        let Some(item) = items.get(answer.item) else {
            faults.push(AnswerFault::Stray(place));
            continue;
        };
        if answers.iter().take(place).any(|earlier| earlier.item == answer.item) {
            faults.push(AnswerFault::Stray(place));
        } else if answer.answer == AnswerKind::Corrected {
            if changed.at(item).is_empty() {
                faults.push(AnswerFault::Unchanged(place));
            }
        } else if answer.text.as_deref().is_none_or(|text| text.trim().is_empty()) {
            faults.push(AnswerFault::Unexplained(place));
        }
    }
    let unanswered = |item: &usize| answers.iter().all(|answer| answer.item != *item);
    faults.extend((0..items.len()).filter(unanswered).map(AnswerFault::Missing));
    faults
}

/// A paper as it was filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiledPaper {
    /// What paper.
    pub kind: AttachmentKind,
    /// Its name.
    pub file_name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
}

/// Everything that was filed at one submission, so that it can be read again whatever changes afterwards.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// The contract.
    pub contract: ContractForm,
    /// What was asked for besides.
    #[serde(default)]
    pub request: RequestForm,
    /// The papers.
    pub papers: Vec<FiledPaper>,
}

terms! {
    /// What became of a paper.
    PaperFate {
        /// 新增
        Added = "added",
        /// 删除
        Removed = "removed",
    }
}

/// A paper that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaperChange {
    /// Came or went; a paper that was replaced did both.
    pub change: PaperFate,
    /// What paper.
    pub kind: AttachmentKind,
    /// Its name.
    pub file_name: String,
}

/// What differs between two submissions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FiledChanges {
    /// Fields.
    pub fields: Vec<Change>,
    /// Papers.
    pub papers: Vec<PaperChange>,
}

impl FiledChanges {
    /// What differs between an earlier and a later submission.
    pub fn between(from: &Filed, to: &Filed) -> Self {
        let mut fields = changes(&from.contract, &to.contract);
        fields.extend(changes_of_request(&from.request, &to.request));
        let gone = |paper: &&FiledPaper| !holds(&to.papers, paper);
        let come = |paper: &&FiledPaper| !holds(&from.papers, paper);
        let change = |change| {
            move |paper: &FiledPaper| PaperChange { change, kind: paper.kind, file_name: paper.file_name.clone() }
        };
        let mut papers: Vec<PaperChange> = from.papers.iter().filter(gone).map(change(PaperFate::Removed)).collect();
        papers.extend(to.papers.iter().filter(come).map(change(PaperFate::Added)));
        Self { fields, papers }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.papers.is_empty()
    }

    /// What of it is where an item of a return points: the field itself, what is in it, or the list that it is in.
    #[must_use]
    pub fn at(&self, item: &Correction) -> Self {
        let covers = |outer: &str, inner: &str| {
            inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
        };
        let here = |change: &&Change| {
            let pointer = item.pointer.as_deref();
            pointer.is_some_and(|pointer| covers(pointer, &change.pointer) || covers(&change.pointer, pointer))
        };
        Self {
            fields: self.fields.iter().filter(here).cloned().collect(),
            papers: self.papers.iter().filter(|paper| item.document == Some(paper.kind)).cloned().collect(),
        }
    }
}

fn holds(papers: &[FiledPaper], one: &FiledPaper) -> bool {
    papers.iter().any(|paper| paper.kind == one.kind && paper.sha256 == one.sha256)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filed(contract: serde_json::Value, papers: &[(AttachmentKind, &str)]) -> Filed {
        let paper = |(kind, sha256): &(AttachmentKind, &str)| FiledPaper {
            kind: *kind,
            file_name: format!("{}.pdf", kind.code()),
            sha256: (*sha256).to_owned(),
        };
        Filed {
            contract: serde_json::from_value(contract).unwrap(),
            request: RequestForm::default(),
            papers: papers.iter().map(paper).collect(),
        }
    }

    fn item(json: serde_json::Value) -> Correction {
        serde_json::from_value(json).unwrap()
    }

    fn changed() -> FiledChanges {
        FiledChanges::between(
            &filed(
                json!({"name": "甲", "summary": "旧", "patents": [{"number": "1"}]}),
                &[(AttachmentKind::ContractCopy, "aa"), (AttachmentKind::Other, "cc")],
            ),
            &filed(
                json!({"name": "甲", "summary": "新", "patents": [{"number": "2"}]}),
                &[(AttachmentKind::ContractCopy, "bb"), (AttachmentKind::Other, "cc")],
            ),
        )
    }

    #[test]
    fn a_paper_that_is_replaced_goes_and_comes_and_an_untouched_one_does_neither() {
        let fates: Vec<_> = changed().papers.iter().map(|paper| (paper.change, paper.kind)).collect();
        assert_eq!(
            fates,
            [(PaperFate::Removed, AttachmentKind::ContractCopy), (PaperFate::Added, AttachmentKind::ContractCopy)]
        );
        assert!(FiledChanges::between(&Filed::default(), &Filed::default()).is_empty());
    }

    #[test]
    fn an_item_finds_what_changed_at_its_place_and_nothing_beside_it() {
        for (place, fields, papers) in [
            (json!({"type": "incorrect", "pointer": "/contract/summary", "message": "x"}), 1, 0),
            (json!({"type": "incorrect", "pointer": "/contract/patents/0/number", "message": "x"}), 1, 0),
            (json!({"type": "incorrect", "pointer": "/contract", "message": "x"}), 2, 0),
            (json!({"type": "incorrect", "pointer": "/contract/sum", "message": "x"}), 0, 0),
            (json!({"type": "incorrect", "pointer": "/contract/name", "message": "x"}), 0, 0),
            (json!({"type": "incomplete", "document": "contract_copy", "message": "x"}), 0, 2),
            (json!({"type": "incomplete", "document": "other", "message": "x"}), 0, 0),
        ] {
            let found = changed().at(&item(place.clone()));
            assert_eq!((found.fields.len(), found.papers.len()), (fields, papers), "{place}");
        }
    }

    #[test]
    fn each_item_is_answered_once_and_an_answer_says_something() {
        let items = [
            item(json!({"type": "incorrect", "pointer": "/contract/summary", "message": "x"})),
            item(json!({"type": "incorrect", "pointer": "/contract/name", "message": "x"})),
        ];
        let answers = |json: serde_json::Value| serde_json::from_value::<Vec<CorrectionAnswer>>(json).unwrap();
        for (given, expected) in [
            (
                json!([{"item": 0, "answer": "corrected"}, {"item": 1, "answer": "explained", "text": "与原件一致"}]),
                vec![],
            ),
            (json!([{"item": 0, "answer": "corrected"}]), vec![AnswerFault::Missing(1)]),
            (
                json!([{"item": 0, "answer": "corrected"}, {"item": 1, "answer": "corrected"}]),
                vec![AnswerFault::Unchanged(1)],
            ),
            (
                json!([{"item": 0, "answer": "explained", "text": " "}, {"item": 1, "answer": "explained", "text": "是"}]),
                vec![AnswerFault::Unexplained(0)],
            ),
            (
                json!([{"item": 0, "answer": "corrected"}, {"item": 0, "answer": "corrected"}, {"item": 7, "answer": "corrected"}]),
                vec![AnswerFault::Stray(1), AnswerFault::Stray(2), AnswerFault::Missing(1)],
            ),
        ] {
            assert_eq!(answer_faults(&items, &answers(given.clone()), &changed()), expected, "{given}");
        }
    }
}
