//! The layout of licensed patents: by office, IPC subclass and country, and when they expire, with the amounts that hang on them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};
use domain::reference::{DisclosurePolicy, StrategicFields};

use super::group::{Group, withheld};
use super::patents::{Held, Version};
use super::table::count;
use super::{Column, Licences, Note, PatentTable, Row, Special, Table};
use crate::{Base, Dimension, Filter, Unit, Value};

/// Longer lists end here; their totals are of everything.
const MOST: usize = 30;

/// A key, with what orders it before its text does.
type Key<'a> = (i32, Cow<'a, str>);

/// Cells by their keys.
type Groups<'a> = BTreeMap<Vec<Key<'a>>, Group>;

/// Figures of patents for those who see everything, as of the journal entry `seq`. None for what is no panel of patents.
///
/// # Errors
/// For a filter on what a licence has no value of.
pub fn layout(
    patents: &PatentTable,
    seq: i64,
    special: Special,
    licences: Licences,
    (filters, fields): (&[Filter], &StrategicFields),
) -> Result<Option<Table>, Note> {
    let Some(dimensions) = dimensions(special) else { return Ok(None) };
    let versions = patents.at(seq, licences, filters, fields)?;
    let (groups, whole) = grouped(special, &versions, licences.day());
    let with_amounts = special == Special::ExpiryWall;
    let figures = |group: &Group| {
        let counts = [group.patents.len(), group.contracts.len(), group.by_company.len()].map(count);
        counts.into_iter().chain(with_amounts.then(|| group.amount())).collect::<Vec<_>>()
    };
    let rows = ordered(special, groups.iter().map(|(keys, group)| (keys, group.patents.len(), figures(group))));
    let measures = MEASURES.into_iter().chain(with_amounts.then_some(AMOUNT)).collect();
    Ok(Some(Table { dimensions, measures, rows, totals: figures(&whole) }))
}

/// Figures of patents for everybody: of one dimension only, with protected cells withheld. They are of contracts registered in a
/// year that is over, so that they never change, and without filters, so that no two of them differ by a few contracts. Patents
/// alone are told: a contract stands in several cells, so that amounts, or numbers of contracts, less what the cube tells of all
/// of them might be those of one contract.
///
/// # Errors
/// For a panel that is not published, or of which nothing can be.
pub fn published_layout(
    patents: &PatentTable,
    seq: i64,
    special: Special,
    licences: Licences,
    (given, fields, policy): (&[Filter], &StrategicFields, &DisclosurePolicy),
) -> Result<Option<Table>, Note> {
    let Some(dimensions) = dimensions(special) else { return Ok(None) };
    if dimensions.len() > 1 || !matches!(licences, Licences::Registered(_)) {
        return Err(Note::NotPublished);
    }
    let versions = patents.at(seq, licences, given, fields)?;
    let (groups, whole) = grouped(special, &versions, licences.day());
    if whole.is_protected(policy) {
        return Err(Note::NotPublished);
    }
    let hidden = withheld(&groups.values().collect::<Vec<_>>(), policy);
    let cells = groups.iter().zip(hidden).map(|((keys, group), hidden)| {
        // Withheld cells come last, so that their place says nothing of their size.
        let patents = group.patents.len();
        if hidden { (keys, 0, vec![Value::Suppressed]) } else { (keys, patents, vec![count(patents)]) }
    });
    let rows = ordered(special, cells);
    let measures = MEASURES.iter().take(1).copied().collect();
    Ok(Some(Table { dimensions, measures, rows, totals: vec![count(whole.patents.len())] }))
}

const MEASURES: [Column; 3] = [
    Column::measured("patents", ["专利数", "Patents"], Unit::Count),
    Column::measured("contracts", ["合同数", "Contracts"], Unit::Count),
    Column::measured("companies", ["企业数", "Companies"], Unit::Count),
];

/// Whole contracts: once in each cell in which at least one of their patents stands.
const AMOUNT: Column = Column::sum(Base::AmountUsd, Unit::Usd);

