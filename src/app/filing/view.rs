//! An application as its reader sees it, with what they may do next.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::clock::{STATUTORY_WORKING_DAYS, clock_of, shanghai_date};
use domain::contract::{Change, ContractForm, changes};
use domain::filing::{Action, AttachmentKind, Correction, FilingKind, FilingStatus, Outcome, RequestForm, allowed};
use domain::reminder::lapses_at;
use serde::Serialize;
use storage::Connection;
use storage::filings::{Attachment, Filing, Opinion, attachments_of, beside, last_return};
use storage::routing::Desk;
use utoipa::ToSchema;

use crate::app::review::GroundView;
use crate::app::view::{DeskView, Named};
use crate::app::{Actor, AppError, Context, Portal};

/// An application (申请件).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FilingView {
    /// Id.
    pub id: String,
    /// What is applied for.
    pub kind: FilingKind,
    /// Where it stands.
    pub status: FilingStatus,
    /// Counts changes; the ETag.
    pub version: i32,
    /// The contract as typed.
    pub contract: ContractForm,
    /// What is asked for besides: the grounds, a later royalty base, a closure, a reissue.
    pub request: RequestForm,
    /// The registered version that it starts from; null for a registration.
    pub registered: Option<ContractForm>,
    /// What an amendment changes in that version.
    pub changes: Vec<Change>,
    /// Who applies.
    pub company: Named,
    /// The agent that began it, or last submitted it, under a mandate; null where the company did.
    pub agent: Option<Named>,
    /// The desk it lies with.
    pub desk: Option<DeskView>,
    /// Why it lies there.
    pub routing: Option<RoutingView>,
    /// When an answer is due.
    pub clock: Option<ClockSummary>,
    /// Papers.
    pub attachments: Vec<AttachmentView>,
    /// What the last return asked to put right.
    pub corrections: Vec<Correction>,
    /// While it is returned: the day on which it lapses unless it is put right.
    pub lapses_on: Option<NaiveDate>,
    /// The company's reasons for warnings, by code.
    pub reasons: BTreeMap<String, String>,
    /// What the reviewer recommended; for staff, and for the company once decided.
    pub recommendation: Option<OpinionView>,
    /// What was decided.
    pub decision: Option<OpinionView>,
    /// The reviewer working on it; for staff.
    pub claimed_by: Option<Named>,
    /// The contract of the register.
    pub contract_id: Option<String>,
    /// The certificate.
    pub certificate_number: Option<String>,
    /// What this reader may do now.
    pub actions: Vec<Action>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}

/// Why an application lies with its desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoutingView {
    /// The rule that fired.
    pub rule: String,
    /// Version of the table.
    pub table_version: i32,
    /// In plain words.
    pub reason: String,
}

/// The statutory clock in short; `/filings/{id}/clock` explains it day by day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClockSummary {
    /// Day of submission.
    pub started_on: NaiveDate,
    /// Last day for the answer.
    pub due_on: NaiveDate,
    /// Working days after today up to the due day; negative when overdue.
    pub working_days_left: i32,
    /// Whether the answer is late.
    pub overdue: bool,
    /// Whether a year without a calendar is involved.
    pub provisional: bool,
}

/// A paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AttachmentView {
    /// Id.
    pub id: String,
    /// What paper it is.
    pub kind: AttachmentKind,
    /// Name it was uploaded under.
    pub file_name: String,
    /// Its type, as found in its bytes.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256, hex.
    pub sha256: String,
    /// When it was uploaded.
    pub uploaded_at: DateTime<Utc>,
}

impl From<&Attachment> for AttachmentView {
    fn from(attachment: &Attachment) -> Self {
        Self {
            id: attachment.id.to_string(),
            kind: attachment.kind,
            file_name: attachment.file_name.clone(),
            media_type: attachment.media_type.clone(),
            size: attachment.size,
            sha256: attachment.sha256.clone(),
            uploaded_at: attachment.uploaded_at,
        }
    }
}

/// A recommendation or a decision.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpinionView {
    /// Register or refuse.
    pub outcome: Outcome,
    /// The grounds.
    pub opinion: String,
    /// Whose.
    pub by: Named,
    /// When.
    pub at: DateTime<Utc>,
    /// The grounds of a refusal.
    pub grounds: Vec<GroundView>,
}

