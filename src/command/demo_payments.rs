//! What the demonstration bank records: payments under registered contracts, one of them taken back.

use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use domain::{ContractId, PaymentId};
use portal::app::partner::{CreatedPartner, known_client};
use portal::app::payment::{record, reverse};
use portal::app::{Actor, AppError, Portal};
use serde_json::{Value, json};

use super::Failure;
use super::demo::context;

/// A demonstration payment.
struct DemoPayment {
    /// Which of the demonstration filings made the contract.
    of: usize,
    /// Currency, amount, day and the bank's reference.
    payment: Value,
    /// Why the bank took it back, if it did.
    reversed: Option<&'static str>,
}

/// What is recorded as of `today`.
fn payments(today: NaiveDate) -> Vec<DemoPayment> {
    let payment = |currency: &str, amount: &str, ago: i64, reference: &str| json!({ "currency": currency, "amount": amount, "paid_on": (today - Duration::days(ago)).to_string(), "reference": reference });
    vec![
        DemoPayment { of: 0, payment: payment("EUR", "200000.00", 30, "DEMO-FT-0001"), reversed: None },
        DemoPayment { of: 0, payment: payment("EUR", "14000.00", 7, "DEMO-FT-0002"), reversed: None },
        DemoPayment {
            of: 1, payment: payment("USD", "34000.00", 9, "DEMO-FT-0003"), reversed: Some("金额录入有误")
        },
        DemoPayment { of: 1, payment: payment("USD", "43000.00", 9, "DEMO-FT-0004"), reversed: None },
    ]
}

/// Records them; `contracts` has the contract of each demonstration filing.
pub(super) async fn seed(
    portal: &Arc<Portal>,
    bank: &CreatedPartner,
    contracts: &[Option<ContractId>],
) -> Result<(), Failure> {
    let actor = known_client(portal, &bank.client_id, &bank.client_secret).await?;
    let context = context(Actor::Partner(actor));
    for DemoPayment { of, payment, reversed } in payments(portal.today()) {
        let Some(contract) = contracts.get(of).copied().flatten() else { continue };
        let certificate = certificate(portal, contract).await?;
        let payment = serde_json::from_value(payment).map_err(Failure::other)?;
        let recorded = record(portal, &context, certificate.clone(), payment).await?;
        let Some(reason) = reversed else { continue };
        let recorded: Value = serde_json::from_str(&recorded.body).map_err(Failure::other)?;
        let id = recorded.pointer("/payment/id").and_then(Value::as_str).and_then(PaymentId::parse);
        let id = id.ok_or_else(|| Failure::other("no payment id"))?;
        let body = serde_json::from_value(json!({ "reason": reason })).map_err(Failure::other)?;
        reverse(portal, &context, certificate, id, body).await?;
    }
    Ok(())
}

/// The newest certificate of a contract.
async fn certificate(portal: &Portal, id: ContractId) -> Result<String, AppError> {
    portal
        .database
        .read(move |connection| {
            let contract = storage::register::contract(connection, id)?.ok_or(AppError::NotFound)?;
            Ok(contract.certificate_number)
        })
        .await
}
