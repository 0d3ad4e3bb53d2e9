//! The areas of Suzhou and the several codes of the industrial park.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{ReferenceError, table::rows};

/// An area that a company chooses from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area<'a> {
    /// GB/T 2260 code, or the park's statistical code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
}

/// Names by code.
#[derive(Debug, Clone)]
pub struct Divisions {
    names: BTreeMap<String, String>,
}

impl Divisions {
    /// The codes of 苏州工业园区: statistical up to 2022 (the one kept), statistical since 2023, registration authority.
    pub const INDUSTRIAL_PARK: [&'static str; 3] = ["320571", "320576", "320594"];

    /// The ten areas of the administrative-economic view, as people in Suzhou list them.
    const OFFERED: [&'static str; 10] =
        ["320508", "320506", "320507", "320505", "320509", "320571", "320581", "320582", "320583", "320585"];

    pub(super) fn read(text: &str) -> Result<Self, ReferenceError> {
        #[derive(Deserialize)]
        struct Record {
            code: String,
            name: String,
        }
        let mut names = BTreeMap::new();
        for row in rows::<Record>("divisions", text)? {
            let six_digits = row.record.code.len() == 6 && row.record.code.bytes().all(|byte| byte.is_ascii_digit());
            row.require(six_digits, "a division code is six digits")?;
            names.insert(row.record.code, row.record.name);
        }
        Ok(Self { names })
    }

    /// The one code kept for a place that has several.
    pub fn canonical_code(code: &str) -> &str {
        if Self::is_industrial_park(code) { "320571" } else { code }
    }

    /// Whether this is a code of 苏州工业园区.
    pub fn is_industrial_park(code: &str) -> bool {
        Self::INDUSTRIAL_PARK.contains(&code)
    }

    /// Whether this is a code of Suzhou or of an area in it.
    pub fn is_suzhou(&self, code: &str) -> bool {
        self.names.contains_key(code)
    }

    /// The name of an area; the high-tech zone under the name by which it is known.
    pub fn name(&self, code: &str) -> Option<&str> {
        match code {
            "320505" => Some("高新区（虎丘区）"),
            _ => self.names.get(code).map(String::as_str),
        }
    }

    /// The areas to choose from.
    pub fn offered(&self) -> impl Iterator<Item = Area<'_>> {
        Self::OFFERED.iter().filter_map(|code| Some(Area { code, name: self.name(code)? }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::ReferenceData;
    use super::*;

    #[test]
    fn ten_areas_are_offered_and_the_park_has_three_codes() {
        let divisions = ReferenceData::shipped().unwrap().divisions;
        assert_eq!(divisions.offered().count(), 10);
        for code in Divisions::INDUSTRIAL_PARK {
            assert!(divisions.is_suzhou(code));
            assert_eq!(Divisions::canonical_code(code), "320571");
            assert_eq!(divisions.name(code), Some("苏州工业园区"));
        }
    }

    #[test]
    fn wuxi_is_not_in_suzhou() {
        let divisions = ReferenceData::shipped().unwrap().divisions;
        assert!(!divisions.is_suzhou("320200") && divisions.is_suzhou("320583"));
        assert!(!Divisions::is_industrial_park("320583"));
    }
}
