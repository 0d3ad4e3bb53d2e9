//! Who may import whom (the picture in `ARCHITECTURE.md`). Crate walls keep the rest.

use crate::Breach;
use crate::source::SourceFile;

/// The rule's name.
pub const RULE: &str = "rooms";

/// Code under a path, and the names that it may not use: crates (`storage`) or rooms of the service (`crate::web`).
const WALLS: [(&str, &[&str], &str); 11] = [
    (
        "src/web/",
        &["storage", "diesel", "reqwest", "crate::jobs", "crate::conformance"],
        "web speaks HTTP over `app`; what it needs from the database is a use case",
    ),
    ("src/jobs/", &["diesel", "crate::web", "crate::conformance"], "jobs are a second front door: they call `app`"),
    (
        "src/app/",
        &["diesel", "actix_web", "reqwest", "crate::web", "crate::jobs", "crate::conformance"],
        "use cases know no front door, and no SQL, and call nobody",
    ),
    (
        "src/conformance/",
        &["storage", "diesel", "domain", "crate::app", "crate::web", "crate::jobs"],
        "conformance watches a portal from outside: it knows HTTP alone",
    ),
    ("src/config/", &ALL_ROOMS, "config is a leaf"),
    ("src/telemetry/", &ALL_ROOMS, "telemetry is a leaf"),
    ("src/domain/", &["portal", "diesel", "actix_web", "tokio"], "the rules are pure"),
    ("src/proof/", &["portal", "storage", "diesel", "actix_web", "tokio"], "what outsiders check needs no portal"),
    ("src/research/", &["portal", "diesel", "actix_web", "tokio"], "figures are pure"),
    ("src/invented/", &["portal", "storage", "research", "diesel", "actix_web", "tokio"], "an invented market is pure"),
    ("src/documents/", &["portal", "diesel", "actix_web"], "documents are data in, bytes out"),
];

const ALL_ROOMS: [&str; 11] = [
    "diesel",
    "storage",
    "research",
    "documents",
    "domain",
    "proof",
    "crate::app",
    "crate::web",
    "crate::jobs",
    "crate::conformance",
    "portal",
];

/// Imports that the picture does not show.
pub fn check(file: &SourceFile) -> Vec<Breach> {
    let mut walls: Vec<_> = WALLS.iter().filter(|(folder, ..)| file.path.starts_with(folder)).collect();
    if file.path.starts_with("src/storage/") {
        walls.push(&("src/storage/", &["portal", "actix_web"], "storage knows no HTTP and no use case"));
    }
    let mut found = Vec::new();
    for (_, forbidden, why) in walls {
        for name in *forbidden {
            let lines = lines_that_use(&file.code, name);
            found.extend(lines.into_iter().map(|line| Breach {
                rule: RULE,
                place: file.path.clone(),
                line,
                what: format!("uses `{name}`: {why}"),
            }));
        }
    }
    found
}

/// Lines on which a crate, or a room given as `crate::name`, is named as the head of a path or in a `use`.
fn lines_that_use(code: &str, name: &str) -> Vec<usize> {
    match name.strip_prefix("crate::") {
        Some(room) => ["crate::", "portal::", "super::"].iter().flat_map(|root| members_of(code, root, room)).collect(),
        None => heads(code, name),
    }
}

/// `name::…`, `use name;`, `use name as …`: never `other::name` and never `other_name::`.
fn heads(code: &str, name: &str) -> Vec<usize> {
    let is_head = |at: usize| {
        let before = code.get(..at).unwrap_or_default();
        let after = code.get(at + name.len()..).unwrap_or_default();
        let own_word = !before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        let of_another = before.ends_with("::")
            && before.trim_end_matches(':').ends_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        let imported = before.trim_end().ends_with("use")
            && !after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_');
        own_word && !of_another && (after.starts_with("::") || imported)
    };
    code.match_indices(name).filter(|(at, _)| is_head(*at)).map(|(at, _)| line_of(code, at)).collect()
}

/// Lines with `parent::room` or `parent::{…, room…}`.
fn members_of(code: &str, parent: &str, room: &str) -> Vec<usize> {
    let has_member = |at: &usize| {
        let after = code.get(at + parent.len()..).unwrap_or_default();
        first_names(after).contains(&room)
    };
    code.match_indices(parent).map(|(at, _)| at).filter(has_member).map(|at| line_of(code, at)).collect()
}

/// What a path goes on with: one name, or the first name of each member of a group.
fn first_names(after: &str) -> Vec<&str> {
    let word =
        |text: &'_ str| text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let Some(group) = after.strip_prefix('{') else { return vec![after.get(..word(after)).unwrap_or_default()] };
    let mut names = Vec::new();
    let (mut depth, mut begin) = (0_usize, 0_usize);
    for (at, letter) in group.char_indices() {
        let member = group.get(begin..at).unwrap_or_default().trim_start();
        match letter {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                names.push(member.get(..word(member)).unwrap_or_default());
                begin = at + 1;
                if letter == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    names
}

fn line_of(code: &str, at: usize) -> usize {
    1 + code.get(..at).unwrap_or_default().matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&SourceFile::new(path, text)).into_iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn web_may_not_reach_storage_by_use_or_by_path() {
        assert_eq!(lines("src/web/a.rs", "use crate::app::Portal;\nuse storage::Database;"), [2]);
        assert_eq!(lines("src/web/a.rs", "fn f() {\n    ::storage::open();\n}"), [2]);
        assert_eq!(lines("src/web/a.rs", "use storage;"), [1]);
        assert_eq!(lines("src/web/a.rs", "use crate::{app::{Portal, page}, jobs::mail};"), [1]);
    }

    #[test]
    fn nobody_but_storage_knows_diesel() {
        assert_eq!(lines("src/app/a.rs", "\nuse diesel::prelude::*;"), [2]);
        assert_eq!(lines("src/storage/src/a.rs", "use diesel::prelude::*;"), [0_usize; 0]);
    }

    #[test]
    fn app_knows_neither_front_door() {
        assert_eq!(lines("src/app/a.rs", "use super::web::problem;\nuse crate::jobs::mail;"), [1, 2]);
        assert_eq!(lines("src/jobs/a.rs", "use crate::web::problem;"), [1]);
    }

    #[test]
    fn nobody_knows_the_watch_and_the_watch_knows_nobody() {
        assert_eq!(lines("src/web/a.rs", "use crate::conformance::Watch;"), [1]);
        assert_eq!(lines("src/conformance/a.rs", "use super::seen::Seen;\nuse crate::app::Portal;"), [2]);
    }

    #[test]
    fn pure_rooms_and_leaves_know_no_room() {
        assert_eq!(lines("src/domain/src/a.rs", "use portal::app::Portal;"), [1]);
        assert_eq!(lines("src/config/mod.rs", "use crate::app::Settings;"), [1]);
        assert_eq!(lines("src/telemetry/mod.rs", "use domain::ids::FilingId;"), [1]);
    }

    #[test]
    fn comments_texts_and_longer_names_are_no_import() {
        assert!(
            lines(
                "src/web/a.rs",
                "// storage::x\n/// [`storage::y`]\nlet a = \"storage::z\"; my_storage::a(); app::storage::b();"
            )
            .is_empty()
        );
        assert!(lines("src/web/a.rs", "use crate::app::{Portal, jobs_done};").is_empty());
    }
}
