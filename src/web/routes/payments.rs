//! Payments under registered contracts.

use actix_web::{get, post, web};
use domain::{ContractId, PaymentId};

use super::query::PageQuery;
use crate::app::payment::{self, LedgerView, NewPayment, RecordedView, ReverseBody};
use crate::app::{AppError, Portal};
use crate::web::answer::{Answer, answered, json};
use crate::web::extract::{Caller, Command, Id};
use crate::web::problem::Problem;

/// The ledger of a contract: what may be paid, what was paid, by whom and when.
#[utoipa::path(tag = "payments", params(("id" = String, Path), PageQuery), security(("bearer" = []), ("oauth2" = ["contracts:read"])), responses(
    (status = 200, body = LedgerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/contracts/{id}/payments")]
pub(super) async fn list_contract_payments(
    portal: web::Data<Portal>,
    caller: Caller,
    id: Id<ContractId>,
    page: web::Query<PageQuery>,
) -> Answer {
    Ok(json(&payment::of_contract(&portal, &caller.0, id.0, &page.into_inner().into()).await?))
}

/// The figures of a certificate's contract, and the payments that this institution has recorded under it.
#[utoipa::path(tag = "payments", params(("number" = String, Path), PageQuery), security(("oauth2" = ["payments:read"])), responses(
    (status = 200, body = LedgerView), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
#[get("/certificates/{number}/payments")]
pub(super) async fn list_certificate_payments(
    portal: web::Data<Portal>,
    caller: Caller,
    number: web::Path<String>,
    page: web::Query<PageQuery>,
) -> Answer {
    Ok(json(&payment::of_certificate(&portal, &caller.0, number.into_inner(), &page.into_inner().into()).await?))
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
