//! What the checks of one filing take, screening included, in this process alone: of the given cases, and of the same with texts as long
//! as a form takes them, made of the catalogue's own words, so that screening meets as much as it can.

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use domain::checks::{CheckContext, EarlierContracts, Filer, check};
use domain::contract::ContractForm;
use domain::filing::{FilingKind, RequestForm};
use domain::reference::{ExchangeRates, INVENTED_RATES, ReferenceData};
use domain::screening::Screener;

use crate::common::measure::{Figures, of_waits};
use crate::{Failure, Options};

/// Names of what is measured.
const GIVEN: &str = "checks of one filing, given cases";
const LONGEST: &str = "checks of one filing, longest texts";

/// Characters that a form takes at most: of the summary, of the name, and of a keyword as somebody would still write it.
const SUMMARY: usize = 4_000;
const NAME: usize = 200;
const KEYWORD: usize = 40;
/// Keywords that a form takes at most.
const KEYWORDS: usize = 20;

#[derive(serde::Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Clone, serde::Deserialize)]
struct Case {
    today: NaiveDate,
    kind: FilingKind,
    contract: ContractForm,
}

/// Figures by what was checked.
pub(crate) fn measure(options: &Options) -> Result<Vec<(String, Figures)>, Failure> {
    let rates = ExchangeRates::read(INVENTED_RATES.content)?;
    let reference = ReferenceData { rates, ..ReferenceData::shipped()? };
    let screener = Screener::new(&reference.catalogue);
    let Cases { cases: given } = serde_json::from_str(include_str!("../../tests/cases/filings.json"))?;
    let longest: Vec<Case> = given.iter().map(|case| lengthened(case, &reference)).collect();
    let mut measured = Vec::new();
    for (name, cases) in [(GIVEN, given), (LONGEST, longest)] {
        if name.contains(&options.only) {
            let figures = figures(&cases, options.seconds, &reference, &screener);
            println!(
                "{name}: p50 {:.2} ms  p95 {:.2} ms  p99 {:.2} ms",
                figures.p50_ms, figures.p95_ms, figures.p99_ms
            );
            measured.push((name.to_owned(), figures));
        }
    }
    Ok(measured)
}

fn lengthened(case: &Case, reference: &ReferenceData) -> Case {
    let own = reference.catalogue.items.iter().filter(|item| Some(item.direction) == case.contract.direction);
    let names: Vec<&str> = own.clone().map(|item| item.name.as_str()).collect();
    let points = own.filter_map(|item| item.control_points.as_deref());
    let mut contract = case.contract.clone();
    contract.keywords = names.iter().take(KEYWORDS).map(|name| name.chars().take(KEYWORD).collect()).collect();
    contract.name = Some(names.join("、").chars().take(NAME).collect());
    contract.summary = Some(names.iter().copied().chain(points).flat_map(str::chars).take(SUMMARY).collect());
    Case { contract, ..case.clone() }
}

fn figures(cases: &[Case], seconds: u64, reference: &ReferenceData, screener: &Screener) -> Figures {
    let (request, earlier) = (RequestForm::default(), EarlierContracts::default());
    let (began, mut waits) = (Instant::now(), Vec::new());
    for case in cases.iter().cycle() {
        if began.elapsed() >= Duration::from_secs(seconds) {
            break;
        }
        let uscc = case.contract.domestic_party().and_then(|party| party.uscc.clone()).unwrap_or_default();
        let filer = Filer { uscc, ..Filer::default() };
        let context = CheckContext {
            today: case.today,
            kind: case.kind,
            request: &request,
            target: None,
            reference,
            screener,
            attachments: &[],
            earlier: &earlier,
            filer: &filer,
        };
        let asked = Instant::now();
        black_box(check(&case.contract, &context));
        waits.push(asked.elapsed());
    }
    of_waits(waits, 0, began.elapsed())
}
