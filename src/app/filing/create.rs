//! Beginning an application.

use domain::FilingId;
use domain::contract::ContractForm;
use domain::filing::{FilingKind, FilingStatus};
use serde::Deserialize;
use serde_json::json;
use storage::filings::{Filing, insert_filing};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// What a company types: the kind of application and the contract, finished or not.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilingBody {
    /// What is applied for.
    pub kind: FilingKind,
    /// The contract.
    #[validate(nested)]
    pub contract: ContractForm,
}

/// Begins a draft.
pub async fn create(portal: &Portal, context: &Context, body: FilingBody) -> Result<Answered, AppError> {
    let company_id = context.filer()?;
    if body.kind != FilingKind::Registration {
        return Err(AppError::field(
            "/kind",
            "kind_not_open",
            context.say(
                "目前可在线办理“登记”；变更、中止解除和补发将随后开放。",
                "Registration can be filed online now; amendment, closure and reissue will follow.",
            ),
        ));
    }
    super::save::check_texts(context, &body.contract)?;
    let now = portal.now();
    let filing = Filing {
        id: FilingId(portal.new_id()),
        kind: body.kind,
        status: FilingStatus::Draft,
        version: 1,
        company_id,
        contract: body.contract,
        routed: None,
        warnings: 0,
        catalogue_hit: false,
        claimed_by: None,
        recommendation: None,
        decision: None,
        contract_id: None,
        certificate_number: None,
        created_by: context.actor_text(),
        created_at: now,
        updated_at: now,
        submitted_at: None,
        due_on: None,
    };
    let (reader, view) = (context.clone(), portal.view_of());
    portal
        .execute(context, move |connection, _| {
            insert_filing(connection, &filing)?;
            let view = view(connection, &reader, &filing)?;
            let record = Record {
                kind: "filing.created",
                subject: filing.id.to_string(),
                body: json!({ "company": filing.company_id, "kind": filing.kind }),
            };
            Ok(Done::json(201, &view, record)?
                .version(filing.version)
                .location(format!("/api/v1/filings/{}", filing.id)))
        })
        .await
}
