//! The given cases, exactly, and what they leave out.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use super::*;
use crate::money::{Money, to_usd_cents};
use crate::reference::{ExchangeRates, INVENTED_RATES};
use crate::routing::{RoutingFacts, RoutingTable};

mod kinds;
mod variations;

static REFERENCE: LazyLock<ReferenceData> = LazyLock::new(|| {
    let rates = ExchangeRates::read(INVENTED_RATES.content).unwrap();
    ReferenceData { rates, ..ReferenceData::shipped().unwrap() }
});
static SCREENER: LazyLock<Screener> = LazyLock::new(|| Screener::new(&REFERENCE.catalogue));
static NOTHING_EARLIER: EarlierContracts = EarlierContracts { same_number: Vec::new(), similar: Vec::new() };
static FILER: LazyLock<Filer> = LazyLock::new(|| filer_of(&import_case()));
static NOTHING_ASKED: LazyLock<RequestForm> = LazyLock::new(RequestForm::default);
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/cases/filings.json"));
    serde_json::from_value(serde_json::from_str::<Value>(text).unwrap()["cases"].take()).unwrap()
});

#[derive(Deserialize)]
struct Case {
    name: String,
    today: NaiveDate,
    kind: FilingKind,
    contract: ContractForm,
    expect: Expected,
}

#[derive(Deserialize)]
struct Expected {
    desk: String,
    findings: Vec<ExpectedFinding>,
}

#[derive(Deserialize)]
struct ExpectedFinding {
    code: String,
    severity: Severity,
    pointer: String,
}

fn context(today: NaiveDate, kind: FilingKind) -> CheckContext<'static> {
    CheckContext {
        today,
        kind,
        request: &NOTHING_ASKED,
        target: None,
        reference: &REFERENCE,
        screener: &SCREENER,
        attachments: &[],
        earlier: &NOTHING_EARLIER,
        filer: &FILER,
    }
}

/// The company on the mainland's side files for itself.
fn filer_of(form: &ContractForm) -> Filer {
    let uscc = form.domestic_party().and_then(|party| party.uscc.clone()).unwrap_or_default();
    Filer { uscc, ..Filer::default() }
}

fn import_case() -> ContractForm {
    CASES[0].contract.clone()
}

fn today() -> NaiveDate {
    CASES[0].today
}

/// Code, severity and pointer of everything that is not about papers or information only.
fn told(findings: &[Finding]) -> Vec<(&str, Severity, &str)> {
    let mut told: Vec<_> = findings
        .iter()
        .filter(|finding| !finding.code.starts_with("document") && finding.severity != Severity::Info)
        .map(|finding| (finding.code, finding.severity, finding.pointer.as_str()))
        .collect();
    told.sort_unstable();
    told
}

fn check_registration(form: &ContractForm) -> Vec<Finding> {
    check(form, &context(today(), FilingKind::Registration))
}

#[test]
fn every_given_case_has_exactly_its_findings() {
    assert_eq!(CASES.len(), 21);
    for case in CASES.iter() {
        let filer = filer_of(&case.contract);
        let findings = check(&case.contract, &CheckContext { filer: &filer, ..context(case.today, case.kind) });
        let mut expected: Vec<_> = case
            .expect
            .findings
            .iter()
            .map(|finding| (finding.code.as_str(), finding.severity, finding.pointer.as_str()))
            .collect();
        expected.sort_unstable();
        assert_eq!(told(&findings), expected, "{}", case.name);
    }
}

#[test]
fn every_given_case_goes_to_its_desk() {
    for case in CASES.iter() {
        let form = &case.contract;
        let amount = form.amount.as_ref().unwrap();
        let currency = REFERENCE.currency(amount.currency.as_deref().unwrap()).unwrap();
        let rate = REFERENCE.rates.usd_rate(currency.code, case.today);
        let facts = RoutingFacts {
            is_unconverted: rate.is_none(),
            district: form.domestic_party().and_then(|party| party.district.clone()),
            direction: form.direction,
            kind: case.kind,
            industry: form.industry.clone(),
            amount_usd_cents: Money::parse(amount.total.as_deref().unwrap(), currency)
                .ok()
                .zip(rate)
                .and_then(|(money, rate)| to_usd_cents(money, rate).ok()),
            catalogue_hit: !SCREENER.screen(form.direction.unwrap(), form).is_empty(),
        };
        assert_eq!(RoutingTable::seed().route(&facts).unwrap().desk, case.expect.desk, "{}", case.name);
    }
}

