//! Facts for tests.

use domain::contract::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
use domain::money::{CurrencyCode, Percent, Rate};
use domain::reference::{ReferenceData, StrategicFields};
use domain::statistics::{Fact, FactKind, Month, Place, RateUsed};
use domain::{CompanyId, ContractId};
use research::{Answer, Cell, Cube, Limits, Query, Snapshot, pairs};

/// A registration: an import from Germany in October 2026 of so many US cents, half of which is for technology.
pub(crate) fn registration(seq: i64, amount_usd_cents: i64) -> Fact {
    let usd = RateUsed { edition: 0, month: Month::parse("2026-10").unwrap(), rate: Rate::ONE };
    Fact {
        seq,
        part: 1,
        kind: FactKind::Registration,
        contract: ContractId::parse("019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e60").unwrap(),
        registered_on: "2026-10-09".parse().unwrap(),
        place: place(),
        contracts: 1,
        currency: CurrencyCode::USD,
        amount_minor: amount_usd_cents,
        technology_fee_minor: amount_usd_cents / 2,
        rate: Some(usd),
        amount_usd_cents,
        technology_fee_usd_cents: amount_usd_cents / 2,
        royalty_due_usd_cents: 0,
        royalty_rate: Some(Percent { millionths: 35_000 }),
        royalty_base: Some(RoyaltyBase::NetSales),
        days_to_register: 2,
        returns: 0,
        months: 36,
        filed_late_days: 0,
        standing_usd_cents: amount_usd_cents,
    }
}

fn place() -> Place {
    Place {
        direction: Direction::Import,
        district: "320571".into(),
        country: "DE".into(),
        industry: "39".into(),
        legal_type: LegalType::PatentLicence,
        mode: Mode::Patent,
        payment_mode: PaymentMode::Royalty,
        ownership: Ownership::Private,
        related_parties: false,
        desk: "sip".into(),
        company: company(1),
        counterparty: "EXAMPLE|DE".into(),
    }
}

/// One of the companies.
pub(crate) fn company(number: u32) -> CompanyId {
    CompanyId::parse(&format!("019373e0-5b1a-7c3d-8e2f-{number:012x}")).unwrap()
}

/// The same fact in another month.
pub(crate) fn in_month(month: &str, fact: Fact) -> Fact {
    Fact { registered_on: format!("{month}-09").parse().unwrap(), ..fact }
}

/// The same fact with another country and direction.
pub(crate) fn with(direction: Direction, country: &str, fact: Fact) -> Fact {
    Fact { place: Place { direction, country: country.into(), ..fact.place }, ..fact }
}

/// A cube of these facts.
pub(crate) fn cube(facts: &[Fact]) -> Cube {
    let mut cube = Cube::new();
    cube.append(facts);
    cube
}

/// The strategic fields as they ship.
pub(crate) fn fields() -> StrategicFields {
    ReferenceData::shipped().unwrap().strategic_fields
}

/// The answer to a question that is allowed.
pub(crate) fn answer(snapshot: &Snapshot, question: &str) -> Answer {
    let (query, _) = Query::parse(&pairs(question)).unwrap();
    snapshot.answer(&query, &fields(), &Limits::default(), 2).unwrap()
}

/// Each cell of an answer: keys, then values, as text; `-` for a value that there is none of.
pub(crate) fn lines(answer: &Answer) -> Vec<String> {
    let line = |cell: Cell<'_>| -> String {
        let keys = answer.keys(cell).map(str::to_owned);
        let values = cell.values.iter().map(|value| value.text().unwrap_or("-".into()));
        keys.chain(values).collect::<Vec<_>>().join(" ")
    };
    answer.cells.iter().map(line).collect()
}
