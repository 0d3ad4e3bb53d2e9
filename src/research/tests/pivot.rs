//! What the cube answers, seen from outside.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use chrono::NaiveDate;
use proptest::prelude::*;
use research::{Cube, Dimension, Fact, FactKind, Measure, Query};
use serde_json::json;

const NO_FILTERS: &[&str] = &[];

fn fact(seq: i64, direction: &str, country: &str, month: &str, amount_usd_cents: i64) -> Fact {
    Fact {
        seq,
        kind: FactKind::Registration,
        registered_on: NaiveDate::from_ymd_opt(2026, 10, 9).unwrap(),
        month: month.to_owned(),
        direction: direction.to_owned(),
        district: "320571".to_owned(),
        country: country.to_owned(),
        industry: "39".to_owned(),
        legal_type: "patent_licence".to_owned(),
        mode: "patent".to_owned(),
        payment_mode: "royalty".to_owned(),
        ownership: "private".to_owned(),
        related_parties: false,
        amount_usd_cents,
        technology_fee_usd_cents: amount_usd_cents / 2,
        contracts: 1,
        royalty_rate_millionths: Some(35_000),
        days_to_register: 2,
    }
}

fn cube(facts: &[Fact]) -> Cube {
    let mut cube = Cube::new();
    cube.append(facts);
    cube
}

fn four_contracts() -> Cube {
    cube(&[
        fact(3, "import", "US", "2026-10", 20_000),
        fact(5, "export", "DE", "2026-10", 5_000),
        fact(8, "import", "DE", "2026-11", 10_000),
        fact(9, "import", "DE", "2027-01", 2_501),
    ])
}

#[test]
fn a_table_of_countries_by_direction_has_the_shape_of_the_interface() {
    let query = Query::parse(Some("country"), Some("direction"), Some("contracts,amount_usd"), NO_FILTERS).unwrap();

    let answer = four_contracts().pivot(&query).to_json();

    assert_eq!(
        answer,
        json!({
            "as_of": 9,
            "dimensions": ["country", "direction"],
            "measures": ["contracts", "amount_usd"],
            "cells": [
                {"country": "DE", "direction": "import", "contracts": 2, "amount_usd": "125.01"},
                {"country": "DE", "direction": "export", "contracts": 1, "amount_usd": "50.00"},
                {"country": "US", "direction": "import", "contracts": 1, "amount_usd": "200.00"},
            ],
            "totals": {"contracts": 4, "amount_usd": "375.01"},
        })
    );
}

#[test]
fn filters_keep_facts_that_have_one_of_the_values_of_each() {
    let query = Query::parse(Some("year"), None, Some("amount_usd"), &["direction:import", "country:DE,FR"]).unwrap();

    assert_eq!(four_contracts().pivot(&query).to_csv(), "year,amount_usd\r\n2026,100.00\r\n2027,25.01\r\n");
}

#[test]
fn a_filter_that_nothing_passes_leaves_no_cells_and_zero_totals() {
    let query = Query::parse(
        Some("country"),
        None,
        Some("contracts,amount_usd,technology_fee_share,mean_royalty_rate,mean_days_to_register"),
        &["country:FR"],
    )
    .unwrap();

    let answer = four_contracts().pivot(&query);

    assert!(answer.cells.is_empty());
    assert_eq!(
        answer.to_json()["totals"],
        json!({"contracts": 0, "amount_usd": "0.00", "technology_fee_share": null,
               "mean_royalty_rate": null, "mean_days_to_register": null})
    );
}

#[test]
fn an_empty_cube_answers() {
    let cube = Cube::new();
    assert!(cube.is_empty());
    assert_eq!(cube.as_of(), 0);
    assert_eq!(cube.values(Dimension::Country), Vec::<String>::new());
    assert_eq!(
        cube.pivot(&Query::default()).to_json(),
        json!({"as_of": 0, "dimensions": [], "measures": ["contracts", "amount_usd"], "cells": [],
               "totals": {"contracts": 0, "amount_usd": "0.00"}})
    );
}

#[test]
fn without_dimensions_there_is_one_cell_and_it_is_the_total() {
    let answer = four_contracts().pivot(&Query::default());
    assert_eq!(answer.cells.len(), 1);
    assert_eq!(answer.cells[0].values, answer.totals);
}

