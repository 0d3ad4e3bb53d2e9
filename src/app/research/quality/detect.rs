//! Looking through the register: by night, and when somebody asks. What is known already is left alone, whatever came of it.

use domain::quality::{Detection, Found, Observation};
use domain::statistics::{Fact, Month, Particulars};
use domain::{FindingId, Role, VerificationCaseId};
use serde::Serialize;
use serde_json::json;
use storage::Connection;
use storage::journal::cursor;
use storage::register::particulars_of;
use storage::research::findings::{DataFinding, StoredEvent, events_between, insert_finding, knows_finding};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::check::is_due_tonight;
use crate::app::command::{Done, Record};
use crate::app::research::READER;
use crate::app::verification::propose;
use crate::app::{Answered, AppError, Context, Portal};

/// Subject of its entries.
const SUBJECT: &str = "findings";
/// Events read at a time.
const CHUNK: i64 = 20_000;
/// Findings kept in one transaction, so that commands do not wait long.
const FEW: usize = 50;

/// What a search has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Detections {
    /// Findings that were not known.
    pub found: u64,
    /// Cases that were proposed for them.
    pub proposed: u64,
    /// The journal entry up to which was looked.
    pub as_of: i64,
}

impl Detections {
    fn record(self) -> Record {
        let Self { found, proposed, as_of } = self;
        Record {
            kind: "research.detected",
            subject: SUBJECT.into(),
            body: json!({ "found": found, "proposed": proposed, "as_of": as_of }),
        }
    }
}

/// Looks through the register now.
pub async fn detect(portal: &Portal, context: &Context) -> Result<Answered, AppError> {
    context.staff(Role::may_research)?;
    let detections = search(portal).await?;
    portal.execute(context, move |_, _| Done::json(200, &detections, detections.record())).await
}

/// Looks through the register, if it is night and nobody has done so today.
pub(crate) async fn detect_nightly(portal: &Portal) -> Result<(), AppError> {
    let now = portal.now();
    if !is_due_tonight(portal, SUBJECT).await? {
        return Ok(());
    }
    let record = search(portal).await?.record();
    portal
        .database
        .write(move |connection| crate::app::command::record(connection, now, "system", &record).map(|_| ()))
        .await
}

/// Shows the detectors everything that is counted, and keeps what they find.
async fn search(portal: &Portal) -> Result<Detections, AppError> {
    let _one = portal.figures.detecting.lock().await;
    let as_of = portal.database.read(|connection| Ok::<_, AppError>(cursor(connection, READER)?)).await?;
    let (mut detection, mut after) = (Detection::default(), i64::MIN);
    loop {
        let read =
            move |connection: &mut Connection| Ok::<_, AppError>(events_between(connection, after, as_of, CHUNK)?);
        let events = portal.database.read(read).await?;
        let Some(last) = events.last() else { break };
        after = last.seq;
        let shown = tokio::task::spawn_blocking(move || {
            for event in &events {
                show(&mut detection, event);
            }
            detection
        });
        detection = shown.await.map_err(AppError::internal)?;
    }
    let found = tokio::task::spawn_blocking(move || detection.finish()).await.map_err(AppError::internal)?;
    let mut detections = Detections { found: 0, proposed: 0, as_of };
    for few in found.chunks(FEW) {
        let new = keep(portal, few.to_vec(), as_of).await?;
        detections.found += new;
        detections.proposed += new;
    }
    Ok(detections)
}

/// Shows an event. One that is damaged is passed over; whoever counts it says so.
fn show(detection: &mut Detection, event: &StoredEvent) {
    let Ok(particulars) = Particulars::from_json(&event.particulars) else { return };
    let fact = event.fact.as_deref().and_then(|text| Fact::from_json(text).ok());
    let usd_cents = fact.map_or(0, |fact| fact.standing_usd_cents);
    detection.observe(&Observation { seq: event.seq, particulars: &particulars, usd_cents, name: &event.name });
}

/// Keeps findings that are new, each with a case for the desk of the event; says how many there were.
async fn keep(portal: &Portal, found: Vec<Found>, as_of: i64) -> Result<u64, AppError> {
    let new = move |connection: &mut Connection| {
        let mut new = Vec::new();
        for one in found {
            if !knows_finding(connection, one.detector, one.contract, one.seq)? {
                new.push(one);
            }
        }
        Ok::<_, AppError>(new)
    };
    let new = portal.database.read(new).await?;
    if new.is_empty() {
        return Ok(0);
    }
    let now = portal.now();
    let with_ids: Vec<(Found, Uuid, Uuid)> =
        new.into_iter().map(|one| (one, portal.new_id(), portal.new_id())).collect();
    let kept = portal
        .database
        .record(move |connection| {
            let (mut kept, mut entries) = (0, Vec::new());
            for (one, finding, case) in with_ids {
                let Some(event) = particulars_of(connection, one.seq)? else { continue };
                let finding = DataFinding {
                    id: FindingId(finding),
                    detector: one.detector,
                    contract: one.contract,
                    seq: one.seq,
                    month: Month::of(event.registered_on),
                    desk_code: event.place.desk,
                    evidence: one.evidence,
                    as_of,
                    found_at: now,
                };
                // Another instance may have been faster.
                if !insert_finding(connection, &finding)? {
                    continue;
                }
                let case = propose(connection, VerificationCaseId(case), finding.contract, finding.id, now)?;
                let record = Record {
                    kind: "verification.proposed",
                    subject: case.id.to_string(),
                    body: json!({
                        "contract": finding.contract, "finding": finding.id, "detector": finding.detector,
                        "event": finding.seq, "as_of": as_of,
                    }),
                };
                entries.push(record.entry(connection, now, "system", None)?);
                kept += 1;
            }
            Ok::<_, AppError>((kept, entries))
        })
        .await?;
    portal.committed.send_replace(());
    Ok(kept)
}
