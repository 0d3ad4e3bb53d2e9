//! The closed sets of words of a contract. Codes that an authority may change are data, not enums.

use crate::terms::terms;

terms! {
    /// Whether the technology comes into the mainland or leaves it.
    Direction {
        /// 技术进口
        Import = "import",
        /// 技术出口
        Export = "export",
    }
}

terms! {
    /// The legal types of 《技术进出口合同登记管理办法》 Art. 2.
    LegalType {
        /// 专利权转让
        PatentTransfer = "patent_transfer",
        /// 专利申请权转让
        PatentApplicationTransfer = "patent_application_transfer",
        /// 专利实施许可
        PatentLicence = "patent_licence",
        /// 技术秘密许可
        KnowHowLicence = "know_how_licence",
        /// 技术服务
        TechnicalService = "technical_service",
        /// 含有技术进出口的其他合同
        Other = "other",
    }
}

impl LegalType {
    /// Whether a contract of this type is about named patents or patent applications.
    pub const fn concerns_patents(self) -> bool {
        matches!(self, Self::PatentTransfer | Self::PatentApplicationTransfer | Self::PatentLicence)
    }
}

terms! {
    /// How the technology moves (引进方式 / 出口方式), the classes by which statistics are published.
    Mode {
        /// 专利技术的许可或转让
        Patent = "patent",
        /// 专有技术的许可或转让
        KnowHow = "know_how",
        /// 技术咨询、技术服务
        ConsultingService = "consulting_service",
        /// 计算机软件
        Software = "software",
        /// 商标许可
        Trademark = "trademark",
        /// 合资生产、合作生产
        JointProduction = "joint_production",
        /// 成套设备、关键设备、生产线
        Equipment = "equipment",
        /// 其他方式
        Other = "other",
    }
}

terms! {
    /// How the price is paid (民法典 Art. 846).
    PaymentMode {
        /// 一次总算、一次总付
        LumpSum = "lump_sum",
        /// 一次总算、分期支付
        Instalments = "instalments",
        /// 提成支付
        Royalty = "royalty",
        /// 提成支付附加预付入门费
        EntryFeeAndRoyalty = "entry_fee_and_royalty",
    }
}

impl PaymentMode {
    /// Whether part of the price is a royalty (提成), which moves the start of the 60 days (the Measures, Art. 7).
    pub const fn has_royalty(self) -> bool {
        matches!(self, Self::Royalty | Self::EntryFeeAndRoyalty)
    }
}

terms! {
    /// What a royalty is a share of (民法典 Art. 846).
    RoyaltyBase {
        /// 产品净销售额
        NetSales = "net_sales",
        /// 产品价格
        ProductPrice = "product_price",
        /// 新增产值
        AddedOutput = "added_output",
        /// 利润
        Profit = "profit",
        /// 其他
        Other = "other",
    }
}

terms! {
    /// Enterprise nature (企业性质) as statistics name it.
    Ownership {
        /// 国有
        State = "state",
        /// 集体
        Collective = "collective",
        /// 民营
        Private = "private",
        /// 外商投资
        ForeignInvested = "foreign_invested",
        /// 港澳台投资
        HmtInvested = "hmt_invested",
        /// 其他
        Other = "other",
    }
}
