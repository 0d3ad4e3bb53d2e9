//! All kinds of figures at once: what contracts, amounts, fees, royalties, settlements, amendments, shares, growth, ranks and
//! concentration tell together, and what is not listed, leaves every protected one open.

use std::collections::{BTreeMap, BTreeSet};

use domain::statistics::{Fact, FactKind, Month};

use super::guard::{Register, Row, fact, key_of};
use super::small::Random;
use super::solver::Solver;
use crate::disclosure::lattice::Tables;
use crate::disclosure::register::Register as OfYears;
use crate::disclosure::rule::Rule;
use crate::disclosure::{Patterns, Subject};
use crate::question::period::months;
use crate::{Answer, Base, Cells, Dimension, Measure, Query, Refusal, ShareOf, TableKey, Value, pairs};

type Atom = [&'static str; 4];
/// Some unknowns together are a multiple of others together, by numerator and denominator. A multiple of none: they are told.
type Equation = (Vec<usize>, Vec<usize>, [i64; 2]);

/// What answers tell: equations, and sums that a concentration is told of, which must be told themselves.
#[derive(Default)]
struct Told {
    equations: BTreeSet<Equation>,
    concentrated: BTreeSet<Vec<usize>>,
}

/// Of 2023 two months of one quarter, of 2024 two quarters.
const MONTHS: [&str; 4] = ["2023-01", "2023-02", "2024-01", "2024-04"];
const DIRECTIONS: [&str; 2] = ["import", "export"];
const COUNTRIES: [&str; 2] = ["DE", "JP"];
const INDUSTRIES: [&str; 3] = ["26", "28", "39"];
const MEASURES: [&str; 3] = [
    "contracts,amount_usd,technology_fee_usd,amendments,settlements,royalty_due_usd,share:contracts,\
     share:amount_usd:row,share:amount_usd:column,share:amendments,technology_fee_share,rank:amount_usd",
    "yoy:contracts,yoy:amount_usd,mom:amount_usd,yoy:amendments,mom:royalty_due_usd",
    "hhi:contracts:country,hhi:amount_usd:industry,hhi:royalty_due_usd:month,hhi:settlements:direction",
];

/// What is unknown of an atom: contracts, what was registered, what amendments added to it, fees, amendments, settlements, royalties.
const UNKNOWN: usize = 7;
const AMENDED: usize = 2;
const ROYALTIES: usize = 6;

/// Of which of those a figure is the sum. Amounts tell what was registered and what was amended as one.
fn parts(base: Base) -> &'static [usize] {
    match base {
        Base::Contracts => &[0],
        Base::AmountUsd => &[1, AMENDED],
        Base::TechnologyFeeUsd => &[3],
        Base::Amendments => &[4],
        Base::Settlements => &[5],
        Base::RoyaltyDueUsd => &[ROYALTIES],
        Base::Closures => panic!("closures are not asked for"),
    }
}

/// Two closed years, in which every fourth fact amends and every other fourth one settles a royalty, and a fact of the next.
fn facts(seed: u64) -> Vec<Fact> {
    let mut random = Random(seed);
    let companies = [6, 15, 40][random.below(3)];
    let mut facts = Vec::new();
    for _ in 0..200 {
        let row: Row = (
            MONTHS[random.below(4)],
            DIRECTIONS[random.below(2)],
            COUNTRIES[random.below(2).min(random.below(2))],
            INDUSTRIES[random.below(3)],
            u64::try_from(random.below(companies)).unwrap(),
            100 << random.below(6),
        );
        let mut fact = fact(1, row);
        fact.technology_fee_usd_cents = fact.amount_usd_cents / 4 * i64::try_from(random.below(4)).unwrap();
        match random.below(4) {
            0 => (fact.kind, fact.contracts) = (FactKind::Amendment, 0),
            1 => {
                (fact.kind, fact.contracts) = (FactKind::Settlement, 0);
                fact.royalty_due_usd_cents = fact.amount_usd_cents;
                (fact.amount_usd_cents, fact.technology_fee_usd_cents) = (0, 0);
            }
            _ => {}
        }
        facts.push(fact);
    }
    facts.sort_by_key(|fact| fact.registered_on);
    facts.push(fact(1, ("2025-01", "import", "DE", "26", 1, 100)));
    for (seq, fact) in (1..).zip(&mut facts) {
        fact.seq = seq;
    }
    facts
}

