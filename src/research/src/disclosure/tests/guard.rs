//! The guard over a cube: every permitted question at once, and what it adds to and takes from the cube's answers.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::reference::{DisclosurePolicies, ReferenceData, StrategicFields};
use domain::statistics::Fact;
use serde_json::json;

use super::small::Random;
use super::solver::Solver;
use crate::disclosure::rule::Rule;
use crate::disclosure::{Guard, Patterns, Subject};
use crate::question::period::of_month;
use crate::{Answer, Cells, Cube, Dimension, Limits, Query, Refusal, Snapshot, TableKey, Value, pairs};

/// A registration: month, direction, country, industry, company, cents.
pub type Row = (&'static str, &'static str, &'static str, &'static str, u64, i64);

pub fn fact(seq: i64, (month, direction, country, industry, company, cents): Row) -> Fact {
    let id = |number: u64| format!("019373e0-5b1a-7c3d-8e2f-{number:012x}");
    let fact = json!({
        "seq": seq, "part": 1, "kind": "registration", "contract": id(u64::try_from(seq).unwrap()),
        "registered_on": format!("{month}-15"), "place": {
            "direction": direction, "district": "320571", "country": country, "industry": industry,
            "legal_type": "patent_licence", "mode": "patent", "payment_mode": "royalty", "ownership": "private",
            "related_parties": false, "desk": "sip", "company": id(company), "counterparty": "EXAMPLE|DE"
        }, "contracts": 1, "currency": "USD", "amount_minor": cents, "technology_fee_minor": cents,
        "rate": {"edition": 0, "month": month, "rate": 100_000_000}, "amount_usd_cents": cents,
        "technology_fee_usd_cents": cents, "royalty_due_usd_cents": 0, "royalty_rate": 35_000,
        "royalty_base": "net_sales", "days_to_register": 2, "returns": 0, "months": 36, "filed_late_days": 0,
        "standing_usd_cents": cents
    });
    serde_json::from_value(fact).unwrap()
}

pub struct Register {
    pub snapshot: Snapshot,
    pub policies: DisclosurePolicies,
    pub fields: StrategicFields,
}

impl Register {
    pub fn of(rows: &[Row]) -> Self {
        Self::of_facts(&(1..).zip(rows).map(|(seq, row)| fact(seq, *row)).collect::<Vec<Fact>>())
    }

    pub fn of_facts(facts: &[Fact]) -> Self {
        let mut cube = Cube::new();
        cube.append(facts);
        let ReferenceData { disclosure, strategic_fields, .. } = ReferenceData::shipped().unwrap();
        Self { snapshot: cube.snapshot(), policies: disclosure, fields: strategic_fields }
    }

    pub fn ask(&self, patterns: &Patterns, question: &str) -> Result<Answer, Refusal> {
        let query = Query::parse(&pairs(question)).unwrap().0;
        Guard::new(&self.snapshot, &self.policies, &self.fields, patterns).answer(&query, &Limits::default(), 1)
    }

    pub fn answer(&self, question: &str) -> Answer {
        self.ask(&Patterns::new(), question).unwrap()
    }
}

/// Two closed years of some companies, and one that is open.
fn random_rows(seed: u64) -> Vec<Row> {
    const MONTHS: [&str; 6] = ["2023-01", "2023-02", "2023-07", "2024-01", "2024-02", "2024-07"];
    let mut random = Random(seed);
    let companies = [6, 15, 60][random.below(3)];
    let mut rows: Vec<Row> = (0..160)
        .map(|_| {
            (
                MONTHS[random.below(6)],
                ["import", "export"][random.below(2)],
                ["DE", "JP", "US"][random.below(3).min(random.below(3))],
                ["26", "28", "39"][random.below(3)],
                u64::try_from(random.below(companies)).unwrap(),
                100 << random.below(8),
            )
        })
        .collect();
    rows.sort_by_key(|row| row.0);
    rows.push(("2025-01", "import", "DE", "26", 1, 100));
    rows
}

/// The key of an atom, which is a row without company and cents.
pub fn key_of(atom: &[&str; 4], dimension: Dimension, fields: &StrategicFields) -> String {
    let month = domain::statistics::Month::parse(atom[0]).unwrap();
    match dimension {
        Dimension::Direction => atom[1].to_owned(),
        Dimension::Country => atom[2].to_owned(),
        Dimension::Industry => atom[3].to_owned(),
        Dimension::StrategicField => fields.of_industry(atom[3]).unwrap().code.clone(),
        time => of_month(time, month),
    }
}

