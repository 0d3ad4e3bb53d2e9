//! Duties by the clock and after registration: referrals, spot checks, data verification, reminders, service figures.

mod drawings;
mod referrals;
mod reminders;
mod service;
mod verification;

pub use drawings::{
    Drawing, DrawingFilter, Drawn, Inspection, Inspector, announce, drawing, drawings_before, insert_inspection,
    inspection, inspections_of, inspectors_at, population, store_drawing, store_inspection,
};
pub use referrals::{
    Referral, ReferralFilter, ReferralListed, ReferralStep, insert_referral, insert_referral_step, referral,
    referral_steps, referrals_after, store_referral,
};
pub use reminders::{DueSoon, OpenDue, due_between, managers_of, open_dues, remind_once};
pub use service::{ServiceCount, ServiceFact, count_service, service_as_of, service_counts_since};
pub use verification::{
    CaseFilter, TakenStep, VerificationCase, answers_due_between, insert_case, insert_step, store_case,
    verification_case, verification_cases_before, verification_steps,
};
