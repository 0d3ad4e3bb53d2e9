//! A second telling of the rules, by hand and apart from the portal's own table.

use chrono::NaiveDate;

use super::steps::{AGENT, APPROVERS, COMPANIES, MANAGER, REVIEWERS, What, Who};

/// Where a filing stands, as the portal spells it.
pub type Status = &'static str;

/// State, what happens, state.
const TABLE: [(Status, What, Status); 15] = [
    ("draft", What::Submit, "submitted"),
    ("draft", What::Withdraw, "withdrawn"),
    ("submitted", What::Claim, "in_review"),
    ("submitted", What::Assign, "in_review"),
    ("submitted", What::Withdraw, "withdrawn"),
    ("in_review", What::Release, "submitted"),
    ("in_review", What::Assign, "in_review"),
    ("in_review", What::Return, "returned"),
    ("in_review", What::Recommend, "recommended"),
    ("in_review", What::RecommendRefusal, "recommended"),
    ("in_review", What::Refer, "referred"),
    ("returned", What::Submit, "submitted"),
    ("returned", What::Withdraw, "withdrawn"),
    ("recommended", What::Register, "registered"),
    ("recommended", What::Refuse, "refused"),
];

/// States that nothing follows.
pub const ENDS: [Status; 5] = ["registered", "refused", "referred", "withdrawn", "lapsed"];

/// A filing as the rules have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    pub id: String,
    pub company: Who,
    pub kind: &'static str,
    pub status: Status,
    /// Whether the agent of the first company has a mandate.
    pub has_agent: bool,
    pub claimed_by: Option<Who>,
    pub recommended_by: Option<Who>,
    pub decided_by: Option<Who>,
    /// What moved the clock: the day, and whether it started.
    pub clock: Vec<(NaiveDate, bool)>,
    /// Commands that were done.
    pub done: usize,
}

/// What the rules say of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is done.
    Done,
    /// It is done, unless the register or the checks object.
    Maybe,
    /// It is refused.
    Refused,
}

impl Mirror {
    /// What becomes of this if `who` does `what` today, and whether that is possible at all.
    pub fn after(&self, who: Who, what: What, today: NaiveDate) -> (Verdict, Self) {
        let refused = (Verdict::Refused, self.clone());
        let to = TABLE.iter().find(|(from, by, _)| *from == self.status && *by == what).map_or("", |(_, _, to)| *to);
        if to.is_empty() || !self.may(who, what) {
            return refused;
        }
        let mut next = Self { status: to, done: self.done + 1, ..self.clone() };
        match what {
            What::Submit => {
                next.claimed_by = None;
                next.recommended_by = None;
                next.clock.push((today, true));
            }
            What::Claim => next.claimed_by = Some(who),
            What::Release => next.claimed_by = None,
            What::Assign => next.claimed_by = Some(REVIEWERS.start),
            What::Recommend | What::RecommendRefusal => next.recommended_by = Some(who),
            What::Register | What::Refuse => next.decided_by = Some(who),
            What::Return => next.claimed_by = None,
            What::Refer | What::Withdraw => {}
        }
        let stops = matches!(what, What::Return | What::Refer | What::Register | What::Refuse | What::Withdraw);
        if stops && next.clock.last().is_some_and(|(_, started)| *started) {
            next.clock.push((today, false));
        }
        let on_a_contract = self.kind != "registration" && matches!(what, What::Submit | What::Register);
        (if on_a_contract { Verdict::Maybe } else { Verdict::Done }, next)
    }

    fn may(&self, who: Who, what: What) -> bool {
        let own = who == self.company || (who == AGENT && self.company == COMPANIES.start && self.has_agent);
        let staff = who > AGENT;
        match what {
            What::Submit | What::Withdraw => own,
            What::Claim => staff,
            What::Assign => who == MANAGER,
            What::Release => who == MANAGER || (staff && self.claimed_by == Some(who)),
            What::Return | What::Recommend | What::RecommendRefusal | What::Refer => {
                staff && self.claimed_by == Some(who)
            }
            What::Register | What::Refuse => {
                (who == MANAGER || APPROVERS.contains(&who)) && self.recommended_by != Some(who)
            }
        }
    }

    /// What plausibly comes next, and by whom.
    pub fn likely(&self, choice: u8) -> (Who, What) {
        let pick = |from: &std::ops::Range<Who>| from.start + usize::from(choice >> 4) % from.len();
        let staff = REVIEWERS.start..APPROVERS.end;
        let agent = self.has_agent && self.company == COMPANIES.start && choice & 0x10 != 0;
        let filer = if agent { AGENT } else { self.company };
        let claimant = self.claimed_by.unwrap_or(staff.start);
        match (self.status, choice % 8) {
            ("draft" | "returned" | "submitted", 7) => (filer, What::Withdraw),
            ("draft" | "returned", _) => (filer, What::Submit),
            ("submitted", 6) | ("in_review", 5) => (MANAGER, What::Assign),
            ("submitted", _) => (pick(&staff), What::Claim),
            ("in_review", 0) => (claimant, What::Release),
            ("in_review", 1 | 2) => (claimant, What::Return),
            ("in_review", 3) if choice & 0x20 != 0 => (claimant, What::Refer),
            ("in_review", 4) => (claimant, What::RecommendRefusal),
            ("in_review", _) => (claimant, What::Recommend),
            ("recommended", 0) => (pick(&APPROVERS), What::Refuse),
            _ => (pick(&APPROVERS), What::Register),
        }
    }
}
