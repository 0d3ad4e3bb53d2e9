//! On which grounds registration is refused: chosen from data, kept with the decision in the words of that day.

use domain::filing::Outcome;
use domain::reference::RefusalGround;
use serde::Serialize;
use utoipa::ToSchema;

use super::OpinionBody;
use crate::app::{AppError, Context, FieldError, Portal};

/// A ground, in the reader's language.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroundView {
    /// Its code.
    pub code: String,
    /// In words.
    pub title: String,
    /// Which article of which act.
    pub citation: String,
    /// What it says, if its wording is confirmed.
    pub text: Option<String>,
}

impl GroundView {
    /// The ground for this reader.
    pub(crate) fn of(ground: &RefusalGround, context: &Context) -> Self {
        Self {
            code: ground.code.clone(),
            title: ground.title.in_language(context.language).to_owned(),
            citation: ground.citation.clone(),
            text: ground.text.clone(),
        }
    }
}

/// Every ground, and what whoever does not accept a refusal may do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroundsView {
    /// The grounds, in their order.
    pub items: Vec<GroundView>,
    /// The remedies.
    pub remedies: GroundView,
}

/// Every ground, for those who review.
pub fn grounds(portal: &Portal, context: &Context) -> Result<GroundsView, AppError> {
    context.reviewer()?;
    let reference = portal.reference();
    let refusals = &reference.data.refusals;
    Ok(GroundsView {
        items: refusals.all().iter().map(|ground| GroundView::of(ground, context)).collect(),
        remedies: GroundView::of(refusals.remedies(), context),
    })
}

/// The grounds that an opinion names; only a refusal has any.
pub(super) fn grounds_of(
    portal: &Portal,
    context: &Context,
    body: &OpinionBody,
) -> Result<Vec<RefusalGround>, AppError> {
    let reference = portal.reference();
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for (place, code) in body.grounds.iter().enumerate() {
        match reference.data.refusals.ground(code).filter(|_| body.outcome == Outcome::Refuse) {
            Some(ground) => found.push(ground.clone()),
            None => errors.push(FieldError::new(
                format!("/grounds/{place}"),
                "unknown_ground",
                context.say("没有这一项不予登记的依据。", "There is no such ground for a refusal."),
            )),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(AppError::Invalid { code: "validation_failed", errors }) }
}

/// The codes of some grounds, as the journal names them.
pub(super) fn codes(grounds: &[RefusalGround]) -> Vec<String> {
    grounds.iter().map(|ground| ground.code.clone()).collect()
}
