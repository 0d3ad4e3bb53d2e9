//! `contract_number.format` and `.prefix`: the number has its form, and its first nine characters agree with the form.
//! `industry.unknown` stands here because the number carries the industry.

use chrono::Datelike;
use serde_json::json;

use super::{CheckContext, error, filled};
use crate::contract::ContractForm;
use crate::contract_number::{ContractNumber, PLACE, direction_letter};
use crate::filing::FilingKind;
use crate::finding::Finding;

const POINTER: &str = "/contract/number";

pub(super) fn check(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    let industry = filled(form.industry.as_ref());
    if let Some(code) = industry.filter(|code| !context.reference.industries.contains_key(*code)) {
        let finding = error(
            "industry.unknown",
            "/contract/industry",
            "行业代码不存在，请从国民经济行业大类中选择",
            "There is no such industry; choose a division of GB/T 4754",
        );
        findings.push(finding.with_evidence(json!({"found": code})));
    }
    // The number of a registered contract stays, whatever is amended; that it does is another check.
    let Some(text) = filled(form.number.as_ref()).filter(|_| context.kind == FilingKind::Registration) else {
        return;
    };
    match ContractNumber::parse(text) {
        Ok(number) => findings.extend(prefix(&number, form)),
        Err(_) => findings.push(
            error(
                "contract_number.format",
                POINTER,
                "合同号应为17位：2位年份、2位国别代码、JS、Y（进口）或E（出口）、2位行业代码、8位企业自定义的大写字母或数字",
                "A contract number has 17 characters: two of the year, two of the country, JS, Y (import) or E (export), \
                 two of the industry, and eight capital letters or digits of your own",
            )
            .with_evidence(json!({"length": text.chars().count(), "example": "26DEJSY39SZ000001"})),
        ),
    }
}

/// One finding for all parts that disagree; a part whose field is empty is not compared.
fn prefix(number: &ContractNumber, form: &ContractForm) -> Option<Finding> {
    let year = form.signed_on.map(|day| format!("{:02}", day.year().rem_euclid(100)));
    let country = form.counterparty().and_then(|party| party.country.as_ref());
    let parts = [
        ("year", "年份", number.year(), year.as_deref()),
        ("country", "国别", number.country(), filled(country)),
        ("place", "地区", number.place(), Some(PLACE)),
        ("direction", "进出口标志", direction_letter(number.direction()), form.direction.map(direction_letter)),
        ("industry", "行业", number.industry(), filled(form.industry.as_ref())),
    ];
    let wrong: Vec<_> = parts
        .iter()
        .filter_map(|(part, name, found, expected)| Some((part, name, found, (*expected)?)))
        .filter(|(_, _, found, expected)| *found != expected)
        .collect();
    if wrong.is_empty() {
        return None;
    }
    let zh: Vec<_> =
        wrong.iter().map(|(_, name, found, expected)| format!("{name}应为{expected}，现为{found}")).collect();
    let en: Vec<_> =
        wrong.iter().map(|(part, _, found, expected)| format!("{part} should be {expected}, is {found}")).collect();
    let evidence: Vec<_> = wrong
        .iter()
        .map(|(part, _, found, expected)| json!({"part": part, "found": found, "expected": expected}))
        .collect();
    let finding = error(
        "contract_number.prefix",
        POINTER,
        format!("合同号与填报内容不一致：{}", zh.join("；")),
        format!("The contract number does not agree with the form: {}", en.join("; ")),
    );
    Some(finding.with_evidence(json!({"parts": evidence})))
}
