//! What facts take in memory.

use domain::statistics::Fact;
use research::Cube;

use crate::facts::{company, registration};

#[test]
fn a_fact_takes_64_bytes_at_most() {
    const FACTS: i64 = 200_000;
    let mut cube = Cube::new();
    for begin in (0..FACTS).step_by(10_000) {
        let facts: Vec<Fact> = (begin + 1..=begin + 10_000).map(fact).collect();
        cube.append(&facts);
    }
    let (bytes, facts) = (cube.bytes(), cube.len());
    assert_eq!(facts, 200_000);
    // The facts of the last segment are kept twice, and dictionaries grow by doubling: at a million they weigh a fifth of this.
    let last = 16_384 * 190;
    assert!(bytes - last <= facts * 60, "{} bytes a fact", (bytes - last) / facts);
}

/// Facts as different from one another as those of twenty years.
fn fact(seq: i64) -> Fact {
    let number = u32::try_from(seq).unwrap();
    let mut fact = registration(seq, seq * 1_000_003);
    fact.place.company = company(number % 3_000);
    fact.place.counterparty = format!("EXAMPLE TECHNOLOGY {}|DE", number % 10_000);
    fact.place.country = format!("{}", number % 90);
    fact.place.industry = format!("{:02}", number % 97);
    fact.registered_on = fact.registered_on + chrono::Days::new(u64::from(number / 30));
    fact.royalty_rate = Some(domain::money::Percent { millionths: i64::from(number % 200) * 500 });
    fact.royalty_due_usd_cents = if number % 8 == 0 { seq } else { 0 };
    fact.days_to_register = u16::try_from(number % 40).unwrap();
    fact
}
