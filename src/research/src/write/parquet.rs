//! Parquet: the columnar file that analysts' tools read, as far as a table of texts and numbers needs it (parquet-format, pages of
//! version 1, not compressed). Written here and not by the library: this much is two hundred lines, the library with what it brings
//! would be built by every newcomer, and its writer wants to own its sink. What is written is read back by DuckDB in a test.

use std::collections::HashMap;
use std::io::{self, Write};
use std::iter::repeat_n;

use super::thrift::{Struct, varint};
use super::{Column, ColumnKind, Field, Rows};
use crate::Value;

/// Rows of a group: as many are in memory at once.
const GROUP: usize = 65_536;
const MAGIC: &[u8] = b"PAR1";
/// Decimal digits that a 64-bit number has room for.
const PRECISION: i32 = 18;

// Numbers of the format: types, encodings, kinds of pages.
const INT64: i32 = 2;
const BYTE_ARRAY: i32 = 6;
const OPTIONAL: i32 = 1;
const UTF8: i32 = 0;
const DECIMAL: i32 = 5;
const PLAIN: i32 = 0;
const RLE: i32 = 3;
const RLE_DICTIONARY: i32 = 8;
const DATA_PAGE: i32 = 0;
const DICTIONARY_PAGE: i32 = 2;

/// Writes a table as a Parquet file. Decimals are exact; what is withheld or undefined is null. `about` is kept in the file's
/// footer as pairs of a key and a text.
///
/// # Errors
/// Those of the sink, and a decimal of more than eighteen digits.
pub fn write_parquet(rows: &mut dyn Rows<'_>, about: &[(&str, &str)], sink: &mut dyn Write) -> io::Result<()> {
    let columns = rows.columns().to_vec();
    let mut file = Output { sink, at: 0 };
    file.write(MAGIC)?;
    let (mut row, mut groups, mut total) = (Vec::new(), Vec::new(), 0);
    loop {
        let mut chunks: Vec<Chunk> = columns.iter().map(|column| Chunk::new(column.kind)).collect();
        let mut count = 0;
        while count < GROUP && rows.next(&mut row) {
            for (chunk, field) in chunks.iter_mut().zip(&row) {
                chunk.push(*field)?;
            }
            count += 1;
        }
        if count == 0 {
            break;
        }
        groups.push(file.write_group(&columns, &chunks, count)?);
        total += count;
    }
    let mut schema = vec![Struct::new().text(4, "table").i32(5, small(columns.len())?)];
    schema.extend(columns.iter().map(schema_of));
    let about = about.iter().map(|(key, text)| Struct::new().text(1, key).text(2, text)).collect();
    let footer = Struct::new()
        .i32(1, 1)
        .structs(2, schema)
        .i64(3, large(total)?)
        .structs(4, groups)
        .structs(5, about)
        .text(6, "Suzhou technology trade register")
        .end();
    file.write(&footer)?;
    file.write(&small(footer.len())?.to_le_bytes())?;
    file.write(MAGIC)
}

/// A column as the footer describes it.
fn schema_of(column: &Column) -> Struct {
    let begun = |kind| Struct::new().i32(1, kind).i32(3, OPTIONAL).text(4, &column.code);
    match column.kind {
        ColumnKind::Text => begun(BYTE_ARRAY).i32(6, UTF8).inner(10, Struct::new().inner(1, Struct::new())),
        ColumnKind::Integer => begun(INT64),
        ColumnKind::Decimal { digits } => {
            let (scale, precision) = (i32::from(digits), PRECISION);
            let logical = Struct::new().i32(1, scale).i32(2, precision);
            begun(INT64).i32(6, DECIMAL).i32(7, scale).i32(8, precision).inner(10, Struct::new().inner(5, logical))
        }
    }
}

/// The sink, and how far it has been written.
struct Output<'a> {
    sink: &'a mut dyn Write,
    at: usize,
}

