//! Cases as staff and the company see them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::quality::Detector;
use domain::verification::{VerificationOrigin, VerificationStatus, VerificationStep, offered};
use domain::{ContractId, FindingId, Role, VerificationCaseId};
use serde::Serialize;
use serde_json::Value;
use storage::Connection;
use storage::duties::{
    CaseFilter, TakenStep, VerificationCase, verification_case, verification_cases_before, verification_steps,
};
use storage::research::findings::finding;
use utoipa::ToSchema;

use crate::app::page::{Page, PageRequest};
use crate::app::view::Named;
use crate::app::{Actor, AppError, Context, Portal};

/// A case in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseSummary {
    /// Id.
    pub id: String,
    /// The contract of the register.
    pub contract_id: String,
    /// Its number.
    pub contract_number: String,
    /// Its name.
    pub contract_name: String,
    /// Whose it is.
    pub company: Named,
    /// Where the case comes from.
    pub origin: VerificationOrigin,
    /// Where it stands.
    pub status: VerificationStatus,
    /// Counts changes.
    pub version: i32,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Until when the company is asked to answer.
    pub answer_due_on: Option<NaiveDate>,
    /// When it was settled.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseView {
    /// The line of the list.
    #[serde(flatten)]
    pub summary: CaseSummary,
    /// What was asked, answered and decided, oldest first.
    pub steps: Vec<CaseStepView>,
    /// What this reader may do now.
    pub actions: Vec<VerificationStep>,
    /// What a detector found, for the centre's staff; null where a person asked.
    pub finding: Option<CaseFinding>,
}

/// What a case is about, where a detector found it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseFinding {
    /// The finding.
    pub id: FindingId,
    /// Who found it.
    pub detector: Detector,
    /// By what; its members depend on the detector.
    #[schema(value_type = Object)]
    pub evidence: Value,
}

/// One step.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseStepView {
    /// Which.
    pub step: VerificationStep,
    /// In words.
    pub text: String,
    /// Who: a name for staff, empty for the company where it was the centre's.
    pub by: String,
    /// Whether the company took it.
    pub by_company: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which cases.
#[derive(Debug, Clone, Default)]
pub struct CaseQuestion {
    /// Only in this state.
    pub status: Option<VerificationStatus>,
    /// Only about this contract.
    pub contract: Option<ContractId>,
    /// Only what was opened then or later.
    pub since: Option<DateTime<Utc>>,
    /// Only where the company's answer is late, or only where it is not.
    pub overdue: Option<bool>,
}

/// A company's cases; all of them for reviewers and researchers. Newest first.
pub async fn list(
    portal: &Portal,
    context: &Context,
    question: CaseQuestion,
    page: &PageRequest,
) -> Result<Page<CaseSummary>, AppError> {
    let company = match &context.actor {
        Actor::User(user) if user.role.may_research() => None,
        _ => Some(context.lists_of(None)?.0),
    };
    let (limit, before) = (page.limit()?, page.place(portal)?);
    let CaseQuestion { status, contract, since, overdue } = question;
    let overdue = overdue.map(|overdue| (portal.today(), overdue));
    let filter = CaseFilter { company, contract, status, since, overdue };
    let found = portal
        .database
        .read(move |connection| {
            Ok::<_, AppError>(verification_cases_before(connection, &filter, before.as_deref(), limit + 1)?)
        })
        .await?;
    Page::cut(portal, found, limit, |case| case.id.to_string()).try_map(|case| Ok(summary(&case)))
}

/// One case.
pub async fn read(portal: &Portal, context: &Context, id: VerificationCaseId) -> Result<CaseView, AppError> {
    context.may_see_any()?;
    let reader = context.clone();
    portal
        .database
        .read(move |connection| {
            let case = verification_case(connection, id)?.ok_or(AppError::NotFound)?;
            sees(connection, &reader, &case)?;
            view(connection, &reader, &case)
        })
        .await
}

/// That this reader may know of the case: reviewers and researchers, and the company whose contract it questions, once it was asked.
pub(super) fn sees(connection: &mut Connection, context: &Context, case: &VerificationCase) -> Result<(), AppError> {
    let staff = matches!(&context.actor, Actor::User(user) if user.role.may_research());
    let own = match &context.actor {
        Actor::User(user) => {
            user.company == Some(case.company_id) || context.agent_sees_contract(case.company_id, case.contract_id)
        }
        Actor::Partner(partner) => partner.company == Some(case.company_id),
        Actor::Anonymous => false,
    };
    if staff || (own && was_told(connection, case)?) { Ok(()) } else { Err(AppError::NotFound) }
}

/// Whether the company was ever told of the case: neither of what is proposed nor of what was dismissed.
fn was_told(connection: &mut Connection, case: &VerificationCase) -> Result<bool, AppError> {
    if case.status == VerificationStatus::Proposed {
        return Ok(false);
    }
    let dismissed = |step: &TakenStep| step.step == VerificationStep::Dismiss;
    Ok(case.finding.is_none() || !verification_steps(connection, case.id)?.iter().any(dismissed))
}

/// Whether this reader takes such steps.
pub(super) fn takes(context: &Context, case: &VerificationCase, step: VerificationStep) -> Result<(), AppError> {
    if step.is_the_companys() {
        context.files_for(case.company_id).map(|_| ())
    } else if step == VerificationStep::Report {
        // 通报 is a measure against the company: for those who may decide.
        context.staff(Role::may_decide).map(|_| ())
    } else {
        context.staff(Role::may_review).map(|_| ())
    }
}

fn summary(case: &VerificationCase) -> CaseSummary {
    CaseSummary {
        id: case.id.to_string(),
        contract_id: case.contract_id.to_string(),
        contract_number: case.contract_number.clone(),
        contract_name: case.contract_name.clone(),
        company: Named { id: case.company_id.to_string(), name: case.company_name.clone() },
        origin: case.origin,
        status: case.status,
        version: case.version,
        opened_at: case.opened_at,
        answer_due_on: case.answer_due_on,
        closed_at: case.closed_at,
    }
}

pub(super) fn view(
    connection: &mut Connection,
    context: &Context,
    case: &VerificationCase,
) -> Result<CaseView, AppError> {
    let steps = verification_steps(connection, case.id)?;
    let ids: Vec<String> = steps.iter().filter_map(|step| step.by.strip_prefix("user:").map(str::to_owned)).collect();
    let names = storage::accounts::user_names(connection, &ids)?;
    let staff = matches!(&context.actor, Actor::User(user) if user.role.is_staff());
    let steps = steps
        .into_iter()
        .map(|step| {
            let known = step.by.strip_prefix("user:").and_then(|id| names.get(id));
            let by_company = step.step.is_the_companys();
            let name = known.map(|(name, _)| name.clone()).filter(|_| staff || by_company).unwrap_or_default();
            CaseStepView { step: step.step, text: step.text, by: name, by_company, at: step.at }
        })
        .collect();
    let actions = offered(case.status).filter(|step| takes(context, case, *step).is_ok()).collect();
    let known = match case.finding.filter(|_| staff) {
        Some(id) => finding(connection, id)?.map(|listed| listed.finding),
        None => None,
    };
    let finding = known.map(|known| CaseFinding { id: known.id, detector: known.detector, evidence: known.evidence });
    Ok(CaseView { summary: summary(case), steps, actions, finding })
}
