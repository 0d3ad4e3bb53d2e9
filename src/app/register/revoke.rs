//! A certificate that was obtained by fraud is revoked (吊销; the Regulation, Art. 47). The register keeps the contract; whoever
//! checks the certificate is told.

use domain::Role;
use domain::registered::CertificateStatus;
use serde::Deserialize;
use serde_json::json;
use storage::register::{certificate, revoke_certificate};
use utoipa::ToSchema;
use validator::Validate;

use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal};

/// Why a certificate is revoked.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeBody {
    /// The grounds, which the company reads.
    #[validate(length(min = 10, max = 2000))]
    #[schema(min_length = 10, max_length = 2000)]
    pub reason: String,
}

/// Revokes a certificate. Who decided on its application cannot: that would be judging one's own decision.
pub async fn revoke(
    portal: &Portal,
    context: &Context,
    number: String,
    body: RevokeBody,
) -> Result<Answered, AppError> {
    let decider = context.staff(Role::may_decide)?.id.to_string();
    let reader = context.clone();
    portal
        .execute(context, move |connection, _| {
            let known = certificate(connection, &number)?.ok_or(AppError::NotFound)?;
            let filing = reader.visible(connection, known.filing_id)?;
            if filing.decision.as_ref().is_some_and(|decision| decision.by == decider) {
                return Err(AppError::conflict("four_eyes"));
            }
            if known.status == CertificateStatus::Revoked {
                return Err(AppError::Conflict { code: "illegal_state", state: Some(known.status.code().to_owned()) });
            }
            revoke_certificate(connection, &number)?;
            Ok(Done::empty(Record {
                kind: "certificate.revoked",
                subject: known.filing_id.to_string(),
                body: json!({ "certificate": number, "contract": known.contract_id, "reason": body.reason }),
            }))
        })
        .await
}
