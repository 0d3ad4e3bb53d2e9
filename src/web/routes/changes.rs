//! What has changed.

use actix_web::{get, web};
use domain::EventType;
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, codes, place};
use crate::app::changes::{self, ChangeView, ChangesRequest, ChangesView};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, page};
use crate::web::extract::Caller;
use crate::web::problem::Problem;

/// Which changes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ChangeQuery {
    /// After this position of the journal: `up_to` of the answer before; from the beginning when absent. Not together with `cursor`.
    #[param(minimum = 0)]
    #[serde(default, deserialize_with = "place")]
    after: Option<i64>,
    /// Types of events, by comma, such as `filing.returned,filing.registered`; all of them when absent.
    #[serde(rename = "type")]
    types: Option<String>,
    /// `filing`, `contract`, or both by comma: with each event, what it is about as that is now. Needs the scope to read it.
    expand: Option<String>,
}

impl ChangeQuery {
    fn request(self) -> Result<ChangesRequest, AppError> {
        let known = |text: &str| match text {
            "filing" => Some((true, false)),
            "contract" => Some((false, true)),
            _ => None,
        };
        let expand = codes("expand", self.expand.as_deref(), known)?;
        Ok(ChangesRequest {
            after: self.after,
            types: codes("type", self.types.as_deref(), EventType::from_code)?,
            with_filing: expand.iter().any(|(filing, _)| *filing),
            with_contract: expand.iter().any(|(_, contract)| *contract),
        })
    }
}

/// What has changed for the company, and for the client itself, in the order of the journal. An institution is told of contracts
/// under which it recorded payments. A page may hold fewer events than asked for, or none, and still be followed by another.
#[utoipa::path(tag = "changes", params(ChangeQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["changes:read"])), responses(
    (status = 200, body = ChangesView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/changes")]
pub(super) async fn list_changes(portal: web::Data<Portal>, caller: Caller, list: List<ChangeQuery>) -> Answer {
    let found = changes::changes(&portal, &caller.0, list.filter.request()?, &list.page).await?;
    page::<ChangeView>(&found, list.fields.as_deref())
}