fn atoms(rows: &[Row]) -> Vec<[&'static str; 4]> {
    let closed: Vec<&Row> = rows.iter().filter(|row| !row.0.starts_with("2025")).collect();
    let keys = |of: fn(&Row) -> &'static str| closed.iter().map(|row| of(row)).collect::<BTreeSet<_>>();
    let (months, directions) = (keys(|row| row.0), keys(|row| row.1));
    let (countries, industries) = (keys(|row| row.2), keys(|row| row.3));
    let mut atoms = Vec::new();
    for month in &months {
        for direction in &directions {
            for country in &countries {
                atoms.extend(industries.iter().map(|industry| [*month, *direction, *country, *industry]));
            }
        }
    }
    atoms
}

/// Every question that is tried, permitted or not.
fn questions() -> Vec<String> {
    let dimensions = ["direction", "country", "industry", "strategic_field", "month", "quarter"];
    let filters = [
        "",
        "&filter=country:DE",
        "&filter=!country:DE",
        "&filter=country:DE,JP",
        "&filter=industry:26,39",
        "&filter=year:2023",
        "&filter=month:2023-01..2023-06",
        "&filter=quarter:2024-Q1&filter=direction:import",
    ];
    let sets = (0_u32..64).filter(|set| set.count_ones() <= 3);
    sets.flat_map(|set| {
        let chosen = (0..6).filter(move |place| (set >> place) & 1 == 1).map(|place| dimensions[place]);
        let chosen: Vec<&str> = chosen.collect();
        let years = [chosen.clone(), [&["year"][..], &chosen[..]].concat()];
        years.into_iter().flat_map(move |rows| {
            let rows = if rows.is_empty() { String::new() } else { format!("&rows={}", rows.join(",")) };
            filters.map(|filter| format!("measures=contracts{rows}{filter}"))
        })
    })
    .collect()
}