fn atoms() -> Vec<Atom> {
    let mut atoms = Vec::new();
    for month in MONTHS {
        for direction in DIRECTIONS {
            for country in COUNTRIES {
                atoms.extend(INDUSTRIES.map(|industry| [month, direction, country, industry]));
            }
        }
    }
    atoms
}

struct World {
    register: Register,
    atoms: Vec<Atom>,
    /// The value of every unknown, those of one kind behind one another.
    values: Vec<i64>,
}

impl World {
    fn of(facts: &[Fact]) -> Self {
        let atoms = atoms();
        let mut values = vec![0; atoms.len() * UNKNOWN];
        for fact in facts {
            let (month, place) = (fact.month().to_string(), &fact.place);
            let own = [month.as_str(), place.direction.code(), &place.country, &place.industry];
            // The open year has no atoms.
            let Some(atom) = atoms.iter().position(|atom| *atom == own) else { continue };
            let amends = fact.kind == FactKind::Amendment;
            let amount = if amends { AMENDED } else { 1 };
            let own = [
                (0, i64::from(fact.contracts)),
                (amount, fact.amount_usd_cents),
                (3, fact.technology_fee_usd_cents),
                (4, i64::from(amends)),
                (5, i64::from(fact.kind == FactKind::Settlement)),
                (ROYALTIES, fact.royalty_due_usd_cents),
            ];
            for (part, value) in own {
                values[part * atoms.len() + atom] += value;
            }
        }
        Self { register: Register::of_facts(facts), atoms, values }
    }

    fn unknowns(&self, parts: &[usize], set: &[usize]) -> Vec<usize> {
        parts.iter().flat_map(|part| set.iter().map(move |atom| part * self.atoms.len() + atom)).collect()
    }

    fn value(&self, unknowns: &[usize]) -> i64 {
        unknowns.iter().map(|unknown| self.values[*unknown]).sum()
    }

    fn key(&self, atom: usize, dimension: Dimension) -> String {
        key_of(&self.atoms[atom], dimension, &self.register.fields)
    }

    /// What one answer tells. Where a cell is not there, no fact is, and so nothing of any kind.
    fn tell(&self, answer: &Answer, query: &Query, told: &mut Told) {
        let passes = |atom: &usize| query.filters.iter().all(|one| one.admits(&self.key(*atom, one.dimension())));
        let passing: Vec<usize> = (0..self.atoms.len()).filter(passes).collect();
        let mut all = Cells::new(answer.measures.len());
        all.push([0; 4], answer.totals.iter().copied());
        let every = (1_u8 << answer.axes.len()) - 1;
        let margins = answer.margins.iter().map(|margin| (margin.kept, &margin.cells));
        for (kept, cells) in [(every, &answer.cells), (0, &all)].into_iter().chain(margins) {
            let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
            for atom in &passing {
                groups.entry(self.group(answer, kept, *atom)).or_default().push(*atom);
            }
            for cell in cells.iter() {
                let axes = answer.axes.iter().zip(cell.codes).enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
                let keys: Vec<String> = axes.map(|(_, (axis, code))| axis.key(*code).to_owned()).collect();
                let Some(set) = groups.remove(&keys) else { continue };
                for (measure, value) in answer.measures.iter().zip(cell.values) {
                    if let Measure::Rank(of) = measure {
                        let sum = answer.measures.iter().position(|one| *one == Measure::Sum(*of)).unwrap();
                        assert_eq!(value.is_suppressed(), cell.values[sum].is_suppressed(), "a rank is of told sums");
                    }
                    if matches!(value, Value::Undefined | Value::Suppressed) {
                        continue;
                    }
                    if let Measure::Hhi(of, over) = measure {
                        told.concentrated.extend(self.parted(&set, *of, *over));
                    }
                    let whole = self.compared(answer, query, (*measure, kept), &set, &passing);
                    told.equations.extend(self.equation(*measure, *value, &set, &whole));
                }
            }
            for set in groups.into_values() {
                for part in 0..UNKNOWN {
                    let unknowns = self.unknowns(&[part], &set);
                    assert_eq!(self.value(&unknowns), 0, "what is there is listed");
                    told.equations.insert((unknowns, Vec::new(), [0, 1]));
                }
            }
        }
    }

    /// What a concentration is of: a sum of each key of the dimension.
    fn parted(&self, set: &[usize], of: Base, over: Dimension) -> Vec<Vec<usize>> {
        let mut parted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for atom in set {
            parted.entry(self.key(*atom, over)).or_default().push(*atom);
        }
        parted.into_values().map(|set| self.unknowns(parts(of), &set)).collect()
    }

