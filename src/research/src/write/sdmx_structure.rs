//! The structure of our SDMX files as an SDMX-JSON 2.0 message: agency, concepts, code lists, data structure and data flow. It
//! describes every dimension and measure that there is; the names of keys are handed in.

use domain::language::{Bilingual, Language};
use serde_json::{Value, json};

use super::sdmx_code::{AGENCY, DATAFLOW, NONE, TOTAL, VERSION, code_of, dimensions, id_of, measure_code};
use crate::{Base, Dimension, Measure, ShareOf, Spread, Unit};

const STRUCTURE: &str = "DSD_FIGURES";
const CONCEPTS: &str = "CS_FIGURES";
const SCHEMA: &str = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json";

/// The keys of a dimension with their names, in the order in which they are shown.
#[derive(Debug, Clone)]
pub struct KeyNames {
    /// Which dimension.
    pub dimension: Dimension,
    /// Key and name.
    pub names: Vec<(String, Bilingual)>,
}

/// The structure message, JSON. `prepared` is the time of day by RFC 3339; a dimension without keys holds any text.
pub fn sdmx_structure(prepared: &str, keys: &[KeyNames]) -> String {
    let meta = json!({
        "schema": SCHEMA,
        "id": format!("{AGENCY}_{STRUCTURE}_{}", VERSION.replace('.', "_")),
        "test": false,
        "prepared": prepared,
        "contentLanguages": ["zh", "en"],
        "sender": { "id": AGENCY },
    });
    let data = json!({
        "agencySchemes": [agencies()],
        "conceptSchemes": [concepts()],
        "codelists": code_lists(keys),
        "dataStructures": [data_structure(keys)],
        "dataflows": [maintained(DATAFLOW, &figures(), ("structure", urn("datastructure.DataStructure", STRUCTURE).into()))],
    });
    // Software looks for the name of the schema at the beginning.
    format!(r#"{{"meta":{meta},"data":{data}}}"#)
}

fn figures() -> Bilingual {
    Bilingual::new("技术进出口合同登记统计", "Figures of registered technology trade contracts")
}

fn agencies() -> Value {
    let centre =
        Bilingual::new("苏州技术进出口在线备案平台", "Suzhou register of technology import and export contracts");
    let mut scheme =
        maintained("AGENCIES", &Bilingual::new("机构", "Agencies"), ("agencies", json!([item(AGENCY, &centre)])));
    scheme["agencyID"] = "SDMX".into();
    scheme
}

/// The parts of the structure that are no dimension of ours.
fn own_concepts() -> [(&'static str, Bilingual); 8] {
    [
        ("FREQ", "频率", "Frequency"),
        ("MEASURE", "指标", "Measure"),
        ("TIME_PERIOD", "时期", "Time period"),
        ("OBS_VALUE", "数值", "Value"),
        ("OBS_STATUS", "数值状态", "Status of the value"),
        ("CONF_STATUS", "保密状态", "Confidentiality"),
        ("UNIT_MEASURE", "计量单位", "Unit"),
        ("DECIMALS", "小数位数", "Decimals"),
    ]
    .map(|(id, zh, en)| (id, Bilingual::new(zh, en)))
}

fn concepts() -> Value {
    let own = own_concepts().map(|(id, name)| item(id, &name));
    let ours = dimensions().map(|dimension| item(&id_of(dimension), &name_of(dimension)));
    let all: Vec<Value> = own.into_iter().chain(ours).collect();
    maintained(CONCEPTS, &Bilingual::new("概念", "Concepts"), ("concepts", all.into()))
}

fn code_lists(keys: &[KeyNames]) -> Vec<Value> {
    let of_dimensions = keys.iter().filter(|keys| !keys.names.is_empty()).map(|KeyNames { dimension, names }| {
        let known = names.iter().map(|(key, name)| item(&code_of(*dimension, key), name));
        let whole = item(TOTAL, &Bilingual::new("合计", "Total"));
        let none = names.iter().all(|(key, _)| !key.is_empty());
        let none = none.then(|| item(NONE, &Bilingual::new("无", "None")));
        list(&list_of(*dimension), &name_of(*dimension), known.chain([whole]).chain(none).collect())
    });
    let units = Unit::ALL.iter().map(|unit| item(unit.code(), &both(|language| unit.name(language).to_owned())));
    let measures =
        measures().into_iter().map(|measure| item(&measure_code(measure), &both(|language| measure.name(language))));
    let of_structure = [
        (
            "FREQ",
            words(&[
                ("A", "年", "Annual"),
                ("Q", "季", "Quarterly"),
                ("M", "月", "Monthly"),
                (TOTAL, "截至该月的全部", "All up to the month"),
            ]),
        ),
        ("MEASURE", measures.collect()),
        (
            "OBS_STATUS",
            words(&[
                ("A", "正常", "Normal"),
                ("M", "无数值", "Missing: there is none"),
                ("Q", "不予公布", "Missing: suppressed"),
            ]),
        ),
        ("CONF_STATUS", words(&[("F", "公开", "Free"), ("C", "保密", "Confidential")])),
        ("UNIT_MEASURE", units.collect()),
    ];
    let own = own_concepts();
    let named = |id: &str| own.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()).unwrap_or_default();
    let of_structure = of_structure.into_iter().map(|(id, codes)| list(&format!("CL_{id}"), &named(id), codes));
    of_dimensions.chain(of_structure).collect()
}

/// Every measure that can be asked for.
fn measures() -> Vec<Measure> {
    let of_base = |base: &Base| {
        let base = *base;
        let shares = ShareOf::ALL.iter().map(move |whole| Measure::Share(base, *whole));
        let indices = Dimension::ALL.into_iter().map(move |over| Measure::Hhi(base, over));
        [Measure::Sum(base), Measure::YearOnYear(base), Measure::MonthOnMonth(base), Measure::Rank(base)]
            .into_iter()
            .chain(shares)
            .chain(indices)
    };
    let spreads = Spread::ALL.iter().flat_map(|of| [Measure::Mean(*of), Measure::Median(*of), Measure::P90(*of)]);
    Base::ALL.iter().flat_map(of_base).chain([Measure::FeeShare]).chain(spreads).collect()
}

fn data_structure(keys: &[KeyNames]) -> Value {
    let coded = |id: &str| enumeration(&format!("CL_{id}"));
    let ours = dimensions().map(|dimension| {
        let known = keys.iter().any(|keys| keys.dimension == dimension && !keys.names.is_empty());
        (id_of(dimension), if known { enumeration(&list_of(dimension)) } else { format_of("String") })
    });
    let dimensions =
        [("FREQ".to_owned(), coded("FREQ"))].into_iter().chain(ours).chain([("MEASURE".to_owned(), coded("MEASURE"))]);
    let dimensions: Vec<Value> = dimensions
        .enumerate()
        .map(|(place, (id, values))| {
            let mut dimension = component(&id, values);
            dimension["position"] = (place + 1).into();
            dimension
        })
        .collect();
    let attribute = |id: &str, values: Value| {
        let mut attribute = component(id, values);
        attribute["usage"] = "mandatory".into();
        attribute["attributeRelationship"] = json!({ "observation": {} });
        attribute
    };
    let mut value = component("OBS_VALUE", format_of("Decimal"));
    value["usage"] = "optional".into();
    let components = json!({
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": dimensions,
            "timeDimension": component("TIME_PERIOD", format_of("ObservationalTimePeriod")),
        },
        "measureList": { "id": "MeasureDescriptor", "measures": [value] },
        "attributeList": {
            "id": "AttributeDescriptor",
            "attributes": [
                attribute("OBS_STATUS", coded("OBS_STATUS")),
                attribute("CONF_STATUS", coded("CONF_STATUS")),
                attribute("UNIT_MEASURE", coded("UNIT_MEASURE")),
                attribute("DECIMALS", format_of("Integer")),
            ],
        },
    });
    maintained(STRUCTURE, &figures(), ("dataStructureComponents", components))
}

