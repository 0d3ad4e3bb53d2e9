//! Text in the cells of tables that people open in a spreadsheet: never taken for a formula, and read back as it was.

/// What a spreadsheet takes for the beginning of a formula. The full-width forms are operators to a Chinese or Japanese one
/// (OWASP, CSV injection).
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet would run this, once the apostrophes before it are gone.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(SIGNS)
}

/// One CSV field: harmless to a spreadsheet, and quoted where a comma, a quote or a line break needs it.
pub fn csv_field(value: &str) -> String {
    let safe = if is_formula(value) { format!("'{value}") } else { value.to_owned() };
    if safe.contains([',', '"', '\r', '\n']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// One CSV line (RFC 4180) of such fields.
pub fn csv_line<T: AsRef<str>>(fields: impl IntoIterator<Item = T>) -> String {
    let fields: Vec<String> = fields.into_iter().map(|field| csv_field(field.as_ref())).collect();
    format!("{}\r\n", fields.join(","))
}

/// The text of a cell without the apostrophe that [`csv_field`] put before a formula.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_is_neutralised_and_quotes_are_doubled() {
        assert_eq!(csv_field("=1+1"), "'=1+1");
        assert_eq!(csv_field("+86"), "'+86");
        assert_eq!(csv_field("-2"), "'-2");
        assert_eq!(csv_field("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(csv_field("\t=1"), "'\t=1");
        assert_eq!(csv_field("\r=1"), "\"'\r=1\"");
        assert_eq!(csv_field("＝1"), "'＝1");
        assert_eq!(csv_field("'=1"), "''=1");
        assert_eq!(csv_field("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
        assert_eq!(csv_field("DE"), "DE");
        assert_eq!(csv_field("'s-Hertogenbosch"), "'s-Hertogenbosch");
        assert_eq!(csv_line(["a,b", "c"]), "\"a,b\",c\r\n");
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(value in "['=+@a-]{0,4}[^\u{feff}\n]{0,12}") {
            let line = csv_line([value.as_str()]);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            if let Some(record) = reader.records().next() {
                let record = record.unwrap();
                prop_assert_eq!(unguarded(&record[0]), value.as_str());
            } else {
                prop_assert!(value.trim().is_empty());
            }
        }
    }
}
