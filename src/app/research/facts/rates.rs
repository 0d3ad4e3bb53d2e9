//! The table of rates: its editions, what another one would change, and loading it. An edition holds for what is registered after it;
//! what was counted before keeps its rates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::Role;
use domain::money::{CurrencyCode, Rate};
use domain::reference::ExchangeRates;
use domain::statistics::Month;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::journal::Seal;
use storage::reference::{
    ReferenceEdition, ReferenceSet, place_reference_edition, reference_editions, store_reference_set,
};
use utoipa::ToSchema;
use validator::Validate;

use super::editions::{RATES, UNPLACED, put_edition};
use crate::app::command::{Done, Record};
use crate::app::{Answered, AppError, Context, Portal, digest, reference};

/// A table of rates to look at.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewRates {
    /// CSV with the columns `month,currency,usd_per_unit`: US dollars for one unit, by month.
    #[validate(length(min = 1, max = 200_000))]
    #[schema(min_length = 1, max_length = 200_000)]
    pub csv: String,
}

/// An edition of the rates.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadRates {
    /// Its name, such as `2026-12`.
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub version: String,
    /// Who published the rates.
    #[validate(length(min = 1, max = 500))]
    #[schema(min_length = 1, max_length = 500)]
    pub source: String,
    /// CSV with the columns `month,currency,usd_per_unit`: the whole table, earlier months too.
    #[validate(length(min = 1, max = 200_000))]
    #[schema(min_length = 1, max_length = 200_000)]
    pub csv: String,
}

/// Every edition.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RateEditionList {
    /// The newest first.
    pub items: Vec<RateEditionView>,
}

/// An edition of the rates.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RateEditionView {
    /// Which, from 0; 0 is the one that the portal began with.
    pub number: i32,
    /// Its name.
    pub version: String,
    /// Who published the rates.
    pub source: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
    /// The journal entry that loaded it: it holds for what is registered after that. 0 for the one that the portal began with.
    pub loaded_seq: i64,
    /// The months that it has rates of.
    pub months: Option<MonthSpan>,
    /// How many currencies it has.
    pub currencies: usize,
}

/// Months, the first and the last one counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthSpan {
    /// Such as `2025-01`.
    pub from: String,
    /// Such as `2026-12`.
    pub to: String,
}

/// What a table of rates holds, and what it would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RatesPreview {
    /// Rates.
    pub rows: usize,
    /// The months that it has rates of.
    pub months: Option<MonthSpan>,
    /// How many currencies it has.
    pub currencies: usize,
    /// Why it cannot be loaded: the first line that cannot be read.
    pub errors: Vec<RateProblem>,
    /// Rates of months and currencies that the newest edition has none of.
    pub added: usize,
    /// Rates that are another in the newest edition.
    pub changed: usize,
    /// Rates of the newest edition that it lacks.
    pub removed: usize,
}

/// A line that cannot be read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RateProblem {
    /// From 1; the head of the table is line 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// Every edition of the rates, the newest first.
pub async fn rates(portal: &Portal, context: &Context) -> Result<RateEditionList, AppError> {
    context.staff(Role::is_staff)?;
    let editions = portal.database.read(|connection| Ok::<_, AppError>(reference_editions(connection, RATES)?)).await?;
    Ok(RateEditionList { items: editions.iter().rev().map(view).collect::<Result<_, _>>()? })
}

/// A dry run.
pub async fn preview_rates(portal: &Portal, context: &Context, body: PreviewRates) -> Result<RatesPreview, AppError> {
    context.staff(|role| role == Role::SystemAdmin)?;
    let (later, errors) = match ExchangeRates::read(&body.csv) {
        Ok(rates) => (rates, Vec::new()),
        Err(error) => (ExchangeRates::default(), vec![RateProblem { line: error.line, message: error.message }]),
    };
    let table = |rates: &ExchangeRates| -> BTreeMap<(CurrencyCode, Month), Rate> {
        rates.all().map(|(currency, month, rate)| ((currency, month), rate)).collect()
    };
    let (now, later) = (table(&portal.reference().data.rates), table(&later));
    let whole = errors.is_empty();
    let count = |matches: bool| usize::from(whole && matches);
    Ok(RatesPreview {
        rows: later.len(),
        months: span(later.keys().map(|(_, month)| *month)),
        currencies: later.keys().map(|(currency, _)| currency).collect::<BTreeSet<_>>().len(),
        errors,
        added: later.keys().map(|key| count(!now.contains_key(key))).sum(),
        changed: later.iter().map(|(key, rate)| count(now.get(key).is_some_and(|known| known != rate))).sum(),
        removed: now.keys().map(|key| count(!later.contains_key(key))).sum(),
    })
}

/// Loads an edition.
pub async fn load_rates(portal: &Portal, context: &Context, body: LoadRates) -> Result<Answered, AppError> {
    let by = context.staff(|role| role == Role::SystemAdmin)?.id.to_string();
    ExchangeRates::read(&body.csv).map_err(|error| {
        let zh = format!("第 {} 行无法读取：{}", error.line, error.message);
        let en = format!("line {} cannot be read: {}", error.line, error.message);
        AppError::field("/csv", "rates_unreadable", context.say(&zh, &en))
    })?;
    let answered = portal
        .execute(context, move |connection, now| {
            let set = ReferenceSet {
                name: RATES.to_owned(),
                version: body.version,
                source: body.source,
                content: body.csv,
                loaded_at: now,
                loaded_by: Some(by),
            };
            store_reference_set(connection, &set)?;
            let number = put_edition(connection, &set, UNPLACED)?;
            let record = Record {
                kind: "reference.loaded",
                subject: RATES.to_owned(),
                body: json!({
                    "version": set.version, "source": set.source, "digest": digest(&set.content), "number": number,
                }),
            };
            let seal =
                Seal::new(move |connection, place| place_reference_edition(connection, RATES, number, place.seq));
            Done::json(201, &Loaded { number }, record.sealed(Some(seal)))
        })
        .await?;
    reference::refresh(portal).await?;
    told(portal, answered).await
}

/// What is kept of the answer; the edition's place in the journal is known only afterwards, and never changes.
#[derive(Serialize, Deserialize)]
struct Loaded {
    number: i32,
}

async fn told(portal: &Portal, answered: Answered) -> Result<Answered, AppError> {
    let Loaded { number } = serde_json::from_str(&answered.body).map_err(AppError::internal)?;
    let editions = portal.database.read(|connection| Ok::<_, AppError>(reference_editions(connection, RATES)?)).await?;
    let edition = editions.iter().find(|edition| edition.number == number);
    let edition = edition.ok_or_else(|| AppError::internal("an edition that was loaded is not there"))?;
    let body = serde_json::to_string(&view(edition)?).map_err(AppError::internal)?;
    Ok(Answered { body, ..answered })
}

fn view(edition: &ReferenceEdition) -> Result<RateEditionView, AppError> {
    let rates = ExchangeRates::read(&edition.content).map_err(AppError::internal)?;
    Ok(RateEditionView {
        number: edition.number,
        version: edition.version.clone(),
        source: edition.source.clone(),
        loaded_at: edition.loaded_at,
        loaded_seq: edition.loaded_seq,
        months: span(rates.all().map(|(_, month, _)| month)),
        currencies: rates.all().map(|(currency, ..)| currency).collect::<BTreeSet<_>>().len(),
    })
}

fn span(months: impl Iterator<Item = Month>) -> Option<MonthSpan> {
    let months: BTreeSet<Month> = months.collect();
    let (from, to) = (months.first()?, months.last()?);
    Some(MonthSpan { from: from.to_string(), to: to.to_string() })
}
