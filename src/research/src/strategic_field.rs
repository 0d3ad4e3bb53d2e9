//! The fields of technology that the city's plan watches, told by industry. The table is the place to edit them.
//!
//! A fact carries no finer grain than its GB/T 4754 division, so a field is an approximation by division.

use crate::label::Label;

/// A field and the divisions of GB/T 4754 that are counted in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StrategicField {
    /// Code and names.
    pub label: Label,
    /// Two-digit divisions; empty for the last field, which takes the rest.
    pub divisions: &'static [&'static str],
}

/// The fields in the order in which they are shown; the last takes what no other does.
pub const STRATEGIC_FIELDS: &[StrategicField] = &[
    StrategicField { label: Label::new("biomedicine", "生物医药", "Biomedicine"), divisions: &["27"] },
    StrategicField {
        label: Label::new("artificial_intelligence_software", "人工智能与软件", "Artificial intelligence and software"),
        divisions: &["64", "65"],
    },
    StrategicField {
        label: Label::new("new_materials", "新材料", "New materials"),
        divisions: &["26", "28", "29", "30", "32"],
    },
    StrategicField { label: Label::new("new_energy", "新能源", "New energy"), divisions: &["38", "44"] },
    StrategicField {
        label: Label::new(
            "integrated_circuits_electronics",
            "集成电路与电子信息",
            "Integrated circuits and electronics",
        ),
        divisions: &["39"],
    },
    StrategicField {
        label: Label::new("advanced_equipment", "高端装备", "Advanced equipment and instruments"),
        divisions: &["34", "35", "36", "37", "40"],
    },
    StrategicField { label: Label::new("other", "其他领域", "Other fields"), divisions: &[] },
];

/// The code of the field that this industry is counted in.
pub(crate) fn code(industry: &str) -> &'static str {
    let division = industry.get(..2).unwrap_or(industry);
    STRATEGIC_FIELDS
        .iter()
        .find(|field| field.divisions.contains(&division))
        .or(STRATEGIC_FIELDS.last())
        .map_or("", |field| field.label.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_industry_is_counted_by_its_division() {
        assert_eq!(code("27"), "biomedicine");
        assert_eq!(code("3973"), "integrated_circuits_electronics");
        assert_eq!(code("97"), "other");
        assert_eq!(code("电"), "other");
    }

    #[test]
    fn no_division_is_counted_twice() {
        let mut divisions: Vec<_> = STRATEGIC_FIELDS.iter().flat_map(|field| field.divisions).collect();
        let all = divisions.len();
        divisions.sort_unstable();
        divisions.dedup();
        assert_eq!(divisions.len(), all);
    }
}
