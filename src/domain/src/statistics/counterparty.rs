//! One key for the names of a party abroad, however they were typed.

use unicode_normalization::UnicodeNormalization;

/// Legal forms at the end of a name, in the spelling that names are brought to. They come and go between filings.
const LEGAL_FORMS: &[&str] = &[
    "AB",
    "AG",
    "AKTIENGESELLSCHAFT",
    "APS",
    "AS",
    "BHD",
    "BV",
    "CO",
    "COMPANY",
    "CORP",
    "CORPORATION",
    "EV",
    "GMBH",
    "INC",
    "INCORPORATED",
    "KAISHA",
    "KABUSHIKI",
    "KG",
    "KGAA",
    "KK",
    "LIMITED",
    "LLC",
    "LLP",
    "LP",
    "LTD",
    "NV",
    "OY",
    "OYJ",
    "PLC",
    "PTE",
    "PTY",
    "PVT",
    "SA",
    "SARL",
    "SAS",
    "SDN",
    "SE",
    "SL",
    "SPA",
    "SRL",
    "UND",
    "AND",
    "VOF",
];
/// Legal forms that stand in a name without a space, the longer ones first.
const LEGAL_FORMS_WITHIN: &[&str] = &[
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "株式会社",
    "株式會社",
    "合同会社",
    "有限会社",
    "주식회사",
    "유한회사",
];

/// The key under which a party abroad is counted: its name in one width and in capitals, without legal form, punctuation and
/// spaces at will, and its country.
pub fn counterparty_key(name: &str, country: &str) -> String {
    let mut text: String = name.nfkc().flat_map(char::to_uppercase).collect();
    for form in LEGAL_FORMS_WITHIN {
        text = text.replace(form, " ");
    }
    // `S.A.` is one word, and so is `O'Neil`.
    text.retain(|letter| !matches!(letter, '.' | '\'' | '’'));
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = words.iter().rposition(|word| !LEGAL_FORMS.contains(word)).map_or(words.len(), |last| last + 1);
    let words = words.get(..named).unwrap_or_default().join(" ");
    format!("{words}|{country}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_party_has_one_key() {
        for (names, key) in [
            (
                &["Infineon Technologies AG", "INFINEON  TECHNOLOGIES", "Ｉnfineon-Technologies A.G."][..],
                "INFINEON TECHNOLOGIES|DE",
            ),
            (&["Example GmbH & Co. KG", "Example", "example gmbh"], "EXAMPLE|DE"),
            (&["Example Co., Ltd.", "EXAMPLE COMPANY LIMITED"], "EXAMPLE|DE"),
            (&["東京示例株式会社", "株式会社東京示例"], "東京示例|DE"),
            (&["O'Neil S.A.", "ONeil SA"], "ONEIL|DE"),
            (&["SE AG"], "SE AG|DE"),
        ] {
            for name in names {
                assert_eq!(counterparty_key(name, "DE"), key, "{name}");
            }
        }
        assert_ne!(counterparty_key("Example", "DE"), counterparty_key("Example", "AT"));
        assert_ne!(counterparty_key("Example Seals", "DE"), counterparty_key("Example", "DE"));
    }

    proptest! {
        #[test]
        fn a_key_is_stable_and_not_of_case(name in "[A-Za-z0-9 .&,'-]{0,40}") {
            let key = counterparty_key(&name, "DE");
            prop_assert_eq!(counterparty_key(&name.to_uppercase(), "DE"), key.clone());
            prop_assert!(key.ends_with("|DE"));
        }
    }
}
