//! A cube of a few facts of one year, from which every table can be made.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::reference::{DisclosurePolicy, ReferenceData, StrategicFields};
use proptest::prelude::{Strategy, any};
use proptest::sample::select;

use super::super::grid::parent;
use super::super::lattice::{Lattice, Tables, coarser_keys, table_of};
use super::super::protect::Work;
use super::super::rule::{Rule, tests::policy};
use super::super::{Pattern, Patterns, Subject};
use crate::{Axis, Codes, ContributorCell, ContributorTable, Dimension, Refusal, TableKey};

pub const YEAR: i32 = 2024;
/// What a fact has a key in, and what follows from those.
pub const BASIC: [Dimension; 4] = [Dimension::Month, Dimension::Country, Dimension::Industry, Dimension::Mode];
pub const ALL: [Dimension; 6] = [
    Dimension::Month,
    Dimension::Quarter,
    Dimension::Country,
    Dimension::Industry,
    Dimension::StrategicField,
    Dimension::Mode,
];
const MONTHS: [&str; 4] = ["2024-01", "2024-02", "2024-03", "2024-07"];
const COUNTRIES: [&str; 3] = ["DE", "JP", "US"];
/// Two of one strategic field, one of another, one alone in its own.
const INDUSTRIES: [&str; 4] = ["26", "28", "39", "27"];
const MODES: [&str; 2] = ["patent", "service"];

#[derive(Debug, Clone)]
pub struct SmallFact {
    /// Of each of `BASIC`.
    pub keys: [&'static str; 4],
    pub company: u32,
    pub amount: i128,
}

/// Facts, and the reference data that tables need.
#[derive(Debug, Clone)]
pub struct Small {
    pub facts: Vec<SmallFact>,
    pub policy: DisclosurePolicy,
    pub fields: StrategicFields,
}

impl Small {
    pub fn of(facts: Vec<SmallFact>) -> Self {
        Self { facts, policy: policy(), fields: ReferenceData::shipped().unwrap().strategic_fields }
    }

    /// A key of a combination of `BASIC`.
    pub fn key(&self, keys: &[&str; 4], dimension: Dimension) -> String {
        let basic = |one: Dimension| BASIC.iter().position(|basic| *basic == one);
        if let Some(place) = basic(dimension) {
            return keys[place].to_owned();
        }
        let mut coarser = BASIC.iter().zip(keys).filter_map(|(basic, key)| parent(*basic, key, &self.fields));
        coarser.find(|(coarser, _)| *coarser == dimension).unwrap().1
    }

    pub fn table(&self, key: &TableKey) -> ContributorTable {
        let keys_of = |fact: &SmallFact| -> Vec<String> {
            key.dimensions().iter().map(|dimension| self.key(&fact.keys, *dimension)).collect()
        };
        let ordered = |(place, dimension): (usize, &Dimension)| {
            let mut keys: Vec<String> = self.facts.iter().map(|fact| keys_of(fact).swap_remove(place)).collect();
            keys.sort_unstable();
            keys.dedup();
            Axis { dimension: *dimension, keys: keys.into_iter().map(Arc::from).collect() }
        };
        let axes: Vec<Axis> = key.dimensions().iter().enumerate().map(ordered).collect();
        let mut cells: BTreeMap<Codes, (i128, BTreeMap<u32, [i128; 2]>)> = BTreeMap::new();
        for fact in &self.facts {
            let mut codes = Codes::default();
            for ((code, axis), key) in codes.iter_mut().zip(&axes).zip(keys_of(fact)) {
                *code = u32::try_from(axis.keys.iter().position(|known| **known == *key).unwrap()).unwrap();
            }
            let (contracts, companies) = cells.entry(codes).or_default();
            *contracts += 1;
            let [amount, fee] = companies.entry(fact.company).or_default();
            *amount += fact.amount;
            *fee += fact.amount / 2;
        }
        let cells = cells.into_iter().map(|(codes, (contracts, companies))| ContributorCell {
            codes,
            sums: [contracts, 0, 0],
            registrations: u32::try_from(companies.len()).unwrap(),
            by_company: companies.into_iter().collect(),
        });
        ContributorTable { cells: cells.collect(), axes }
    }

    /// Every table of at most three dimensions.
    pub fn keys() -> Vec<TableKey> {
        let sets = (0_u32..1 << ALL.len()).map(|set| {
            let chosen = ALL.iter().enumerate().filter(|(place, _)| (set >> place) & 1 == 1);
            table_of(&chosen.map(|(_, dimension)| *dimension).collect::<Vec<_>>())
        });
        let mut keys: Vec<TableKey> = sets.filter(|key| key.dimensions().len() <= 3).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The patterns of tables, as the product makes them, asked for in this order.
    pub fn patterns(&self, keys: &[TableKey]) -> BTreeMap<TableKey, Pattern> {
        let patterns = Patterns::new();
        let (policy, fields) = (&self.policy, &self.fields);
        let lattice = Lattice { tables: self, patterns: &patterns, year: YEAR, policy, fields };
        let pattern = |key: &TableKey| (key.clone(), (*lattice.pattern(key, Subject::Trade).unwrap()).clone());
        keys.iter().map(pattern).collect()
    }

    /// The patterns of every table as they would be if a step were left out.
    pub fn patterns_by(&self, steps: fn(&mut Work<'_>)) -> BTreeMap<TableKey, Pattern> {
        let mut made = BTreeMap::new();
        for key in Self::keys() {
            self.make(&key, steps, &mut made);
        }
        made
    }

    fn make(&self, key: &TableKey, steps: fn(&mut Work<'_>), made: &mut BTreeMap<TableKey, Pattern>) {
        if made.contains_key(key) {
            return;
        }
        let above = coarser_keys(key);
        for key in &above {
            self.make(key, steps, made);
        }
        let coarser: Vec<&Pattern> = above.iter().map(|key| &made[key]).collect();
        let table = self.table(key);
        let rule = Rule::of(&self.policy, Subject::Trade);
        let mut work = Work::new(&table, &coarser, &rule, &self.fields);
        steps(&mut work);
        let pattern = work.finish();
        made.insert(key.clone(), pattern);
    }
}

impl Tables for Small {
    fn table(
        &self,
        key: &TableKey,
        _year: i32,
        _subject: Subject,
        _fields: &StrategicFields,
    ) -> Result<ContributorTable, Refusal> {
        Ok(Self::table(self, key))
    }
}

impl Work<'_> {
    /// What `protect_cells` does, without hypercubes.
    pub fn withhold_alone(&mut self) {
        for index in 0..self.grid.len() {
            if self.cell(index).is_some_and(|cell| !self.rule.holds([cell])) {
                self.withheld.set(index);
            }
        }
    }
}

/// A few facts to some hundred, of few companies or many.
pub fn cubes() -> impl Strategy<Value = Small> {
    (select(vec![12_usize, 40, 120, 300]), select(vec![4_u32, 12, 40, 100]), any::<u64>()).prop_map(
        |(facts, companies, seed)| {
            let mut random = Random(seed);
            let fact = |_| SmallFact {
                keys: [
                    MONTHS[random.below(4)],
                    COUNTRIES[random.below(3).min(random.below(3))],
                    INDUSTRIES[random.below(4)],
                    MODES[random.below(2)],
                ],
                company: u32::try_from(random.below(companies as usize)).unwrap(),
                amount: 1 << random.below(8),
            };
            Small::of((0..facts).map(fact).collect())
        },
    )
}

/// SplitMix64: numbers that follow from a seed, so that a failing cube can be told by it.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}
