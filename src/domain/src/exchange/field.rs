//! What is exchanged of an entry of the register, one field a word: where each stands in the entry, what a cell of it takes, and
//! when two values of it mean the same.

use chrono::NaiveDate;

use crate::bulk::{CodeList, Input};
use crate::contract::ContractForm;
use crate::reference::Divisions;
use crate::registered::ContractStatus;
use crate::search::fold;
use crate::terms::terms;

terms! {
    /// A field of the register that other systems know too.
    ExchangeField {
        /// 合同号: the key.
        Number = "number",
        /// 登记证编号
        CertificateNumber = "certificate_number",
        /// 状态
        Status = "status",
        /// 登记日期: the day in Shanghai on which the contract entered the register.
        RegisteredOn = "registered_on",
        /// 合同名称
        Name = "name",
        /// 进口或出口
        Direction = "direction",
        /// 合同类型
        LegalType = "legal_type",
        /// 技术转移方式
        Mode = "mode",
        /// 所属行业
        Industry = "industry",
        /// 境内企业名称
        CompanyName = "company_name",
        /// 境内企业统一社会信用代码
        CompanyUscc = "company_uscc",
        /// 所在区市
        District = "district",
        /// 企业性质
        Ownership = "ownership",
        /// 境外一方名称
        CounterpartyName = "counterparty_name",
        /// 境外一方国家（地区）
        CounterpartyCountry = "counterparty_country",
        /// 签订日期
        SignedOn = "signed_on",
        /// 生效日期
        EffectiveOn = "effective_on",
        /// 有效期至
        ValidUntil = "valid_until",
        /// 币种
        Currency = "currency",
        /// 合同总价
        Total = "total",
        /// 技术费
        TechnologyFee = "technology_fee",
        /// 设备费
        EquipmentFee = "equipment_fee",
        /// 支付方式
        PaymentMode = "payment_mode",
        /// 是否关联企业
        RelatedParties = "related_parties",
    }
}

/// An entry of the register as far as it is exchanged.
#[derive(Debug, Clone, Copy)]
pub struct RegisterLine<'a> {
    /// The national contract number.
    pub number: &'a str,
    /// The certificate in force.
    pub certificate_number: &'a str,
    /// How the contract stands.
    pub status: ContractStatus,
    /// The day on which it entered the register.
    pub registered_on: NaiveDate,
    /// What its version in force says.
    pub contract: &'a ContractForm,
}

impl ExchangeField {
    /// What a cell of this field takes.
    pub const fn input(self) -> Input {
        match self {
            Self::Number | Self::CertificateNumber | Self::Status => Input::Identifier(40),
            Self::CompanyUscc => Input::Identifier(18),
            Self::Name | Self::CompanyName | Self::CounterpartyName => Input::Text(300),
            Self::RegisteredOn | Self::SignedOn | Self::EffectiveOn | Self::ValidUntil => Input::Date,
            Self::Total | Self::TechnologyFee | Self::EquipmentFee => Input::Amount,
            Self::Direction => Input::Choice(CodeList::Direction),
            Self::LegalType => Input::Choice(CodeList::LegalType),
            Self::Mode => Input::Choice(CodeList::Mode),
            Self::Industry => Input::Choice(CodeList::Industry),
            Self::District => Input::Choice(CodeList::District),
            Self::Ownership => Input::Choice(CodeList::Ownership),
            Self::CounterpartyCountry => Input::Choice(CodeList::Country),
            Self::Currency => Input::Choice(CodeList::Currency),
            Self::PaymentMode => Input::Choice(CodeList::PaymentMode),
            Self::RelatedParties => Input::Choice(CodeList::YesNo),
        }
    }

