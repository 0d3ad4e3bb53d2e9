//! The parties abroad: some dozens in each country, more every year, the first of each met most.

use domain::statistics::counterparty_key;

use crate::chance::{About, Chance};
use crate::subject::drifted;
use crate::words::{PARTNER_FIRST, PARTNER_SECOND};

/// A party abroad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Its name, which says 示例.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Its key in the figures.
    pub key: String,
}

/// A country or region.
pub(crate) struct Country {
    code: &'static str,
    /// How often technology comes from it, in 2006 and twenty years later.
    imported: (u64, u64),
    /// How often technology goes to it.
    exported: (u64, u64),
    legal_form: &'static str,
    /// Currencies of its contracts, with their weights.
    pub(crate) currencies: [(&'static str, u64); 2],
    /// Where its companies file patents first.
    pub(crate) office: &'static str,
}

const fn country(
    code: &'static str,
    (imported, exported): ((u64, u64), (u64, u64)),
    legal_form: &'static str,
    currencies: [(&'static str, u64); 2],
    office: &'static str,
) -> Country {
    Country { code, imported, exported, legal_form, currencies, office }
}

/// Imports as published for 2006 (EU 39 %, Japan 24 %, United States 19 %), drifting; exports as cities publish them.
pub(crate) static COUNTRIES: [Country; 26] = [
    country("JP", ((240, 160), (90, 110)), "K.K.", [("JPY", 7), ("USD", 3)], "JP"),
    country("US", ((190, 210), (210, 190)), "Inc.", [("USD", 1), ("USD", 0)], "US"),
    country("DE", ((150, 165), (60, 75)), "GmbH", [("EUR", 8), ("USD", 2)], "EP"),
    country("FR", ((60, 45), (25, 20)), "S.A.", [("EUR", 8), ("USD", 2)], "EP"),
    country("NL", ((40, 45), (20, 30)), "B.V.", [("EUR", 8), ("USD", 2)], "EP"),
    country("IT", ((45, 30), (10, 12)), "S.p.A.", [("EUR", 8), ("USD", 2)], "EP"),
    country("GB", ((40, 35), (35, 25)), "Ltd.", [("GBP", 7), ("USD", 3)], "GB"),
    country("SE", ((25, 22), (10, 10)), "AB", [("SEK", 3), ("EUR", 7)], "EP"),
    country("CH", ((25, 45), (10, 18)), "AG", [("CHF", 6), ("EUR", 4)], "EP"),
    country("BE", ((15, 14), (5, 6)), "N.V.", [("EUR", 8), ("USD", 2)], "EP"),
    country("AT", ((12, 12), (4, 5)), "GmbH", [("EUR", 8), ("USD", 2)], "EP"),
    country("FI", ((12, 8), (6, 6)), "Oy", [("EUR", 8), ("USD", 2)], "EP"),
    country("DK", ((6, 10), (3, 5)), "A/S", [("EUR", 6), ("USD", 4)], "EP"),
    country("ES", ((6, 6), (3, 5)), "S.A.", [("EUR", 8), ("USD", 2)], "EP"),
    country("KR", ((60, 75), (35, 50)), "Co., Ltd.", [("KRW", 3), ("USD", 7)], "KR"),
    country("SG", ((20, 35), (70, 115)), "Pte. Ltd.", [("SGD", 3), ("USD", 7)], "SG"),
    country("HK", ((30, 35), (130, 90)), "Limited", [("HKD", 4), ("USD", 6)], "US"),
    country("TW", ((30, 40), (45, 40)), "Co., Ltd.", [("TWD", 3), ("USD", 7)], "TW"),
    country("IL", ((4, 14), (2, 5)), "Ltd.", [("USD", 1), ("USD", 0)], "US"),
    country("CA", ((8, 9), (12, 10)), "Inc.", [("CAD", 4), ("USD", 6)], "US"),
    country("AU", ((4, 6), (8, 12)), "Pty Ltd", [("AUD", 6), ("USD", 4)], "US"),
    country("VN", ((0, 1), (12, 65)), "Co., Ltd.", [("USD", 1), ("USD", 0)], "US"),
    country("TH", ((0, 1), (14, 40)), "Co., Ltd.", [("USD", 1), ("USD", 0)], "US"),
    country("MY", ((1, 3), (16, 38)), "Sdn. Bhd.", [("USD", 1), ("USD", 0)], "US"),
    country("IN", ((1, 4), (20, 35)), "Pvt. Ltd.", [("USD", 1), ("USD", 0)], "US"),
    country("MX", ((0, 1), (4, 28)), "S.A. de C.V.", [("USD", 1), ("USD", 0)], "US"),
];

/// A country, as the trade goes so many years after 2006.
pub(crate) fn drawn_country(chance: &mut Chance, import: bool, age: u64) -> &'static Country {
    let place = chance.weighted(COUNTRIES.iter().map(|country| {
        let (first, last) = if import { country.imported } else { country.exported };
        drifted(first, last, age)
    }));
    COUNTRIES.get(place).unwrap_or(&COUNTRIES[0])
}

/// A party of that country: one of those that the market knew by then.
pub(crate) fn drawn(seed: u64, chance: &mut Chance, country: &'static Country, age: u64) -> Partner {
    let number = chance.rank(12 + 5 * age);
    let code = country.code.bytes().fold(0_u64, |sum, byte| (sum << 8) | u64::from(byte));
    let mut own = Chance::new(seed, About::Partner, (code << 32) | number);
    let word = |own: &mut Chance, from: &[&'static str]| {
        let place = usize::try_from(own.below(from.len() as u64)).unwrap_or_default();
        from.get(place).copied().unwrap_or_default()
    };
    let (first, second) = (word(&mut own, &PARTNER_FIRST), word(&mut own, &PARTNER_SECOND));
    let name = format!("Example {first} {second} {} {}（示例）", number + 1, country.legal_form);
    let key = counterparty_key(&name, country.code);
    Partner { name, country: country.code, key }
}
