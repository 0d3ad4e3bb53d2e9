//! Names of the figures in SDMX: the structure by which files are described, and how our codes are written there. An id of SDMX has
//! letters, digits, `_`, `-`, `@` and `$` alone.

use std::borrow::Cow;

use crate::{Dimension, Measure};

/// The agency: the centre.
pub(super) const AGENCY: &str = "SZTT";
/// The version of all that is described; it grows when a file of before could no longer be read by it.
pub(super) const VERSION: &str = "1.0";
pub(super) const DATAFLOW: &str = "DF_FIGURES";
/// The whole: of a dimension that an answer is not divided by.
pub(super) const TOTAL: &str = "_T";
/// Not applicable: the key of those that have none.
pub(super) const NONE: &str = "_Z";

/// Dimensions of the structure, in the order of their columns: all but those of time, which SDMX has its own for.
pub(super) fn dimensions() -> impl Iterator<Item = Dimension> {
    Dimension::ALL.into_iter().filter(|dimension| !dimension.is_time())
}

/// The id of a dimension.
pub(super) fn id_of(dimension: Dimension) -> String {
    dimension.code().to_uppercase()
}

/// The code of a key. Software that guesses types would take `06` for a number and `true` for a truth value.
pub(super) fn code_of(dimension: Dimension, key: &str) -> Cow<'_, str> {
    match (dimension, key) {
        (_, "") => NONE.into(),
        (Dimension::RelatedParties, "true") => "Y".into(),
        (Dimension::RelatedParties, "false") => "N".into(),
        (Dimension::District | Dimension::Industry, key) if key.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("N{key}").into()
        }
        _ => key.into(),
    }
}

/// The code of a measure: `share-amount_usd-row` for `share:amount_usd:row`.
pub(super) fn measure_code(measure: Measure) -> String {
    measure.code().replace(':', "-")
}

/// How often there are values: by the finest dimension of time that an answer is divided by.
pub(super) const fn frequency(time: Option<Dimension>) -> &'static str {
    match time {
        Some(Dimension::Month) => "M",
        Some(Dimension::Quarter) => "Q",
        Some(Dimension::Year) => "A",
        _ => TOTAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_never_taken_for_something_else() {
        assert_eq!(code_of(Dimension::Industry, "06"), "N06");
        assert_eq!(code_of(Dimension::District, "320571"), "N320571");
        assert_eq!(code_of(Dimension::RelatedParties, "true"), "Y");
        assert_eq!(code_of(Dimension::RoyaltyBase, ""), "_Z");
        assert_eq!(code_of(Dimension::AmountBand, "100k_to_1m"), "100k_to_1m");
        let share = Measure::parse("share:amount_usd:row").unwrap();
        assert_eq!(measure_code(share), "share-amount_usd-row");
        assert_eq!(dimensions().count(), 16);
    }
}
