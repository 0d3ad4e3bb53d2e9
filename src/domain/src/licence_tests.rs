//! The road to a licence: its steps and its limits in working days.

use super::*;
use crate::reference::ReferenceData;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn taken(steps: &[(LicenceStep, &str)]) -> Vec<StepTaken> {
    steps.iter().map(|(step, on)| StepTaken { step: *step, on: day(on) }).collect()
}

fn dues(way: Way, steps: &[(LicenceStep, &str)], today: &str) -> Vec<(LicenceStep, Option<String>)> {
    let reference = ReferenceData::shipped().unwrap();
    progress(&reference.licence_channel, way, &taken(steps), &reference.calendar, day(today))
        .into_iter()
        .map(|one| (one.line.step, one.due_on.map(|due| due.to_string())))
        .collect()
}

const fn way(direction: Direction, route: LicenceRoute, ip_review: bool) -> Way {
    Way { direction, route, ip_review: Some(ip_review) }
}

#[test]
fn an_import_has_thirty_and_then_ten_working_days() {
    use LicenceStep::{Applied, ContractSubmitted, LetterOfIntent, Licensed};
    let steps = [(Applied, "2026-03-02"), (LetterOfIntent, "2026-04-01"), (ContractSubmitted, "2026-04-30")];
    assert_eq!(
        dues(way(Direction::Import, LicenceRoute::Separate, false), &steps, "2026-05-06"),
        [
            (Applied, None),
            (LetterOfIntent, Some("2026-04-14".to_owned())),
            (ContractSubmitted, None),
            // The vector of the working-day table: 30 April and ten working days.
            (Licensed, Some("2026-05-18".to_owned())),
        ]
    );
}

#[test]
fn the_combined_route_has_forty_working_days() {
    let steps = [(LicenceStep::Applied, "2026-06-01")];
    let due = dues(way(Direction::Import, LicenceRoute::Combined, false), &steps, "2026-06-02");
    assert_eq!(due, [(LicenceStep::Applied, None), (LicenceStep::Licensed, Some("2026-07-28".to_owned()))]);
}

#[test]
fn an_export_passes_science_within_five_days_and_the_ip_review_where_it_applies() {
    use LicenceStep::{Applied, ContractSubmitted, IpReview, LetterOfIntent, Licensed, SentToScience};
    let steps = [(Applied, "2026-06-01")];
    let plain = dues(way(Direction::Export, LicenceRoute::Separate, false), &steps, "2026-06-02");
    assert_eq!(
        plain.iter().map(|(step, _)| *step).collect::<Vec<_>>(),
        [Applied, SentToScience, LetterOfIntent, ContractSubmitted, Licensed]
    );
    assert_eq!(plain[1].1.as_deref(), Some("2026-06-08"));
    assert_eq!(plain[2].1.as_deref(), Some("2026-07-14"));
    let reviewed = dues(way(Direction::Export, LicenceRoute::Separate, true), &steps, "2026-06-02");
    assert!(reviewed.iter().any(|(step, _)| *step == IpReview));
}

#[test]
fn a_limit_that_runs_into_a_year_without_calendar_is_provisional() {
    let reference = ReferenceData::shipped().unwrap();
    let steps = taken(&[(LicenceStep::Applied, "2026-11-30")]);
    let found = progress(
        &reference.licence_channel,
        way(Direction::Import, LicenceRoute::Separate, false),
        &steps,
        &reference.calendar,
        day("2026-12-01"),
    );
    assert!(found[1].provisional && !found[0].provisional);
}

#[test]
fn a_step_waits_for_the_one_before_and_does_not_happen_tomorrow() {
    use LicenceStep::{Applied, ContractSubmitted, IpReview, LetterOfIntent};
    let channel = ReferenceData::shipped().unwrap().licence_channel;
    let way = way(Direction::Import, LicenceRoute::Separate, false);
    let applied = taken(&[(Applied, "2026-06-01")]);
    let ask = |step, on: &str| may_record(&channel, way, &applied, StepTaken { step, on: day(on) }, day("2026-06-10"));
    assert_eq!(ask(LetterOfIntent, "2026-06-10"), Ok(()));
    assert_eq!(ask(LetterOfIntent, "2026-06-11"), Err(StepRefused::Day));
    assert_eq!(ask(LetterOfIntent, "2026-05-31"), Err(StepRefused::Day));
    assert_eq!(ask(ContractSubmitted, "2026-06-10"), Err(StepRefused::TooEarly));
    assert_eq!(ask(IpReview, "2026-06-10"), Err(StepRefused::NotOnTheWay));
}

#[test]
fn a_day_recorded_anew_counts() {
    use LicenceStep::{Applied, LetterOfIntent};
    let steps = [(Applied, "2026-06-01"), (Applied, "2026-06-02")];
    let due = dues(way(Direction::Import, LicenceRoute::Separate, false), &steps, "2026-06-03");
    assert_eq!(due[1], (LetterOfIntent, Some("2026-07-15".to_owned())));
}

#[test]
fn whose_patent_changes_hands_abroad_is_reviewed() {
    use Direction::{Export, Import};
    assert_eq!(needs_ip_review(Import, Some(LegalType::PatentTransfer)), Some(false));
    assert_eq!(needs_ip_review(Export, Some(LegalType::PatentTransfer)), Some(true));
    assert_eq!(needs_ip_review(Export, Some(LegalType::PatentLicence)), None);
    assert_eq!(needs_ip_review(Export, Some(LegalType::TechnicalService)), Some(false));
}
