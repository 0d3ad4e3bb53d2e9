//! The structure of our SDMX files, with the names that keys have.

use chrono::SecondsFormat;
use domain::finding::Language;
use domain::language::Bilingual;
use research::Dimension;
use research::write::{KeyNames, sdmx_structure};

use crate::app::Portal;
use crate::app::research::key_name;

/// The structure message. Who files and with whom are texts without a list.
pub fn structure(portal: &Portal) -> String {
    let reference = portal.reference();
    let data = &reference.data;
    let names = |dimension: Dimension| {
        let keys: Vec<String> = match dimension {
            Dimension::District => data.divisions.offered().map(|area| area.code.to_owned()).collect(),
            Dimension::Country => data.countries.keys().cloned().collect(),
            Dimension::Industry => data.industries.keys().cloned().collect(),
            Dimension::StrategicField => data.strategic_fields.all().iter().map(|field| field.code.clone()).collect(),
            Dimension::Desk => reference.desks.iter().map(|desk| desk.code.clone()).collect(),
            closed => closed.closed_values().map(str::to_owned).collect(),
        };
        let named = |key: String| {
            let name = |language| key_name(&reference, dimension, &key, language);
            let name = Bilingual::new(name(Language::Zh), name(Language::En));
            (key, name)
        };
        KeyNames { dimension, names: keys.into_iter().map(named).collect() }
    };
    let keys: Vec<KeyNames> = Dimension::ALL.into_iter().filter(|dimension| !dimension.is_time()).map(names).collect();
    sdmx_structure(&portal.now().to_rfc3339_opts(SecondsFormat::Secs, true), &keys)
}
