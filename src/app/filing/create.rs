//! Beginning an application: for a new contract, or on a contract of the register.

use chrono::{DateTime, Utc};
use domain::contract::{ContractForm, carried_over};
use domain::filing::{FilingKind, FilingStatus, RequestForm};
use domain::{CompanyId, ContractId, FilingId};
use serde::Deserialize;
use serde_json::json;
use storage::Connection;
use storage::filings::{Filing, insert_filing};
use utoipa::ToSchema;
use validator::Validate;

use super::agency::under;
use super::target::{check_target, check_untouched, own_contract, registered_version};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// What an application begins with. An amendment, a closure or a reissue names a contract of the register.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFiling {
    /// What is applied for.
    pub kind: FilingKind,
    /// The registered contract that this is about; not for a registration.
    #[serde(default)]
    pub contract_id: Option<ContractId>,
    /// The company for which an agent files, under a mandate; one's own company when absent.
    #[serde(default)]
    pub on_behalf_of: Option<CompanyId>,
    /// The contract, finished or not. On a registered contract it may be left out: the registered version is taken.
    #[serde(default)]
    #[validate(nested)]
    pub contract: Option<ContractForm>,
    /// What is asked for besides.
    #[serde(default)]
    #[validate(nested)]
    pub request: RequestForm,
}

/// What a company types: the kind of application, the contract and the request, finished or not.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilingBody {
    /// What is applied for.
    pub kind: FilingKind,
    /// The contract.
    #[validate(nested)]
    pub contract: ContractForm,
    /// What is asked for besides.
    #[serde(default)]
    #[validate(nested)]
    pub request: RequestForm,
}

/// Begins a draft.
pub async fn create(portal: &Portal, context: &Context, body: NewFiling) -> Result<Answered, AppError> {
    let company_id = whose(context, &body)?;
    check_target(context, body.kind, body.contract_id)?;
    super::save::check_texts(context, body.contract.as_ref(), &body.request)?;
    let draft = Draft { id: FilingId(portal.new_id()), company_id, body, copied_from: None };
    begin(portal, context, draft).await
}

/// The company that the draft will be of: one's own, or another whose mandate covers it.
fn whose(context: &Context, body: &NewFiling) -> Result<CompanyId, AppError> {
    let own = context.filer()?;
    let Some(company) = body.on_behalf_of else { return Ok(own) };
    match context.files_of(company, body.kind, body.contract_id) {
        Ok(_) => Ok(company),
        Err(AppError::NotFound) => Err(AppError::field(
            "/on_behalf_of",
            "no_mandate",
            context.say(
                "贵公司没有为该企业办理此项申请的有效委托。",
                "Your company holds no mandate in force to file this for that company.",
            ),
        )),
        Err(other) => Err(other),
    }
}

/// A draft that is about to be kept.
pub(in crate::app) struct Draft {
    pub(in crate::app) id: FilingId,
    pub(in crate::app) company_id: CompanyId,
    pub(in crate::app) body: NewFiling,
    pub(in crate::app) copied_from: Option<Filing>,
}

/// Keeps a draft, begun from the registered version of its contract if it has one.
pub(super) async fn begin(portal: &Portal, context: &Context, draft: Draft) -> Result<Answered, AppError> {
    let (reader, view) = (context.clone(), portal.view_of());
    portal
        .execute(context, move |connection, now| {
            let (filing, record) = keep(connection, &reader, draft, now)?;
            let view = view(connection, &reader, &filing)?;
            Ok(Done::json(201, &view, record)?
                .version(filing.version)
                .location(format!("/api/v1/filings/{}", filing.id)))
        })
        .await
}

/// Keeps a draft in the caller's transaction; its journal entry is the caller's to append.
pub(in crate::app) fn keep(
    connection: &mut Connection,
    reader: &Context,
    draft: Draft,
    now: DateTime<Utc>,
) -> Result<(Filing, Record), AppError> {
    let copied_from = draft.copied_from.as_ref().map(|earlier| earlier.id);
    let filing = prepare(connection, reader, draft, now)?;
    insert_filing(connection, &filing)?;
    let mut body = json!({ "company": filing.company_id, "kind": filing.kind });
    if let Some(contract) = filing.contract_id {
        body["contract"] = json!(contract);
    }
    if let Some(earlier) = copied_from {
        body["copied_from"] = json!(earlier);
    }
    let record = Record { kind: "filing.created", subject: filing.id.to_string(), body };
    let record = under(connection, filing.mandate_id, filing.id, now, record)?;
    Ok((filing, record))
}

/// The application that a draft becomes, not kept yet.
pub(in crate::app) fn prepare(
    connection: &mut Connection,
    reader: &Context,
    draft: Draft,
    now: DateTime<Utc>,
) -> Result<Filing, AppError> {
    let Draft { id, company_id, body, copied_from } = draft;
    let mandate_id = reader.files_of(company_id, body.kind, body.contract_id)?;
    let target = match body.contract_id {
        Some(contract) => Some(own_contract(connection, reader, company_id, contract)?),
        None => None,
    };
    let registered = target.as_ref().map(|(_, form)| form);
    let contract = match body.contract {
        Some(contract) => contract,
        None => starting_point(connection, registered, copied_from.as_ref())?,
    };
    check_untouched(reader, body.kind, registered, &contract)?;
    Ok(Filing {
        id,
        kind: body.kind,
        status: FilingStatus::Draft,
        version: 1,
        company_id,
        contract,
        request: body.request,
        routed: None,
        warnings: 0,
        catalogue_hit: false,
        claimed_by: None,
        recommendation: None,
        decision: None,
        contract_id: body.contract_id,
        base_version: target.as_ref().map(|(contract, _)| contract.version),
        certificate_number: None,
        mandate_id,
        created_by: reader.actor_text(),
        created_at: now,
        updated_at: now,
        submitted_at: None,
        due_on: None,
    })
}

/// The registered version, with the changes of the amendment that is copied, if one is.
fn starting_point(
    connection: &mut Connection,
    registered: Option<&ContractForm>,
    copied_from: Option<&Filing>,
) -> Result<ContractForm, AppError> {
    let Some(registered) = registered else { return Ok(ContractForm::default()) };
    let Some(earlier) = copied_from.filter(|earlier| earlier.kind == FilingKind::Amendment) else {
        return Ok(registered.clone());
    };
    let base = registered_version(connection, earlier)?;
    Ok(base.map_or_else(|| registered.clone(), |base| carried_over(&base, &earlier.contract, registered)))
}
