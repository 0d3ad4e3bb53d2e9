//! How long files and functions may be.

use crate::Breach;
use crate::source::SourceFile;

/// Most lines of a Rust file.
const MOST_LINES_RUST: usize = 400;
/// Most lines of a Vue component.
const MOST_LINES_VUE: usize = 300;
/// Most lines of a Rust function, from `fn` to its brace.
const MOST_LINES_FUNCTION: usize = 80;
/// Written by a program, or a list of tables: length says nothing there.
const GENERATED: [&str; 1] = ["src/storage/src/schema.rs"];

/// Files and functions that have outgrown their size.
pub fn check(file: &SourceFile) -> Vec<Breach> {
    let most = match file.extension() {
        "rs" => MOST_LINES_RUST,
        "vue" => MOST_LINES_VUE,
        _ => return Vec::new(),
    };
    if GENERATED.contains(&file.path.as_str()) {
        return Vec::new();
    }
    let lines = file.text.lines().count();
    let mut found = Vec::new();
    if lines > most {
        let what = format!("{lines} lines, at most {most}: one idea or one operation a file");
        found.push(Breach { rule: "file-length", place: file.path.clone(), line: 0, what });
    }
    for function in functions(&file.code).into_iter().filter(|function| function.lines > MOST_LINES_FUNCTION) {
        found.push(Breach {
            rule: "function-length",
            place: format!("{}#{}", file.path, function.name),
            line: function.line,
            what: format!("`{}` takes {} lines, at most {MOST_LINES_FUNCTION}", function.name, function.lines),
        });
    }
    found
}

struct Function {
    name: String,
    line: usize,
    lines: usize,
}

/// Functions with a body, in text without comments and literals.
fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let before = code.get(..at).unwrap_or_default();
        let after = code.get(at + 3..).unwrap_or_default();
        let name: String = after.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        if name.is_empty() || before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
            continue;
        }
        if let Some(length) = until_end_of_body(after) {
            let text = after.get(..length).unwrap_or_default();
            found.push(Function {
                name,
                line: 1 + before.matches('\n').count(),
                lines: 1 + text.matches('\n').count(),
            });
        }
    }
    found
}

/// From the name to the brace that closes the body; `None` for a declaration without one.
fn until_end_of_body(signature: &str) -> Option<usize> {
    let (mut brackets, mut braces) = (0_i32, 0_i32);
    for (at, letter) in signature.char_indices() {
        match letter {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            ';' if brackets == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 && brackets == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        check(&SourceFile::new(path, text)).into_iter().map(|breach| breach.rule).collect()
    }

    #[test]
    fn a_file_may_not_grow_past_its_size() {
        assert_eq!(rules("src/a.rs", &"//\n".repeat(401)), ["file-length"]);
        assert!(rules("src/a.rs", &"//\n".repeat(400)).is_empty());
        assert_eq!(rules("frontend/src/A.vue", &"<br>\n".repeat(301)), ["file-length"]);
        assert!(rules("src/storage/src/schema.rs", &"//\n".repeat(500)).is_empty());
    }

    #[test]
    fn a_function_may_not_grow_past_its_size() {
        let body = "    call(\"}\");\n";
        let long = format!("fn long<T: Fn() -> [u8; 2]>() {{\n{}}}\n", body.repeat(79));
        let short = format!("fn short() {{\n{}}}\n", body.repeat(78));
        let found = check(&SourceFile::new("src/a.rs", &format!("{short}{long}{short}trait A {{ fn b(&self); }}")));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].place.as_str(), found[0].line), ("src/a.rs#long", 81));
    }
}
