//! The patents that contracts are about: each of a party, an industry and a year, with an end twenty years after its filing.

use chrono::{Datelike, Months, NaiveDate};
use domain::statistics::LicensedPatent;

use crate::chance::{About, Chance};
use crate::terms::Setting;

/// Most patents of one contract.
const MOST: u64 = 12;
/// Patents that a party files in an industry in a year.
const OF_A_YEAR: u64 = 3;

/// Some patents of the supplier, in force on a day.
pub(crate) fn drawn(chance: &mut Chance, setting: &Setting<'_>, on: NaiveDate) -> Vec<LicensedPatent> {
    let count = 1 + chance.rank(MOST);
    let mut found: Vec<LicensedPatent> = Vec::new();
    for _ in 0..count {
        let filed_in = on.year() - i32::try_from(2 + chance.below(12)).unwrap_or(2);
        let one = patent(setting, filed_in, chance.below(OF_A_YEAR));
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found.sort();
    found
}

/// The same patent whenever somebody licenses it.
fn patent(setting: &Setting<'_>, filed_in: i32, place: u64) -> LicensedPatent {
    let owner = setting.partner.key.bytes().chain(setting.subject.industry.bytes());
    // FNV-1a.
    let owner = owner
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    let year = u64::try_from(filed_in).unwrap_or_default();
    let mut own = Chance::new(setting.seed ^ owner, About::Patents, year * OF_A_YEAR + place);
    let office = if setting.import { setting.country.office } else { "CN" };
    let month = u32::try_from(own.between(1, 12)).unwrap_or(1);
    let day = u32::try_from(own.between(1, 28)).unwrap_or(1);
    let filed = NaiveDate::from_ymd_opt(filed_in, month, day);
    let classes = setting.subject.classes;
    let first = usize::try_from(own.below(classes.len() as u64)).unwrap_or_default();
    let many = 1 + usize::from(own.in_thousand(350));
    let mut ipc: Vec<String> = classes.iter().cycle().skip(first).take(many).map(|class| (*class).to_owned()).collect();
    ipc.sort_unstable();
    ipc.dedup();
    LicensedPatent {
        office: office.to_owned(),
        number: format!("{office}{:07}", 1_000_000 + own.below(9_000_000)),
        ipc,
        expires_on: filed.and_then(|filed| filed.checked_add_months(Months::new(240))),
    }
}
