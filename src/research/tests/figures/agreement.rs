//! Any question gets the figures that a plain count gives, however the facts came, were cut and are shared among threads.

use domain::contract::{Direction, Mode, RoyaltyBase};
use domain::money::Percent;
use domain::statistics::{Fact, FactKind, Month, Place};
use proptest::prelude::*;
use research::{
    Answer, Base, Cells, Cube, Dimension, Filter, Limits, Margins, Measure, Order, Query, Refusal, ShareOf, Snapshot,
    Spread,
};

use crate::facts::{company, cube, fields, registration};
use crate::oracle::{Figures, figures};

fn any_place() -> impl Strategy<Value = Place> {
    (
        prop::sample::select(vec![Direction::Import, Direction::Export]),
        prop::sample::select(vec!["DE", "US", "JP"]),
        prop::sample::select(vec!["27", "39", "64", "65", "97"]),
        prop::sample::select(vec![Mode::Patent, Mode::Software, Mode::Other]),
        1..5_u32,
        prop::sample::select(vec!["sip", "snd"]),
    )
        .prop_map(|(direction, country, industry, mode, number, desk)| Place {
            direction,
            country: country.into(),
            industry: industry.into(),
            mode,
            company: company(number),
            desk: desk.into(),
            counterparty: format!("EXAMPLE {number}|{country}"),
            ..registration(1, 0).place
        })
}

fn any_fact() -> impl Strategy<Value = Fact> {
    let amount = prop_oneof![4 => -3..8_i64, 2 => -1_000_000_000..9_000_000_000_i64, 1 => Just(10_000_000_000_000)];
    let month = prop::sample::select(vec!["2023-11", "2024-01", "2024-02", "2024-12", "2025-01", "2025-02", "2025-12"]);
    let kind = prop::sample::select(FactKind::ALL.to_vec());
    let rate = prop::option::of(prop::sample::select(vec![0, 35_000, 70_000, 1_000_000]));
    (any_place(), amount, month, kind, rate, (0..4_u16, any::<bool>(), -1..=1_i8)).prop_map(
        |(place, amount, month, kind, rate, (days, known, contracts))| {
            let base = rate.map(|_| if days < 2 { RoyaltyBase::NetSales } else { RoyaltyBase::Profit });
            let fact = registration(1, amount);
            Fact {
                place,
                kind,
                part: u8::from(contracts >= 0),
                registered_on: Month::parse(month).unwrap().first_day().unwrap(),
                contracts,
                rate: fact.rate.filter(|_| known),
                royalty_rate: rate.map(|millionths| Percent { millionths }),
                royalty_base: base,
                royalty_due_usd_cents: if kind == FactKind::Settlement { amount / 3 } else { 0 },
                days_to_register: days * 100,
                months: days,
                ..fact
            }
        },
    )
}

/// Facts in the order of the journal; some entries have two.
fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec((any_fact(), 0..3_i64), 0..60).prop_map(|facts| {
        let mut seq = 1;
        let numbered = facts.into_iter().map(|(fact, step)| {
            seq += step;
            Fact { seq, ..fact }
        });
        numbered.collect()
    })
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let one =
        |dimension, values: &[&str]| Filter::OneOf(dimension, values.iter().map(|value| (*value).into()).collect());
    let none =
        |dimension, values: &[&str]| Filter::NoneOf(dimension, values.iter().map(|value| (*value).into()).collect());
    prop::sample::select(vec![
        one(Dimension::Country, &["DE", "FR"]),
        none(Dimension::Country, &["DE"]),
        one(Dimension::Year, &["2024"]),
        none(Dimension::Year, &["2024"]),
        one(Dimension::Quarter, &["2025-Q1"]),
        one(Dimension::Month, &["2025-01"]),
        one(Dimension::StrategicField, &["artificial_intelligence_software", "other"]),
        one(Dimension::Company, &["nobody"]),
        none(Dimension::Kind, &["closure", "amendment"]),
        one(Dimension::RoyaltyBase, &["", "profit"]),
        one(Dimension::AmountBand, &["under_100k"]),
    ])
}

fn any_measure() -> impl Strategy<Value = Measure> {
    let base = || prop::sample::select(Base::ALL.to_vec());
    let spread = || prop::sample::select(Spread::ALL.to_vec());
    prop_oneof![
        2 => base().prop_map(Measure::Sum),
        2 => (base(), prop::sample::select(ShareOf::ALL.to_vec())).prop_map(|(base, of)| Measure::Share(base, of)),
        1 => Just(Measure::FeeShare),
        1 => spread().prop_map(Measure::Mean),
        1 => spread().prop_map(Measure::Median),
        1 => spread().prop_map(Measure::P90),
        1 => base().prop_map(Measure::YearOnYear),
        1 => base().prop_map(Measure::MonthOnMonth),
        1 => base().prop_map(Measure::Rank),
        2 => (base(), prop::sample::select(Dimension::ALL.to_vec())).prop_map(|(base, over)| Measure::Hhi(base, over)),
    ]
}

