//! Reference data: what ships with the product until an administrator loads another edition.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::exchange::SET_PREFIX;
use domain::reference::{Catalogue, INVENTED_RATES, ReferenceData, SHIPPED, ShippedSet};
use serde::Serialize;
use serde_json::json;
use storage::Database;
use storage::reference::{ReferenceSet, reference_sets, store_reference_set};

use utoipa::ToSchema;

use super::command::{Record, record};
use super::{AppError, Context, Portal, catalogue, research};

/// Loads every set, putting what ships where nothing is loaded yet, or where an older shipped edition stands.
pub(crate) async fn load(
    database: &Database,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<(ReferenceData, Sources, Vec<(NaiveDate, Catalogue)>), AppError> {
    let (sets, (catalogue, upcoming)) = database
        .write(move |connection| {
            let known = reference_sets(connection)?;
            for shipped in SHIPPED {
                let stale =
                    known.get(shipped.name).is_none_or(|set| set.loaded_by.is_none() && set.content != shipped.content);
                if stale {
                    store_reference_set(
                        connection,
                        &ReferenceSet {
                            name: shipped.name.into(),
                            version: shipped.version.into(),
                            source: shipped.source.into(),
                            content: shipped.content.into(),
                            loaded_at: now,
                            loaded_by: None,
                        },
                    )?;
                }
            }
            let sets = reference_sets(connection)?;
            if let Some(set) = sets.get(catalogue::SET) {
                catalogue::keep_shipped(connection, &set.content, set.loaded_by.is_none(), now)?;
            }
            research::keep_editions(connection, &sets)?;
            let scheduled = catalogue::scheduled(connection, today)?;
            Ok::<_, AppError>((sets, scheduled))
        })
        .await?;
    let sources = sources(sets);
    Ok((ReferenceData { catalogue, ..parse(&sources)? }, sources, upcoming))
}

/// What is loaded, without storing anything: for a check beside a running portal.
pub(crate) async fn read(database: &Database, today: NaiveDate) -> Result<ReferenceData, AppError> {
    let (sets, (catalogue, _)) = database
        .read(move |connection| {
            Ok::<_, AppError>((reference_sets(connection)?, catalogue::scheduled(connection, today)?))
        })
        .await?;
    Ok(ReferenceData { catalogue, ..parse(&sources(sets))? })
}

/// The text of each set by its name.
pub(crate) type Sources = BTreeMap<String, String>;

/// Takes up what was loaded: by a command of this process, by another instance of the portal, or by a command of the operator. The
/// catalogue, which has editions, is not among it.
///
/// What was read is put in force only where nothing else was since before it was read: so nothing older ever comes after something
/// newer, whatever the clocks of those who load say.
pub async fn refresh(portal: &Portal) -> Result<(), AppError> {
    loop {
        let before = portal.reference();
        let sets = portal.database.read(|connection| Ok::<_, AppError>(reference_sets(connection)?)).await?;
        let sources = sources(sets);
        if before.is_of(&sources) || portal.replace_reference(&before, parse(&sources)?, sources) {
            return Ok(());
        }
    }
}

/// Whether there is no rate at all: as a portal begins, until an administrator loads the official table.
pub fn rates_are_missing(portal: &Portal) -> bool {
    portal.reference().data.rates.all().next().is_none()
}

/// Loads the invented rates where there are none: for demonstrations, sandboxes and benches, never where things count.
pub async fn load_invented_rates(portal: &Portal) -> Result<(), AppError> {
    if !rates_are_missing(portal) {
        return Ok(());
    }
    let ShippedSet { name, version, source, content } = INVENTED_RATES;
    load_edition(portal, name, version, source, content.to_owned()).await
}

fn sources(sets: BTreeMap<String, ReferenceSet>) -> Sources {
    sets.into_iter().map(|(name, set)| (name, set.content)).collect()
}

fn parse(sources: &Sources) -> Result<ReferenceData, AppError> {
    ReferenceData::from_sources(sources).map_err(AppError::internal)
}

/// Loads a new edition of one set: an administrator's command. Nothing changes when the text cannot be read.
pub async fn load_edition(
    portal: &Portal,
    name: &str,
    version: &str,
    source: &str,
    content: String,
) -> Result<(), AppError> {
    // A counterpart that does not ship comes with its mapping.
    if !SHIPPED.iter().any(|shipped| shipped.name == name) && !name.starts_with(SET_PREFIX) {
        return Err(AppError::field("/name", "unknown_set", format!("no reference set is called {name:?}")));
    }
    if name == catalogue::SET {
        return Err(AppError::field("/name", "unknown_set", "the catalogue has editions: use `admin load-catalogue`"));
    }
    super::research::check_policy_load(portal, name, &content).await?;
    let set = ReferenceSet {
        name: name.to_owned(),
        version: version.to_owned(),
        source: source.to_owned(),
        content,
        loaded_at: portal.now(),
        loaded_by: Some("administrator".to_owned()),
    };
    portal
        .database
        .write(move |connection| {
            store_reference_set(connection, &set)?;
            let data = parse(&sources(reference_sets(connection)?))?;
            super::calendar::redate(connection, &data.calendar)?;
            let entry = Record {
                kind: "reference.loaded",
                subject: set.name.clone(),
                body: json!({ "version": set.version, "source": set.source, "digest": super::digest(&set.content) }),
            };
            let seq = record(connection, set.loaded_at, "system", &entry)?;
            if research::EDITIONED.contains(&set.name.as_str()) {
                research::put_edition(connection, &set, seq)?;
            }
            Ok::<_, AppError>(())
        })
        .await?;
    refresh(portal).await
}

/// What forms offer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReferenceView {
    /// ISO 3166-1.
    pub countries: Vec<NamedCode>,
    /// ISO 4217.
    pub currencies: Vec<CurrencyView>,
    /// GB/T 4754 divisions.
    pub industries: Vec<IndustryView>,
    /// Districts of Suzhou.
    pub districts: Vec<NamedCode>,
    /// Years whose working days are known.
    pub calendar: CalendarView,
    /// The control catalogue in use.
    pub catalogue: CatalogueView,
}

