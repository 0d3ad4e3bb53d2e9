//! Just enough of Rust's lexical rules to tell code from comments and literals.

/// The text with comments and the insides of string and character literals replaced by spaces; lines stay where they were.
pub fn code_only(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let rest = characters.get(at..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|index| characters.get(index)).copied();
        let length = literal_or_comment(rest, before);
        if length == 0 {
            code.push(character);
            at += 1;
        } else {
            code.extend(rest.iter().take(length).map(|&inside| if inside == '\n' { '\n' } else { ' ' }));
            at += length;
        }
    }
    code
}

/// How many characters a comment or literal that begins here takes; 0 when none does.
fn literal_or_comment(rest: &[char], before: Option<char>) -> usize {
    match rest {
        ['/', '/', ..] => rest.iter().position(|&character| character == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => block_comment(rest),
        ['"', ..] => quoted(rest, '"'),
        ['\'', '\\', ..] => quoted(rest, '\''),
        ['\'', _, '\'', ..] => 3,
        ['r', '"' | '#', ..]
            if !before.is_some_and(|character| character.is_alphanumeric() && !"bc".contains(character)) =>
        {
            raw(rest)
        }
        _ => 0,
    }
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match rest.get(at..).unwrap_or_default() {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while let Some(&character) = rest.get(at) {
        at += if character == '\\' { 2 } else { 1 };
        if character == quote {
            return at;
        }
    }
    rest.len()
}

/// `r"…"`, `r#"…"#` and on; 0 for a raw identifier such as `r#type`.
fn raw(rest: &[char]) -> usize {
    let hashes = rest.iter().skip(1).take_while(|&&character| character == '#').count();
    if rest.get(hashes + 1) != Some(&'"') {
        return 0;
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = rest.get(hashes + 2..).unwrap_or_default();
    let close = body.windows(end.len()).position(|window| window == end.as_slice());
    close.map_or(rest.len(), |position| hashes + 2 + position + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squeezed(text: &str) -> String {
        code_only(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_and_literals_are_blanked() {
        assert_eq!(
            squeezed("a(); // {\nb(\"}{\\\"\"); /* { /* } */ */ c('{', '\\'', b'}');"),
            "a(); b( ); c( , , b );"
        );
        assert_eq!(squeezed("let x = r#\"{ \" }\"#; let r#type = br\"{\"; for"), "let x = ; let r#type = b ; for");
    }

    #[test]
    fn lifetimes_are_not_literals_and_lines_stay() {
        assert_eq!(code_only("fn f<'a>(x: &'a str) {}"), "fn f<'a>(x: &'a str) {}");
        assert_eq!(code_only("\"a\nb\"\nc"), "  \n  \nc");
    }
}
