//! The shapes of answers, by example.

use domain::contract::Direction;
use domain::statistics::{Fact, FactKind};
use research::{Cube, Dimension, Limits, Margins, Measure, Query, Refusal, Snapshot, Value, pairs};

use crate::facts::{answer, cube, fields, in_month, lines, registration, with};

fn four_contracts() -> Cube {
    cube(&[
        with(Direction::Import, "US", in_month("2026-10", registration(3, 20_000))),
        with(Direction::Export, "DE", in_month("2026-10", registration(5, 5_000))),
        with(Direction::Import, "DE", in_month("2026-11", registration(8, 10_000))),
        with(Direction::Import, "DE", in_month("2027-01", registration(9, 2_501))),
    ])
}

#[test]
fn a_table_of_countries_by_direction_has_the_bytes_of_the_interface() {
    let question = "rows=country&columns=direction&measures=contracts,amount_usd,share:amount_usd:row";

    let json = answer(&four_contracts().snapshot(), question).to_json();

    let expected = [
        r#"{"as_of":9,"latest_month":"2027-01","dimensions":["country","direction"],"#,
        r#""measures":["contracts","amount_usd","share:amount_usd:row"],"cells":["#,
        r#"{"country":"DE","direction":"import","contracts":2,"amount_usd":"125.01","share:amount_usd:row":"0.7143"},"#,
        r#"{"country":"DE","direction":"export","contracts":1,"amount_usd":"50.00","share:amount_usd:row":"0.2857"},"#,
        r#"{"country":"US","direction":"import","contracts":1,"amount_usd":"200.00","share:amount_usd:row":"1.0000"}],"#,
        r#""margins":[{"dimensions":["country"],"cells":["#,
        r#"{"country":"DE","contracts":3,"amount_usd":"175.01","share:amount_usd:row":"1.0000"},"#,
        r#"{"country":"US","contracts":1,"amount_usd":"200.00","share:amount_usd:row":"1.0000"}]},"#,
        r#"{"dimensions":["direction"],"cells":["#,
        r#"{"direction":"import","contracts":3,"amount_usd":"325.01","share:amount_usd:row":"0.8667"},"#,
        r#"{"direction":"export","contracts":1,"amount_usd":"50.00","share:amount_usd:row":"0.1333"}]}],"#,
        r#""totals":{"contracts":4,"amount_usd":"375.01","share:amount_usd:row":"1.0000"},"#,
        r#""without_rate":0,"disclosure":null}"#,
    ];
    assert_eq!(json, expected.concat());
}

#[test]
fn filters_keep_facts_that_pass_each() {
    let snapshot = four_contracts().snapshot();
    let by_year = |filters: &str| lines(&answer(&snapshot, &format!("rows=year&measures=amount_usd&{filters}")));
    assert_eq!(by_year("filter=direction:import&filter=country:DE,FR"), ["2026 100.00", "2027 25.01"]);
    assert_eq!(by_year("filter=!country:DE"), ["2026 200.00"]);
    assert_eq!(by_year("filter=month:2026-11..2027-06"), ["2026 100.00", "2027 25.01"]);
    assert_eq!(by_year("filter=year:2026&filter=month:2026-10"), ["2026 250.00"]);
}

#[test]
fn filters_that_exclude_each_other_leave_no_cells_and_zero_totals() {
    let measures =
        "contracts,amount_usd,technology_fee_share,mean_royalty_rate,p90_days_to_register,hhi:contracts:mode";
    let question = format!("rows=country,mode&filter=year:2026&filter=month:2027-01&measures={measures}");

    let answer = answer(&four_contracts().snapshot(), &question);

    assert!(answer.cells.is_empty() && answer.margins.iter().all(|margin| margin.cells.is_empty()));
    assert!(answer.axes.iter().all(|axis| axis.keys.is_empty()));
    let totals: Vec<String> = answer.totals.iter().map(|value| value.text().unwrap_or("-".into())).collect();
    assert_eq!(totals, ["0", "0.00", "-", "-", "-", "-"]);
}

