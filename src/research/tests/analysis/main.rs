//! Analyses that no single question answers, against plain counting over the same facts.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod suppliers;

use std::collections::{BTreeMap, BTreeSet};

use domain::reference::{ReferenceData, StrategicFields};
use domain::registered::ContractStatus;
use domain::statistics::{Fact, FactKind, LicensedPatent, Month, Particulars};
use domain::{CompanyId, ContractId};
use proptest::prelude::*;
use research::analysis::{
    LicenceEvent, Licences, Note, PatentTable, Period, ReturnItem, ReturnTable, Special, Table, dependence, layout,
    published_layout, returns,
};
use research::{Answer, Cube, Dimension, Filter, Limits, Query, Value};

const FACT: &str = r#"{
    "seq": 1, "part": 1, "kind": "registration", "contract": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60",
    "registered_on": "2026-11-22", "place": {
        "direction": "import", "district": "320571", "country": "DE", "industry": "39", "legal_type": "patent_licence",
        "mode": "patent", "payment_mode": "royalty", "ownership": "private", "related_parties": false, "desk": "sip",
        "company": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f", "counterparty": "EXAMPLE|DE"
    }, "contracts": 1, "currency": "EUR", "amount_minor": 100, "technology_fee_minor": 60,
    "rate": {"edition": 0, "month": "2026-10", "rate": 108000000}, "amount_usd_cents": 108,
    "technology_fee_usd_cents": 65, "royalty_due_usd_cents": 0, "royalty_rate": 35000, "royalty_base": "net_sales",
    "days_to_register": 2, "returns": 0, "months": 36, "filed_late_days": 0, "standing_usd_cents": 108
}"#;

const PARTICULARS: &str = r#"{
    "kind": "registration", "contract": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60", "version": 1,
    "registered_on": "2025-06-02", "place": {
        "direction": "import", "district": "320571", "country": "DE", "industry": "39", "legal_type": "patent_licence",
        "mode": "patent", "payment_mode": "royalty", "ownership": "private", "related_parties": false, "desk": "sip",
        "company": "019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f", "counterparty": "EXAMPLE|DE"
    }, "counterparty_name": "Example GmbH", "currency": {"code": "EUR", "minor_units": 2}, "total_minor": 100,
    "technology_fee_minor": 60, "equipment_fee_minor": 40, "signed_on": "2025-01-01", "effective_on": "2025-01-02",
    "valid_until": "2040-01-01", "submitted_on": "2025-06-01", "working_days": 1, "returns": 0, "filed_late_days": 0
}"#;

const COUNTRIES: [&str; 3] = ["DE", "JP", "US"];
const INDUSTRIES: [&str; 3] = ["27", "39", "97"];

fn fields() -> StrategicFields {
    ReferenceData::shipped().unwrap().strategic_fields
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

/// 2025-05 to 2026-04; facts begin in January 2023.
fn period() -> Period {
    Period { from: month("2025-05"), to: month("2026-04") }
}

fn id(number: usize) -> String {
    format!("019373e0-5b1a-7c3d-8e2f-{number:012x}")
}

fn one_of(dimension: Dimension, key: &str) -> Filter {
    Filter::OneOf(dimension, vec![key.to_owned()])
}

/// Registrations in the order of their months.
fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = (0..44_i32, 0..4_usize, 0..6_usize, 0..3_usize, 0..4_u8, 1..1_000_000_i64);
    prop::collection::vec(one, 0..60).prop_map(|mut ones| {
        ones.sort_unstable();
        let fact = |(place, one): (usize, (i32, usize, usize, usize, u8, i64))| {
            let (months, company, supplier, industry, kind, cents) = one;
            let mut fact = Fact::from_json(FACT).unwrap();
            fact.seq = i64::try_from(place).unwrap() + 1;
            fact.contract = ContractId::parse(&id(place)).unwrap();
            fact.registered_on = month("2023-01").plus(months).first_day().unwrap();
            if kind == 0 {
                fact.place.direction = domain::contract::Direction::Export;
            }
            fact.place.related_parties = kind == 1;
            COUNTRIES[supplier % 3].clone_into(&mut fact.place.country);
            fact.place.counterparty = format!("SUPPLIER {supplier}|{}", COUNTRIES[supplier % 3]);
            INDUSTRIES[industry].clone_into(&mut fact.place.industry);
            fact.place.mode = [domain::contract::Mode::Patent, domain::contract::Mode::KnowHow][company % 2];
            fact.place.company = CompanyId::parse(&id(company)).unwrap();
            (fact.amount_usd_cents, fact.standing_usd_cents) = (cents, cents);
            fact
        };
        ones.into_iter().enumerate().map(fact).collect()
    })
}