    /// What the register says; none where it says nothing.
    pub fn of(self, line: &RegisterLine<'_>) -> Option<String> {
        let contract = line.contract;
        let (company, other) = (contract.domestic_party(), contract.counterparty());
        let amount = contract.amount.as_ref();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let value = match self {
            Self::Number => Some(line.number.to_owned()),
            Self::CertificateNumber => Some(line.certificate_number.to_owned()),
            Self::Status => Some(line.status.code().to_owned()),
            Self::RegisteredOn => Some(line.registered_on.to_string()),
            Self::Name => contract.name.clone(),
            Self::Direction => contract.direction.map(|word| word.code().to_owned()),
            Self::LegalType => contract.legal_type.map(|word| word.code().to_owned()),
            Self::Mode => contract.mode.map(|word| word.code().to_owned()),
            Self::Industry => contract.industry.clone(),
            Self::CompanyName => company.and_then(|party| party.name.clone()),
            Self::CompanyUscc => company.and_then(|party| party.uscc.clone()),
            Self::District => {
                let code = company.and_then(|party| party.district.as_deref());
                code.map(|code| Divisions::canonical_code(code).to_owned())
            }
            Self::Ownership => company.and_then(|party| party.ownership).map(|word| word.code().to_owned()),
            Self::CounterpartyName => other.and_then(|party| party.name.clone()),
            Self::CounterpartyCountry => other.and_then(|party| party.country.clone()),
            Self::SignedOn => day(contract.signed_on),
            Self::EffectiveOn => day(contract.effective_on),
            Self::ValidUntil => day(contract.valid_until),
            Self::Currency => amount.and_then(|amount| amount.currency.clone()),
            Self::Total => amount.and_then(|amount| amount.total.clone()),
            Self::TechnologyFee => amount.and_then(|amount| amount.technology_fee.clone()),
            Self::EquipmentFee => amount.and_then(|amount| amount.equipment_fee.clone()),
            Self::PaymentMode => {
                contract.payment.as_ref().and_then(|payment| payment.mode).map(|word| word.code().to_owned())
            }
            Self::RelatedParties => contract.related_parties.map(|related| related.to_string()),
        };
        value.filter(|text| !text.trim().is_empty())
    }

    /// One spelling for all values that mean the same: names as they sound, numbers without blanks, amounts without the zeros at
    /// their end.
    pub(super) fn comparable(self, value: &str) -> String {
        match self.input() {
            Input::Text(_) => fold(value),
            Input::Identifier(_) => number_key(value),
            Input::Amount if value.contains('.') => value.trim_end_matches('0').trim_end_matches('.').to_owned(),
            _ => value.to_owned(),
        }
    }
}

/// The one spelling of a number or code: capitals, half-width, without blanks, and without the apostrophe by which spreadsheets keep
/// a text.
pub fn number_key(text: &str) -> String {
    let plain = fold(text);
    plain.chars().filter(|one| !one.is_whitespace() && *one != '\'').collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        for text in ["26DEJSY39SZ000001", " 26dejsy39sz000001 ", "２６DEJSY39SZ000001", "'26DE JSY39 SZ000001"] {
            assert_eq!(number_key(text), "26DEJSY39SZ000001");
        }
    }

    #[test]
    fn values_that_mean_the_same_are_equal() {
        let same = |field: ExchangeField, one: &str, other: &str| field.comparable(one) == field.comparable(other);
        assert!(same(ExchangeField::CompanyName, "苏州示例（集团）有限公司", "苏州示例(集团)有限公司"));
        assert!(same(ExchangeField::CounterpartyName, "Muster  GmbH", "MUSTER GMBH"));
        assert!(!same(ExchangeField::CounterpartyName, "Muster GmbH", "Muster AG"));
        assert!(same(ExchangeField::Total, "1250000.00", "1250000"));
        assert!(same(ExchangeField::Total, "0.50", "0.5") && same(ExchangeField::Total, "100", "100.0"));
        assert!(!same(ExchangeField::Total, "100", "1"));
        assert!(!same(ExchangeField::SignedOn, "2026-10-08", "2026-10-09"));
    }
}
