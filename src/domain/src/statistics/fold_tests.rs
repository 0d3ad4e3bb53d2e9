//! Facts of whole lives of contracts: by hand, and whatever may happen.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::contract::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
use crate::money::{Currency, Percent, Rate};
use crate::reference::ExchangeRates;
use crate::statistics::{SettledBase, size_class};
use crate::{CompanyId, ContractId};

const CURRENCIES: [(&str, u8); 4] = [("USD", 2), ("EUR", 2), ("JPY", 0), ("GBP", 2)];

/// Of a contract in euros, registered in January 2026.
fn registration() -> Particulars {
    let company = CompanyId(Uuid::from_u128(1));
    Particulars {
        kind: FactKind::Registration,
        contract: ContractId(Uuid::from_u128(2)),
        version: 1,
        registered_on: "2026-01-15".parse().unwrap(),
        place: Place {
            direction: Direction::Import,
            district: "320571".into(),
            country: "DE".into(),
            industry: "39".into(),
            legal_type: LegalType::PatentLicence,
            mode: Mode::ALL[0],
            payment_mode: PaymentMode::ALL[0],
            ownership: Ownership::ALL[0],
            related_parties: false,
            desk: "sip".into(),
            company,
            counterparty: "EXAMPLE|DE".into(),
        },
        counterparty_name: "Example GmbH".into(),
        currency: currency(1),
        total_minor: 20_000_000,
        technology_fee_minor: 10_000_001,
        equipment_fee_minor: 0,
        royalty: None,
        settlement: None,
        signed_on: "2026-01-01".parse().unwrap(),
        effective_on: "2026-01-02".parse().unwrap(),
        valid_until: "2029-01-01".parse().unwrap(),
        submitted_on: "2026-01-14".parse().unwrap(),
        working_days: 1,
        returns: 2,
        filed_late_days: 3,
        patents: Vec::new(),
    }
}

fn currency(index: usize) -> Currency {
    let (code, minor_units) = CURRENCIES[index];
    Currency { code: CurrencyCode::parse(code).unwrap(), minor_units }
}

/// Euros at 1.1 in January and 1.2 in February 2026, yen at 0.0067; an edition loaded by entry 100 doubles them. Pounds have none.
fn rates() -> RateEditions {
    let table = |first: &str, second: &str, yen: &str| {
        let text =
            format!("month,currency,usd_per_unit\n2026-01,EUR,{first}\n2026-02,EUR,{second}\n2025-01,JPY,{yen}\n");
        ExchangeRates::read(&text).unwrap()
    };
    RateEditions::new(vec![(0, 0, table("1.1", "1.2", "0.0067")), (1, 100, table("2.2", "2.4", "0.0134"))])
}

fn amended(day: &str, total_minor: i64, technology_fee_minor: i64) -> Particulars {
    Particulars {
        kind: FactKind::Amendment,
        version: 2,
        registered_on: day.parse().unwrap(),
        total_minor,
        technology_fee_minor,
        ..registration()
    }
}

#[test]
fn a_registration_is_one_fact() {
    let (facts, standing) = fold(None, 7, &registration(), &rates()).unwrap();
    assert_eq!(facts.len(), 1);
    let fact = &facts[0];
    assert_eq!((fact.seq, fact.part, fact.contracts, fact.standing_usd_cents), (7, 1, 1, 22_000_000));
    assert_eq!((fact.amount_usd_cents, fact.technology_fee_usd_cents), (22_000_000, 11_000_001));
    assert_eq!((fact.days_to_register, fact.returns, fact.months, fact.filed_late_days), (1, 2, 36, 3));
    assert_eq!(fact.rate.map(|used| (used.edition, used.rate)), Some((0, Rate::parse("1.1").unwrap())));
    assert_eq!(Standing::of(&facts), Some(standing));
}

#[test]
fn an_amendment_in_place_is_a_difference_at_the_rate_of_its_month() {
    let (_, before) = fold(None, 7, &registration(), &rates()).unwrap();
    let (facts, after) = fold(Some(&before), 9, &amended("2026-02-10", 21_000_000, 10_000_001), &rates()).unwrap();
    assert_eq!(facts.len(), 1);
    let fact = &facts[0];
    assert_eq!((fact.part, fact.contracts, fact.amount_minor, fact.amount_usd_cents), (1, 0, 1_000_000, 1_200_000));
    assert_eq!((fact.technology_fee_minor, fact.technology_fee_usd_cents), (0, 0));
    assert_eq!((fact.standing_usd_cents, after.usd_cents()), (23_200_000, 23_200_000));
    let later = fold(Some(&before), 101, &amended("2026-02-10", 21_000_000, 0), &rates()).unwrap().0;
    assert_eq!(later[0].amount_usd_cents, 2_400_000, "by the edition that was loaded before it");
}

