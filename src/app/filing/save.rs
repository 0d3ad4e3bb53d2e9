//! Saving a draft or a returned application. Nothing typed is refused for being unfinished.

use domain::FilingId;
use domain::contract::ContractForm;
use domain::filing::{Action, RequestForm, canonical_json, next};
use domain::money::is_decimal_text;
use serde_json::json;
use storage::filings::store_filing;

use super::FilingBody;
use super::agency::under;
use super::target::{check_untouched, registered_version};
use crate::app::command::{Done, Record};
use crate::app::tokens::digest;
use crate::app::{Answered, AppError, Context, FieldError, Portal};

/// Replaces what was typed, if `read_version` is still the current one.
pub async fn save(
    portal: &Portal,
    context: &Context,
    id: FilingId,
    read_version: i32,
    body: FilingBody,
) -> Result<Answered, AppError> {
    context.filer()?;
    check_texts(context, Some(&body.contract), &body.request)?;
    let (reader, view) = (context.clone(), portal.view_of());
    portal
        .execute(context, move |connection, now| {
            let (mut filing, mandate) = reader.filed_locked(connection, id)?;
            filing.status = next(filing.status, Action::Save, None)?;
            if filing.version != read_version {
                return Err(AppError::Stale);
            }
            if filing.kind != body.kind {
                return Err(AppError::field(
                    "/kind",
                    "read_only",
                    reader.say("申请类型不能更改。", "The kind of a filing cannot be changed."),
                ));
            }
            let registered = registered_version(connection, &filing)?;
            check_untouched(&reader, filing.kind, registered.as_ref(), &body.contract)?;
            filing.contract = body.contract;
            filing.request = body.request;
            filing.version += 1;
            filing.updated_at = now;
            store_filing(connection, &filing)?;
            let view = view(connection, &reader, &filing)?;
            let text = json!({ "contract": filing.contract, "request": filing.request });
            let record = Record {
                kind: "filing.saved",
                subject: id.to_string(),
                body: json!({ "version": filing.version, "digest": digest(canonical_json(&text)) }),
            };
            let record = under(connection, mandate, id, now, record)?;
            Ok(Done::json(200, &view, record)?.version(filing.version))
        })
        .await
}

/// Amounts and rates are decimal text already in a draft: what is not a number is refused where it is typed.
pub(super) fn check_texts(
    context: &Context,
    contract: Option<&ContractForm>,
    request: &RequestForm,
) -> Result<(), AppError> {
    let contract = contract.cloned().unwrap_or_default();
    let amount = contract.amount.unwrap_or_default();
    let payment = contract.payment.unwrap_or_default();
    let royalty = payment.royalty.unwrap_or_default();
    let settlement = request.settlement.clone().unwrap_or_default();
    let numbers = [
        ("/contract/amount/total", amount.total),
        ("/contract/amount/technology_fee", amount.technology_fee),
        ("/contract/amount/equipment_fee", amount.equipment_fee),
        ("/contract/payment/entry_fee", payment.entry_fee),
        ("/contract/payment/royalty/rate_percent", royalty.rate_percent),
        ("/contract/payment/royalty/first_base_amount", royalty.first_base_amount),
        ("/request/settlement/base_amount", settlement.base_amount),
    ];
    let errors: Vec<FieldError> = numbers
        .into_iter()
        .filter(|(_, text)| text.as_deref().is_some_and(|text| !text.is_empty() && !is_decimal_text(text)))
        .map(|(pointer, _)| {
            FieldError::new(
                pointer,
                "not_a_decimal",
                context.say(
                    "请填写数字，例如 1250000.00；不要千分位、符号或空格。",
                    "Write a number such as 1250000.00, without separators, signs or spaces.",
                ),
            )
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { code: "validation_failed", errors }) }
}
