//! The companies of Suzhou: their districts, natures and trades. The first are at it most (Zipf); the last third, mostly
//! private, comes after 2015.

use chrono::NaiveDate;
use domain::CompanyId;
use domain::contract::Ownership;
use domain::credit_code::{CreditCode, CreditCodeError};

use crate::chance::{About, Chance};
use crate::life::identity;
use crate::subject::{SUBJECTS, of_trade};
use crate::words::{COMPANY_FIRST, COMPANY_SECOND};

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its number, from 0.
    pub number: u32,
    /// Its id.
    pub id: CompanyId,
    /// Its name, which says 示例.
    pub name: String,
    /// A unified social credit code that passes its check.
    pub credit_code: String,
    /// Its area of Suzhou.
    pub district: &'static str,
    /// Its nature.
    pub ownership: Ownership,
    /// The place of its trade among the subjects.
    pub(crate) trade: usize,
}

/// Areas of Suzhou, as much of the trade as they are thought to have.
const DISTRICTS: [(&str, u64); 10] = [
    ("320571", 30),
    ("320583", 18),
    ("320505", 12),
    ("320509", 9),
    ("320506", 8),
    ("320585", 7),
    ("320581", 5),
    ("320507", 5),
    ("320582", 4),
    ("320508", 2),
];
/// The natures of the companies of the first years (as published for 2006), and of those that came later.
const EARLY: [(Ownership, u64); 5] = [
    (Ownership::ForeignInvested, 50),
    (Ownership::State, 26),
    (Ownership::Private, 12),
    (Ownership::HmtInvested, 10),
    (Ownership::Collective, 2),
];
const LATE: [(Ownership, u64); 5] = [
    (Ownership::Private, 60),
    (Ownership::ForeignInvested, 24),
    (Ownership::HmtInvested, 8),
    (Ownership::State, 6),
    (Ownership::Other, 2),
];

impl Company {
    /// Company number `number` of `of`, in a market that begins on a day.
    pub(crate) fn new(seed: u64, number: u32, of: u32, since: NaiveDate) -> Self {
        let mut chance = Chance::new(seed, About::Company, u64::from(number));
        let late = number >= early(of);
        let district = chance.pick(&DISTRICTS);
        let ownership = chance.pick(if late { &LATE } else { &EARLY });
        let trade = of_trade(&mut chance, !late, if late { 15 } else { 3 });
        let place = usize::try_from(number).unwrap_or_default();
        let word = |words: &[&'static str; 20], at: usize| words.get(at % 20).copied().unwrap_or_default();
        let again = place / 400;
        let more = if again == 0 { String::new() } else { (again + 1).to_string() };
        let of_trade = SUBJECTS.get(trade).map_or("", |subject| subject.trade);
        Self {
            number,
            id: CompanyId(identity(since, 3, u64::from(number))),
            name: format!(
                "苏州示例{}{}{more}{of_trade}有限公司",
                word(&COMPANY_FIRST, place),
                word(&COMPANY_SECOND, place / 20)
            ),
            credit_code: credit_code(district, number),
            district,
            ownership,
            trade,
        }
    }
}

/// How many of the companies are there from the beginning.
const fn early(of: u32) -> u32 {
    of - of / 3
}

/// The number of the company that registers something so many years after 2006.
pub(crate) fn drawn(chance: &mut Chance, of: u32, age: u64) -> u32 {
    let of = of.max(1);
    let late = u64::from(of / 3);
    // From nothing in 2015 to more than half ten years later.
    let share = age.saturating_sub(9).min(11) * 50;
    let number = if late > 0 && chance.in_thousand(share) {
        u64::from(early(of)) + chance.rank(late)
    } else {
        chance.rank(u64::from(early(of)))
    };
    u32::try_from(number).unwrap_or_default()
}

fn credit_code(district: &str, number: u32) -> String {
    // The industrial park has a code of its own in credit codes.
    let area = if district == "320571" { "320594" } else { district };
    let body = format!("91{area}MA{number:07}");
    match CreditCode::parse(&format!("{body}0")) {
        Err(CreditCodeError::CheckCharacter { expected }) => format!("{body}{expected}"),
        Ok(_) | Err(CreditCodeError::Format) => format!("{body}0"),
    }
}
