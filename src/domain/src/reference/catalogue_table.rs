//! A catalogue as a table: what an administrator uploads as CSV or as a sheet of a workbook. Headings and words may be the
//! official Chinese ones or ours; everything that is wrong is told at once, with its line.

use super::catalogue::{CatalogueClass, CatalogueItem};
use crate::contract::Direction;
use crate::language::Bilingual;
use crate::text::forbidden_character;

/// Items that an edition may have; the official lists have fewer than 300 together.
const MOST_ITEMS: usize = 2_000;
/// Characters of a name, and of any other cell.
const MOST_NAME: usize = 300;
const MOST_TEXT: usize = 20_000;

/// A line of a table and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Line of the file or row of the sheet, from 1.
    pub number: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// The line; 0 for the table as a whole.
    pub line: u64,
    /// Heading of the column, where one is to blame.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub message: Bilingual,
}

/// Our heading, the headings that are read as it, and whether it must be there.
const COLUMNS: [(&str, &[&str], bool); 8] = [
    ("catalogue", &["catalogue", "目录", "进出口", "进出口方向", "方向"], true),
    ("class", &["class", "类别", "管理类别", "禁止/限制"], true),
    ("item_no", &["item_no", "编号", "技术编号"], false),
    ("industry", &["industry", "行业", "所属行业"], false),
    ("name", &["name", "技术名称", "名称"], true),
    ("control_points", &["control_points", "控制要点"], false),
    ("source", &["source", "来源"], false),
    ("status", &["status", "状态", "版本"], false),
];

fn wrong(line: u64, column: Option<&'static str>, zh: impl Into<String>, en: impl Into<String>) -> LineError {
    LineError { line, column, message: Bilingual::new(zh, en) }
}

/// The lines of CSV text in UTF-8; lines that begin with `#` are remarks.
pub fn csv_lines(bytes: &[u8]) -> Result<Vec<Line>, LineError> {
    let unreadable = || wrong(0, None, "文件不是 UTF-8 编码的 CSV 文本", "the file is no CSV text in UTF-8");
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| unreadable())?;
        let number = record.position().map_or(0, csv::Position::line);
        lines.push(Line { number, cells: record.iter().map(|cell| cell.trim().to_owned()).collect() });
    }
    Ok(lines)
}

/// The items of a table whose first line has the headings; items marked as deleted are left out.
pub fn read_items(lines: &[Line]) -> Result<Vec<CatalogueItem>, Vec<LineError>> {
    let Some((head, body)) = lines.split_first() else {
        return Err(vec![wrong(0, None, "表格是空的", "the table is empty")]);
    };
    let places = places(head)?;
    let (mut items, mut errors) = (Vec::new(), Vec::new());
    for line in body.iter().filter(|line| line.cells.iter().any(|cell| !cell.is_empty())) {
        match read_item(line, &places) {
            Ok(Some(item)) => items.push((line.number, item)),
            Ok(None) => {}
            Err(mut wrong) => errors.append(&mut wrong),
        }
    }
    if items.len() > MOST_ITEMS {
        errors.push(wrong(0, None, format!("条目超过{MOST_ITEMS}条"), format!("more than {MOST_ITEMS} items")));
    }
    let mut keys = std::collections::BTreeMap::new();
    for (line, item) in &items {
        if let Some(first) = keys.insert(item.key(), *line) {
            errors.push(wrong(
                *line,
                Some("name"),
                format!("与第{first}行是同一条目"),
                format!("the same item as in line {first}"),
            ));
        }
    }
    if items.is_empty() && errors.is_empty() {
        errors.push(wrong(0, None, "表格中没有条目", "the table has no items"));
    }
    if errors.is_empty() { Ok(items.into_iter().map(|(_, item)| item).collect()) } else { Err(errors) }
}

