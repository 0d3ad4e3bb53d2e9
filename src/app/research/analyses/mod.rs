//! Analyses: questions that are asked again and again, each with its method and its citation. Which there are, and what they count, is
//! `research::analysis`.

mod annex;
mod asking;
mod citation;
mod view;
mod warm;

use std::collections::BTreeMap;

use domain::language::Language;
use research::analysis::suppliers::Sought;
use research::analysis::{ANALYSES, Analysis, Period, Special, Table, analysis as known};
use research::{Answer, AsOf, Filter, Margins, Measure, Query, QueryError, QueryProblem};
use storage::casework::reasons;

pub(crate) use annex::Annex;
use asking::{Asking, Untold};
use citation::{Cited, citation};
use view::json;
pub use view::{
    AnalysesView, AnalysisDisclosure, AnalysisSummary, AnalysisView, HeadlineView, PanelColumn, PanelMargin, PanelView,
    PeriodView,
};
pub(super) use view::{Words, table_cells, table_totals};
pub(crate) use warm::warm_due;

use super::ask::unreadable;
use super::known::refused_value;
use super::{Audience, moment_for};
use crate::app::portal::Reference;
use crate::app::{AppError, Context, Portal};

/// What is asked of an analysis.
#[derive(Debug, Clone, Default)]
pub struct AnalysisRequest {
    /// The first month.
    pub from: Option<String>,
    /// The last month.
    pub to: Option<String>,
    /// `dimension:value,value`, each.
    pub filters: Vec<String>,
    /// Of suppliers, which are listed: `newcomer`, `not_established`.
    pub supplier: Option<String>,
    /// The journal entry up to which is counted.
    pub as_of: Option<String>,
}

/// Every analysis in a few words.
pub fn analyses(portal: &Portal, context: &Context) -> Result<AnalysesView, AppError> {
    Audience::of(context)?;
    let reference = portal.reference();
    let methods = reference.data.analysis_methods.iter().filter(|method| known(&method.code).is_some());
    let items = methods.map(|method| AnalysisSummary {
        code: method.code.clone(),
        title: method.title.in_language(context.language).to_owned(),
        method: method.method.in_language(context.language).to_owned(),
    });
    Ok(AnalysesView { items: items.collect() })
}

/// An analysis of a period. What is refused of the period or the reader's filters is refused; a panel that cannot be shown to this
/// reader, or under these filters, says why.
pub async fn analysis(
    portal: &Portal,
    context: &Context,
    code: &str,
    request: &AnalysisRequest,
) -> Result<AnalysisView, AppError> {
    let summary = analyses(portal, context)?.items.into_iter().find(|analysis| analysis.code == code);
    let (analysis, summary) = known(code).zip(summary).ok_or(AppError::NotFound)?;
    let audience = Audience::of(context)?;
    let (asked, as_of) = conditions(request).map_err(|error| unreadable(context, &error))?;
    if let Some(error) = refused_value(portal, audience, &asked).await? {
        return Err(unreadable(context, &error));
    }
    let sought = sought(analysis, request.supplier.as_deref()).map_err(|error| unreadable(context, &error))?;
    let moment = moment_for(portal, audience, as_of).await?;
    let latest = moment.snapshot.latest_month();
    // Where nothing is counted, any months will do.
    let newest = latest.unwrap_or_else(|| domain::statistics::Month::of(portal.today()));
    let usual = match audience {
        Audience::Cleared => Period::last_twelve(newest),
        Audience::Protected => Period::last_year(newest),
    };
    let period = Period::read(named(request.from.as_deref()), named(request.to.as_deref()), usual)
        .map_err(|error| unreadable(context, &error))?;
    let filters = analysis.filters(&asked);
    let asking = Asking { portal, audience, moment, period, filters, sought, is_narrowed: !asked.is_empty() };
    let head = asking.answer(headline(analysis, &asking)?).await?;

    let reference = portal.reference();
    let words = Words {
        reference: &reference,
        language: context.language,
        reasons: if analysis.special.is_empty() { BTreeMap::new() } else { titles(portal, context.language).await? },
    };
    let mut withheld = head.disclosure.map_or(0, |disclosure| disclosure.withheld);
    let mut panels = Vec::new();
    for panel in analysis.panels {
        let (view, hidden) = asking.panel(panel, &words).await?;
        panels.push(view);
        withheld += hidden;
    }
    for special in analysis.special {
        let (view, hidden) = asking.special(*special, &words).await?;
        panels.push(view);
        withheld += hidden;
    }
    let cited = Cited {
        base_url: &portal.settings.base_url,
        code,
        title: &summary.title,
        period,
        filters: &request.filters,
        sought,
        as_of: asking.as_of(),
    };
    Ok(AnalysisView {
        as_of: asking.as_of(),
        latest_month: latest.map(|month| month.to_string()),
        audience: audience.code(),
        disclosure: head.disclosure.map(|disclosure| AnalysisDisclosure { policy: disclosure.policy, withheld }),
        without_rate: head.without_rate,
        period: PeriodView { from: period.from.to_string(), to: period.to.to_string() },
        headline: figures(&head, context),
        panels,
        citation: citation(&cited, context.language),
        code: summary.code,
        title: summary.title,
        method: summary.method,
    })
}

