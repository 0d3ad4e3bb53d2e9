//! The register of contracts.

use actix_web::{HttpRequest, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::contract::Direction;
use domain::registered::ContractStatus;
use domain::{CompanyId, ContractId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, code, day, search, time};
use crate::app::Portal;
use crate::app::register::{self, ContractDetail, ContractFilter, ContractSummary, VersionsView};
use crate::web::answer::{Answer, json, page, tagged};
use crate::web::extract::{Caller, Id};
use crate::web::openapi::ContractPage;
use crate::web::problem::Problem;

/// Which contracts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ContractQuery {
    /// The company for which an agent reads, under its mandates; one's own when absent. Reviewers see every company's.
    company: Option<CompanyId>,
    /// `in_force`, `suspended` or `terminated`.
    #[param(inline, value_type = Option<ContractStatus>)]
    status: Option<String>,
    /// `import` or `export`.
    #[param(inline, value_type = Option<Direction>)]
    direction: Option<String>,
    /// The other side's country, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Exactly this number.
    number: Option<String>,
    /// Valid until a day before this one.
    #[serde(default, deserialize_with = "day")]
    valid_until_before: Option<NaiveDate>,
    /// Entered into the register at this time or later.
    #[serde(default, deserialize_with = "time")]
    registered_since: Option<DateTime<Utc>>,
    /// Words in number, names, company, parties or keywords; all of them must be there.
    q: Option<String>,
}

/// Registered contracts, newest first.
#[utoipa::path(tag = "contracts", params(ContractQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = ContractPage), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/contracts")]
pub(super) async fn list_contracts(portal: web::Data<Portal>, caller: Caller, list: List<ContractQuery>) -> Answer {
    let query = list.filter;
    let filter = ContractFilter {
        company: query.company,
        only: None,
        status: code("status", query.status.as_deref(), ContractStatus::from_code)?,
        direction: code("direction", query.direction.as_deref(), Direction::from_code)?,
        country: query.country,
        number: query.number,
        valid_until_before: query.valid_until_before,
        registered_since: query.registered_since,
    };
    let words = search(query.q);
    let found = register::contracts(&portal, &caller.0, filter, words.as_deref(), &list.page).await?;
    page::<ContractSummary>(&found, list.fields.as_deref())
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
