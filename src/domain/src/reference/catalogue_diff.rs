//! What a new edition of the catalogue changes.

use serde::Serialize;

use super::catalogue::CatalogueItem;

/// The difference between two editions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueDiff {
    /// Items that only the new edition has.
    pub added: Vec<CatalogueItem>,
    /// Items that only the old edition has.
    pub removed: Vec<CatalogueItem>,
    /// Items that both have, and that differ in what is controlled.
    pub changed: Vec<ChangedItem>,
    /// How many items stay as they are.
    pub unchanged: usize,
}

/// An item that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedItem {
    /// As it stands in the old edition.
    pub before: CatalogueItem,
    /// As it stands in the new one.
    pub after: CatalogueItem,
    /// Which of its parts differ: `class`, `item_no`, `industry`, `name`, `control_points`.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub fields: Vec<&'static str>,
}

/// Compares two editions. An item is the same one when its number is, or, where one of both has no number, its name;
/// where a name stands in both classes, in its own class first. Source and standing are remarks and are not compared.
pub fn catalogue_diff(old: &[CatalogueItem], new: &[CatalogueItem]) -> CatalogueDiff {
    let mut left: Vec<Option<&CatalogueItem>> = old.iter().map(Some).collect();
    let mut pairs: Vec<Option<&CatalogueItem>> = vec![None; new.len()];
    let rules: [fn(&CatalogueItem, &CatalogueItem) -> bool; 3] = [same_number, same_name_and_class, same_name];
    for rule in rules {
        for (pair, after) in pairs.iter_mut().zip(new).filter(|(pair, _)| pair.is_none()) {
            let found = left.iter_mut().find(|before| before.is_some_and(|before| rule(before, after)));
            *pair = found.and_then(Option::take);
        }
    }
    let mut diff = CatalogueDiff { removed: left.into_iter().flatten().cloned().collect(), ..CatalogueDiff::default() };
    for (before, after) in pairs.into_iter().zip(new) {
        let Some(before) = before else {
            diff.added.push(after.clone());
            continue;
        };
        let fields = differing(before, after);
        if fields.is_empty() {
            diff.unchanged += 1;
        } else {
            diff.changed.push(ChangedItem { before: before.clone(), after: after.clone(), fields });
        }
    }
    diff
}

fn same_number(before: &CatalogueItem, after: &CatalogueItem) -> bool {
    before.direction == after.direction && before.item_no.is_some() && before.item_no == after.item_no
}

fn same_name(before: &CatalogueItem, after: &CatalogueItem) -> bool {
    let numbered_apart = before.item_no.is_some() && after.item_no.is_some();
    before.direction == after.direction && before.name == after.name && !numbered_apart
}

fn same_name_and_class(before: &CatalogueItem, after: &CatalogueItem) -> bool {
    same_name(before, after) && before.class == after.class
}

fn differing(before: &CatalogueItem, after: &CatalogueItem) -> Vec<&'static str> {
    [
        ("class", before.class != after.class),
        ("item_no", before.item_no != after.item_no),
        ("industry", before.industry != after.industry),
        ("name", before.name != after.name),
        ("control_points", before.control_points != after.control_points),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Direction;
    use crate::reference::CatalogueClass::{self, Prohibited, Restricted};

    fn item(class: CatalogueClass, number: Option<&str>, name: &str) -> CatalogueItem {
        CatalogueItem {
            direction: Direction::Export,
            class,
            item_no: number.map(str::to_owned),
            industry: None,
            name: name.to_owned(),
            control_points: None,
            source: String::new(),
            status: String::new(),
        }
    }

    #[test]
    fn an_edition_does_not_differ_from_itself() {
        let items = [item(Restricted, Some("1"), "甲"), item(Prohibited, None, "乙"), item(Restricted, None, "乙")];
        assert_eq!(catalogue_diff(&items, &items), CatalogueDiff { unchanged: 3, ..CatalogueDiff::default() });
    }

    #[test]
    fn items_are_added_removed_renamed_numbered_and_moved() {
        let old = [
            item(Restricted, Some("1"), "旧名"),
            item(Restricted, None, "后来有编号"),
            item(Restricted, Some("3"), "删去"),
            item(Prohibited, None, "改类"),
        ];
        let new = [
            item(Restricted, Some("1"), "新名"),
            item(Restricted, Some("2"), "后来有编号"),
            item(Restricted, None, "改类"),
            item(Restricted, Some("9"), "新增"),
        ];
        let diff = catalogue_diff(&old, &new);
        let names = |items: &[CatalogueItem]| items.iter().map(|item| item.name.clone()).collect::<Vec<_>>();
        assert_eq!(
            (names(&diff.added), names(&diff.removed), diff.unchanged),
            (vec!["新增".into()], vec!["删去".into()], 0)
        );
        let fields: Vec<_> = diff.changed.iter().map(|changed| changed.fields.clone()).collect();
        assert_eq!(fields, [vec!["name"], vec!["item_no"], vec!["class"]]);
    }

    #[test]
    fn a_name_in_both_classes_is_compared_with_its_own() {
        let old = [item(Prohibited, None, "甲"), item(Restricted, None, "甲")];
        let new = [item(Restricted, None, "甲"), item(Prohibited, None, "甲")];
        assert_eq!(catalogue_diff(&old, &new).unchanged, 2);
    }
}
