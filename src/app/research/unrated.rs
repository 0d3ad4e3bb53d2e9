//! What is said of amounts that no rate converted. How they are counted is in `research`.

use domain::language::Language;

/// Of how many events the amounts are not counted; nothing where there are none. Of protected figures it is told only whether there
/// are any.
pub(super) fn unrated(events: u64, is_protected: bool, language: Language) -> Option<String> {
    let text = match (events, is_protected, language) {
        (0, ..) => return None,
        (_, true, Language::Zh) => "有些登记事项的币种缺少汇率，其金额未计入。".to_owned(),
        (_, true, Language::En) => {
            "Some events are in a currency that had no rate; their amounts are not counted.".to_owned()
        }
        (_, false, Language::Zh) => format!("有 {events} 项登记事项的币种缺少汇率，其金额未计入。"),
        (_, false, Language::En) => {
            format!("Events in a currency that had no rate: {events}; their amounts are not counted.")
        }
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_lack_a_rate_is_told_to_those_who_see_everything() {
        assert_eq!(unrated(0, false, Language::Zh), None);
        assert!(unrated(3, false, Language::Zh).unwrap().contains("3 项"));
        assert!(unrated(3, false, Language::En).unwrap().contains(": 3;"));
        assert!(!unrated(3, true, Language::En).unwrap().contains('3'));
    }
}
