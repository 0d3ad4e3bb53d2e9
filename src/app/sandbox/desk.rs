//! The desk of a sandbox, which deals with an application as soon as whoever may see that asks it to: by the steps that every desk
//! takes, and with two people where two are needed.

use domain::FilingId;
use domain::filing::{Correction, CorrectionType, FilingStatus, Outcome};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::people::{Desk, desk, turn_of};
use crate::app::filing::{FilingView, read};
use crate::app::review::{self, OpinionBody, ReturnBody, claim, decide, recommend};
use crate::app::{AppError, Context, Portal};

/// The code of the ground on which the desk of a sandbox refuses.
const GROUND: &str = "contract_differs";

/// What is to be put right.
#[derive(Debug, Clone, Default, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SandboxReturn {
    /// Each is about a field or a paper; when there is none, the contract's summary is.
    #[validate(length(max = 100))]
    #[schema(max_items = 100)]
    pub items: Vec<Correction>,
}

/// Lets the desk return an application. Answers it as whoever asked sees it then.
pub async fn return_(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    body: SandboxReturn,
) -> Result<FilingView, AppError> {
    let (desk, _) = take(portal, context, id).await?;
    let items = if body.items.is_empty() { vec![summary(context)] } else { body.items };
    review::return_(portal, &turn_of(&desk.reviewer, context, "return"), id, ReturnBody { items }).await?;
    read(portal, context, id).await
}

/// Lets the desk register an application.
pub async fn register(portal: &Portal, context: &Context, id: FilingId) -> Result<FilingView, AppError> {
    settle(portal, context, id, Outcome::Register).await
}

/// Lets the desk refuse an application.
pub async fn refuse(portal: &Portal, context: &Context, id: FilingId) -> Result<FilingView, AppError> {
    settle(portal, context, id, Outcome::Refuse).await
}

/// One recommends, the other decides; what was done before is not done again.
async fn settle(portal: &Portal, context: &Context, id: FilingId, outcome: Outcome) -> Result<FilingView, AppError> {
    let (desk, status) = take(portal, context, id).await?;
    if matches!(status, FilingStatus::Submitted | FilingStatus::InReview) {
        let said = opinion(context, outcome);
        recommend(portal, &turn_of(&desk.reviewer, context, "recommend"), id, said).await?;
    }
    decide(portal, &turn_of(&desk.approver, context, "decide"), id, opinion(context, outcome)).await?;
    read(portal, context, id).await
}

/// The desk, once the reviewer has the application; and how that stood before.
async fn take(portal: &Portal, context: &Context, id: FilingId) -> Result<(Desk, FilingStatus), AppError> {
    portal.sandbox()?;
    // Asked first: nobody lets the desk deal with an application that they may not see.
    let filing = read(portal, context, id).await?;
    if filing.submitted_at.is_none() {
        return Err(AppError::conflict("not_submitted"));
    }
    let desk = desk(portal).await?;
    if filing.status == FilingStatus::Submitted {
        claim(portal, &turn_of(&desk.reviewer, context, "claim"), id).await?;
    }
    Ok((desk, filing.status))
}

fn summary(context: &Context) -> Correction {
    Correction {
        kind: CorrectionType::Incorrect,
        pointer: Some("/contract/summary".to_owned()),
        document: None,
        message: context
            .say("沙箱：请补充许可的技术内容。", "Sandbox: please say more of the technology that is licensed."),
        reason: None,
    }
}

fn opinion(context: &Context, outcome: Outcome) -> OpinionBody {
    let (opinion, grounds) = match outcome {
        Outcome::Register => (context.say("沙箱：准予登记。", "Sandbox: to be registered."), Vec::new()),
        Outcome::Refuse => (context.say("沙箱：不予登记。", "Sandbox: to be refused."), vec![GROUND.to_owned()]),
    };
    OpinionBody { outcome, opinion, grounds }
}
