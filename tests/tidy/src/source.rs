//! Finds and reads the repository's text files. Knows no rule.

use std::io;
use std::path::{Path, PathBuf};

use crate::lexer;

/// Folders that are built or fetched, never written by hand.
const NOT_OURS: [&str; 7] = ["target", "node_modules", "dist", ".git", "var", "test-results", "playwright-report"];

/// A text file of the repository.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path from the root, with forward slashes.
    pub path: String,
    /// As it lies on disk.
    pub text: String,
    /// Rust only: the text with comments and the insides of literals blanked, line by line as before; else empty.
    pub code: String,
}

impl SourceFile {
    /// A file, read already.
    pub fn new(path: &str, text: &str) -> Self {
        let is_rust = std::path::Path::new(path).extension().is_some_and(|extension| extension == "rs");
        let code = if is_rust { lexer::code_only(text) } else { String::new() };
        Self { path: path.to_owned(), text: text.to_owned(), code }
    }

    /// What follows the last dot of the name.
    pub fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

/// The repository that this test is part of.
pub fn repository_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Names at the top of the repository, without what Git ignores there.
pub fn top_level_names(root: &Path) -> io::Result<Vec<String>> {
    let names = std::fs::read_dir(root)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: io::Result<Vec<String>> = names.collect();
    Ok(names?.into_iter().filter(|name| !NOT_OURS.contains(&name.as_str())).collect())
}

/// All text files, by path. Files that are not UTF-8 (pictures, fonts) are passed over.
pub fn read_all(root: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if NOT_OURS.contains(&name.as_str()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if let Ok(text) = String::from_utf8(std::fs::read(entry.path())?) {
                let path = entry.path();
                let path = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push(SourceFile::new(&path, &text));
            }
        }
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}
