//! A mean beside the sums: the mean amount is of what was registered, and amounts hold what was amended since.

use domain::statistics::{Fact, FactKind};

use super::guard::{Register, fact, plain_rows};
use crate::disclosure::Patterns;
use crate::{Limits, Measure, Query, Refusal, Value, pairs};

const CELL: &str = "filter=country:US&filter=direction:export&filter=year:2024";
/// What one company's amendment adds, US cents.
const ADDED: i64 = 1_500;

/// A closed year in which a single company amends a single contract.
fn one_amender() -> Register {
    let mut facts: Vec<Fact> = (1..).zip(plain_rows()).map(|(seq, row)| fact(seq, row)).collect();
    let last = facts.len() - 1;
    let amended = facts[last - 1].clone();
    assert_eq!((&*amended.place.country, amended.place.direction.code()), ("US", "export"));
    let amendment = Fact {
        kind: FactKind::Amendment,
        contracts: 0,
        amount_usd_cents: ADDED,
        technology_fee_usd_cents: 0,
        ..amended
    };
    facts.insert(last, amendment);
    for (seq, fact) in (1..).zip(&mut facts) {
        fact.seq = seq;
    }
    Register::of_facts(&facts)
}

#[test]
fn a_mean_times_its_count_would_tell_what_one_company_amended() {
    let register = one_amender();
    let question = format!("{CELL}&measures=contracts,amount_usd,mean_amount_usd");
    let query = Query::parse(&pairs(&question)).unwrap().0;
    let plain = register.snapshot.answer(&query, &register.fields, &Limits::default(), 1).unwrap();
    let [Value::Count(contracts), Value::Fixed { units: amount, .. }, Value::Fixed { units: mean, .. }] =
        plain.totals[..]
    else {
        panic!("{:?}", plain.totals)
    };
    assert_eq!(amount - i128::from(contracts) * mean, i128::from(ADDED), "the attack");

    let told = register.answer(&format!("{CELL}&measures=contracts,amount_usd,amendments"));
    assert_eq!(told.totals[..2], plain.totals[..2], "both are told");
    assert!(told.totals[2].is_suppressed(), "of amendments there is one company's only");
    let refused = Measure::parse("mean_amount_usd").map(Refusal::MeasureNotPublic);
    for question in
        [question.as_str(), "measures=mean_amount_usd", "rows=country&columns=year&measures=mean_amount_usd"]
    {
        assert_eq!(register.ask(&Patterns::new(), question).err(), refused, "{question}");
    }
}

#[test]
fn everything_else_that_is_said_of_contracts_may_be_asked_for() {
    let register = one_amender();
    for measure in ["median_amount_usd", "p90_amount_usd", "mean_royalty_rate", "mean_months", "technology_fee_share"] {
        let answer = register.answer(&format!("{CELL}&measures={measure}"));
        assert!(!answer.totals[0].is_suppressed(), "{measure}");
    }
}
