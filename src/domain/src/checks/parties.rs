//! Who may file here, for whom, and with whom: `company.*`, `parties.*`, `country.unknown`, `related_parties`.

use serde_json::json;

use super::{CheckContext, domestic_pointer, error, filled, info, warning};
use crate::contract::{ContractForm, PartyForm};
use crate::credit_code::{CreditCode, CreditCodeError};
use crate::finding::Finding;
use crate::reference::MAINLAND;

pub(super) fn check(form: &ContractForm, context: &CheckContext<'_>, findings: &mut Vec<Finding>) {
    for (party, name) in [(&form.supplier, "supplier"), (&form.recipient, "recipient"), (&form.user, "user")] {
        findings.extend(party.as_ref().and_then(|party| country(party, name, context)));
    }
    findings.extend(cross_border(form));
    if let (Some(direction), Some(company)) = (form.direction, form.domestic_party()) {
        let pointer = domestic_pointer(direction);
        findings.extend(credit_code(company, pointer));
        findings.extend(not_filer(company, pointer, context));
        findings.extend(district(company, pointer, context));
    }
    if form.related_parties == Some(true) {
        findings.push(info(
            "related_parties",
            "/contract/related_parties",
            "双方存在关联关系：付款时银行和税务部门可能要求说明定价依据",
            "The parties are related: bank and tax office may ask how the price was set",
        ));
    }
}

fn country(party: &PartyForm, name: &str, context: &CheckContext<'_>) -> Option<Finding> {
    let code = filled(party.country.as_ref()).filter(|code| !context.reference.countries.contains_key(*code))?;
    let finding = error(
        "country.unknown",
        format!("/contract/{name}/country"),
        "国别（地区）代码不存在，请从列表中选择",
        "There is no such country or region code; choose one from the list",
    );
    Some(finding.with_evidence(json!({"found": code})))
}

/// Technology crosses the mainland's border, and in the direction that is stated.
fn cross_border(form: &ContractForm) -> Option<Finding> {
    let is_mainland =
        |party: Option<&PartyForm>| Some(filled(party.and_then(|party| party.country.as_ref()))? == MAINLAND);
    match (is_mainland(form.domestic_party())?, is_mainland(form.counterparty())?) {
        (true, false) => None,
        (false, true) => Some(error(
            "parties.direction",
            "/contract/direction",
            "进出口方向与当事人不符：进口的技术受方、出口的技术供方应为境内企业",
            "The direction does not fit the parties: the recipient of an import, or the supplier of an export, is on the mainland",
        )),
        _ => Some(error(
            "parties.not_cross_border",
            "/contract",
            "一方应在境内、另一方应在境外（含港澳台）；双方同在一侧的合同不属于技术进出口",
            "One party must be on the mainland and the other outside it (Hong Kong, Macao and Taiwan included); otherwise \
             no technology crosses the border",
        )),
    }
}

fn credit_code(company: &PartyForm, pointer: &str) -> Option<Finding> {
    let code = filled(company.uscc.as_ref())?;
    let pointer = format!("{pointer}/uscc");
    match CreditCode::parse(code).err()? {
        CreditCodeError::Format => Some(error(
            "company.uscc",
            pointer,
            "统一社会信用代码应为18位大写字母和数字，不含I、O、S、V、Z",
            "A unified social credit code has 18 capital letters and digits, without I, O, S, V and Z",
        )),
        CreditCodeError::CheckCharacter { expected } => Some(
            warning(
                "company.uscc",
                pointer,
                format!("统一社会信用代码的校验位应为{expected}，请与营业执照核对；如执照确实如此，请说明"),
                format!("The check character should be {expected}; compare the business licence, and say so if it is as typed"),
            )
            .with_evidence(json!({"expected_check_character": expected})),
        ),
    }
}

/// The register, the certificate and its credential name the mainland party as the holder: it is the company that files, or one that
/// has given it a mandate. Who files and the desk are told, and nobody decides it among others unseen ([`super::is_clear`]); the
/// desk looks at the mandate. A code that is no code is told by
/// [`credit_code`].
fn not_filer(company: &PartyForm, pointer: &str, context: &CheckContext<'_>) -> Option<Finding> {
    let code = CreditCode::parse(filled(company.uscc.as_ref())?).ok()?;
    let (code, filer) = (code.as_str(), context.filer);
    if code == filer.uscc {
        return None;
    }
    let pointer = format!("{pointer}/uscc");
    let mandate = filer.principals.iter().any(|principal| principal == code);
    let finding = if mandate {
        info(
            "company.not_filer",
            pointer,
            "境内一方不是申请企业，而是委托贵公司办理的企业；宜改以该企业的名义办理",
            "The mainland party is not the company that files but one that has given it a mandate; it is better to file in its name",
        )
    } else {
        info(
            "company.not_filer",
            pointer,
            "境内一方的统一社会信用代码不是申请企业的；请核对；为其他企业办理的，应有该企业的委托",
            "The mainland party's credit code is not that of the company that files; check it; to file for another company, have it give you a mandate",
        )
    };
    Some(finding.with_evidence(json!({"found": code, "filer": filer.uscc, "mandate": mandate})))
}

fn district(company: &PartyForm, pointer: &str, context: &CheckContext<'_>) -> Option<Finding> {
    let code = filled(company.district.as_ref()).filter(|code| !context.reference.divisions.is_suzhou(code))?;
    let finding = error(
        "company.outside_city",
        format!("{pointer}/district"),
        "企业不在苏州市，请向所在地的商务主管部门办理",
        "The company is not in Suzhou; apply to the commerce authority of its own place",
    );
    Some(finding.with_evidence(json!({"found": code})))
}
