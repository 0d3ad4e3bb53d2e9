//! The triage as a table, and that it asks for no more than it needs.

use serde_json::{Value, json};

use super::*;
use crate::filing::AttachmentKind;

fn answers(json: Value) -> GuideAnswers {
    serde_json::from_value(json).unwrap()
}

fn with(base: &Value, more: &Value) -> GuideAnswers {
    let mut all = base.clone();
    for (name, value) in more.as_object().unwrap() {
        all[name] = value.clone();
    }
    answers(all)
}

#[test]
fn each_matter_is_sent_where_it_belongs() {
    use Destination as To;
    let import = json!({"task": "registration", "cross_border": true, "direction": "import", "concern": "none",
        "project": "none", "capital_contribution": false, "local": true, "legal_type": "patent_licence",
        "payment_mode": "royalty", "foreign_language": true});
    for (change, destination) in [
        (json!({}), To::Registration),
        (json!({"direction": "export"}), To::Registration),
        (json!({"concern": "unsure"}), To::Registration),
        (json!({"project": "other"}), To::Registration),
        (json!({"cross_border": false}), To::NotNeeded),
        (json!({"local": false}), To::OtherCity),
        (json!({"concern": "prohibited"}), To::Prohibited),
        (json!({"concern": "prohibited", "direction": "export"}), To::Prohibited),
        (json!({"concern": "restricted"}), To::ProvincialLicence),
        (json!({"concern": "restricted", "local": false}), To::ProvincialLicence),
        (json!({"concern": "dual_use", "direction": "export"}), To::ExportControl),
        (json!({"concern": "dual_use"}), To::Registration),
        (json!({"concern": "state_secret", "direction": "export"}), To::SecrecyReview),
        (json!({"project": "state_council"}), To::Ministry),
        (json!({"project": "state_council", "direction": "export"}), To::Registration),
        (json!({"capital_contribution": true}), To::ForeignInvestment),
        (json!({"task": "amendment"}), To::Amendment),
        (json!({"task": "settlement"}), To::Settlement),
        (json!({"task": "closure", "effect": "suspension"}), To::Closure),
        (json!({"task": "reissue"}), To::Reissue),
    ] {
        assert_eq!(step(&with(&import, &change)), Step::Go(destination), "{change}");
    }
}

/// Answers a question with each of its options in turn.
fn branches(given: &GuideAnswers, question: Question) -> Vec<GuideAnswers> {
    question
        .options()
        .into_iter()
        .map(|option| {
            let mut json = serde_json::to_value(given).unwrap();
            json[question.code()] = match option {
                "yes" => json!(true),
                "no" => json!(false),
                code => json!(code),
            };
            answers(json)
        })
        .collect()
}

#[test]
fn every_road_ends_and_no_question_is_asked_twice() {
    let mut open = vec![(GuideAnswers::default(), Vec::new())];
    let mut reached = std::collections::BTreeSet::new();
    let mut ends = 0;
    while let Some((given, asked)) = open.pop() {
        match step(&given) {
            Step::Go(destination) => {
                reached.insert(destination);
                ends += 1;
            }
            Step::Ask(question) => {
                assert!(!asked.contains(&question), "{question:?} again after {given:?}");
                let mut asked: Vec<Question> = asked.clone();
                asked.push(question);
                open.extend(branches(&given, question).into_iter().map(|next| (next, asked.clone())));
            }
        }
    }
    assert_eq!(reached.len(), Destination::ALL.len());
    assert!(ends > 100);
}

#[test]
fn what_is_done_here_begins_a_draft_with_its_papers_and_nothing_else_does() {
    let reference = ReferenceData::shipped().unwrap();
    let given = answers(json!({"direction": "import", "legal_type": "patent_licence", "payment_mode": "royalty",
        "foreign_language": true, "effect": "termination"}));
    let required = |destination| -> Vec<AttachmentKind> {
        let begun = beginning(destination, &given).unwrap();
        let papers = papers(&begun, &given, &reference);
        papers.into_iter().filter(|paper| paper.required).map(|paper| paper.kind).collect()
    };
    let registration = required(Destination::Registration);
    assert!(registration.contains(&AttachmentKind::RoyaltyBaseProof));
    assert!(registration.contains(&AttachmentKind::ContractTranslation));
    let settlement = required(Destination::Settlement);
    assert!(settlement.contains(&AttachmentKind::RoyaltyBaseProof));
    assert!(!settlement.contains(&AttachmentKind::AmendmentAgreement));
    assert!(required(Destination::Amendment).contains(&AttachmentKind::AmendmentAgreement));
    assert!(required(Destination::Reissue).contains(&AttachmentKind::LossNotice));
    let begun = beginning(Destination::Registration, &given).unwrap();
    assert_eq!(begun.contract.payment.unwrap().mode, Some(PaymentMode::Royalty));
    assert_eq!(begun.contract.name_original, None);
    let closure = beginning(Destination::Closure, &given).unwrap().request.closure.unwrap();
    assert_eq!(closure.effect, Some(ClosureEffect::Termination));
    let here = Destination::ALL.iter().filter(|destination| beginning(**destination, &given).is_some()).count();
    assert_eq!(here, 5);
}
