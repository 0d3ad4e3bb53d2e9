//! The list of suppliers, against plain counting over the same facts.

use std::collections::{BTreeMap, BTreeSet};

use domain::contract::Mode;
use domain::statistics::{Fact, Month};
use domain::{CompanyId, ContractId};
use proptest::prelude::*;
use research::analysis::suppliers::{Sought, Technology, left_out, more, question, table, technology, without};
use research::analysis::{PatentTable, Period, Table};
use research::{Answer, Dimension, Filter, Query, Value};

use super::{FACT, asked, count, facts, fields, five_licences, id, is_counted, month, one_of, period, rows, usd};

/// The list of suppliers of imports, as it is put together.
fn list_of_suppliers(facts: &[Fact], sought: Sought) -> Table {
    let answers = |queries: Vec<Query>| queries.iter().map(|query| asked(facts, query)).collect::<Vec<_>>();
    let imports = vec![one_of(Dimension::Direction, "import")];
    let filters = match answers(left_out(sought, period())).as_slice() {
        [] => imports,
        left_out => without(&imports, left_out),
    };
    let listed = asked(facts, &question(&filters, period()));
    let known = answers(more(&listed, &filters, period()));
    table(&listed, &known, &Technology::new())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn suppliers_are_those_of_the_facts(facts in facts(), newcomers in any::<bool>(), not_established in any::<bool>()) {
        let table = list_of_suppliers(&facts, Sought { newcomers, not_established });

        let mut expected: BTreeMap<Vec<String>, Vec<Value>> = BTreeMap::new();
        let pair = |fact: &Fact| (fact.place.counterparty.clone(), fact.place.industry.clone());
        let pairs: BTreeSet<(String, String)> = facts.iter().filter(|fact| is_counted(fact)).map(pair).collect();
        for (supplier, industry) in pairs {
            let so_far = facts.iter().filter(|fact| fact.month() <= period().to);
            let of_supplier: Vec<&Fact> = so_far.filter(|fact| fact.place.counterparty == supplier).collect();
            let in_period = of_supplier.iter().copied().filter(|fact| is_counted(fact));
            let of_pair: Vec<&Fact> = in_period.filter(|fact| fact.place.industry == industry).collect();
            let companies: BTreeSet<CompanyId> = of_pair.iter().map(|fact| fact.place.company).collect();
            let months: BTreeSet<Month> = of_supplier.iter().map(|fact| fact.month()).collect();
            let (first, last) = (*months.first().unwrap(), *months.last().unwrap());
            let is_new = first >= month("2024-05");
            let is_here = of_supplier.iter().any(|fact| fact.place.related_parties);
            if (newcomers && !is_new) || (not_established && is_here) {
                continue;
            }
            let moved = |mode| of_pair.iter().filter(|fact| fact.place.mode == mode).count();
            let by_patent = moved(Mode::Patent) >= moved(Mode::KnowHow);
            let keys = [
                supplier.clone(),
                supplier.rsplit_once('|').unwrap().1.to_owned(),
                industry.clone(),
                if by_patent { "patent" } else { "know_how" }.to_owned(),
                String::new(),
                first.to_string(),
                last.to_string(),
                is_new.to_string(),
                is_here.to_string(),
            ];
            let cents = of_pair.iter().map(|fact| fact.amount_usd_cents).sum();
            expected.insert(keys.to_vec(), vec![count(of_pair.len()), usd(cents), count(companies.len())]);
        }
        let contracts: i64 = expected.values().map(|values| if let Value::Count(one) = values[0] { one } else { 0 }).sum();
        prop_assert_eq!(table.totals[0], Value::Count(contracts), "of those that were looked for");
        prop_assert_eq!(rows(&table), expected);
        let amounts: Vec<Value> = table.rows.iter().map(|row| row.values[1]).collect();
        let units = |value: &Value| if let Value::Fixed { units, .. } = value { *units } else { 0 };
        prop_assert!(amounts.is_sorted_by_key(|value| -units(value)), "the largest first");
    }
}