/// The figures of a panel that no single question answers, of a period as of a journal entry; none where they are not for the audience.
pub(super) async fn table_of(
    portal: &Portal,
    audience: Audience,
    as_of: i64,
    (special, period): (Special, Period),
) -> Result<Option<Table>, AppError> {
    let analysis = ANALYSES.iter().find(|analysis| analysis.special.contains(&special));
    let analysis =
        analysis.ok_or_else(|| AppError::internal(format!("no analysis has the panel {}", special.code())))?;
    let moment = moment_for(portal, audience, AsOf::At(as_of)).await?;
    let filters = analysis.filters(&[]);
    let asking = Asking { portal, audience, moment, period, filters, sought: Sought::default(), is_narrowed: false };
    match asking.table(special).await {
        Ok(table) => Ok(Some(table)),
        Err(Untold::Noted(_)) => Ok(None),
        Err(Untold::Failed(error)) => Err(error),
    }
}

/// What the keys of such a panel are called.
pub(super) async fn words_of<'a>(
    portal: &Portal,
    reference: &'a Reference,
    language: Language,
) -> Result<Words<'a>, AppError> {
    Ok(Words { reference, language, reasons: titles(portal, language).await? })
}

fn named(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

/// Which suppliers are listed; an analysis that lists none cannot be asked.
fn sought(analysis: &Analysis, text: Option<&str>) -> Result<Sought, QueryError> {
    let refused = |problem| QueryError { parameter: "supplier", problem };
    match named(text) {
        None => Ok(Sought::default()),
        Some(_) if !analysis.special.contains(&Special::Suppliers) => {
            Err(refused(QueryProblem::UnknownParameter("supplier".to_owned())))
        }
        Some(text) => Sought::read(text).map_err(|code| refused(QueryProblem::Supplier(code))),
    }
}

/// The reader's conditions, which the period has no part in, and the moment.
fn conditions(request: &AnalysisRequest) -> Result<(Vec<Filter>, AsOf), QueryError> {
    let filters = request.filters.iter().map(|filter| ("filter".to_owned(), filter.clone()));
    let moment = request.as_of.iter().map(|as_of| ("as_of".to_owned(), as_of.clone()));
    let (query, as_of) = Query::parse(&filters.chain(moment).collect::<Vec<_>>())?;
    match query.filters.iter().map(Filter::dimension).find(|dimension| dimension.is_time()) {
        // `from` and `to` are the condition on time.
        Some(time) => Err(QueryError { parameter: "filter", problem: QueryProblem::Repeated(time.code().to_owned()) }),
        None => Ok((query.filters, as_of)),
    }
}

/// The measures at the head, and the growth of those that grow.
fn headline(analysis: &Analysis, asking: &Asking<'_>) -> Result<Query, AppError> {
    let measures = analysis.headline().map_err(AppError::internal)?;
    let growth: Vec<Measure> = measures.iter().filter_map(|measure| growth_of(*measure)).flatten().collect();
    Ok(Query {
        measures: measures.into_iter().chain(growth).collect(),
        filters: asking.filters.iter().cloned().chain([asking.period.filter()]).collect(),
        margins: Margins::None,
        ..Query::default()
    })
}

/// Its growth on the year, and on the period before.
fn growth_of(measure: Measure) -> Option<[Measure; 2]> {
    match measure {
        Measure::Sum(base) => Some([Measure::YearOnYear(base), Measure::MonthOnMonth(base)]),
        _ => None,
    }
}

fn figures(head: &Answer, context: &Context) -> Vec<HeadlineView> {
    let found = |measure: Measure| {
        head.measures.iter().zip(&head.totals).find(|(known, _)| **known == measure).map(|(_, value)| *value)
    };
    let growth = |measure: Measure| found(measure).and_then(research::Value::text);
    let shown = head.measures.iter().zip(&head.totals).filter(|(measure, _)| !measure.needs_time());
    shown
        .map(|(measure, value)| {
            let [yoy, mom] = growth_of(*measure).map_or([None, None], |both| both.map(growth));
            HeadlineView {
                code: measure.code(),
                name: measure.name(context.language),
                unit: measure.unit().code(),
                value: json(*value),
                yoy,
                mom,
                suppressed: value.is_suppressed(),
            }
        })
        .collect()
}

/// Titles of return reasons by their code, retired ones too.
async fn titles(portal: &Portal, language: Language) -> Result<BTreeMap<String, String>, AppError> {
    let library = portal.database.read(|connection| Ok::<_, AppError>(reasons(connection)?)).await?;
    let title = |title: &domain::language::Bilingual| title.in_language(language).to_owned();
    Ok(library.into_iter().map(|reason| (reason.code, title(&reason.title))).collect())
}
