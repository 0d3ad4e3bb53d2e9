//! Payments under registered contracts.

use actix_web::{get, post, web};
use chrono::NaiveDate;
use domain::{ContractId, PaymentId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::query::{List, PageQuery, day};
use crate::app::payment::{self, LedgerView, NewPayment, PaymentFilter, PaymentView, RecordedView, ReverseBody};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, page};
use crate::web::extract::{Caller, Command, Id};
use crate::web::problem::Problem;

/// Which payments under a contract.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PaymentQuery {
    /// Made on this day or later.
    #[serde(default, deserialize_with = "day")]
    paid_from: Option<NaiveDate>,
    /// Made on this day or earlier.
    #[serde(default, deserialize_with = "day")]
    paid_to: Option<NaiveDate>,
}

/// Which of the institution's own payments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OwnPaymentQuery {
    /// Made on this day or later.
    #[serde(default, deserialize_with = "day")]
    paid_from: Option<NaiveDate>,
    /// Made on this day or earlier.
    #[serde(default, deserialize_with = "day")]
    paid_to: Option<NaiveDate>,
    /// Recorded under exactly this reference.
    reference: Option<String>,
}

/// The ledger of a contract: what may be paid, what was paid, by whom and when.
#[utoipa::path(tag = "payments", params(("id" = String, Path), PaymentQuery, PageQuery), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = LedgerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/contracts/{id}/payments")]
pub(super) async fn list_contract_payments(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<ContractId>,
    list: List<PaymentQuery>,
) -> Answer {
    let PaymentQuery { paid_from, paid_to } = list.filter;
    let filter = PaymentFilter { paid_from, paid_to, reference: None };
    let found = payment::of_contract(&portal, &caller.0, id.0, &filter, &list.page).await?;
    page::<PaymentView>(&found, list.fields.as_deref())
}

/// The figures of a certificate's contract, and the payments that this institution has recorded under it.
#[utoipa::path(tag = "payments", params(("number" = String, Path), OwnPaymentQuery, PageQuery), security(("oauth2" = ["payments:read"])), responses(
    (status = 200, body = LedgerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/certificates/{number}/payments")]
pub(super) async fn list_certificate_payments(
    portal: web::Data<Portal>,
    caller: Caller,
    number: web::Path<String>,
    list: List<OwnPaymentQuery>,
) -> Answer {
    let OwnPaymentQuery { paid_from, paid_to, reference } = list.filter;
    let filter = PaymentFilter { paid_from, paid_to, reference };
    let found = payment::of_certificate(&portal, &caller.0, number.into_inner(), &filter, &list.page).await?;
    page::<PaymentView>(&found, list.fields.as_deref())
}

/// Record a payment. More than what may still be paid is refused with the figures.
#[utoipa::path(tag = "payments", request_body = NewPayment, params(("number" = String, Path), ("Idempotency-Key" = String, Header)), security(("oauth2" = ["payments:write"])), responses(
    (status = 201, body = RecordedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/certificates/{number}/payments")]
pub(super) async fn record_payment(
    portal: web::Data<Portal>,
    number: web::Path<String>,
    command: Command<NewPayment>,
) -> Answer {
    Ok(answered(payment::record(&portal, &command.context, number.into_inner(), command.body).await?))
}

/// Take a payment back, all of it: for the institution that recorded it, once. The payment stays in the ledger.
#[utoipa::path(tag = "payments", request_body = ReverseBody, params(("number" = String, Path), ("payment_id" = String, Path), ("Idempotency-Key" = String, Header)), security(("oauth2" = ["payments:write"])), responses(
    (status = 201, body = RecordedView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[post("/certificates/{number}/payments/{payment_id}/reverse")]
pub(super) async fn reverse_payment(
    portal: web::Data<Portal>,
    path: web::Path<(String, String)>,
    command: Command<ReverseBody>,
) -> Answer {
    let (number, payment) = path.into_inner();
    let payment = PaymentId::parse(&payment).ok_or(AppError::NotFound)?;
    Ok(answered(payment::reverse(&portal, &command.context, number, payment, command.body).await?))
}