#[test]
fn an_empty_draft_is_told_each_field_once_and_nothing_panics() {
    // A closure and a reissue leave the contract as it is registered, and do not look at it.
    for kind in [FilingKind::Registration, FilingKind::Amendment] {
        let findings = check(&ContractForm::default(), &context(today(), kind));
        let mut pointers: Vec<_> = findings
            .iter()
            .filter(|finding| finding.code == "field.required")
            .map(|finding| &finding.pointer)
            .collect();
        assert!(pointers.len() > 15);
        pointers.sort_unstable();
        pointers.dedup();
        let required = findings.iter().filter(|finding| finding.code == "field.required").count();
        assert_eq!(pointers.len(), required);
        assert!(findings.iter().any(|finding| finding.code == "declaration.missing"));
        assert!(!may_be_submitted(&findings));
    }
}

#[test]
fn a_filing_with_its_papers_may_be_submitted() {
    use AttachmentKind::{
        ApplicationForm, ContractCopy, ContractTranslation, LegalStatusRecipient, LegalStatusSupplier, RoyaltyBaseProof,
    };
    let papers = [
        ApplicationForm,
        ContractCopy,
        ContractTranslation,
        LegalStatusSupplier,
        LegalStatusRecipient,
        RoyaltyBaseProof,
    ];
    let bare = check_registration(&import_case());
    let missing: Vec<_> = bare.iter().filter(|finding| finding.code == "documents.missing").collect();
    assert_eq!(missing.len(), 5);
    assert!(missing.iter().all(|finding| finding.pointer == "/attachments" && finding.rule.is_some()));
    assert!(
        bare.iter()
            .any(|finding| finding.code == "document.translation_missing" && finding.severity == Severity::Warning)
    );

    let with_papers = CheckContext { attachments: &papers, ..context(today(), FilingKind::Registration) };
    let findings = check(&import_case(), &with_papers);
    assert!(may_be_submitted(&findings), "{findings:?}");
    let needs = document_needs(&import_case(), FilingKind::Registration, &NOTHING_ASKED, &REFERENCE, &papers, false);
    assert!(needs.iter().all(|need| !need.required || need.present));
}

#[test]
fn each_kind_of_application_has_its_own_papers() {
    let filed = |kind, agent| -> Vec<_> {
        let needs = document_needs(&CASES[1].contract, kind, &NOTHING_ASKED, &REFERENCE, &[], agent);
        needs.into_iter().filter(|need| need.required).map(|need| need.kind.code()).collect()
    };
    let required = |kind| filed(kind, false);
    for kind in FilingKind::ALL {
        let (own, agents) = (filed(*kind, false), filed(*kind, true));
        assert!(!own.contains(&"agency_mandate") && agents.contains(&"agency_mandate"), "{kind:?}");
    }
    assert!(required(FilingKind::Registration).contains(&"contract_copy"));
    assert!(!required(FilingKind::Registration).contains(&"royalty_base_proof"));
    assert_eq!(required(FilingKind::Closure), ["application_form", "closure_evidence"]);
    assert_eq!(required(FilingKind::Reissue), ["application_form", "loss_notice", "department_proof"]);
}

#[test]
fn repeated_contracts_are_an_error_by_number_and_a_question_by_likeness() {
    let earlier = EarlierContracts {
        same_number: vec!["019373e0-5b1a-7c3d-8e2f-0a1b2c3d4e5f".into()],
        similar: vec![SimilarContract {
            number: "26DEJSY39SZ000009".into(), name: "专利许可".into(), signed_on: None
        }],
    };
    let context = CheckContext { earlier: &earlier, ..context(today(), FilingKind::Registration) };
    let findings = check(&import_case(), &context);
    assert_eq!(
        told(&findings),
        [
            ("duplicate.number", Severity::Error, "/contract/number"),
            ("duplicate.similar", Severity::Warning, "/contract"),
        ]
    );
}