/// Builds the view within the transaction or read that the application came from.
fn filing_view(
    connection: &mut Connection,
    reference: &crate::app::portal::Reference,
    today: NaiveDate,
    context: &Context,
    filing: &Filing,
) -> Result<FilingView, AppError> {
    let beside = beside(connection, filing)?.ok_or_else(|| AppError::internal("an application without its company"))?;
    let attachments = attachments_of(connection, filing.id)?;
    let returned = filing.status == FilingStatus::Returned;
    let last = if returned { last_return(connection, filing.id)? } else { None };
    let reasons = beside.reasons.map(serde_json::from_value);
    let staff = matches!(&context.actor, Actor::User(user) if user.role.is_staff());
    let opinion = |opinion: &Opinion, name: Option<String>| OpinionView {
        outcome: opinion.outcome,
        opinion: opinion.opinion.clone(),
        by: named(&opinion.by, name),
        at: opinion.at,
        grounds: opinion.grounds.iter().map(|ground| GroundView::of(ground, context)).collect(),
    };
    let recommendation = filing.recommendation.as_ref().filter(|_| staff || filing.decision.is_some());
    let registered = super::target::registered_version(connection, filing)?;
    Ok(FilingView {
        id: filing.id.to_string(),
        kind: filing.kind,
        status: filing.status,
        version: filing.version,
        contract: filing.contract.clone(),
        request: filing.request.clone(),
        changes: match (filing.kind, &registered) {
            (FilingKind::Amendment, Some(registered)) => changes(registered, &filing.contract),
            _ => Vec::new(),
        },
        registered,
        company: Named { id: filing.company_id.to_string(), name: beside.company },
        agent: agent_of(connection, filing)?,
        desk: filing.routed.as_ref().map(|routed| DeskView::of(&routed.desk, &reference.desks, context)),
        routing: routing(filing, context),
        clock: clock_summary(reference, today, filing),
        attachments: attachments.iter().map(AttachmentView::from).collect(),
        lapses_on: last.as_ref().map(|last| shanghai_date(lapses_at(last.returned_at, last.correction_days))),
        corrections: last.map(|last| last.items).unwrap_or_default(),
        reasons: reasons.transpose().map_err(AppError::internal)?.unwrap_or_default(),
        recommendation: recommendation.map(|given| opinion(given, beside.recommended_by)),
        decision: filing.decision.as_ref().map(|made| opinion(made, beside.decided_by)),
        claimed_by: filing.claimed_by.as_deref().filter(|_| staff).map(|id| named(id, beside.claimed_by)),
        contract_id: filing.contract_id.map(|id| id.to_string()),
        certificate_number: filing.certificate_number.clone(),
        actions: actions(context, filing, &reference.desks),
        created_at: filing.created_at,
        updated_at: filing.updated_at,
        submitted_at: filing.submitted_at,
    })
}

/// The agent under whose mandate an application stands.
pub(super) fn agent_of(connection: &mut Connection, filing: &Filing) -> Result<Option<Named>, AppError> {
    let Some(id) = filing.mandate_id else { return Ok(None) };
    let agent = storage::mandates::mandate(connection, id)?.map(|mandate| mandate.agent_id);
    let agent = agent.map(|agent| storage::accounts::company(connection, agent)).transpose()?.flatten();
    Ok(agent.map(|agent| Named { id: agent.id.to_string(), name: agent.name }))
}

impl Portal {
    /// The view of an application that has just been read or changed.
    pub(crate) fn view_of(
        &self,
    ) -> impl Fn(&mut Connection, &Context, &Filing) -> Result<FilingView, AppError> + Send + 'static {
        let (reference, today) = (self.reference(), self.today());
        move |connection, context, filing| filing_view(connection, &reference, today, context, filing)
    }
}

fn routing(filing: &Filing, context: &Context) -> Option<RoutingView> {
    filing.routed.as_ref().map(|routed| RoutingView {
        rule: routed.rule.clone(),
        table_version: routed.table_version,
        reason: routed.reason.in_language(context.language).to_owned(),
    })
}

fn named(id: &str, name: Option<String>) -> Named {
    Named { id: id.to_owned(), name: name.unwrap_or_default() }
}

fn clock_summary(reference: &crate::app::portal::Reference, today: NaiveDate, filing: &Filing) -> Option<ClockSummary> {
    let submitted = shanghai_date(filing.submitted_at?);
    let ended = filing.decision.as_ref().map_or(filing.updated_at, |decision| decision.at);
    let stopped = filing.due_on.is_none().then(|| shanghai_date(ended));
    let clock = clock_of(submitted, stopped, today, &reference.data.calendar, STATUTORY_WORKING_DAYS);
    Some(ClockSummary {
        started_on: clock.started_on?,
        due_on: clock.due_on?,
        working_days_left: clock.working_days_left,
        overdue: clock.overdue,
        provisional: clock.provisional,
    })
}

/// What this reader may do with it now: what the state allows, and the reader's part in it allows.
fn actions(context: &Context, filing: &Filing, desks: &[Desk]) -> Vec<Action> {
    allowed(filing.status).filter(|action| may(context, filing, desks, *action)).collect()
}

fn may(context: &Context, filing: &Filing, desks: &[Desk], action: Action) -> bool {
    use Action::{
        Assign, Attach, Claim, Decide, Delete, Lapse, Recommend, Refer, Release, Return, Save, Submit, Withdraw,
    };
    match action {
        Save | Attach | Submit | Withdraw | Delete => context.files(filing).is_ok(),
        Lapse => false,
        Claim | Assign | Release | Return | Recommend | Refer | Decide => {
            let Ok(user) = context.reviewer() else { return false };
            let id = user.id.to_string();
            let own = filing.claimed_by.as_deref() == Some(id.as_str());
            let here = filing.routed.as_ref().is_some_and(|routed| {
                user.desks.contains(&routed.desk) && desks.iter().any(|desk| desk.code == routed.desk)
            });
            here && match action {
                Claim => true,
                Assign => user.role == domain::Role::DeskManager,
                Decide => {
                    user.role.may_decide() && filing.recommendation.as_ref().is_none_or(|opinion| opinion.by != id)
                }
                _ => own,
            }
        }
    }
}
