//! Deliveries: one row for each event and endpoint, with the log of its tries. What waits, what was given up and what was delivered
//! are the same row at different times.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::EndpointId;
use domain::webhook::{Attempt, DeliveryStatus};

use crate::schema::webhook_deliveries;
use crate::text::{from_json, known, to_json, utc};
use crate::{Connection, Result, StorageError, dialect};

/// An event on its way to an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Where it goes.
    pub endpoint_id: EndpointId,
    /// The entry of the journal that it tells of.
    pub seq: i64,
    /// What happened.
    pub kind: String,
    /// What it is about: order is kept within it.
    pub lane: String,
    /// What is sent, the same bytes at every try.
    pub payload: String,
    /// How far it has come.
    pub status: DeliveryStatus,
    /// Failed tries since it began to wait.
    pub attempts: i32,
    /// When it is tried next; set while it waits.
    pub next_at: Option<DateTime<Utc>>,
    /// When it was first tried since it began to wait.
    pub first_at: Option<DateTime<Utc>>,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// Its tries, oldest first.
    pub log: Vec<Attempt>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = webhook_deliveries, treat_none_as_default_value = false)]
pub(crate) struct DeliveryRow {
    endpoint_id: String,
    seq: i64,
    kind: String,
    lane: String,
    payload: String,
    status: String,
    attempts: i32,
    next_at: Option<NaiveDateTime>,
    first_at: Option<NaiveDateTime>,
    created_at: NaiveDateTime,
    log: String,
}

impl TryFrom<&Delivery> for DeliveryRow {
    type Error = StorageError;

    fn try_from(delivery: &Delivery) -> Result<Self> {
        Ok(Self {
            endpoint_id: delivery.endpoint_id.to_string(),
            seq: delivery.seq,
            kind: delivery.kind.clone(),
            lane: delivery.lane.clone(),
            payload: delivery.payload.clone(),
            status: delivery.status.code().to_owned(),
            attempts: delivery.attempts,
            next_at: delivery.next_at.map(|time| time.naive_utc()),
            first_at: delivery.first_at.map(|time| time.naive_utc()),
            created_at: delivery.created_at.naive_utc(),
            log: to_json(&delivery.log)?,
        })
    }
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StorageError;

    fn try_from(row: DeliveryRow) -> Result<Self> {
        Ok(Self {
            endpoint_id: known(EndpointId::parse(&row.endpoint_id), &row.endpoint_id)?,
            seq: row.seq,
            kind: row.kind,
            lane: row.lane,
            payload: row.payload,
            status: known(DeliveryStatus::from_code(&row.status), &row.status)?,
            attempts: row.attempts,
            next_at: row.next_at.map(utc),
            first_at: row.first_at.map(utc),
            created_at: utc(row.created_at),
            log: from_json(&row.log)?,
        })
    }
}

/// Adds deliveries; those that are there already stay as they are, so that an entry may be read twice.
pub fn queue_deliveries(connection: &mut Connection, deliveries: &[Delivery]) -> Result<()> {
    let rows: Vec<DeliveryRow> = deliveries.iter().map(DeliveryRow::try_from).collect::<Result<_>>()?;
    dialect::insert_deliveries(connection, &rows)
}

/// What waits, in the words of the indexes over it: a value that is bound would keep them from being used.
fn waits() -> SqlLiteral<Bool> {
    diesel::dsl::sql("webhook_deliveries.status = 'waiting'")
}

/// Whether nothing that happened before, to the same thing, waits for the same endpoint.
const IS_FIRST_OF_ITS_LANE: &str = "NOT EXISTS (SELECT 1 FROM webhook_deliveries AS earlier \
     WHERE earlier.endpoint_id = webhook_deliveries.endpoint_id AND earlier.lane = webhook_deliveries.lane \
     AND earlier.status = 'waiting' AND earlier.seq < webhook_deliveries.seq)";

/// What is to be tried now, at most so much of it: the first of each lane, but for the lanes that are `busy`.
pub fn due(
    connection: &mut Connection,
    endpoint: EndpointId,
    busy: &[String],
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let rows: Vec<DeliveryRow> = webhook_deliveries::table
        .filter(waits())
        .filter(webhook_deliveries::endpoint_id.eq(endpoint.to_string()))
        .filter(webhook_deliveries::next_at.le(now.naive_utc()))
        .filter(webhook_deliveries::lane.ne_all(busy.to_vec()))
        .filter(diesel::dsl::sql::<Bool>(IS_FIRST_OF_ITS_LANE))
        .order((webhook_deliveries::next_at, webhook_deliveries::seq))
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Delivery::try_from).collect()
}