#[test]
fn another_place_takes_the_whole_away_and_adds_it_there() {
    let (_, before) = fold(None, 7, &registration(), &rates()).unwrap();
    let mut moved = amended("2026-02-10", 21_000_000, 10_000_001);
    moved.place.country = "AT".into();
    let (facts, after) = fold(Some(&before), 9, &moved, &rates()).unwrap();
    let told: Vec<_> = facts
        .iter()
        .map(|fact| (fact.part, fact.place.country.as_str(), fact.contracts, fact.amount_minor, fact.amount_usd_cents))
        .collect();
    assert_eq!(told, [(0, "DE", -1, -20_000_000, -22_000_000), (1, "AT", 1, 21_000_000, 23_200_000)]);
    assert_eq!(after.place().country, "AT");
}

#[test]
fn another_size_class_or_royalty_base_or_currency_is_another_place() {
    let (_, before) = fold(None, 7, &registration(), &rates()).unwrap();
    let mut by_royalty = amended("2026-01-20", 20_000_000, 10_000_001);
    by_royalty.royalty = Some(RoyaltyTerms { base: RoyaltyBase::ALL[0], rate: Percent::parse("3.5").unwrap() });
    let mut in_yen = amended("2026-01-20", 30_000_000, 0);
    in_yen.currency = currency(2);
    for (case, usd) in
        [(amended("2026-01-20", 200_000_000, 0), 220_000_000), (by_royalty, 22_000_000), (in_yen, 20_100_000)]
    {
        let (facts, after) = fold(Some(&before), 9, &case, &rates()).unwrap();
        assert_eq!((facts.len(), after.usd_cents()), (2, usd));
        assert_eq!(facts[0].standing_usd_cents, before.usd_cents());
        assert_eq!(facts[0].royalty_base, None, "as it was where it is taken away");
    }
}

#[test]
fn a_settlement_owes_its_royalty_and_a_closure_changes_nothing() {
    let mut first = registration();
    let royalty = RoyaltyTerms { base: RoyaltyBase::ALL[0], rate: Percent::parse("3.5").unwrap() };
    first.royalty = Some(royalty);
    let (_, before) = fold(None, 7, &first, &rates()).unwrap();
    let settled = Particulars {
        kind: FactKind::Settlement,
        settlement: Some(SettledBase { formed_on: "2026-01-31".parse().unwrap(), base_minor: 1_000_000 }),
        royalty: Some(royalty),
        ..amended("2026-02-10", 20_000_000, 10_000_001)
    };
    let (facts, after) = fold(Some(&before), 9, &settled, &rates()).unwrap();
    assert_eq!((facts.len(), facts[0].royalty_due_usd_cents, facts[0].amount_usd_cents), (1, 42_000, 0));
    let closed = Particulars { kind: FactKind::Closure, royalty: Some(royalty), ..settled };
    let (facts, ended) = fold(Some(&after), 11, &closed, &rates()).unwrap();
    let fact = &facts[0];
    assert_eq!((facts.len(), fact.part, fact.contracts, fact.amount_usd_cents), (1, 1, 0, 0));
    assert_eq!((fact.royalty_due_usd_cents, fact.standing_usd_cents), (0, before.usd_cents()));
    assert_eq!(ended, after);
}

/// The only edition of a portal that began without rates: loaded by entry 8, after the registration by entry 7.
fn loaded_later() -> RateEditions {
    let table = ExchangeRates::read("month,currency,usd_per_unit\n2026-01,EUR,1.1\n").unwrap();
    RateEditions::new(vec![(1, 8, table)])
}

#[test]
fn what_was_counted_without_a_rate_is_counted_whole_with_the_first_one() {
    let (registered, before) = fold(None, 7, &registration(), &loaded_later()).unwrap();
    assert_eq!((registered[0].rate, before.usd_cents()), (None, 0));
    let down = amended("2026-01-20", 10_000_000, 1_000_000);
    let up = amended("2026-01-20", 30_000_000, 1_000_000);
    let mut elsewhere = up.clone();
    elsewhere.place.country = "AT".into();
    let settlement = Some(SettledBase { formed_on: "2026-01-19".parse().unwrap(), base_minor: 1 });
    let settled = Particulars { kind: FactKind::Settlement, settlement, ..down.clone() };
    for (case, usd) in [(down, 11_000_000), (up, 33_000_000), (elsewhere, 33_000_000), (settled, 11_000_000)] {
        let (facts, after) = fold(Some(&before), 9, &case, &loaded_later()).unwrap();
        let told: Vec<_> = facts
            .iter()
            .map(|fact| (fact.contracts, fact.rate.is_some(), fact.amount_usd_cents, fact.technology_fee_usd_cents))
            .collect();
        assert_eq!(told, [(-1, false, 0, 0), (1, true, usd, 1_100_000)], "{case:?}");
        assert_eq!(after.usd_cents(), usd);
        assert_eq!(Standing::of(&[registered.clone(), facts].concat()), Some(after));
    }
}

