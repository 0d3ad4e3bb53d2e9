//! What a company answers to a return when it submits again, and what it filed, kept so that it can be read again.

use domain::filing::{AnswerFault, CorrectionAnswer, Filed, FiledChanges, FiledPaper, answer_faults};
use storage::Connection;
use storage::filings::{Attachment, Filing, Submission, last_return};

use crate::app::{AppError, Context, FieldError};

/// Everything filed, as it stands now.
pub(crate) fn filed(filing: &Filing, attachments: &[Attachment]) -> Filed {
    let paper = |paper: &Attachment| FiledPaper {
        kind: paper.kind,
        file_name: paper.file_name.clone(),
        sha256: paper.sha256.clone(),
    };
    Filed {
        contract: filing.contract.clone(),
        request: filing.request.clone(),
        papers: attachments.iter().map(paper).collect(),
    }
}

/// The answers to the return of the submission before this one. Whoever answers answers every item; a program that
/// knows no answers may send none, and the desk sees what changed at each item all the same.
pub(super) fn accepted(
    connection: &mut Connection,
    reader: &Context,
    before: Option<&Submission>,
    now: &Filed,
    answers: Option<Vec<CorrectionAnswer>>,
) -> Result<Vec<CorrectionAnswer>, AppError> {
    let Some(answers) = answers else { return Ok(Vec::new()) };
    let returned = match before {
        Some(before) => last_return(connection, before.filing_id)?.filter(|last| last.number == before.number),
        None => None,
    };
    let items = returned.map(|returned| returned.items).unwrap_or_default();
    let earlier = before.and_then(|before| before.filed.as_ref());
    let changes = earlier.map(|earlier| FiledChanges::between(earlier, now));
    let mut faults = answer_faults(&items, &answers, &changes.clone().unwrap_or_default());
    if changes.is_none() {
        // What was filed before it was kept cannot be compared: the company is believed.
        faults.retain(|fault| !matches!(fault, AnswerFault::Unchanged(_)));
    }
    if faults.is_empty() {
        return Ok(answers);
    }
    Err(AppError::Invalid {
        code: "answers_incomplete",
        errors: faults.iter().map(|fault| said(reader, *fault)).collect(),
    })
}

fn said(reader: &Context, fault: AnswerFault) -> FieldError {
    let (pointer, code, zh, en) = match fault {
        AnswerFault::Stray(place) => (
            format!("/answers/{place}"),
            "answer_stray",
            "没有这一项补正，或已经答复过。",
            "There is no such item, or it is answered already.",
        ),
        AnswerFault::Unexplained(place) => (
            format!("/answers/{place}/text"),
            "answer_unexplained",
            "请写明说明内容。",
            "Please write the explanation.",
        ),
        AnswerFault::Unchanged(place) => (
            format!("/answers/{place}"),
            "answer_unchanged",
            "这一项标为已改正，但内容没有变化；如无需改正，请选“作出说明”。",
            "This is marked as corrected, but nothing changed there; if nothing needs mending, explain instead.",
        ),
        AnswerFault::Missing(item) => {
            return FieldError::new(
                "/answers",
                "answer_missing",
                reader.say(&format!("第{}项补正还没有答复。", item + 1), &format!("Item {} has no answer.", item + 1)),
            );
        }
    };
    FieldError::new(pointer, code, reader.say(zh, en))
}
