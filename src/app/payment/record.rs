//! Recording a payment under a certificate: an institution's, once a reference, never more than what may still be paid.

use chrono::NaiveDate;
use domain::PaymentId;
use domain::money::Money;
use domain::payments::{PaymentKind, PaymentReference, Proposed};
use domain::registered::CertificateStatus;
use serde::Deserialize;
use storage::payments::{PaymentEntry, insert_payment, reference_is_used};
use storage::register::{Certificate, Contract};
use utoipa::ToSchema;
use validator::Validate;

use super::ledger::{Account, Kept, lock_certified, record_of};
use super::refusal::{currency, refused, unreadable};
use crate::app::authorise::Scope;
use crate::app::command::Done;
use crate::app::{Answered, AppError, Context, Portal};

/// A payment as the institution made it.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// ISO 4217; the contract's.
    #[validate(length(min = 3, max = 3))]
    #[schema(min_length = 3, max_length = 3)]
    pub currency: String,
    /// Decimal text.
    #[validate(length(min = 1, max = 24))]
    #[schema(min_length = 1, max_length = 24)]
    pub amount: String,
    /// The day on which the money went.
    pub paid_on: NaiveDate,
    /// The institution's own reference of this payment: 1 to 64 visible ASCII characters, once.
    #[validate(length(min = 1, max = 64))]
    #[schema(min_length = 1, max_length = 64)]
    pub reference: String,
}

/// Records a payment.
pub async fn record(
    portal: &Portal,
    context: &Context,
    number: String,
    body: NewPayment,
) -> Result<Answered, AppError> {
    let institution = context.partner(Scope::PaymentsWrite)?.clone();
    let own_reference = PaymentReference::parse(&body.reference).ok_or_else(|| {
        AppError::field(
            "/reference",
            "reference_unreadable",
            context.say(
                "业务编号应为 1 至 64 个可见 ASCII 字符，不含空格。",
                "The reference has 1 to 64 visible ASCII characters and no spaces.",
            ),
        )
    })?;
    let (id, reader) = (PaymentId(portal.new_id()), context.clone());
    let (today, reference) = (portal.today(), portal.reference());
    portal
        .execute(context, move |connection, now| {
            let (certificate, contract) = lock_certified(connection, &number)?;
            stands(&certificate, &contract)?;
            if reference_is_used(connection, institution.id, own_reference.as_str())? {
                return Err(AppError::conflict("reference_taken"));
            }
            let account = Account::read(connection, contract, &reference.data)?;
            let terms = account.terms.map_err(|_| AppError::conflict("payable_unclear"))?;
            let of_the_contract = terms.payable.currency.code;
            let currency = reference.data.currency(&body.currency).ok_or_else(|| currency(&reader, of_the_contract))?;
            let amount = Money::parse(&body.amount, currency).map_err(|error| unreadable(&reader, error))?;
            account
                .ledger
                .may_pay(&terms, Proposed { amount, paid_on: body.paid_on }, today)
                .map_err(|refusal| refused(&reader, refusal))?;
            let entry = PaymentEntry {
                id,
                contract_id: account.contract.id,
                kind: PaymentKind::Payment,
                reverses: None,
                currency: amount.currency.code.to_string(),
                amount_minor: amount.minor,
                paid_on: Some(body.paid_on),
                reference: Some(own_reference.as_str().to_owned()),
                recorded_by: institution.id,
                recorded_at: now,
                reason: None,
            };
            insert_payment(connection, &entry)?;
            let kept = Kept { entry, amount, institution: institution.name.clone() };
            let record = record_of(&kept);
            let path = format!("/api/v1/certificates/{number}/payments");
            Ok(Done::json(201, &account.with(kept), record)?.location(path))
        })
        .await
}

/// That payments are recorded under this certificate: under the newest of its contract, while it has not been withdrawn. Which
/// one took its place is not said: whoever pays asks the company for it.
fn stands(certificate: &Certificate, contract: &Contract) -> Result<(), AppError> {
    if certificate.status == CertificateStatus::Revoked {
        return Err(AppError::conflict("certificate_revoked"));
    }
    if certificate.number == contract.certificate_number {
        Ok(())
    } else {
        Err(AppError::conflict("certificate_superseded"))
    }
}
