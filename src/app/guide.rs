//! The guide: answers in, the next question or the right place out. Open to everyone, and nothing is kept.

use domain::contract::ContractForm;
use domain::filing::{FilingKind, RequestForm};
use domain::finding::Rule;
use domain::guide::{Destination, GuideAnswers, Question, Step, beginning, papers, step};
use serde::Serialize;
use utoipa::ToSchema;

use super::filing::DocumentView;
use super::{AppError, Context, Portal};

/// The next question, or where the answers lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuideView {
    /// What is still to be answered; null at the end.
    pub question: Option<QuestionView>,
    /// Where the matter belongs; null while something is open.
    pub outcome: Option<OutcomeView>,
}

/// A question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionView {
    /// The field of the answers that it fills.
    pub code: Question,
    /// What may be answered: codes, or `yes` and `no` for true and false.
    pub options: Vec<String>,
}

/// Where a matter belongs, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OutcomeView {
    /// The place.
    pub destination: Destination,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// What to do next.
    pub next: String,
    /// The rule behind it; its wording only where that is confirmed.
    pub rule: Rule,
    /// What can be begun in this portal; null where another authority is the right one.
    pub beginning: Option<BeginningView>,
}

/// What can be begun here.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BeginningView {
    /// The kind of application.
    pub kind: FilingKind,
    /// The contract as far as the answers tell; `POST /filings` takes it as it is.
    pub contract: ContractForm,
    /// What is asked for besides.
    pub request: RequestForm,
    /// The papers it will need, by the same rules as the checks.
    pub documents: Vec<DocumentView>,
}

/// Asks the next question, or says where the matter belongs.
pub fn guide(portal: &Portal, context: &Context, answers: &GuideAnswers) -> Result<GuideView, AppError> {
    let reference = portal.reference();
    let destination = match step(answers) {
        Step::Go(destination) => destination,
        Step::Ask(question) => {
            let options = question.options().into_iter().map(str::to_owned).collect();
            return Ok(GuideView { question: Some(QuestionView { code: question, options }), outcome: None });
        }
    };
    let words = reference
        .data
        .guide
        .get(&destination)
        .ok_or_else(|| AppError::internal("the guide has no words for a destination"))?;
    let say = |text: &domain::language::Bilingual| text.in_language(context.language).to_owned();
    let begun = beginning(destination, answers).map(|begun| BeginningView {
        documents: papers(&begun, answers, &reference.data)
            .into_iter()
            .map(|paper| DocumentView {
                kind: paper.kind,
                required: paper.required,
                present: false,
                reason: say(&paper.reason),
            })
            .collect(),
        kind: begun.kind,
        contract: begun.contract,
        request: begun.request,
    });
    let outcome = OutcomeView {
        destination,
        name: say(&words.name),
        reason: say(&words.reason),
        next: say(&words.next),
        rule: words.rule.clone(),
        beginning: begun,
    };
    Ok(GuideView { question: None, outcome: Some(outcome) })
}
