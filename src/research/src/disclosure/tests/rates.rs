//! Facts without a rate: that there are any is told, and how many is not.

use domain::statistics::Fact;

use super::guard::{Register, fact, plain_rows};

fn facts() -> Vec<Fact> {
    (1..).zip(plain_rows()).map(|(seq, row)| fact(seq, row)).collect()
}

#[test]
fn how_many_facts_have_no_rate_is_not_told() {
    for (without, told) in [(0, 0), (1, 1), (7, 1)] {
        let mut facts = facts();
        for fact in facts.iter_mut().filter(|fact| fact.place.country == "DE").take(without) {
            fact.rate = None;
        }
        let register = Register::of_facts(&facts);
        for question in ["rows=country", "filter=country:DE", "filter=country:US", "rows=year&filter=year:2024"] {
            assert_eq!(register.answer(question).without_rate, told, "{without}: {question}");
        }
    }
}

#[test]
fn an_open_year_does_not_tell_whether_there_are_any() {
    let mut facts = facts();
    facts.last_mut().unwrap().rate = None;
    assert_eq!(Register::of_facts(&facts).answer("rows=country").without_rate, 0);
}
