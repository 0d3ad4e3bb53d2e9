//! The licence channel for restricted technology (转办): its steps and day limits, which are data, and where one case stands.
//!
//! Import: the Regulation, Art. 11 to 16. Export: the Regulation, Art. 31 to 35; 商务部、科技部令2009年第2号, Art. 5 to 7; the IP
//! security review: 国办发〔2018〕19号. The authority there is the province; the desk records what it is told.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::calendar::WorkingCalendar;
use crate::clock::{day_after, working_days_between};
use crate::contract::{Direction, LegalType};
use crate::language::Bilingual;
use crate::terms::terms;

terms! {
    /// A step of the licence channel.
    LicenceStep {
        /// 保密审查: before the application, where the technology is a state secret.
        SecrecyReview = "secrecy_review",
        /// 提出申请
        Applied = "applied",
        /// 转送科技主管部门
        SentToScience = "sent_to_science",
        /// 知识产权对外转让审查
        IpReview = "ip_review",
        /// 许可意向书
        LetterOfIntent = "letter_of_intent",
        /// 提交合同
        ContractSubmitted = "contract_submitted",
        /// 许可证
        Licensed = "licensed",
    }
}

terms! {
    /// How an import is applied for.
    LicenceRoute {
        /// Letter of intent first, the contract afterwards.
        Separate = "separate",
        /// Application and signed contract together (the Regulation, Art. 15).
        Combined = "combined",
    }
}

terms! {
    /// Where a referral stands.
    ReferralStatus {
        /// Under way.
        Open = "open",
        /// 已获许可
        Licensed = "licensed",
        /// 不予许可
        Refused = "refused",
        /// Not restricted after all: filed anew in the free class (按自由类重新办理).
        FreeClass = "free_class",
    }
}

/// When a step is part of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepNeeded {
    /// Always.
    Always,
    /// Where the IP security review applies.
    IfIp,
    /// Where a state secret is involved.
    IfSecret,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelStep {
    /// Import or export.
    pub direction: Direction,
    /// How an import is applied for; exports know one way only.
    pub route: LicenceRoute,
    /// The step.
    pub step: LicenceStep,
    /// The step from which its limit runs, and which comes before it.
    pub after: Option<LicenceStep>,
    /// Working days that the authority has, if the law says so.
    pub working_days: Option<u8>,
    /// When it is part of the way.
    pub needed: StepNeeded,
    /// What happens.
    pub name: Bilingual,
    /// Whose limit it is.
    pub limit_for: Option<String>,
    /// Where it stands.
    pub citation: String,
    /// Whether the citation was read in a source; what was not, is not presented as law.
    pub confirmed: bool,
}

/// A step that was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepTaken {
    /// Which.
    pub step: LicenceStep,
    /// The day on which it happened.
    pub on: NaiveDate,
}

/// Where a step stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepProgress<'a> {
    /// The line of the table.
    pub line: &'a ChannelStep,
    /// When it happened, if it has.
    pub done_on: Option<NaiveDate>,
    /// The last day of its limit, once the limit runs.
    pub due_on: Option<NaiveDate>,
    /// Working days after today up to the last day; negative when it has passed. None where nothing runs.
    pub working_days_left: Option<i32>,
    /// Whether the limit runs through a year without a calendar.
    pub provisional: bool,
}

impl StepProgress<'_> {
    /// Whether the last day has passed: without the step, or before it.
    pub fn late(&self, today: NaiveDate) -> bool {
        self.due_on.is_some_and(|due| self.done_on.unwrap_or(today) > due)
    }
}

/// What is particular about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Import or export.
    pub direction: Direction,
    /// How it is applied for.
    pub route: LicenceRoute,
    /// Whether the IP security review applies; unknown while nobody has settled it.
    pub ip_review: Option<bool>,
}

/// Whether the transfer abroad needs the IP security review (国办发〔2018〕19号): a restricted export that changes the holder of a
/// patent does; a licence does when it is exclusive, which the form does not say, so that the desk settles it; the rest does not.
pub const fn needs_ip_review(direction: Direction, legal_type: Option<LegalType>) -> Option<bool> {
    match (direction, legal_type) {
        (Direction::Export, Some(LegalType::PatentTransfer | LegalType::PatentApplicationTransfer)) => Some(true),
        (Direction::Import, _) | (_, Some(LegalType::KnowHowLicence | LegalType::TechnicalService)) => Some(false),
        (Direction::Export, _) => None,
    }
}

/// The way of one case with each step's day and limit, in the order of the table. Of a step recorded twice the later record counts.
pub fn progress<'a>(
    channel: &'a [ChannelStep],
    way: Way,
    taken: &[StepTaken],
    calendar: &WorkingCalendar,
    today: NaiveDate,
) -> Vec<StepProgress<'a>> {
    let day_of = |step: LicenceStep| taken.iter().rev().find(|one| one.step == step).map(|one| one.on);
    let on_the_way = |line: &&ChannelStep| {
        line.direction == way.direction
            && line.route == way.route
            && match line.needed {
                StepNeeded::Always => true,
                StepNeeded::IfIp => way.ip_review != Some(false),
                // Nobody can tell from the form; offered, and left out unless it happened.
                StepNeeded::IfSecret => day_of(line.step).is_some() || taken.is_empty(),
            }
    };
    channel
        .iter()
        .filter(on_the_way)
        .map(|line| {
            let from = line.after.and_then(day_of);
            let due_on = from.zip(line.working_days).map(|(from, days)| day_after(from, days, calendar));
            let done_on = day_of(line.step);
            let running = due_on.filter(|_| done_on.is_none());
            StepProgress {
                line,
                done_on,
                due_on,
                working_days_left: running.map(|due| working_days_between(today, due, calendar)),
                provisional: from
                    .zip(due_on)
                    .is_some_and(|(from, due)| (from.year()..=due.year()).any(|year| !calendar.covers(year))),
            }
        })
        .collect()
}

/// Why a step cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepRefused {
    /// It is not part of this way.
    NotOnTheWay,
    /// The step before it has not been recorded.
    TooEarly,
    /// Its day lies in the future, or before the step that it follows.
    Day,
}

/// Whether a step that happened on a day can be recorded.
pub fn may_record(
    channel: &[ChannelStep],
    way: Way,
    taken: &[StepTaken],
    step: StepTaken,
    today: NaiveDate,
) -> Result<(), StepRefused> {
    let line = channel
        .iter()
        .find(|line| (line.direction, line.route, line.step) == (way.direction, way.route, step.step))
        .filter(|line| line.needed != StepNeeded::IfIp || way.ip_review != Some(false))
        .ok_or(StepRefused::NotOnTheWay)?;
    if step.on > today {
        return Err(StepRefused::Day);
    }
    let Some(before) = line.after else { return Ok(()) };
    let before = taken.iter().rev().find(|one| one.step == before).ok_or(StepRefused::TooEarly)?;
    if step.on < before.on { Err(StepRefused::Day) } else { Ok(()) }
}

#[cfg(test)]
#[path = "licence_tests.rs"]
mod tests;
