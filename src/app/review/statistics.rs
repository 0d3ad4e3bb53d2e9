//! Why applications were sent back: by reason, paper, field, desk and month, for a desk's manager.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::Role;
use serde::Serialize;
use storage::casework::{reasons, tally};
use utoipa::ToSchema;

use crate::app::view::DeskView;
use crate::app::{AppError, Context, Portal};

/// Months counted when nobody says which.
const USUAL_MONTHS: u32 = 12;

/// Which returns.
#[derive(Debug, Clone, Default)]
pub struct StatisticsRequest {
    /// One of one's own desks.
    pub desk: Option<String>,
    /// First month, `YYYY-MM`.
    pub from: Option<String>,
    /// Last month, `YYYY-MM`.
    pub to: Option<String>,
}

/// How often each reason occurs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatisticsView {
    /// First month.
    pub from: String,
    /// Last month.
    pub to: String,
    /// Returns.
    pub returns: i64,
    /// Items of all returns.
    pub items: i64,
    /// By reason of the library; items without one are counted under null.
    pub reasons: Vec<CountView>,
    /// By paper, for items about a paper.
    pub documents: Vec<CountView>,
    /// By field, for items about a field.
    pub fields: Vec<CountView>,
    /// By desk.
    pub desks: Vec<CountView>,
    /// By month, oldest first.
    pub months: Vec<CountView>,
}

/// One count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CountView {
    /// Code of what is counted; null where items have none.
    pub code: Option<String>,
    /// Its name in the reader's language, where the portal gives it one.
    pub name: Option<String>,
    /// How many items.
    pub count: i64,
}

/// The statistics of returns at one's own desks.
pub async fn statistics(
    portal: &Portal,
    context: &Context,
    request: StatisticsRequest,
) -> Result<StatisticsView, AppError> {
    let manager = context.staff(|role| role == Role::DeskManager)?;
    let desks: Vec<String> = match &request.desk {
        Some(desk) => manager.desks.iter().filter(|own| *own == desk).cloned().collect(),
        None => manager.desks.clone(),
    };
    let today = portal.today();
    let to = month(context, "/to", request.to.as_deref())?.unwrap_or_else(|| first_of(today));
    let from = month(context, "/from", request.from.as_deref())?
        .unwrap_or_else(|| to.checked_sub_months(Months::new(USUAL_MONTHS - 1)).unwrap_or(to));
    let (from, to) = (name_of(from), name_of(to));
    let (first, last) = (from.clone(), to.clone());
    let (tally, library) = portal
        .database
        .read(move |connection| Ok::<_, AppError>((tally(connection, &desks, &first, &last)?, reasons(connection)?)))
        .await?;
    let reference = portal.reference();
    let titles: BTreeMap<String, String> = library
        .into_iter()
        .map(|reason| (reason.code, reason.title.in_language(context.language).to_owned()))
        .collect();
    let counts = |found: Vec<(Option<String>, i64)>, name: &dyn Fn(&str) -> Option<String>| {
        found
            .into_iter()
            .map(|(code, count)| CountView { name: code.as_deref().and_then(name), code, count })
            .collect::<Vec<_>>()
    };
    let some = |found: Vec<(Option<String>, i64)>| found.into_iter().filter(|(code, _)| code.is_some()).collect();
    Ok(StatisticsView {
        from,
        to,
        returns: tally.returns,
        items: tally.items,
        reasons: counts(tally.reasons, &|code| titles.get(code).cloned()),
        documents: counts(some(tally.documents), &|_| None),
        fields: counts(some(tally.fields), &|_| None),
        desks: counts(tally.desks, &|code| Some(DeskView::of(code, &reference.desks, context).name)),
        months: counts(tally.months, &|_| None),
    })
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn name_of(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

fn month(context: &Context, pointer: &str, text: Option<&str>) -> Result<Option<NaiveDate>, AppError> {
    let Some(text) = text else { return Ok(None) };
    let read = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok().filter(|_| text.len() == 7);
    let fault = || {
        AppError::field(
            pointer,
            "invalid_query",
            context.say("请按 2026-11 的格式填写月份。", "Write a month as 2026-11."),
        )
    };
    read.map(Some).ok_or_else(fault)
}
