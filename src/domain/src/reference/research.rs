//! What the research centre keeps as data: its disclosure policy, its fields of technology, the words of its analyses and the
//! list of open data sets. What they mean for a figure is decided where figures are made.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ReferenceError, table::rows};
use crate::language::Bilingual;

/// How published figures are protected, for the calendar years from `from_year` on. The method and its references are in
/// `docs/disclosure.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosurePolicy {
    /// The first year that it holds for.
    pub from_year: i32,
    /// A cell with fewer companies is protected.
    pub min_contributors: u32,
    /// A cell in which the largest company has a greater share, in per cent, is protected.
    pub largest_percent: u32,
    /// A cell in which the two largest together have a greater share, in per cent, is protected.
    pub two_largest_percent: u32,
    /// How far, in per cent of a protected cell, others must leave it open.
    pub protection_percent: u32,
    /// How many dimensions, rows, columns and filters together, an answer may have.
    pub max_dimensions: u32,
    /// Medians and quantiles need as many contracts.
    pub min_for_spread: u32,
    /// Codes of the dimensions by which figures are published.
    pub public_dimensions: Vec<String>,
}

/// The editions of the policy, by the years that they hold for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosurePolicies(Vec<DisclosurePolicy>);

impl DisclosurePolicies {
    /// Reads the text of the set: also of one that is to take its place.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            from_year: i32,
            rule: String,
            value: String,
        }
        let mut editions: BTreeMap<i32, (BTreeMap<String, u32>, Vec<String>)> = BTreeMap::new();
        for row in rows::<Record>(POLICY, text)? {
            let Record { from_year, rule, value } = &row.record;
            let (numbers, dimensions) = editions.entry(*from_year).or_default();
            if rule == "public_dimension" {
                row.require(!dimensions.contains(value), "the dimension occurs twice")?;
                dimensions.push(value.clone());
            } else {
                row.require(RULES.contains(&rule.as_str()), "there is no such rule")?;
                let number = value.parse().map_err(|_| row.error("the value is a whole number"))?;
                row.require(numbers.insert(rule.clone(), number).is_none(), "the rule occurs twice")?;
            }
        }
        let policies = editions.into_iter().map(|(year, (numbers, dimensions))| policy(year, &numbers, dimensions));
        let policies: Vec<DisclosurePolicy> = policies.collect::<Result<_, _>>()?;
        if policies.is_empty() { Err(missing("no policy")) } else { Ok(Self(policies)) }
    }

    /// The policy of a calendar year; the first one for years before it.
    pub fn of_year(&self, year: i32) -> Option<&DisclosurePolicy> {
        self.0.iter().rev().find(|policy| policy.from_year <= year).or(self.0.first())
    }

    /// Every edition, oldest first.
    pub fn all(&self) -> &[DisclosurePolicy] {
        &self.0
    }
}

const POLICY: &str = "disclosure_policy";
const RULES: [&str; 6] = [
    "min_contributors",
    "dominance_largest_percent",
    "dominance_two_largest_percent",
    "protection_percent",
    "max_dimensions",
    "min_for_spread",
];

fn missing(what: &str) -> ReferenceError {
    ReferenceError { set: POLICY.to_owned(), line: 0, message: format!("missing: {what}") }
}

fn policy(
    from_year: i32,
    numbers: &BTreeMap<String, u32>,
    public_dimensions: Vec<String>,
) -> Result<DisclosurePolicy, ReferenceError> {
    let rule = |name: &str| numbers.get(name).copied().ok_or_else(|| missing(&format!("{name} from {from_year}")));
    Ok(DisclosurePolicy {
        from_year,
        min_contributors: rule("min_contributors")?,
        largest_percent: rule("dominance_largest_percent")?,
        two_largest_percent: rule("dominance_two_largest_percent")?,
        protection_percent: rule("protection_percent")?,
        max_dimensions: rule("max_dimensions")?,
        min_for_spread: rule("min_for_spread")?,
        public_dimensions,
    })
}

/// A field of technology that the city's plan watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategicField {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Bilingual,
    /// The divisions of GB/T 4754 that are counted in it; none for the last, which takes the rest.
    pub divisions: Vec<String>,
}

/// The fields, in the order in which they are shown; the last takes what no other does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategicFields(Vec<StrategicField>);

