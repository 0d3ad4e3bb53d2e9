//! How each counterpart writes the register: a set for each, named after it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::ReferenceError;
use super::table::{remark, rows};
use crate::bulk::Input;
use crate::exchange::{CellForm, ExchangeField, MappedColumn, Mapping, SET_PREFIX};
use crate::language::Bilingual;
use crate::partner::PublicBody;

/// Reads the set with this name: `exchange.` and the counterpart's code.
pub fn read_mapping(name: &str, text: &str) -> Result<Mapping, ReferenceError> {
    let wrong = |message: &str| ReferenceError { set: name.to_owned(), line: 0, message: message.to_owned() };
    let counterpart = name.strip_prefix(SET_PREFIX).filter(|code| is_code(code));
    let counterpart = counterpart.ok_or_else(|| wrong("a counterpart's code has letters, digits, - and _"))?;
    let said = |remark_of: &str| {
        let value = remark(text, remark_of).filter(|value| !value.is_empty());
        value.ok_or_else(|| wrong(&format!("the remark `# {remark_of}: …` is missing")))
    };
    let confirmed = match said("status")? {
        "confirmed" => true,
        "unconfirmed" => false,
        _ => return Err(wrong("the status is confirmed or unconfirmed")),
    };
    let body = PublicBody::from_code(said("body")?).ok_or_else(|| wrong("there is no such public body"))?;
    let columns = columns(text).map_err(|error| ReferenceError { set: name.to_owned(), ..error })?;
    if !columns.iter().any(|column| column.field == ExchangeField::Number) {
        return Err(wrong("there is no column for the number"));
    }
    Ok(Mapping {
        counterpart: counterpart.to_owned(),
        name: Bilingual::new(said("name_zh")?, said("name_en")?),
        body,
        confirmed,
        columns,
    })
}

fn is_code(code: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (1..=40).contains(&code.len()) && code.bytes().all(fits)
}

fn columns(text: &str) -> Result<Vec<MappedColumn>, ReferenceError> {
    #[derive(Deserialize)]
    struct Record {
        field: ExchangeField,
        column: String,
        form: CellForm,
        codes: String,
    }
    let mut columns: Vec<MappedColumn> = Vec::new();
    for row in rows::<Record>("exchange", text)? {
        let Record { field, column, form, codes } = &row.record;
        let heading = column.trim();
        row.require(!heading.is_empty(), "the column has no heading")?;
        row.require(columns.iter().all(|known| known.heading != heading), "the heading occurs twice")?;
        row.require(columns.iter().all(|known| known.field != *field), "the field occurs twice")?;
        let takes = field.input();
        let fits = match form {
            CellForm::Plain => true,
            CellForm::Zh | CellForm::En => matches!(takes, Input::Choice(_)),
            CellForm::Compact | CellForm::Slash => takes == Input::Date,
        };
        row.require(fits, "names are for codes, and the forms of a day for days")?;
        let codes = pairs(codes).ok_or_else(|| row.error("codes are written `ours=theirs;ours=theirs`, each once"))?;
        columns.push(MappedColumn { field: *field, heading: heading.to_owned(), form: *form, codes });
    }
    Ok(columns)
}

/// `import=1;export=2`.
fn pairs(text: &str) -> Option<Vec<(String, String)>> {
    let written = text.split(';').map(str::trim).filter(|pair| !pair.is_empty());
    let pairs: Vec<(String, String)> = written
        .map(|pair| {
            let (ours, theirs) = pair.split_once('=')?;
            let (ours, theirs) = (ours.trim(), theirs.trim());
            (!ours.is_empty() && !theirs.is_empty()).then(|| (ours.to_owned(), theirs.to_owned()))
        })
        .collect::<Option<_>>()?;
    let ours: BTreeSet<&String> = pairs.iter().map(|(ours, _)| ours).collect();
    let theirs: BTreeSet<&String> = pairs.iter().map(|(_, theirs)| theirs).collect();
    (ours.len() == pairs.len() && theirs.len() == pairs.len()).then_some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# name_zh: 甲\n# name_en: A\n# body: tax\n# status: unconfirmed\nfield,column,form,codes\n";

    fn read(body: &str) -> Result<Mapping, ReferenceError> {
        read_mapping("exchange.a", &format!("{HEAD}{body}"))
    }

    #[test]
    fn a_mapping_is_read_with_its_codes() {
        let mapping = read("number,合同号,plain,\ndirection,方向,plain,import=1; export=2\n").unwrap();
        assert_eq!((mapping.counterpart.as_str(), mapping.body, mapping.confirmed), ("a", PublicBody::Tax, false));
        let pair = |ours: &str, theirs: &str| (ours.to_owned(), theirs.to_owned());
        assert_eq!(mapping.columns[1].codes, [pair("import", "1"), pair("export", "2")]);
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_line() {
        for (body, line) in [
            ("name,名称,plain,\n", 0),
            ("number,,plain,\n", 6),
            ("number,合同号,plain,\nnumber,编号,plain,\n", 7),
            ("number,合同号,plain,\nname,合同号,plain,\n", 7),
            ("number,合同号,zh,\n", 6),
            ("number,合同号,plain,\ntotal,总价,slash,\n", 7),
            ("number,合同号,plain,\ndirection,方向,plain,import=1;export=1\n", 7),
            ("number,合同号,plain,\nweather,天气,plain,\n", 7),
        ] {
            let error = read(body).unwrap_err();
            assert_eq!((error.set.as_str(), error.line), ("exchange.a", line), "{error}");
        }
        assert!(read_mapping("exchange.", &format!("{HEAD}number,合同号,plain,\n")).is_err());
        assert!(read_mapping("exchange.a", "field,column,form,codes\nnumber,合同号,plain,\n").is_err());
        let nobody = HEAD.replace("body: tax", "body: nobody");
        assert!(read_mapping("exchange.a", &format!("{nobody}number,合同号,plain,\n")).is_err());
    }
}
