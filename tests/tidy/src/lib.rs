//! Rules of the house that the compiler does not keep, as one test over the source text.
//!
//! Each rule is a module: a pure function from files to breaches, with a test that it catches a bad snippet. The last test,
//! `the_repository_is_tidy`, runs them all. What Cargo keeps already (crates that may not know each other) is not repeated.

pub mod allowed;
pub mod bounds;
pub mod layout;
pub mod lexer;
pub mod map;
pub mod rooms;
pub mod sizes;
pub mod source;
pub mod words;

use std::fmt;

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The rule's name, as in `allowed.txt`.
    pub rule: &'static str,
    /// Path from the repository's root; `path#function` for a function.
    pub place: String,
    /// Line, from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong, and what to do instead.
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.place.split('#').next().unwrap_or_default();
        write!(formatter, "{path}:{}: [{}] {}", self.line.max(1), self.rule, self.what)
    }
}

/// Every breach in these files.
pub fn breaches(files: &[source::SourceFile]) -> Vec<Breach> {
    let mut found = Vec::new();
    for file in files {
        found.extend(rooms::check(file));
        found.extend(bounds::check(file));
        found.extend(sizes::check(file));
        found.extend(words::check(file));
        found.extend(layout::module_says_what_it_is(file));
    }
    found.extend(layout::migrations_agree(files));
    found.extend(map::what_it_names_is_there(files));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let root = source::repository_root();
        let files = source::read_all(&root).unwrap();
        assert!(files.len() > 100, "only {} files were found under {}", files.len(), root.display());

        let mut found = breaches(&files);
        found.extend(layout::top_level(&source::top_level_names(&root).unwrap()));
        let exceptions = std::fs::read_to_string(root.join("tests/tidy/allowed.txt")).unwrap();
        let left = allowed::without_allowed(found, &exceptions);

        let report: Vec<String> = left.iter().map(ToString::to_string).collect();
        assert!(report.is_empty(), "{} breaches:\n{}", report.len(), report.join("\n"));
    }
}
