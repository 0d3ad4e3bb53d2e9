//! Releases a version of a data set when a period has closed, or when what closed periods say has changed. A year is closed when there
//! is a fact of a later one, so that the data decides and not the clock.

use std::collections::BTreeMap;

use domain::reference::OpenDataset;
use research::write::{AnswerRows, write_csv};
use research::{Answer, AsOf, Dimension, Query, Value, pairs};
use serde_json::json;
use storage::Connection;
use storage::research::open::{OpenVersion, insert_open_version, open_version};

use super::{OpenChanges, answer_again, digest};
use crate::app::command::{Record, record};
use crate::app::research::{Audience, Moment, answer, moment_for};
use crate::app::{AppError, Portal};

/// Releases what is due. A data set that cannot be released does not keep the others from it.
pub(crate) async fn release_due(portal: &Portal) -> Result<(), AppError> {
    let moment = moment_for(portal, Audience::Protected, AsOf::Latest).await?;
    let Some(period) = closed_period(&moment) else { return Ok(()) };
    let reference = portal.reference();
    for dataset in &reference.data.open_datasets {
        if let Err(error) = release(portal, dataset, moment.snapshot.as_of(), &period).await {
            tracing::error!(%error, dataset = dataset.code, "a data set was not released; it will be tried again");
        }
    }
    Ok(())
}

/// The last closed year; none where the first facts are of the newest one.
fn closed_period(moment: &Moment) -> Option<String> {
    let newest = moment.snapshot.latest_month()?.year();
    let years = moment.snapshot.keys(Dimension::Year, &moment.fields);
    let first: i32 = years.first()?.parse().ok()?;
    (first < newest).then(|| format!("{:04}", newest - 1))
}

async fn release(portal: &Portal, dataset: &OpenDataset, as_of: i64, period: &str) -> Result<(), AppError> {
    let (query, _) = Query::parse(&pairs(&dataset.question)).map_err(AppError::internal)?;
    let question = query.canonical();
    let code = dataset.code.clone();
    let last =
        portal.database.read(move |connection| Ok::<_, AppError>(open_version(connection, &code, None)?)).await?;
    let answer = answer(portal, Audience::Protected, query, AsOf::At(as_of)).await?;
    let digest = digest(csv(&answer)?);
    let is_same = |last: &OpenVersion| (&*last.period, &last.question, &last.digest) == (period, &question, &digest);
    if last.as_ref().is_some_and(is_same) {
        return Ok(());
    }
    let before = match &last {
        Some(last) => answer_again(portal, Audience::Protected, &last.question, last.as_of).await?,
        None => None,
    };
    let changes = changes(before.as_ref(), &answer, last.as_ref().is_some_and(|last| last.question != question));
    let now = portal.now();
    let version = OpenVersion {
        dataset: dataset.code.clone(),
        number: last.map_or(1, |last| last.number + 1),
        period: period.to_owned(),
        as_of,
        question,
        digest,
        row_count: i32::try_from(answer.cells.len()).map_err(AppError::internal)?,
        changes: serde_json::to_value(changes).map_err(AppError::internal)?,
        released_at: now,
    };
    portal.database.write(move |connection| keep(connection, &version)).await
}

/// Keeps a version with its entry; nothing where another instance was faster.
fn keep(connection: &mut Connection, version: &OpenVersion) -> Result<(), AppError> {
    let newest = open_version(connection, &version.dataset, None)?.map_or(0, |newest| newest.number);
    if newest + 1 != version.number {
        return Ok(());
    }
    insert_open_version(connection, version)?;
    let OpenVersion { dataset, number, period, as_of, question, digest, row_count, .. } = version;
    let body = json!({ "dataset": dataset, "number": number, "period": period, "as_of": as_of, "question": question,
        "digest": digest, "rows": row_count });
    let entry = Record { kind: "research.released", subject: format!("{dataset}/{number}"), body };
    record(connection, version.released_at, "system", &entry).map(|_| ())
}

/// The bytes that a version is known by.
fn csv(answer: &Answer) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    write_csv(&mut AnswerRows::new(answer), &mut bytes).map_err(AppError::internal)?;
    Ok(bytes)
}

fn changes(before: Option<&Answer>, now: &Answer, question_changed: bool) -> OpenChanges {
    let (old, new) = (before.map(rows).unwrap_or_default(), rows(now));
    OpenChanges {
        added: new.keys().filter(|keys| !old.contains_key(*keys)).count(),
        removed: old.keys().filter(|keys| !new.contains_key(*keys)).count(),
        changed: new.iter().filter(|(keys, values)| old.get(*keys).is_some_and(|known| known != *values)).count(),
        question_changed,
        policy_changed: before.is_some_and(|before| policy(before) != policy(now)),
    }
}

/// The values of each cell by its keys.
fn rows(answer: &Answer) -> BTreeMap<Vec<&str>, &[Value]> {
    answer.cells.iter().map(|cell| (answer.keys(cell).collect(), cell.values)).collect()
}

fn policy(answer: &Answer) -> Option<i32> {
    answer.disclosure.map(|disclosure| disclosure.policy)
}

#[cfg(test)]
mod tests {
    use research::{Axis, Base, Cells, Disclosure, Measure};

    use super::*;

    fn answer(policy: i32, cells: &[(&str, Value)]) -> Answer {
        let mut counted = Cells::new(1);
        for (place, (_, value)) in (0_u32..).zip(cells) {
            counted.push([place, 0, 0, 0], [*value]);
        }
        let keys = cells.iter().map(|(key, _)| (*key).into()).collect();
        Answer {
            as_of: 1,
            latest_month: None,
            axes: vec![Axis { dimension: Dimension::Country, keys }],
            measures: vec![Measure::Sum(Base::Contracts)],
            cells: counted,
            margins: Vec::new(),
            totals: Vec::new(),
            without_rate: 0,
            disclosure: Some(Disclosure { policy, withheld: 0 }),
        }
    }

    #[test]
    fn what_has_changed_is_counted_by_row() {
        let before = answer(2000, &[("DE", Value::Count(1)), ("JP", Value::Count(2)), ("US", Value::Count(3))]);
        let now = answer(2027, &[("DE", Value::Count(1)), ("JP", Value::Suppressed), ("KR", Value::Count(4))]);
        let expected = OpenChanges { added: 1, removed: 1, changed: 1, question_changed: false, policy_changed: true };
        assert_eq!(changes(Some(&before), &now, false), expected);
        let first = changes(None, &now, false);
        assert_eq!((first.added, first.removed, first.policy_changed), (3, 0, false));
        assert_eq!(changes(Some(&now), &now, true), OpenChanges { question_changed: true, ..OpenChanges::default() });
    }
}
