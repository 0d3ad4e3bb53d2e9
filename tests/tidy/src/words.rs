//! Words that may not stay: tests switched off, work left undone, places that exist on one machine only.

use crate::Breach;
use crate::source::SourceFile;

/// In Rust code, outside comments and texts.
const IN_RUST: [(&str, &str); 4] = [
    ("unfinished", "todo!"),
    ("unfinished", "unimplemented!"),
    ("skipped-test", "#[ignore"),
    ("skipped-test", "# [ignore"),
];

/// In TypeScript and Vue.
const IN_SCRIPTS: [&str; 7] =
    ["test.skip", "it.skip", "describe.skip", "test.only", "it.only", "describe.only", "test.fixme"];

/// Anywhere: folders and package hosts of the machine that somebody happened to use.
const ELSEWHERE: [&str; 8] = [
    concat!("..", "/shared"),
    concat!("/t", "mp/"),
    concat!("registry.", "npm"),
    concat!("npm", "mirror"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("rs", "proxy.cn"),
    concat!("\"resolved\": ", "\"http"),
];

/// Words of this file that may not stay.
pub fn check(file: &SourceFile) -> Vec<Breach> {
    let mut found = Vec::new();
    match file.extension() {
        "rs" => {
            for (rule, word) in IN_RUST {
                found.extend(each(file, &file.code, rule, word, "finish it, or delete it"));
            }
            if file.path.starts_with("src/web/") {
                let instead = "mount handlers with `.service(…)`: those mounted with `.route(…)` are missing from the OpenAPI document";
                found.extend(each(file, &file.code, "routes", ".route(", instead));
            }
        }
        "ts" | "vue" | "js" | "mjs" => {
            for word in IN_SCRIPTS {
                found.extend(each(file, &file.text, "skipped-test", &format!("{word}("), "every test runs, always"));
            }
        }
        _ => {}
    }
    for word in ELSEWHERE {
        found.extend(each(file, &file.text, "elsewhere", word, "the repository stands alone"));
    }
    found
}

fn each(file: &SourceFile, text: &str, rule: &'static str, word: &str, instead: &str) -> Vec<Breach> {
    let lines = text.lines().enumerate().filter(|(_, line)| line.contains(word));
    lines
        .map(|(index, _)| Breach {
            rule,
            place: file.path.clone(),
            line: index + 1,
            what: format!("`{word}`: {instead}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<(&'static str, usize)> {
        check(&SourceFile::new(path, text)).into_iter().map(|breach| (breach.rule, breach.line)).collect()
    }

    #[test]
    fn unfinished_work_is_found_in_code_and_not_in_words_about_it() {
        assert_eq!(
            rules("src/a.rs", "fn f() {\n    todo!()\n}\nfn g() { unimplemented!() }"),
            [("unfinished", 2), ("unfinished", 4)]
        );
        assert!(rules("src/a.rs", "// todo!\nlet a = \"unimplemented!\";").is_empty());
    }

    #[test]
    fn tests_that_are_switched_off_are_found() {
        assert_eq!(rules("tests/api/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn a() {}"), [("skipped-test", 2)]);
        assert_eq!(rules("frontend/src/a.spec.ts", "it('a', f)\nit.skip('b', f)"), [("skipped-test", 2)]);
        assert_eq!(rules("tests/e2e/a.spec.ts", "test.only('b', f)"), [("skipped-test", 1)]);
    }

    #[test]
    fn places_on_one_machine_only_are_found() {
        for word in ELSEWHERE {
            assert_eq!(rules("README.md", &format!("see\n{word}/x")), [("elsewhere", 2)], "{word}");
        }
    }

    #[test]
    fn handlers_are_mounted_as_services() {
        assert_eq!(rules("src/web/a.rs", "app\n    .route(\"/a\", get())"), [("routes", 2)]);
        assert!(rules("src/web/a.rs", "app.service(read_filing)").is_empty());
    }
}
