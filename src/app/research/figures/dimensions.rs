//! What can be asked: by what, for what, and how much at once.

use domain::finding::Language;
use domain::statistics::Month;
use research::{
    AsOf, Base, Dimension, Limits, MAXIMUM_DIMENSIONS, MAXIMUM_FILTER_VALUES, MAXIMUM_MEASURES, Measure, Spread,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Moment, company_names, key_name, moment_for};
use crate::app::portal::Reference;
use crate::app::research::Audience;
use crate::app::{AppError, Context, FieldError, Portal};

/// What can be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DimensionsView {
    /// The journal entry up to which the figures count.
    pub as_of: i64,
    /// `cleared`: every figure. `protected`: of closed years, and what would tell of a single company is withheld.
    pub audience: &'static str,
    /// The month of the newest fact; it and its year may not be complete yet.
    pub latest_month: Option<String>,
    /// By what.
    pub dimensions: Vec<DimensionView>,
    /// For what.
    pub measures: Vec<MeasureView>,
    /// Sums from which shares, growth, ranks and concentration derive: `share:amount_usd`, `yoy:amount_usd`, `mom:…`, `rank:…`,
    /// `hhi:amount_usd:country`.
    pub bases: Vec<BaseView>,
    /// Values of each contract, of which there are `mean_…`, `median_…` and `p90_…`, as far as `measures` lists them.
    pub spreads: Vec<SpreadView>,
    /// How much may be asked at once.
    pub limits: LimitsView,
}

/// Something to group and filter by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DimensionView {
    /// Code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// The coarser dimension that its values are gathered in.
    pub parent: Option<&'static str>,
    /// The values: those that occur; for protected figures those that there are.
    pub values: Vec<ValueView>,
}

/// A value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
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
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit: `count`, `usd`, `ratio`, `percent`, `working_days`, `months`, `rank`, `index`.
    pub unit: &'static str,
    /// Whether cells add up to their total.
    pub additive: bool,
}

/// A sum from which other measures derive.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BaseView {
    /// Code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
}

/// A value of each contract.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SpreadView {
    /// Code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
}

/// How much may be asked at once.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LimitsView {
    /// Dimensions of rows and columns together.
    pub dimensions: usize,
    /// Measures.
    pub measures: usize,
    /// Values of one filter.
    pub filter_values: usize,
    /// Cells of the answer.
    pub cells: usize,
}

/// What can be asked of a moment, as `as_of` gives it; of the latest one where it is absent.
pub async fn dimensions(portal: &Portal, context: &Context, as_of: Option<&str>) -> Result<DimensionsView, AppError> {
    let audience = Audience::of(context)?;
    let as_of = as_of.map_or(Some(AsOf::Latest), AsOf::parse).ok_or_else(|| {
        let message = context.say("统计时点应为整数。", "as_of is a whole number.");
        AppError::Invalid { code: "invalid_query", errors: vec![FieldError::new("/as_of", "invalid_query", message)] }
    })?;
    let moment = moment_for(portal, audience, as_of).await?;
    let (reference, language) = (portal.reference(), context.language);
    let latest = moment.snapshot.latest_month();
    let offered = match audience {
        Audience::Cleared => occurring(portal, &moment, &reference, language).await?,
        Audience::Protected => published(&moment, &reference, language),
    };
    Ok(DimensionsView {
        as_of: moment.snapshot.as_of(),
        audience: audience.code(),
        latest_month: latest.map(|month| month.to_string()),
        dimensions: offered
            .into_iter()
            .map(|(dimension, values)| DimensionView {
                code: dimension.code(),
                name: dimension.name(language),
                parent: dimension.parent().map(Dimension::code),
                values,
            })
            .collect(),
        measures: measures(audience, language),
        bases: Base::ALL.iter().map(|base| BaseView { code: base.code(), name: base.name(language) }).collect(),
        spreads: Spread::ALL.iter().map(|of| SpreadView { code: of.code(), name: of.name(language) }).collect(),
        limits: LimitsView {
            dimensions: MAXIMUM_DIMENSIONS,
            measures: MAXIMUM_MEASURES,
            filter_values: MAXIMUM_FILTER_VALUES,
            cells: Limits::default().cells,
        },
    })
}