/// When the next of what waits for an endpoint, and is not due yet, will be.
pub fn next_due_after(
    connection: &mut Connection,
    endpoint: EndpointId,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let next: Option<Option<NaiveDateTime>> = webhook_deliveries::table
        .filter(waits())
        .filter(webhook_deliveries::endpoint_id.eq(endpoint.to_string()))
        .filter(webhook_deliveries::next_at.gt(now.naive_utc()))
        .order(webhook_deliveries::next_at)
        .select(webhook_deliveries::next_at)
        .first(connection)
        .optional()?;
    Ok(next.flatten().map(utc))
}

/// The endpoints for which something waits.
pub fn with_waiting(connection: &mut Connection) -> Result<Vec<EndpointId>> {
    let ids: Vec<String> = webhook_deliveries::table
        .filter(waits())
        .select(webhook_deliveries::endpoint_id)
        .distinct()
        .load(connection)?;
    ids.iter().map(|id| known(EndpointId::parse(id), id)).collect()
}

/// Keeps how a try ended; false when the delivery does not wait any more.
pub fn settle(connection: &mut Connection, delivery: &Delivery) -> Result<bool> {
    let row = DeliveryRow::try_from(delivery)?;
    let waiting = webhook_deliveries::table
        .find((row.endpoint_id, row.seq))
        .filter(webhook_deliveries::status.eq(DeliveryStatus::Waiting.code()));
    let changed = diesel::update(waiting)
        .set((
            webhook_deliveries::status.eq(row.status),
            webhook_deliveries::attempts.eq(row.attempts),
            webhook_deliveries::next_at.eq(row.next_at),
            webhook_deliveries::first_at.eq(row.first_at),
            webhook_deliveries::log.eq(row.log),
        ))
        .execute(connection)?;
    Ok(changed == 1)
}

/// Which deliveries are to be sent once more.
#[derive(Debug, Clone)]
pub enum Requeue {
    /// Of these entries.
    Of(Vec<i64>),
    /// What was given up.
    Dead,
}

/// Lets deliveries that do not wait any more wait again, the oldest at most so many of them; says how many.
pub fn requeue(
    connection: &mut Connection,
    endpoint: EndpointId,
    which: Requeue,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<usize> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::endpoint_id.eq(endpoint.to_string()))
        .filter(webhook_deliveries::status.ne(DeliveryStatus::Waiting.code()))
        .select(webhook_deliveries::seq)
        .into_boxed();
    query = match which {
        Requeue::Of(entries) => query.filter(webhook_deliveries::seq.eq_any(entries)),
        Requeue::Dead => query.filter(webhook_deliveries::status.eq(DeliveryStatus::Dead.code())),
    };
    let found: Vec<i64> = query.order(webhook_deliveries::seq).limit(limit).load(connection)?;
    let again = webhook_deliveries::table
        .filter(webhook_deliveries::endpoint_id.eq(endpoint.to_string()))
        .filter(webhook_deliveries::seq.eq_any(found));
    Ok(diesel::update(again)
        .set((
            webhook_deliveries::status.eq(DeliveryStatus::Waiting.code()),
            webhook_deliveries::attempts.eq(0),
            webhook_deliveries::next_at.eq(Some(now.naive_utc())),
            webhook_deliveries::first_at.eq(None::<NaiveDateTime>),
        ))
        .execute(connection)?)
}

/// Which deliveries are listed.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// As far as this.
    pub status: Option<DeliveryStatus>,
    /// Of what happened.
    pub kind: Option<String>,
    /// Queued since then.
    pub since: Option<DateTime<Utc>>,
}

/// Deliveries of an endpoint, newest first, before the entry at `before`.
pub fn deliveries_of(
    connection: &mut Connection,
    endpoint: EndpointId,
    filter: &DeliveryFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let mut query =
        webhook_deliveries::table.filter(webhook_deliveries::endpoint_id.eq(endpoint.to_string())).into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(webhook_deliveries::status.eq(status.code()));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(webhook_deliveries::kind.eq(kind.clone()));
    }
    if let Some(since) = filter.since {
        query = query.filter(webhook_deliveries::created_at.ge(since.naive_utc()));
    }
    if let Some(before) = before {
        query = query.filter(webhook_deliveries::seq.lt(before));
    }
    let rows: Vec<DeliveryRow> = query.order(webhook_deliveries::seq.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(Delivery::try_from).collect()
}

/// Forgets what was delivered, of what was queued before the first time, and everything that was queued before the second.
pub fn purge_deliveries(
    connection: &mut Connection,
    delivered: DateTime<Utc>,
    everything: DateTime<Utc>,
) -> Result<usize> {
    let mut forgotten = 0;
    for status in DeliveryStatus::ALL {
        let before = if *status == DeliveryStatus::Delivered { delivered } else { everything };
        let old = webhook_deliveries::table
            .filter(webhook_deliveries::status.eq(status.code()))
            .filter(webhook_deliveries::created_at.lt(before.naive_utc()));
        forgotten += diesel::delete(old).execute(connection)?;
    }
    Ok(forgotten)
}