/// A registration of the period by supplier and industry, of so many cents.
fn registration(seq: i64, supplier: &str, on: &str, cents: i64) -> Fact {
    let mut fact = Fact::from_json(FACT).unwrap();
    fact.seq = seq;
    fact.contract = ContractId::parse(&id(usize::try_from(seq).unwrap())).unwrap();
    fact.registered_on = on.parse().unwrap();
    fact.place.counterparty = format!("{supplier}|DE");
    (fact.amount_usd_cents, fact.standing_usd_cents) = (cents, cents);
    fact
}

#[test]
fn a_small_newcomer_is_found_behind_a_hundred_large_suppliers() {
    let mut facts = Vec::new();
    for number in 0..101 {
        facts.push(registration(number + 1, &format!("LARGE {number:03}"), "2023-01-10", 1));
    }
    for number in 0..101 {
        facts.push(registration(number + 102, &format!("LARGE {number:03}"), "2025-06-10", 1_000 + number));
    }
    facts.push(registration(203, "SMALL", "2025-07-10", 1));
    let names = |sought| {
        let table = list_of_suppliers(&facts, sought);
        table.rows.iter().map(|row| row.keys[0].to_string()).collect::<Vec<_>>()
    };
    let all = names(Sought::default());
    assert_eq!((all.len(), all[0].as_str(), all[99].as_str()), (100, "LARGE 100|DE", "LARGE 001|DE"));
    assert_eq!(names(Sought { newcomers: true, not_established: false }), ["SMALL|DE"]);
    // What the reader asks for of suppliers still holds.
    let asked_for = one_of(Dimension::Counterparty, "LARGE 001|DE");
    let earlier: Vec<Answer> = left_out(Sought { newcomers: true, not_established: true }, period())
        .iter()
        .map(|query| asked(&facts, query))
        .collect();
    let narrowed = without(&[asked_for], &earlier);
    assert_eq!(narrowed, [Filter::OneOf(Dimension::Counterparty, Vec::new())]);
    let but = without(&[Filter::NoneOf(Dimension::Counterparty, vec!["SMALL|DE".to_owned()])], &earlier);
    assert!(matches!(&but[..], [Filter::NoneOf(Dimension::Counterparty, names)] if names.len() == 102), "{but:?}");
}

#[test]
fn what_a_supplier_brings_is_the_classes_of_most_contracts() {
    let facts: Vec<Fact> = (1..=5).map(|seq| registration(seq, "EXAMPLE", "2025-06-02", seq)).collect();
    let listed = asked(&facts, &question(&[], period()));
    let of = |patents: &PatentTable, seen, filters: &[Filter]| {
        technology(patents, seen, &listed, (filters, &fields(), period()))
    };
    let told = |classes: &str| Technology::from([(("EXAMPLE|DE".to_owned(), "39".to_owned()), classes.to_owned())]);
    // Five contracts: H01L in each, G00B to G05B in two each, G09B in one; the first of equals by code.
    let patents = five_licences();
    assert_eq!(of(&patents, 9, &[]), told("H01L, G00B, G01B"));
    assert_eq!(of(&patents, 0, &[]), Technology::new(), "nothing was registered yet");
    let fifth = [one_of(Dimension::Company, &id(4))];
    assert_eq!(of(&patents, 9, &fifth), told("G09B, H01L"));
    let of_size = [one_of(Dimension::AmountBand, "under_100k")];
    assert_eq!(of(&patents, 9, &of_size), told("H01L, G00B, G01B"), "patents have no size");
    let japan = [one_of(Dimension::Country, "JP")];
    assert_eq!(of(&patents, 9, &japan), Technology::new());
    let before = Period { from: month("2024-01"), to: month("2024-12") };
    assert_eq!(technology(&patents, 9, &listed, (&[], &fields(), before)), Technology::new());
}

#[test]
fn suppliers_are_sought_by_codes_in_one_spelling() {
    let both = Sought { newcomers: true, not_established: true };
    assert_eq!(Sought::read("not_established,newcomer"), Ok(both));
    assert_eq!((both.codes().as_str(), Sought::default().codes().as_str()), ("newcomer,not_established", ""));
    assert_eq!(Sought::read("newcomer,large"), Err("large".to_owned()));
}
