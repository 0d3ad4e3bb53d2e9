//! Royalties due beside trade: trade tells where there is nothing, and with that a royalty by country and one by direction would tell
//! what a single company owes.

use domain::statistics::{Fact, FactKind};

use super::guard::{Register, fact};
use crate::{Limits, Query, Value, pairs};

/// What one company owes in all of its cell, US cents.
const OWED: i128 = 500;

/// Five companies in each cell of 2024, none of which exports to KR or imports from JP. All settle with the US, three with JP, one with KR.
fn one_settler() -> Register {
    let mut facts: Vec<Fact> = Vec::new();
    for (direction, country, settle) in
        [("import", "KR", 1), ("import", "US", 5), ("export", "US", 5), ("export", "JP", 3)]
    {
        for company in 0..5 {
            let registered = fact(1, ("2024-03", direction, country, "26", company, 1000));
            if company < settle {
                facts.push(Fact {
                    kind: FactKind::Settlement,
                    contracts: 0,
                    amount_usd_cents: 0,
                    technology_fee_usd_cents: 0,
                    royalty_due_usd_cents: 500,
                    ..registered.clone()
                });
            }
            facts.push(registered);
        }
    }
    facts.push(fact(1, ("2025-03", "import", "US", "26", 1, 1000)));
    for (seq, fact) in (1..).zip(&mut facts) {
        fact.seq = seq;
    }
    Register::of_facts(&facts)
}

fn withheld(values: &[Value]) -> Vec<bool> {
    values.iter().map(|value| value.is_suppressed()).collect()
}

#[test]
fn what_is_due_by_country_and_by_direction_would_tell_what_one_company_owes() {
    let register = one_settler();
    let due = |filters: &str| {
        let query = Query::parse(&pairs(&format!("measures=royalty_due_usd&filter=year:2024{filters}"))).unwrap().0;
        let plain = register.snapshot.answer(&query, &register.fields, &Limits::default(), 1).unwrap();
        let Value::Fixed { units, .. } = plain.totals[0] else { panic!("{:?}", plain.totals) };
        units
    };
    let computed = due("&filter=direction:import") - due("&filter=direction:import&filter=country:US");
    assert_eq!((computed, due("&filter=country:KR")), (OWED, OWED), "the attack");

    // Everybody reads that KR and JP have one direction each, and how many contracts every cell has.
    let trade = register.answer("rows=country,direction&measures=contracts&filter=year:2024");
    assert!(trade.cells.len() == 4 && trade.cells.iter().all(|cell| cell.values == [Value::Count(5)]));
    for question in ["rows=country", "rows=direction", "rows=country&columns=direction", "rows=month,country"] {
        let answer = register.answer(&format!("{question}&measures=contracts,royalty_due_usd,settlements"));
        for cell in answer.cells.iter() {
            assert_eq!(withheld(cell.values), [false, true, true], "{question}");
        }
        assert!(answer.disclosure.unwrap().withheld >= answer.cells.len(), "{question}: what is marked is counted");
    }
}

#[test]
fn what_is_due_is_told_by_time() {
    let register = one_settler();
    let told = [Value::Fixed { units: 14 * OWED, digits: 2 }, Value::Count(14)];
    for time in ["year", "quarter", "month"] {
        let answer = register.answer(&format!("rows={time}&columns=country&measures=royalty_due_usd,settlements"));
        assert_eq!(answer.totals, told);
        let by_time = answer.margins.iter().find(|margin| margin.kept == 1).unwrap();
        assert!(by_time.cells.len() == 1 && by_time.cells.iter().all(|cell| cell.values == told), "{time}");
    }
    let narrowed = register.answer("filter=country:US&measures=contracts,royalty_due_usd");
    assert_eq!(withheld(&narrowed.totals), [false, true]);
}
