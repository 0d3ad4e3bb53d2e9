//! What an answer says beside its figures: of which moment it is.

use super::guard::{Register, plain_rows};
use crate::disclosure::up_to_closing;

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
