//! The workbook to fill in.

use domain::bulk::{Input, columns_of};
use domain::filing::FilingKind;

use super::book::{FIRST, SHEET_PART, column, filled_template, part, read, text};
use super::{REGISTRATION, dry_run, form, outcomes};
use crate::on_both_databases;
use crate::support::{Contract, TestPortal};

on_both_databases!(
    each_kind_has_a_template_with_drop_downs_and_hints,
    a_template_that_is_filled_in_is_read,
    a_template_as_it_comes_holds_no_application,
    a_template_is_for_whoever_is_signed_in_and_of_a_known_kind,
);

async fn each_kind_has_a_template_with_drop_downs_and_hints(portal: &TestPortal) {
    let company = portal.company().await;
    for kind in FilingKind::ALL {
        let answer = company.get(&format!("/bulk/template?kind={}", kind.code())).await;
        assert_eq!(answer.status, 200);
        let name = format!("attachment; filename=\"template-{}.xlsx\"", kind.code());
        assert_eq!(answer.header("content-disposition"), Some(name.as_str()));

        let (sheet, xml) = (read(&answer.body), part(&answer.body, SHEET_PART));
        let rules: Vec<&str> = xml.split("<dataValidation ").skip(1).collect();
        let columns = columns_of(*kind);
        assert_eq!(rules.len(), columns.len(), "each column says at its cells what belongs there");
        for known in columns {
            let place = column(*kind, &known.pointer);
            assert_eq!(text(&sheet, 1, place), format!("{}\n{}", known.name.zh, known.name.en));
            assert_eq!(text(&sheet, 2, place), format!("{}\n{}", known.hint.zh, known.hint.en));
            let letters = rust_xlsxwriter::utility::column_number_to_name(place);
            let cells = format!("sqref=\"{letters}{FIRST}:{letters}{}\"", FIRST + 1_999);
            let rule = rules.iter().find(|rule| rule.contains(&cells));
            let rule = rule.unwrap_or_else(|| panic!("{}: nothing at {cells}", known.pointer));
            assert!(rule.contains(&format!("promptTitle=\"{}\"", known.name.zh)), "{rule}");
            assert_eq!(rule.contains("type=\"list\""), matches!(known.input, Input::Choice(_)), "{rule}");
        }
    }
}

async fn a_template_that_is_filled_in_is_read(portal: &TestPortal) {
    let company = portal.company().await;
    let template = company.get("/bulk/template?kind=registration").await.body;
    let contracts: Vec<_> = (1..=2).map(|number| form(&Contract::import().of(&company).numbered(number))).collect();
    let result = dry_run(&company, REGISTRATION, &filled_template(&template, REGISTRATION, &contracts)).await;
    assert_eq!(outcomes(&result), ["good", "good"]);
    let rows: Vec<_> = result["items"].as_array().unwrap().iter().map(|item| item["row"].clone()).collect();
    assert_eq!(rows, [FIRST, FIRST + 1]);
    assert_eq!(result["items"][1]["contract_number"], contracts[1]["contract"]["number"]);
    assert!(!result["items"][0]["papers"].as_array().unwrap().is_empty(), "the papers come in the draft");
}

async fn a_template_as_it_comes_holds_no_application(portal: &TestPortal) {
    let company = portal.company().await;
    for kind in FilingKind::ALL {
        let template = company.get(&format!("/bulk/template?kind={}", kind.code())).await.body;
        // The examples are for reading.
        super::Sent::new("/bulk-dry-run", *kind, &template).by(&company).await.problem(422, "no_rows");
    }
}

async fn a_template_is_for_whoever_is_signed_in_and_of_a_known_kind(portal: &TestPortal) {
    portal.anyone().get("/bulk/template?kind=registration").await.problem(401, "unauthenticated");
    let company = portal.company().await;
    let refused = company.get("/bulk/template?kind=nothing").await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert_eq!(refused.json()["errors"][0]["pointer"], "/kind");
}
