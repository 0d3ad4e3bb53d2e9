//! A life as statistics know it.

use chrono::{Days, NaiveDate};
use domain::calendar::WorkingCalendar;
use domain::clock::FILING_DAYS;
use domain::reference::Divisions;
use domain::statistics::{FactKind, Particulars, Place, RoyaltyTerms, SettledBase};

use crate::later::Change;
use crate::life::Life;

impl Life {
    /// The particulars of each of its events, in order, by a calendar in which every Monday to Friday is worked.
    pub fn particulars(&self) -> Vec<Particulars> {
        let calendar = WorkingCalendar::default();
        (0..self.events()).map(|event| self.particulars_of(event, &calendar)).collect()
    }

    /// The particulars of an event.
    pub fn particulars_of(&self, event: usize, calendar: &WorkingCalendar) -> Particulars {
        let (terms, road) = (self.terms_after(event), self.road_of(event));
        let submitted_on = road.submitted_on();
        let (kind, settlement, late_from) = match self.change_of(event) {
            None => (FactKind::Registration, None, Some(terms.effective_on)),
            Some(Change::Amended { .. }) => (FactKind::Amendment, None, None),
            Some(Change::Settled { formed_on, base_minor }) => {
                let settled = SettledBase { formed_on: *formed_on, base_minor: *base_minor };
                (FactKind::Settlement, Some(settled), Some(*formed_on))
            }
            Some(Change::Closed { .. }) => (FactKind::Closure, None, None),
        };
        Particulars {
            kind,
            contract: self.contract,
            version: self.version_after(event),
            registered_on: road.decided_on(),
            place: Place {
                direction: terms.direction,
                district: Divisions::canonical_code(self.company.district).to_owned(),
                country: self.partner.country.to_owned(),
                industry: terms.industry.to_owned(),
                legal_type: terms.legal_type,
                mode: terms.mode,
                payment_mode: terms.payment_mode,
                ownership: self.company.ownership,
                related_parties: terms.related_parties,
                desk: if Divisions::is_industrial_park(self.company.district) { "sip" } else { "city" }.to_owned(),
                company: self.company.id,
                counterparty: self.partner.key.clone(),
            },
            counterparty_name: self.partner.name.clone(),
            currency: terms.currency,
            total_minor: terms.total_minor,
            technology_fee_minor: terms.technology_fee_minor,
            equipment_fee_minor: terms.equipment_fee_minor,
            royalty: terms.royalty.map(|royalty| RoyaltyTerms { base: royalty.base, rate: royalty.rate }),
            settlement,
            signed_on: terms.signed_on,
            effective_on: terms.effective_on,
            valid_until: terms.valid_until,
            submitted_on,
            working_days: road.working_days(calendar),
            returns: u8::try_from(road.returned.len()).unwrap_or(u8::MAX),
            filed_late_days: late_from.map_or(0, |from| days_late(from, submitted_on)),
            patents: terms.patents.clone(),
        }
    }
}

/// Days after the sixty in which something is to be filed.
fn days_late(from: NaiveDate, submitted_on: NaiveDate) -> u16 {
    let last = from.checked_add_days(Days::new(FILING_DAYS)).unwrap_or(from);
    u16::try_from((submitted_on - last).num_days()).unwrap_or_default()
}
