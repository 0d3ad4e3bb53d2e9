//! How a counterpart writes the register: which of its columns holds which field, and how a value stands in a cell. Mappings are
//! reference data, one set a counterpart ([`crate::reference`] reads them).

use serde_json::Value;

use super::ExchangeField;
use crate::bulk::{Cell, Choices, Input, cell_text, read_value};
use crate::language::Bilingual;
use crate::names::Named;
use crate::partner::PublicBody;
use crate::spreadsheet::unguarded;
use crate::terms::terms;

terms! {
    /// How a value stands in a cell.
    CellForm {
        /// As the register keeps it: its code, `2026-10-08`, `1250000.00`.
        Plain = "plain",
        /// The Chinese name of a code.
        Zh = "zh",
        /// The English name of a code.
        En = "en",
        /// A day as `20261008`.
        Compact = "compact",
        /// A day as `2026/10/08`.
        Slash = "slash",
    }
}

/// How a counterpart writes the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Its code: the name of the set after [`super::SET_PREFIX`].
    pub counterpart: String,
    /// What people call it.
    pub name: Bilingual,
    /// The public body whose system it is.
    pub body: PublicBody,
    /// Whether the counterpart has confirmed this mapping.
    pub confirmed: bool,
    /// Its columns, in their order; one of them is the number.
    pub columns: Vec<MappedColumn>,
}

/// A column of a counterpart's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// What it holds.
    pub field: ExchangeField,
    /// What the counterpart calls it.
    pub heading: String,
    /// How values stand in it.
    pub form: CellForm,
    /// The register's codes with the counterpart's own, where it has such.
    pub codes: Vec<(String, String)>,
}

impl Mapping {
    /// Where the column of the number stands among the columns.
    pub(super) fn number_place(&self) -> usize {
        self.columns.iter().position(|column| column.field == ExchangeField::Number).unwrap_or_default()
    }
}

impl MappedColumn {
    /// A value of the register as the counterpart writes it; nothing is an empty cell.
    pub fn write(&self, value: Option<&str>, choices: &Choices) -> String {
        let Some(value) = value else { return String::new() };
        if let Some((_, theirs)) = self.codes.iter().find(|(ours, _)| ours == value) {
            return theirs.clone();
        }
        let named = match self.field.input() {
            Input::Choice(list) => choices.find(list, value),
            _ => None,
        };
        match (self.form, named) {
            (CellForm::Zh, Some(choice)) => choice.zh.clone(),
            (CellForm::En, Some(choice)) if !choice.en.is_empty() => choice.en.clone(),
            (CellForm::Compact, _) => value.replace('-', ""),
            (CellForm::Slash, _) => value.replace('-', "/"),
            _ => value.to_owned(),
        }
    }

    /// What a cell of the counterpart says, as the register would keep it; none where it is empty. Read as kindly as a company's
    /// workbook: in any usual spelling of a day or an amount, by code or by name.
    pub fn read(&self, cell: &Cell, choices: &Choices) -> Result<Option<String>, Bilingual> {
        let cell = match cell {
            Cell::Text(text) => Cell::Text(unguarded(text).to_owned()),
            other => other.clone(),
        };
        let text = cell_text(&cell);
        if let Some((ours, _)) = self.codes.iter().find(|(_, theirs)| *theirs == text) {
            return Ok(Some(ours.clone()));
        }
        let value = read_value(self.field.input(), &cell, choices).map_err(|_| {
            let whole = if let Cell::Fault(error) = &cell { error } else { &text };
            let shown: String = whole.chars().take(40).collect();
            let (zh, en) = self.field.names();
            Bilingual::new(format!("“{shown}”无法读作{zh}"), format!("“{shown}” cannot be read: {en}"))
        })?;
        Ok(match value {
            Some(Value::String(text)) => Some(text),
            Some(Value::Bool(value)) => Some(value.to_string()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ReferenceData;

    fn column(field: ExchangeField, form: CellForm, codes: &[(&str, &str)]) -> MappedColumn {
        let codes = codes.iter().map(|(ours, theirs)| ((*ours).to_owned(), (*theirs).to_owned())).collect();
        MappedColumn { field, heading: "列".into(), form, codes }
    }

    #[test]
    fn what_is_written_in_any_form_is_read_back() {
        let choices = Choices::of(&ReferenceData::shipped().unwrap());
        for (column, value, written) in [
            (column(ExchangeField::Direction, CellForm::Zh, &[]), "import", "技术进口"),
            (column(ExchangeField::Direction, CellForm::En, &[]), "export", "Technology export"),
            (column(ExchangeField::Direction, CellForm::Plain, &[("import", "1"), ("export", "2")]), "export", "2"),
            (column(ExchangeField::Status, CellForm::Plain, &[("in_force", "有效")]), "in_force", "有效"),
            (column(ExchangeField::CounterpartyCountry, CellForm::Zh, &[]), "DE", "德国"),
            (column(ExchangeField::SignedOn, CellForm::Compact, &[]), "2026-10-08", "20261008"),
            (column(ExchangeField::SignedOn, CellForm::Slash, &[]), "2026-10-08", "2026/10/08"),
            (column(ExchangeField::Total, CellForm::Plain, &[]), "1250000.00", "1250000.00"),
            (column(ExchangeField::RelatedParties, CellForm::Zh, &[]), "true", "是"),
        ] {
            assert_eq!(column.write(Some(value), &choices), written);
            assert_eq!(column.read(&Cell::Text(written.into()), &choices), Ok(Some(value.to_owned())), "{written}");
        }
        let name = column(ExchangeField::Name, CellForm::Plain, &[]);
        assert_eq!(name.write(None, &choices), "");
        assert_eq!(name.read(&Cell::Text("  ".into()), &choices), Ok(None));
        assert_eq!(name.read(&Cell::Text("'=1+1".into()), &choices), Ok(Some("=1+1".to_owned())));
    }

    #[test]
    fn what_a_spreadsheet_made_of_a_value_is_understood() {
        let choices = Choices::of(&ReferenceData::shipped().unwrap());
        let number = column(ExchangeField::Direction, CellForm::Plain, &[("import", "1")]);
        assert_eq!(number.read(&Cell::Number(1.0), &choices), Ok(Some("import".to_owned())));
        let total = column(ExchangeField::Total, CellForm::Plain, &[]);
        assert_eq!(total.read(&Cell::Number(1_250_000.0), &choices), Ok(Some("1250000".to_owned())));
        assert_eq!(total.read(&Cell::Text("1,250,000.00".into()), &choices), Ok(Some("1250000.00".to_owned())));
        assert!(total.read(&Cell::Text("约一百万".into()), &choices).is_err());
        let day = column(ExchangeField::SignedOn, CellForm::Slash, &[]);
        assert_eq!(day.read(&Cell::Number(46_303.0), &choices), Ok(Some("2026-10-08".to_owned())));
    }
}
