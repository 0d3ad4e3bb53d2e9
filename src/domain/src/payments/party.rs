//! Whether a party is the registered one, by what a bank knows of it. What is registered is compared and never told.
//!
//! Names are compared as they look, not as they are typed: width, case, spaces, brackets and punctuation do not count. A name that
//! is nearly the registered one, or that is written in another script, is for a person to judge.

use unicode_normalization::UnicodeNormalization;

use super::check::{Agreement, PaymentAnswer, PaymentQuestion, PaymentRemark};
use crate::contract::PartyForm;
use crate::likeness::Likeness;

/// What is asked of a party; what is none is not asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct AskedParty<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// Its unified social credit code.
    pub uscc: Option<&'a str>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
}

/// The worst of what is to be said of the party.
pub(super) fn answer(
    question: PaymentQuestion,
    asked: AskedParty<'_>,
    registered: Option<&PartyForm>,
) -> PaymentAnswer {
    let of = |text: fn(&PartyForm) -> Option<&String>| registered.and_then(text).map_or("", String::as_str);
    let answers = [
        asked.country.map(|country| exact(country, of(|party| party.country.as_ref()), PaymentRemark::CountryDiffers)),
        asked.uscc.map(|code| credit_code(code, of(|party| party.uscc.as_ref()))),
        asked.name.map(|name| compare(name, of(|party| party.name.as_ref()))),
    ];
    let said: Vec<(Agreement, PaymentRemark)> = answers.into_iter().flatten().collect();
    let first = |outcome| said.iter().find(|(said, _)| *said == outcome).copied();
    let (outcome, remark) =
        first(Agreement::No).or_else(|| first(Agreement::Unknown)).unwrap_or((Agreement::Yes, PaymentRemark::Agrees));
    PaymentAnswer { question, outcome, remark }
}

const AGREES: (Agreement, PaymentRemark) = (Agreement::Yes, PaymentRemark::Agrees);

fn exact(asked: &str, registered: &str, otherwise: PaymentRemark) -> (Agreement, PaymentRemark) {
    if asked.trim() == registered { AGREES } else { (Agreement::No, otherwise) }
}

fn credit_code(asked: &str, registered: &str) -> (Agreement, PaymentRemark) {
    if registered.is_empty() {
        (Agreement::Unknown, PaymentRemark::UsccNotRegistered)
    } else {
        exact(asked, registered, PaymentRemark::UsccDiffers)
    }
}

fn compare(asked: &str, registered: &str) -> (Agreement, PaymentRemark) {
    let (one, other) = (letters(asked), letters(registered));
    let is_latin = |letter: char| letter.is_ascii() || matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let has_other_script = |name: &str| name.chars().any(|letter| letter.is_alphabetic() && !is_latin(letter));
    if one == other && !one.is_empty() {
        AGREES
    } else if has_other_script(&one) != has_other_script(&other) {
        (Agreement::Unknown, PaymentRemark::NameNotComparable)
    } else if plain(asked) == plain(registered) || is_like(asked, registered) {
        (Agreement::Unknown, PaymentRemark::NameClose)
    } else {
        (Agreement::No, PaymentRemark::NameDiffers)
    }
}

/// Letters and digits alone, in one spelling each.
fn letters(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
}

/// The same without accents, which payment messages cannot carry.
fn plain(name: &str) -> String {
    name.nfkd().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
}

