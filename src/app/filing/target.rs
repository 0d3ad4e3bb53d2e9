//! The contract of the register that an application is about, and what the application may say of it.

use domain::checks::Target;
use domain::clock::shanghai_date;
use domain::contract::ContractForm;
use domain::filing::FilingKind;
use domain::registered::ContractStatus;
use domain::{CompanyId, ContractId};
use storage::Connection;
use storage::filings::Filing;
use storage::register::{Contract, contract, contract_as_of, open_filing, register_history};

use crate::app::{AppError, Context};

/// The registered version that an application starts from; none for a registration.
pub(in crate::app) fn registered_version(
    connection: &mut Connection,
    filing: &Filing,
) -> Result<Option<ContractForm>, AppError> {
    match (filing.contract_id, filing.base_version) {
        (Some(id), Some(version)) => Ok(contract_as_of(connection, id, version)?),
        _ => Ok(None),
    }
}

/// What the register knew of the contract before this application took effect, if it has; none for a registration.
pub(super) fn register_target(connection: &mut Connection, filing: &Filing) -> Result<Option<Target>, AppError> {
    let (Some(id), Some(registered)) = (filing.contract_id, registered_version(connection, filing)?) else {
        return Ok(None);
    };
    let history = register_history(connection, id)?;
    let before = history.iter().take_while(|event| event.filing_id != filing.id);
    let mut target = Target {
        registered,
        status: ContractStatus::InForce,
        closed_on: None,
        settlements: Vec::new(),
        under_way: Vec::new(),
        certified_on: shanghai_date(filing.created_at),
    };
    for event in before {
        if let Some(closure) = event.request.closure.as_ref().filter(|_| event.kind == FilingKind::Closure) {
            target.status = closure.effect.and_then(|effect| target.status.after(effect)).unwrap_or(target.status);
            target.closed_on = closure.effective_on;
        }
        if event.kind == FilingKind::Amendment {
            target.settlements.extend(event.request.settlement.clone());
        }
        if event.certificate_number.is_some() {
            target.certified_on = shanghai_date(event.at);
        }
    }
    if !domain::filing::is_terminal(filing.status) {
        let other = open_filing(connection, id)?.filter(|other| *other != filing.id);
        target.under_way = other.iter().map(ToString::to_string).collect();
    }
    Ok(Some(target))
}

/// The company's own contract with what is registered of it. Another company's answers like one that never existed.
pub(super) fn own_contract(
    connection: &mut Connection,
    context: &Context,
    company: CompanyId,
    id: ContractId,
) -> Result<(Contract, ContractForm), AppError> {
    let known = contract(connection, id)?.filter(|contract| contract.company_id == company).ok_or_else(|| {
        AppError::field(
            "/contract_id",
            "unknown_contract",
            context.say(
                "登记库中没有贵公司的这份合同，请从合同列表中选择。",
                "Your company has no such contract in the register; choose one from the list of contracts.",
            ),
        )
    })?;
    let form = contract_as_of(connection, id, known.version)?
        .ok_or_else(|| AppError::internal("a contract without its version"))?;
    Ok((known, form))
}

/// Whether the application names a contract of the register exactly when its kind is about one.
pub(super) fn check_target(context: &Context, kind: FilingKind, id: Option<ContractId>) -> Result<(), AppError> {
    match (kind, id) {
        (FilingKind::Registration, Some(_)) => Err(AppError::field(
            "/contract_id",
            "not_for_registration",
            context.say(
                "登记是新合同的申请，不能指定已登记的合同；请改选“变更”。",
                "A registration is for a new contract; to change a registered one, choose amendment.",
            ),
        )),
        (FilingKind::Amendment | FilingKind::Closure | FilingKind::Reissue, None) => Err(AppError::field(
            "/contract_id",
            "contract_required",
            context.say("请选择要办理的已登记合同。", "Choose the registered contract that this is about."),
        )),
        _ => Ok(()),
    }
}

/// A closure and a reissue leave the contract's items as they are registered.
pub(super) fn check_untouched(
    context: &Context,
    kind: FilingKind,
    registered: Option<&ContractForm>,
    asked: &ContractForm,
) -> Result<(), AppError> {
    let fixed = matches!(kind, FilingKind::Closure | FilingKind::Reissue);
    let Some(change) = registered
        .filter(|_| fixed)
        .and_then(|registered| domain::contract::changes(registered, asked).into_iter().next())
    else {
        return Ok(());
    };
    Err(AppError::field(
        &change.pointer,
        "read_only",
        context.say(
            "中止、解除和补发不改动登记事项；要改动，请办理“变更”。",
            "A closure or a reissue leaves the registered items as they are; to change them, file an amendment.",
        ),
    ))
}
