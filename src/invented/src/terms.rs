//! What the parties of a contract agree on.

use chrono::{Months, NaiveDate};
use domain::contract::{Direction, LegalType, Mode, PaymentMode, RoyaltyBase};
use domain::money::{Currency, Percent};
use domain::statistics::LicensedPatent;

use crate::chance::Chance;
use crate::partner::{Country, Partner};
use crate::patents;
use crate::price::{currency, drawn, in_currency, rounded, share_of, technology_share};
use crate::subject::{Subject, drifted};

/// What is agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Import or export.
    pub direction: Direction,
    /// GB/T 4754 division.
    pub industry: &'static str,
    /// The technology, in Chinese and in English.
    pub technology: (&'static str, &'static str),
    /// Legal type.
    pub legal_type: LegalType,
    /// How the technology moves.
    pub mode: Mode,
    /// How it is paid.
    pub payment_mode: PaymentMode,
    /// Whether the parties are related.
    pub related_parties: bool,
    /// Currency.
    pub currency: Currency,
    /// The whole price, in minor units.
    pub total_minor: i64,
    /// The part paid for technology.
    pub technology_fee_minor: i64,
    /// The part paid for equipment.
    pub equipment_fee_minor: i64,
    /// The royalty, where it is paid by one.
    pub royalty: Option<RoyaltyAgreed>,
    /// Day of signature.
    pub signed_on: NaiveDate,
    /// Day of effect.
    pub effective_on: NaiveDate,
    /// Last day of validity.
    pub valid_until: NaiveDate,
    /// The patents concerned.
    pub patents: Vec<LicensedPatent>,
}

/// A royalty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoyaltyAgreed {
    /// What it is a share of.
    pub base: RoyaltyBase,
    /// The share.
    pub rate: Percent,
    /// Day on which the first base formed.
    pub first_formed_on: NaiveDate,
    /// The first base, in minor units of the contract's currency.
    pub first_base_minor: i64,
}

/// Modes with how often imports are of them in 2006 and twenty years later (as published for 2006 and 2011), and exports.
const MODES: [(Mode, (u64, u64), u64); 8] = [
    (Mode::KnowHow, (340, 330), 120),
    (Mode::ConsultingService, (260, 330), 640),
    (Mode::JointProduction, (190, 35), 5),
    (Mode::Patent, (70, 130), 55),
    (Mode::Software, (70, 125), 145),
    (Mode::Equipment, (45, 25), 10),
    (Mode::Trademark, (15, 15), 5),
    (Mode::Other, (10, 10), 20),
];
const MONTHS_OF_SERVICES: [(u32, u64); 4] = [(6, 15), (12, 45), (24, 25), (36, 15)];
const MONTHS_OF_LICENCES: [(u32, u64); 5] = [(24, 10), (36, 30), (60, 35), (84, 10), (120, 15)];

/// What terms are drawn from.
pub(crate) struct Setting<'a> {
    pub(crate) seed: u64,
    pub(crate) import: bool,
    /// Years after 2006.
    pub(crate) age: u64,
    pub(crate) subject: &'static Subject,
    pub(crate) country: &'static Country,
    pub(crate) partner: &'a Partner,
    /// Day of the first submission.
    pub(crate) submitted_on: NaiveDate,
}

