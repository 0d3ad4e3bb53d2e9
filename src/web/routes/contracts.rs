//! The register of contracts.

use actix_web::{HttpRequest, get, web};
use domain::{CompanyId, ContractId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{PageQuery, Parameters, search};
use crate::app::Portal;
use crate::app::register::{self, ContractDetail, ContractFilter, VersionsView};
use crate::web::answer::{Answer, json, tagged};
use crate::web::extract::{Caller, Id};
use crate::web::openapi::ContractPage;
use crate::web::problem::Problem;

/// Which contracts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ContractQuery {
    /// The company for which an agent reads, under its mandates; one's own when absent. Reviewers see every company's.
    company: Option<CompanyId>,
    /// Words in number, names, company, parties or keywords; all of them must be there.
    q: Option<String>,
}

/// Registered contracts, newest first.
#[utoipa::path(tag = "contracts", params(ContractQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = ContractPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/contracts")]
pub(super) async fn list_contracts(
    portal: web::Data<Portal>,
    caller: Caller,
    (query, page): Parameters<ContractQuery>,
) -> Answer {
    let ContractQuery { company, q } = query.into_inner();
    let filter = ContractFilter { company, search: search(q) };
    Ok(json(&register::contracts(&portal, &caller.0, filter, &page.into_inner().into()).await?))
}

/// One contract in its current version.
#[utoipa::path(tag = "contracts", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = ContractDetail), (status = 304, description = "What `If-None-Match` names is still the answer"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/contracts/{id}")]
pub(super) async fn read_contract(
    portal: web::Data<Portal>,
    request: HttpRequest,
    caller: Caller,
    id: Id<ContractId>,
) -> Answer {
    tagged(&request, &register::contract(&portal, &caller.0, id.0).await?, None)
}

/// Every version of a contract.
#[utoipa::path(tag = "contracts", params(("id" = String, Path)), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = VersionsView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/contracts/{id}/versions")]
pub(super) async fn list_contract_versions(portal: web::Data<Portal>, caller: Caller, id: Id<ContractId>) -> Answer {
    Ok(json(&register::versions(&portal, &caller.0, id.0).await?))
}