#[test]
fn sums_beyond_64_bits_are_exact() {
    let facts: Vec<Fact> = (1..=5).map(|seq| registration(seq, i64::MAX)).collect();
    let answer = answer(&cube(&facts).snapshot(), "rows=country&measures=contracts,amount_usd");
    assert_eq!(lines(&answer), ["DE 5 461168601842738790.35"]);
    assert_eq!(answer.totals[1].text().as_deref(), Some("461168601842738790.35"));
}

#[test]
fn an_empty_cube_answers() {
    let cube = Cube::new();
    assert!(cube.is_empty() && cube.snapshot().latest_month().is_none());
    assert!(cube.snapshot().keys(Dimension::Country, fields()).is_empty());
    let json = answer(&cube.snapshot(), "").to_json();
    let expected = [
        r#"{"as_of":0,"latest_month":null,"dimensions":[],"measures":["contracts","amount_usd"],"cells":[],"margins":[],"#,
        r#""totals":{"contracts":0,"amount_usd":"0.00"},"without_rate":0,"disclosure":null}"#,
    ];
    assert_eq!(json, expected.concat());
}

#[test]
fn without_dimensions_there_is_one_cell_and_it_is_the_total() {
    let answer = answer(&four_contracts().snapshot(), "");
    assert_eq!(lines(&answer), ["4 375.01"]);
    assert_eq!(answer.cells.iter().next().unwrap().values, answer.totals);
}

#[test]
fn an_amendment_moves_the_sums_and_no_mean() {
    // Given a contract, and an amendment that halves it with another rate
    let amendment = Fact {
        kind: FactKind::Amendment,
        contracts: 0,
        days_to_register: 30,
        standing_usd_cents: 10_000,
        ..in_month("2026-12", registration(2, -10_000))
    };
    let cube = cube(&[registration(1, 20_000), amendment]);

    // Then the sums are those of the register, and means and quantiles those of the registration
    let measures =
        "contracts,amendments,amount_usd,mean_royalty_rate,mean_days_to_register,p90_amount_usd,median_months";
    assert_eq!(
        lines(&answer(&cube.snapshot(), &format!("measures={measures}"))),
        ["1 1 100.00 3.5000 2.00 200.00 36.00"]
    );
}

#[test]
fn a_fact_delivered_twice_counts_once() {
    let mut cube = four_contracts();
    cube.append(&[registration(9, 2_501), with(Direction::Export, "JP", registration(10, 1))]);
    assert_eq!((cube.len(), cube.as_of()), (5, 10));
}

#[test]
fn a_snapshot_keeps_its_moment() {
    let mut cube = four_contracts();
    let (before, question) = (cube.snapshot(), "rows=country,month&measures=contracts,rank:amount_usd");
    let answered = answer(&before, question);

    cube.append(&[with(Direction::Export, "AT", in_month("2025-01", registration(12, 7)))]);

    assert_eq!(answer(&before, question), answered);
    assert_eq!(answer(&cube.snapshot().at(11), question), answered);
    assert_ne!(answer(&cube.snapshot(), question), answered);
    assert_eq!(lines(&answer(&cube.snapshot().at(2), "")), [] as [&str; 0]);
}

#[test]
fn values_stand_in_their_own_order() {
    let cube = cube(&[
        Fact { royalty_base: None, ..with(Direction::Export, "US", registration(1, 6_000_000_000)) },
        registration(2, 5),
        in_month("2026-11", registration(3, 500_000_000)),
    ]);
    let keys =
        |dimension| cube.snapshot().keys(dimension, fields()).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(keys(Dimension::Direction), ["import", "export"]);
    assert_eq!(keys(Dimension::Country), ["DE", "US"]);
    assert_eq!(keys(Dimension::Month), ["2026-10", "2026-11"]);
    assert_eq!(keys(Dimension::Quarter), ["2026-Q4"]);
    assert_eq!(keys(Dimension::AmountBand), ["under_100k", "1m_to_10m", "50m_and_over"]);
    assert_eq!(keys(Dimension::RoyaltyBase), ["net_sales", ""]);
    assert_eq!(keys(Dimension::StrategicField), ["integrated_circuits_electronics"]);
    let earlier = cube.snapshot().at(1).keys(Dimension::Direction, fields());
    assert_eq!(earlier.len(), 1, "what came later does not occur yet");
}

