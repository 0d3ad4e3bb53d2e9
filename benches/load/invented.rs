//! Invented companies and contracts, the same for the same number, so that a run can be repeated.

use chrono::{DateTime, Duration, Utc};
use domain::contract::ContractForm;
use domain::credit_code::{CreditCode, CreditCodeError};
use domain::filing::{AttachmentKind, FilingStatus};
use domain::{AttachmentId, CompanyId, ContractId, FilingId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Failure;

/// Room for ids of one kind: version 7 ids of one moment, whose last twelve digits are a number.
const IDS: u128 = 0x0190_0000_0000_7000_8000_0000_0000_0000;
const NEXT_KIND: u128 = 1 << 48;
const COUNTRIES: [&str; 12] = ["DE", "US", "JP", "KR", "SG", "HK", "NL", "FR", "GB", "CH", "SE", "IT"];
const INDUSTRIES: [&str; 12] = ["39", "65", "34", "27", "26", "40", "35", "36", "38", "73", "75", "30"];
const CURRENCIES: [&str; 3] = ["USD", "EUR", "GBP"];
const DISTRICTS: [&str; 6] = ["320571", "320583", "320506", "320505", "320581", "320585"];
/// The papers that these contracts need.
pub(crate) const PAPERS: [AttachmentKind; 5] = [
    AttachmentKind::ApplicationForm,
    AttachmentKind::ContractCopy,
    AttachmentKind::ContractTranslation,
    AttachmentKind::LegalStatusSupplier,
    AttachmentKind::LegalStatusRecipient,
];

fn id(kind: u128, number: u64) -> Uuid {
    Uuid::from_u128(IDS + kind * NEXT_KIND + u128::from(number))
}

pub(crate) fn filing_id(number: u64) -> FilingId {
    FilingId(id(0, number))
}

/// What the ids of all invented filings begin with; twelve hexadecimal digits of the number follow.
pub(crate) fn filing_id_prefix() -> String {
    filing_id(0).to_string().trim_end_matches("000000000000").to_owned()
}

pub(crate) fn contract_id(number: u64) -> ContractId {
    ContractId(id(1, number))
}

pub(crate) fn attachment_id(filing: u64, paper: usize) -> AttachmentId {
    AttachmentId(id(2, filing * 8 + paper as u64))
}

pub(crate) fn company_id(number: u64) -> CompanyId {
    CompanyId(id(3, number))
}

pub(crate) fn district(company: u64) -> &'static str {
    pick(&DISTRICTS, company)
}

pub(crate) fn company_name(company: u64) -> String {
    format!("苏州测算企业{company:06}有限公司")
}

/// A credit code that passes.
pub(crate) fn credit_code(company: u64) -> Result<String, Failure> {
    let body = format!("91320583MA{company:07}");
    match CreditCode::parse(&format!("{body}0")) {
        Ok(_) => Ok(format!("{body}0")),
        Err(CreditCodeError::CheckCharacter { expected }) => Ok(format!("{body}{expected}")),
        Err(error) => Err(error.into()),
    }
}

/// Where a filing stands: of a hundred, 72 in the register, 20 in the queue, the rest with the company or refused.
pub(crate) fn status(number: u64) -> FilingStatus {
    match number % 100 {
        0..72 => FilingStatus::Registered,
        72..82 => FilingStatus::Submitted,
        82..87 => FilingStatus::InReview,
        87..92 => FilingStatus::Recommended,
        92..95 => FilingStatus::Returned,
        95..97 => FilingStatus::Refused,
        _ => FilingStatus::Draft,
    }
}

/// Days before today on which a filing was submitted: what is open this fortnight, what is settled within three years.
pub(crate) fn days_ago(number: u64, open: bool) -> i64 {
    let spread = if open { number * 7 % 10 } else { 12 + number * 1_171 % 1_083 };
    i64::try_from(spread).unwrap_or(12)
}

/// A contract that passes every check when it is filed within sixty days after `signed`.
pub(crate) fn contract(number: u64, company: u64, signed: DateTime<Utc>) -> Result<Value, Failure> {
    let import = !number.is_multiple_of(3);
    let (country, industry) = (pick(&COUNTRIES, number / 5), pick(&INDUSTRIES, number / 7));
    let day = |days: i64| (signed + Duration::days(days)).date_naive().to_string();
    let domestic = json!({ "name": company_name(company), "country": "CN", "uscc": credit_code(company)?, "district": district(company),
        "ownership": "private", "address": "江苏省苏州市示例路1号" });
    let foreign =
        json!({ "name": format!("Example Partner {number} Ltd."), "country": country, "address": "1 Example Street" });
    let (supplier, recipient) = if import { (&foreign, &domestic) } else { (&domestic, &foreign) };
    let fee = format!("{}.00", 20_000 + number * 37 % 900_000);
    Ok(json!({
        "direction": if import { "import" } else { "export" },
        "number": format!("{}{country}JS{}{industry}{number:08}", signed.date_naive().format("%y"), if import { 'Y' } else { 'E' }),
        "name": format!("工艺参数优化与操作培训技术服务合同（{number}）"),
        "name_original": format!("Technical Service Agreement No. {number} on Process Parameters and Training"),
        "legal_type": "technical_service", "mode": "consulting_service",
        "summary": "就产线工艺参数优化提供技术咨询、现场指导和操作培训，并在两年内给予远程支持，提交阶段报告和验收资料。",
        "keywords": ["工艺参数", "培训", "远程支持"], "supplier": supplier, "recipient": recipient,
        "user": { "name": recipient["name"], "country": recipient["country"] },
        "industry": industry, "patents": [], "signed_on": day(0), "effective_on": day(0), "valid_until": day(1_500),
        "amount": { "currency": pick(&CURRENCIES, number), "total": fee, "technology_fee": fee, "equipment_fee": "0.00" },
        "payment": { "mode": "lump_sum" }, "related_parties": false, "declared_unrestricted": true, "project_approval": null
    }))
}

/// The same as a form.
pub(crate) fn form(number: u64, company: u64, signed: DateTime<Utc>) -> Result<ContractForm, Failure> {
    Ok(serde_json::from_value(contract(number, company, signed)?)?)
}

fn pick(from: &[&'static str], number: u64) -> &'static str {
    from.get(usize::try_from(number).unwrap_or(0) % from.len()).copied().unwrap_or_default()
}
