//! Taking a payment back: by the institution that recorded it, all of it, once, with a reason. The payment stays in the ledger.

use domain::PaymentId;
use domain::payments::{PaymentKind, ReversalRefusal};
use serde::Deserialize;
use storage::payments::{PaymentEntry, insert_payment};
use utoipa::ToSchema;
use validator::Validate;

use super::ledger::{Account, Kept, lock_certified, record_of};
use crate::app::authorise::Scope;
use crate::app::command::Done;
use crate::app::{Answered, AppError, Context, Portal};

/// Why a payment is taken back.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseBody {
    /// In words; the company reads it.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Takes a payment back. Any certificate of the contract will do: the payment may have been made under an earlier one.
pub async fn reverse(
    portal: &Portal,
    context: &Context,
    number: String,
    payment: PaymentId,
    body: ReverseBody,
) -> Result<Answered, AppError> {
    let institution = context.partner(Scope::PaymentsWrite)?.clone();
    let (id, reference) = (PaymentId(portal.new_id()), portal.reference());
    portal
        .execute(context, move |connection, now| {
            let (_, contract) = lock_certified(connection, &number)?;
            let account = Account::read(connection, contract, &reference.data)?;
            let own = |kept: &&Kept| kept.entry.id == payment && kept.entry.recorded_by == institution.id;
            let kept = account.entries.iter().find(own).ok_or(AppError::NotFound)?;
            account.ledger.may_reverse(payment).map_err(|refusal| match refusal {
                ReversalRefusal::Unknown => AppError::NotFound,
                ReversalRefusal::Reversed => AppError::conflict("already_reversed"),
            })?;
            let entry = PaymentEntry {
                id,
                kind: PaymentKind::Reversal,
                reverses: Some(payment),
                paid_on: None,
                reference: None,
                recorded_at: now,
                reason: Some(body.reason.clone()),
                ..kept.entry.clone()
            };
            insert_payment(connection, &entry)?;
            let kept = Kept { entry, amount: kept.amount, institution: institution.name.clone() };
            let record = record_of(&kept);
            let path = format!("/api/v1/certificates/{number}/payments");
            Ok(Done::json(201, &account.with(kept), record)?.location(path))
        })
        .await
}
