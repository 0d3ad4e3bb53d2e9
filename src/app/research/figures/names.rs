//! What the keys of the dimensions are called.

use std::collections::BTreeMap;

use domain::CompanyId;
use domain::finding::Language;
use research::Dimension;

use crate::app::portal::Reference;
use crate::app::{AppError, Portal};

/// The name of a key; the key itself where it has none. Companies are named by [`company_names`].
pub(crate) fn key_name(reference: &Reference, dimension: Dimension, key: &str, language: Language) -> String {
    let data = &reference.data;
    let name = match dimension {
        Dimension::Country => data.countries.get(key).map(|name| name.in_language(language)),
        Dimension::District => data.divisions.name(key),
        Dimension::Industry => data.industries.get(key).map(|industry| industry.name.as_str()),
        Dimension::StrategicField => {
            let field = data.strategic_fields.all().iter().find(|field| field.code == key);
            field.map(|field| field.name.in_language(language))
        }
        Dimension::Desk => reference.desks.iter().find(|desk| desk.code == key).map(|desk| match language {
            Language::Zh => desk.name_zh.as_str(),
            Language::En => desk.name_en.as_str(),
        }),
        Dimension::Counterparty => {
            return key.rsplit_once('|').map_or_else(
                || key.to_owned(),
                |(name, country)| format!("{name} · {}", key_name(reference, Dimension::Country, country, language)),
            );
        }
        _ => dimension.value_name(key, language),
    };
    name.unwrap_or(key).to_owned()
}

/// The names of companies by their id as text; one that is not there has none.
pub(crate) async fn company_names<'a>(
    portal: &Portal,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<BTreeMap<String, String>, AppError> {
    let ids: Vec<CompanyId> = ids.into_iter().filter_map(CompanyId::parse).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    portal.database.read(move |connection| Ok(storage::accounts::company_names(connection, &ids)?)).await
}