/// What an audience may ask for.
fn measures(audience: Audience, language: Language) -> Vec<MeasureView> {
    let sums = Base::ALL.iter().map(|base| Measure::Sum(*base));
    let spreads = Spread::ALL.iter().flat_map(|of| [Measure::Mean(*of), Measure::Median(*of), Measure::P90(*of)]);
    sums.chain([Measure::FeeShare])
        .chain(spreads)
        .filter(|measure| audience == Audience::Cleared || measure.is_public())
        .map(|measure| MeasureView {
            code: measure.code(),
            name: measure.name(language),
            unit: measure.unit().code(),
            additive: measure.is_additive(),
        })
        .collect()
}

/// A dimension with what is offered of it.
type Offered = (Dimension, Vec<ValueView>);

/// Every dimension, with the values that occur.
async fn occurring(
    portal: &Portal,
    moment: &Moment,
    reference: &Reference,
    language: Language,
) -> Result<Vec<Offered>, AppError> {
    let companies = moment.snapshot.keys(Dimension::Company, &moment.fields);
    let companies = company_names(portal, companies.iter().map(|key| &**key)).await?;
    let named = |dimension: Dimension, key: &str| ValueView {
        name: match companies.get(key).filter(|_| dimension == Dimension::Company) {
            Some(name) => name.clone(),
            None => key_name(reference, dimension, key, language),
        },
        code: key.to_owned(),
    };
    let offered = |dimension: Dimension| {
        let keys = moment.snapshot.keys(dimension, &moment.fields);
        (dimension, keys.iter().map(|key| named(dimension, key.as_ref())).collect::<Vec<_>>())
    };
    Ok(Dimension::ALL.into_iter().map(offered).collect())
}

/// The dimensions by which figures are published, with every value that there is, so that the offer tells nothing of the register.
fn published(moment: &Moment, reference: &Reference, language: Language) -> Vec<Offered> {
    let latest = moment.snapshot.latest_month().map(Month::year);
    let policy = latest.and_then(|year| moment.policies.of_year(year)).or(moment.policies.all().last());
    let public = |dimension: &Dimension| {
        policy.is_some_and(|policy| policy.public_dimensions.iter().any(|code| code == dimension.code()))
    };
    let years = closed_years(moment, latest);
    Dimension::ALL
        .into_iter()
        .filter(public)
        .map(|dimension| {
            let keys = keys_there_are(moment, reference, dimension, &years);
            let named = |key: String| ValueView { name: key_name(reference, dimension, &key, language), code: key };
            (dimension, keys.into_iter().map(named).collect())
        })
        .collect()
}

/// The years of which figures are published: from the first with a fact to the last before the newest.
fn closed_years(moment: &Moment, latest: Option<i32>) -> Vec<i32> {
    let years = moment.snapshot.keys(Dimension::Year, &moment.fields);
    let first = years.first().and_then(|year| year.parse::<i32>().ok());
    first.zip(latest).map_or_else(Vec::new, |(first, latest)| (first..latest).collect())
}

fn keys_there_are(moment: &Moment, reference: &Reference, dimension: Dimension, years: &[i32]) -> Vec<String> {
    let data = &reference.data;
    match dimension {
        Dimension::Year => years.iter().map(|year| format!("{year:04}")).collect(),
        Dimension::Quarter => {
            years.iter().flat_map(|year| (1..=4).map(move |quarter| format!("{year:04}-Q{quarter}"))).collect()
        }
        Dimension::Month => {
            years.iter().flat_map(|year| (1..=12).map(move |month| format!("{year:04}-{month:02}"))).collect()
        }
        Dimension::District => data.divisions.offered().map(|area| area.code.to_owned()).collect(),
        Dimension::Country => data.countries.keys().cloned().collect(),
        Dimension::Industry => data.industries.keys().cloned().collect(),
        Dimension::StrategicField => moment.fields.all().iter().map(|field| field.code.clone()).collect(),
        // Of what names someone there are none.
        _ => dimension.closed_values().map(str::to_owned).collect(),
    }
}