    /// The atoms that a figure of a cell is compared with: those that its share is of, or those of the period before.
    fn compared(
        &self,
        answer: &Answer,
        query: &Query,
        (measure, kept): (Measure, u8),
        set: &[usize],
        passing: &[usize],
    ) -> Vec<usize> {
        // What a share of this cell may be of: all atoms that have the same keys as it on some of its axes.
        let whole = |of: u8| -> Vec<usize> {
            let own = self.group(answer, of, set[0]);
            passing.iter().copied().filter(|one| self.group(answer, of, *one) == own).collect()
        };
        let rows = (1_u8 << query.rows.len()) - 1;
        match measure {
            Measure::Share(_, ShareOf::Total) => passing.to_vec(),
            Measure::Share(_, ShareOf::Row) => whole(kept & rows),
            Measure::Share(_, ShareOf::Column) => whole(kept & !rows),
            Measure::YearOnYear(_) => self.earlier(answer, query, kept, (set[0], 12)),
            Measure::MonthOnMonth(_) => {
                let axes = answer.axes.iter().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
                let times = axes.map(|(_, axis)| axis.dimension).filter(|dimension| dimension.is_time());
                self.earlier(answer, query, kept, (set[0], times.map(months).min().unwrap_or(12)))
            }
            _ => set.to_vec(),
        }
    }

    /// The atoms that would be in the cell of an atom so many months later.
    fn earlier(&self, answer: &Answer, query: &Query, kept: u8, (atom, later): (usize, i32)) -> Vec<usize> {
        let own = self.group(answer, kept, atom);
        let is_before = |one: &usize| {
            let [month, direction, country, industry] = self.atoms[*one];
            let month = Month::parse(month).unwrap().plus(later).to_string();
            let key =
                |dimension| key_of(&[month.as_str(), direction, country, industry], dimension, &self.register.fields);
            let axes = answer.axes.iter().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
            query.filters.iter().all(|filter| filter.admits(&key(filter.dimension())))
                && axes.map(|(_, axis)| key(axis.dimension)).eq(own.iter().cloned())
        };
        (0..self.atoms.len()).filter(is_before).collect()
    }

    /// The keys of an atom on some axes of an answer.
    fn group(&self, answer: &Answer, kept: u8, atom: usize) -> Vec<String> {
        let axes = answer.axes.iter().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
        axes.map(|(_, axis)| self.key(atom, axis.dimension)).collect()
    }

    /// What a value tells of the atoms of its cell.
    fn equation(&self, measure: Measure, value: Value, set: &[usize], whole: &[usize]) -> Option<Equation> {
        let number = match value {
            Value::Count(count) => i128::from(count),
            Value::Fixed { units, .. } => units,
            Value::Undefined | Value::Suppressed => return None,
        };
        let (part, of) = match measure {
            Measure::Sum(base) => {
                let unknowns = self.unknowns(parts(base), set);
                assert_eq!(number, i128::from(self.value(&unknowns)), "what is told of {base:?} is true");
                return Some((unknowns, Vec::new(), [0, 1]));
            }
            Measure::YearOnYear(base) | Measure::MonthOnMonth(base) => {
                let (now, before) = (self.unknowns(parts(base), set), self.unknowns(parts(base), whole));
                let [grown, from] = [&now, &before].map(|of| i128::from(self.value(of)));
                assert!(((number + 10_000) * from - grown * 10_000).abs() <= from, "what is told to have grown has");
                (now, before)
            }
            Measure::Rank(_) | Measure::Hhi(..) => return None,
            Measure::Share(base, _) => (self.unknowns(parts(base), set), self.unknowns(parts(base), whole)),
            Measure::FeeShare => {
                let [fee, amount] =
                    [Base::TechnologyFeeUsd, Base::AmountUsd].map(|base| self.unknowns(parts(base), set));
                (fee, amount)
            }
            other => panic!("{other} is not asked for"),
        };
        let ratio = [self.value(&part), self.value(&of)];
        Some((part, of, ratio))
    }
}

const DIMENSIONS: [Dimension; 6] = [
    Dimension::Direction,
    Dimension::Country,
    Dimension::Industry,
    Dimension::StrategicField,
    Dimension::Month,
    Dimension::Quarter,
];

/// Every set of at most three dimensions.
fn sets() -> Vec<Vec<Dimension>> {
    let sets = (0_u32..64).filter(|set| set.count_ones() <= 3);
    sets.map(|set| (0..6).filter(|place| (set >> place) & 1 == 1).map(|place| DIMENSIONS[place]).collect()).collect()
}

