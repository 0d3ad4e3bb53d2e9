//! Who files are exchanged with, how each of them writes the register, and who may exchange.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::exchange::{CellForm, ExchangeField, Mapping, SET_PREFIX};
use domain::names::Named;
use domain::partner::PublicBody;
use domain::reference::read_mapping;
use serde::Serialize;
use storage::Connection;
use storage::reference::{ReferenceSet, reference_sets};
use utoipa::ToSchema;

use crate::app::authorise::Scope;
use crate::app::{AppError, Context, Portal};

/// A counterpart that this reader exchanges files with.
#[derive(Debug, Clone)]
pub struct Counterpart {
    pub(super) mapping: Mapping,
    pub(super) version: String,
    source: String,
    loaded_at: DateTime<Utc>,
}

/// Every counterpart.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CounterpartList {
    /// By their codes.
    pub items: Vec<CounterpartView>,
}

/// A counterpart and its mapping.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CounterpartView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The public body whose system it is.
    pub body: PublicBody,
    /// Whether the counterpart has confirmed the mapping; an unconfirmed one is an example.
    pub confirmed: bool,
    /// Edition of the mapping.
    pub version: String,
    /// Where the mapping comes from.
    pub source: String,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
    /// The columns of the counterpart's files, in their order.
    pub columns: Vec<MappedColumnView>,
}

/// A column of a counterpart's files.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MappedColumnView {
    /// The field of the register that it holds.
    pub field: ExchangeField,
    /// What the field is called.
    pub name: String,
    /// What the counterpart calls it.
    pub heading: String,
    /// How values stand in it.
    pub form: CellForm,
    /// The register's codes with the counterpart's own, where it has such.
    pub codes: BTreeMap<String, String>,
}

impl CounterpartView {
    fn of(found: Counterpart, context: &Context) -> Self {
        let Counterpart { mapping, version, source, loaded_at } = found;
        let columns = mapping.columns.into_iter().map(|column| {
            let (zh, en) = column.field.names();
            MappedColumnView {
                field: column.field,
                name: context.say(zh, en),
                heading: column.heading,
                form: column.form,
                codes: column.codes.into_iter().collect(),
            }
        });
        Self {
            code: mapping.counterpart,
            name: mapping.name.in_language(context.language).to_owned(),
            body: mapping.body,
            confirmed: mapping.confirmed,
            version,
            source,
            loaded_at,
            columns: columns.collect(),
        }
    }
}

/// Everybody with whom this reader exchanges files.
pub async fn counterparts(portal: &Portal, context: &Context) -> Result<CounterpartList, AppError> {
    context.exchanges(Scope::ExchangeRead)?;
    let reader = context.clone();
    let found = portal.database.read(move |connection| of_reader(connection, &reader)).await?;
    Ok(CounterpartList { items: found.into_iter().map(|one| CounterpartView::of(one, context)).collect() })
}

/// The counterpart with this code, for a reader who exchanges files with it to read, or also to `keep` what is found.
pub async fn open(portal: &Portal, context: &Context, code: &str, keep: bool) -> Result<Counterpart, AppError> {
    context.exchanges(if keep { Scope::ExchangeWrite } else { Scope::ExchangeRead })?;
    let (reader, code) = (context.clone(), code.to_owned());
    portal
        .database
        .read(move |connection| {
            let found = of_reader(connection, &reader)?.into_iter().find(|one| one.mapping.counterpart == code);
            found.ok_or(AppError::NotFound)
        })
        .await
}

/// The counterparts of a reader who may exchange files at all.
pub(super) fn of_reader(connection: &mut Connection, reader: &Context) -> Result<Vec<Counterpart>, AppError> {
    let sets = reference_sets(connection)?.into_values().filter(|set| set.name.starts_with(SET_PREFIX));
    let known: Vec<Counterpart> = sets.map(Counterpart::read).collect::<Result<_, _>>()?;
    Ok(known.into_iter().filter(|one| reader.exchanges_with(one.mapping.body)).collect())
}

impl Counterpart {
    fn read(set: ReferenceSet) -> Result<Self, AppError> {
        let mapping = read_mapping(&set.name, &set.content).map_err(AppError::internal)?;
        Ok(Self { mapping, version: set.version, source: set.source, loaded_at: set.loaded_at })
    }
}
