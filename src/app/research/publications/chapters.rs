//! The chapters of a publication: panels of analyses, each as a bar for each row over its table. Which there are is in `contents`.

use documents::{BriefChart, BriefChartKind, BriefMark, BriefRow, BriefSection, BriefTable};
use domain::language::Language;
use research::analysis::{Column, Row, Special, Table};
use research::{Unit, Value};

use super::charts::{WHOLE, of, size};
use super::contents::Chapter;
use super::document::Composing;
use super::words::{say, shown};

/// Rows that are printed of lists.
const PRINTED: usize = 10;
/// Years and fields are all printed: there are not so many.
const LONGEST: usize = 30;

impl Composing<'_> {
    /// The chapter.
    pub(super) fn chapter(&self, chapter: &Chapter, table: &Table) -> BriefSection {
        let most = chapter.most();
        let is_list = table.rows.len() > most;
        let first = match self.drawing.language {
            Language::Zh => format!("列出前 {most} 项，合计为全部。"),
            Language::En => format!("The first {most}; the total is of all."),
        };
        BriefSection {
            title: self.title_of(chapter).to_owned(),
            text: if is_list { first } else { String::new() },
            chart: self.bars_of(chapter, table),
            table: self.rows_of(chapter, table),
            empty: self.say("本期没有可列出的内容。", "There is nothing to list in this period.").to_owned(),
        }
    }

    /// As the panel is called; without the other panels beside it, one says what it is of.
    fn title_of(&self, chapter: &Chapter) -> &'static str {
        match chapter.special {
            Special::PatentClasses => say(self.drawing.language, "专利的 IPC 小类", "IPC subclasses of patents"),
            special => special.title(self.drawing.language),
        }
    }

    /// The key of a row as it is printed; a space where there is none.
    fn key(&self, column: &Column, key: &str) -> String {
        let name = self.words.word(column, key).name;
        if name.is_empty() { " ".to_owned() } else { name }
    }

    fn bars_of(&self, chapter: &Chapter, table: &Table) -> Option<BriefChart> {
        let (place, measure) = table.measures.iter().enumerate().find(|(_, column)| column.code == chapter.shown)?;
        let language = self.drawing.language;
        let value = |row: &Row| row.values.get(place).copied().unwrap_or(Value::Undefined);
        let rows = || table.rows.iter().take(chapter.most());
        let largest = rows().filter_map(|row| size(value(row))).max()?;
        let mark = |row: &Row| BriefMark {
            label: table
                .dimensions
                .iter()
                .zip(&row.keys)
                .next()
                .map_or_else(String::new, |(one, key)| self.key(one, key)),
            value: shown(value(row), unit(measure), language),
            sizes: vec![size(value(row)).map(|size| of(size, largest, WHOLE))],
            withheld: value(row).is_suppressed(),
            place: None,
        };
        let marks: Vec<BriefMark> = rows().map(mark).collect();
        let heard: Vec<String> = marks.iter().map(|mark| format!("{} {}", mark.label, mark.value)).collect();
        let alt = format!("{}: {}", self.title_of(chapter), heard.join("; "));
        let measure = measure.name(language).to_owned();
        Some(BriefChart { kind: BriefChartKind::Bars, alt, measure, parts: Vec::new(), marks })
    }

    fn rows_of(&self, chapter: &Chapter, table: &Table) -> BriefTable {
        let language = self.drawing.language;
        let is_printed = |column: &Column| !chapter.left_out.contains(&column.code);
        let figures = |values: &[Value]| -> Vec<String> {
            let printed = table.measures.iter().zip(values).filter(|(column, _)| is_printed(column));
            printed.map(|(column, value)| shown(*value, unit(column), language)).collect()
        };
        let words = table.dimensions.iter().filter(|column| is_printed(column)).count();
        let row = |row: &Row| {
            let printed = table.dimensions.iter().zip(&row.keys).filter(|(column, _)| is_printed(column));
            let keys = printed.map(|(column, key)| self.key(column, key));
            BriefRow { cells: keys.chain(figures(&row.values)).collect(), total: false }
        };
        let mut rows: Vec<BriefRow> = table.rows.iter().take(chapter.most()).map(row).collect();
        if !rows.is_empty() {
            let all = std::iter::once(self.say("全部合计", "All").to_owned());
            let keys = all.chain(std::iter::repeat_n(" ".to_owned(), words.saturating_sub(1)));
            rows.push(BriefRow { cells: keys.chain(figures(&table.totals)).collect(), total: true });
        }
        let columns = table.dimensions.iter().chain(&table.measures).filter(|column| is_printed(column));
        BriefTable { head: columns.map(|column| column.name(language).to_owned()).collect(), words, rows }
    }
}

impl Chapter {
    /// So many rows of it are printed.
    const fn most(&self) -> usize {
        if matches!(self.special, Special::Dependence | Special::ExpiryWall) { LONGEST } else { PRINTED }
    }
}

fn unit(column: &Column) -> Unit {
    column.unit.unwrap_or(Unit::Count)
}