/// The last of several dimensions stands across.
fn questions() -> Vec<String> {
    let filters = ["", "&filter=country:DE", "&filter=!industry:26", "&filter=year:2024&filter=direction:import"];
    let mut questions = Vec::new();
    for set in sets() {
        for with_year in [false, true] {
            let year = with_year.then_some(Dimension::Year);
            let codes: Vec<&str> = year.iter().chain(&set).map(|dimension| dimension.code()).collect();
            let axes = match codes.as_slice() {
                [] => String::new(),
                [one] => format!("&rows={one}"),
                [rows @ .., column] => format!("&rows={}&columns={column}", rows.join(",")),
            };
            for filter in filters {
                questions.extend(MEASURES.map(|measures| format!("measures={measures}{axes}{filter}")));
            }
        }
    }
    questions
}

/// Everything that is told outside.
fn told(world: &World) -> Told {
    let (mut told, patterns) = (Told::default(), Patterns::new());
    for question in questions() {
        match world.register.ask(&patterns, &question) {
            Ok(answer) => world.tell(&answer, &Query::parse(&pairs(&question)).unwrap().0, &mut told),
            Err(Refusal::TooDetailed { limit: 3 } | Refusal::GrowthWithoutTime) => {}
            Err(refusal) => panic!("{question}: {refusal:?}"),
        }
    }
    told
}

/// Each kind of figures, with what of it nobody may compute of a cell that breaks its rule.
const KINDS: [(Subject, &[&[usize]]); 4] = [
    (Subject::Trade, &[&[0], &[1, AMENDED], &[3], &[AMENDED]]),
    (Subject::Sum(Base::Amendments), &[&[4], &[AMENDED]]),
    (Subject::Sum(Base::Settlements), &[&[5]]),
    (Subject::Sum(Base::RoyaltyDueUsd), &[&[ROYALTIES]]),
];

#[test]
fn all_kinds_of_figures_together_leave_every_protected_figure_open() {
    let (mut grown, mut concentrated, mut royalties) = (0, 0, 0);
    for seed in 0..2 {
        let world = World::of(&facts(seed));
        let (register, told) = (&world.register, told(&world));
        let mut solver = Solver::new(world.values.len());
        for (part, whole, ratio) in &told.equations {
            solver.tell_ratio(part, whole, *ratio);
        }
        for sum in &told.concentrated {
            assert!(solver.knows(sum), "{seed}: a concentration is told of what is not");
        }
        let half = world.atoms.len() / 2;
        let is_of_2023 = |one: &usize| one % world.atoms.len() < half;
        let is_growth = |part: &[usize], whole: &[usize]| {
            !whole.is_empty() && whole.iter().all(is_of_2023) && !part.iter().any(is_of_2023)
        };
        grown += told.equations.iter().filter(|(part, whole, _)| is_growth(part, whole)).count();
        concentrated += told.concentrated.len();
        let of_royalties = |part: &[usize]| part[0] / world.atoms.len() == ROYALTIES && world.value(part) > 0;
        royalties += told.equations.iter().filter(|(part, ..)| of_royalties(part)).count();
        let mut kept = 0;
        for (subject, kinds) in KINDS {
            for (year, set) in sets().into_iter().flat_map(|set| [(2023, set.clone()), (2024, set)]) {
                let rule = Rule::of(register.policies.of_year(year).unwrap(), subject);
                let key = TableKey::new(set);
                let table = OfYears(&register.snapshot).table(&key, year, subject, &register.fields).unwrap();
                for cell in table.cells.iter().filter(|cell| !rule.holds([*cell])) {
                    let is_of = |atom: &usize| {
                        let mut axes = table.axes.iter().zip(cell.codes);
                        world.key(*atom, Dimension::Year) == year.to_string()
                            && axes.all(|(axis, code)| axis.key(code) == world.key(*atom, axis.dimension))
                    };
                    let set: Vec<usize> = (0..world.atoms.len()).filter(is_of).collect();
                    for parts in kinds {
                        let unknowns = world.unknowns(parts, &set);
                        assert!(!solver.knows(&unknowns), "{seed}: {year} {key:?} {:?} {parts:?}", cell.codes);
                        kept += 1;
                    }
                }
            }
        }
        assert!(told.equations.len() > 40 && kept > 100, "{seed}: {} told, {kept} kept", told.equations.len());
    }
    assert!(
        grown > 0 && concentrated > 0 && royalties > 0,
        "{grown} grown, {concentrated} parts, {royalties} royalties"
    );
}
