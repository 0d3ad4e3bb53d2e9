//! Whether the values that a filter names are any: a slip in a code would read as "there are none".

use research::{AsOf, Dimension, Filter, QueryError, QueryProblem};

use super::{Audience, moment_for};
use crate::app::portal::Reference;
use crate::app::{AppError, Portal};

/// Why a value of a filter is refused: reference data do not know it, nor did an earlier edition of them under which something was
/// registered. Of times, companies and parties abroad any value will do.
pub(super) async fn refused_value(
    portal: &Portal,
    audience: Audience,
    filters: &[Filter],
) -> Result<Option<QueryError>, AppError> {
    let unknown = unknown_values(&portal.reference(), audience, filters);
    if unknown.is_empty() {
        return Ok(None);
    }
    let moment = moment_for(portal, audience, AsOf::Latest).await?;
    let was_known = |dimension: Dimension, value: &str| match dimension {
        Dimension::StrategicField => {
            moment.editions.iter().any(|(_, fields)| fields.all().iter().any(|field| field.code == value))
        }
        _ => moment.snapshot.keys(dimension, &moment.fields).iter().any(|key| **key == *value),
    };
    let refused = unknown.into_iter().find(|(dimension, value)| !was_known(*dimension, value));
    Ok(refused.map(|(dimension, value)| QueryError {
        parameter: "filter",
        problem: QueryProblem::UnknownValue { dimension, value: value.to_owned() },
    }))
}

/// The values that reference data do not know now.
fn unknown_values<'a>(reference: &Reference, audience: Audience, filters: &'a [Filter]) -> Vec<(Dimension, &'a str)> {
    let named = filters.iter().flat_map(|filter| {
        let values: &[String] = match filter {
            Filter::OneOf(_, values) | Filter::NoneOf(_, values) => values,
            Filter::Between(..) => &[],
        };
        values.iter().map(move |value| (filter.dimension(), value.as_str()))
    });
    named.filter(|(dimension, value)| !is_known(reference, audience, *dimension, value)).collect()
}

fn is_known(reference: &Reference, audience: Audience, dimension: Dimension, value: &str) -> bool {
    let data = &reference.data;
    match dimension {
        Dimension::Country => data.countries.contains_key(value),
        Dimension::District => data.divisions.name(value).is_some(),
        Dimension::Industry => data.industries.contains_key(value),
        Dimension::StrategicField => data.strategic_fields.all().iter().any(|field| field.code == value),
        // Others are told that it is not published, whatever the code.
        Dimension::Desk => audience == Audience::Protected || reference.desks.iter().any(|desk| desk.code == value),
        Dimension::Month | Dimension::Quarter | Dimension::Year | Dimension::Company | Dimension::Counterparty => true,
        Dimension::Kind
        | Dimension::Direction
        | Dimension::LegalType
        | Dimension::Mode
        | Dimension::PaymentMode
        | Dimension::RoyaltyBase
        | Dimension::Ownership
        | Dimension::RelatedParties
        | Dimension::AmountBand => dimension.closed_values().any(|known| known == value),
    }
}
