//! A new draft from an earlier application, so that nobody types the same twice. Papers stay with the earlier one.

use domain::FilingId;
use domain::contract::ContractForm;
use domain::filing::{FilingKind, FilingStatus, RequestForm};
use storage::filings::Filing;

use super::create::{Draft, NewFiling, begin};
use crate::app::{Answered, AppError, Context, Portal};

/// Begins a draft that says what an earlier application said.
pub async fn copy(portal: &Portal, context: &Context, id: FilingId) -> Result<Answered, AppError> {
    context.filer()?;
    let reader = context.clone();
    let earlier = portal
        .database
        .read(move |connection| {
            let filing = storage::filings::filing(connection, id)?.ok_or(AppError::NotFound)?;
            reader.files(&filing)?;
            Ok::<_, AppError>(filing)
        })
        .await?;
    let registration = earlier.kind == FilingKind::Registration;
    let body = NewFiling {
        kind: earlier.kind,
        contract_id: earlier.contract_id.filter(|_| !registration),
        on_behalf_of: None,
        contract: registration.then(|| another(&earlier.contract)),
        request: request(&earlier),
    };
    let draft =
        Draft { id: FilingId(portal.new_id()), company_id: earlier.company_id, body, copied_from: Some(earlier) };
    begin(portal, context, draft).await
}

/// Another contract like this one: without what is the earlier one's own (number, days, first royalty base), and without
/// the declaration, which is made anew.
fn another(contract: &ContractForm) -> ContractForm {
    let mut contract = ContractForm {
        number: None,
        signed_on: None,
        effective_on: None,
        valid_until: None,
        declared_unrestricted: None,
        ..contract.clone()
    };
    if let Some(royalty) = contract.payment.as_mut().and_then(|payment| payment.royalty.as_mut()) {
        royalty.first_base_formed_on = None;
        royalty.first_base_amount = None;
    }
    contract
}

/// What was asked for; of what has already taken effect, the parts to be filled in anew are left empty.
fn request(earlier: &Filing) -> RequestForm {
    let asked = &earlier.request;
    if earlier.status != FilingStatus::Registered {
        return asked.clone();
    }
    RequestForm {
        reason: asked.reason.clone(),
        agreement_on: None,
        settlement: asked.settlement.as_ref().map(|_| domain::filing::SettlementForm::default()),
        closure: None,
        reissue: None,
    }
}
