//! The catalogues of prohibited and restricted technology, as far as they are loaded.

use serde::{Deserialize, Serialize};

use super::ReferenceError;
use super::catalogue_table;
use super::table::remark;
use crate::contract::Direction;
use crate::language::Bilingual;
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

/// One edition: the items that are in force with it.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Counts the editions that were loaded; what ships is the first.
    pub number: i32,
    /// What is loaded, in words.
    pub edition: String,
    /// Whether it is less than the official list; every screen that uses it says so.
    pub partial: bool,
    /// The items in force.
    pub items: Vec<CatalogueItem>,
}

/// What a paper says on which a partial edition had a part.
pub fn partial_note(edition: &str) -> Bilingual {
    Bilingual::new(
        format!(
            "比对所用的管制目录“{edition}”只收录官方目录的一部分：比对结果仅供参考，没有比对出结果不代表不受管制。"
        ),
        format!(
            "The catalogue used, “{edition}”, has only part of the official one: matches are advice, and no match does not \
             mean no control."
        ),
    )
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueItem {
    /// Which catalogue: imports or exports.
    pub direction: Direction,
    /// Prohibited or restricted.
    pub class: CatalogueClass,
    /// Six digits and `J` or `X`, where known.
    pub item_no: Option<String>,
    /// The industry under which it stands.
    pub industry: Option<String>,
    /// Name of the technology.
    pub name: String,
    /// Its control points (控制要点), in one text.
    pub control_points: Option<String>,
    /// Where the line was read.
    pub source: String,
    /// Edition and what is known of its standing.
    pub status: String,
}

impl CatalogueItem {
    /// Whether the item's presence in the current edition was read in a source. Only such an item may block a filing.
    pub fn is_confirmed(&self) -> bool {
        !["UNCONFIRMED", "draft"].iter().any(|doubt| self.status.contains(doubt))
    }

    /// What names the item in answers and verdicts: its number, or its class and name where the number is not known.
    pub fn key(&self) -> String {
        let direction = self.direction.code();
        match &self.item_no {
            Some(number) => format!("{direction}/{number}"),
            None => format!("{direction}/{}/{}", self.class.code(), self.name),
        }
    }
}

impl Catalogue {
    /// What is said of it where it is partial.
    pub fn partial_note(&self) -> Option<Bilingual> {
        self.partial.then(|| partial_note(&self.edition))
    }

    /// Reads the CSV text that ships; its first remarks name the edition and say whether it is partial.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        let error = |(line, message): (u64, String)| ReferenceError { set: "control_catalogue".into(), line, message };
        let lines =
            catalogue_table::csv_lines(text.as_bytes()).map_err(|wrong| error((wrong.line, wrong.message.en)))?;
        let items = catalogue_table::read_items(&lines).map_err(|wrong| {
            error(wrong.first().map_or((0, String::new()), |first| (first.line, first.message.en.clone())))
        })?;
        Ok(Self {
            number: 1,
            edition: remark(text, "edition").unwrap_or("未注明版本").to_owned(),
            partial: remark(text, "partial") != Some("false"),
            items,
        })
    }

    /// Items as CSV text with our headings, which [`super::read_items`] reads back.
    pub fn to_csv(items: &[CatalogueItem]) -> String {
        catalogue_table::csv_of(items)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ReferenceData;
    use super::Catalogue;

    #[test]
    fn deleted_items_are_not_screened_and_the_excerpt_says_so() {
        let catalogue = ReferenceData::shipped().unwrap().catalogue;
        assert!(catalogue.partial && catalogue.edition.contains("2023"));
        let note = catalogue.partial_note().unwrap();
        assert!(note.zh.contains(&catalogue.edition) && note.en.contains(&catalogue.edition));
        assert_eq!(Catalogue { partial: false, ..catalogue.clone() }.partial_note(), None);
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

    #[test]
    fn each_item_of_an_edition_has_a_key_of_its_own() {
        let items = ReferenceData::shipped().unwrap().catalogue.items;
        let keys: std::collections::BTreeSet<String> = items.iter().map(super::CatalogueItem::key).collect();
        assert_eq!(keys.len(), items.len());
        assert!(keys.contains("export/203912X") && keys.contains("export/prohibited/中药材资源及生产技术"));
    }
}
