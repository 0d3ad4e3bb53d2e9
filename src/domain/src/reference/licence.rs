//! The table of the licence channel.

use serde::Deserialize;

use super::ReferenceError;
use super::table::rows;
use crate::contract::Direction;
use crate::language::Bilingual;
use crate::licence::{ChannelStep, LicenceRoute, LicenceStep, StepNeeded};

pub(super) fn read(text: &str) -> Result<Vec<ChannelStep>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        direction: Direction,
        route: LicenceRoute,
        step: LicenceStep,
        after: Option<LicenceStep>,
        working_days: Option<u8>,
        needed: StepNeeded,
        name_zh: String,
        name_en: String,
        limit_for: Option<String>,
        citation: String,
        status: String,
    }
    let mut steps: Vec<ChannelStep> = Vec::new();
    for row in rows::<Record>("licence_channel", text)? {
        let line = &row.record;
        let same = |step: LicenceStep| {
            steps.iter().any(|one| (one.direction, one.route, one.step) == (line.direction, line.route, step))
        };
        row.require(["read", "unconfirmed"].contains(&line.status.as_str()), "the status is read or unconfirmed")?;
        row.require(!same(line.step), "the step occurs twice on this way")?;
        row.require(line.after.is_none_or(same), "the step in `after` must stand above")?;
        row.require(line.working_days.is_none() || line.after.is_some(), "a limit runs from a step")?;
        row.require(line.working_days != Some(0), "a limit is at least one day")?;
        let Record { direction, route, step, after, working_days, needed, .. } = row.record;
        steps.push(ChannelStep {
            direction,
            route,
            step,
            after,
            working_days,
            needed,
            name: Bilingual::new(row.record.name_zh, row.record.name_en),
            limit_for: row.record.limit_for,
            citation: row.record.citation,
            confirmed: row.record.status == "read",
        });
    }
    Ok(steps)
}
