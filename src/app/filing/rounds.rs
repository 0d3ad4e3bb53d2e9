//! The rounds of an application: what each submission changed, what each return asked for, and how it was answered.

use chrono::{DateTime, Utc};
use domain::FilingId;
use domain::filing::{
    AnswerKind, AttachmentKind, Correction, CorrectionAnswer, CorrectionType, Filed, FiledChanges, FilingStatus,
};
use serde::Serialize;
use storage::filings::{Returned, Submission, attachments_of, returns_of, submissions_of};
use utoipa::ToSchema;

use super::reply::filed;
use crate::app::view::Named;
use crate::app::{Actor, AppError, Context, Portal};

/// Every round, oldest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundsView {
    /// The rounds.
    pub items: Vec<RoundView>,
}

/// One submission, and the return that followed it, if one did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundView {
    /// 1 for the first submission.
    pub submission: i32,
    /// When it was accepted.
    pub submitted_at: DateTime<Utc>,
    /// SHA-256 over everything filed, hex.
    pub digest: String,
    /// What it changed against the submission before; null where that one was not kept.
    pub changes: Option<FiledChanges>,
    /// The return.
    pub returned: Option<ReturnView>,
}

/// A return.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnView {
    /// When.
    pub returned_at: DateTime<Utc>,
    /// By whom; for staff.
    pub returned_by: Option<Named>,
    /// Whether the company has submitted again.
    pub answered: bool,
    /// What was to be put right.
    pub items: Vec<ReturnItemView>,
}

/// An item of a return, with what the company said and what it did about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnItemView {
    /// Wrong, or missing.
    #[serde(rename = "type")]
    pub kind: CorrectionType,
    /// The field; null when the item is about a paper.
    pub pointer: Option<String>,
    /// The paper; null when the item is about a field.
    pub document: Option<AttachmentKind>,
    /// What to mend.
    pub message: String,
    /// The reason of the library that it began with.
    pub reason: Option<String>,
    /// What the company says: mended, or explained; null while it has said nothing.
    pub answer: Option<AnswerKind>,
    /// Its explanation.
    pub text: Option<String>,
    /// What changed there since; null where what was filed before was not kept.
    pub changes: Option<FiledChanges>,
}

/// The rounds of an application, for those who may see it.
pub async fn rounds(portal: &Portal, context: &Context, id: FilingId) -> Result<RoundsView, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let filing = reader.visible(connection, id)?;
            let (submissions, returns) = (submissions_of(connection, id)?, returns_of(connection, id)?);
            // While the company works on it, an item is compared with the draft as it stands.
            let draft = match filing.status {
                FilingStatus::Returned => Some(filed(&filing, &attachments_of(connection, id)?)),
                _ => None,
            };
            let staff = matches!(&reader.actor, Actor::User(user) if user.role.is_staff());
            let people: Vec<String> = returns.iter().filter(|_| staff).map(|one| one.returned_by.clone()).collect();
            let names = storage::accounts::user_names(connection, &people)?;
            let items = (0..submissions.len())
                .filter_map(|place| round(&submissions, place, &returns, draft.as_ref()))
                .map(|(mut view, by)| {
                    if let Some(returned) = view.returned.as_mut().filter(|_| staff) {
                        let name = names.get(&by).map_or_else(String::new, |(name, _)| name.clone());
                        returned.returned_by = Some(Named { id: by, name });
                    }
                    view
                })
                .collect();
            Ok(RoundsView { items })
        })
        .await
}

/// One round, and who returned it.
fn round(
    submissions: &[Submission],
    place: usize,
    returns: &[Returned],
    draft: Option<&Filed>,
) -> Option<(RoundView, String)> {
    let submission = submissions.get(place)?;
    let before = place.checked_sub(1).and_then(|place| submissions.get(place));
    let after = submissions.get(place + 1);
    let since = after.map_or(draft, |after| after.filed.as_ref());
    let between = |from: Option<&Filed>, to: Option<&Filed>| Some(FiledChanges::between(from?, to?));
    let returned = returns.iter().find(|returned| returned.number == submission.number);
    let by = returned.map_or_else(String::new, |returned| returned.returned_by.clone());
    let changed = between(submission.filed.as_ref(), since);
    let answers = after.map_or(&[] as &[CorrectionAnswer], |after| &after.answers);
    let view = RoundView {
        submission: submission.number,
        submitted_at: submission.submitted_at,
        digest: submission.digest.clone(),
        changes: before.and_then(|before| between(before.filed.as_ref(), submission.filed.as_ref())),
        returned: returned.map(|returned| ReturnView {
            returned_at: returned.returned_at,
            returned_by: None,
            answered: after.is_some(),
            items: returned
                .items
                .iter()
                .enumerate()
                .map(|(item, correction)| {
                    item_view(correction, answers.iter().find(|answer| answer.item == item), changed.as_ref())
                })
                .collect(),
        }),
    };
    Some((view, by))
}

fn item_view(
    correction: &Correction,
    answer: Option<&CorrectionAnswer>,
    changed: Option<&FiledChanges>,
) -> ReturnItemView {
    ReturnItemView {
        kind: correction.kind,
        pointer: correction.pointer.clone(),
        document: correction.document,
        message: correction.message.clone(),
        reason: correction.reason.clone(),
        answer: answer.map(|answer| answer.answer),
        text: answer.and_then(|answer| answer.text.clone()),
        changes: changed.map(|changed| changed.at(correction)),
    }
}
