//! Questions to the cube, kept current with the facts.

use std::sync::PoisonError;

use domain::finding::Language;
use research::{Dimension, Fact, FactKind, Measure, Pivot, Query};
use serde::Serialize;
use storage::register::facts_after;
use utoipa::ToSchema;

use super::moved::Moved;
use crate::app::authorise::Scope;
use crate::app::portal::Reference;
use crate::app::{Actor, AppError, Context, FieldError, Portal};

/// Facts read at a time: as rows they take many times what they take in the cube.
const CHUNK: i64 = 5_000;

/// What can be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DimensionsView {
    /// The journal entry up to which the figures count.
    pub as_of: i64,
    /// By what.
    pub dimensions: Vec<DimensionView>,
    /// For what.
    pub measures: Vec<MeasureView>,
}

/// Something to group and filter by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DimensionView {
    /// Code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// The values that occur.
    pub values: Vec<ValueView>,
}

/// A value of a dimension.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ValueView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// Something to count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeasureView {
    /// Code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
}

/// A question, as its parameters.
#[derive(Debug, Clone, Default)]
pub struct PivotRequest {
    /// Dimensions down, by comma.
    pub rows: Option<String>,
    /// Dimensions across, by comma.
    pub columns: Option<String>,
    /// Measures, by comma.
    pub measures: Option<String>,
    /// `dimension:value,value`, each.
    pub filters: Vec<String>,
}

/// What can be asked, with the values that occur.
pub async fn dimensions(portal: &Portal, context: &Context) -> Result<DimensionsView, AppError> {
    may_research(context)?;
    catch_up(portal).await?;
    let (reference, language) = (portal.reference(), context.language);
    let cube = portal.cube.lock().unwrap_or_else(PoisonError::into_inner);
    let dimensions = Dimension::ALL
        .into_iter()
        .map(|dimension| DimensionView {
            code: dimension.code(),
            name: dimension.name(language),
            values: cube
                .values(dimension)
                .into_iter()
                .map(|code| ValueView { name: value_name(&reference, dimension, &code, language), code })
                .collect(),
        })
        .collect();
    let measures = Measure::ALL
        .into_iter()
        .map(|measure| MeasureView { code: measure.code(), name: measure.name(language), unit: measure.unit() })
        .collect();
    Ok(DimensionsView { as_of: cube.as_of(), dimensions, measures })
}

/// Answers a question.
pub async fn pivot(portal: &Portal, context: &Context, request: &PivotRequest) -> Result<Pivot, AppError> {
    may_research(context)?;
    let query = Query::parse(
        request.rows.as_deref(),
        request.columns.as_deref(),
        request.measures.as_deref(),
        &request.filters,
    )
    .map_err(|error| AppError::Invalid {
        code: "invalid_query",
        errors: vec![FieldError::new(
            format!("/{}", error.parameter),
            "invalid_query",
            error.message(context.language),
        )],
    })?;
    catch_up(portal).await?;
    Ok(portal.cube.lock().unwrap_or_else(PoisonError::into_inner).pivot(&query))
}

/// The same answer as CSV.
pub async fn export(portal: &Portal, context: &Context, request: &PivotRequest) -> Result<String, AppError> {
    Ok(pivot(portal, context, request).await?.to_csv())
}

fn may_research(context: &Context) -> Result<(), AppError> {
    match &context.actor {
        Actor::Partner(_) => context.scope(Scope::ResearchRead),
        _ => context.staff(domain::Role::may_research).map(|_| ()),
    }
}

/// Brings the cube up to the facts that are stored.
async fn catch_up(portal: &Portal) -> Result<(), AppError> {
    loop {
        let known = portal.cube.lock().unwrap_or_else(PoisonError::into_inner).as_of();
        let facts =
            portal.database.read(move |connection| Ok::<_, AppError>(facts_after(connection, known, CHUNK)?)).await?;
        if facts.is_empty() {
            return Ok(());
        }
        let mut cube = portal.cube.lock().unwrap_or_else(PoisonError::into_inner);
        // Another request may have been faster.
        let fresh = facts.into_iter().filter(|fact| fact.seq > cube.as_of());
        let fresh: Vec<Vec<Fact>> = fresh.map(in_cube).collect::<Result<_, _>>()?;
        cube.append(&fresh.concat());
    }
}

/// A stored fact as the cube adds it up: one that moves its contract is two, what it takes away and what it adds.
fn in_cube(fact: storage::register::Fact) -> Result<Vec<Fact>, AppError> {
    let moved = Moved::of(&fact)?;
    let added = Fact {
        seq: fact.seq,
        kind: match fact.kind.as_str() {
            "amendment" => FactKind::Amendment,
            "closure" => FactKind::Closure,
            _ => FactKind::Registration,
        },
        month: fact.registered_on.format("%Y-%m").to_string(),
        registered_on: fact.registered_on,
        direction: fact.direction,
        district: fact.district,
        country: fact.country,
        industry: fact.industry,
        legal_type: fact.legal_type,
        mode: fact.mode,
        payment_mode: fact.payment_mode,
        ownership: fact.ownership,
        related_parties: fact.related_parties,
        amount_usd_cents: fact.amount_usd_cents,
        technology_fee_usd_cents: fact.technology_fee_usd_cents,
        contracts: fact.contracts,
        royalty_rate_millionths: fact.royalty_rate_millionths,
        days_to_register: fact.days_to_register,
    };
    let taken = moved.map(|moved| Fact {
        direction: moved.direction,
        district: moved.district,
        country: moved.country,
        industry: moved.industry,
        legal_type: moved.legal_type,
        mode: moved.mode,
        payment_mode: moved.payment_mode,
        ownership: moved.ownership,
        related_parties: moved.related_parties,
        contracts: moved.contracts,
        amount_usd_cents: moved.amount_usd_cents,
        technology_fee_usd_cents: moved.technology_fee_usd_cents,
        ..added.clone()
    });
    Ok(taken.into_iter().chain([added]).collect())
}

fn value_name(reference: &Reference, dimension: Dimension, code: &str, language: Language) -> String {
    let name = match dimension {
        Dimension::Country => reference.data.countries.get(code).map(|name| name.in_language(language)),
        Dimension::District => reference.data.divisions.name(code),
        Dimension::Industry => reference.data.industries.get(code).map(|industry| industry.name.as_str()),
        _ => dimension.value_name(code, language),
    };
    name.unwrap_or(code).to_owned()
}
