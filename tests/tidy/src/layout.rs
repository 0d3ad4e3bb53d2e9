//! What lies where: the top level, the two folders of migrations, and the first line of a module.

use std::collections::BTreeSet;

use crate::Breach;
use crate::source::SourceFile;

/// All that may lie at the top, ignored files aside.
const TOP_LEVEL: [&str; 22] = [
    ".cargo",
    ".ci",
    ".dockerignore",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "Makefile",
    "README.md",
    "benches",
    "clippy.toml",
    "deny.toml",
    "docker",
    "docs",
    "frontend",
    "migrations",
    "openapi",
    "rustfmt.toml",
    "src",
];
const TESTS: &str = "tests";

/// Names at the top that nobody agreed on.
pub fn top_level(names: &[String]) -> Vec<Breach> {
    let unknown = names.iter().filter(|name| !TOP_LEVEL.contains(&name.as_str()) && name.as_str() != TESTS);
    unknown
        .map(|name| Breach {
            rule: "top-level",
            place: name.clone(),
            line: 0,
            what: "has no place at the top of the repository".into(),
        })
        .collect()
}

/// Both databases have the same migrations, by the same names.
pub fn migrations_agree(files: &[SourceFile]) -> Vec<Breach> {
    let names = |folder: &str| -> BTreeSet<String> {
        files.iter().filter_map(|file| file.path.strip_prefix(folder)).map(str::to_owned).collect()
    };
    let (sqlite, postgresql) = (names("migrations/sqlite/"), names("migrations/postgresql/"));
    sqlite
        .symmetric_difference(&postgresql)
        .map(|name| Breach {
            rule: "migrations",
            place: format!("migrations/*/{name}"),
            line: 0,
            what: "exists for one database only".into(),
        })
        .collect()
}

/// Every Rust file begins by saying what lives in it.
pub fn module_says_what_it_is(file: &SourceFile) -> Vec<Breach> {
    if file.extension() != "rs" || file.text.starts_with("//! ") {
        return Vec::new();
    }
    let what = "begins without `//!`: say in a sentence what lives here, and what does not".into();
    vec![Breach { rule: "module-doc", place: file.path.clone(), line: 1, what }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_name_at_the_top_is_found() {
        let found = top_level(&["src".into(), "tests".into(), "scripts".into()]);
        assert_eq!(found.iter().map(|breach| breach.place.as_str()).collect::<Vec<_>>(), ["scripts"]);
    }

    #[test]
    fn a_migration_for_one_database_only_is_found() {
        let file = |path: &str| SourceFile::new(path, "");
        let both = [file("migrations/sqlite/1_a/up.sql"), file("migrations/postgresql/1_a/up.sql")];
        assert!(migrations_agree(&both).is_empty());
        assert_eq!(migrations_agree(&[both[0].clone(), file("migrations/postgresql/1_b/up.sql")]).len(), 2);
    }

    #[test]
    fn a_module_without_a_word_about_itself_is_found() {
        assert_eq!(module_says_what_it_is(&SourceFile::new("src/a.rs", "use std::fs;\n//! Late.")).len(), 1);
        assert!(module_says_what_it_is(&SourceFile::new("src/a.rs", "//! What.\n")).is_empty());
    }
}
