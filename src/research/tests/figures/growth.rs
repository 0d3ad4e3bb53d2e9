//! Growth, by example: against the same period a year before, and against the period before.

use domain::contract::Direction;
use research::{Cube, Limits, Query, Refusal, pairs};

use crate::facts::{answer, cube, fields, in_month, lines, registration, with};

fn three_years() -> Cube {
    let amounts = [("2024-11", 100), ("2024-12", 200), ("2025-01", 300), ("2025-12", 100), ("2026-01", 450)];
    let facts = amounts.into_iter().zip(1..).map(|((month, amount), seq)| in_month(month, registration(seq, amount)));
    cube(&facts.collect::<Vec<_>>())
}

fn asked(question: &str) -> Vec<String> {
    lines(&answer(&three_years().snapshot(), question))
}

#[test]
fn each_period_is_compared_with_its_own() {
    assert_eq!(asked("rows=year&measures=yoy:amount_usd"), ["2024 -", "2025 0.3333", "2026 0.1250"]);
    assert_eq!(
        asked("rows=month&measures=yoy:amount_usd,mom:amount_usd"),
        ["2024-11 - -", "2024-12 - 1.0000", "2025-01 - 0.5000", "2025-12 -0.5000 -", "2026-01 0.5000 3.5000"]
    );
    assert_eq!(
        asked("rows=quarter&measures=mom:amount_usd"),
        ["2024-Q4 -", "2025-Q1 0.0000", "2025-Q4 -", "2026-Q1 3.5000"]
    );
}

#[test]
fn the_earlier_period_is_filtered_like_the_later_one() {
    // Of January only, although both years have more.
    assert_eq!(asked("rows=year&filter=month:2026-01&measures=yoy:amount_usd"), ["2026 0.5000"]);
    assert_eq!(asked("rows=country&filter=year:2026&measures=yoy:amount_usd,mom:amount_usd"), ["DE 0.1250 0.1250"]);
    assert_eq!(asked("filter=month:2025-12..2026-01&measures=yoy:amount_usd"), ["0.1000"], "550 after 500");
}

#[test]
fn margins_have_their_own_period() {
    let answer = answer(&three_years().snapshot(), "rows=year,month&measures=mom:amount_usd");
    let of = |kept: u8| {
        let margin = answer.margins.iter().find(|margin| margin.kept == kept).unwrap();
        margin.cells.iter().map(|cell| cell.values[0].text()).collect::<Vec<_>>()
    };
    assert_eq!(of(0b01), [None, Some("0.3333".into()), Some("0.1250".into())], "years after years");
    assert_eq!(of(0b10)[1], Some("1.0000".into()), "months after months");
    assert_eq!(answer.totals[0].text(), None, "all of time has no time before it");
}

#[test]
fn what_shrank_from_nothing_or_less_has_no_growth() {
    let reduced = cube(&[
        in_month("2025-01", registration(1, -5)),
        in_month("2026-01", with(Direction::Import, "DE", registration(2, 5))),
    ]);
    assert_eq!(lines(&answer(&reduced.snapshot(), "rows=year&measures=yoy:amount_usd")), ["2025 -", "2026 -"]);
}

#[test]
fn growth_needs_a_time() {
    for question in ["measures=yoy:contracts", "rows=country&filter=!year:2025&measures=mom:contracts"] {
        let (query, _) = Query::parse(&pairs(question)).unwrap();
        let refused = three_years().snapshot().answer(&query, &fields(), &Limits::default(), 1);
        assert_eq!(refused, Err(Refusal::GrowthWithoutTime), "{question}");
    }
}
