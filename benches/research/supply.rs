//! Facts without a database: the events of an invented market, folded as the portal folds them.

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::Datelike;
use domain::calendar::WorkingCalendar;
use domain::reference::{ExchangeRates, ReferenceData, StrategicFields};
use domain::statistics::{Fact, Month, RateEditions, Standing, fold};
use invented::{Events, Market, exchange_rates};

use crate::Failure;
use crate::common::opened::today;

const SEED: u64 = 20_061_201;
/// Facts of two contracts, roughly: amendments and settlements come on top of registrations.
const FACTS_OF_TWO: u64 = 3;
/// Entries of the journal between two events: the steps on the road of an application.
const STEPS: i64 = 5;

/// A market of twenty years that has about so many facts.
pub(crate) fn market(facts: u64) -> Market {
    let to = today();
    let from = to.checked_sub_months(chrono::Months::new(240)).and_then(|day| day.with_day(1)).unwrap_or(to);
    Market { seed: SEED, from, to, contracts: facts * 2 / FACTS_OF_TWO, companies: 400 }
}

/// The text of the rates of those years.
pub(crate) fn rates(market: &Market) -> String {
    exchange_rates(SEED, Month::of(market.from), Month::of(market.to).plus(1), "")
}

/// The facts of a market, in the order of the journal.
pub(crate) struct Supply {
    events: Events,
    rates: RateEditions,
    /// Of contracts to which more will happen.
    standings: HashMap<u64, Standing>,
    calendar: WorkingCalendar,
    seq: i64,
}

impl Supply {
    /// Nothing folded yet.
    pub(crate) fn new(market: &Market) -> Result<Self, Failure> {
        let rates = ExchangeRates::read(&rates(market))?;
        Ok(Self {
            events: market.events(),
            rates: RateEditions::new(vec![(0, 0, rates)]),
            standings: HashMap::new(),
            calendar: WorkingCalendar::default(),
            seq: 0,
        })
    }

    /// The facts of the next events, about so many; none at the end.
    pub(crate) fn next_facts(&mut self, many: usize) -> Result<Vec<Fact>, Failure> {
        let mut facts = Vec::with_capacity(many + 1);
        while facts.len() < many {
            let Some(event) = self.events.next() else { break };
            self.seq += STEPS;
            let number = event.life.number;
            let particulars = event.life.particulars_of(event.event, &self.calendar);
            let standing = self.standings.remove(&number);
            let (folded, after) = fold(standing.as_ref(), self.seq, &particulars, &self.rates)?;
            if event.event + 1 < event.life.events() {
                self.standings.insert(number, after);
            }
            facts.extend(folded);
        }
        Ok(facts)
    }
}

/// The fields that shipped.
pub(crate) fn fields() -> Result<StrategicFields, Failure> {
    Ok(ReferenceData::shipped()?.strategic_fields)
}

/// Writes the facts of a market as CSV, as much of each as the questions need.
pub(crate) fn write_csv(market: &Market, fields: &StrategicFields, path: &Path) -> Result<(), Failure> {
    let mut file = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    writeln!(
        file,
        "seq,part,kind,month,quarter,year,direction,district,country,industry,strategic_field,legal_type,mode,\
         payment_mode,ownership,company,contracts,amount_usd_cents,technology_fee_usd_cents,royalty_rate"
    )?;
    let mut supply = Supply::new(market)?;
    loop {
        let facts = supply.next_facts(10_000)?;
        if facts.is_empty() {
            return Ok(file.flush()?);
        }
        for fact in &facts {
            let (month, place) = (fact.month(), &fact.place);
            writeln!(
                file,
                "{},{},{},{:04}{:02},{:04}-Q{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
                fact.seq,
                fact.part,
                fact.kind.code(),
                month.year(),
                month.number(),
                month.year(),
                month.quarter(),
                fact.registered_on.year(),
                place.direction.code(),
                place.district,
                place.country,
                place.industry,
                fields.of_industry(&place.industry).map_or("", |field| field.code.as_str()),
                place.legal_type.code(),
                place.mode.code(),
                place.payment_mode.code(),
                place.ownership.code(),
                place.company,
                fact.contracts,
                fact.amount_usd_cents,
                fact.technology_fee_usd_cents,
                fact.royalty_rate.map_or_else(String::new, |rate| rate.millionths.to_string()),
            )?;
        }
    }
}
