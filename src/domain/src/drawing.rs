//! Random spot checks (双随机): what is checked and who checks it are drawn from a published seed, so that anyone can draw again.
//!
//! The announcement fixes everything that is chosen: the day of the drawing, which certificates take part, how many are drawn and
//! who may be drawn to inspect. The seed is that day and the root of the first head of the journal that was signed on that day or
//! later and contains the announcement: nobody knows it when the checks are announced, and once it can be known nothing is left
//! to choose, not even when the draw button is pressed. Each candidate's ticket is a SHA-256, and the smallest tickets are drawn.
//! Candidates go by the SHA-256 of their ids, which the ids of what was drawn can be compared with. `docs/drawing.md` has the same in
//! Python.

use std::fmt;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::hex;
use crate::merkle::Hash;

/// What a drawing is made from: lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed(String);

impl Seed {
    /// SHA-256 over the root, a line break and the announced day.
    pub fn new(root: &Hash, announced: NaiveDate) -> Self {
        Self(digest(&format!("{root}\n{announced}")))
    }
}

/// Why there is no seed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotYet {
    /// The announced day has not come.
    Day,
    /// No head has been signed since it came.
    Head,
}

/// The seed of a drawing that is announced for a day. `heads` are the signed heads that contain the announcement, oldest first:
/// the day of each in Shanghai, and its root. When somebody asks decides whether there is a seed, never which one it is.
pub fn seed_of<Head>(
    announced: NaiveDate,
    today: NaiveDate,
    heads: impl IntoIterator<Item = (NaiveDate, Head)>,
) -> Result<Head, NotYet> {
    if today < announced {
        return Err(NotYet::Day);
    }
    let first = heads.into_iter().find(|(signed, _)| *signed >= announced);
    first.map(|(_, head)| head).ok_or(NotYet::Head)
}

impl fmt::Display for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The first `count` of the candidates, by their tickets. The order in which they are given does not matter.
pub fn draw<'a>(seed: &Seed, label: &str, candidates: impl IntoIterator<Item = &'a str>, count: usize) -> Vec<&'a str> {
    let mut tickets: Vec<(String, &str)> =
        candidates.into_iter().map(|one| (digest(&format!("{seed}\n{label}\n{one}")), one)).collect();
    tickets.sort_unstable();
    tickets.dedup();
    tickets.into_iter().take(count).map(|(_, one)| one).collect()
}

/// What candidates go by in the population, in the order of their ids: SHA-256 of each, hex. An id would tell when it was made, and a list
/// of them how many there were each day; whoever knows one finds it. Where the announcement pinned down the ids themselves, as it did
/// before there were these names, they go by those.
pub fn names<'a>(ids: impl Iterator<Item = &'a str> + Clone, pinned: &str) -> Vec<String> {
    if population_digest(ids.clone()) == pinned { ids.map(str::to_owned).collect() } else { ids.map(digest).collect() }
}

/// The digest that pins down what was drawn from: SHA-256 over the sorted candidates, one a line.
pub fn population_digest<'a>(candidates: impl IntoIterator<Item = &'a str>) -> String {
    let mut sorted: Vec<&str> = candidates.into_iter().collect();
    sorted.sort_unstable();
    digest(&sorted.join("\n"))
}

fn digest(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seed(byte: u8) -> Seed {
        Seed::new(&Hash([byte; 32]), "2026-11-24".parse().unwrap())
    }

    #[test]
    fn the_script_of_the_documentation_draws_the_same() {
        // Made with the Python of docs/drawing.md.
        let names: Vec<String> = (0..20).map(|number| format!("filing-{number:02}")).collect();
        let drawn = draw(&seed(7), "filings", names.iter().map(String::as_str), 4);
        assert_eq!(seed(7).to_string(), "c3973f4e8bd22fa33f7356c2e4be0e6732f7c627471bc9a9405bccd7cff9367c");
        assert_eq!(drawn, ["filing-11", "filing-15", "filing-17", "filing-01"]);
        assert_eq!(
            population_digest(names.iter().map(String::as_str)),
            "57e8b04e28aead19597d01e2c503f668719ea4697be77a46e35d37fc88f3445a"
        );
    }

    #[test]
    fn candidates_go_by_names_that_tell_nothing_unless_their_ids_were_announced() {
        let ids = ["filing-00", "filing-01"];
        let names = |pinned: &str| super::names(ids.into_iter(), pinned);
        let hashed = names(&population_digest(["filing-00"]));
        assert_eq!(hashed[0], "b864fc37d2ebf96ef0f0fbae29bea75affb928832f035b51b6d4bdc4a35d8ea3");
        assert_eq!(names(&population_digest(hashed.iter().map(String::as_str))), hashed);
        assert_eq!(names(&population_digest(ids)), ids);
    }

    #[test]
    fn each_candidate_is_drawn_about_equally_often() {
        let names: Vec<String> = (0..10).map(|number| number.to_string()).collect();
        let mut counts = [0_u32; 10];
        for day in 0..2000_u64 {
            let on = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(day);
            for one in draw(&Seed::new(&Hash([1; 32]), on), "filings", names.iter().map(String::as_str), 3) {
                counts[one.parse::<usize>().unwrap()] += 1;
            }
        }
        // 600 expected, standard deviation 20.5: five of them are allowed.
        assert!(counts.iter().all(|count| (498..=702).contains(count)), "{counts:?}");
    }

    #[test]
    fn another_day_of_drawing_gives_the_same_draw() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let announced = day("2026-11-25");
        let heads = [(day("2026-11-24"), [1_u8; 32]), (day("2026-11-25"), [2; 32]), (day("2026-11-26"), [3; 32])];
        let names: Vec<String> = (0..20).map(|number| number.to_string()).collect();
        let drawn_on = |today: &str| {
            let root = seed_of(announced, day(today), heads)?;
            let seed = Seed::new(&Hash(root), announced);
            Ok::<_, NotYet>(draw(&seed, "filings", names.iter().map(String::as_str), 5))
        };
        assert_eq!(drawn_on("2026-11-24"), Err(NotYet::Day));
        let first = drawn_on("2026-11-25").unwrap();
        for later in ["2026-11-26", "2026-11-30", "2027-06-01"] {
            assert_eq!(drawn_on(later).as_ref(), Ok(&first));
        }
        assert_eq!(seed_of(announced, day("2026-11-25"), heads[..1].to_vec()), Err(NotYet::Head));
    }

    proptest! {
        #[test]
        fn a_drawing_depends_on_who_takes_part_and_not_on_their_order(
            mut names in proptest::collection::vec("[a-z]{1,6}", 0..40), count in 0_usize..10, byte: u8,
        ) {
            let first: Vec<String> =
                draw(&seed(byte), "x", names.iter().map(String::as_str), count).into_iter().map(str::to_owned).collect();
            names.reverse();
            names.extend(names.clone());
            let again = draw(&seed(byte), "x", names.iter().map(String::as_str), count);
            prop_assert_eq!(&first, &again);
            let mut distinct = names.clone();
            distinct.sort();
            distinct.dedup();
            prop_assert_eq!(first.len(), count.min(distinct.len()));
        }
    }
}
