//! Reference data: what an authority publishes and may change, read from CSV text that ships with the program and that
//! an administrator may replace. Which set is in force, and since when, is decided by whoever stores them.

mod catalogue;
mod catalogue_diff;
mod catalogue_table;
mod divisions;
mod exchange;
mod guide;
mod licence;
mod rates;
mod refusals;
mod research;
mod return_reasons;
mod rules;
mod shipped;
mod table;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use thiserror::Error;

use crate::calendar::{Exception, WorkingCalendar};
use crate::exchange::SET_PREFIX;
use crate::guide::Destination;
use crate::language::Bilingual;
use crate::licence::ChannelStep;
use crate::money::{Currency, CurrencyCode};
pub use catalogue::{Catalogue, CatalogueClass, CatalogueItem, partial_note};
pub use catalogue_diff::{CatalogueDiff, ChangedItem, catalogue_diff};
pub use catalogue_table::{Line, LineError, csv_lines, read_items};
pub use divisions::{Area, Divisions};
pub use exchange::read_mapping;
pub use guide::GuideWords;
pub use rates::ExchangeRates;
pub use refusals::{RefusalGround, RefusalGrounds};
pub use research::{
    AnalysisMethod, DisclosurePolicies, DisclosurePolicy, OpenDataset, StrategicField, StrategicFields,
};
pub use return_reasons::{ShippedReason, shipped_return_reasons};
pub use rules::{Citations, DocumentRequirement, Needed};
pub use shipped::{INVENTED_RATES, SHIPPED, ShippedSet};
use table::rows;
pub use words::CheckWords;

/// ISO 3166-1 code of the mainland. Hong Kong, Macao and Taiwan are across the border in this trade.
pub const MAINLAND: &str = "CN";

/// Every set, read and cross-checked.
#[derive(Debug, Clone)]
pub struct ReferenceData {
    /// Countries and regions by ISO 3166-1 alpha-2 code.
    pub countries: BTreeMap<String, Bilingual>,
    /// Currencies by ISO 4217 code.
    pub currencies: BTreeMap<String, CurrencyEntry>,
    /// Industries by GB/T 4754 division.
    pub industries: BTreeMap<String, Industry>,
    /// The areas of Suzhou.
    pub divisions: Divisions,
    /// Working days.
    pub calendar: WorkingCalendar,
    /// Prohibited and restricted technology.
    pub catalogue: Catalogue,
    /// Monthly rates to the US dollar.
    pub rates: ExchangeRates,
    /// Which papers an application needs.
    pub requirements: Vec<DocumentRequirement>,
    /// Where the rules stand.
    pub citations: Citations,
    /// How to mend what the checks find.
    pub words: CheckWords,
    /// Steps and day limits of the licence channel.
    pub licence_channel: Vec<ChannelStep>,
    /// On which grounds registration is refused, and the remedies.
    pub refusals: RefusalGrounds,
    /// What the guide says of each place that a matter may belong to.
    pub guide: BTreeMap<Destination, GuideWords>,
    /// How published figures are protected.
    pub disclosure: DisclosurePolicies,
    /// The fields of technology that are watched.
    pub strategic_fields: StrategicFields,
    /// The words of the analyses, in their order.
    pub analysis_methods: Vec<AnalysisMethod>,
    /// The public data sets, in their order.
    pub open_datasets: Vec<OpenDataset>,
}

/// A currency as people are offered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrencyEntry {
    /// Code and precision.
    pub currency: Currency,
    /// Its name.
    pub name: Bilingual,
}

/// A division of GB/T 4754-2017.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Industry {
    /// Section letter, A to T.
    pub section: String,
    /// Name of the division.
    pub name: String,
    /// Name of the section.
    pub section_name: String,
}

/// Why a set cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{set}, line {line}: {message}")]
pub struct ReferenceError {
    /// Name of the set.
    pub set: String,
    /// Line of its text; 0 when the whole set is missing.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

impl ReferenceData {
    /// Reads every set of [`SHIPPED`] by its name from these texts; none may be missing, and an unknown one is an error, but for the
    /// mapping of a counterpart that does not ship. Mappings are only checked here: whoever exchanges files reads the one that is meant.
    pub fn from_sources(sources: &BTreeMap<String, String>) -> Result<Self, ReferenceError> {
        let error =
            |set: &str, message: &str| ReferenceError { set: set.to_owned(), line: 0, message: message.to_owned() };
        for (name, text) in sources {
            if name.starts_with(SET_PREFIX) {
                read_mapping(name, text)?;
            } else if SHIPPED.iter().all(|set| set.name != *name) {
                return Err(error(name, "there is no such set"));
            }
        }
        let text = |name: &str| sources.get(name).map(String::as_str).ok_or_else(|| error(name, "the set is missing"));
        Ok(Self {
            countries: read_countries(text("countries")?)?,
            currencies: read_currencies(text("currencies")?)?,
            industries: read_industries(text("industries")?)?,
            divisions: Divisions::read(text("divisions")?)?,
            calendar: read_calendar(text("working_days")?)?,
            catalogue: Catalogue::read(text("control_catalogue")?)?,
            rates: ExchangeRates::read(text("exchange_rates")?)?,
            requirements: rules::read_requirements(text("document_requirements")?)?,
            citations: Citations::read(text("citations")?)?,
            words: CheckWords::read(text("check_words")?)?,
            refusals: RefusalGrounds::read(text("refusal_grounds")?)?,
            licence_channel: licence::read(text("licence_channel")?)?,
            guide: guide::read(text("guide")?)?,
            disclosure: DisclosurePolicies::read(text("disclosure_policy")?)?,
            strategic_fields: StrategicFields::read(text("strategic_fields")?)?,
            analysis_methods: research::read_methods(text("analysis_methods")?)?,
            open_datasets: research::read_datasets(text("open_datasets")?)?,
        })
    }

