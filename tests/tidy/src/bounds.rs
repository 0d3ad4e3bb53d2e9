//! The description of the API gives the bounds that bodies are held to: a field with `#[validate(length(…))]` or `range(…)` says the
//! same numbers in `schema(…)`.

use std::collections::BTreeSet;

use crate::Breach;
use crate::source::SourceFile;

/// The rule's name.
pub const RULE: &str = "bounds";

/// Fields whose description gives other bounds than those that are checked, or none.
pub fn check(file: &SourceFile) -> Vec<Breach> {
    if !file.path.starts_with("src/") || file.extension() != "rs" {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut lines = file.code.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        let checked = line.trim_start();
        let bounded = checked.contains("length(") || checked.contains("range(");
        if !checked.starts_with("#[validate(") || !bounded {
            continue;
        }
        let mut described = BTreeSet::new();
        while let Some((_, next)) = lines.next_if(|(_, next)| next.trim_start().starts_with("#[")) {
            if next.contains("schema(") {
                described.extend(numbers(next));
            }
        }
        if numbers(checked) != described {
            found.push(Breach {
                rule: RULE,
                place: file.path.clone(),
                line: index + 1,
                what: "say the same bounds to readers of the API: `#[schema(min_length = …, max_length = …)]`, `min_items` … for a \
                       list, `minimum` … for a number"
                    .into(),
            });
        }
    }
    found
}

/// The numbers of a line, `200_000` and `200000` alike.
fn numbers(line: &str) -> BTreeSet<String> {
    let words = line.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words
        .filter(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
        .map(|word| word.replace('_', ""))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        check(&SourceFile::new("src/app/a.rs", text)).into_iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn bounds_that_are_not_described_are_found() {
        assert_eq!(lines("#[validate(length(max = 40))]\npub number: String,"), [1]);
        assert_eq!(
            lines(
                "#[serde(default)]\n#[validate(range(min = 1, max = 3))]\n#[schema(minimum = 1, maximum = 4)]\npub n: i32,"
            ),
            [2]
        );
        assert_eq!(lines("#[validate(email, length(max = 40))]\n#[schema(format = Email)]\npub email: String,"), [1]);
    }

    #[test]
    fn bounds_that_agree_are_left_alone() {
        assert!(lines("#[validate(length(min = 1, max = 200_000))]\n#[schema(min_length = 1, max_length = 200000)]\npub text: String,").is_empty());
        assert!(lines("#[validate(length(equal = 6))]\n#[cfg_attr(feature = \"openapi\", schema(min_length = 6, max_length = 6))]\npub code: String,").is_empty());
        assert!(lines("#[validate(nested)]\npub party: Party,").is_empty());
    }
}
