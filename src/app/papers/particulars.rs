//! Fields of a contract as a paper shows them: codes by their names, amounts with their currency, days as they are written.

use chrono::NaiveDate;
use documents::PaperField;
use domain::contract::PartyForm;
use domain::names::Named;
use domain::reference::ReferenceData;

/// A field on half a line.
pub(super) fn field(zh: &str, en: &str, value: impl Into<String>) -> PaperField {
    PaperField { zh: zh.to_owned(), en: en.to_owned(), value: value.into(), below: String::new(), wide: false }
}

/// A field on a line of its own.
pub(super) fn wide(zh: &str, en: &str, value: impl Into<String>) -> PaperField {
    PaperField { wide: true, ..field(zh, en, value) }
}

/// A code of a closed set by its names.
pub(super) fn term<T: Named>(zh: &str, en: &str, value: Option<T>) -> PaperField {
    let (name, below) = value.map_or(("", ""), Named::names);
    PaperField { below: below.to_owned(), ..field(zh, en, name) }
}

/// A text, or nothing.
pub(super) fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

/// A day, or nothing.
pub(super) fn day(value: Option<NaiveDate>) -> String {
    value.map(|day| day.to_string()).unwrap_or_default()
}

/// An amount with its currency: `EUR 1,250,000.00`.
pub(super) fn money(currency: Option<&String>, amount: Option<&String>) -> String {
    match amount.filter(|amount| !amount.is_empty()) {
        Some(amount) => format!("{} {}", text(currency), grouped(amount)).trim_start().to_owned(),
        None => String::new(),
    }
}

/// `1250000.00` as `1,250,000.00`; what is not a plain number stays as it is.
pub(in crate::app) fn grouped(amount: &str) -> String {
    let (whole, fraction) = amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return amount.to_owned();
    }
    let mut shown = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    fraction.map_or(shown.clone(), |fraction| format!("{shown}.{fraction}"))
}

/// A country by its name.
pub(super) fn country(reference: &ReferenceData, code: Option<&String>) -> String {
    let Some(code) = code else { return String::new() };
    reference.countries.get(code).map_or_else(|| code.clone(), |name| format!("{} {}", name.zh, name.en))
}

/// An industry by its number and name.
pub(super) fn industry(reference: &ReferenceData, code: Option<&String>) -> String {
    let Some(code) = code else { return String::new() };
    reference.industries.get(code).map_or_else(|| code.clone(), |known| format!("{code} {}", known.name))
}

/// Yes or no.
pub(super) fn yes_no(value: Option<bool>) -> String {
    match value {
        Some(true) => "是 Yes".to_owned(),
        Some(false) => "否 No".to_owned(),
        None => String::new(),
    }
}

/// A party's fields; those of a company on the mainland only where they are filled in.
pub(super) fn party(reference: &ReferenceData, party: Option<&PartyForm>) -> Vec<PaperField> {
    let party = party.cloned().unwrap_or_default();
    let mut fields = vec![
        wide("名称", "Name", text(party.name.as_ref())),
        field("国家（地区）", "Country or region", country(reference, party.country.as_ref())),
        field("地址", "Address", text(party.address.as_ref())),
    ];
    if let Some(code) = &party.uscc {
        fields.push(field("统一社会信用代码", "Credit code", code));
        let district = party.district.as_deref();
        let name = district.map(|code| reference.divisions.name(code).unwrap_or(code)).unwrap_or_default();
        fields.push(field("所在区市", "District", name));
        fields.push(term("企业性质", "Ownership", party.ownership));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_and_words_are_left() {
        for (amount, shown) in [
            ("1250000.00", "1,250,000.00"),
            ("100", "100"),
            ("1000", "1,000"),
            ("", ""),
            ("一百万", "一百万"),
            ("0.5", "0.5"),
        ] {
            assert_eq!(grouped(amount), shown);
        }
    }
}
