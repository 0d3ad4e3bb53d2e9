//! An event of a life as the company applied for it: the contract as a form, and what is asked for besides.

use domain::contract::{
    AmountForm, ContractForm, Direction, Mode, PartyForm, PatentForm, PaymentForm, PaymentMode, RoyaltyForm,
};
use domain::contract_number::{PLACE, direction_letter};
use domain::filing::{ClosureForm, FilingKind, RequestForm, SettlementForm};
use domain::money::{Percent, decimal_text};
use domain::{FilingId, statistics::LicensedPatent};

use crate::later::Change;
use crate::life::{Life, identity};
use crate::road::Road;
use crate::terms::{RoyaltyAgreed, Terms};

/// Events that a life may have: room for ids.
const MOST_EVENTS: u64 = 16;

/// An application.
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    /// Its id, the same for the same event.
    pub id: FilingId,
    /// What is applied for.
    pub kind: FilingKind,
    /// The contract as typed.
    pub contract: ContractForm,
    /// What is asked for besides.
    pub request: RequestForm,
    /// The version that it starts from; none for a registration.
    pub base_version: Option<i32>,
    /// When its steps were taken.
    pub road: Road,
}

impl Life {
    /// The application of an event.
    pub fn application(&self, event: usize) -> Application {
        let road = self.road_of(event).clone();
        let (kind, request) = match self.change_of(event) {
            None => (FilingKind::Registration, RequestForm::default()),
            Some(change) => (kind_of(change), self.request(change, event)),
        };
        Application {
            id: FilingId(identity(
                road.decided_on(),
                2,
                self.number * MOST_EVENTS + u64::try_from(event).unwrap_or_default(),
            )),
            kind,
            contract: self.form(self.terms_after(event)),
            request,
            base_version: event.checked_sub(1).map(|before| self.version_after(before)),
            road,
        }
    }

    fn request(&self, change: &Change, event: usize) -> RequestForm {
        let money = |minor| decimal_text(minor, self.terms_after(event).currency.minor_units);
        match change {
            Change::Amended { agreed_on, .. } => RequestForm {
                reason: Some("双方协商变更合同约定（示例）。".into()),
                agreement_on: Some(*agreed_on),
                ..RequestForm::default()
            },
            Change::Settled { formed_on, base_minor } => RequestForm {
                reason: Some("年度提成基准金额形成（示例）。".into()),
                settlement: Some(SettlementForm { formed_on: Some(*formed_on), base_amount: Some(money(*base_minor)) }),
                ..RequestForm::default()
            },
            Change::Closed { effect, since } => RequestForm {
                reason: Some("双方协商一致（示例）。".into()),
                closure: Some(ClosureForm { effect: Some(*effect), effective_on: Some(*since) }),
                ..RequestForm::default()
            },
        }
    }

    /// The contract in these terms, as the company types it.
    fn form(&self, terms: &Terms) -> ContractForm {
        let domestic = PartyForm {
            name: Some(self.company.name.clone()),
            country: Some("CN".into()),
            uscc: Some(self.company.credit_code.clone()),
            district: Some(self.company.district.into()),
            ownership: Some(self.company.ownership),
            address: Some("江苏省苏州市示例路1号".into()),
        };
        let foreign = PartyForm {
            name: Some(self.partner.name.clone()),
            country: Some(self.partner.country.into()),
            address: Some("1 Example Street".into()),
            ..PartyForm::default()
        };
        let (supplier, recipient) = match terms.direction {
            Direction::Import => (foreign, domestic),
            Direction::Export => (domestic, foreign),
        };
        let user =
            PartyForm { name: recipient.name.clone(), country: recipient.country.clone(), ..PartyForm::default() };
        let (zh, en) = terms.technology;
        let (what_zh, what_en) = words(terms.mode);
        let money = |minor| Some(decimal_text(minor, terms.currency.minor_units));
        ContractForm {
            direction: Some(terms.direction),
            number: Some(self.contract_number()),
            name: Some(format!("{zh}{what_zh}合同（示例）")),
            name_original: Some(format!("{what_en} Agreement on {en} (example)")),
            legal_type: Some(terms.legal_type),
            mode: Some(terms.mode),
            summary: Some(format!(
                "示例：双方就{zh}开展{what_zh}合作，约定交付内容、验收标准和使用范围，所列各项均为虚构。"
            )),
            keywords: vec!["示例".into(), zh.into()],
            supplier: Some(supplier),
            recipient: Some(recipient),
            user: Some(user),
            industry: Some(terms.industry.into()),
            patents: terms.patents.iter().map(patent).collect(),
            signed_on: Some(terms.signed_on),
            effective_on: Some(terms.effective_on),
            valid_until: Some(terms.valid_until),
            amount: Some(AmountForm {
                currency: Some(terms.currency.code.to_string()),
                total: money(terms.total_minor),
                technology_fee: money(terms.technology_fee_minor),
                equipment_fee: money(terms.equipment_fee_minor),
            }),
            payment: Some(payment(terms)),
            related_parties: Some(terms.related_parties),
            declared_unrestricted: Some(true),
            project_approval: None,
        }
    }

    /// The number by which it is registered: it keeps it whatever is amended.
    pub fn contract_number(&self) -> String {
        let terms = &self.terms;
        format!(
            "{}{}{PLACE}{}{}{:08}",
            self.road.submitted_on().format("%y"),
            self.partner.country,
            direction_letter(terms.direction),
            terms.industry,
            self.number % 100_000_000
        )
    }
}

const fn kind_of(change: &Change) -> FilingKind {
    match change {
        Change::Amended { .. } | Change::Settled { .. } => FilingKind::Amendment,
        Change::Closed { .. } => FilingKind::Closure,
    }
}

fn payment(terms: &Terms) -> PaymentForm {
    let money = |minor| Some(decimal_text(minor, terms.currency.minor_units));
    PaymentForm {
        mode: Some(terms.payment_mode),
        entry_fee: (terms.payment_mode == PaymentMode::EntryFeeAndRoyalty)
            .then(|| money(terms.total_minor / 2))
            .flatten(),
        royalty: terms.royalty.as_ref().map(|RoyaltyAgreed { base, rate, first_formed_on, first_base_minor }| {
            RoyaltyForm {
                base: Some(*base),
                rate_percent: Some(percent_text(*rate)),
                first_base_formed_on: Some(*first_formed_on),
                first_base_amount: money(*first_base_minor),
            }
        }),
    }
}

/// Without zeros at the end: `3.5`.
fn percent_text(rate: Percent) -> String {
    decimal_text(rate.millionths, Percent::DIGITS).trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn patent(patent: &LicensedPatent) -> PatentForm {
    PatentForm {
        office: Some(patent.office.clone()),
        number: Some(patent.number.clone()),
        expires_on: patent.expires_on,
        ipc: patent.ipc.clone(),
    }
}

const fn words(mode: Mode) -> (&'static str, &'static str) {
    match mode {
        Mode::Patent => ("专利许可", "Patent Licence"),
        Mode::KnowHow => ("专有技术许可", "Know-how Licence"),
        Mode::ConsultingService => ("技术咨询服务", "Technical Service"),
        Mode::Software => ("软件许可", "Software Licence"),
        Mode::Trademark => ("商标许可", "Trade Mark Licence"),
        Mode::JointProduction => ("合作生产", "Joint Production"),
        Mode::Equipment => ("成套设备技术", "Equipment and Technology"),
        Mode::Other => ("技术合作", "Technical Cooperation"),
    }
}
