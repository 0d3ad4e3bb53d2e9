//! Figures and sentences as a publication prints them. Nothing is counted here: a number is an answer's, with commas.

use domain::language::Language;
use research::{Base, Measure, Unit, Value};

use crate::app::papers::grouped;

/// One of two texts.
pub(super) const fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

/// A value as it is printed: what is withheld and what there is none of are said.
pub(super) fn shown(value: Value, unit: Unit, language: Language) -> String {
    match value {
        Value::Suppressed => say(language, "⊘ 不予公布", "⊘ withheld").to_owned(),
        Value::Undefined => "—".to_owned(),
        Value::Fixed { units, digits } if unit == Unit::Ratio => per_cent(units, digits),
        Value::Count(_) | Value::Fixed { .. } => value.text().map(|text| signed(&text)).unwrap_or_default(),
    }
}

/// A count as it is printed.
pub(super) fn count(count: i64) -> String {
    signed(&count.to_string())
}

/// 0.1230 as 12.30 %.
fn per_cent(units: i128, digits: u8) -> String {
    let (units, digits) = if digits < 2 { (units * 100, digits) } else { (units, digits - 2) };
    Value::Fixed { units, digits }.text().map(|text| format!("{} %", signed(&text))).unwrap_or_default()
}

/// -1250000.00 as -1,250,000.00.
fn signed(text: &str) -> String {
    text.strip_prefix('-').map_or_else(|| grouped(text), |size| format!("-{}", grouped(size)))
}

/// What something is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// The same period a year before.
    Year,
    /// The month before.
    Month,
}

/// How something changed; nothing where that is not known or not told.
pub(super) fn change(growth: Option<Value>, since: Since, language: Language) -> String {
    let Some(Value::Fixed { units, digits }) = growth else { return String::new() };
    let size = per_cent(units.abs(), digits);
    let (zh, en) = match since {
        Since::Year => ("同比", "on the year before"),
        Since::Month => ("环比", "on the month before"),
    };
    match (units.signum(), language) {
        (0, Language::Zh) => format!("{zh}持平"),
        (0, Language::En) => format!("unchanged {en}"),
        (1, Language::Zh) => format!("{zh}增长 {size}"),
        (1, Language::En) => format!("up {size} {en}"),
        (_, Language::Zh) => format!("{zh}下降 {size}"),
        (_, Language::En) => format!("down {size} {en}"),
    }
}

/// The name of a measure, as a column is headed.
pub(super) fn name(measure: Measure, language: Language) -> String {
    match (measure, language) {
        (Measure::Share(Base::AmountUsd, _), Language::Zh) => "占比".to_owned(),
        (Measure::Share(Base::AmountUsd, _), Language::En) => "Share".to_owned(),
        (Measure::YearOnYear(Base::AmountUsd), Language::Zh) => "金额同比".to_owned(),
        (Measure::YearOnYear(Base::AmountUsd), Language::En) => "Amount, on the year before".to_owned(),
        (Measure::MonthOnMonth(Base::AmountUsd), Language::Zh) => "金额环比".to_owned(),
        (Measure::MonthOnMonth(Base::AmountUsd), Language::En) => "Amount, on the month before".to_owned(),
        (measure, language) => measure.name(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_printed_with_commas_and_what_is_not_told_is_said() {
        let usd = |units| shown(Value::Fixed { units, digits: 2 }, Unit::Usd, Language::Zh);
        assert_eq!([usd(125_000_000), usd(-99_999), usd(5)], ["1,250,000.00", "-999.99", "0.05"]);
        assert_eq!([count(0), count(999), count(1_000), count(-1_234_567)], ["0", "999", "1,000", "-1,234,567"]);
        assert_eq!(shown(Value::Suppressed, Unit::Usd, Language::Zh), "⊘ 不予公布");
        assert_eq!(shown(Value::Suppressed, Unit::Usd, Language::En), "⊘ withheld");
        assert_eq!(shown(Value::Undefined, Unit::Usd, Language::Zh), "—");
        let ratio = |units| shown(Value::Fixed { units, digits: 4 }, Unit::Ratio, Language::En);
        assert_eq!([ratio(1_230), ratio(-7), ratio(123_450_000)], ["12.30 %", "-0.07 %", "1,234,500.00 %"]);
    }

    #[test]
    fn a_change_is_said_where_it_is_known() {
        let fixed = |units| Some(Value::Fixed { units, digits: 4 });
        assert_eq!(change(fixed(1_230), Since::Year, Language::Zh), "同比增长 12.30 %");
        assert_eq!(change(fixed(-1_230), Since::Year, Language::En), "down 12.30 % on the year before");
        assert_eq!(change(fixed(0), Since::Year, Language::Zh), "同比持平");
        assert_eq!(change(fixed(50), Since::Month, Language::Zh), "环比增长 0.50 %");
        assert_eq!(change(fixed(0), Since::Month, Language::En), "unchanged on the month before");
        for unknown in [None, Some(Value::Undefined), Some(Value::Suppressed)] {
            assert_eq!(change(unknown, Since::Year, Language::Zh), "");
        }
    }
}