impl Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len();
        self.sink.write_all(bytes)
    }

    /// Writes the rows of a group, column by column; answers what the footer says of it.
    fn write_group(&mut self, columns: &[Column], chunks: &[Chunk], rows: usize) -> io::Result<Struct> {
        let begun = self.at;
        let mut described = Vec::new();
        for (column, chunk) in columns.iter().zip(chunks) {
            described.push(self.write_chunk(column, chunk, rows)?);
        }
        let bytes = large(self.at - begun)?;
        Ok(Struct::new().structs(1, described).i64(2, bytes).i64(3, large(rows)?))
    }

    fn write_chunk(&mut self, column: &Column, chunk: &Chunk, rows: usize) -> io::Result<Struct> {
        let begun = self.at;
        let coded = chunk.coded();
        if let Some(dictionary) = &coded.dictionary {
            let head = Struct::new().i32(1, small(dictionary.count)?).i32(2, PLAIN);
            self.write_page(DICTIONARY_PAGE, (7, head), &[&dictionary.plain])?;
        }
        let data_at = self.at;
        let encoding = if coded.dictionary.is_some() { RLE_DICTIONARY } else { PLAIN };
        let head = Struct::new().i32(1, small(rows)?).i32(2, encoding).i32(3, RLE).i32(4, RLE);
        let levels = levels(&chunk.present);
        let length = small(levels.len())?.to_le_bytes();
        self.write_page(DATA_PAGE, (5, head), &[&length, &levels, &coded.values])?;
        let kind = if column.kind == ColumnKind::Text { BYTE_ARRAY } else { INT64 };
        let bytes = large(self.at - begun)?;
        let mut about = Struct::new()
            .i32(1, kind)
            .i32s(2, &[RLE, encoding])
            .texts(3, &[&column.code])
            .i32(4, 0) // not compressed
            .i64(5, large(rows)?)
            .i64(6, bytes)
            .i64(7, bytes)
            .i64(9, large(data_at)?);
        if coded.dictionary.is_some() {
            about = about.i64(11, large(begun)?);
        }
        Ok(Struct::new().i64(2, large(begun)?).inner(3, about))
    }

    fn write_page(&mut self, kind: i32, (place, head): (u8, Struct), parts: &[&[u8]]) -> io::Result<()> {
        let size = small(parts.iter().map(|part| part.len()).sum())?;
        self.write(&Struct::new().i32(1, kind).i32(2, size).i32(3, size).inner(place, head).end())?;
        parts.iter().try_for_each(|part| self.write(part))
    }
}

/// The values of a column in a group.
struct Chunk {
    /// Whether each row has one.
    present: Vec<bool>,
    values: Values,
}

enum Values {
    Numbers(Vec<i64>),
    Texts { codes: Vec<u32>, known: HashMap<Box<str>, u32>, plain: Vec<u8> },
}

/// The values of a chunk as they are written.
struct Coded {
    dictionary: Option<Dictionary>,
    values: Vec<u8>,
}

/// The different values of a chunk.
struct Dictionary {
    count: usize,
    plain: Vec<u8>,
}

impl Chunk {
    fn new(kind: ColumnKind) -> Self {
        let values = match kind {
            ColumnKind::Text => Values::Texts { codes: Vec::new(), known: HashMap::new(), plain: Vec::new() },
            ColumnKind::Integer | ColumnKind::Decimal { .. } => Values::Numbers(Vec::new()),
        };
        Self { present: Vec::new(), values }
    }

    fn push(&mut self, field: Field<'_>) -> io::Result<()> {
        let is_present = match (&mut self.values, field) {
            (_, Field::Empty | Field::Withheld) => false,
            (Values::Texts { codes, known, plain }, Field::Text(text)) => {
                let code = if let Some(code) = known.get(text) {
                    *code
                } else {
                    plain.extend(small(text.len())?.to_le_bytes());
                    plain.extend(text.as_bytes());
                    let code = u32::try_from(known.len()).map_err(io::Error::other)?;
                    known.insert(text.into(), code);
                    code
                };
                codes.push(code);
                true
            }
            (Values::Numbers(numbers), Field::Number(value)) => {
                numbers.push(units(value)?);
                true
            }
            _ => return Err(io::Error::other("a field is not of its column's kind")),
        };
        self.present.push(is_present);
        Ok(())
    }

    fn coded(&self) -> Coded {
        match &self.values {
            Values::Texts { codes, known, plain } if !codes.is_empty() => {
                let dictionary = Dictionary { count: known.len(), plain: plain.clone() };
                Coded { values: indices(codes, known.len()), dictionary: Some(dictionary) }
            }
            Values::Texts { .. } => Coded { dictionary: None, values: Vec::new() },
            Values::Numbers(numbers) => coded_numbers(numbers),
        }
    }
}

/// Numbers by a dictionary where most of them occur again, else one after the other.
fn coded_numbers(numbers: &[i64]) -> Coded {
    let (mut known, mut plain, mut codes) = (HashMap::new(), Vec::new(), Vec::with_capacity(numbers.len()));
    for number in numbers {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX); // a group has fewer rows
        codes.push(*known.entry(*number).or_insert_with(|| {
            plain.extend(number.to_le_bytes());
            next
        }));
    }
    if known.len() * 2 > numbers.len() || numbers.is_empty() {
        return Coded { dictionary: None, values: numbers.iter().flat_map(|number| number.to_le_bytes()).collect() };
    }
    Coded { values: indices(&codes, known.len()), dictionary: Some(Dictionary { count: known.len(), plain }) }
}