/// Items as CSV text that [`read_items`] reads back.
pub(super) fn csv_of(items: &[CatalogueItem]) -> String {
    let mut text = COLUMNS.map(|(name, _, _)| name).join(",");
    text.push('\n');
    for item in items {
        let cells = [
            item.direction.code(),
            item.class.code(),
            item.item_no.as_deref().unwrap_or_default(),
            item.industry.as_deref().unwrap_or_default(),
            &item.name,
            item.control_points.as_deref().unwrap_or_default(),
            &item.source,
            &item.status,
        ];
        text.push_str(&cells.map(quoted).join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str) -> String {
    let plain = !cell.contains([',', '"', '\n', '\r']);
    if plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

/// Where each of our columns stands.
type Places = [Option<usize>; 8];

fn places(head: &Line) -> Result<Places, Vec<LineError>> {
    let mut places = [None; 8];
    for (place, (_, names, _)) in places.iter_mut().zip(COLUMNS) {
        *place = head.cells.iter().position(|cell| {
            let cell = cell.trim().to_lowercase();
            names.contains(&cell.as_str())
        });
    }
    let missing = COLUMNS.iter().zip(places).filter(|((_, _, required), place)| *required && place.is_none());
    let errors: Vec<LineError> = missing
        .map(|((name, names, _), _)| {
            let zh = names.get(1).copied().unwrap_or(name);
            wrong(head.number, Some(name), format!("缺少“{zh}”一列"), format!("the column {name} is missing"))
        })
        .collect();
    if errors.is_empty() { Ok(places) } else { Err(errors) }
}

fn read_item(line: &Line, places: &Places) -> Result<Option<CatalogueItem>, Vec<LineError>> {
    let mut errors = Vec::new();
    let mut cells = places.map(|place| place.and_then(|place| line.cells.get(place)).map_or("", |cell| cell.trim()));
    for (cell, (name, _, required)) in cells.iter_mut().zip(COLUMNS) {
        let most = if name == "name" { MOST_NAME } else { MOST_TEXT };
        if required && cell.is_empty() {
            errors.push(wrong(line.number, Some(name), "不能为空", format!("{name} is empty")));
        } else if cell.chars().count() > most {
            errors.push(wrong(
                line.number,
                Some(name),
                format!("超过{most}字"),
                format!("more than {most} characters"),
            ));
        } else if forbidden_character(cell).is_some() {
            errors.push(wrong(line.number, Some(name), "含有不可见的控制字符", "contains a control character"));
        }
    }
    let [direction, class, item_no, industry, name, control_points, source, status] = cells;
    if ["deleted", "已删除", "删除"].iter().any(|word| status.starts_with(word)) {
        return if errors.is_empty() { Ok(None) } else { Err(errors) };
    }
    let read_direction = direction_of(direction);
    if read_direction.is_none() && !direction.is_empty() {
        errors.push(wrong(line.number, Some("catalogue"), "应为“进口”或“出口”", "must be import or export"));
    }
    let read_class = class_of(class);
    if read_class.is_none() && !class.is_empty() {
        errors.push(wrong(line.number, Some("class"), "应为“禁止”或“限制”", "must be prohibited or restricted"));
    }
    if let Some(expected) = class_of_number(item_no)
        && read_class.is_some_and(|class| class != expected)
    {
        errors.push(wrong(
            line.number,
            Some("item_no"),
            "编号末位J为禁止类、X为限制类，与类别不一致",
            "a number ends in J when prohibited and in X when restricted; this one disagrees with the class",
        ));
    }
    let some = |cell: &str| (!cell.is_empty()).then(|| cell.to_owned());
    match (read_direction, read_class) {
        (Some(direction), Some(class)) if errors.is_empty() => Ok(Some(CatalogueItem {
            direction,
            class,
            item_no: some(item_no),
            industry: some(industry),
            name: name.to_owned(),
            control_points: some(control_points),
            source: source.to_owned(),
            status: status.to_owned(),
        })),
        _ => Err(errors),
    }
}

fn direction_of(text: &str) -> Option<Direction> {
    Direction::from_code(text).or(match text {
        "进口" | "进口目录" => Some(Direction::Import),
        "出口" | "出口目录" => Some(Direction::Export),
        _ => None,
    })
}

fn class_of(text: &str) -> Option<CatalogueClass> {
    CatalogueClass::from_code(text).or(match text {
        "禁止" | "禁止类" | "禁止进口" | "禁止出口" => Some(CatalogueClass::Prohibited),
        "限制" | "限制类" | "限制进口" | "限制出口" => Some(CatalogueClass::Restricted),
        _ => None,
    })
}

/// The class that a number of the usual form speaks of: `J` 禁止, `X` 限制 (inferred from numbers of the export catalogue).
fn class_of_number(number: &str) -> Option<CatalogueClass> {
    let digits = number.strip_suffix(['J', 'X'])?;
    let usual = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    usual.then(|| if number.ends_with('J') { CatalogueClass::Prohibited } else { CatalogueClass::Restricted })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<CatalogueItem>, Vec<LineError>> {
        read_items(&csv_lines(text.as_bytes()).unwrap())
    }

    #[test]
    fn official_headings_and_words_are_read_like_ours() {
        let ours = read("catalogue,class,item_no,name,control_points\nexport,restricted,203912X,无人机技术,飞行控制\n");
        let official = read("\u{feff}编号,技术名称,控制要点,目录,类别\n203912X,无人机技术,飞行控制,出口,限制出口\n\n");
        assert_eq!(ours.unwrap(), official.unwrap());
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_line_and_column() {
        let errors = read(
            "catalogue,class,item_no,name\nsideways,restricted,,甲\nexport,,,乙\nexport,restricted,203912J,丙\n\
             export,restricted,,丁\nexport,restricted,,丁\n",
        )
        .unwrap_err();
        let told: Vec<_> = errors.iter().map(|error| (error.line, error.column)).collect();
        assert_eq!(told, [(2, Some("catalogue")), (3, Some("class")), (4, Some("item_no")), (6, Some("name"))]);
    }

    #[test]
    fn a_table_without_its_columns_or_items_is_refused() {
        assert_eq!(read("name\n甲\n").unwrap_err().len(), 2);
        assert_eq!(read("catalogue,class,name\n").unwrap_err()[0].line, 0);
        assert_eq!(csv_lines(&[0xff, 0xfe, 0x00]).unwrap_err().line, 0);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let items = crate::reference::ReferenceData::shipped().unwrap().catalogue.items;
        assert_eq!(read(&csv_of(&items)).unwrap(), items);
    }
}