#[test]
fn an_amendment_moves_the_sums_and_no_mean() {
    // Given a contract, and an amendment that halves it with another rate
    let amendment = Fact {
        kind: FactKind::Amendment,
        contracts: 0,
        amount_usd_cents: -10_000,
        technology_fee_usd_cents: -7_500,
        royalty_rate_millionths: Some(99_000),
        days_to_register: 30,
        ..fact(2, "import", "DE", "2026-12", 0)
    };
    let cube = cube(&[fact(1, "import", "DE", "2026-10", 20_000), amendment]);

    // When all measures are asked
    let query = Query { rows: vec![Dimension::Country], measures: Measure::ALL.to_vec(), ..Query::default() };

    // Then the sums are those of the register, and the means those of the registration
    assert_eq!(
        cube.pivot(&query).to_json()["totals"],
        json!({"contracts": 1, "amount_usd": "100.00", "technology_fee_usd": "25.00", "technology_fee_share": "0.2500",
               "mean_royalty_rate": "3.5000", "mean_days_to_register": "2.00"})
    );
}

#[test]
fn a_fact_delivered_twice_counts_once() {
    let mut cube = four_contracts();
    cube.append(&[fact(9, "import", "DE", "2027-01", 2_501), fact(10, "export", "JP", "2027-02", 1)]);
    assert_eq!((cube.len(), cube.as_of()), (5, 10));
}

#[test]
fn an_earlier_answer_comes_out_the_same_again() {
    let query = Query::parse(Some("country,month"), None, None, NO_FILTERS).unwrap();
    let mut cube = four_contracts();
    let before = cube.pivot(&query);

    cube.append(&[fact(12, "export", "AT", "2025-01", 7)]);

    assert_ne!(cube.pivot(&query), before);
    assert_eq!(cube.pivot_as_of(&query, before.as_of), before);
}

#[test]
fn values_stand_in_their_own_order() {
    let cube = cube(&[
        fact(1, "export", "US", "2026-11", 6_000_000_000),
        fact(2, "import", "DE", "2026-10", 5),
        fact(3, "import", "DE", "2026-10", 500_000_000),
    ]);
    assert_eq!(cube.values(Dimension::Direction), ["import", "export"]);
    assert_eq!(cube.values(Dimension::Country), ["DE", "US"]);
    assert_eq!(cube.values(Dimension::Month), ["2026-10", "2026-11"]);
    assert_eq!(cube.values(Dimension::AmountBand), ["under_100k", "1m_to_10m", "50m_and_over"]);
}

#[test]
fn a_hostile_value_is_no_formula_in_a_spreadsheet() {
    let query = Query::parse(Some("country"), None, Some("contracts"), NO_FILTERS).unwrap();
    let csv = cube(&[fact(1, "import", "=cmd|' /C calc'!A0", "2026-10", 1)]).pivot(&query).to_csv();
    assert_eq!(csv, "country,contracts\r\n'=cmd|' /C calc'!A0,1\r\n");
}

fn any_fact() -> impl Strategy<Value = Fact> {
    (
        prop::sample::select(vec!["import", "export"]),
        prop::sample::select(vec!["DE", "US", "JP", "KR"]),
        prop::sample::select(vec!["2025-12", "2026-01", "2026-02"]),
        prop::sample::select(vec!["27", "39", "65"]),
        any::<i64>(),
        any::<bool>(),
    )
        .prop_map(|(direction, country, month, industry, amount, related_parties)| Fact {
            industry: industry.to_owned(),
            related_parties,
            ..fact(0, direction, country, month, amount)
        })
}

proptest! {
    #[test]
    fn cells_add_up_to_totals_however_they_are_cut(
        mut facts in prop::collection::vec(any_fact(), 0..200),
        dimensions in prop::sample::subsequence(Dimension::ALL.to_vec(), 0..=4),
        imports_only in any::<bool>(),
    ) {
        for (seq, fact) in (1..).zip(&mut facts) {
            fact.seq = seq;
        }
        let filters = if imports_only { vec![(Dimension::Direction, vec!["import".to_owned()])] } else { vec![] };
        let chosen: Vec<&Fact> = facts.iter().filter(|fact| !imports_only || fact.direction == "import").collect();

        let pivot = cube(&facts).pivot(&Query {
            rows: dimensions,
            columns: vec![],
            measures: vec![Measure::Contracts, Measure::AmountUsd],
            filters,
        });

        let number = |value: &Option<String>| value.as_ref().unwrap().replace('.', "").parse::<i128>().unwrap();
        for place in 0..2 {
            let cells: i128 = pivot.cells.iter().map(|cell| number(&cell.values[place])).sum();
            prop_assert_eq!(cells, number(&pivot.totals[place]));
        }
        prop_assert_eq!(number(&pivot.totals[0]), chosen.len() as i128);
        prop_assert_eq!(number(&pivot.totals[1]), chosen.iter().map(|fact| i128::from(fact.amount_usd_cents)).sum::<i128>());
        let mut keys: Vec<_> = pivot.cells.iter().map(|cell| &cell.keys).collect();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), pivot.cells.len(), "no cell twice");
    }
}