#[test]
fn the_mainland_party_is_the_company_that_files_or_its_principal() {
    let form = import_case();
    let own = filer_of(&form);
    let told_to = |filer: &Filer| {
        let findings = check(&form, &CheckContext { filer, ..context(today(), FilingKind::Registration) });
        findings
            .into_iter()
            .filter(|finding| finding.code == "company.not_filer")
            .map(|finding| (finding.severity, finding.pointer))
            .collect::<Vec<_>>()
    };
    let found = |severity| vec![(severity, "/contract/recipient/uscc".to_owned())];
    assert_eq!(told_to(&own), []);
    let other = Filer { uscc: "91320583MA1X0B02LL".into(), ..Filer::default() };
    assert_eq!(told_to(&other), found(Severity::Info));
    assert_eq!(told_to(&Filer { principals: vec![own.uscc], ..other }), found(Severity::Info));
}

#[test]
fn whatever_is_told_of_an_application_asks_for_a_look_but_what_is_ordinary() {
    assert!(is_clear(&check(
        &import_case(),
        &CheckContext { attachments: AttachmentKind::ALL, ..context(today(), FilingKind::Registration) }
    )));
    for (code, severity, clear) in [
        ("company.not_filer", Severity::Info, false),
        ("catalogue.match", Severity::Info, false),
        ("deadline.late", Severity::Warning, false),
        ("settlement.cumulative", Severity::Info, true),
        ("rate.missing", Severity::Info, true),
    ] {
        let finding = Finding::new(code, severity, "/contract", Bilingual::new("有", "There is"));
        assert_eq!(is_clear(&[finding]), clear, "{code}");
    }
    assert!(is_clear(&[]));
}

#[test]
fn related_parties_are_told_what_may_be_asked() {
    for (related, told) in [(Some(true), 1), (Some(false), 0)] {
        let form = ContractForm { related_parties: related, ..import_case() };
        let findings = check_registration(&form);
        let found: Vec<_> = findings.iter().filter(|finding| finding.code == "related_parties").collect();
        assert_eq!(found.len(), told);
        assert!(found.iter().all(|one| one.severity == Severity::Info && one.pointer == "/contract/related_parties"));
    }
}

#[test]
fn only_a_late_registration_is_late() {
    let mut form = CASES[1].contract.clone();
    form.signed_on = "2026-01-05".parse().ok();
    form.effective_on = "2026-01-05".parse().ok();
    let filer = filer_of(&form);
    let codes = |kind| {
        told(&check(&form, &CheckContext { filer: &filer, ..context(today(), kind) }))
            .iter()
            .map(|finding| finding.0.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(FilingKind::Registration), ["deadline.late"]);
    assert!(codes(FilingKind::Amendment).is_empty());
    assert!(codes(FilingKind::Closure).is_empty());
}

#[test]
fn prohibited_technology_is_stopped_with_its_evidence() {
    let mut form = CASES[1].contract.clone();
    form.summary = Some("向境外转让人的细胞克隆和基因编辑技术及实验记录。".into());
    let findings = check_registration(&form);
    let finding = findings.iter().find(|finding| finding.code == "catalogue.prohibited").unwrap();
    assert_eq!((finding.severity, finding.pointer.as_str()), (Severity::Error, "/contract/summary"));
    let evidence = finding.evidence.as_ref().unwrap();
    assert_eq!(evidence["partial"], true);
    assert!(evidence["hits"][0]["passage"].as_str().unwrap().contains("基因编辑"));
}

#[test]
fn a_currency_without_a_rate_is_information() {
    let mut form = CASES[1].contract.clone();
    form.amount.as_mut().unwrap().currency = Some("THB".into());
    let findings = check_registration(&form);
    let finding = findings.iter().find(|finding| finding.code == "rate.missing").unwrap();
    assert_eq!(finding.severity, Severity::Info);
}

#[test]
fn every_message_is_there_in_both_languages_and_law_is_quoted_only_if_read() {
    for case in CASES.iter() {
        for finding in check(&case.contract, &context(case.today, case.kind)) {
            assert!(
                !finding.message.zh.is_empty()
                    && finding.message.en.is_ascii()
                        | finding.code.starts_with("catalogue")
                        | finding.code.starts_with("documents"),
                "{finding:?}"
            );
            assert!(finding.pointer.starts_with("/contract") || finding.pointer == "/attachments");
        }
    }
    let number = CASES.iter().find(|case| case.name.contains("16 characters")).unwrap();
    let findings = check(&number.contract, &context(number.today, number.kind));
    let rule = findings.iter().find(|finding| finding.code == "contract_number.format").unwrap().rule.clone().unwrap();
    assert_eq!(rule.text, None, "the wording of the number's rule is not confirmed");
}
