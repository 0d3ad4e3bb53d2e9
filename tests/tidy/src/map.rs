//! The map of the house: every file and every test that ARCHITECTURE.md names is there.

use crate::Breach;
use crate::source::SourceFile;

const MAP: &str = "ARCHITECTURE.md";
/// What ends so is a file's name, or the end of its path.
const FILES: [&str; 7] = ["rs", "ts", "vue", "py", "json", "txt", "md"];
/// A name of so many words is a test's; shorter ones may be those of lints, tables and columns.
const WORDS_OF_A_TEST: usize = 4;

/// What the map names and nobody finds.
pub fn what_it_names_is_there(files: &[SourceFile]) -> Vec<Breach> {
    let mut found = Vec::new();
    let lines = files.iter().filter(|file| file.path == MAP).flat_map(|map| map.text.lines().enumerate());
    for (number, line) in lines {
        // Every second part stands between backticks.
        for name in line.split('`').skip(1).step_by(2).filter(|name| !is_there(name, files)) {
            let what = format!("`{name}` is not there: it was moved or renamed");
            found.push(Breach { rule: "map", place: MAP.into(), line: number + 1, what });
        }
    }
    found
}

fn is_there(name: &str, files: &[SourceFile]) -> bool {
    let is_file = name.rsplit_once('.').is_some_and(|(_, extension)| FILES.contains(&extension));
    if is_file {
        return files.iter().any(|file| file.path == name || file.path.ends_with(&format!("/{name}")));
    }
    let in_words = name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if in_words && name.split('_').count() >= WORDS_OF_A_TEST {
        let function = format!("fn {name}(");
        return files.iter().any(|file| file.code.contains(&function));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_or_a_test_that_was_renamed_is_found() {
        let map = "| a | `app/a.rs`, `b.rs`: `nobody_sees_the_rest` |\n| c | `filings_four_eyes`, `make check` |\n";
        let named = |path: &str, test: &str| {
            let files = [
                SourceFile::new(MAP, map),
                SourceFile::new("src/app/a.rs", "//! A."),
                SourceFile::new(path, &format!("//! B.\nfn {test}() {{}}")),
            ];
            what_it_names_is_there(&files).len()
        };
        assert_eq!(named("tests/b.rs", "nobody_sees_the_rest"), 0);
        assert_eq!(named("tests/sub.rs", "nobody_sees_the_rest"), 1);
        assert_eq!(named("tests/b.rs", "somebody_sees_the_rest"), 1);
    }
}
