//! A fact as it is read back from its columns.

use super::Snapshot;
use super::field::{Field, Mark, Number};
use super::segment::Segment;

/// A fact as far as the figures keep it: no exact day, no contract, no amount in the contract's own currency. Codes are those of the
/// dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactRow<'a> {
    /// The journal entry it comes from.
    pub seq: i64,
    /// 0: what is taken away where the contract was; 1: what is added, or changes in place.
    pub part: u8,
    /// The month of the entry, `YYYY-MM`.
    pub month: &'a str,
    /// What was registered.
    pub kind: &'a str,
    /// Import or export.
    pub direction: &'a str,
    /// The company's area of Suzhou.
    pub district: &'a str,
    /// The counterparty's country or region.
    pub country: &'a str,
    /// Industry of the technology, GB/T 4754 division.
    pub industry: &'a str,
    /// Legal type.
    pub legal_type: &'a str,
    /// How the technology moves.
    pub mode: &'a str,
    /// How the price is paid.
    pub payment_mode: &'a str,
    /// What a royalty is a share of; empty where there is none.
    pub royalty_base: &'a str,
    /// The company's nature.
    pub ownership: &'a str,
    /// Whether the parties are related: `true` or `false`.
    pub related_parties: &'a str,
    /// The size class of the whole contract.
    pub amount_band: &'a str,
    /// The desk that registered it.
    pub desk: &'a str,
    /// The company, by id.
    pub company: &'a str,
    /// The counterparty, by its key.
    pub counterparty: &'a str,
    /// Currency of the contract.
    pub currency: &'a str,
    /// +1, 0 or −1.
    pub contracts: i64,
    /// The total in US cents; a delta.
    pub amount_usd_cents: i64,
    /// The technology fee in US cents; a delta.
    pub technology_fee_usd_cents: i64,
    /// Royalty due on the base that the event settles, in US cents.
    pub royalty_due_usd_cents: i64,
    /// Whether the currency had a rate; without one the amounts in dollars are 0.
    pub has_rate: bool,
    /// The royalty rate agreed, in millionths of one (3.5 % is 35 000), where there is one.
    pub royalty_rate_millionths: Option<u32>,
    /// Working days from the first submission to registration.
    pub days_to_register: u32,
    /// How often the application was returned.
    pub returns: u32,
    /// Whole months from effect to the last day of validity.
    pub months: u32,
    /// Calendar days after the time in which the event was to be filed.
    pub filed_late_days: u32,
}

impl<'a> FactRow<'a> {
    pub(super) fn of(snapshot: &'a Snapshot, segment: &Segment, fact: usize) -> Self {
        let text = |field: Field| snapshot.texts(field).text(segment.codes(field).at(fact));
        let number = |number: Number| segment.numbers(number).at(fact);
        let mark = Mark(number(Number::Mark));
        let due = segment.royalties_due();
        let royalty_due = due.binary_search_by_key(&fact, |(at, _)| usize::from(*at)).map_or(0, |at| due[at].1);
        Self {
            seq: segment.seq(fact),
            part: u8::from(mark.is_added()),
            month: text(Field::Month),
            kind: text(Field::Kind),
            direction: text(Field::Direction),
            district: text(Field::District),
            country: text(Field::Country),
            industry: text(Field::Industry),
            legal_type: text(Field::LegalType),
            mode: text(Field::Mode),
            payment_mode: text(Field::PaymentMode),
            royalty_base: text(Field::RoyaltyBase),
            ownership: text(Field::Ownership),
            related_parties: text(Field::RelatedParties),
            amount_band: text(Field::AmountBand),
            desk: text(Field::Desk),
            company: text(Field::Company),
            counterparty: text(Field::Counterparty),
            currency: text(Field::Currency),
            contracts: mark.contracts(),
            amount_usd_cents: segment.amounts()[fact],
            technology_fee_usd_cents: segment.technology_fees()[fact],
            royalty_due_usd_cents: royalty_due,
            has_rate: mark.has_rate(),
            royalty_rate_millionths: number(Number::RoyaltyRate).checked_sub(1),
            days_to_register: number(Number::DaysToRegister),
            returns: number(Number::Returns),
            months: number(Number::Months),
            filed_late_days: number(Number::FiledLateDays),
        }
    }
}