/// Places in a dictionary of so many values: the width of a place, and the places.
fn indices(codes: &[u32], count: usize) -> Vec<u8> {
    let width = (usize::BITS - (count - 1).leading_zeros()).max(1);
    let mut bytes = vec![width.to_le_bytes()[0]];
    bytes.extend(packed(codes.iter().copied(), codes.len(), width));
    bytes
}

/// Which rows have a value: one run where they are all alike.
fn levels(present: &[bool]) -> Vec<u8> {
    let first = present.first().copied().unwrap_or_default();
    if present.iter().all(|one| *one == first) {
        let mut bytes = varint((present.len() as u64) << 1);
        bytes.push(first.into());
        return bytes;
    }
    packed(present.iter().map(|one| u32::from(*one)), present.len(), 1)
}

/// One run of numbers of so many bits each, the lowest bits first, filled up to eight.
fn packed(codes: impl Iterator<Item = u32>, count: usize, width: u32) -> Vec<u8> {
    let groups = count.div_ceil(8);
    let mut bytes = varint(((groups as u64) << 1) | 1);
    let (mut held, mut bits) = (0_u64, 0);
    for code in codes.chain(repeat_n(0, groups * 8 - count)) {
        held |= u64::from(code) << bits;
        bits += width;
        while bits >= 8 {
            bytes.push(held.to_le_bytes()[0]);
            held >>= 8;
            bits -= 8;
        }
    }
    bytes
}

/// A value in units of its column's last decimal.
fn units(value: Value) -> io::Result<i64> {
    let units = match value {
        Value::Count(count) => count,
        Value::Fixed { units, .. } => i64::try_from(units).map_err(io::Error::other)?,
        Value::Undefined | Value::Suppressed => return Err(io::Error::other("there is no value")),
    };
    if units.unsigned_abs() < 10_u64.pow(PRECISION.unsigned_abs()) {
        Ok(units)
    } else {
        Err(io::Error::other("a number has more than eighteen digits"))
    }
}

fn small(number: usize) -> io::Result<i32> {
    i32::try_from(number).map_err(io::Error::other)
}

fn large(number: usize) -> io::Result<i64> {
    i64::try_from(number).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows that are made up: a text, a number and a decimal each.
    struct Invented(Vec<Column>, std::vec::IntoIter<[Field<'static>; 3]>);

    impl Rows<'static> for Invented {
        fn columns(&self) -> &[Column] {
            &self.0
        }

        fn next(&mut self, row: &mut Vec<Field<'static>>) -> bool {
            row.clear();
            self.1.next().is_some_and(|fields| {
                row.extend(fields);
                true
            })
        }
    }

    fn written(rows: Vec<[Field<'static>; 3]>) -> io::Result<Vec<u8>> {
        let kinds = [ColumnKind::Text, ColumnKind::Integer, ColumnKind::Decimal { digits: 2 }];
        let columns = ["a", "b", "c"].into_iter().zip(kinds).map(|(code, kind)| Column { code: code.to_owned(), kind });
        let mut bytes = Vec::new();
        write_parquet(&mut Invented(columns.collect(), rows.into_iter()), &[("as_of", "7")], &mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn places_are_packed_from_the_lowest_bit() {
        // The example of the format's description: 0 to 7, three bits each.
        assert_eq!(packed(0..8, 8, 3), [3, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
        assert_eq!(packed([1, 0, 1].into_iter(), 3, 1), [3, 0b101]);
        assert_eq!(levels(&[true; 300]), [0xd8, 4, 1]);
        assert_eq!(levels(&[true, false]), [3, 1]);
        assert_eq!(indices(&[0, 0], 1), [1, 3, 0]);
    }

    #[test]
    fn numbers_that_occur_again_are_kept_once() {
        assert!(coded_numbers(&[1, 2, 3]).dictionary.is_none());
        let coded = coded_numbers(&[5, 5, 5, 5, 6]);
        assert_eq!(coded.dictionary.map(|dictionary| dictionary.count), Some(2));
        assert_eq!(coded.values, [1, 3, 0b1_0000]);
    }

    #[test]
    fn a_file_has_its_marks_and_says_how_long_its_footer_is() {
        let cents = |units| Field::Number(Value::Fixed { units, digits: 2 });
        let file = written(vec![
            [Field::Text("x"), Field::Number(Value::Count(-1)), cents(125)],
            [Field::Text("y"), Field::Empty, Field::Withheld],
        ])
        .unwrap();
        assert!(file.starts_with(MAGIC) && file.ends_with(MAGIC));
        let footer = i32::from_le_bytes(file[file.len() - 8..file.len() - 4].try_into().unwrap());
        assert!(footer > 0 && usize::try_from(footer).unwrap() < file.len() - 12);
        assert!(written(Vec::new()).unwrap().starts_with(MAGIC));
        let beyond = [Field::Text("x"), Field::Empty, cents(1_000_000_000_000_000_000)];
        assert!(written(vec![beyond]).is_err());
    }
}
