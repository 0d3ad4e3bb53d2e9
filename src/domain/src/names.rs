//! What people call the codes of a contract and of an application, in both languages: in workbooks and on papers.
//! Names that an authority may change (countries, districts, industries) are reference data and not here.

use crate::contract::{Direction, LegalType, Mode, Ownership, PaymentMode, RoyaltyBase};
use crate::exchange::ExchangeField;
use crate::filing::{AttachmentKind, ClosureEffect, FilingKind};

/// A code that has a name.
pub trait Named: Copy {
    /// The name in Chinese and in English.
    fn names(self) -> (&'static str, &'static str);

    /// The name in Chinese.
    fn zh(self) -> &'static str {
        self.names().0
    }

    /// The name in English.
    fn en(self) -> &'static str {
        self.names().1
    }
}

macro_rules! names {
    ($($set:ident { $($value:ident: $zh:literal, $en:literal;)+ })+) => {$(
        impl Named for $set {
            fn names(self) -> (&'static str, &'static str) {
                match self { $(Self::$value => ($zh, $en),)+ }
            }
        }
    )+};
}

names! {
    Direction {
        Import: "技术进口", "Technology import";
        Export: "技术出口", "Technology export";
    }
    LegalType {
        PatentTransfer: "专利权转让", "Patent transfer";
        PatentApplicationTransfer: "专利申请权转让", "Patent application transfer";
        PatentLicence: "专利实施许可", "Patent licence";
        KnowHowLicence: "技术秘密许可", "Know-how licence";
        TechnicalService: "技术服务", "Technical service";
        Other: "其他含技术进出口的合同", "Other contract with technology";
    }
    Mode {
        Patent: "专利技术的许可或转让", "Patented technology";
        KnowHow: "专有技术的许可或转让", "Know-how";
        ConsultingService: "技术咨询、技术服务", "Consulting and service";
        Software: "计算机软件", "Software";
        Trademark: "商标许可", "Trademark licence";
        JointProduction: "合资、合作生产", "Joint production";
        Equipment: "成套设备、关键设备、生产线", "Equipment and production lines";
        Other: "其他方式", "Other";
    }
    PaymentMode {
        LumpSum: "一次总算、一次总付", "Lump sum";
        Instalments: "一次总算、分期支付", "Instalments";
        Royalty: "提成支付", "Royalty";
        EntryFeeAndRoyalty: "入门费加提成支付", "Entry fee and royalty";
    }
    RoyaltyBase {
        NetSales: "净销售额", "Net sales";
        ProductPrice: "产品价格", "Price of products";
        AddedOutput: "新增产值", "Added output";
        Profit: "利润", "Profit";
        Other: "其他", "Other";
    }
    Ownership {
        State: "国有", "State-owned";
        Collective: "集体", "Collective";
        Private: "民营", "Private";
        ForeignInvested: "外商投资", "Foreign-invested";
        HmtInvested: "港澳台投资", "Invested from Hong Kong, Macao or Taiwan";
        Other: "其他", "Other";
    }
    ClosureEffect {
        Suspension: "中止", "Suspension";
        Termination: "解除", "Termination";
        Resumption: "恢复履行", "Resumption";
    }
    FilingKind {
        Registration: "登记", "Registration";
        Amendment: "变更", "Amendment";
        Closure: "中止或解除", "Closure";
        Reissue: "遗失补发", "Reissue";
    }
    ExchangeField {
        Number: "合同号", "Contract number";
        CertificateNumber: "登记证编号", "Certificate number";
        Status: "合同状态", "Status";
        RegisteredOn: "登记日期", "Registered on";
        Name: "合同名称", "Name of the contract";
        Direction: "进口或出口", "Import or export";
        LegalType: "合同类型", "Legal type";
        Mode: "技术转移方式", "How the technology moves";
        Industry: "所属行业", "Industry";
        CompanyName: "境内企业名称", "Company on the mainland";
        CompanyUscc: "境内企业统一社会信用代码", "Credit code of that company";
        District: "企业所在区市", "District of that company";
        Ownership: "企业性质", "Ownership of that company";
        CounterpartyName: "境外一方名称", "Other side";
        CounterpartyCountry: "境外一方国家（地区）", "Country or region of the other side";
        SignedOn: "签订日期", "Signed on";
        EffectiveOn: "生效日期", "Effective on";
        ValidUntil: "有效期至", "Valid until";
        Currency: "币种", "Currency";
        Total: "合同总价", "Total price";
        TechnologyFee: "技术费", "Technology fee";
        EquipmentFee: "设备费", "Equipment fee";
        PaymentMode: "支付方式", "How it is paid";
        RelatedParties: "是否关联企业", "Related parties";
    }
    AttachmentKind {
        ApplicationForm: "申请书", "Application";
        DataSheet: "合同数据表", "Data sheet";
        ContractCopy: "合同副本", "Copy of the contract";
        ContractTranslation: "合同中文译本", "Chinese translation";
        LegalStatusSupplier: "技术供方法律地位证明", "Legal status of the supplier";
        LegalStatusRecipient: "技术受方法律地位证明", "Legal status of the recipient";
        RoyaltyBaseProof: "提成基准金额证明", "Evidence of the royalty base";
        ProjectApproval: "项目批准文件", "Approval of the project";
        UnrestrictedStatement: "不属于限制技术的说明", "Statement that the technology is not restricted";
        AgencyMandate: "代理委托书", "Mandate of the agent";
        AmendmentAgreement: "合同变更协议", "Agreement that amends the contract";
        ChangeRecord: "合同数据变更记录表", "Record of changed data";
        ClosureEvidence: "中止、解除或恢复的证明", "Evidence of the closure";
        RegistrationCertificate: "登记证复印件", "Copy of the certificate";
        LossNotice: "公开挂失证明", "Proof of the public notice";
        DepartmentProof: "有关部门出具的证明", "Proof from the departments";
        Other: "其他材料", "Other";
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_values_of_a_set_share_a_name() {
        fn distinct<T: Named>(all: &[T]) {
            for name in [T::zh as fn(T) -> &'static str, T::en] {
                let names: BTreeSet<_> = all.iter().map(|value| name(*value)).collect();
                assert_eq!(names.len(), all.len(), "{names:?}");
            }
        }
        distinct(Direction::ALL);
        distinct(LegalType::ALL);
        distinct(Mode::ALL);
        distinct(PaymentMode::ALL);
        distinct(RoyaltyBase::ALL);
        distinct(Ownership::ALL);
        distinct(ClosureEffect::ALL);
        distinct(FilingKind::ALL);
        distinct(ExchangeField::ALL);
        distinct(AttachmentKind::ALL);
    }
}
