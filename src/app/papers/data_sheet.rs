//! 合同数据表: every item of the contract, as it would be registered.

use documents::{DataSheetDocument, PaperField, PaperSection};
use domain::contract::ContractForm;
use domain::filing::canonical_json;
use serde_json::json;

use super::particulars::{country, day, field, industry, money, party, term, text, wide, yes_no};
use super::{Source, head};

pub(super) fn compose(source: &Source) -> DataSheetDocument {
    let (contract, reference) = (&source.filing.contract, &source.reference.data);
    let direction = contract.direction.map_or("技术进出口", domain::names::Named::zh);
    let parties = [
        ("技术供方", "Supplier", party(reference, contract.supplier.as_ref())),
        ("技术受方", "Recipient", party(reference, contract.recipient.as_ref())),
        ("技术使用方", "User", user(source)),
    ];
    let mut sections = vec![section("合同", "Contract", basics(source))];
    sections.extend(parties.into_iter().map(|(zh, en, fields)| section(zh, en, fields)));
    sections.push(section("金额与支付", "Price and payment", price(contract)));
    sections.push(section("声明与其他", "Statements", statements(contract)));
    DataSheetDocument {
        head: head(source, &format!("{direction}合同数据表"), "Data Sheet of a Technology Contract"),
        sections,
        patents: contract
            .patents
            .iter()
            .map(|patent| {
                let office = text(patent.office.as_ref());
                [office, text(patent.number.as_ref()), day(patent.expires_on), patent.ipc.join("、")]
            })
            .collect(),
        contract: canonical_json(&json!(contract)),
    }
}

fn section(zh: &str, en: &str, fields: Vec<PaperField>) -> PaperSection {
    PaperSection { zh: zh.to_owned(), en: en.to_owned(), fields }
}

fn basics(source: &Source) -> Vec<PaperField> {
    let contract = &source.filing.contract;
    let name = PaperField {
        below: text(contract.name_original.as_ref()),
        ..wide("合同名称", "Title", text(contract.name.as_ref()))
    };
    vec![
        field("合同号", "Contract No.", text(contract.number.as_ref())),
        term("进口或出口", "Import or export", contract.direction),
        name,
        term("合同类型", "Legal type", contract.legal_type),
        term("技术转移方式", "Mode", contract.mode),
        field("所属行业", "Industry", industry(&source.reference.data, contract.industry.as_ref())),
        field("技术关键词", "Keywords", contract.keywords.join("、")),
        field("签订日期", "Signed on", day(contract.signed_on)),
        field("生效日期", "Effective on", day(contract.effective_on)),
        field("有效期至", "Valid until", day(contract.valid_until)),
        field("双方关联", "Related parties", yes_no(contract.related_parties)),
        wide("合同概况", "Summary", text(contract.summary.as_ref())),
    ]
}

fn user(source: &Source) -> Vec<PaperField> {
    let user = source.filing.contract.user.clone().unwrap_or_default();
    vec![
        field("名称", "Name", text(user.name.as_ref())),
        field("国家（地区）", "Country or region", country(&source.reference.data, user.country.as_ref())),
    ]
}

fn price(contract: &ContractForm) -> Vec<PaperField> {
    let amount = contract.amount.clone().unwrap_or_default();
    let payment = contract.payment.clone().unwrap_or_default();
    let currency = amount.currency.as_ref();
    let mut fields = vec![
        field("合同总金额", "Whole price", money(currency, amount.total.as_ref())),
        term("支付方式", "Terms of payment", payment.mode),
        field("其中：技术费", "Technology", money(currency, amount.technology_fee.as_ref())),
        field("其中：设备费", "Equipment", money(currency, amount.equipment_fee.as_ref())),
    ];
    if payment.entry_fee.is_some() {
        fields.push(field("入门费", "Entry fee", money(currency, payment.entry_fee.as_ref())));
    }
    if let Some(royalty) = payment.royalty {
        let rate = royalty.rate_percent.map(|rate| format!("{rate} %")).unwrap_or_default();
        fields.extend([
            term("提成基准", "Royalty on", royalty.base),
            field("提成比例", "Royalty rate", rate),
            field("首期基准金额", "First royalty base", money(currency, royalty.first_base_amount.as_ref())),
            field("基准金额形成日", "Formed on", day(royalty.first_base_formed_on)),
        ]);
    }
    fields
}

fn statements(contract: &ContractForm) -> Vec<PaperField> {
    let approval = contract.project_approval.clone().unwrap_or_default();
    let (stated, below) = match contract.declared_unrestricted {
        Some(true) => (
            "我单位声明：本合同技术不属于国家禁止或限制进出口的技术。",
            "We declare that this technology is not one whose import or export is prohibited or restricted.",
        ),
        Some(false) => ("属于禁止或限制进出口的技术", "Technology whose import or export is prohibited or restricted"),
        None => ("", ""),
    };
    let class = PaperField { below: below.to_owned(), ..wide("技术类别", "Technology class", stated) };
    let mut fields = vec![class];
    if approval.authority.is_some() || approval.number.is_some() {
        fields.push(field("项目批准机关", "Approved by", text(approval.authority.as_ref())));
        fields.push(field("项目批准文号", "Approval No.", text(approval.number.as_ref())));
    }
    fields
}