#[test]
fn a_closure_finds_a_contract_without_a_rate_where_it_stands() {
    let (_, before) = fold(None, 7, &registration(), &loaded_later()).unwrap();
    let closed = Particulars { kind: FactKind::Closure, ..amended("2026-01-20", 20_000_000, 10_000_001) };
    let (facts, after) = fold(Some(&before), 9, &closed, &loaded_later()).unwrap();
    assert_eq!((facts.len(), facts[0].rate, after), (1, None, before));
}

#[test]
fn without_a_rate_what_is_counted_stays_and_nothing_is_counted_twice() {
    let (registered, before) = fold(None, 7, &registration(), &rates()).unwrap();
    let in_pounds = Particulars { currency: currency(3), ..amended("2026-01-20", 90_000_000, 0) };
    let (facts, after) = fold(Some(&before), 9, &in_pounds, &rates()).unwrap();
    let told: Vec<_> = facts.iter().map(|fact| (fact.rate.is_some(), fact.amount_usd_cents)).collect();
    assert_eq!(told, [(true, -22_000_000), (false, 22_000_000)]);
    assert_eq!(Standing::of(&[registered, facts].concat()), Some(after.clone()));
    let (_, back) = fold(Some(&after), 10, &amended("2026-01-21", 10_000_000, 0), &rates()).unwrap();
    assert_eq!(back.usd_cents(), 11_000_000);
}

#[test]
fn a_dearer_month_takes_away_no_more_than_is_counted() {
    let (_, before) = fold(None, 7, &registration(), &rates()).unwrap();
    let (facts, after) = fold(Some(&before), 9, &amended("2026-02-10", 1, 0), &rates()).unwrap();
    assert_eq!((facts.iter().map(|fact| fact.amount_usd_cents).sum::<i64>(), after.usd_cents()), (-22_000_000, 0));
}

#[test]
fn what_cannot_follow_or_be_kept_has_no_facts() {
    let (_, before) = fold(None, 7, &registration(), &rates()).unwrap();
    let refused = |standing, particulars: &Particulars| fold(standing, 9, particulars, &rates()).unwrap_err();
    assert_eq!(refused(Some(&before), &registration()), FoldError::RegisteredTwice);
    assert_eq!(refused(None, &amended("2026-02-10", 1, 1)), FoldError::NotRegistered);
    let vast = Particulars { currency: currency(2), total_minor: i64::MAX, ..registration() };
    assert_eq!(fold(None, 7, &vast, &RateEditions::default()).unwrap().0[0].amount_usd_cents, 0, "no rate, no dollars");
    let vast = Particulars { currency: currency(0), ..vast };
    let steep = ExchangeRates::read("month,currency,usd_per_unit\n2026-01,EUR,2\n").unwrap();
    assert!(fold(None, 7, &vast, &RateEditions::new(vec![(0, 0, steep.clone())])).is_ok());
    let vast = Particulars { currency: currency(1), ..vast };
    let steep = RateEditions::new(vec![(0, 0, steep)]);
    assert_eq!(fold(None, 7, &vast, &steep).unwrap_err(), FoldError::Amount(MoneyError::TooLarge));
}

/// Something that may happen to one of a few contracts.
#[derive(Debug, Clone)]
struct Happening {
    contract: usize,
    kind: FactKind,
    currency: usize,
    amounts: (i64, i64),
    country: &'static str,
    royalty: Option<usize>,
    day: u64,
}

fn happening() -> impl Strategy<Value = Happening> {
    const KINDS: [FactKind; 3] = [FactKind::Amendment, FactKind::Settlement, FactKind::Closure];
    (
        0..4_usize,
        proptest::sample::select(&KINDS[..]),
        0..CURRENCIES.len(),
        (0..20_000_000_000_i64, 0..20_000_000_000_i64),
        proptest::sample::select(&["DE", "JP", "US"][..]),
        proptest::option::of(0..RoyaltyBase::ALL.len()),
        0..60_u64,
    )
        .prop_map(|(contract, kind, currency, amounts, country, royalty, day)| Happening {
            contract,
            kind,
            currency,
            amounts,
            country,
            royalty,
            day,
        })
}

