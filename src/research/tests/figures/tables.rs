//! Tables with their contributors, spreads and rows: what others decide and detect by, and write down.

use domain::contract::Direction;
use domain::statistics::{Fact, FactKind, Month};
use research::{Cube, Dimension, FactRow, Filter, Spread, TableKey};

use crate::facts::{company, cube, fields, in_month, registration, with};

fn of(number: u32, mut fact: Fact) -> Fact {
    fact.place.company = company(number);
    fact
}

#[test]
fn a_table_tells_who_contributes_in_its_year() {
    let cube = cube(&[
        in_month("2025-12", registration(1, 7)),
        of(2, in_month("2026-01", registration(2, 100))),
        of(3, in_month("2026-02", registration(3, 40))),
        of(2, in_month("2026-03", registration(4, 10))),
        of(3, with(Direction::Export, "US", in_month("2026-03", registration(5, 6)))),
        of(3, Fact { kind: FactKind::Amendment, contracts: 0, ..in_month("2026-04", registration(6, -30)) }),
    ]);

    let key = TableKey::new([Dimension::Direction, Dimension::Country]);
    let table = cube.snapshot().table(&key, 2026, fields());

    let keys: Vec<Vec<&str>> = table.axes.iter().map(|axis| axis.keys.iter().map(AsRef::as_ref).collect()).collect();
    assert_eq!(keys, [["import", "export"], ["DE", "US"]]);
    let mut cells = table.cells;
    for cell in &mut cells {
        cell.by_company.sort_unstable_by_key(|(_, net)| *net);
    }
    let net: Vec<Vec<[i128; 2]>> =
        cells.iter().map(|cell| cell.by_company.iter().map(|(_, net)| *net).collect()).collect();
    assert_eq!(net, [vec![[10, 5], [110, 55]], vec![[6, 3]]]);
    assert_eq!(cells.iter().map(|cell| cell.sums).collect::<Vec<_>>(), [[3, 120, 60], [1, 6, 3]]);
    assert_eq!(
        cells.iter().map(|cell| (cell.codes, cell.registrations)).collect::<Vec<_>>(),
        [([0, 0, 0, 0], 3), ([1, 1, 0, 0], 1)]
    );

    let whole = cube.snapshot().table(&TableKey::new([]), 2026, fields());
    assert_eq!((whole.cells.len(), whole.cells[0].by_company.len()), (1, 2));
    assert!(cube.snapshot().table(&TableKey::new([]), 2030, fields()).cells.is_empty());
}

#[test]
fn a_spread_is_of_registrations_that_pass() {
    let cube = cube(&[
        registration(1, 300),
        registration(2, 100),
        with(Direction::Export, "DE", Fact { royalty_rate: None, ..registration(3, 50) }),
        Fact { kind: FactKind::Closure, ..registration(4, 999) },
    ]);
    let spread = |of, filters: &[Filter]| {
        let groups = cube.snapshot().spread(of, &[Dimension::Direction], filters, fields());
        groups.into_iter().map(|(keys, values)| (keys.concat(), values)).collect::<Vec<_>>()
    };
    assert_eq!(
        spread(Spread::AmountUsd, &[]),
        [("import".to_owned(), vec![300, 100]), ("export".to_owned(), vec![50])]
    );
    assert_eq!(spread(Spread::RoyaltyRate, &[]), [("import".to_owned(), vec![35_000, 35_000])]);
    let exports = [Filter::OneOf(Dimension::Direction, vec!["export".into()])];
    assert_eq!(spread(Spread::Months, &exports), [("export".to_owned(), vec![36])]);
}

#[test]
fn rows_are_the_facts_that_went_in() {
    let settled = Fact {
        kind: FactKind::Settlement,
        contracts: -1,
        part: 0,
        royalty_due_usd_cents: 12,
        royalty_rate: None,
        royalty_base: None,
        rate: None,
        filed_late_days: 300,
        returns: 2,
        ..in_month("2027-02", with(Direction::Export, "US", registration(9, -77)))
    };
    let cube = cube(&[registration(3, 200), settled]);
    let snapshot = cube.snapshot();
    let rows: Vec<FactRow<'_>> = snapshot.facts().collect();
    let first = (rows[0].seq, rows[0].part, rows[0].month, rows[0].contracts, rows[0].royalty_rate_millionths);
    assert_eq!(first, (3, 1, "2026-10", 1, Some(35_000)));
    let last = rows[1];
    assert_eq!((last.seq, last.part, last.month, last.kind, last.country), (9, 0, "2027-02", "settlement", "US"));
    assert_eq!((last.contracts, last.amount_usd_cents, last.technology_fee_usd_cents), (-1, -77, -38));
    assert_eq!((last.royalty_due_usd_cents, last.royalty_rate_millionths, last.royalty_base), (12, None, ""));
    assert_eq!((last.has_rate, last.filed_late_days, last.returns, last.days_to_register), (false, 300, 2, 2));
    assert_eq!((last.company, last.currency), (company(1).to_string().as_str(), "USD"));
    assert_eq!((rows.len(), snapshot.at(8).facts().count()), (2, 1));
}

#[test]
fn rows_of_a_month_are_of_one_company_or_of_all() {
    let mut cube = Cube::with_segments_of(2);
    cube.append(&[
        registration(1, 7),
        of(2, registration(2, 7)),
        in_month("2026-11", registration(3, 7)),
        of(2, in_month("2026-11", registration(4, 7))),
        of(2, registration(5, 7)),
    ]);
    let snapshot = cube.snapshot();
    let rows = |month: &str, of: Option<u32>| -> Vec<i64> {
        snapshot.facts_in(Month::parse(month).unwrap(), of.map(company)).map(|fact| fact.seq).collect()
    };
    assert_eq!(
        [None, Some(1), Some(2), Some(3)].map(|of| rows("2026-10", of)),
        [vec![1, 2, 5], vec![1], vec![2, 5], vec![]]
    );
    assert_eq!((rows("2026-11", Some(2)), rows("2026-12", None)), (vec![4], vec![]));
}