/// A code with its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NamedCode {
    /// Code.
    pub code: String,
    /// Name in the reader's language.
    pub name: String,
}

/// A currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CurrencyView {
    /// ISO 4217.
    pub code: String,
    /// Name in the reader's language.
    pub name: String,
    /// Decimals of its amounts.
    pub minor_units: u8,
}

/// An industry division.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IndustryView {
    /// Two digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of its section.
    pub section: String,
}

/// What is known of working days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CalendarView {
    /// Years.
    pub years: Vec<i32>,
}

/// The control catalogue in use.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CatalogueView {
    /// Edition.
    pub edition: String,
    /// Whether items of the official catalogue are missing.
    pub partial: bool,
    /// Number of items.
    pub items: usize,
}

/// The code sets in the reader's language.
pub fn view(portal: &Portal, context: &Context) -> ReferenceView {
    let reference = portal.reference();
    let data = &reference.data;
    let language = context.language;
    ReferenceView {
        countries: data
            .countries
            .iter()
            .map(|(code, name)| NamedCode { code: code.clone(), name: name.in_language(language).to_owned() })
            .collect(),
        currencies: data
            .currencies
            .iter()
            .map(|(code, entry)| CurrencyView {
                code: code.clone(),
                name: entry.name.in_language(language).to_owned(),
                minor_units: entry.currency.minor_units,
            })
            .collect(),
        industries: data
            .industries
            .iter()
            .map(|(code, industry)| IndustryView {
                code: code.clone(),
                name: industry.name.clone(),
                section: industry.section_name.clone(),
            })
            .collect(),
        districts: data
            .divisions
            .offered()
            .map(|area| NamedCode { code: area.code.to_owned(), name: area.name.to_owned() })
            .collect(),
        calendar: CalendarView { years: data.calendar.years().collect() },
        catalogue: CatalogueView {
            edition: data.catalogue.edition.clone(),
            partial: data.catalogue.partial,
            items: data.catalogue.items.len(),
        },
    }
}