impl Happening {
    fn particulars(&self, is_first: bool) -> Particulars {
        let first = registration();
        let royalty = |base: usize| RoyaltyTerms { base: RoyaltyBase::ALL[base], rate: Percent { millionths: 12_345 } };
        Particulars {
            kind: if is_first { FactKind::Registration } else { self.kind },
            contract: ContractId(Uuid::from_u128(u128::try_from(self.contract).unwrap())),
            registered_on: first.registered_on + chrono::Days::new(self.day),
            place: Place { country: self.country.into(), ..first.place.clone() },
            currency: currency(self.currency),
            total_minor: self.amounts.0,
            technology_fee_minor: self.amounts.1,
            royalty: self.royalty.map(royalty),
            settlement: Some(SettledBase { formed_on: first.signed_on, base_minor: self.amounts.1 }),
            ..first
        }
    }
}

/// What all of it adds up to, by what figures group by.
type Sums = BTreeMap<(Place, usize, bool, Option<RoyaltyBase>), (i64, i64, i64)>;

fn sums(facts: &[Fact]) -> Sums {
    let mut sums = Sums::new();
    for fact in facts {
        let class = size_class(fact.standing_usd_cents);
        let cell = sums.entry((fact.place.clone(), class, fact.rate.is_some(), fact.royalty_base)).or_default();
        cell.0 += i64::from(fact.contracts);
        cell.1 += fact.amount_usd_cents;
        cell.2 += fact.technology_fee_usd_cents;
    }
    sums.retain(|_, cell| *cell != (0, 0, 0));
    sums
}

proptest! {
    #[test]
    fn counting_as_it_happens_and_counting_again_from_any_moment_are_the_same(
        happenings in proptest::collection::vec(happening(), 1..40),
        cut in 0..40_usize,
    ) {
        // Seqs that pass the entry by which the second edition was loaded.
        let seq_of = |place: usize| 80 + i64::try_from(place).unwrap();
        let mut known = BTreeSet::new();
        let events: Vec<(i64, Particulars)> = happenings
            .iter()
            .enumerate()
            .map(|(place, one)| (seq_of(place), one.particulars(known.insert(one.contract))))
            .collect();
        let rates = rates();

        // As it happens: what is known of a contract is its facts.
        let mut facts: Vec<Fact> = Vec::new();
        for (seq, particulars) in &events {
            let own: Vec<Fact> = facts.iter().filter(|fact| fact.contract == particulars.contract).cloned().collect();
            let (made, after) = fold(Standing::of(&own).as_ref(), *seq, particulars, &rates).unwrap();
            let all: Vec<Fact> = own.iter().chain(&made).cloned().collect();
            prop_assert_eq!(Standing::of(&all), Some(after));
            facts.extend(made);
        }

        // Again, from nothing and from a moment on: what is known is carried along.
        for cut in [0, cut.min(events.len())] {
            let mut again: Vec<Fact> = facts.iter().filter(|fact| fact.seq < seq_of(cut)).cloned().collect();
            let mut standings: BTreeMap<ContractId, Standing> = BTreeMap::new();
            for (_, particulars) in events.iter().take(cut) {
                let of = |fact: &&Fact| fact.contract == particulars.contract;
                let own: Vec<Fact> = again.iter().filter(of).cloned().collect();
                standings.extend(Standing::of(&own).map(|standing| (particulars.contract, standing)));
            }
            for (seq, particulars) in events.iter().skip(cut) {
                let (made, after) = fold(standings.get(&particulars.contract), *seq, particulars, &rates).unwrap();
                standings.insert(particulars.contract, after);
                again.extend(made);
            }
            let texts = |facts: &[Fact]| facts.iter().map(Fact::to_json).collect::<Vec<_>>();
            prop_assert_eq!(texts(&again), texts(&facts));
        }

        // All of it adds up to what each contract counts for, where it stands.
        let mut expected = Sums::new();
        for contract in &known {
            let id = ContractId(Uuid::from_u128(u128::try_from(*contract).unwrap()));
            let own: Vec<Fact> = facts.iter().filter(|fact| fact.contract == id).cloned().collect();
            let standing = Standing::of(&own).unwrap();
            let base = standing.royalty.map(|royalty| royalty.base);
            prop_assert!(standing.counted_usd >= 0 && standing.counted_fee_usd >= 0);
            let class = size_class(standing.counted_usd);
            let cell = expected.entry((standing.place.clone(), class, standing.rate.is_some(), base)).or_default();
            *cell = (cell.0 + 1, cell.1 + standing.counted_usd, cell.2 + standing.counted_fee_usd);
        }
        prop_assert_eq!(sums(&facts), expected);
    }
}
