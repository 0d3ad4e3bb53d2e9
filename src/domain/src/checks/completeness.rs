//! `field.required` and `declaration.missing`: what the register cannot do without
//! (the Measures, Art. 10: number, name, parties, summary, amount, payment, validity; the statistics need the rest).

use super::{domestic_pointer, error, filled};
use crate::contract::ContractForm;
use crate::finding::Finding;

/// Pointer, name in Chinese, name in English, and whether it is there.
type Field<'a> = (&'a str, &'a str, &'a str, bool);

pub(super) fn check(form: &ContractForm, findings: &mut Vec<Finding>) {
    require(&contract_fields(form), findings);
    require(&price_fields(form), findings);
    for (party, pointer, zh, en) in [
        (form.supplier.as_ref(), "/contract/supplier", "技术供方", "the supplier's"),
        (form.recipient.as_ref(), "/contract/recipient", "技术受方", "the recipient's"),
        (form.user.as_ref(), "/contract/user", "技术使用方", "the user's"),
    ] {
        let name = party.is_some_and(|party| has(party.name.as_ref()));
        let country = party.is_some_and(|party| has(party.country.as_ref()));
        require(&[(&format!("{pointer}/name"), &format!("{zh}名称"), &format!("{en} name"), name)], findings);
        let (zh, en) = (format!("{zh}所在国别（地区）"), format!("{en} country or region"));
        require(&[(&format!("{pointer}/country"), &zh, &en, country)], findings);
    }
    company(form, findings);
    declaration(form, findings);
}

fn require(fields: &[Field<'_>], findings: &mut Vec<Finding>) {
    let missing = fields.iter().filter(|(_, _, _, present)| !present);
    findings.extend(
        missing.map(|(pointer, zh, en, _)| {
            error("field.required", *pointer, format!("请填写{zh}"), format!("Fill in {en}"))
        }),
    );
}

fn has(text: Option<&String>) -> bool {
    filled(text).is_some()
}

fn contract_fields(form: &ContractForm) -> [Field<'static>; 11] {
    [
        ("/contract/direction", "进出口方向", "whether it is an import or an export", form.direction.is_some()),
        ("/contract/number", "合同号", "the contract number", has(form.number.as_ref())),
        ("/contract/name", "合同名称", "the contract's name in Chinese", has(form.name.as_ref())),
        ("/contract/legal_type", "合同类型", "the legal type", form.legal_type.is_some()),
        ("/contract/mode", "引进或出口方式", "how the technology moves", form.mode.is_some()),
        ("/contract/summary", "合同概况", "what the contract is about", has(form.summary.as_ref())),
        ("/contract/industry", "技术所属行业", "the technology's industry", has(form.industry.as_ref())),
        ("/contract/signed_on", "签订日期", "the day of signature", form.signed_on.is_some()),
        ("/contract/effective_on", "生效日期", "the day on which it took effect", form.effective_on.is_some()),
        ("/contract/valid_until", "有效期截止日", "the last day of validity", form.valid_until.is_some()),
        (
            "/contract/related_parties",
            "双方是否存在关联关系",
            "whether the parties are related",
            form.related_parties.is_some(),
        ),
    ]
}

fn price_fields(form: &ContractForm) -> [Field<'static>; 4] {
    let amount = form.amount.as_ref();
    let currency = has(amount.and_then(|amount| amount.currency.as_ref()));
    let total = has(amount.and_then(|amount| amount.total.as_ref()));
    let technology = has(amount.and_then(|amount| amount.technology_fee.as_ref()));
    let mode = form.payment.as_ref().is_some_and(|payment| payment.mode.is_some());
    [
        ("/contract/amount/currency", "币种", "the currency", currency),
        ("/contract/amount/total", "合同总金额", "the whole price", total),
        ("/contract/amount/technology_fee", "其中的技术费", "the part of the price paid for technology", technology),
        ("/contract/payment/mode", "支付方式", "how the price is paid", mode),
    ]
}

fn company(form: &ContractForm, findings: &mut Vec<Finding>) {
    let Some(pointer) = form.direction.map(domestic_pointer) else {
        return;
    };
    let company = form.domestic_party();
    let uscc = company.is_some_and(|party| has(party.uscc.as_ref()));
    let district = company.is_some_and(|party| has(party.district.as_ref()));
    let ownership = company.is_some_and(|party| party.ownership.is_some());
    for (field, zh, en, present) in [
        ("uscc", "企业统一社会信用代码", "the company's unified social credit code", uscc),
        ("district", "企业所在区市", "the company's district", district),
        ("ownership", "企业性质", "the company's nature", ownership),
    ] {
        require(&[(&format!("{pointer}/{field}"), zh, en, present)], findings);
    }
}

fn declaration(form: &ContractForm, findings: &mut Vec<Finding>) {
    const POINTER: &str = "/contract/declared_unrestricted";
    match form.declared_unrestricted {
        Some(true) => {}
        Some(false) => findings.push(error(
            "declaration.missing",
            POINTER,
            "属于禁止或限制进出口的技术不能在此登记；限制类技术请先向江苏省商务厅申请许可",
            "Prohibited or restricted technology cannot be registered here; for restricted technology apply to the \
             Jiangsu Department of Commerce for a licence first",
        )),
        None => findings.push(error(
            "declaration.missing",
            POINTER,
            "请声明技术不属于禁止或限制进出口的技术",
            "Declare that the technology is neither prohibited nor restricted",
        )),
    }
}
