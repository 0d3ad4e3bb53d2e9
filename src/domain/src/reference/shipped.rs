//! The sets that ship with the program, and where each comes from.

/// A set as it ships.
#[derive(Debug, Clone, Copy)]
pub struct ShippedSet {
    /// Its name, by which a loaded set replaces it.
    pub name: &'static str,
    /// Edition or date of what it holds.
    pub version: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// CSV text.
    pub content: &'static str,
}

/// Rates that are made up, for demonstrations, sandboxes, tests and benches: in force nowhere until they are loaded.
pub const INVENTED_RATES: ShippedSet = ShippedSet {
    name: "exchange_rates",
    version: "2025-2026, 示例",
    source: "示例 invented for demonstration",
    content: include_str!("../../data/invented_rates.csv"),
};

/// Every set there is.
pub const SHIPPED: &[ShippedSet] = &[
    ShippedSet {
        name: "countries",
        version: "ISO 3166-1, 2026-02",
        source: "pycountry 26.2.16, names from CLDR, regions named as on the mainland",
        content: include_str!("../../data/countries.csv"),
    },
    ShippedSet {
        name: "currencies",
        version: "ISO 4217, 2026-02",
        source: "pycountry 26.2.16, active codes only, names from CLDR",
        content: include_str!("../../data/currencies.csv"),
    },
    ShippedSet {
        name: "industries",
        version: "GB/T 4754-2017",
        source: "two public code tables that agree",
        content: include_str!("../../data/gbt4754_2017.csv"),
    },
    ShippedSet {
        name: "divisions",
        version: "2023",
        source: "National Bureau of Statistics and Ministry of Civil Affairs, with the codes of the industrial park",
        content: include_str!("../../data/suzhou_divisions.csv"),
    },
    ShippedSet {
        name: "working_days",
        version: "2020-2026",
        source: "the State Council's yearly notices, from chinesecalendar 1.11.0",
        content: include_str!("../../data/working_days.csv"),
    },
    ShippedSet {
        name: "control_catalogue",
        version: "2023, adjusted 2025; excerpt",
        source: "public reports of the catalogue, row by row; not the official list",
        content: include_str!("../../data/control_catalogue.csv"),
    },
    ShippedSet {
        name: "exchange_rates",
        version: "none",
        source: "no rates ship; the system administrator loads the official table",
        content: include_str!("../../data/exchange_rates.csv"),
    },
    ShippedSet {
        name: "document_requirements",
        version: "2026-11",
        source: "the Regulation, Art. 18 and 37; the Measures, Art. 7 and 14; usual office practice",
        content: include_str!("../../data/document_requirements.csv"),
    },
    ShippedSet {
        name: "citations",
        version: "2026-11",
        source: "the acts as published; wording that is not confirmed is left out",
        content: include_str!("../../data/citations.csv"),
    },
    ShippedSet {
        name: "licence_channel",
        version: "2026-11",
        source: "the Regulation, Art. 11 to 16 and 31 to 35; MOFCOM Orders 1 and 2 of 2009; State Council notice 2018 No. 19",
        content: include_str!("../../data/licence_channel.csv"),
    },
    ShippedSet {
        name: "guide",
        version: "2026-11",
        source: "the Regulation, the Measures and the acts they refer to, as published",
        content: include_str!("../../data/guide.csv"),
    },
    ShippedSet {
        name: "check_words",
        version: "2026-11",
        source: "written for this portal",
        content: include_str!("../../data/check_words.csv"),
    },
    ShippedSet {
        name: "refusal_grounds",
        version: "2026-11",
        source: "the acts as published; wording that is not confirmed is left out",
        content: include_str!("../../data/refusal_grounds.csv"),
    },
    ShippedSet {
        name: "exchange.mofcom",
        version: "2026-12, example",
        source: "written for this portal; the counterpart has not confirmed it",
        content: include_str!("../../data/exchange_mofcom.csv"),
    },
    ShippedSet {
        name: "exchange.tax",
        version: "2026-12, example",
        source: "written for this portal; the counterpart has not confirmed it",
        content: include_str!("../../data/exchange_tax.csv"),
    },
    ShippedSet {
        name: "exchange.customs",
        version: "2026-12, example",
        source: "written for this portal; the counterpart has not confirmed it",
        content: include_str!("../../data/exchange_customs.csv"),
    },
    ShippedSet {
        name: "disclosure_policy",
        version: "2026-12",
        source: "written for this portal after the literature that docs/disclosure.md names; the office settles the numbers",
        content: include_str!("../../data/disclosure_policy.csv"),
    },
    ShippedSet {
        name: "strategic_fields",
        version: "2026-12",
        source: "the city's plan, approximated by GB/T 4754-2017 divisions",
        content: include_str!("../../data/strategic_fields.csv"),
    },
    ShippedSet {
        name: "analysis_methods",
        version: "2026-12",
        source: "written for this portal",
        content: include_str!("../../data/analysis_methods.csv"),
    },
    ShippedSet {
        name: "open_datasets",
        version: "2026-12",
        source: "written for this portal",
        content: include_str!("../../data/open_datasets.csv"),
    },
];
