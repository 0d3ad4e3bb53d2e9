//! The catalogues of prohibited and restricted technology, as far as they are loaded.

use serde::Deserialize;

use super::ReferenceError;
use super::table::{remark, rows};
use crate::contract::Direction;
use crate::terms::terms;

terms! {
    /// What the catalogue says about a technology.
    CatalogueClass {
        /// 禁止类
        Prohibited = "prohibited",
        /// 限制类: licence channel
        Restricted = "restricted",
    }
}

/// The items in force.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// What is loaded, in words.
    pub edition: String,
    /// Whether it is less than the official list; every screen that uses it says so.
    pub partial: bool,
    /// The items in force.
    pub items: Vec<CatalogueItem>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueItem {
    /// Which catalogue: imports or exports.
    pub direction: Direction,
    /// Prohibited or restricted.
    pub class: CatalogueClass,
    /// Six digits and `J` or `X`, where known.
    pub item_no: Option<String>,
    /// Name of the technology.
    pub name: String,
    /// Its control points (控制要点), in one text.
    pub control_points: Option<String>,
    /// Edition and what is known of its standing.
    pub status: String,
}

impl CatalogueItem {
    /// Whether the item's presence in the current edition was read in a source. Only such an item may block a filing.
    pub fn is_confirmed(&self) -> bool {
        !["UNCONFIRMED", "draft"].iter().any(|doubt| self.status.contains(doubt))
    }
}

impl Catalogue {
    pub(super) fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            catalogue: Direction,
            class: CatalogueClass,
            item_no: Option<String>,
            name: String,
            control_points: Option<String>,
            status: String,
        }
        let mut items = Vec::new();
        for row in rows::<Record>("control_catalogue", text)? {
            row.require(!row.record.name.trim().is_empty(), "an item has a name")?;
            let Record { catalogue, class, item_no, name, control_points, status } = row.record;
            if !status.starts_with("deleted") {
                items.push(CatalogueItem { direction: catalogue, class, item_no, name, control_points, status });
            }
        }
        Ok(Self {
            edition: remark(text, "edition").unwrap_or("未注明版本").to_owned(),
            partial: remark(text, "partial") != Some("false"),
            items,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::ReferenceData;

    #[test]
    fn deleted_items_are_not_screened_and_the_excerpt_says_so() {
        let catalogue = ReferenceData::shipped().unwrap().catalogue;
        assert!(catalogue.partial && catalogue.edition.contains("2023"));
        assert!(catalogue.items.iter().all(|item| item.name != "中国传统建筑技术"));
        assert!(catalogue.items.iter().any(|item| item.item_no.as_deref() == Some("203912X")));
    }

    #[test]
    fn what_was_not_read_in_the_current_edition_is_not_confirmed() {
        let catalogue = ReferenceData::shipped().unwrap().catalogue;
        let confirmed =
            |name: &str| catalogue.items.iter().find(|item| item.name.starts_with(name)).unwrap().is_confirmed();
        assert!(confirmed("用于人的细胞克隆"));
        assert!(!confirmed("宣纸"));
        assert!(!confirmed("百草枯"));
    }
}
