//! Giving a mandate to an agent.

use chrono::NaiveDate;
use domain::credit_code::{CreditCode, CreditCodeError};
use domain::filing::FilingKind;
use domain::mandate::MandateScope;
use domain::{CompanyId, ContractId, MandateId};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::accounts::{CompanyStatus, company_by_credit_code};
use storage::mandates::{GivenMandate, insert_mandate};
use utoipa::ToSchema;
use validator::Validate;

use super::{MandateScopeCode, MandateView};
use crate::app::command::{Done, Record};
use crate::app::{Actor, Answered, AppError, Context, Portal};

/// A mandate to be given. It names the agent, what it is about, and its term (《民法典》 Art. 165).
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveMandate {
    /// Unified social credit code of the agent, which has an account here.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    pub agent_uscc: String,
    /// What it is about.
    pub scope: MandateScopeCode,
    /// The kind of filing, with scope `kind`.
    #[serde(default)]
    pub kind: Option<FilingKind>,
    /// The contract of the register, with scope `contract`.
    #[serde(default)]
    pub contract_id: Option<ContractId>,
    /// The last day on which the agent may act.
    pub ends_on: NaiveDate,
}

/// Gives a mandate. It holds from the agent's next request on.
pub async fn give(portal: &Portal, context: &Context, body: GiveMandate) -> Result<Answered, AppError> {
    // A person of the company itself: a program does not bind it, nor does an agent pass a mandate on (Art. 169).
    let giver = context.user()?.id;
    let company = context.filer()?;
    let (id, today) = (MandateId(portal.new_id()), portal.today());
    let scope = scope(context, &body)?;
    if body.ends_on < today {
        return Err(AppError::field(
            "/ends_on",
            "in_the_past",
            context.say("截止日不能早于今天。", "The last day cannot be before today."),
        ));
    }
    let reader = context.clone();
    let answered = portal
        .execute(context, move |connection, now| {
            let agent = agent(connection, &reader, company, &body.agent_uscc)?;
            check_contract(connection, &reader, company, scope)?;
            let mandate = GivenMandate {
                id,
                company_id: company,
                agent_id: agent,
                scope,
                ends_on: body.ends_on,
                given_by: giver.to_string(),
                given_at: now,
                ended_by: None,
                ended_at: None,
            };
            insert_mandate(connection, &mandate)?;
            let view = MandateView::of(connection, &reader, &mandate, today)?;
            let record = Record {
                kind: "mandate.given",
                subject: id.to_string(),
                body: json!({
                    "company": company, "agent": agent, "scope": scope.code(),
                    "kind": body.kind, "contract": body.contract_id, "ends_on": body.ends_on,
                }),
            };
            Ok(Done::json(201, &view, record)?.location(format!("/api/v1/mandates/{id}/activity")))
        })
        .await?;
    portal.principals.forget_all();
    Ok(answered)
}

/// The scope, which names a kind or a contract exactly when it is about one.
fn scope(context: &Context, body: &GiveMandate) -> Result<MandateScope, AppError> {
    let refuse = |pointer| {
        Err(AppError::field(
            pointer,
            "scope_unclear",
            context.say(
                "请按所选范围指明一类申请或一份合同，其他项留空。",
                "Name the one kind or the one contract that the scope is about, and nothing else.",
            ),
        ))
    };
    match (body.scope, body.kind, body.contract_id) {
        (MandateScopeCode::All, None, None) => Ok(MandateScope::All),
        (MandateScopeCode::Kind, Some(kind), None) => Ok(MandateScope::Kind(kind)),
        (MandateScopeCode::Contract, None, Some(contract)) => Ok(MandateScope::Contract(contract)),
        (MandateScopeCode::Kind, None, _) | (MandateScopeCode::All | MandateScopeCode::Contract, Some(_), _) => {
            refuse("/kind")
        }
        _ => refuse("/contract_id"),
    }
}

fn agent(
    connection: &mut Connection,
    context: &Context,
    company: CompanyId,
    code: &str,
) -> Result<CompanyId, AppError> {
    let refuse = |code, zh, en| Err(AppError::field("/agent_uscc", code, context.say(zh, en)));
    // Codes whose last character does not agree exist: what an account has, is found.
    let code = code.trim().to_uppercase();
    if CreditCode::parse(&code) == Err(CreditCodeError::Format) {
        let message = context
            .say("统一社会信用代码有误，请核对 18 位代码。", "The credit code is not right; check its 18 characters.");
        return Err(AppError::invalid_field("/agent_uscc", "invalid_value", message));
    }
    match company_by_credit_code(connection, &code)? {
        Some(agent) if agent.id == company => refuse(
            "agent_is_oneself",
            "代理人不能是本企业；本企业的账号可直接办理。",
            "The agent cannot be the company itself; its own users file without a mandate.",
        ),
        Some(agent) if agent.status == CompanyStatus::Approved => Ok(agent.id),
        _ => refuse(
            "unknown_agent",
            "平台上没有使用该代码且已通过审核的企业，请代理机构先注册。",
            "No approved company here has this code; the agent must sign up first.",
        ),
    }
}

/// A contract that is not the company's answers like one that never existed.
fn check_contract(
    connection: &mut Connection,
    context: &Context,
    company: CompanyId,
    scope: MandateScope,
) -> Result<(), AppError> {
    let MandateScope::Contract(id) = scope else { return Ok(()) };
    match storage::register::contract(connection, id)? {
        Some(contract) if contract.company_id == company => Ok(()),
        _ => Err(AppError::field(
            "/contract_id",
            "unknown_contract",
            context.say(
                "登记库中没有贵公司的这份合同，请从合同列表中选择。",
                "Your company has no such contract in the register; choose one from the list of contracts.",
            ),
        )),
    }
}

/// The company whose mandates the actor sees: a person's own.
pub(super) fn own_company(context: &Context) -> Result<CompanyId, AppError> {
    match &context.actor {
        Actor::User(user) => user.company.ok_or(AppError::Forbidden("forbidden")),
        Actor::Partner(_) => Err(AppError::Forbidden("insufficient_scope")),
        Actor::Anonymous => Err(AppError::Unauthenticated),
    }
}
