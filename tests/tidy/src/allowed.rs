//! Exceptions: `RULE PATH REASON` a line. The list only shrinks.

use crate::Breach;

/// Most exceptions there may be. Lower it when one goes; never raise it.
const MOST_ALLOWED: usize = 0;

/// The breaches that no exception covers, and a breach for each exception that is wrong itself.
pub fn without_allowed(found: Vec<Breach>, exceptions: &str) -> Vec<Breach> {
    check(found, exceptions, MOST_ALLOWED)
}

fn check(found: Vec<Breach>, exceptions: &str, most: usize) -> Vec<Breach> {
    let wrong = |line: usize, what: &str| Breach {
        rule: "allowed",
        place: "tests/tidy/allowed.txt".into(),
        line,
        what: what.into(),
    };
    let mut left = found;
    let mut wrongs = Vec::new();
    let mut count = 0;
    let lines = exceptions.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    for (index, line) in lines {
        count += 1;
        let mut words = line.splitn(3, ' ');
        let (Some(rule), Some(place), Some(_reason)) = (words.next(), words.next(), words.next()) else {
            wrongs.push(wrong(index + 1, "an exception is: RULE PATH REASON"));
            continue;
        };
        let before = left.len();
        left.retain(|breach| breach.rule != rule || breach.place != place);
        if left.len() == before {
            wrongs.push(wrong(index + 1, "is no longer needed: delete the line, and lower MOST_ALLOWED"));
        }
    }
    if count > most {
        wrongs.push(wrong(0, &format!("{count} exceptions, at most {most}: mend the code instead")));
    }
    left.extend(wrongs);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breach() -> Breach {
        Breach { rule: "file-length", place: "src/a.rs".into(), line: 0, what: String::new() }
    }

    #[test]
    fn an_exception_covers_its_breach_and_nothing_else() {
        let other = Breach { place: "src/b.rs".into(), ..breach() };
        assert_eq!(check(vec![breach(), other.clone()], "# why\nfile-length src/a.rs a table of forms", 1), [other]);
    }

    #[test]
    fn a_stale_or_unexplained_exception_fails() {
        assert_eq!(check(Vec::new(), "file-length src/a.rs a table of forms", 1).len(), 1);
        assert_eq!(check(vec![breach()], "file-length src/a.rs", 1).len(), 2);
    }

    #[test]
    fn the_list_may_not_grow() {
        assert_eq!(check(vec![breach()], "file-length src/a.rs a table of forms", 0).len(), 1);
    }
}