fn asked(facts: &[Fact], query: &Query) -> Answer {
    let mut cube = Cube::new();
    cube.append(facts);
    cube.snapshot().answer(query, &fields(), &Limits::default(), 1).unwrap()
}

fn is_counted(fact: &Fact) -> bool {
    fact.place.direction == domain::contract::Direction::Import && period().holds(fact.month())
}

fn usd(cents: i64) -> Value {
    Value::Fixed { units: cents.into(), digits: 2 }
}

fn count(number: usize) -> Value {
    Value::Count(i64::try_from(number).unwrap())
}

/// Rows by their keys.
fn rows(table: &Table) -> BTreeMap<Vec<String>, Vec<Value>> {
    table.rows.iter().map(|row| (row.keys.iter().map(ToString::to_string).collect(), row.values.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn dependence_is_that_of_the_facts(facts in facts()) {
        let imports = [one_of(Dimension::Direction, "import")];
        let of_fields = asked(&facts, &dependence::fields(&imports, period()));
        let sources = asked(&facts, &dependence::sources(&imports, period()));
        let of_suppliers = asked(&facts, &dependence::suppliers(&imports, period()));
        let table = dependence::table(&of_fields, &sources, Some(&of_suppliers));
        prop_assert_eq!(dependence::table(&of_fields, &sources, None).measures.len(), table.measures.len() - 1);

        let all = fields();
        let mut by_field: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
        for fact in facts.iter().filter(|fact| is_counted(fact)) {
            by_field.entry(&all.of_industry(&fact.place.industry).unwrap().code).or_default().push(fact);
        }
        prop_assert_eq!(table.rows.len(), by_field.len());
        for row in &table.rows {
            let of_field = &by_field[&*row.keys[0]];
            let mut by_country: BTreeMap<&str, i64> = BTreeMap::new();
            for fact in of_field {
                *by_country.entry(&fact.place.country).or_default() += fact.amount_usd_cents;
            }
            let of_suppliers: BTreeSet<&str> = of_field.iter().map(|fact| fact.place.counterparty.as_str()).collect();
            let (whole, most) = (by_country.values().sum::<i64>(), *by_country.values().max().unwrap());
            prop_assert_eq!(by_country[&*row.keys[1]], most);
            prop_assert_eq!(&row.values[..2], &[count(of_field.len()), usd(whole)]);
            let Value::Fixed { units, digits: 4 } = row.values[3] else { panic!("a share, not {:?}", row.values[3]) };
            let twice_off = (units * 2 * i128::from(whole) - i128::from(most) * 20_000).abs();
            prop_assert!(twice_off <= i128::from(whole), "rounded to the nearest");
            prop_assert_eq!(&row.values[4..], &[count(by_country.len()), count(of_suppliers.len())]);
        }
    }

    #[test]
    fn patents_count_once_as_of_the_versions_in_force(
        events in prop::collection::vec((0..6_usize, 0..30_i32, 0..64_u32, 0..9_usize), 0..30),
        seen in 0..30_i64,
    ) {
        let mut events = events;
        events.sort_unstable_by_key(|(_, months, ..)| *months);
        let (mut table, mut versions) = (PatentTable::new(), BTreeMap::<usize, Vec<Version>>::new());
        for (seq, (contract, months, mask, closure)) in (1..).zip(&events) {
            let of_contract = versions.entry(*contract).or_default();
            // One event in three is a closure.
            let closed = ContractStatus::ALL.get(*closure).copied();
            let status = closed.or(of_contract.last().map(|(.., before)| *before)).unwrap_or(ContractStatus::InForce);
            let kind = if of_contract.is_empty() { FactKind::Registration } else { FactKind::Amendment };
            let on = month("2024-01").plus(*months);
            let patents = (0..6).filter(|patent| mask & (1 << patent) != 0).collect::<Vec<_>>();
            let registered_on = on.first_day().unwrap();
            let particulars = Particulars { kind, registered_on, ..particulars(*contract, &patents) };
            table.append(&LicenceEvent { seq, particulars: &particulars, usd_cents: 0, status: closed });
            of_contract.push((seq, on, *mask, status));
        }
        let period = period();
        let licences = Licences::InForce(period);
        let counted = layout(&table, seen, Special::PatentOffices, licences, (&[], &fields())).unwrap().unwrap();

        let standing = |versions: &Vec<Version>| {
            let last = versions.iter().rfind(|(seq, on, ..)| *seq <= seen && *on <= period.to);
            last.filter(|(.., status)| *status == ContractStatus::InForce).map(|(_, _, mask, _)| *mask)
        };
        let masks: Vec<u32> = versions.values().filter_map(standing).collect();
        let together = masks.iter().fold(0, |all, mask| all | mask);
        let expected = |of_office: u32| {
            let holders = masks.iter().filter(|mask| **mask & of_office != 0).count();
            ((together & of_office).count_ones(), holders)
        };
        prop_assert_eq!(&counted.totals[0], &Value::Count(together.count_ones().into()));
        for (office, of_office) in [("EP", 0b01_0101), ("US", 0b10_1010)] {
            let (patents, contracts) = expected(of_office);
            let row = counted.rows.iter().find(|row| &*row.keys[0] == office);
            match row {
                None => prop_assert_eq!(patents, 0),
                Some(row) => prop_assert_eq!(&row.values[..2], &[Value::Count(patents.into()), count(contracts)]),
            }
        }
    }
}

/// A version of a contract: its entry, its month, its patents and how the contract stands.
type Version = (i64, Month, u32, ContractStatus);

/// A contract of its own company about these patents: even ones at the EP, odd ones in the US, expiring from 2026 on.
fn particulars(contract: usize, patents: &[u32]) -> Particulars {
    let mut particulars = Particulars::from_json(PARTICULARS).unwrap();
    particulars.contract = ContractId::parse(&id(contract)).unwrap();
    particulars.place.company = CompanyId::parse(&id(contract)).unwrap();
    particulars.patents = patents
        .iter()
        .map(|patent| LicensedPatent {
            office: if patent % 2 == 0 { "EP" } else { "US" }.to_owned(),
            number: patent.to_string(),
            ipc: vec!["H01L".to_owned(), format!("G{patent:02}B")],
            expires_on: format!("{}-06-30", 2026 + patent).parse().ok(),
        })
        .collect();
    particulars
}

/// Four companies with three patents each, and a fifth with one; their contracts of 1 to 5 dollars.
fn five_licences() -> PatentTable {
    let mut table = PatentTable::new();
    for (seq, contract) in (1..).zip(0..5_usize) {
        let patents: &[u32] = match contract {
            4 => &[9],
            even if even % 2 == 0 => &[0, 2, 4],
            _ => &[1, 3, 5],
        };
        let mut particulars = particulars(contract, patents);
        for patent in &mut particulars.patents {
            patent.number = format!("{contract}-{}", patent.number);
        }
        if contract == 4 {
            "KR".clone_into(&mut particulars.patents[0].office);
        }
        table.append(&LicenceEvent { seq, particulars: &particulars, usd_cents: seq * 100, status: None });
    }
    table
}

#[test]
fn an_expiry_wall_begins_with_what_has_expired() {
    let wall = |to: &str, special| {
        let until = Period { from: month("2025-01"), to: month(to) };
        let table = layout(&five_licences(), 9, special, Licences::InForce(until), (&[], &fields())).unwrap().unwrap();
        let keys = |row: &research::analysis::Row| row.keys.last().unwrap().to_string();
        table.rows.iter().map(|row| (keys(row), row.values[0])).collect::<Vec<_>>()
    };
    let expected = |rows: &[(&str, i64)]| {
        rows.iter().map(|(key, patents)| ((*key).to_owned(), Value::Count(*patents))).collect::<Vec<_>>()
    };
    assert_eq!(
        wall("2026-12", Special::ExpiryWall),
        expected(&[("expired", 2), ("2027", 2), ("2028", 2), ("2029", 2), ("2030", 2), ("2031", 2), ("2035", 1)])
    );
    assert_eq!(
        wall("2026-12", Special::ExpiryByIndustry),
        expected(&[("expired", 2), ("within_1_year", 2), ("within_3_years", 4), ("within_5_years", 4), ("later", 1)])
    );
    assert_eq!(wall("2025-05", Special::ExpiryWall), expected(&[]), "not registered yet");
}

#[test]
fn a_contract_counts_once_in_each_year_in_which_a_patent_of_it_expires() {
    let ends = Period { from: month("2025-01"), to: month("2026-12") };
    let of = |table: &PatentTable, seen| {
        let licences = Licences::InForce(ends);
        let table = layout(table, seen, Special::ExpiryWall, licences, (&[], &fields())).unwrap().unwrap();
        let amounts = table.rows.iter().map(|row| row.values[3]).collect::<Vec<_>>();
        (amounts, table.totals[3])
    };
    let mut table = five_licences();
    assert_eq!(of(&table, 9), ([400, 600, 400, 600, 400, 600, 500].map(usd).to_vec(), usd(1500)));
    // The contract of two patents that expire in one year counts there once, and one that is ended no longer.
    let mut twice = particulars(5, &[9, 9]);
    "other".clone_into(&mut twice.patents[1].number);
    table.append(&LicenceEvent { seq: 6, particulars: &twice, usd_cents: 700, status: None });
    assert_eq!(of(&table, 9), ([400, 600, 400, 600, 400, 600, 1200].map(usd).to_vec(), usd(2200)));
    let ended = Particulars { kind: FactKind::Closure, registered_on: "2026-03-02".parse().unwrap(), ..twice };
    let status = Some(ContractStatus::Terminated);
    table.append(&LicenceEvent { seq: 7, particulars: &ended, usd_cents: 700, status });
    assert_eq!(of(&table, 9).1, usd(1500));
    assert_eq!(of(&table, 6).1, usd(2200), "as of the entry before");
}

#[test]
fn what_everybody_reads_of_patents_tells_of_no_company() {
    let (table, fields) = (five_licences(), fields());
    let policy = ReferenceData::shipped().unwrap().disclosure.of_year(2025).unwrap().clone();
    let year = Period { from: month("2025-01"), to: month("2025-12") };
    let published = |special, licences| published_layout(&table, 9, special, licences, (&[], &fields, &policy));

    // Two companies stand behind each office, and one behind the third: nothing is left but the total.
    let offices = published(Special::PatentOffices, Licences::Registered(year)).unwrap().unwrap();
    assert!(offices.rows.iter().all(|row| row.values == [Value::Suppressed]));
    assert_eq!(offices.totals, [Value::Count(13)]);
    // All of them stand behind one class and one country.
    let classes = rows(&published(Special::PatentClasses, Licences::Registered(year)).unwrap().unwrap());
    assert_eq!(classes[&vec!["H01L".to_owned()]], [Value::Count(13)]);
    assert_eq!(classes[&vec!["G09B".to_owned()]], [Value::Suppressed]);
    let wall = published(Special::ExpiryWall, Licences::Registered(year)).unwrap().unwrap();
    assert_eq!(wall.measures.iter().map(|column| column.code).collect::<Vec<_>>(), ["patents"], "and no amounts");

    assert_eq!(published(Special::PatentOffices, Licences::InForce(year)), Err(Note::NotPublished));
    assert_eq!(published(Special::ClassesByOffice, Licences::Registered(year)), Err(Note::NotPublished));
    let before = Period { from: month("2024-01"), to: month("2024-12") };
    assert_eq!(published(Special::PatentCountries, Licences::Registered(before)), Err(Note::NotPublished));
}

#[test]
fn filters_narrow_patents_where_licences_have_a_value() {
    let (table, fields, licences) = (five_licences(), fields(), Licences::InForce(period()));
    let patents = |filter: Filter| layout(&table, 9, Special::PatentOffices, licences, (&[filter], &fields));
    let total = |filter| patents(filter).unwrap().unwrap().totals[0];
    assert_eq!(total(one_of(Dimension::Country, "DE")), Value::Count(13));
    assert_eq!(total(one_of(Dimension::Company, &id(4))), Value::Count(1));
    assert_eq!(total(one_of(Dimension::StrategicField, "integrated_circuits_electronics")), Value::Count(13));
    assert_eq!(total(Filter::NoneOf(Dimension::LegalType, vec!["patent_licence".to_owned()])), Value::Count(0));
    assert_eq!(patents(one_of(Dimension::AmountBand, "x")), Err(Note::NoFilter(Dimension::AmountBand)));
}

#[test]
fn returns_stand_beside_what_was_registered() {
    let mut table = ReturnTable::new();
    for (seq, month_of, desk, reason) in [
        (1, "2025-04", "sip", Some("number_prefix")),
        (2, "2025-05", "sip", Some("number_prefix")),
        (2, "2025-05", "sip", None),
        (5, "2026-04", "city", Some("number_prefix")),
        (9, "2026-04", "city", Some("number_prefix")),
    ] {
        table.append(&ReturnItem { seq, month: month(month_of), desk, kind: "incorrect", reason });
    }
    let mut fact = Fact::from_json(FACT).unwrap();
    fact.registered_on = "2026-04-07".parse().unwrap();
    let by = |special, filters: &[Filter]| {
        let registered =
            asked(std::slice::from_ref(&fact), &returns::registrations(special, filters, period()).unwrap());
        rows(&returns::returns(&table, 8, filters, period(), &registered))
    };
    let row = |returns: i64, items: i64, registered: i64, rate: Option<i128>| {
        let rate = rate.map_or(Value::Undefined, |units| Value::Fixed { units, digits: 4 });
        vec![Value::Count(returns), Value::Count(items), Value::Count(registered), rate]
    };
    let expected = |rows: &[(&str, Vec<Value>)]| {
        rows.iter().map(|(key, values)| (vec![(*key).to_owned()], values.clone())).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(
        by(Special::ReturnsByMonth, &[]),
        expected(&[("2025-05", row(1, 2, 0, None)), ("2026-04", row(1, 1, 1, Some(10_000)))])
    );
    assert_eq!(
        by(Special::ReturnsByDesk, &[]),
        expected(&[("sip", row(1, 2, 1, Some(10_000))), ("city", row(1, 1, 0, None))])
    );
    let city = [one_of(Dimension::Desk, "city")];
    assert_eq!(by(Special::ReturnsByDesk, &city), expected(&[("city", row(1, 1, 0, None))]));

    let reasons = returns::reasons(&table, 8, &[], period());
    let keys: Vec<Vec<&str>> = reasons.rows.iter().map(|row| row.keys.iter().map(|key| &**key).collect()).collect();
    assert_eq!(keys, [["number_prefix", "incorrect"], ["own_words", "incorrect"]]);
    assert_eq!(reasons.totals, [Value::Count(3), Value::Count(2)]);
    assert_eq!(returns::known_filters(&city), Ok(()));
    assert_eq!(returns::known_filters(&[one_of(Dimension::Country, "DE")]), Err(Note::NoFilter(Dimension::Country)));
}