    /// The sets as they ship.
    pub fn shipped() -> Result<Self, ReferenceError> {
        Self::from_sources(&SHIPPED.iter().map(|set| (set.name.to_owned(), set.content.to_owned())).collect())
    }

    /// The currency with this code.
    pub fn currency(&self, code: &str) -> Option<Currency> {
        self.currencies.get(code).map(|entry| entry.currency)
    }
}

fn read_countries(text: &str) -> Result<BTreeMap<String, Bilingual>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        code: String,
        name_zh: String,
        name_en: String,
    }
    let two_letters = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut countries = BTreeMap::new();
    for row in rows::<Record>("countries", text)? {
        row.require(two_letters(&row.record.code), "a country code is two capital letters")?;
        row.require(!countries.contains_key(&row.record.code), "the code occurs twice")?;
        countries.insert(row.record.code, Bilingual::new(row.record.name_zh, row.record.name_en));
    }
    Ok(countries)
}

fn read_currencies(text: &str) -> Result<BTreeMap<String, CurrencyEntry>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        code: CurrencyCode,
        minor_units: u8,
        name_zh: String,
        name_en: String,
    }
    let mut currencies = BTreeMap::new();
    for row in rows::<Record>("currencies", text)? {
        row.require(row.record.minor_units <= 4, "a currency has at most 4 decimals")?;
        let Record { code, minor_units, name_zh, name_en } = row.record;
        let entry = CurrencyEntry { currency: Currency { code, minor_units }, name: Bilingual::new(name_zh, name_en) };
        currencies.insert(code.to_string(), entry);
    }
    Ok(currencies)
}

fn read_industries(text: &str) -> Result<BTreeMap<String, Industry>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        division_code: String,
        section: String,
        name: String,
        section_name: String,
    }
    let two_digits = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit());
    let mut industries = BTreeMap::new();
    for row in rows::<Record>("industries", text)? {
        row.require(two_digits(&row.record.division_code), "a division is two digits")?;
        let Record { division_code, section, name, section_name } = row.record;
        industries.insert(division_code, Industry { section, name, section_name });
    }
    Ok(industries)
}

/// The calendar that a text of working days describes.
pub fn read_calendar(text: &str) -> Result<WorkingCalendar, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        date: NaiveDate,
        kind: String,
        name: String,
    }
    let mut exceptions = BTreeMap::new();
    for row in rows::<Record>("working_days", text)? {
        row.require(["holiday", "makeup"].contains(&row.record.kind.as_str()), "the kind is holiday or makeup")?;
        let Record { date, kind, name } = row.record;
        let exception = if kind == "holiday" { Exception::Holiday(name) } else { Exception::Makeup(name) };
        exceptions.insert(date, exception);
    }
    Ok(WorkingCalendar::new(exceptions))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> BTreeMap<String, String> {
        SHIPPED.iter().map(|set| (set.name.to_owned(), set.content.to_owned())).collect()
    }

    #[test]
    fn what_ships_can_be_read() {
        let reference = ReferenceData::shipped().unwrap();
        assert_eq!(reference.countries.len(), 249);
        assert_eq!(reference.industries.len(), 97);
        assert_eq!(reference.currency("JPY").unwrap().minor_units, 0);
        assert_eq!(reference.currency("KWD").unwrap().minor_units, 3);
        assert_eq!(reference.industries["39"].section, "C");
        assert_eq!(reference.rates.all().count(), 0, "a real portal begins without rates");
        assert!(INVENTED_RATES.content.starts_with("# 示例"));
    }

    #[test]
    fn regions_are_named_as_a_site_of_the_mainland_names_them() {
        let reference = ReferenceData::shipped().unwrap();
        for (code, name) in [("TW", "中国台湾"), ("HK", "中国香港"), ("MO", "中国澳门")] {
            assert_eq!(reference.countries[code].zh, name);
            assert_ne!(code, MAINLAND);
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        for (set, content, line) in [
            ("currencies", "code,minor_units,name_zh,name_en\nUSD,2,美元,US Dollar\neur,2,欧元,Euro\n", 3),
            ("countries", "code,name_zh,name_en\nDE,德国,Germany\nDE,德国,Germany\n", 3),
            ("working_days", "date,kind,name\n2026-02-30,holiday,x\n", 2),
            ("working_days", "date,kind,name\n2026-02-20,party,x\n", 2),
            ("exchange_rates", "month,currency,usd_per_unit\n2026-13,EUR,1.1\n", 2),
            (
                "control_catalogue",
                "# edition: x\ncatalogue,class,item_no,industry,name,control_points,source,status\nsideways,restricted,,,x,,,x\n",
                3,
            ),
        ] {
            let mut sources = shipped();
            sources.insert(set.to_owned(), content.to_owned());
            let error = ReferenceData::from_sources(&sources).unwrap_err();
            assert_eq!((error.set.as_str(), error.line), (set, line), "{error}");
        }
    }

    #[test]
    fn a_missing_and_an_unknown_set_are_refused() {
        let mut sources = shipped();
        let rates = sources.remove("exchange_rates").unwrap();
        assert_eq!(ReferenceData::from_sources(&sources).unwrap_err().set, "exchange_rates");
        sources.insert("exchange_rates".to_owned(), rates);
        sources.insert("weather".to_owned(), String::new());
        assert_eq!(ReferenceData::from_sources(&sources).unwrap_err().set, "weather");
    }
}