fn any_query() -> impl Strategy<Value = Query> {
    let dimensions = prop::sample::subsequence(Dimension::ALL.to_vec(), 0..=4).prop_shuffle();
    let filters = prop::collection::vec(any_filter(), 0..3);
    let margins = prop::sample::select(vec![Margins::All, Margins::None]);
    (dimensions, 0..5_usize, prop::collection::vec(any_measure(), 1..4), filters, margins).prop_map(
        |(mut rows, split, measures, mut filters, margins)| {
            let columns = rows.split_off(split.min(rows.len()));
            filters.sort_by_key(Filter::dimension);
            filters.dedup_by_key(|filter| filter.dimension());
            Query { rows, columns, measures, filters, margins, order: None, top: None }
        },
    )
}

fn ask(snapshot: &Snapshot, query: &Query, threads: usize) -> Result<Answer, Refusal> {
    snapshot.answer(query, &fields(), &Limits::default(), threads)
}

fn texts(answer: &Answer, kept: u8, cells: &Cells, figures: &mut Figures) {
    for cell in cells.iter() {
        let keys = answer.keys(cell).enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
        let keys: Vec<String> = keys.map(|(_, key)| key.to_owned()).collect();
        let known = figures.insert((kept, keys), cell.values.iter().map(|value| value.text()).collect());
        assert_eq!(known, None, "no cell twice");
    }
}

/// An answer as the oracle writes one.
fn written(answer: &Answer) -> Figures {
    let mut figures = Figures::new();
    let whole = (1_u8 << answer.axes.len()) - 1;
    texts(answer, whole, &answer.cells, &mut figures);
    for margin in &answer.margins {
        texts(answer, margin.kept, &margin.cells, &mut figures);
    }
    figures.insert((0, Vec::new()), answer.totals.iter().map(|value| value.text()).collect());
    figures
}

proptest! {
    #[test]
    fn figures_are_those_of_a_plain_count(facts in any_facts(), query in any_query(), size in 1..9_usize) {
        let mut parts = Cube::with_segments_of(size);
        parts.append(&facts);
        let answer = match ask(&parts.snapshot(), &query, 3) {
            Ok(answer) => answer,
            Err(refusal) => {
                prop_assert_eq!(refusal, Refusal::GrowthWithoutTime);
                prop_assert!(query.measures.iter().any(|measure| measure.needs_time()));
                return Ok(());
            }
        };
        prop_assert_eq!(written(&answer), figures(&query, &facts, &fields()));
        prop_assert_eq!(answer.cells.is_empty(), answer.axes.iter().any(|axis| axis.keys.is_empty()) || is_empty(&facts, &query));
    }

    #[test]
    fn the_same_facts_have_the_same_answer_to_the_byte(
        facts in any_facts(),
        query in any_query(),
        size in 1..9_usize,
        chunk in 1..9_usize,
        as_of in 0..70_i64,
    ) {
        let until: Vec<Fact> = facts.iter().filter(|fact| fact.seq <= as_of).cloned().collect();
        let mut grown = Cube::with_segments_of(size);
        // An entry's two facts come together, and a reader may deliver what it has delivered before.
        for entries in facts.chunk_by(|one, other| one.seq == other.seq).collect::<Vec<_>>().chunks(chunk) {
            grown.append(&entries.concat());
            grown.append(&entries.concat());
        }
        let expected = ask(&cube(&until).snapshot(), &query, 1);
        let earlier = ask(&grown.snapshot().at(as_of), &query, 2);
        prop_assert_eq!(earlier.as_ref().map(Answer::to_json), expected.as_ref().map(Answer::to_json));
        prop_assert_eq!(earlier, expected);
        prop_assert_eq!(grown.len(), facts.len());
        prop_assert_eq!(grown.snapshot().at(i64::MAX).as_of(), facts.last().map_or(0, |fact| fact.seq));
    }

    #[test]
    fn the_first_cells_are_the_largest(facts in any_facts(), query in any_query(), top in 1..5_u32, descending in any::<bool>()) {
        let measure = query.measures[0];
        let snapshot = cube(&facts).snapshot();
        let Ok(all) = ask(&snapshot, &query, 1) else { return Ok(()) };
        let first = ask(&snapshot, &Query { order: Some(Order { measure, descending }), top: Some(top), ..query }, 1).unwrap();
        prop_assert_eq!((&first.margins, &first.totals, &first.axes), (&all.margins, &all.totals, &all.axes));

        let number = |value: research::Value| match value {
            research::Value::Count(count) => Some(i128::from(count)),
            research::Value::Fixed { units, .. } => Some(units),
            _ => None,
        };
        let mut cells: Vec<_> = all.cells.iter().map(|cell| (number(cell.values[0]), *cell.codes)).collect();
        cells.sort_by_key(|(value, codes)| (value.is_none(), value.map(|value| if descending { -value } else { value }), *codes));
        let expected: Vec<_> = cells.into_iter().take(top as usize).collect();
        let found: Vec<_> = first.cells.iter().map(|cell| (number(cell.values[0]), *cell.codes)).collect();
        prop_assert_eq!(found, expected);
    }
}

fn is_empty(facts: &[Fact], query: &Query) -> bool {
    let whole = Query {
        rows: Vec::new(),
        columns: Vec::new(),
        measures: vec![Measure::Rank(Base::Contracts)],
        ..query.clone()
    };
    ask(&cube(facts).snapshot(), &whole, 1).is_ok_and(|answer| answer.cells.is_empty())
}