#[test]
fn a_currency_without_a_rate_is_told() {
    let cube = cube(&[registration(1, 100), Fact { rate: None, ..registration(2, 0) }]);
    let answer = answer(&cube.snapshot(), "measures=contracts,mean_amount_usd");
    assert_eq!((answer.without_rate, lines(&answer)), (1, vec!["2 1.00".to_owned()]), "what is not known is no zero");
}

#[test]
fn a_sum_of_amounts_without_a_rate_is_no_zero() {
    let unrated = |seq, country| Fact { rate: None, ..with(Direction::Import, country, registration(seq, 0)) };
    let cube = cube(&[
        with(Direction::Import, "US", registration(1, 100)),
        with(Direction::Import, "JP", registration(2, 0)),
        unrated(3, "AT"),
        unrated(4, "US"),
    ]);
    let measures = "contracts,amount_usd,technology_fee_usd,share:amount_usd,rank:amount_usd";
    let told = answer(&cube.snapshot(), &format!("rows=country&measures={measures}"));
    assert_eq!(lines(&told), ["AT 1 - - - -", "JP 1 0.00 0.00 0.0000 2", "US 2 1.00 0.50 1.0000 1"]);
    let bands = answer(&cube.snapshot(), "rows=amount_band&measures=contracts");
    assert_eq!(lines(&bands), ["under_100k 2", "unknown 2"]);
    let whole = answer(&cube.snapshot(), "filter=country:AT&measures=amount_usd");
    assert_eq!(whole.totals, [Value::Undefined]);
}

#[test]
fn margins_come_when_they_are_asked_for() {
    let snapshot = four_contracts().snapshot();
    let all = answer(&snapshot, "rows=country,year&columns=direction");
    let kept: Vec<u8> = all.margins.iter().map(|margin| margin.kept).collect();
    assert_eq!(kept, [0b001, 0b010, 0b100, 0b011, 0b101, 0b110]);
    let none = answer(&snapshot, "rows=country,year&columns=direction&margins=none");
    assert!(none.margins.is_empty());
    assert_eq!((none.cells, none.totals), (all.cells, all.totals));
}

#[test]
fn ranks_leave_places_empty_after_equal_ones() {
    let facts: Vec<Fact> = ["AT", "BE", "CH", "DE"]
        .into_iter()
        .zip([(1, 5), (2, 9), (3, 5), (4, 1)])
        .map(|(country, (seq, amount))| with(Direction::Import, country, registration(seq, amount)))
        .collect();
    let ranked = answer(&cube(&facts).snapshot(), "rows=country&measures=rank:amount_usd&order=rank:amount_usd");
    assert_eq!(lines(&ranked), ["BE 1", "AT 2", "CH 2", "DE 4"]);
}

/// So many contracts, each with a counterparty of its own.
fn counterparties(number: i64) -> Snapshot {
    let facts: Vec<Fact> = (1..=number)
        .map(|seq| {
            let mut fact = registration(seq, 100);
            fact.place.counterparty = format!("{seq}|DE");
            fact
        })
        .collect();
    cube(&facts).snapshot()
}

#[test]
fn too_many_cells_are_refused_with_the_limit() {
    let snapshot = counterparties(1_200);
    for question in ["rows=counterparty", "rows=counterparty,company,month,country&top=3"] {
        let (query, _) = Query::parse(&pairs(question)).unwrap();
        let asked = |cells| snapshot.answer(&query, fields(), &Limits { cells }, 2);
        assert_eq!(asked(1_199), Err(Refusal::TooManyCells { cells: 1_200, limit: 1_199 }));
        assert!(asked(1_200).is_ok());
    }
}

#[test]
fn sums_larger_than_64_bits_are_exact() {
    let cube = cube(&[registration(1, i64::MAX), registration(2, i64::MAX), registration(3, i64::MAX)]);
    assert_eq!(lines(&answer(&cube.snapshot(), "measures=amount_usd")), ["276701161105643274.21"]);
    let whole = Query { measures: vec![Measure::FeeShare], margins: Margins::None, ..Query::default() };
    let share = cube.snapshot().answer(&whole, fields(), &Limits::default(), 1).unwrap();
    assert_eq!(lines(&share), ["0.5000"]);
}