impl StrategicFields {
    /// Reads the text of the set: also of an earlier edition, which is kept.
    pub fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            code: String,
            divisions: String,
            name_zh: String,
            name_en: String,
        }
        const SET: &str = "strategic_fields";
        let mut fields: Vec<StrategicField> = Vec::new();
        for row in rows::<Record>(SET, text)? {
            let Record { code, divisions, name_zh, name_en } = &row.record;
            let divisions: Vec<String> = divisions.split_whitespace().map(str::to_owned).collect();
            let known = |division: &String| fields.iter().any(|field| field.divisions.contains(division));
            row.require(fields.iter().all(|field| field.code != *code), "the code occurs twice")?;
            row.require(!divisions.iter().any(known), "a division belongs to one field")?;
            row.require(fields.iter().all(|field| !field.divisions.is_empty()), "only the last takes the rest")?;
            let name = Bilingual::new(name_zh.as_str(), name_en.as_str());
            fields.push(StrategicField { code: code.clone(), name, divisions });
        }
        if fields.last().is_some_and(|field| field.divisions.is_empty()) {
            Ok(Self(fields))
        } else {
            Err(ReferenceError { set: SET.to_owned(), line: 0, message: "the last field takes the rest".to_owned() })
        }
    }

    /// The field that an industry is counted in, by its division.
    pub fn of_industry(&self, industry: &str) -> Option<&StrategicField> {
        let division = industry.get(..2).unwrap_or(industry);
        self.0.iter().find(|field| field.divisions.iter().any(|known| known == division)).or(self.0.last())
    }

    /// Every field, in its order.
    pub fn all(&self) -> &[StrategicField] {
        &self.0
    }
}

/// The words of an analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnalysisMethod {
    /// Code of the analysis.
    pub code: String,
    /// Its title.
    pub title: Bilingual,
    /// In one paragraph: what is counted, and how.
    pub method: Bilingual,
}

pub(super) fn read_methods(text: &str) -> Result<Vec<AnalysisMethod>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        code: String,
        title_zh: String,
        title_en: String,
        method_zh: String,
        method_en: String,
    }
    let mut methods: Vec<AnalysisMethod> = Vec::new();
    for row in rows::<Record>("analysis_methods", text)? {
        row.require(methods.iter().all(|method| method.code != row.record.code), "the code occurs twice")?;
        let Record { code, title_zh, title_en, method_zh, method_en } = row.record;
        let (title, method) = (Bilingual::new(title_zh, title_en), Bilingual::new(method_zh, method_en));
        methods.push(AnalysisMethod { code, title, method });
    }
    Ok(methods)
}

/// A public data set: a question to the figures that is answered anew for each period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDataset {
    /// Its code.
    pub code: String,
    /// The question, as the query of an address.
    pub question: String,
    /// Its title.
    pub title: Bilingual,
    /// What it holds.
    pub about: Bilingual,
}

pub(super) fn read_datasets(text: &str) -> Result<Vec<OpenDataset>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        code: String,
        question: String,
        title_zh: String,
        title_en: String,
        about_zh: String,
        about_en: String,
    }
    let mut datasets: Vec<OpenDataset> = Vec::new();
    for row in rows::<Record>("open_datasets", text)? {
        row.require(datasets.iter().all(|dataset| dataset.code != row.record.code), "the code occurs twice")?;
        let Record { code, question, title_zh, title_en, about_zh, about_en } = row.record;
        let (title, about) = (Bilingual::new(title_zh, title_en), Bilingual::new(about_zh, about_en));
        datasets.push(OpenDataset { code, question, title, about });
    }
    Ok(datasets)
}

#[cfg(test)]
mod tests {
    use super::super::ReferenceData;
    use super::*;

    #[test]
    fn what_ships_can_be_read() {
        let reference = ReferenceData::shipped().unwrap();
        let policy = reference.disclosure.of_year(2026).unwrap();
        assert_eq!((policy.min_contributors, policy.largest_percent, policy.max_dimensions), (3, 75, 3));
        assert!(policy.public_dimensions.iter().all(|dimension| dimension != "company"));
        assert_eq!(reference.analysis_methods.len(), 12);
        assert_eq!(reference.open_datasets.len(), 9);
        let field = |industry| reference.strategic_fields.of_industry(industry).unwrap().code.as_str();
        assert_eq!(
            [field("27"), field("3973"), field("97"), field("电")],
            ["biomedicine", "integrated_circuits_electronics", "other", "other"]
        );
    }

    #[test]
    fn a_policy_holds_from_its_year_and_is_whole() {
        let head = "from_year,rule,value\n";
        let whole = |year: i32, least: u32| {
            RULES
                .map(|rule| {
                    format!(
                        "{year},{rule},{least}
"
                    )
                })
                .concat()
        };
        let policies = DisclosurePolicies::read(&format!("{head}{}{}", whole(2000, 3), whole(2027, 5))).unwrap();
        let least = |year| policies.of_year(year).unwrap().min_contributors;
        assert_eq!([least(1999), least(2026), least(2027), least(2040)], [3, 3, 5, 5]);
        for bad in ["2000,min_contributors,3\n", "2000,weather,3\n", "2000,min_contributors,few\n", ""] {
            assert!(DisclosurePolicies::read(&format!("{head}{bad}")).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_division_has_one_field_and_the_last_takes_the_rest() {
        let head = "code,divisions,name_zh,name_en\n";
        for bad in ["a,27,甲,A\n", "a,27,甲,A\nb,27,乙,B\nc,,丙,C\n", "a,,甲,A\nb,27,乙,B\nc,,丙,C\n", ""] {
            assert!(StrategicFields::read(&format!("{head}{bad}")).is_err(), "{bad}");
        }
    }
}