fn dimensions(special: Special) -> Option<Vec<Column>> {
    let class = Column::own("ipc", ["IPC 小类", "IPC subclass"]);
    let office = Column::own("office", ["受理局", "Office"]).with_keys_of(Dimension::Country);
    Some(match special {
        Special::ExpiryWall => vec![Column::own("expiry_year", ["到期年份", "Year of expiry"])],
        Special::PatentClasses => vec![class],
        Special::PatentOffices => vec![office],
        Special::PatentCountries => vec![Column::of(Dimension::Country)],
        Special::ExpiryByIndustry => {
            vec![Column::of(Dimension::Industry), Column::own("expiry", ["到期时间", "Expiry"])]
        }
        Special::ClassesByOffice => vec![class, office],
        _ => return None,
    })
}

/// The cells of a panel, and everything in them once.
fn grouped<'a>(special: Special, versions: &[&'a Version], day: NaiveDate) -> (Groups<'a>, Group) {
    let (mut groups, mut whole) = (Groups::new(), Group::default());
    for version in versions {
        let (company, contract) = (version.place.company, (version.contract, version.usd_cents));
        for held in &version.patents {
            whole.add(company, contract, held.patent);
            for keys in keys(special, version, held, day) {
                groups.entry(keys).or_default().add(company, contract, held.patent);
            }
        }
    }
    (groups, whole)
}

/// Where a patent counts: in each of its IPC subclasses, else in one place.
fn keys<'a>(special: Special, version: &'a Version, held: &'a Held, day: NaiveDate) -> Vec<Vec<Key<'a>>> {
    let plain = |text: &'a str| (0, Cow::Borrowed(text));
    match special {
        Special::ExpiryWall => vec![vec![expiry_year(held, day)]],
        Special::PatentClasses => classes(held).map(|class| vec![plain(class)]).collect(),
        Special::PatentOffices => vec![vec![plain(&held.office)]],
        Special::PatentCountries => vec![vec![plain(&version.place.country)]],
        Special::ExpiryByIndustry => vec![vec![plain(&version.place.industry), expiry(held, day)]],
        Special::ClassesByOffice => classes(held).map(|class| vec![plain(class), plain(&held.office)]).collect(),
        _ => Vec::new(),
    }
}

/// Its IPC subclasses; an empty one where none is told.
fn classes(held: &Held) -> impl Iterator<Item = &str> {
    let untold = held.classes.is_empty().then_some("");
    untold.into_iter().chain(held.classes.iter().map(AsRef::as_ref))
}

fn expiry_year<'a>(held: &Held, day: NaiveDate) -> Key<'a> {
    match held.expires_on {
        None => (i32::MAX, Cow::Borrowed("")),
        Some(on) if on < day => (i32::MIN, Cow::Borrowed("expired")),
        Some(on) => (on.year(), Cow::Owned(format!("{:04}", on.year()))),
    }
}

fn expiry<'a>(held: &Held, day: NaiveDate) -> Key<'a> {
    const WITHIN: [(u32, &str); 3] = [(12, "within_1_year"), (36, "within_3_years"), (60, "within_5_years")];
    let Some(on) = held.expires_on else { return (i32::MAX, Cow::Borrowed("")) };
    if on < day {
        return (i32::MIN, Cow::Borrowed("expired"));
    }
    let until = |months: u32| day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
    let within = (1..).zip(WITHIN).find(|(_, (months, _))| on <= until(*months));
    within.map_or((4, Cow::Borrowed("later")), |(place, (_, word))| (place, Cow::Borrowed(word)))
}

/// Rows from cells with their size and figures: times in their order, other lists with the most patents first and not too long.
fn ordered<'a, 'k: 'a>(
    special: Special,
    cells: impl Iterator<Item = (&'a Vec<Key<'k>>, usize, Vec<Value>)>,
) -> Vec<Row> {
    let mut cells: Vec<_> = cells.collect();
    if !matches!(special, Special::ExpiryWall | Special::ExpiryByIndustry) {
        cells.sort_by_key(|(_, patents, _)| std::cmp::Reverse(*patents));
        cells.truncate(if special == Special::ClassesByOffice { 4 * MOST } else { MOST });
    }
    let row = |(keys, _, values): (&Vec<Key<'k>>, usize, Vec<Value>)| Row {
        keys: keys.iter().map(|(_, text)| Arc::from(&**text)).collect(),
        values,
    };
    cells.into_iter().map(row).collect()
}
