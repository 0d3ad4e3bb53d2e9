//! The register in a counterpart's form: as CSV of any length, page by page as it is read, or as a workbook.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use domain::bulk::Choices;
use domain::clock::{shanghai_date, shanghai_midnight};
use domain::contract::ContractForm;
use domain::exchange::{MOST_ROWS, RegisterLine};
use domain::spreadsheet::csv_line;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use storage::register::{Contract, RegisterPage, register_page};

use super::counterparts::Counterpart;
use super::workbook;
use crate::app::{AppError, Context, Portal};

/// Contracts read at a time.
const PAGE: i64 = 500;

/// A text as it is written.
pub type Chunks = BoxStream<'static, Result<Bytes, AppError>>;

/// A counterpart's form of the register.
struct Writing {
    counterpart: Counterpart,
    choices: Choices,
    since: Option<DateTime<Utc>>,
}

impl Writing {
    fn new(portal: &Portal, counterpart: Counterpart, since: Option<NaiveDate>) -> Arc<Self> {
        let choices = Choices::of(&portal.reference().data);
        Arc::new(Self { counterpart, choices, since: since.map(shanghai_midnight) })
    }

    fn headings(&self) -> Vec<String> {
        self.counterpart.mapping.columns.iter().map(|column| column.heading.clone()).collect()
    }

    fn cells(&self, line: &RegisterLine<'_>) -> Vec<String> {
        let columns = self.counterpart.mapping.columns.iter();
        columns.map(|column| column.write(column.field.of(line).as_deref(), &self.choices)).collect()
    }
}

/// The register as CSV; `since`, only contracts for which something was registered on that day or later.
pub fn export_csv(
    portal: Arc<Portal>,
    context: &Context,
    counterpart: Counterpart,
    since: Option<NaiveDate>,
) -> Chunks {
    note(context, &counterpart);
    let writing = Writing::new(&portal, counterpart, since);
    let head = csv_line(writing.headings());
    let pages = stream::try_unfold(Some(String::new()), move |at| {
        let (portal, writing) = (portal.clone(), writing.clone());
        async move {
            let Some(after) = at else { return Ok(None) };
            let (contracts, next) = page(&portal, writing.since, after).await?;
            let lines = contracts.iter().map(|(contract, form)| csv_line(writing.cells(&line(contract, form))));
            Ok::<_, AppError>(Some((Bytes::from(lines.collect::<String>()), next)))
        }
    });
    stream::once(async move { Ok::<_, AppError>(Bytes::from(head)) }).chain(pages).boxed()
}

/// The same as a workbook, of as many contracts as a sheet is good for.
pub async fn export_workbook(
    portal: &Portal,
    context: &Context,
    counterpart: Counterpart,
    since: Option<NaiveDate>,
) -> Result<Vec<u8>, AppError> {
    note(context, &counterpart);
    let writing = Writing::new(portal, counterpart, since);
    let (mut rows, mut at) = (Vec::new(), Some(String::new()));
    while let Some(after) = at {
        let (contracts, next) = page(portal, writing.since, after).await?;
        rows.extend(contracts.iter().map(|(contract, form)| writing.cells(&line(contract, form))));
        if rows.len() > MOST_ROWS {
            let message = context.say(
                "合同超过 10 万份，请填写起始日期，或改用 CSV 格式。",
                "There are more than 100,000 contracts: name a day to begin with, or take CSV.",
            );
            return Err(AppError::field("/format", "export_too_large", message));
        }
        at = next;
    }
    let headings = writing.headings();
    tokio::task::spawn_blocking(move || workbook::table(&headings, &rows).map_err(AppError::internal))
        .await
        .map_err(AppError::internal)?
}

/// Contracts of the register, after the one with this id; empty for the first of them.
pub(super) async fn page(
    portal: &Portal,
    since: Option<DateTime<Utc>>,
    after: String,
) -> Result<RegisterPage, AppError> {
    portal.database.read(move |connection| Ok::<_, AppError>(register_page(connection, since, &after, PAGE)?)).await
}

/// A contract as far as it is exchanged.
pub(super) fn line<'a>(contract: &'a Contract, form: &'a ContractForm) -> RegisterLine<'a> {
    RegisterLine {
        number: &contract.number,
        certificate_number: &contract.certificate_number,
        status: contract.status,
        registered_on: shanghai_date(contract.registered_at),
        contract: form,
    }
}

/// Who takes the register out of the house leaves a line in the audit log.
fn note(context: &Context, counterpart: &Counterpart) {
    let (actor, counterpart) = (context.actor_text(), &counterpart.mapping.counterpart);
    tracing::info!(target: "audit", event = "exchange.exported", %actor, %counterpart, request_id = %context.request_id);
}