fn is_like(one: &str, other: &str) -> bool {
    matches!((Likeness::of(one), Likeness::of(other)), (Some(one), Some(other)) if one.is_like(&other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOLDER: &str = "苏州工业园区示例微电子股份有限公司";

    fn registered(name: &str, uscc: Option<&str>) -> PartyForm {
        PartyForm {
            name: Some(name.into()),
            country: Some("CN".into()),
            uscc: uscc.map(str::to_owned),
            ..PartyForm::default()
        }
    }

    fn named(asked: &str, name: &str) -> PaymentRemark {
        let asked = AskedParty { name: Some(asked), ..AskedParty::default() };
        answer(PaymentQuestion::Payer, asked, Some(&registered(name, None))).remark
    }

    #[test]
    fn a_name_is_compared_as_it_looks() {
        for (asked, name) in [
            (HOLDER, HOLDER),
            (" 苏州工业园区 示例微电子股份有限公司 ", HOLDER),
            ("示例半导体(慕尼黑)有限公司", "示例半导体（慕尼黑）有限公司"),
            ("EXAMPLE VISION PTE LTD", "Example Vision Pte. Ltd."),
            ("ＥＸＡＭＰＬＥ　Vision", "Example Vision"),
            ("Mu\u{308}ller & So\u{308}hne GmbH", "Müller & Söhne GmbH"),
            ("ｶﾌﾞｼｷｶﾞｲｼﾔ例", "カブシキガイシヤ例"),
            ("苏州\u{200b}示例公司", "苏州示例公司"),
        ] {
            assert_eq!(named(asked, name), PaymentRemark::Agrees, "{asked}");
        }
    }

    #[test]
    fn what_is_nearly_the_name_or_in_another_script_is_for_a_person() {
        for (asked, name, expected) in [
            ("苏州工业园区示例微电子有限公司", HOLDER, PaymentRemark::NameClose),
            ("Muller & Sohne GmbH", "Müller & Söhne GmbH", PaymentRemark::NameClose),
            ("Example Vision Private Ltd", "Example Vision Pte. Ltd.", PaymentRemark::NameClose),
            ("Beispiel Halbleiter GmbH", "示例半导体（慕尼黑）有限公司", PaymentRemark::NameNotComparable),
            ("示例视觉", "Example Vision Pte. Ltd.", PaymentRemark::NameNotComparable),
            ("苏州另一家科技有限公司", HOLDER, PaymentRemark::NameDiffers),
            ("苏州示例2号有限公司", "苏州示例1号有限公司", PaymentRemark::NameDiffers),
            ("Another Vision Ltd.", "Example Optics GmbH", PaymentRemark::NameDiffers),
            ("—", "Example Optics GmbH", PaymentRemark::NameDiffers),
            ("—", "—", PaymentRemark::NameClose),
        ] {
            assert_eq!(named(asked, name), expected, "{asked}");
        }
    }

    #[test]
    fn a_code_and_a_country_are_exact_and_the_worst_counts() {
        let uscc = "91320594MA1X0A01K7";
        let party = registered(HOLDER, Some(uscc));
        let said = |name, uscc, country| {
            let answer = answer(PaymentQuestion::Payer, AskedParty { name, uscc, country }, Some(&party));
            (answer.outcome, answer.remark)
        };
        assert_eq!(said(Some(HOLDER), Some(uscc), Some("CN")), AGREES);
        assert_eq!(said(None, Some("91320594MA1X0A01K8"), None), (Agreement::No, PaymentRemark::UsccDiffers));
        assert_eq!(said(None, Some("91320594ma1x0a01k7"), None), (Agreement::No, PaymentRemark::UsccDiffers));
        assert_eq!(said(None, None, Some("cn")), (Agreement::No, PaymentRemark::CountryDiffers));
        let near = "苏州工业园区示例微电子有限公司";
        assert_eq!(said(Some(near), Some(uscc), None), (Agreement::Unknown, PaymentRemark::NameClose));
        assert_eq!(said(Some(near), None, Some("DE")), (Agreement::No, PaymentRemark::CountryDiffers));
        assert_eq!(said(None, None, None), AGREES);

        let foreign = registered(HOLDER, None);
        let asked = AskedParty { uscc: Some(uscc), ..AskedParty::default() };
        let unregistered = answer(PaymentQuestion::Payee, asked, Some(&foreign));
        assert_eq!((unregistered.outcome, unregistered.remark), (Agreement::Unknown, PaymentRemark::UsccNotRegistered));
        assert_eq!(answer(PaymentQuestion::Payee, asked, None).outcome, Agreement::Unknown);
    }
}