/// What one answer tells: for each of its cells, and for each that is not there and so is nothing, its atoms and its value.
fn told(
    answer: &Answer,
    query: &Query,
    atoms: &[[&'static str; 4]],
    fields: &StrategicFields,
) -> Vec<(Vec<usize>, i64)> {
    let passing: Vec<usize> = (0..atoms.len())
        .filter(|atom| {
            let key = |dimension| key_of(&atoms[*atom], dimension, fields);
            query.filters.iter().all(|filter| filter.admits(&key(filter.dimension())))
        })
        .collect();
    let mut all = Cells::new(1);
    all.push([0; 4], answer.totals.iter().copied());
    let every = (1_u8 << answer.axes.len()) - 1;
    let mut parts = vec![(every, &answer.cells), (0, &all)];
    parts.extend(answer.margins.iter().map(|margin| (margin.kept, &margin.cells)));
    let mut told = Vec::new();
    for (kept, cells) in parts {
        let keys = |keys: &dyn Fn(usize, Dimension) -> String| -> Vec<String> {
            let axes = answer.axes.iter().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
            axes.map(|(axis, of)| keys(axis, of.dimension)).collect()
        };
        let mut groups = std::collections::BTreeMap::<Vec<String>, Vec<usize>>::new();
        for atom in &passing {
            let group = keys(&|_, dimension| key_of(&atoms[*atom], dimension, fields));
            groups.entry(group).or_default().push(*atom);
        }
        for cell in cells.iter() {
            let group = keys(&|axis, _| answer.axes[axis].key(cell.codes[axis]).to_owned());
            let sum = groups.remove(&group).unwrap_or_default();
            if let Value::Count(count) = cell.values[0] {
                told.push((sum, count));
            }
        }
        told.extend(groups.into_values().map(|sum| (sum, 0)));
    }
    told
}

#[test]
fn all_permitted_questions_together_leave_every_protected_cell_open() {
    for seed in 0..4 {
        let rows = random_rows(seed);
        let (register, atoms, patterns) = (Register::of(&rows), atoms(&rows), Patterns::new());
        let count = |sum: &[usize]| {
            let is_of = |row: &&Row| sum.iter().any(|atom| atoms[*atom] == [row.0, row.1, row.2, row.3]);
            i64::try_from(rows.iter().filter(is_of).count()).unwrap()
        };
        let mut sums: BTreeSet<Vec<usize>> = BTreeSet::new();
        let mut hidden = 0;
        for question in questions() {
            let answer = match register.ask(&patterns, &question) {
                Ok(answer) => answer,
                Err(refusal) => {
                    assert_eq!(refusal, Refusal::TooDetailed { limit: 3 }, "{question}");
                    continue;
                }
            };
            hidden += answer.disclosure.unwrap().withheld;
            let query = Query::parse(&pairs(&question)).unwrap().0;
            for (sum, value) in told(&answer, &query, &atoms, &register.fields) {
                assert_eq!(value, count(&sum), "{question}: what is told is true");
                sums.insert(sum);
            }
        }
        let mut solver = Solver::new(atoms.len());
        for sum in &sums {
            solver.tell(sum);
        }
        assert!(hidden > 0 && sums.len() > 20, "{seed}: {hidden} withheld, {} told", sums.len());
        for (year, key) in protected_tables() {
            let rule = Rule::of(register.policies.of_year(year).unwrap(), Subject::Trade);
            let table = register.snapshot.table(&key, year, &register.fields);
            for cell in table.cells.iter().filter(|cell| !rule.holds([*cell])) {
                let is_of = |atom: &usize| {
                    let own = |dimension| key_of(&atoms[*atom], dimension, &register.fields);
                    let mut axes = table.axes.iter().zip(cell.codes);
                    own(Dimension::Year) == year.to_string()
                        && axes.all(|(axis, code)| axis.key(code) == own(axis.dimension))
                };
                let sum: Vec<usize> = (0..atoms.len()).filter(is_of).collect();
                assert!(!solver.knows(&sum), "{seed}: {year} {key:?} {:?}", cell.codes);
            }
        }
    }
}

fn protected_tables() -> Vec<(i32, TableKey)> {
    use Dimension::{Country, Direction, Industry, Month, Quarter, StrategicField};
    let dimensions = [Direction, Country, Industry, StrategicField, Month, Quarter];
    let sets = (0_u32..64).filter(|set| set.count_ones() <= 3);
    let key = |set: u32| TableKey::new((0..6).filter(|place| (set >> place) & 1 == 1).map(|place| dimensions[place]));
    sets.flat_map(|set| [(2023, key(set)), (2024, key(set))]).collect()
}

/// Two closed years in which every cell has five companies with three contracts each, and one contract of an open year.
pub fn plain_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for month in ["2023-03", "2024-03"] {
        for direction in ["import", "export"] {
            for country in ["DE", "JP", "US"] {
                for company in 0..15 {
                    let cents = 1000 + 100 * i64::try_from(company % 5).unwrap();
                    rows.push((month, direction, country, "26", company % 5, cents));
                }
            }
        }
    }
    rows.push(("2025-03", "import", "DE", "26", 9, 7));
    rows
}

/// Every cell with its keys and values: of the answer, of its margins in their order, and the totals.
fn readable(answer: &Answer) -> Vec<(u8, Vec<String>, Vec<Value>)> {
    let every = (1_u8 << answer.axes.len()) - 1;
    let margins = answer.margins.iter().map(|margin| (margin.kept, &margin.cells));
    let mut readable = vec![(0, Vec::new(), answer.totals.clone())];
    for (kept, cells) in [(every, &answer.cells)].into_iter().chain(margins) {
        readable.extend(cells.iter().map(|cell| {
            let axes = answer.axes.iter().enumerate().filter(|(axis, _)| (kept >> axis) & 1 == 1);
            let keys = axes.map(|(axis, of)| of.key(cell.codes[axis]).to_owned());
            (kept, keys.collect(), cell.values.to_vec())
        }));
    }
    readable
}

#[test]
fn what_hides_nobody_is_told_as_the_cube_counts_it() {
    let register = Register::of(&plain_rows());
    let last = i64::try_from(plain_rows().len()).unwrap();
    for question in [
        "rows=year,country&columns=direction&measures=contracts,amount_usd,technology_fee_share,share:amount_usd:row",
        "rows=country&columns=year&measures=yoy:amount_usd,mom:contracts,rank:amount_usd,share:contracts:column",
        "rows=year&measures=mean_royalty_rate,median_amount_usd,p90_months,hhi:amount_usd:country",
        "rows=month&measures=royalty_due_usd,settlements,amendments,closures&filter=year:2023,2024",
        "rows=country&measures=amount_usd,share:amount_usd&order=-amount_usd&top=2&filter=year:2024",
    ] {
        let query = Query::parse(&pairs(question)).unwrap().0;
        let closed = register.snapshot.at(last - 1);
        let plain = closed.answer(&query, &register.fields, &Limits::default(), 1).unwrap();
        let guarded = register.answer(question);
        assert_eq!(guarded.disclosure.map(|disclosure| (disclosure.policy, disclosure.withheld)), Some((2000, 0)));
        assert_eq!((guarded.as_of, plain.as_of), (last, last - 1));
        assert_eq!(guarded.latest_month.unwrap().to_string(), "2025-03");
        assert_eq!(guarded.without_rate, plain.without_rate);
        assert_eq!(readable(&guarded), readable(&plain), "{question}");
    }
}

#[test]
fn an_open_year_is_not_told() {
    let register = Register::of(&plain_rows());
    let years = register.answer("rows=year");
    assert_eq!(years.axes[0].keys, [Arc::from("2023"), Arc::from("2024")]);
    for (question, told) in [
        ("filter=year:2025", false),
        ("filter=month:2025-11", false),
        ("filter=year:2020", true),
        ("filter=year:2024", true),
    ] {
        let totals = register.answer(question).totals;
        assert_eq!(totals.iter().all(|value| !value.is_suppressed()), told, "{question}");
    }
    let only = Register::of(&[("2025-03", "import", "DE", "26", 9, 7)]);
    assert!(
        only.answer("measures=contracts").totals.iter().all(|value| value.is_suppressed()),
        "nothing has closed yet"
    );
}

#[test]
fn a_figure_is_not_told_by_what_it_grew_from() {
    // In 2023 one company alone trades with KR.
    let mut rows = plain_rows();
    rows.insert(0, ("2023-02", "import", "KR", "26", 1, 5000));
    let at = rows.len() - 1;
    for company in 0..15 {
        rows.insert(at, ("2024-03", "import", "KR", "26", company % 5, 1000));
    }
    let register = Register::of(&rows);
    let answer = register.answer("rows=country&columns=year&measures=contracts,yoy:contracts,rank:contracts");
    let cell = |country: &str, year: &str| {
        let found = answer.cells.iter().find(|cell| answer.keys(*cell).eq([country, year]));
        found.map(|cell| cell.values.to_vec()).unwrap()
    };
    assert_eq!(cell("KR", "2023"), [Value::Suppressed; 3], "marked, not left out");
    assert_eq!(cell("KR", "2024")[..2], [Value::Count(15), Value::Suppressed]);
    let ranks: Vec<Value> = ["DE", "JP", "US"].map(|country| cell(country, "2023")[2]).to_vec();
    assert_eq!(ranks.iter().filter(|rank| rank.is_suppressed()).count(), 1, "one more country hides with KR");
    assert!(ranks.iter().all(|rank| rank.is_suppressed() || *rank == Value::Count(1)), "{ranks:?}");
}

#[test]
fn what_names_someone_and_what_is_too_detailed_is_refused() {
    let register = Register::of(&plain_rows());
    let refused = |question: &str| register.ask(&Patterns::new(), question).unwrap_err();
    for (question, dimension) in [
        ("rows=company", Dimension::Company),
        ("filter=counterparty:X", Dimension::Counterparty),
        ("rows=year&filter=!desk:sip", Dimension::Desk),
        ("measures=hhi:amount_usd:company", Dimension::Company),
        ("rows=kind", Dimension::Kind),
    ] {
        assert_eq!(refused(question), Refusal::NotPublic(dimension), "{question}");
    }
    for question in [
        "rows=country,industry&columns=mode,direction",
        "rows=country,industry,mode&filter=direction:import",
        "rows=country,industry,mode&filter=month:2024-02",
        "rows=country,industry,mode&measures=hhi:amount_usd:direction",
    ] {
        assert_eq!(refused(question), Refusal::TooDetailed { limit: 3 }, "{question}");
    }
    for question in [
        "rows=year,country,industry&columns=mode",
        "rows=country,industry,mode&filter=month:2024-01..2024-12",
        "rows=industry,strategic_field,mode,country",
        "rows=month,quarter,year,country",
    ] {
        assert!(register.ask(&Patterns::new(), question).is_ok(), "{question}");
    }
}

#[test]
fn a_year_is_published_by_the_fields_of_its_time_only() {
    let register = Register::of(&plain_rows());
    let other =
        StrategicFields::read("code,divisions,name_zh,name_en\nchemistry,26,化工,Chemistry\nother,,其他,Other\n");
    let editions = [(0, Arc::new(register.fields.clone())), (100, Arc::new(other.unwrap()))];
    // 2023 closed with entry 91, 2024 with entry 181.
    for (fields, told) in [(&editions[0].1, ["2023"]), (&editions[1].1, ["2024"])] {
        let patterns = Patterns::new();
        let guard = Guard::new(&register.snapshot, &register.policies, fields, &patterns).with_editions(&editions);
        let query = Query::parse(&pairs("rows=year,strategic_field")).unwrap().0;
        let answer = guard.answer(&query, &Limits::default(), 1).unwrap();
        let cells = answer.cells.iter().filter(|cell| !cell.values[0].is_suppressed());
        let years: Vec<&str> = cells.filter_map(|cell| answer.keys(cell).next()).collect();
        assert_eq!(years, told);
    }
}