impl Terms {
    /// Draws terms.
    pub(crate) fn drawn(chance: &mut Chance, setting: &Setting<'_>) -> Self {
        let mode = mode(chance, setting);
        let legal_type = legal_type(chance, mode);
        let licence = matches!(mode, Mode::Patent | Mode::KnowHow | Mode::Software | Mode::JointProduction);
        let payment_mode = if licence {
            let how = [
                (PaymentMode::LumpSum, 36),
                (PaymentMode::Instalments, 26),
                (PaymentMode::EntryFeeAndRoyalty, 26),
                (PaymentMode::Royalty, 12),
            ];
            chance.pick(&how)
        } else {
            chance.pick(&[(PaymentMode::LumpSum, 58), (PaymentMode::Instalments, 42)])
        };
        let currency = currency(chance.pick(&setting.country.currencies));
        let total_minor = in_currency(drawn(chance, setting.import, mode), currency);
        let technology_fee_minor = share_of(total_minor, technology_share(chance, mode));
        // One in twelve is filed late.
        let ago = if chance.in_thousand(80) { chance.between(61, 200) } else { chance.between(3, 55) };
        let effective_on = before(setting.submitted_on, ago);
        let signed_on = before(effective_on, chance.between(0, 20));
        let months = if licence { chance.pick(&MONTHS_OF_LICENCES) } else { chance.pick(&MONTHS_OF_SERVICES) };
        let royalty = payment_mode.has_royalty().then(|| RoyaltyAgreed {
            base: base(chance),
            rate: rate(chance, setting.subject.royalty),
            first_formed_on: effective_on,
            first_base_minor: rounded(share_of(total_minor, chance.between(1_500, 6_000))),
        });
        let patents =
            if legal_type.concerns_patents() { patents::drawn(chance, setting, effective_on) } else { Vec::new() };
        let place = usize::try_from(chance.below(setting.subject.technologies.len() as u64)).unwrap_or_default();
        Self {
            direction: if setting.import { Direction::Import } else { Direction::Export },
            industry: setting.subject.industry,
            technology: setting.subject.technologies.get(place).copied().unwrap_or_default(),
            legal_type,
            mode,
            payment_mode,
            related_parties: chance.in_thousand(if setting.import { 280 } else { 160 }),
            currency,
            total_minor,
            technology_fee_minor,
            equipment_fee_minor: total_minor - technology_fee_minor,
            royalty,
            signed_on,
            effective_on,
            valid_until: last_day(effective_on, months),
            patents,
        }
    }

    /// Another price, of which technology has the same part.
    pub(crate) fn priced(&mut self, total_minor: i64) {
        let fee = i128::from(self.technology_fee_minor) * i128::from(total_minor) / i128::from(self.total_minor.max(1));
        self.technology_fee_minor = i64::try_from(fee).unwrap_or(total_minor);
        self.total_minor = total_minor;
        self.equipment_fee_minor = total_minor - self.technology_fee_minor;
    }
}

/// The last of so many months from a day.
pub(crate) fn last_day(from: NaiveDate, months: u32) -> NaiveDate {
    from.checked_add_months(Months::new(months)).and_then(|day| day.pred_opt()).unwrap_or(from)
}

/// So many days before.
pub(crate) fn before(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_sub_signed(chrono::TimeDelta::days(days)).unwrap_or(day)
}

fn mode(chance: &mut Chance, setting: &Setting<'_>) -> Mode {
    let weight = |(_, (first, last), exported): &(Mode, (u64, u64), u64)| {
        if setting.import { drifted(*first, *last, setting.age) } else { *exported }
    };
    let place = chance.weighted(MODES.iter().map(weight));
    MODES.get(place).map_or(Mode::Other, |(mode, ..)| *mode)
}

fn legal_type(chance: &mut Chance, mode: Mode) -> LegalType {
    match mode {
        Mode::Patent => chance.pick(&[
            (LegalType::PatentLicence, 80),
            (LegalType::PatentTransfer, 13),
            (LegalType::PatentApplicationTransfer, 7),
        ]),
        Mode::KnowHow => LegalType::KnowHowLicence,
        Mode::ConsultingService => LegalType::TechnicalService,
        Mode::Software => chance.pick(&[(LegalType::KnowHowLicence, 4), (LegalType::Other, 6)]),
        Mode::JointProduction => chance.pick(&[(LegalType::KnowHowLicence, 3), (LegalType::Other, 7)]),
        Mode::Equipment => chance.pick(&[(LegalType::TechnicalService, 5), (LegalType::Other, 5)]),
        Mode::Trademark | Mode::Other => LegalType::Other,
    }
}

fn base(chance: &mut Chance) -> RoyaltyBase {
    chance.pick(&[
        (RoyaltyBase::NetSales, 70),
        (RoyaltyBase::ProductPrice, 12),
        (RoyaltyBase::AddedOutput, 8),
        (RoyaltyBase::Profit, 7),
        (RoyaltyBase::Other, 3),
    ])
}

/// Around what is usual, in steps of a twentieth of a per cent.
fn rate(chance: &mut Chance, usual: i64) -> Percent {
    let millionths = chance.log_normal(usual, 450).clamp(5_000, 150_000);
    Percent { millionths: millionths / 500 * 500 }
}