fn component(id: &str, values: Value) -> Value {
    let concept = format!("{}.{id}", urn("conceptscheme.Concept", CONCEPTS));
    let mut component = json!({ "id": id, "conceptIdentity": concept });
    component["localRepresentation"] = values;
    component
}

fn enumeration(list: &str) -> Value {
    json!({ "enumeration": urn("codelist.Codelist", list) })
}

fn format_of(kind: &str) -> Value {
    json!({ "format": { "dataType": kind } })
}

fn list_of(dimension: Dimension) -> String {
    format!("CL_{}", id_of(dimension))
}

fn list(id: &str, name: &Bilingual, codes: Vec<Value>) -> Value {
    maintained(id, name, ("codes", codes.into()))
}

fn words(codes: &[(&str, &str, &str)]) -> Vec<Value> {
    codes.iter().map(|(id, zh, en)| item(id, &Bilingual::new(*zh, *en))).collect()
}

fn name_of(dimension: Dimension) -> Bilingual {
    both(|language| dimension.name(language).to_owned())
}

fn both(name: impl Fn(Language) -> String) -> Bilingual {
    Bilingual::new(name(Language::Zh), name(Language::En))
}

fn urn(class: &str, id: &str) -> String {
    format!("urn:sdmx:org.sdmx.infomodel.{class}={AGENCY}:{id}({VERSION})")
}

/// Something with an id and a name.
fn item(id: &str, name: &Bilingual) -> Value {
    json!({ "id": id, "name": name.en, "names": { "zh": name.zh, "en": name.en } })
}

/// Something that the agency maintains, with one more member.
fn maintained(id: &str, name: &Bilingual, (member, value): (&str, Value)) -> Value {
    let mut one = item(id, name);
    one["agencyID"] = AGENCY.into();
    one["version"] = VERSION.into();
    one[member] = value;
    one
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_id_is_one_of_sdmx_and_stands_once_in_its_list() {
        let closed = Dimension::ALL.into_iter().map(|dimension| {
            let names = dimension.closed_values().map(|key| (key.to_owned(), Bilingual::new(key, key))).collect();
            KeyNames { dimension, names }
        });
        let message = sdmx_structure("2026-12-02T00:00:00Z", &closed.collect::<Vec<_>>());
        let message: Value = serde_json::from_str(&message).unwrap();
        let lists = message["data"]["codelists"].as_array().unwrap();
        assert_eq!(lists.len(), 9 + 5, "nine closed sets, and those of the structure");
        for list in lists {
            let ids: Vec<&str> =
                list["codes"].as_array().unwrap().iter().map(|code| code["id"].as_str().unwrap()).collect();
            let fits = |id: &&str| id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-@$".contains(&byte));
            assert!(ids.iter().all(fits) && !ids.contains(&""), "{ids:?}");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{}", list["id"]);
        }
        let structure = &message["data"]["dataStructures"][0]["dataStructureComponents"]["dimensionList"];
        assert_eq!(structure["dimensions"].as_array().unwrap().len(), 18);
        assert!(
            structure["dimensions"][17]["localRepresentation"]["enumeration"]
                .as_str()
                .unwrap()
                .contains("CL_MEASURE(1.0)")
        );
    }
}
