//! What is said beside figures: of which moment they are, and why there are none.

use super::guard::{Register, Row, plain_rows};
use crate::disclosure::{Guard, Patterns, up_to_closing};
use crate::{Limits, Query, Refusal, pairs};

#[test]
fn whatever_moment_of_an_open_year_is_named_the_answer_is_of_the_one_at_which_the_last_year_closed() {
    // Of three facts of the open year the first closes the year before.
    let mut rows = plain_rows();
    let closing = i64::try_from(rows.len()).unwrap();
    rows.push(("2025-06", "export", "JP", "26", 2, 7));
    rows.push(("2025-07", "export", "JP", "26", 3, 7));
    let snapshot = Register::of(&rows).snapshot;
    for seq in [closing, closing + 1, closing + 2, closing + 100] {
        let told = up_to_closing(&snapshot.at(seq));
        assert_eq!(
            (told.as_of(), told.latest_month().map(|month| month.to_string())),
            (closing, Some("2025-03".into()))
        );
        assert_eq!(up_to_closing(&told).as_of(), closing, "whoever asks again is told the same");
    }
    assert_eq!(up_to_closing(&snapshot.at(closing - 1)).as_of(), 91, "2024 is open: 2023 closed with its first fact");
    assert_eq!(up_to_closing(&snapshot.at(90)).as_of(), 1, "no year has closed");
    assert_eq!(up_to_closing(&snapshot.at(0)).as_of(), 0);
}

/// Why a question of at most two cells is not answered.
fn refused(rows: &[Row], question: &str) -> Option<Refusal> {
    let (register, patterns) = (Register::of(rows), Patterns::new());
    let query = Query::parse(&pairs(question)).unwrap().0;
    let guard = Guard::new(&register.snapshot, &register.policies, &register.fields, &patterns);
    guard.answer(&query, &Limits { cells: 2 }, 1).err()
}

#[test]
fn a_refusal_does_not_tell_how_many_cells_have_a_fact() {
    let too_many = Some(Refusal::TooManyCells { cells: 3, limit: 2 });
    assert_eq!(refused(&plain_rows(), "rows=country"), too_many);
    assert_eq!(refused(&plain_rows(), "rows=country,direction"), too_many, "six of them");
    assert_eq!(refused(&plain_rows(), "rows=direction"), None);
    // Two cells have facts, and all four of both countries are withheld.
    let few: [Row; 3] = [
        ("2024-03", "import", "DE", "26", 1, 7),
        ("2024-03", "export", "JP", "26", 2, 7),
        ("2025-03", "import", "DE", "26", 1, 7),
    ];
    assert_eq!(refused(&few, "rows=country,direction"), too_many);
}
